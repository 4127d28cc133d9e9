// SPDX-License-Identifier: MIT
// How each family's curve is computed; private to schedule.c and schedule_family.c.
#ifndef ALPHABAR_CORE_SCHEDULE_FAMILY_H
#define ALPHABAR_CORE_SCHEDULE_FAMILY_H

#include "core/schedule.h"

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
