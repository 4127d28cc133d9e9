// SPDX-License-Identifier: MIT
// One dimension without x: p(x), q(z_t) and q(z_{t-1} | z_t) when the picture is not known, each
// an exact sum of Gaussians. In q(z_{t-1} | z_t) ∝ q(z_t | z_{t-1}) q(z_{t-1}) the prior is the
// marginal, so it has as many humps as the data ask for; where beta_t is small beside the noise
// that z_{t-1} has already, the likelihood is so narrow that it is nearly a Gaussian, and a network
// that learns a mean can do (Sohl-Dickstein et al. 2015; B&B section 20.2). Near t = 0 it need not
// be, nor need its variance be sigma_t^2 there.
//
// Densities, weights and moments in double, within 1e-11 relative of the exact sums wherever those
// do not underflow.
#ifndef ALPHABAR_CORE_MARGINAL_H
#define ALPHABAR_CORE_MARGINAL_H

#include "core/bayes.h"
#include "core/picture.h"
#include "core/schedule.h"

// Gaussians of one variance at equal distances: sum of weight[i] N(first + i step, variance). The
// weights are at least 0 and add up to 1.
enum { HUMPS_MOST = 256 };

typedef struct Humps {
    int count;
    double first, step, variance; // variance > 0
    double weight[HUMPS_MOST];
} Humps;

// p(x) from relative frequencies of `count` equal cells over [-1, 1], each cell a Gaussian about
// its middle as wide (standard deviation) as half of it. All 0 gives all cells alike.
Humps humps_of_cells(const double *cells, int count);

// The values of a picture in HUMPS_MOST cells over picture_range: for 8-bit pictures at their own
// size, one a level.
Humps humps_of_picture(const Picture *picture);

double humps_density(const Humps *humps, double at);
Gaussian humps_moments(const Humps *humps); // of the same mean and variance

Humps marginal_at(const Humps *p, const Schedule *schedule, int t); // q(z_t), t = 0..steps

// q(z_{t-1} | z_t), t = 1..steps.
Humps marginal_step_back(const Humps *p, const Schedule *schedule, int t, double z_t);

// The mean over q(z_t) of the variance of q(z_{t-1} | z_t): that of the Gaussian step back which
// has the right mean at every z_t and one variance for all of them, with the least KL (Bao et al.
// 2022, Analytic-DPM, arXiv 2201.06503, theorem 1 with lambda_t = sigma_t). Within 1e-7 of it.
double marginal_step_variance(const Humps *p, const Schedule *schedule, int t);

// How far a density is from the Gaussian of its mean and variance, by the trapezoidal rule over
// all of both but 1e-15, at two points and more for each standard deviation of a hump: kl, which is
// smooth, within 1e-9; the kinks of |q - g| leave some 1e-5 in total_variation.
typedef struct HumpsDistance {
    double total_variation; // half the integral of |q - g|: 0..1
    double kl;              // of q from the Gaussian, nats
} HumpsDistance;
HumpsDistance humps_distance(const Humps *humps);

// Densities of q(z_t) as a picture of t and z: out[row * columns + column], the rows at the middles
// of equal parts from `high` down to `low`, the columns at t[column]. Within a hundredth of the
// highest there, which is what colours can show, and many times as fast as humps_density.
void marginal_map(double *out, const Humps *p, const Schedule *schedule, const int *t, int columns,
                  double low, double high, int rows);

#endif
