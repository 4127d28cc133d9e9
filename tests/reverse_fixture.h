// SPDX-License-Identifier: MIT
// The lists of beta of tests/data/reference/make_reverse.py, and a reader of its tables.
#ifndef ALPHABAR_TESTS_REVERSE_FIXTURE_H
#define ALPHABAR_TESTS_REVERSE_FIXTURE_H

#include "core/schedule.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static inline Schedule schedule_of(ScheduleFamily family, int steps, const double *betas,
                                   bool zero_snr) {
    Schedule schedule = { 0 };
    Error error = { 0 };
    const ScheduleParams params = { .family = family,
                                    .steps = steps,
                                    .beta_min = NAN,
                                    .beta_max = NAN,
                                    .cosine_s = NAN,
                                    .shift = NAN,
                                    .snr_shift = NAN,
                                    .zero_snr = zero_snr,
                                    .betas = betas };
    if (!schedule_build(&schedule, &params, &error)) fail_msg("%s", error.text);
    return schedule;
}

static inline Schedule reference_schedule(const char *name) {
    static const double few[] = { 0.1, 0.3, 0.5, 0.7, 0.9 };
    static const double edge[] = { 1e-6, 0.999, 1e-4, 0.5 };
    static const double zero[] = { 0.2, 0.4, 0.6, 1.0 };
    double slow[40];
    for (int i = 0; i < 40; i++) slow[i] = 0.0001 + 0.0199 * i / 39;
    if (strcmp(name, "slow") == 0) return schedule_of(SCHEDULE_FILE, 40, slow, false);
    if (strcmp(name, "few") == 0) return schedule_of(SCHEDULE_FILE, 5, few, false);
    if (strcmp(name, "edge") == 0) return schedule_of(SCHEDULE_FILE, 4, edge, false);
    assert_string_equal(name, "zero");
    return schedule_of(SCHEDULE_FILE, 4, zero, false);
}

// Calls check(schedule, t, cells) for every row, `cells` being its numbers after betas and t.
// Returns how many rows there were.
typedef void CheckRow(const Schedule *schedule, int t, const double *cells);

static inline int for_each_row(const char *path, CheckRow *check) {
    char line[1024];
    int rows = 0;
    FILE *file = fopen(path, "r");
    if (!file) fail_msg("%s is not there", path);
    if (!fgets(line, sizeof line, file)) fail_msg("%s is empty", path);
    while (fgets(line, sizeof line, file)) {
        double cells[16];
        int count = 0;
        char *word = strtok(line, ","), *name = word;
        int t = (int)strtol(strtok(NULL, ","), NULL, 10);
        while ((word = strtok(NULL, ",\n")) && count < 16) cells[count++] = strtod(word, NULL);
        Schedule schedule = reference_schedule(name);
        check(&schedule, t, cells);
        schedule_free(&schedule);
        rows++;
    }
    fclose(file);
    return rows;
}

static inline void expect_near(double got, double wanted, double relative, const char *what) {
    if (fabs(wanted) < 1e-290 && fabs(got) < 1e-280) return; // underflows
    if (!(fabs(got - wanted) <= relative * fabs(wanted)))
        fail_msg("%s: %.17g, not %.17g", what, got, wanted);
}

#endif
