// SPDX-License-Identifier: MIT
// Which scheduler_config.json the model's schedule was read from.
#ifndef ALPHABAR_MODEL_SOURCE_H
#define ALPHABAR_MODEL_SOURCE_H

#include "model/model.h"

// `settings` are what it was read into.
void model_remember_config(Model *model, const SchedulerConfig *config, const char *path,
                           const Settings *settings);

// NULL where the schedule is another one by now; undo brings it back.
const SchedulerConfig *model_config(const Model *model);

#endif
