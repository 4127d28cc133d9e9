// SPDX-License-Identifier: MIT
// What the values of a picture are like, all of them together: mean, variance, histogram. Every
// picture is a mix of the planes x, n and eta (core/kernels.h), so its mean and variance follow
// from theirs in closed form.
#ifndef ALPHABAR_CORE_STATISTICS_H
#define ALPHABAR_CORE_STATISTICS_H

#include "core/kernels.h"
#include "core/normal.h"
#include "core/picture.h"
#include "core/posterior.h"
#include "core/schedule.h"

#include <stdint.h>

// Means of a, b and of their products, over all values of two pictures of one shape. The same bits
// with any number of threads.
typedef struct PairMoments {
    double a, b, aa, ab, bb;
} PairMoments;
PairMoments statistics_pair(const Picture *a, const Picture *b);

// The values are summed in parts of so many, and these in their order.
enum { STATISTICS_PART = 1 << 16 };

// Of the planes x, n and eta.
typedef struct PlaneMoments {
    double x, n, eta;
    double xx, nn, ee, xn, xe, ne;
} PlaneMoments;
PlaneMoments statistics_planes(const PairMoments *x_n, const PairMoments *x_eta,
                               const PairMoments *n_eta);

typedef struct MeanVariance {
    double mean, variance;
} MeanVariance;

// Of a mix of planes with these moments.
MeanVariance statistics_mix(const PlaneMoments *moments, const Mix *mix);

// What they are expected to be at t = 1..steps for a picture of this mean and variance, over n and
// eta: of z_t, sqrt(alpha_t) mean and alpha_t variance + 1 - alpha_t; of m_t, sqrt(alpha_{t-1})
// mean and alpha_{t-1} variance + coef_z^2 (1 - alpha_t); a draw has the law of z_{t-1}.
MeanVariance statistics_expected(const Schedule *schedule, int t, PictureKind kind,
                                 MeanVariance of_x);

// A histogram of `bins` equal bins over low..high.
enum { HISTOGRAM_BINS_MOST = KERNELS_BINS };
typedef struct Histogram {
    double low, high;
    int bins;
    uint64_t total;        // of all values, those outside too
    uint32_t below, above; // NaN counts as below
    uint32_t counts[HISTOGRAM_BINS_MOST];
} Histogram;

// Of a mix of pictures of one shape; those the mix leaves out may be NULL. A value within a few
// units in the last place of a bin's end may count for the neighbour. The same counts with any
// number of threads.
Histogram histogram_of_mix(double low, double high, int bins, const Mix *mix, const Picture *x,
                           const Picture *n, const Picture *eta);

// The value of a bin as a density: share of all values over the bin's width.
double histogram_density(const Histogram *histogram, int bin);

// Every `factor` neighbours as one; factor divides bins.
Histogram histogram_grouped(const Histogram *histogram, int factor);

// KL of the values' law from N(0, 1), nats: sum of p ln(p/g) over the bins and what is beyond them,
// p the share that was counted and g what N(0, 1) has there. As an estimate of that of the density
// it has two errors. Counting n values in m bins that are not empty makes it (m - 1)/(2n) too large
// on average (Miller 1955), which is taken away; over few values a bin more than that. Bins of
// width w make it too small, by w^2/24 times the Fisher information of the density, so by at most
// 1/400 where they are a quarter as wide as its narrowest Gaussian. Never below 0.
double histogram_kl(const Histogram *histogram);

// The picture's values in 256 classes, class k being about the value first + k / per_one: where the
// centres of z_t's mixture are. They are the levels of 8 bit, k/127.5 - 1, unless values lie beyond
// [-1, 1]: then they go from the least value to the greatest.
typedef struct Levels {
    double first, per_one; // classes in an interval of length 1
    double share[256];     // sums to 1
} Levels;
Levels levels_of(const Picture *x);

// The density of z_t over all values, to the nearest of the 256 levels, and over the noise, as the
// average over each bin: sum_k share_k N(z; sqrt(alpha_t) x_k, 1 - alpha_t), B&B (20.8). out[bins].
void levels_density(double *out, double low, double high, int bins, const Levels *levels,
                    const Schedule *schedule, int t);

// KL of that density from N(0, 1), nats, within 1e-6, by the trapezoidal rule at four points and
// more a standard deviation. NaN where the noise is narrower than half the distance of two levels:
// the sum over them has ripples there that the picture's own values need not have. It is less than
// schedule_kl, the mean over the values of KL of q(z_t | x) from N(0, 1), by what z_t says of which
// level x has.
double levels_kl(const Levels *levels, const Schedule *schedule, int t);

#endif
