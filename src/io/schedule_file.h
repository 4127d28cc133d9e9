// SPDX-License-Identifier: MIT
// A schedule taken away, as a table, a list of betas or a configuration.
#ifndef ALPHABAR_IO_SCHEDULE_FILE_H
#define ALPHABAR_IO_SCHEDULE_FILE_H

#include "core/notation.h"
#include "core/schedule.h"

#include <stdio.h>

typedef enum ScheduleFormat {
    SCHEDULE_CSV,    // the table, see io/betas.h
    SCHEDULE_JSON,   // the table
    SCHEDULE_NPY,    // beta, float64, shape (T,)
    SCHEDULE_CONFIG, // scheduler_config.json with trained_betas
    SCHEDULE_FORMATS
} ScheduleFormat;

// By name ("csv", "json", "npy", "scheduler_config"), or by the file's own: .csv, .npy, a .json
// whose name ends in scheduler_config.json, any other .json. False where it is none.
bool schedule_format_find(ScheduleFormat *format, const char *name);
bool schedule_format_of(ScheduleFormat *format, const char *path);

// The tables have the headers of the notation.
bool schedule_print(FILE *stream, const Schedule *schedule, ScheduleFormat format,
                    Notation notation, Error *error);
bool schedule_write(const char *path, const Schedule *schedule, ScheduleFormat format,
                    Notation notation, Error *error);

#endif
