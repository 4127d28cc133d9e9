// SPDX-License-Identifier: MIT
#include "model/mixture_variance.h"

#include "base/memory.h"
#include "core/kernels.h"
#include "core/philox.h"

#include <math.h>
#include <stdlib.h>

// Streams of normals, apart from those of core/noise.h and core/sampler.c: z_t's noise, and x's
// where pictures have a width.
enum { NODE_NOISE = 0x50000000, NODE_WIDTH = 0x58000000 };

static void normals(float *out, const Dataset *set, uint64_t seed, int t, uint32_t draw,
                    uint32_t upper) {
    size_t plane = (size_t)set->width * (size_t)set->height;
    for (int c = 0; c < set->channels; c++) {
        const NormalStream stream = { .seed = seed,
                                      .plane = (uint32_t)c | (uint32_t)t << 8,
                                      .node = (uint64_t)upper << 32 | draw };
        kernels()->normals(out + (size_t)c * plane, plane, &stream, 0);
    }
}

static size_t draw_index(const Dataset *set, uint64_t seed, int t, uint32_t draw) {
    uint32_t word[4];
    // As in core/mixture: the fourth word keeps these apart from all streams of normals.
    const uint32_t counter[4] = { draw, (uint32_t)t, 0, 0x30000000 };
    const uint32_t key[2] = { (uint32_t)seed, (uint32_t)(seed >> 32) };
    philox4x32(word, counter, key);
    return (size_t)(((uint64_t)word[0] << 32 | word[1]) % set->count);
}

// z_t of a picture of the set; `room` holds two pictures.
static void draw_z(const MixtureTask *task, uint64_t seed, int t, uint32_t draw, float *z,
                   float *room) {
    const Dataset *set = task->set;
    size_t length = dataset_length(set);
    double alpha = task->schedule->alpha[t], h = task->settings->mixture.bandwidth;
    float *x = room, *noise = room + length;
    dataset_values(set, draw_index(set, seed, t, draw), x);
    if (h > 0) {
        normals(noise, set, seed, t, draw, NODE_WIDTH);
        for (size_t j = 0; j < length; j++) x[j] += (float)h * noise[j];
    }
    normals(noise, set, seed, t, draw, NODE_NOISE);
    const Mix mix = { .a = (float)sqrt(alpha),
                      .b = (float)sqrt(task->schedule->one_minus_alpha[t]),
                      .g = 1 };
    const MixPlanes planes = { .x = x, .n = noise };
    kernels()->mix(z, length, &mix, &planes);
}

bool mixture_step_variance(const MixtureTask *task, uint64_t seed, int t, double *mean,
                           double *standard_error, Error *error) {
    size_t length = dataset_length(task->set);
    float *z = mem_try_plane((MIXTURE_DRAWS + 2) * length);
    double *means = z ? mem_try(MIXTURE_DRAWS * length, sizeof *means) : NULL;
    MixtureQuery queries[MIXTURE_DRAWS];
    MixtureResult results[MIXTURE_DRAWS];
    bool good = means || error_set(error, "there is not enough memory for %d draws", MIXTURE_DRAWS);
    for (size_t k = 0; good && k < MIXTURE_DRAWS; k++) {
        draw_z(task, seed, t, (uint32_t)k, z + k * length, z + MIXTURE_DRAWS * length);
        queries[k] = (MixtureQuery){ .z = z + k * length,
                                     .alpha = task->schedule->alpha[t],
                                     .one_minus_alpha = task->schedule->one_minus_alpha[t],
                                     .h = task->settings->mixture.bandwidth };
        results[k] = (MixtureResult){ .x_mean = means + k * length };
    }
    good = good && mixture_run(task->set, queries, results, MIXTURE_DRAWS, task->watch, error);
    double sum = 0, squares = 0;
    for (int k = 0; good && k < MIXTURE_DRAWS; k++) {
        double of = mixture_step_trace(task->set, task->schedule, t, &results[k]) / (double)length;
        sum += of;
        squares += of * of;
    }
    *mean = good ? sum / MIXTURE_DRAWS : NAN;
    double variance = fmax(0, squares / MIXTURE_DRAWS - *mean * *mean);
    *standard_error = good ? sqrt(variance / (MIXTURE_DRAWS - 1)) : NAN;
    free(means);
    mem_free_plane(z);
    return good;
}
