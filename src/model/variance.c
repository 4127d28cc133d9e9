// SPDX-License-Identifier: MIT
#include "model/variance.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "core/marginal.h"
#include "model/curves.h"
#include "model/reverse.h"

#include <math.h>
#include <stdlib.h>

static void free_part(void *data) {
    ReverseVariance *variance = data;
    free(variance->best);
    free(variance->here);
}

int variance_nodes(int *t, int most, int steps) {
    int count = steps < most ? steps : most;
    for (int i = 0; i < count; i++) {
        double part = count > 1 ? (double)i / (count - 1) : 0;
        int at = 1 + (int)((steps - 1) * part * part + 0.5);
        t[i] = i && at <= t[i - 1] ? t[i - 1] + 1 : at;
    }
    return count;
}

void variance_fill(double *y, const Schedule *schedule, int from, int to) {
    const double *beta = schedule->beta, *sigma2 = schedule->sigma2;
    double low = (y[from] - sigma2[from]) / beta[from], high = (y[to] - sigma2[to]) / beta[to];
    for (int t = from + 1; t < to; t++)
        y[t] = sigma2[t] + beta[t] * (low + (high - low) * (t - from) / (to - from));
}

typedef struct Job {
    const Humps *p;
    const Schedule *schedule;
    const int *t;
    double *out;
} Job;

static void run_node(void *user, size_t i) {
    const Job *job = user;
    job->out[i] = marginal_step_variance(job->p, job->schedule, job->t[i]);
}

static void make_nodes(const Model *model, ReverseVariance *variance, int most) {
    double out[VARIANCE_NODES];
    int from = variance->made, count = variance->count - from;
    if (count > most) count = most;
    if (count <= 0) return;
    Job job = { &model_prior(model)->p, &model->schedule, variance->t + from, out };
    parallel_run((size_t)count, run_node, &job);
    for (int i = 0; i < count; i++, variance->made++) {
        int at = variance->made, t = variance->t[at];
        variance->best[t] = out[i];
        if (at > 0) variance_fill(variance->best, &model->schedule, variance->t[at - 1], t);
    }
}

// At every node: the chain's own z_t does not move with t.
static void make_here(const Model *model, ReverseVariance *variance, int channel, size_t index) {
    const ValueCurves *curves = model_value_curves(model, channel, index);
    const Humps *p = &model_prior(model)->p;
    for (int i = 0; i < variance->count; i++) {
        int t = variance->t[i];
        Humps back = marginal_step_back(p, &model->schedule, t, curves->z[t]);
        variance->here[t] = humps_moments(&back).variance;
        if (i > 0) variance_fill(variance->here, &model->schedule, variance->t[i - 1], t);
    }
}

const ReverseVariance *model_reverse_variance(const Model *model, int channel, size_t index,
                                              int most) {
    enum { NODES_A_FRAME = 4 };
    ReverseVariance *variance =
        derived_part(model->derived, DERIVED_VARIANCE, sizeof *variance, free_part);
    int steps = model->schedule.steps;
    const Key key = { .schedule = model->schedule_stamp, .noise = model_prior(model)->stamp };
    if (!key_hold(&variance->key, &key)) {
        variance->best = mem_resize(variance->best, (size_t)steps + 1, sizeof(double));
        variance->here = mem_resize(variance->here, (size_t)steps + 1, sizeof(double));
        for (int t = 0; t <= steps; t++) variance->best[t] = variance->here[t] = NAN;
        variance->count = variance_nodes(variance->t, VARIANCE_NODES, steps);
        variance->made = 0;
    }
    Key here = key;
    here.x = model->x_stamp, here.n = model->noise_stamp;
    here.channel = channel, here.index = index;
    if (!key_hold(&variance->here_key, &here)) make_here(model, variance, channel, index);
    make_nodes(model, variance, most ? most : NODES_A_FRAME);
    return variance;
}
