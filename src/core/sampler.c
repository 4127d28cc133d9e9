// SPDX-License-Identifier: MIT
#include "core/sampler.h"

#include "base/memory.h"
#include "core/kernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Streams of normals: the node's upper word, apart from those of core/noise.h. Two for each step of
// a sample, z_s's and, where pictures have a width, x's.
enum { NODE_STEP = 0x40000000, NODE_WIDTH = 0x48000000 };

// ln alpha: -inf where alpha is 0, and finite where it merely underflows.
static double log_alpha(const Schedule *schedule, int t) {
    return t ? schedule->log_snr[t] + log(schedule->one_minus_alpha[t]) : 0;
}

SamplerStep sampler_step(const Schedule *schedule, const SamplerParams *params, int t, int s) {
    CHECK(t > s && s >= 0 && t <= schedule->steps);
    double log_ratio = log_alpha(schedule, t) - log_alpha(schedule, s); // of alpha_t/alpha_s
    double left_s = schedule->one_minus_alpha[s], left_t = schedule->one_minus_alpha[t];
    double beta = schedule->straight ? left_t - exp(log_ratio) * left_s : -expm1(log_ratio);
    double root_s = sqrt(schedule->alpha[s]);
    if (params->kind == SAMPLER_ANCESTRAL) {
        if (s == t - 1)
            return (SamplerStep){ schedule->coef_z[t], schedule->coef_x[t],
                                  sqrt(schedule->sigma2[t]) };
        return (SamplerStep){ exp(log_ratio / 2) * left_s / left_t, root_s * beta / left_t,
                              sqrt(beta * left_s / left_t) };
    }
    double sigma2 = params->eta * params->eta * left_s / left_t * beta;
    double direction = sqrt(fmax(0, left_s - sigma2)) / sqrt(left_t);
    return (SamplerStep){ direction, root_s - direction * sqrt(schedule->alpha[t]), sqrt(sigma2) };
}

void sampler_times(int times[], const Schedule *schedule, int steps) {
    CHECK(steps >= 1 && steps <= schedule->steps);
    for (int k = 0; k <= steps; k++) {
        long long left = (long long)schedule->steps * (steps - k);
        times[k] = (int)((2 * left + steps) / (2 * steps)); // rounded to the nearest
    }
}

static void normals(const Sampler *sampler, float *out, size_t i, uint32_t step, uint32_t upper) {
    size_t plane = (size_t)sampler->set->width * (size_t)sampler->set->height;
    uint32_t sample = (uint32_t)(sampler->first + i);
    for (int c = 0; c < sampler->set->channels; c++) {
        const NormalStream stream = { .seed = sampler->params.seed,
                                      .plane = (uint32_t)c | step << 8,
                                      .node = (uint64_t)upper << 32 | sample };
        kernels()->normals(out + (size_t)c * plane, plane, &stream, 0);
    }
}

bool sampler_start(Sampler *sampler, const Dataset *set, const Schedule *schedule,
                   const SamplerParams *params, size_t first, size_t count, Error *error) {
    size_t length = dataset_length(set);
    CHECK(count > 0 && first + count <= UINT32_MAX);
    float *z = count < SIZE_MAX / 16 / length ? mem_try_plane(2 * count * length) : NULL;
    if (!z) return error_set(error, "there is no memory for %zu samples", count);
    *sampler = (Sampler){ .set = set,
                          .schedule = schedule,
                          .params = *params,
                          .first = first,
                          .count = count,
                          .z = z,
                          .mean = z + count * length };
    sampler->times = mem_alloc((size_t)params->steps + 1, sizeof *sampler->times);
    sampler->drawn = mem_alloc(count, sizeof *sampler->drawn);
    sampler->effective = mem_alloc(count, sizeof *sampler->effective);
    sampler_times(sampler->times, schedule, params->steps);
    for (size_t i = 0; i < count; i++) normals(sampler, z + i * length, i, 0, NODE_STEP);
    return true;
}

void sampler_free(Sampler *sampler) {
    mem_free_plane(sampler->z);
    free(sampler->times);
    free(sampler->drawn);
    free(sampler->effective);
    *sampler = (Sampler){ 0 };
}

// The picture that was drawn, as values, and where pictures have a width a draw from
// q(x | z_t, i) = N(x_i + g (z_t - sqrt(alpha_t) x_i), h² (1 - alpha_t)/v).
static void draw_x(const Sampler *sampler, float *x, size_t i, int t) {
    const Schedule *schedule = sampler->schedule;
    size_t length = dataset_length(sampler->set);
    double h2 = sampler->params.h * sampler->params.h;
    dataset_values(sampler->set, sampler->drawn[i], x);
    if (h2 == 0) return;
    double root = sqrt(schedule->alpha[t]);
    double v = schedule->one_minus_alpha[t] + schedule->alpha[t] * h2, g = root * h2 / v;
    float *noise = mem_alloc(length, sizeof *noise);
    normals(sampler, noise, i, (uint32_t)sampler->at, NODE_WIDTH);
    const Mix mix = { .a = (float)(1 - g * root),
                      .b = (float)g,
                      .g = 1,
                      .k = (float)sqrt(h2 * schedule->one_minus_alpha[t] / v) };
    const MixPlanes planes = { .x = x, .n = sampler->z + i * length, .eta = noise };
    kernels()->mix(x, length, &mix, &planes);
    free(noise);
}

static void move(Sampler *sampler, size_t i, int t, int s, float *x, float *noise) {
    size_t length = dataset_length(sampler->set);
    float *z = sampler->z + i * length;
    SamplerStep step = sampler_step(sampler->schedule, &sampler->params, t, s);
    const Mix mix = {
        .b = 1, .g = (float)step.coef_z, .h = (float)step.coef_x, .k = (float)step.sigma
    };
    const float *from = sampler->mean + i * length;
    if (sampler->params.kind == SAMPLER_ANCESTRAL) {
        draw_x(sampler, x, i, t);
        from = x;
    }
    if (step.sigma > 0) normals(sampler, noise, i, (uint32_t)sampler->at + 1, NODE_STEP);
    const MixPlanes planes = { .x = from, .n = z, .eta = noise };
    kernels()->mix(z, length, &mix, &planes);
}

// The question that a sample is at its step. `mean` is where the answer goes.
static void ask(const Sampler *sampler, size_t i, double *mean, MixtureQuery *query,
                MixtureResult *result) {
    const Schedule *schedule = sampler->schedule;
    int t = sampler->times[sampler->at];
    *result = (MixtureResult){ .x_mean = mean };
    *query = (MixtureQuery){ .z = sampler->z + i * dataset_length(sampler->set),
                             .alpha = schedule->alpha[t],
                             .one_minus_alpha = schedule->one_minus_alpha[t],
                             .h = sampler->params.h,
                             .draws = sampler->params.kind == SAMPLER_ANCESTRAL,
                             .seed = sampler->params.seed,
                             .sample = (uint32_t)(sampler->first + i),
                             .step = (uint32_t)sampler->at };
}

bool sampler_advance(Sampler *sampler, const MixtureWatch *watch, Error *error) {
    CHECK(sampler->at < sampler->params.steps);
    size_t length = dataset_length(sampler->set), count = sampler->count;
    int t = sampler->times[sampler->at], s = sampler->times[sampler->at + 1];
    MixtureQuery *queries = mem_try(count, sizeof *queries);
    MixtureResult *results = mem_try(count, sizeof *results);
    double *means = mem_try(count * length, sizeof *means);
    float *x = mem_try(2 * length, sizeof *x), *noise = x ? x + length : NULL;
    bool good = queries && results && means && x;
    if (good) {
        for (size_t i = 0; i < count; i++)
            ask(sampler, i, means + i * length, &queries[i], &results[i]);
        good = mixture_run(sampler->set, queries, results, count, watch, error);
    } else {
        error_set(error, "there is no memory for %zu samples", count);
    }
    for (size_t i = 0; good && i < count; i++) {
        for (size_t j = 0; j < length; j++)
            sampler->mean[i * length + j] = (float)results[i].x_mean[j];
        sampler->drawn[i] = results[i].drawn;
        sampler->effective[i] = results[i].effective;
        move(sampler, i, t, s, x, noise);
    }
    if (good) sampler->at++;
    free(x);
    free(means);
    free(results);
    free(queries);
    return good;
}
