// SPDX-License-Identifier: MIT
#include "io/scheduler/levels.h"

#include "core/elementary.h"

// In betas, noise to signal in the order of t; each becomes its step's beta. 1/alpha = 1 + ratio^2.
static void betas_of_ratios(double *betas, int count) {
    double before = 0; // ln alpha
    for (int i = 0; i < count; i++) {
        double log_alpha = -elementary_log1p(betas[i] * betas[i]);
        betas[i] = -elementary_expm1(log_alpha - before);
        before = log_alpha;
    }
}

void levels_of_flow(double *betas, int count, SchedulerGrid grid, double shift) {
    const double least = 1e-6; // UniPC keeps sigma that far from 1
    double last = count, span = 1 - 1 / last;
    for (int t = 1; t <= count; t++) {
        double rest = grid == GRID_UNIPC    ? span * (last - t) / last
                      : grid == GRID_SOLVER ? 1 - span * t / last
                                            : (last - t) / last; // 1 - u
        double sigma = shift * (1 - rest) / (shift * (1 - rest) + rest);
        bool held = grid == GRID_UNIPC && 1 - sigma < least && t == count;
        betas[t - 1] = held ? (sigma - least) / (1 - sigma + least) : shift * (1 - rest) / rest;
    }
    betas_of_ratios(betas, count);
}

static double power(double base, double exponent) {
    return elementary_exp(exponent * elementary_log(base));
}

// u from 0 to 1.
static double sigma_at(const SigmaRange *range, double u) {
    if (range->spread == SPREAD_KARRAS) {
        double low = power(range->min, 1 / range->rho), high = power(range->max, 1 / range->rho);
        return power(low + u * (high - low), range->rho);
    }
    if (range->spread == SPREAD_VE) u = range->start + u * (1 - range->start);
    return range->min * power(range->max / range->min, u);
}

void levels_of_sigmas(double *betas, int count, const SigmaRange *range) {
    double only = range->spread == SPREAD_EXPONENTIAL ? 0 : 1; // where there is one level
    for (int i = 0; i < count; i++)
        betas[i] = sigma_at(range, count > 1 ? (double)i / (count - 1) : only);
    betas_of_ratios(betas, count);
}
