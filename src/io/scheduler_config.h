// SPDX-License-Identifier: MIT
// scheduler_config.json of Hugging Face diffusers, in and out. What the class that it names
// computes from it in float32 is what schedule_build makes of the parameters here, in double:
// sqrt(alpha) within 1e-4. io/scheduler/class.h has the classes, io/scheduler/words.h says what was
// read.
#ifndef ALPHABAR_IO_SCHEDULER_CONFIG_H
#define ALPHABAR_IO_SCHEDULER_CONFIG_H

#include "core/schedule.h"
#include "io/scheduler/class.h"
#include "io/scheduler/sampling.h"

#include <stdio.h>

typedef struct SchedulerConfig {
    ScheduleFamily family; // SCHEDULE_FILE: a list of betas, which scheduler_config_betas gives
    int steps;             // their number, or the number of levels that the class has
    double beta_min, beta_max;
    double shift;     // of flow
    double snr_shift; // 1: none
    bool zero_snr;

    const SchedulerClass *class; // never NULL
    char class_name[64];         // as the file has it; empty where it names none
    char schedule[24];           // beta_schedule, or what stands in its place: "flow", "karras"
    bool trained;                // by trained_betas
    bool tiny_end;               // alpha_T is 2^-24,
    ScheduleFamily without_end;  // and this the family before that
    double sigma_min, sigma_max; // of a class that has them, else 0
    double snr_scale;            // snr_shift_scale; 1: none
    bool dynamic;                // the shift is a pipeline's matter: shown is 1, or its static one
    SchedulerSampling sampling;
    // Keys as the file has them, with their values where they are only for sampling.
    char for_sampling[600], not_read[200], not_understood[200];
} SchedulerConfig;

// Whether a .json file is an object that looks like a configuration and not like a list of betas.
// False, too, where it cannot be read.
bool scheduler_config_is_one(const char *path);

// What is missing has the default of the class that _class_name names; without one the file must
// tell its table by beta_schedule or trained_betas, and is read as DDPMScheduler. Refused are
// classes that are not known or have no table that a list of betas can stand for, schedules that
// the class does not know, and values of a wrong type or range that the table depends on. Errors
// begin with the path and name what they are about. NaN, Infinity and -Infinity, as Python's json
// writes them, may be anywhere but there.
bool scheduler_config_read(SchedulerConfig *config, const char *path, Error *error);

// The list behind a SCHEDULE_FILE: trained_betas, or that of the class's own levels. free() it.
// Fails where the configuration needs none.
bool scheduler_config_betas(double **betas, int *count, const char *path, Error *error);

// A configuration that gives this table whatever it came from: its beta as trained_betas, with the
// nine digits that name a float32. Fails where a beta before the last is 1 in float32.
bool scheduler_config_write(FILE *stream, const Schedule *schedule, Error *error);

#endif
