// SPDX-License-Identifier: MIT
// What alphabar denoise and alphabar sample share.
#ifndef ALPHABAR_CLI_DENOISE_H
#define ALPHABAR_CLI_DENOISE_H

#include "conf/arguments.h"
#include "core/dataset.h"

// The schedule and the data set that both need, with a bar while the set is read. `settings` are
// the arguments' with what a scheduler_config says.
bool denoise_open(Schedule *schedule, Dataset *set, Settings *settings, const Arguments *arguments,
                  Error *error);

#endif
