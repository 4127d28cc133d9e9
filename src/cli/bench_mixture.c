// SPDX-License-Identifier: MIT
// The pass of core/mixture.h over 60 000 pictures of 28 × 28, or over --dataset.
#include "base/clock.h"
#include "base/memory.h"
#include "cli/bench.h"
#include "core/dataset/index.h"
#include "core/kernels.h"
#include "core/mixture.h"
#include "core/philox.h"
#include "io/dataset.h"

#include <math.h>
#include <stdlib.h>

enum { ROUNDS = 9, COUNT = 60000, SIDE = 28, KINDS = 50, EARLY = 100 };

// Fifty kinds of pictures, each with many like it.
static bool make_set(Dataset *set, Error *error) {
    if (!dataset_alloc(set, COUNT, SIDE, SIDE, 1, error)) return false;
    const uint32_t key[2] = { 1, 2 };
    for (uint32_t i = 0; i < COUNT; i++)
        for (uint32_t j = 0; j < SIDE * SIDE; j += 4) {
            uint32_t kind[4], own[4];
            philox4x32(kind, (const uint32_t[4]){ j, i % KINDS, 0, 0 }, key);
            philox4x32(own, (const uint32_t[4]){ j, i, 1, 0 }, key);
            for (uint32_t k = 0; k < 4; k++)
                set->bytes[(size_t)i * SIDE * SIDE + j + k] =
                    (uint8_t)((kind[k] & 255) * 215 / 255 + own[k] % 41);
        }
    dataset_finish(set);
    return true;
}

typedef struct Passes {
    const Dataset *set;
    float *z;
    double *means;
    MixtureQuery queries[16];
    MixtureResult results[16];
} Passes;

static void make_z(Passes *passes, const Schedule *schedule, int t) {
    size_t length = dataset_length(passes->set);
    for (size_t k = 0; k < 16; k++) {
        float *z = passes->z + k * length;
        const NormalStream stream = { .seed = k };
        kernels()->normals(z, length, &stream, 0);
        const uint8_t *x = dataset_bytes(passes->set, k * 997 % passes->set->count);
        for (size_t j = 0; j < length; j++)
            z[j] = (float)(sqrt(schedule->alpha[t]) * (double)dataset_value(x[j]) +
                           sqrt(schedule->one_minus_alpha[t]) * (double)z[j]);
        passes->queries[k] = (MixtureQuery){ .z = z,
                                             .alpha = schedule->alpha[t],
                                             .one_minus_alpha = schedule->one_minus_alpha[t] };
        passes->results[k].x_mean = passes->means + k * length;
    }
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_ms(Passes *passes, size_t count) {
    double times[ROUNDS];
    Error error; // there was memory for the set, which takes more
    mixture_run(passes->set, passes->queries, passes->results, count, NULL, &error);
    for (int i = 0; i < ROUNDS; i++) {
        double start = clock_seconds();
        mixture_run(passes->set, passes->queries, passes->results, count, NULL, &error);
        times[i] = (clock_seconds() - start) * 1e3;
    }
    qsort(times, ROUNDS, sizeof times[0], ascending);
    return times[ROUNDS / 2];
}

bool bench_mixture(BenchMixture *out, const Settings *settings, const Schedule *schedule,
                   Error *error) {
    Dataset set = { 0 };
    bool given = *settings->mixture.dataset;
    if (!(given ? dataset_load(&set, settings->mixture.dataset, settings->mixture.side,
                               settings->mixture.scale, NULL, error)
                : make_set(&set, error)))
        return false;
    Passes passes = { .set = &set };
    DatasetIndex *index = set.index;
    set.index = NULL; // all pictures are weighed
    passes.z = mem_alloc(16 * dataset_length(&set), sizeof *passes.z);
    passes.means = mem_alloc(16 * dataset_length(&set), sizeof *passes.means);
    int t = settings->t <= schedule->steps ? settings->t : schedule->steps;
    make_z(&passes, schedule, t);
    out->one_ms = median_ms(&passes, 1);
    out->sixteen_ms = median_ms(&passes, 16);
    make_z(&passes, schedule, schedule->steps);
    out->all_ms = median_ms(&passes, 1);
    make_z(&passes, schedule, EARLY < schedule->steps ? EARLY : schedule->steps);
    out->early_ms = median_ms(&passes, 1);
    set.index = index;
    bool good = index || dataset_index_make(&set, NULL, NULL, error);
    if (good) out->indexed_ms = median_ms(&passes, 1);
    free(passes.z);
    free(passes.means);
    dataset_free(&set);
    return good;
}
