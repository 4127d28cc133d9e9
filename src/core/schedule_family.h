// SPDX-License-Identifier: MIT
// The families of schedules: what they are called, which parameters they read, and how each one's
// curve is computed.
#ifndef ALPHABAR_CORE_SCHEDULE_FAMILY_H
#define ALPHABAR_CORE_SCHEDULE_FAMILY_H

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
    // Those above make a schedule by themselves.
    SCHEDULE_CUSTOM,  // knots of log SNR; see knots.h
    SCHEDULE_FORMULA, // what is typed; see formula/formula.h
    SCHEDULE_FILE,    // an explicit list of beta
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

// Numbers that one family reads, or two: the constants of its formula.
typedef enum ScheduleOwn {
    OWN_COSINE_POWER,
    OWN_SIGMOID_START,
    OWN_SIGMOID_END,
    OWN_SIGMOID_TAU,
    OWN_EXP_RATE,
    OWN_LAPLACE_MU,
    OWN_LAPLACE_B,
    OWN_VP_BETA_MIN,
    OWN_VP_BETA_MAX,
    OWN_LOG_SNR_MAX,
    OWN_LOG_SNR_MIN,
    OWN_EDM_SIGMA_MIN,
    OWN_EDM_SIGMA_MAX,
    OWN_EDM_RHO,
    SCHEDULE_OWNS
} ScheduleOwn;

typedef struct ScheduleOwnRow {
    const char *name; // of its option, too
    double min, max;
    bool open; // both ends are excluded
} ScheduleOwnRow;

const ScheduleOwnRow *schedule_own_row(ScheduleOwn own);

typedef struct ScheduleOwnDefault {
    ScheduleOwn id;
    double value;
} ScheduleOwnDefault;

enum { SCHEDULE_OWN_MOST = 3 };

typedef struct ScheduleFamilyInfo {
    const char *name;          // as in --schedule
    const char *title;         // for a person
    const char *help;          // what it is and where it is from, one or two sentences
    unsigned uses;             // SCHEDULE_USES_*
    double beta_min, beta_max; // the family's own defaults; 0 where it reads none
    int own_count;
    ScheduleOwnDefault own[SCHEDULE_OWN_MOST]; // which it reads, and what they are by default
} ScheduleFamilyInfo;

const ScheduleFamilyInfo *schedule_family_info(ScheduleFamily family);

// The default that the family has for a number of its own; NaN where it does not read it.
double schedule_own_default(ScheduleFamily family, ScheduleOwn own);

typedef struct ScheduleParams {
    ScheduleFamily family;
    int steps;                 // T, 1..SCHEDULE_MAX_STEPS; for FILE the number of betas
    double beta_min, beta_max; // in (0, 1); NaN takes the family's default
    double cosine_s;           // > 0; NaN takes 0.008
    double shift;              // flow, > 0; NaN takes 1
    bool scale_with_t;         // linear: both ends times 1000/T (improved-diffusion)
    bool zero_snr;             // Lin et al. 2023, arXiv 2305.08891, Algorithm 1
    double snr_shift;          // log SNR += 2 ln(snr_shift), > 0; NaN takes 1 (no shift)
    bool straight;             // in flow's own form: see Schedule
    const double *betas;       // FILE: `steps` values, borrowed during schedule_build
    const Knots *knots;        // CUSTOM: borrowed as well; NULL takes knots_standard()
    const char *formula;       // FORMULA: borrowed; NULL takes FORMULA_STANDARD
    const double *own;         // [SCHEDULE_OWNS], borrowed; NULL, or a NaN in it: the defaults
} ScheduleParams;

// A number of its own that the family reads.
double schedule_own(const ScheduleParams *params, ScheduleOwn own);

// How a curve is computed, for schedule.c and those that speak of it.

// Fills out[1..T] for params with no NaN left in them; out[0] is 0 and stays so.
typedef void ScheduleFill(double *out, const ScheduleParams *params);

typedef struct ScheduleFamilyRow {
    ScheduleFamilyInfo info;
    ScheduleFill *beta;      // one of these two is there: the family gives beta_t,
    ScheduleFill *log_alpha; // or ln alpha_t, from which beta_t = 1 - alpha_t/alpha_{t-1}; of
                             // FORMULA neither, which says itself what it gives
    double cap;              // the largest beta_t that the family lets through; 0 is no cap
} ScheduleFamilyRow;

const ScheduleFamilyRow *schedule_family_row(ScheduleFamily family);

#endif
