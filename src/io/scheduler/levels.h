// SPDX-License-Identifier: MIT
// Lists of beta that give the noise levels of a class exactly, where no family does.
#ifndef ALPHABAR_IO_SCHEDULER_LEVELS_H
#define ALPHABAR_IO_SCHEDULER_LEVELS_H

#include "io/scheduler/class.h"

// Each fills betas[0..count-1] for t = 1..count.

// sigma = s u/(1 + (s - 1) u) of a straight path, as the equivalent that keeps the variance:
// alpha = (1 - sigma)^2/((1 - sigma)^2 + sigma^2).
void levels_of_flow(double *betas, int count, SchedulerGrid grid, double shift);

// sigma from first to last, as alpha = 1/(1 + sigma^2). `rho` is of SPREAD_KARRAS, `start` of
// SPREAD_VE.
typedef struct SigmaRange {
    double min, max, rho, start;
    SchedulerSpread spread;
} SigmaRange;
void levels_of_sigmas(double *betas, int count, const SigmaRange *range);

#endif
