// SPDX-License-Identifier: MIT
#include "model/curves.h"

#include "base/memory.h"
#include "core/noise.h"

#include <math.h>
#include <stdlib.h>

// The schedule -----------------------------------------------------------------------------------

static void free_columns(void *data) {
    TableColumns *columns = data;
    free(columns->signal);
}

const TableColumns *model_columns(const Model *model) {
    TableColumns *columns =
        derived_part(model->derived, DERIVED_COLUMNS, sizeof *columns, free_columns);
    const Schedule *table = &model->schedule;
    const Key key = { .schedule = model->schedule_stamp, .number = model->made.look.notation };
    if (key_hold(&columns->key, &key)) return columns;
    size_t rows = (size_t)table->steps + 1;
    columns->signal = mem_resize(columns->signal, 4 * rows, sizeof(double));
    columns->noise = columns->signal + rows;
    columns->level = columns->noise + rows;
    columns->ratio = columns->level + rows;
    for (size_t t = 0; t < rows; t++) {
        columns->signal[t] = sqrt(table->alpha[t]);
        columns->noise[t] = sqrt(table->one_minus_alpha[t]);
        columns->level[t] = notation_level((Notation)key.number, table->log_snr[t]);
        columns->ratio[t] = t ? table->sigma2[t] / table->beta[t] : 0;
    }
    return columns;
}

// One value --------------------------------------------------------------------------------------

static void free_curves(void *data) {
    ValueCurves *curves = data;
    free(curves->noise);
    free(curves->x);
}

static void make_room(ValueCurves *curves, int rows) {
    if (rows > curves->room) {
        curves->noise = mem_resize(curves->noise, (size_t)rows, sizeof(float));
        curves->x = mem_resize(curves->x, 6 * (size_t)rows, sizeof(double));
        curves->room = rows;
    }
    curves->z = curves->x + rows, curves->mean = curves->z + rows;
    curves->sigma = curves->mean + rows;
    curves->deviation = curves->sigma + rows, curves->twice = curves->deviation + rows;
}

const ValueCurves *model_value_curves(const Model *model, int channel, size_t index) {
    ValueCurves *curves = derived_part(model->derived, DERIVED_CURVES, sizeof *curves, free_curves);
    const Schedule *table = &model->schedule;
    const Key key = { .x = model->x_stamp,
                      .noise = model->noise_stamp,
                      .schedule = model->schedule_stamp,
                      .index = index,
                      .channel = channel };
    if (key_hold(&curves->key, &key)) return curves;
    int rows = table->steps + 1;
    make_room(curves, rows);
    const NoiseSpec spec = { model->made.noise.seed, (Coupling)model->made.noise.coupling };
    noise_value_over_t(curves->noise, &spec, table, channel, index);
    double x = picture_plane(&model->x, channel)[index];
    for (int t = 0; t < rows; t++) {
        double n = curves->noise[t];
        curves->x[t] = sqrt(table->alpha[t]) * x;
        curves->deviation[t] = sqrt(table->one_minus_alpha[t]);
        curves->twice[t] = 2 * curves->deviation[t];
        curves->z[t] = curves->x[t] + curves->deviation[t] * n;
        curves->mean[t] = table->coef_z[t] * curves->z[t] + table->coef_x[t] * x;
        curves->sigma[t] = sqrt(table->sigma2[t]);
    }
    return curves;
}

// All values at t --------------------------------------------------------------------------------

static Histogram count_values(const Model *model, int parts) {
    if (!model_holds_planes(model)) return *measure_histogram(model);
    Mix mix = posterior_mix(&model->schedule, model->made.t, PICTURE_Z);
    return histogram_of_mix(VALUE_LOW, VALUE_HIGH, VALUE_BINS * parts, &mix, &model->x, &model->n,
                            &model->eta);
}

const ValueHistogram *model_histogram(const Model *model) {
    ValueHistogram *values = derived_part(model->derived, DERIVED_HISTOGRAM, sizeof *values, NULL);
    int t = model->made.t;
    bool held = model_holds_planes(model);
    const Key key = { .x = model->x_stamp,
                      .n = model->n_stamp,
                      .schedule = model->schedule_stamp,
                      .t = t,
                      .index = held ? 0 : (size_t)measure_histogram(model)->total };
    if (key_hold(&values->key, &key)) return values;
    int parts = model_value_parts(model);
    const Histogram fine = count_values(model, parts);
    values->histogram = histogram_grouped(&fine, parts);
    values->kl = histogram_kl(&fine);
    values->expected_kl = levels_kl(&model->levels, &model->schedule, t);
    levels_density(values->density, VALUE_LOW, VALUE_HIGH, VALUE_BINS, &model->levels,
                   &model->schedule, t);
    double width = (VALUE_HIGH - VALUE_LOW) / VALUE_BINS;
    for (int bin = 0; bin < VALUE_BINS; bin++)
        values->prior[bin] =
            (normal_cdf(VALUE_LOW + width * (bin + 1)) - normal_cdf(VALUE_LOW + width * bin)) /
            width;
    return values;
}

// All values over t ------------------------------------------------------------------------------

static void free_moments(void *data) {
    ValueMoments *moments = data;
    free(moments->mean);
}

// What is expected at every t, and nothing measured yet.
static void expect(const Model *model, ValueMoments *moments) {
    const Schedule *table = &model->schedule;
    size_t rows = (size_t)table->steps + 1;
    if (rows > moments->room) {
        moments->mean = mem_resize(moments->mean, 5 * rows, sizeof(double));
        moments->room = rows;
    }
    moments->variance = moments->mean + rows;
    moments->kl = moments->variance + rows;
    moments->measured_mean = moments->kl + rows;
    moments->measured_variance = moments->measured_mean + rows;
    MeanVariance x = model_statistics(model, PICTURE_X);
    for (size_t t = 0; t < rows; t++) {
        MeanVariance z = t ? statistics_expected(table, (int)t, PICTURE_Z, x) : x;
        moments->mean[t] = z.mean;
        moments->variance[t] = z.variance;
        moments->kl[t] = t ? schedule_kl(table, (int)t, model->moments.mean_square) : (double)NAN;
        moments->measured_mean[t] = moments->measured_variance[t] = (double)NAN;
    }
    moments->measured_mean[0] = x.mean;
    moments->measured_variance[0] = x.variance;
}

// In jump coupling one pass over the plane says what is measured at every t.
static void measure(const Model *model, ValueMoments *moments) {
    int t = model->made.t;
    bool all = model->made.noise.coupling == COUPLING_JUMP;
    PlaneMoments planes = statistics_planes(&model->x_n, &model->x_eta, &model->n_eta);
    if (!isnan(moments->measured_mean[t]) || !model_moments_are_whole(model)) return;
    for (int i = all ? 1 : t; i <= (all ? model->schedule.steps : t); i++) {
        Mix mix = posterior_mix(&model->schedule, i, PICTURE_Z);
        MeanVariance is = statistics_mix(&planes, &mix);
        moments->measured_mean[i] = is.mean;
        moments->measured_variance[i] = is.variance;
    }
}

const ValueMoments *model_moments(const Model *model) {
    ValueMoments *moments =
        derived_part(model->derived, DERIVED_MOMENTS, sizeof *moments, free_moments);
    const Key key = { .x = model->x_stamp,
                      .noise = model->noise_stamp,
                      .schedule = model->schedule_stamp };
    if (!key_hold(&moments->key, &key)) expect(model, moments);
    measure(model, moments);
    return moments;
}
