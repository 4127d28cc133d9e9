// SPDX-License-Identifier: MIT
// What a scheduler_config.json means for the settings.
#ifndef ALPHABAR_APP_SCHEDULE_SOURCE_H
#define ALPHABAR_APP_SCHEDULE_SOURCE_H

#include "conf/option.h"
#include "io/scheduler_config.h"

// Reads the file that `scheduler_config` names, sets the options that it stands for and clears the
// name. What is `given` (OPTIONS flags, or NULL) stays as it is. Where the
// table is a list of betas the options say that `betas` is that file, which is still to be read.
// `read`, where it is not NULL, becomes what the file says.
bool schedule_source_config(Settings *settings, const bool *given, SchedulerConfig *read,
                            Error *error);

// Says on standard error what may be otherwise than one thinks.
void schedule_source_warn(const SchedulerConfig *config, const char *path);

#endif
