// SPDX-License-Identifier: MIT
#include "core/dataset/axes.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "core/mixture_kernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SAMPLE_MOST = 1024,
    SAMPLE_VALUES = 1 << 23, // of all of its pictures, at most
    ROUNDS = 4,
    PART = 64 // of pictures, or of places in them
};

typedef struct Sample {
    size_t count, length;
    float *values; // picture × place, less their mean
    double *along; // picture × AXES_PADDED
    double *axes;  // place × AXES_PADDED
    float *packed; // the same, as dataset_axes gives them
} Sample;

static bool sample_alloc(Sample *sample, const Dataset *set) {
    size_t length = dataset_length(set), most = SAMPLE_VALUES / length;
    if (most > SAMPLE_MOST) most = SAMPLE_MOST;
    if (most > set->count) most = set->count;
    *sample = (Sample){ .count = most, .length = length };
    sample->values = mem_try(most * length, sizeof *sample->values);
    sample->along = mem_try(most * AXES_PADDED, sizeof *sample->along);
    sample->axes = mem_try(length * AXES_PADDED, sizeof *sample->axes);
    return sample->values && sample->along && sample->axes;
}

static void sample_read(Sample *sample, const Dataset *set) {
    size_t length = sample->length;
    for (size_t i = 0; i < sample->count; i++)
        dataset_values(set, i * set->count / sample->count, sample->values + i * length);
    for (size_t j = 0; j < length; j++) {
        double mean = 0;
        for (size_t i = 0; i < sample->count; i++) mean += (double)sample->values[i * length + j];
        float middle = (float)(mean / (double)sample->count);
        for (size_t i = 0; i < sample->count; i++) sample->values[i * length + j] -= middle;
    }
}

static void project_part(void *user, size_t part) {
    Sample *sample = user;
    size_t first = part * PART, end = first + PART < sample->count ? first + PART : sample->count;
    for (size_t i = first; i < end; i++)
        dataset_project(sample->along + i * AXES_PADDED, sample->values + i * sample->length,
                        sample->length, sample->packed);
}

// The axes become the sums of the pictures, each times how far it lies along the axis.
static void combine_part(void *user, size_t part) {
    Sample *sample = user;
    size_t first = part * PART, end = first + PART < sample->length ? first + PART : sample->length;
    memset(sample->axes + first * AXES_PADDED, 0, (end - first) * AXES_PADDED * sizeof(double));
    for (size_t i = 0; i < sample->count; i++) {
        const float *values = sample->values + i * sample->length;
        const double *along = sample->along + i * AXES_PADDED;
        for (size_t j = first; j < end; j++) {
            double *axis = sample->axes + j * AXES_PADDED, value = (double)values[j];
            for (size_t k = 0; k < AXES_PADDED; k++) axis[k] += value * along[k];
        }
    }
}

static double product(const Sample *sample, size_t a, size_t b) {
    double sum = 0;
    for (size_t j = 0; j < sample->length; j++)
        sum += sample->axes[j * AXES_PADDED + a] * sample->axes[j * AXES_PADDED + b];
    return sum;
}

// Gram–Schmidt, twice: what rounding leaves of the others is gone then. An axis that is made of
// those before it becomes zero.
static void orthonormalize(Sample *sample) {
    double *axes = sample->axes;
    for (size_t k = 0; k < AXES; k++) {
        double before = sqrt(product(sample, k, k)), after = before;
        for (int twice = 0; twice < 2; twice++) {
            for (size_t other = 0; other < k; other++) {
                double share = product(sample, k, other);
                for (size_t j = 0; j < sample->length; j++)
                    axes[j * AXES_PADDED + k] -= share * axes[j * AXES_PADDED + other];
            }
            after = sqrt(product(sample, k, k));
            double by = after > 1e-6 * before && after > 0 ? 1 / after : 0;
            for (size_t j = 0; j < sample->length; j++) axes[j * AXES_PADDED + k] *= by;
            before = 1;
        }
    }
}

static void pack(Sample *sample) {
    for (size_t k = 0; k < AXES_PADDED; k++) {
        float *to = sample->packed + k / AXES_TOGETHER * AXES_TOGETHER * sample->length;
        for (size_t j = 0; j < sample->length; j++)
            to[j * AXES_TOGETHER + k % AXES_TOGETHER] = (float)sample->axes[j * AXES_PADDED + k];
    }
}

// Begins with pictures of the sample.
static void begin(Sample *sample) {
    for (size_t k = 0; k < AXES && k < sample->count; k++) {
        const float *values = sample->values + k * sample->count / AXES * sample->length;
        for (size_t j = 0; j < sample->length; j++)
            sample->axes[j * AXES_PADDED + k] = (double)values[j];
    }
}

bool dataset_axes(float *axes, const Dataset *set) {
    Sample sample;
    bool good = sample_alloc(&sample, set);
    if (good) {
        sample.packed = axes;
        sample_read(&sample, set);
        begin(&sample);
        orthonormalize(&sample);
        pack(&sample);
        for (int i = 0; i < ROUNDS; i++) {
            parallel_run((sample.count + PART - 1) / PART, project_part, &sample);
            parallel_run((sample.length + PART - 1) / PART, combine_part, &sample);
            orthonormalize(&sample);
            pack(&sample);
        }
    }
    free(sample.values);
    free(sample.along);
    free(sample.axes);
    return good;
}

void dataset_project(double along[AXES_PADDED], const float *values, size_t length,
                     const float *axes) {
    for (size_t k = 0; k < AXES_PADDED; k += AXES_TOGETHER)
        mixture_kernels()->project(along + k, values, length, axes + k * length);
}
