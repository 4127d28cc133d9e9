// SPDX-License-Identifier: MIT
// What a training set says about a noisy picture. With the set's pictures x_i, each widened by h²,
// in place of p(x) (B&B section 20.1: the reverse step for want of p(x)),
//     q(z_t)           = 1/N sum_i N(z_t; sqrt(alpha) x_i, v I),  v = 1 - alpha + alpha h²
//     w_i              ∝ exp(-|z_t - sqrt(alpha) x_i|² / (2 v))
//     E[x | z_t]       = (1 - g sqrt(alpha)) sum_i w_i x_i + g z_t,  g = sqrt(alpha) h² / v
//     q(z_{t-1} | z_t) = sum_i w_i q(z_{t-1} | z_t, x_i), a mixture of Gaussians.
//
// A set of values (core/dataset.h) is weighed in double, picture by picture. One of bytes in
// one pass over them with a running maximum of the log weights and sums that are
// rescaled when it grows, as flash attention does (Dao et al. 2022, arXiv 2205.14135); several z
// share it. Products with z are exact: z is taken as whole multiples of 2^-31 of the power of two
// above its largest value, so that neighbours at t = 1, where |z - x|² is divided by 2e-4, keep
// their digits. Parts of the set are fixed and their sums are merged in order: the same bits with
// every instruction set, number of threads and company of other z.
#ifndef ALPHABAR_CORE_MIXTURE_H
#define ALPHABAR_CORE_MIXTURE_H

#include "base/error.h"
#include "core/dataset.h"
#include "core/mixture/sums.h"
#include "core/schedule.h"

typedef struct MixtureQuery {
    const float *z;                // dataset_length values, finite, planar
    double alpha, one_minus_alpha; // 0..1; above 0
    double h;                      // the width of each picture, >= 0
    // A picture is drawn with the probabilities w_i, which one is a function of these alone.
    bool draws;
    uint64_t seed;
    uint32_t sample, step;
} MixtureQuery;

typedef struct MixtureResult {
    double *x_mean;            // E[x | z], dataset_length values, the caller's; NULL: not wanted
    double log_q;              // ln q(z), nats
    double effective;          // 1 / sum w_i², 1..N
    double x_trace;            // the trace of Cov[x | z], where x_mean is wanted
    int best_count;            // the likeliest pictures: min(N, MIXTURE_BEST)
    size_t best[MIXTURE_BEST]; // the likeliest first, ties by number
    double best_weight[MIXTURE_BEST];
    size_t drawn;
} MixtureResult;

// Asked from several threads, many times a pass. True ends the pass with the error "cancelled".
typedef struct MixtureWatch {
    bool (*cancelled)(void *user);
    void *user;
} MixtureWatch;

// Fails where it is cancelled (`watch` may be NULL) and where there is no memory; the results are
// then worth nothing.
bool mixture_run(const Dataset *set, const MixtureQuery queries[], MixtureResult results[],
                 size_t count, const MixtureWatch *watch, Error *error);

// The pictures of the set that are nearest to each of `count` pictures x, and their distances as
// root mean squares per value.
bool mixture_nearest(const Dataset *set, const float *x, size_t count, size_t nearest[],
                     double rms[], const MixtureWatch *watch, Error *error);

// z_{t-1} given z_t: the mixture's mean, coef_z z + coef_x E[x | z], is made of x_mean as that of
// core/posterior.h is of x. This is the trace of its covariance, sigma_t² a value plus what is open
// about x: coef_x² tr Cov[x | z_t].
double mixture_step_trace(const Dataset *set, const Schedule *schedule, int t,
                          const MixtureResult *result);

#endif
