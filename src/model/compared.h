// SPDX-License-Identifier: MIT
// The tables of the schedules that are compared, by conf/compare.h's numbers.
#ifndef ALPHABAR_MODEL_COMPARED_H
#define ALPHABAR_MODEL_COMPARED_H

#include "conf/settings.h"
#include "core/schedule.h"

typedef struct ComparedTable {
    Schedule schedule; // empty for the one in focus, which the model itself has
    ScheduleChoice made;
    unsigned made_betas;
    unsigned stamp; // another for every table made
} ComparedTable;

typedef struct Compared {
    ComparedTable tables[COMPARE_MOST];
    unsigned stamp;
} Compared;

// Makes those that the settings ask for. On failure some may be new and fit no settings; the next
// call makes them again. betas: what --betas read, NULL where nothing was; the stamp is another for
// every list.
bool compared_update(Compared *compared, const Settings *settings, const double *betas,
                     int beta_count, unsigned betas_stamp, Error *error);
void compared_free(Compared *compared);

#endif
