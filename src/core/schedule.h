// SPDX-License-Identifier: MIT
// The noise schedule: beta_t, t = 1..T, and everything that follows from it.
//
// Notation of Bishop & Bishop, Deep Learning: Foundations and Concepts, section 20.1: alpha_t is
// the cumulative product of (1 - beta_tau), tau <= t (Ho et al. 2020, arXiv 2006.11239, write it
// with a bar). Tables are doubles: ln alpha is a sum of log1p(-beta) and 1 - alpha is -expm1 of
// that sum, so small t keeps its digits and long schedules do not underflow.
#ifndef ALPHABAR_CORE_SCHEDULE_H
#define ALPHABAR_CORE_SCHEDULE_H

#include "base/error.h"
#include "core/schedule_family.h"

#include <stdbool.h>

// All arrays have steps + 1 entries and are read at t = 1..steps. Entry 0 is the clean picture:
// alpha 1, one_minus_alpha 0, log_snr +inf, noise_clock 0; the step's own columns (beta, sigma2,
// coef_x, coef_z) hold 0, 0, 1, 0 there, since no step leads to it.
typedef struct Schedule {
    int steps;
    double *beta;            // variance of the noise that step t adds, (0, 1); 1 allowed at T
    double *alpha;           // prod (1 - beta), B&B (20.7)
    double *one_minus_alpha; // without cancellation
    double *sigma2;          // variance of q(z_{t-1} | z_t, x): beta_t (1-alpha_{t-1})/(1-alpha_t)
    double *coef_x, *coef_z; // m_t = coef_z z_t + coef_x x
    double *log_snr;         // ln alpha - ln(1 - alpha), nats; -inf where alpha = 0
    double *noise_clock;     // s_t = (1 - alpha)/alpha; +inf where alpha = 0
    double *keep;            // 1 - beta: what a step leaves of z's variance
    bool straight;
} Schedule;

// Straight: the same chain as flow writes it, z_t = (1 - u_t) x + u_t n_t with
// u = sqrt(1 - alpha)/(sqrt(alpha) + sqrt(1 - alpha)), which is z_t of above times
// c_t = 1/(sqrt(alpha_t) + sqrt(1 - alpha_t)). All columns are then those of that z:
//
//   alpha (1 - u_t)^2, one_minus_alpha u_t^2, and their sum is not 1;
//   keep and beta of z_t = sqrt(keep_t) z_{t-1} + sqrt(beta_t) eps_t;
//   coef_x, coef_z, sigma2 of q(z_{t-1} | z_t, x), which is as much of Bayes as before.
//
// With sqrt(alpha) and sqrt(one_minus_alpha) for Kingma's alpha_t and sigma_t, keep and beta for
// alpha^2_{t|t-1} and sigma^2_{t|t-1}, every formula that does not use alpha + rest = 1 holds in
// both forms. log_snr and noise_clock are the same.

// Builds the table. On failure `schedule` is left as it was and the error names the step and the
// value ("schedule: beta_3 = 1.5 is not between 0 and 1"). `schedule` is zero or a built one.
bool schedule_build(Schedule *schedule, const ScheduleParams *params, Error *error);
void schedule_free(Schedule *schedule);

// KL divergence of q(z_t | x) from N(0, I) per dimension, in nats: ½(alpha_t mean(x²) − alpha_t −
// ln(1 − alpha_t)), or of a straight one ½(alpha_t mean(x²) + rest_t − 1 − ln rest_t). t = 0 gives
// +inf.
double schedule_kl(const Schedule *schedule, int t, double mean_x2);

#endif
