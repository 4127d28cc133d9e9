// SPDX-License-Identifier: MIT
// (z_{t-1} - m_t)/sigma_t over all values of a picture: a sample of N(0, 1) where z_{t-1} and z_t
// are of one chain, and the test of whether it is. t = 2..steps; at t = 1 sigma_t is 0.
//
// x cancels, since coef_z sqrt(alpha_t) + coef_x = sqrt(alpha_{t-1}), and what is left is taken
// from the two noises, so that no digits are lost to x:
//     (sqrt(1 - alpha_{t-1}) n_{t-1} - coef_z sqrt(1 - alpha_t) n_t) / sigma_t
#ifndef ALPHABAR_CORE_RESIDUAL_H
#define ALPHABAR_CORE_RESIDUAL_H

#include "core/picture.h"
#include "core/schedule.h"

#include <stdint.h>

typedef struct ResidualWeights {
    double before, now; // of n_{t-1} and of n_t
} ResidualWeights;
ResidualWeights residual_weights(const Schedule *schedule, int t);

// Where one noise serves every t, as in jump coupling, the residual is (before + now) n: N(0, this
// squared).
double residual_scale_of_one_noise(const Schedule *schedule, int t);

// Whether the test below is expected to tell one noise for all t from a chain, at p < 0.001 over
// so many values: not where z_t keeps next to nothing of z_{t-1} (beta_t near 1), and not over few.
bool residual_tells_one_noise(const Schedule *schedule, int t, size_t count);

// Equal cells over [-RESIDUAL_REACH, RESIDUAL_REACH]; what lies beyond is in the outermost.
enum { RESIDUAL_REACH = 8, RESIDUAL_CELLS = 1 << 14 };

typedef struct Residual {
    size_t count;
    double mean, variance; // about the mean
    // Kolmogorov-Smirnov distance from N(0, 1), sup |F - Phi|: exact but for the rounding of the
    // values to float32 (their ranks are counted, none is binned), and the chance that a true
    // sample of as many values has a larger one: Kolmogorov's law with Stephens' correction.
    double ks, p;
    uint32_t cells[RESIDUAL_CELLS]; // how many values lie in each
} Residual;

// `n_before` and `n` are n_{t-1} and n_t, of one shape. `values`, which takes as many floats, gets
// the residuals. The result is the same, bit for bit, on any number of threads.
void residual_measure(Residual *out, float *values, const Picture *n_before, const Picture *n,
                      const Schedule *schedule, int t);

// The parts: moments and distance of any values; the law's tail P(distance > ks).
void residual_of_values(Residual *out, const float *values, size_t count);
double residual_ks_tail(double ks, size_t count);

#endif
