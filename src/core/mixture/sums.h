// SPDX-License-Identifier: MIT
// What one part of a data set makes of one z of core/mixture.h, and the draws from it.
#ifndef ALPHABAR_CORE_MIXTURE_SUMS_H
#define ALPHABAR_CORE_MIXTURE_SUMS_H

#include "core/mixture_kernels.h"

enum { MIXTURE_BEST = 16 };

typedef struct MixtureSums {
    double top; // the largest log weight
    MixtureTotals of;
    double *bytes; // sum of w v, of a set of values of w x; NULL: not wanted
    int best_count;
    double best_log[MIXTURE_BEST];
    size_t best[MIXTURE_BEST];
    size_t drawn;
} MixtureSums;

void mixture_best_add(MixtureSums *sums, double log_weight, size_t index);

// 0..1, a function of these alone.
double mixture_uniform(uint64_t seed, uint32_t sample, uint32_t step, uint32_t part);

// The picture at which the running sum of the part's weights passes u times the whole of it.
size_t mixture_draw_inside(const double *logs, size_t count, double top, double u);

#endif
