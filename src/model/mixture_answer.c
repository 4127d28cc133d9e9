// SPDX-License-Identifier: MIT
#include "model/mixture_answer.h"

#include "base/memory.h"
#include "core/kernels.h"
#include "core/noise.h"
#include "core/posterior.h"
#include "io/dataset.h"

#include <math.h>
#include <stdlib.h>

static bool shape(Picture *picture, const Dataset *set, Error *error) {
    return picture_alloc(picture, set->width, set->height, set->channels, error);
}

static void choose_x(const MixtureTask *task, Picture *x) {
    int example = task->settings->mixture.example;
    if (example < 0 && task->own->values)
        dataset_fit(x, task->own);
    else
        dataset_picture(task->set, example < 0 ? 0 : (size_t)example % task->set->count, x);
}

// z_t into z: the same sum of products that core/posterior.h makes, whatever the set is.
static void make_z(const MixtureTask *task, int t, const Picture *x, Picture *n, Picture *z) {
    const NoiseSpec spec = { task->settings->noise.seed, (Coupling)task->settings->noise.coupling };
    noise_fill(n, &spec, task->schedule, t);
    Mix mix = posterior_mix(task->schedule, t, PICTURE_Z);
    const MixPlanes planes = { .x = x->values, .n = n->values };
    kernels()->mix(z->values, picture_length(z), &mix, &planes);
}

// coef_z z_t + coef_x x with another x than the one z_t was made from: the mix of core/posterior.h
// with z_t as its noise plane of weight 1, which gives the same bits.
static void make_step_mean(const Schedule *schedule, int t, const Picture *x, const Picture *z,
                           Picture *out) {
    Mix mix = posterior_mix(schedule, t, PICTURE_MEAN);
    mix.a = 0, mix.b = 1;
    const MixPlanes planes = { .x = x->values, .n = z->values };
    kernels()->mix(out->values, picture_length(out), &mix, &planes);
}

static MixtureQuery query_of(const MixtureTask *task, int t, const float *z) {
    return (MixtureQuery){ .z = z,
                           .alpha = task->schedule->alpha[t],
                           .one_minus_alpha = task->schedule->one_minus_alpha[t],
                           .h = task->settings->mixture.bandwidth };
}

bool mixture_answer(const MixtureTask *task, MixtureShown *shown, Error *error) {
    const Dataset *set = task->set;
    int t = task->settings->t;
    Picture n = { 0 };
    size_t length = dataset_length(set);
    double *mean = mem_alloc(length, sizeof *mean);
    bool good = shape(&shown->x, set, error) && shape(&shown->z, set, error) &&
                shape(&shown->x_mean, set, error) && shape(&shown->m_known, set, error) &&
                shape(&shown->m_mixture, set, error) && shape(&n, set, error);
    if (good) {
        choose_x(task, &shown->x);
        make_z(task, t, &shown->x, &n, &shown->z);
        const MixtureQuery query = query_of(task, t, shown->z.values);
        shown->result.x_mean = mean;
        good = mixture_run(set, &query, &shown->result, 1, task->watch, error);
        shown->result.x_mean = NULL;
    }
    picture_free(&n);
    if (good) {
        for (size_t j = 0; j < length; j++) shown->x_mean.values[j] = (float)mean[j];
        make_step_mean(task->schedule, t, &shown->x, &shown->z, &shown->m_known);
        make_step_mean(task->schedule, t, &shown->x_mean, &shown->z, &shown->m_mixture);
        shown->step_trace =
            mixture_step_trace(set, task->schedule, t, &shown->result) / (double)length;
    }
    free(mean);
    return good;
}

void mixture_shown_free(MixtureShown *shown) {
    picture_free(&shown->x);
    picture_free(&shown->z);
    picture_free(&shown->x_mean);
    picture_free(&shown->m_known);
    picture_free(&shown->m_mixture);
}

// Over t -----------------------------------------------------------------------------------------

int mixture_node_t(int node, int steps) {
    return steps <= MIXTURE_NODES
               ? steps - node
               : steps - (int)((double)node * (steps - 1) / (MIXTURE_NODES - 1) + 0.5);
}

bool mixture_trace(const MixtureTask *task, int from, int count, double *effective, Error *error) {
    const Dataset *set = task->set;
    MixtureQuery queries[MIXTURE_CURVE_GROUP];
    MixtureResult results[MIXTURE_CURVE_GROUP] = { { .x_mean = NULL } };
    Picture x = { 0 }, n = { 0 }, z[MIXTURE_CURVE_GROUP] = { { 0 } };
    CHECK(count <= MIXTURE_CURVE_GROUP);
    bool good = shape(&x, set, error) && shape(&n, set, error);
    if (good) choose_x(task, &x);
    for (int k = 0; good && k < count; k++) {
        good = shape(&z[k], set, error);
        int t = mixture_node_t(from + k, task->schedule->steps);
        if (good) make_z(task, t, &x, &n, &z[k]);
        queries[k] = query_of(task, t, z[k].values);
    }
    good = good && mixture_run(set, queries, results, (size_t)count, task->watch, error);
    for (int k = 0; k < count; k++) {
        effective[k] = good ? results[k].effective : NAN;
        picture_free(&z[k]);
    }
    picture_free(&x);
    picture_free(&n);
    return good;
}
