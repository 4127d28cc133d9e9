// SPDX-License-Identifier: MIT
#include "model/source.h"

#include "base/path.h"
#include "conf/compare.h"

#include <stdio.h>
#include <string.h>

void model_remember_config(Model *model, const SchedulerConfig *config, const char *path,
                           const Settings *settings) {
    ConfigSource *source = &model->config;
    source->config = *config;
    source->choice = settings->schedule;
    snprintf(source->name, sizeof source->name, "%s", path_base(path));
    path_whole(source->path, sizeof source->path, path);
}

const SchedulerConfig *model_config(const Model *model) {
    const ConfigSource *source = &model->config;
    if (!source->config.class || !schedule_equal(&model->made.schedule, &source->choice))
        return NULL;
    bool list = source->choice.family == SCHEDULE_FILE;
    bool same = !list || (model->list && strcmp(model->list->path, source->path) == 0);
    return same ? &source->config : NULL;
}
