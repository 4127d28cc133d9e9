// SPDX-License-Identifier: MIT
#include "core/mixture/values.h"

#include "core/mixture_exp.h"

#include <math.h>

enum { LANES = 8 }; // sums that run beside each other, as vectors add

static double distance2(const float *z, const float *x, double root, size_t length) {
    double part[LANES] = { 0 };
    size_t whole = length / LANES * LANES;
    for (size_t j = 0; j < whole; j += LANES)
        for (size_t lane = 0; lane < LANES; lane++) {
            double d = (double)z[j + lane] - root * (double)x[j + lane];
            part[lane] += d * d;
        }
    for (size_t j = whole; j < length; j++) {
        double d = (double)z[j] - root * (double)x[j];
        part[j - whole] += d * d;
    }
    return ((part[0] + part[4]) + (part[2] + part[6])) +
           ((part[1] + part[5]) + (part[3] + part[7]));
}

static void rescale(MixtureSums *sums, double top, size_t length) {
    double by = sums->top == -INFINITY ? 1 : mixture_exp(sums->top - top);
    sums->top = top;
    sums->of.weight *= by;
    sums->of.square *= by * by;
    sums->of.norm *= by;
    for (size_t j = 0; sums->bytes && j < length; j++) sums->bytes[j] *= by;
}

void mixture_values_add(MixtureSums *sums, const Dataset *set, const float *z, double alpha,
                        double variance, size_t first, const size_t numbers[], size_t count,
                        double *logs) {
    double own[MIXTURE_BLOCK], root = sqrt(alpha), most = -INFINITY;
    size_t length = dataset_length(set);
    CHECK(count <= MIXTURE_BLOCK);
    for (size_t i = 0; i < count; i++) {
        const float *x = set->values + (first + numbers[i]) * length;
        own[i] = -distance2(z, x, root, length) / (2 * variance);
        most = fmax(most, own[i]);
        if (logs) logs[numbers[i]] = own[i];
    }
    if (most > sums->top) rescale(sums, most, length);
    for (size_t i = 0; i < count; i++) {
        double w = mixture_exp(own[i] - sums->top);
        if (w == 0) continue;
        size_t picture = first + numbers[i];
        mixture_best_add(sums, own[i], picture);
        sums->of.weight += w;
        sums->of.square += w * w;
        sums->of.norm += w * set->squares[picture];
        const float *x = set->values + picture * length;
        for (size_t j = 0; sums->bytes && j < length; j++) sums->bytes[j] += w * (double)x[j];
    }
}
