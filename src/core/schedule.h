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
#include "core/knots.h"

#include <stdbool.h>

enum { SCHEDULE_MAX_STEPS = 10000 };

typedef enum ScheduleFamily {
    SCHEDULE_LINEAR,
    SCHEDULE_SCALED_LINEAR,
    SCHEDULE_COSINE,
    SCHEDULE_SIGMOID,
    SCHEDULE_SIGMOID_ALPHA,
    SCHEDULE_EXP,
    SCHEDULE_GEOMETRIC,
    SCHEDULE_CONSTANT,
    SCHEDULE_JSD,
    SCHEDULE_WARMUP10,
    SCHEDULE_WARMUP50,
    SCHEDULE_LAPLACE,
    SCHEDULE_VP,
    SCHEDULE_VDM,
    SCHEDULE_SIMPLE,
    SCHEDULE_EDM,
    SCHEDULE_FLOW,
    SCHEDULE_CUSTOM, // knots of log SNR; see knots.h
    SCHEDULE_FILE,   // an explicit list of beta
    SCHEDULE_FAMILIES
} ScheduleFamily;

// Which of its parameters a family reads (the modifiers and T apply to all; FILE has its own T).
enum {
    SCHEDULE_USES_BETA_MIN = 1,
    SCHEDULE_USES_BETA_MAX = 2,
    SCHEDULE_USES_COSINE_S = 4,
    SCHEDULE_USES_SHIFT = 8,
    SCHEDULE_USES_SCALE_WITH_T = 16,
    SCHEDULE_USES_STEPS = 32,
};

typedef struct ScheduleFamilyInfo {
    const char *name;          // as in --schedule
    const char *title;         // for a person
    const char *help;          // what it is and where it is from, one or two sentences
    unsigned uses;             // SCHEDULE_USES_*
    double beta_min, beta_max; // the family's own defaults; 0 where it reads none
} ScheduleFamilyInfo;

const ScheduleFamilyInfo *schedule_family_info(ScheduleFamily family);

typedef struct ScheduleParams {
    ScheduleFamily family;
    int steps;                 // T, 1..SCHEDULE_MAX_STEPS; for FILE the number of betas
    double beta_min, beta_max; // in (0, 1); NaN takes the family's default
    double cosine_s;           // > 0; NaN takes 0.008
    double shift;              // flow, > 0; NaN takes 1
    bool scale_with_t;         // linear: both ends times 1000/T (improved-diffusion)
    bool zero_snr;             // Lin et al. 2023, arXiv 2305.08891, Algorithm 1
    double snr_shift;          // log SNR += 2 ln(snr_shift), > 0; NaN takes 1 (no shift)
    const double *betas;       // FILE: `steps` values, borrowed during schedule_build
    const Knots *knots;        // CUSTOM: borrowed as well; NULL takes knots_standard()
} ScheduleParams;

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
