// SPDX-License-Identifier: MIT
// What a scheduler_config.json means for the settings.
#ifndef ALPHABAR_APP_SCHEDULE_SOURCE_H
#define ALPHABAR_APP_SCHEDULE_SOURCE_H

#include "conf/option.h"

// Reads the file that `scheduler_config` names, sets the options that it stands for and clears the
// name. What is `given` (OPTIONS flags, or NULL) stays as it is. With trained_betas the options say
// that `betas` is that file, which is still to be read.
bool schedule_source_config(Settings *settings, const bool *given, Error *error);

#endif
