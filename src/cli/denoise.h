// SPDX-License-Identifier: MIT
// alphabar denoise and alphabar sample. Both return the exit status.
#ifndef ALPHABAR_APP_DENOISE_H
#define ALPHABAR_APP_DENOISE_H

#include "conf/arguments.h"
#include "core/dataset.h"

int denoise_run(const Arguments *arguments);
int sample_run(const Arguments *arguments); // app/sample.c

// The schedule and the data set that both need, with a bar while the set is read. `settings` are
// the arguments' with what a scheduler_config says.
bool denoise_open(Schedule *schedule, Dataset *set, Settings *settings, const Arguments *arguments,
                  Error *error);

#endif
