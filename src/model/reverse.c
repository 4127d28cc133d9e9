// SPDX-License-Identifier: MIT
#include "model/reverse.h"

#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void free_parts(void *data) {
    ReverseParts *parts = data;
    picture_free(&parts->residual.values);
    thin_free(&parts->residual.some);
    walk_free(&parts->walk.walk);
    free(parts->value_walk.value);
    free(parts->value_walk.floats);
    free(parts->map.density);
    free(parts->paths.z);
}

static ReverseParts *parts_of(const Model *model) {
    return derived_part(model->derived, DERIVED_REVERSE, sizeof(ReverseParts), free_parts);
}

// The residual -----------------------------------------------------------------------------------

static bool pick_some(const Model *model, Thin *some, Error *error) {
    const Part whole = { 0, 0, 1, 1 };
    double scale = sqrt(MODEL_HELD_VALUES / (double)picture_length(&model->x));
    int width = (int)fmax(1, model->x.width * scale),
        height = (int)fmax(1, model->x.height * scale);
    return model_thin(model, some, whole, width, height, error);
}

const Residual *model_residual(const Model *model, Error *error) {
    ModelResidual *residual = &parts_of(model)->residual;
    Picture *values = &residual->values;
    const Key key = { .x = model->x_stamp,
                      .n = model->n_stamp,
                      .schedule = model->schedule_stamp,
                      .t = model->made.t };
    if (key_hold(&residual->key, &key)) return &residual->measured;
    if (!model_holds_planes(model) && !pick_some(model, &residual->some, error)) {
        residual->key = (Key){ 0 };
        return NULL;
    }
    bool held = model_holds_planes(model);
    const Picture *n = held ? &model->n : &residual->some.n;
    const Picture *n_prev = held ? &model->n_prev : &residual->some.n_prev;
    const Picture *before = n_prev->values ? n_prev : n;
    if (picture_length(values) != picture_length(n) &&
        !picture_alloc(values, n->width, n->height, n->channels, error)) {
        residual->key = (Key){ 0 };
        return NULL;
    }
    residual_measure(&residual->measured, values->values, before, n, &model->schedule,
                     model->made.t);
    return &residual->measured;
}

// The walk ---------------------------------------------------------------------------------------

static NoiseSpec noise_spec(const Model *model) {
    return (NoiseSpec){ model->made.noise.seed, (Coupling)model->made.noise.coupling };
}

const Walk *model_walk(const Model *model, int most, Error *error) {
    enum { VALUES_A_FRAME = 3000000 };
    ModelWalk *walk = &parts_of(model)->walk;
    const Key key = { .x = model->x_stamp,
                      .noise = model->noise_stamp,
                      .schedule = model->schedule_stamp,
                      .number = model->made.noise.draw };
    const NoiseSpec spec = noise_spec(model);
    if (!key_hold(&walk->key, &key) || !walk->walk.z.values) {
        if (!walk_start(&walk->walk, &model->x, &model->schedule, &spec, (uint32_t)key.number,
                        error))
            return NULL;
    }
    if (!most) most = (int)(VALUES_A_FRAME / picture_length(&model->x)) + 1;
    walk_to(&walk->walk, &model->x, &model->schedule, model->made.t, most);
    return &walk->walk;
}

const PairMoments *model_walk_moments(const Model *model) {
    ModelWalk *walk = &parts_of(model)->walk;
    Key key = walk->key;
    key.t = walk->walk.at + 1;
    if (!key_hold(&walk->moments_key, &key))
        walk->moments = statistics_pair(&model->x, &walk->walk.z);
    return &walk->moments;
}

static WalkLaw law_of(const PairMoments *x_z, double root) {
    double mean = x_z->b - root * x_z->a;
    double square = x_z->bb - 2 * root * x_z->ab + root * root * x_z->aa;
    double covariance = x_z->ab - x_z->a * x_z->b;
    double vx = x_z->aa - x_z->a * x_z->a, vz = x_z->bb - x_z->b * x_z->b;
    return (WalkLaw){ mean, square - mean * mean,
                      vx > 0 && vz > 0 ? covariance / sqrt(vx * vz) : 0 };
}

// Of x and z_t = a x + b n.
static PairMoments chain_moments(const Model *model, double a, double b) {
    const PairMoments *x_n = &model->x_n;
    return (PairMoments){ .a = x_n->a,
                          .b = a * x_n->a + b * x_n->b,
                          .aa = x_n->aa,
                          .ab = a * x_n->aa + b * x_n->ab,
                          .bb = a * a * x_n->aa + 2 * a * b * x_n->ab + b * b * x_n->bb };
}

WalkLaw model_walk_law(const Model *model) {
    const Walk *walk = &parts_of(model)->walk.walk;
    int t = model->made.t;
    if (!walk->z.values || walk->at != t) return (WalkLaw){ NAN, NAN, NAN };
    return law_of(model_walk_moments(model), sqrt(model->schedule.alpha[t]));
}

WalkLaw model_chain_law(const Model *model) {
    int t = model->made.t;
    double a = sqrt(model->schedule.alpha[t]), b = sqrt(model->schedule.one_minus_alpha[t]);
    PairMoments chain = chain_moments(model, a, b);
    return law_of(&chain, a);
}

WalkLaw model_true_law(const Model *model) {
    int t = model->made.t;
    double rest = model->schedule.one_minus_alpha[t], alpha = model->schedule.alpha[t];
    double vx = model->x_n.aa - model->x_n.a * model->x_n.a;
    return (WalkLaw){ 0, rest, vx > 0 ? sqrt(alpha * vx / (alpha * vx + rest)) : 0 };
}

const double *model_value_walk(const Model *model, int channel, size_t index) {
    ValueWalk *walk = &parts_of(model)->value_walk;
    const Schedule *table = &model->schedule;
    int rows = table->steps + 1;
    const Key key = { .x = model->x_stamp,
                      .noise = model->noise_stamp,
                      .schedule = model->schedule_stamp,
                      .index = index,
                      .channel = channel,
                      .number = model->made.noise.draw };
    if (key_hold(&walk->key, &key)) return walk->value;
    if (rows > walk->room) {
        walk->value = mem_resize(walk->value, (size_t)rows, sizeof(double));
        walk->floats = mem_resize(walk->floats, (size_t)rows, sizeof(float));
        walk->room = rows;
    }
    const NoiseSpec spec = noise_spec(model);
    walk_value_over_t(walk->floats, picture_plane(&model->x, channel)[index], table, &spec,
                      (uint32_t)key.number, channel, index);
    for (int t = 0; t < rows; t++) walk->value[t] = (double)walk->floats[t];
    return walk->value;
}

// p(x) -------------------------------------------------------------------------------------------

static int digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

bool prior_read(double cells[DRAWN_CELLS], const char *text) {
    if (strlen(text) != DRAWN_TEXT - 1) return false;
    for (int i = 0; i < DRAWN_CELLS; i++) {
        int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        cells[i] = 16 * high + low;
    }
    return true;
}

void prior_write(char text[DRAWN_TEXT], const double cells[DRAWN_CELLS]) {
    for (int i = 0; i < DRAWN_CELLS; i++)
        snprintf(text + 2 * i, 3, "%02x", (unsigned)fmin(255, fmax(0, round(cells[i]))));
}

static Humps two_peaks(void) {
    double cells[HUMPS_MOST];
    for (int i = 0; i < HUMPS_MOST; i++) {
        double x = -1 + (i + 0.5) * 2 / HUMPS_MOST, a = (x + 0.55) / 0.1, b = (x - 0.6) / 0.1;
        cells[i] = 0.6 * exp(-a * a / 2) + 0.4 * exp(-b * b / 2);
    }
    return humps_of_cells(cells, HUMPS_MOST);
}

const ModelPrior *model_prior(const Model *model) {
    ModelPrior *prior = &parts_of(model)->prior;
    const ReverseSettings *settings = &model->made.reverse;
    const Key key = { .x = settings->prior == PRIOR_PICTURE ? model->x_stamp : 0,
                      .prior = settings->prior + 1 };
    bool same = key_hold(&prior->key, &key);
    if (settings->prior == PRIOR_DRAWN)
        same = same && strcmp(prior->drawn, settings->drawn_prior) == 0;
    if (same) return prior;
    prior->stamp++;
    if (settings->prior == PRIOR_PICTURE) {
        prior->p = humps_of_picture(&model->x);
    } else if (settings->prior == PRIOR_BIMODAL) {
        prior->p = two_peaks();
    } else {
        double cells[DRAWN_CELLS] = { 0 };
        if (!prior_read(cells, settings->drawn_prior)) memset(cells, 0, sizeof cells);
        memcpy(prior->drawn, settings->drawn_prior, sizeof prior->drawn - 1);
        prior->p = humps_of_cells(cells, DRAWN_CELLS);
    }
    return prior;
}

void model_prior_cells(const Model *model, double cells[DRAWN_CELLS]) {
    const ReverseSettings *settings = &model->made.reverse;
    if (settings->prior == PRIOR_DRAWN && prior_read(cells, settings->drawn_prior)) return;
    const Humps *p = &model_prior(model)->p;
    double most = 0;
    for (int i = 0; i < DRAWN_CELLS; i++) {
        cells[i] = humps_density(p, -1 + (i + 0.5) * 2 / DRAWN_CELLS);
        most = fmax(most, cells[i]);
    }
    for (int i = 0; i < DRAWN_CELLS; i++) cells[i] *= 230 / most;
}

// q(z_{t-1} | z_t) -------------------------------------------------------------------------------

static void trace_back(const Model *model, const Humps *p, BackCurves *curves) {
    const Schedule *table = &model->schedule;
    int t = model->made.t;
    Humps before = marginal_at(p, table, t - 1);
    curves->moments = humps_moments(&curves->back);
    double reach = 4.2 * sqrt(curves->moments.variance), prior = 0, likelihood = 0;
    curves->highest = 0;
    for (int i = 0; i < BACK_POINTS; i++) {
        double at = curves->moments.mean + reach * (2.0 * i / (BACK_POINTS - 1) - 1);
        curves->at[i] = at;
        curves->exact[i] = humps_density(&curves->back, at);
        curves->same[i] = gaussian_density(curves->moments, at);
        curves->prior[i] = humps_density(&before, at);
        curves->likelihood[i] = bayes_likelihood(table, t, at, model->made.reverse.marginal_z);
        curves->highest = fmax(curves->highest, fmax(curves->exact[i], curves->same[i]));
        prior = fmax(prior, curves->prior[i]);
        likelihood = fmax(likelihood, curves->likelihood[i]);
    }
    for (int i = 0; i < BACK_POINTS; i++) {
        curves->prior[i] *= 0.8 * curves->highest / fmax(prior, 1e-300);
        curves->likelihood[i] *= 0.8 * curves->highest / fmax(likelihood, 1e-300);
    }
}

const BackCurves *model_back(const Model *model) {
    BackCurves *curves = &parts_of(model)->back;
    const ModelPrior *prior = model_prior(model);
    const Key key = { .schedule = model->schedule_stamp,
                      .noise = prior->stamp,
                      .t = model->made.t,
                      .z = model->made.reverse.marginal_z };
    if (key_hold(&curves->key, &key)) return curves;
    curves->back = marginal_step_back(&prior->p, &model->schedule, key.t, key.z);
    curves->distance = humps_distance(&curves->back);
    trace_back(model, &prior->p, curves);
    return curves;
}

// q(z_t) over t ----------------------------------------------------------------------------------

const MarginalMap *model_marginal_map(const Model *model, int columns, int rows) {
    MarginalMap *map = &parts_of(model)->map;
    const Schedule *table = &model->schedule;
    const ModelPrior *prior = model_prior(model);
    const Key key = {
        .schedule = model->schedule_stamp, .noise = prior->stamp, .width = columns, .height = rows
    };
    if (key_hold(&map->key, &key)) return map;
    int *steps = mem_alloc((size_t)columns, sizeof *steps);
    for (int i = 0; i < columns; i++)
        steps[i] = (int)fmin(table->steps, round((i + 0.5) / columns * table->steps));
    map->density = mem_resize(map->density, (size_t)columns * (size_t)rows, sizeof *map->density);
    marginal_map(map->density, &prior->p, table, steps, columns, -REACH_OF_Z, REACH_OF_Z, rows);
    free(steps);
    map->stamp++;
    return map;
}

// Where in p a share of it lies below.
static double quantile(const Humps *p, double share) {
    double sum = 0;
    for (int i = 0; i < p->count; i++) {
        sum += p->weight[i];
        if (sum >= share) return p->first + i * p->step;
    }
    return p->first + (p->count - 1) * p->step;
}

const float *model_marginal_paths(const Model *model) {
    MarginalPaths *paths = &parts_of(model)->paths;
    const Schedule *table = &model->schedule;
    const ModelPrior *prior = model_prior(model);
    size_t rows = (size_t)table->steps + 1;
    const Key key = { .schedule = model->schedule_stamp,
                      .noise = model->noise_stamp,
                      .prior = (int)prior->stamp };
    if (key_hold(&paths->key, &key)) return paths->z;
    paths->z = mem_grow(paths->z, &paths->room, PATHS * rows, sizeof *paths->z);
    const NoiseSpec spec = { model->made.noise.seed, COUPLING_PATH };
    for (int i = 0; i < PATHS; i++) {
        float *z = paths->z + (size_t)i * rows;
        double x = quantile(&prior->p, (i + 0.5) / PATHS);
        noise_value_over_t(z, &spec, table, 0, (size_t)i);
        for (size_t t = 0; t < rows; t++)
            z[t] =
                (float)(sqrt(table->alpha[t]) * x + sqrt(table->one_minus_alpha[t]) * (double)z[t]);
    }
    return paths->z;
}
