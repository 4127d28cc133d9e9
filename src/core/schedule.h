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
} Schedule;

// Builds the table. On failure `schedule` is left as it was and the error names the step and the
// value ("schedule: beta_3 = 1.5 is not between 0 and 1"). `schedule` is zero or a built one.
bool schedule_build(Schedule *schedule, const ScheduleParams *params, Error *error);
void schedule_free(Schedule *schedule);

// KL divergence of q(z_t | x) from N(0, I) per dimension, in nats: ½(alpha_t mean(x²) − alpha_t −
// ln(1 − alpha_t)). t = 0 gives +inf.
double schedule_kl(const Schedule *schedule, int t, double mean_x2);

#endif
