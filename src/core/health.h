// SPDX-License-Identifier: MIT
// What is wrong with a schedule, or worth knowing, in words.
#ifndef ALPHABAR_CORE_HEALTH_H
#define ALPHABAR_CORE_HEALTH_H

#include "core/schedule.h"

#include <stddef.h>

typedef enum HealthSeverity {
    HEALTH_GOOD,  // as it should be
    HEALTH_NOTE,  // worth knowing
    HEALTH_WRONG, // a model trained with it suffers
} HealthSeverity;

typedef struct HealthFinding {
    HealthSeverity severity;
    bool zero_snr_helps; // zero terminal SNR would cure it
    char brief[240];     // a few words
    char text[900];      // a sentence or two; both name quantities as core/notation.h does
} HealthFinding;

enum { HEALTH_MOST = 8 };

// Looks at a table and at the parameters it was built from. The first finding is always about the
// signal that is left at T, `brief` being words to go beside the number; others follow only where
// there is something to say, wrong ones first. Returns how many.
int health_of(HealthFinding findings[HEALTH_MOST], const Schedule *schedule,
              const ScheduleParams *params);

// sqrt(alpha_T) as a person reads it, also where it is too small for a double: "0.0683", "10⁻³⁰".
void health_signal_left(char *out, size_t size, const Schedule *schedule);

#endif
