// SPDX-License-Identifier: MIT
#include "model/compared.h"

#include "conf/compare.h"

#include <string.h>

// Stamps of the model's own table are small numbers; these never meet them.
static unsigned next_stamp(Compared *compared) {
    return 1u << 31 | ++compared->stamp;
}

static bool is_fresh(const ComparedTable *table, int number, const Settings *settings,
                     unsigned betas_stamp) {
    ScheduleChoice choice = compare_schedule(settings, number);
    return table->schedule.steps && memcmp(&table->made, &choice, sizeof choice) == 0 &&
           (choice.family != SCHEDULE_FILE || table->made_betas == betas_stamp);
}

static bool make_table(ComparedTable *table, int number, const Settings *settings,
                       const double *betas, int beta_count, unsigned betas_stamp, Error *error) {
    ScheduleChoice choice = compare_schedule(settings, number);
    if (choice.family == SCHEDULE_FILE && !betas)
        return error_usage(error, "compare: file needs a list of betas, and none was opened");
    Settings as = compare_settings(settings, number);
    ScheduleParams params = settings_schedule(&as, betas, beta_count);
    params.straight = false; // as all others
    if (!schedule_build(&table->schedule, &params, error))
        return error_prefix(error, "compare: schedule %d", number + 1);
    table->made = choice;
    table->made_betas = betas_stamp;
    return true;
}

bool compared_update(Compared *compared, const Settings *settings, const double *betas,
                     int beta_count, unsigned betas_stamp, Error *error) {
    const Compare *compare = &settings->compare.list;
    bool good = true;
    for (int i = 0; i < COMPARE_MOST && good; i++) {
        ComparedTable *table = &compared->tables[i];
        if (i >= compare->count || i == compare->focus) {
            schedule_free(&table->schedule);
            continue;
        }
        if (is_fresh(table, i, settings, betas_stamp)) continue;
        good = make_table(table, i, settings, betas, beta_count, betas_stamp, error);
        if (good) table->stamp = next_stamp(compared);
    }
    return good;
}

void compared_free(Compared *compared) {
    for (int i = 0; i < COMPARE_MOST; i++) schedule_free(&compared->tables[i].schedule);
}
