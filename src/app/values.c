// SPDX-License-Identifier: MIT
// All values of z_t together. The mean moves to 0, the variance to 1, and z_T is N(0, I): a
// histogram beside the law it should have, numbers beside theory, and both over t.
#include "app/app.h"
#include "base/memory.h"
#include "plot/histogram.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double LOW = -3.5, HIGH = 3.5;

void values_free(Values *values) {
    free(values->mean);
}

static bool same_stamps(const TextureKey *a, const TextureKey *b) {
    return a->x == b->x && a->n == b->n && a->schedule == b->schedule && a->t == b->t;
}

// Histogram ---------------------------------------------------------------------------------------

static void follow_histogram(App *app) {
    Values *values = &app->values;
    const Model *model = &app->model;
    int t = model->made.t;
    TextureKey key = {
        .x = model->x_stamp, .n = model->n_stamp, .schedule = model->schedule_stamp, .t = t
    };
    if (values->histogram.bins && same_stamps(&key, &values->counted)) return;
    Mix mix = posterior_mix(&model->schedule, t, PICTURE_Z);
    values->histogram =
        histogram_of_mix(LOW, HIGH, VALUE_BINS, &mix, &model->x, &model->n, &model->eta);
    levels_density(values->density, LOW, HIGH, VALUE_BINS, &model->levels, &model->schedule, t);
    double width = (HIGH - LOW) / VALUE_BINS;
    for (int bin = 0; bin < VALUE_BINS; bin++)
        values->prior[bin] =
            (normal_cdf(LOW + width * (bin + 1)) - normal_cdf(LOW + width * bin)) / width;
    values->counted = key;
}

// The fitted height, within bounds: N(0, 1) never fills the frame, a spike of x does not flatten
// it.
static double height_of(const Values *values) {
    double most = 0;
    for (int bin = 0; bin < VALUE_BINS; bin++)
        most = fmax(most, fmax(values->density[bin], histogram_density(&values->histogram, bin)));
    return fmin(fmax(most * 1.06, 0.46), 1.3);
}

static void draw_bars(App *app, Rect rect) {
    const Values *values = &app->values;
    const DensityCurve curves[] = {
        { values->prior, VALUE_BINS, HUE_NOISE, 1.5f, true },
        { values->density, VALUE_BINS, HUE_Z, 1.5f, false },
    };
    const HistogramPlot plot = {
        .histogram = &values->histogram,
        .hue = HUE_MUTED,
        .curves = curves,
        .curve_count = 2,
        .top = height_of(values),
        .label = "histogram of z",
        .help =
            "All values of <z_t>. The line is the law that they should have: "
            "N($<signal_t> x_i$, <rest_t>), averaged over the picture's values $x_i$. Dashed: the "
            "prior N(0, 1), which it becomes.",
    };
    histogram_draw(&app->ui, rect, &plot);
}

static void draw_row(Ui *ui, Rect rect, float *y, const char *const words[3], Hue hue,
                     const char *help) {
    RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED };
    float line = ui_px(ui, 17), baseline = *y + ui_px(ui, 13);
    rich_draw(ui, style, rect.x, baseline, words[0]);
    style.hue = hue;
    rich_draw_right(ui, style, rect.x + rect.w - ui_px(ui, 80), baseline, words[1]);
    rich_draw_right(ui, style, rect.x + rect.w, baseline, words[2]);
    ui_tooltip(ui, ui_id(words[0]), (Rect){ rect.x, *y, rect.w, line }, help);
    *y += line;
}

static void three_digits(char *out, size_t size, double value, const char *unit) {
    char number[40];
    if (value >= 0.001 && value < 1000)
        snprintf(number, sizeof number, "%.*f", (int)fmin(5, 2 - floor(log10(value))), value);
    else
        axis_number(number, sizeof number, value);
    snprintf(out, size, "%s %s", number, unit);
}

// One number in two units, which is no pair of measured and expected.
static void draw_divergence(Ui *ui, Rect rect, float y, double nats) {
    char in_nats[64], both[160];
    RichStyle name = { FACE_TEXT, 12.5f, HUE_MUTED }, number = { FACE_TEXT, 12.5f, HUE_INK };
    float baseline = y + ui_px(ui, 13);
    three_digits(in_nats, sizeof in_nats, nats, "nats");
    snprintf(both, sizeof both, "%s [f:=] ", in_nats);
    three_digits(both + strlen(both), sizeof both - strlen(both), nats / 0.6931471805599453,
                 "bits");
    float left = rich_draw(ui, name, rect.x, baseline, "KL to N(0, I)") + ui_px(ui, 8);
    bool fits = rich_width(ui, number, both) <= rect.w - left;
    rich_draw_right(ui, number, rect.x + rect.w, baseline, fits ? both : in_nats);
    ui_tooltip(ui, ui_id("KL"), (Rect){ rect.x, y, rect.w, ui_px(ui, 17) },
               "Divergence of q(<z_t> | <x>) from pure noise N(0, I), a dimension: ½(<alpha_t> "
               "mean($<x>^2$) − <alpha_t> − ln(<rest_t>)).");
}

static void draw_numbers(App *app, Rect rect, float y) {
    Ui *ui = &app->ui;
    const Model *model = &app->model;
    MeanVariance is = model_statistics(model, PICTURE_Z);
    MeanVariance wanted = model_expected(model, PICTURE_Z);
    double nats = schedule_kl(&model->schedule, model->made.t, model->moments.mean_square);
    char a[48], b[48];
    draw_row(ui, rect, &y, (const char *const[]){ "", "measured", "theory" }, HUE_MUTED, NULL);
    axis_fixed(a, sizeof a, is.mean, 4);
    axis_fixed(b, sizeof b, wanted.mean, 4);
    draw_row(ui, rect, &y, (const char *const[]){ "mean", a, b }, HUE_INK,
             "Over all values of <z_t>. Theory: <signal_t> times the picture's mean, and 0 at the "
             "end.");
    axis_fixed(a, sizeof a, is.variance, 4);
    axis_fixed(b, sizeof b, wanted.variance, 4);
    draw_row(
        ui, rect, &y, (const char *const[]){ "variance", a, b }, HUE_INK,
        "Over all values of <z_t>. Theory: <alpha_t> times the picture's variance, plus <rest_t>, "
        "and 1 at the end.");
    draw_divergence(ui, rect, y, nats);
}

void values_histogram(App *app, Rect rect) {
    Ui *ui = &app->ui;
    follow_histogram(app);
    float numbers = ui_px(ui, 4 * 17 + 4);
    draw_bars(app, (Rect){ rect.x, rect.y, rect.w, rect.h - numbers });
    draw_numbers(app, rect, rect.y + rect.h - numbers + ui_px(ui, 4));
}

// Over t ------------------------------------------------------------------------------------------

static void make_room(Values *values, size_t rows) {
    if (rows > values->room) {
        values->mean = mem_resize(values->mean, 5 * rows, sizeof(double));
        values->room = rows;
    }
    values->variance = values->mean + rows;
    values->kl = values->variance + rows;
    values->measured_mean = values->kl + rows;
    values->measured_variance = values->measured_mean + rows;
}

// What is expected at every t, and nothing measured yet.
static void make_curves(App *app) {
    Values *values = &app->values;
    const Model *model = &app->model;
    const Schedule *table = &model->schedule;
    TextureKey key = { .x = model->x_stamp,
                       .n = model->noise_stamp,
                       .schedule = model->schedule_stamp };
    if (values->room && same_stamps(&key, &values->key)) return;
    size_t rows = (size_t)table->steps + 1;
    make_room(values, rows);
    MeanVariance x = model_statistics(model, PICTURE_X);
    for (size_t t = 0; t < rows; t++) {
        MeanVariance z = t ? statistics_expected(table, (int)t, PICTURE_Z, x) : x;
        values->mean[t] = z.mean;
        values->variance[t] = z.variance;
        values->kl[t] = t ? schedule_kl(table, (int)t, model->moments.mean_square) : (double)NAN;
        values->measured_mean[t] = values->measured_variance[t] = (double)NAN;
    }
    values->measured_mean[0] = x.mean;
    values->measured_variance[0] = x.variance;
    values->key = key;
}

// In jump coupling one pass over the plane says what is measured at every t.
static void measure(App *app) {
    Values *values = &app->values;
    const Model *model = &app->model;
    int t = model->made.t;
    bool all = model->made.noise.coupling == COUPLING_JUMP;
    PlaneMoments moments = statistics_planes(&model->x_n, &model->x_eta, &model->n_eta);
    if (!isnan(values->measured_mean[t])) return;
    for (int i = all ? 1 : t; i <= (all ? model->schedule.steps : t); i++) {
        Mix mix = posterior_mix(&model->schedule, i, PICTURE_Z);
        MeanVariance is = statistics_mix(&moments, &mix);
        values->measured_mean[i] = is.mean;
        values->measured_variance[i] = is.variance;
    }
}

void values_plot(App *app, Rect rect) {
    Values *values = &app->values;
    make_curves(app);
    measure(app);
    int steps = app->model.schedule.steps;
    const Option *mean = option_row(OPT_SHOW_VALUE_MEAN);
    const Option *variance = option_row(OPT_SHOW_VALUE_VARIANCE);
    const Series series[] = {
        { .toggle = mean,
          .hue = HUE_X,
          .y = values->mean,
          .to = steps,
          .width = 1.4f,
          .dashed = true },
        { .toggle = variance,
          .hue = HUE_NOISE,
          .y = values->variance,
          .to = steps,
          .width = 1.4f,
          .dashed = true },
        { .toggle = option_row(OPT_SHOW_KL),
          .hue = HUE_Z,
          .y = values->kl,
          .from = 1,
          .to = steps,
          .width = 1.4f },
        { .toggle = mean,
          .hue = HUE_X,
          .y = values->measured_mean,
          .to = steps,
          .width = 2.6f,
          .silent = true },
        { .toggle = variance,
          .hue = HUE_NOISE,
          .y = values->measured_variance,
          .to = steps,
          .width = 2.6f,
          .silent = true },
    };
    double low = fmin(-0.1, values->mean[0] - 0.1);
    double high = fmax(1.25, values->variance[0] + 0.15);
    const Plot plot = { .name = plot_names[PLOT_VALUES],
                        .title = "All values of <z_t>",
                        .reserve = app->only_plots ? 0 : 176,
                        .x = { 0, steps, false },
                        .y = { low, high, false },
                        .series = series,
                        .count = 5,
                        .t = app->settings.t };
    plot_draw(&app->ui, rect, &plot, &app->ranges[PLOT_VALUES]);
}
