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

// How a curve is computed, for schedule.c and those that speak of it.

// Fills out[1..T] for params with no NaN left in them; out[0] is 0 and stays so.
typedef void ScheduleFill(double *out, const ScheduleParams *params);

typedef struct ScheduleFamilyRow {
    ScheduleFamilyInfo info;
    ScheduleFill *beta;      // one of these two is there: the family gives beta_t,
    ScheduleFill *log_alpha; // or ln alpha_t, from which beta_t = 1 - alpha_t/alpha_{t-1}
    double cap;              // the largest beta_t that the family lets through; 0 is no cap
} ScheduleFamilyRow;

const ScheduleFamilyRow *schedule_family_row(ScheduleFamily family);

#endif
