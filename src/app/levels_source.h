// SPDX-License-Identifier: MIT
// The levels that a scheduler_config.json of diffusers asks for by its keys for sampling.
#ifndef ALPHABAR_APP_LEVELS_SOURCE_H
#define ALPHABAR_APP_LEVELS_SOURCE_H

#include "conf/settings.h"
#include "io/scheduler_config.h"

// Chooses the method, what stands last, and of a flow whose shift is dynamic mu, for a picture of
// levels.width by levels.height (1024 x 1024 where they are not set). Fails, naming the class or
// the key, where no method is what that class does.
bool levels_source_config(Settings *settings, const SchedulerConfig *config, Error *error);

#endif
