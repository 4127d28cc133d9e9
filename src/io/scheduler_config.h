// SPDX-License-Identifier: MIT
// scheduler_config.json of Hugging Face diffusers, in and out. What diffusers computes from it in
// float32 is what schedule_build makes of the parameters, in double.
#ifndef ALPHABAR_IO_SCHEDULER_CONFIG_H
#define ALPHABAR_IO_SCHEDULER_CONFIG_H

#include "core/schedule.h"

#include <stdio.h>

typedef struct SchedulerConfig {
    ScheduleFamily family; // SCHEDULE_FILE where it has trained_betas: betas_read reads those
    int steps;             // their number, or num_train_timesteps
    double beta_min, beta_max;
    double shift; // of flow
    bool zero_snr;
} SchedulerConfig;

// Whether a .json file is an object that looks like a configuration and not like a list of betas.
// False, too, where it cannot be read.
bool scheduler_config_is_one(const char *path);

// Keys that are not about the schedule are not looked at; what is missing has the default of the
// class that _class_name names. Refused are unknown schedules, by their name and with those that
// are known, and values of a wrong type or range. Errors begin with the path.
bool scheduler_config_read(SchedulerConfig *config, const char *path, Error *error);

// A configuration that gives this table whatever it came from: its beta as trained_betas, with the
// nine digits that name a float32. Fails where a beta before the last is 1 in float32.
bool scheduler_config_write(FILE *stream, const Schedule *schedule, Error *error);

#endif
