// SPDX-License-Identifier: MIT
// Commands that make another schedule the settings' own.
#include "app/app.h"
#include "app/commands.h"
#include "conf/compare.h"
#include "conf/preset.h"

bool run_compare(App *app, const Command *command, Error *error) {
    Settings next = app->settings;
    if (!compare_change(&next, command->arguments[0], command->arguments[1], error)) return false;
    app_follow_schedule(app, &next);
    return app_apply_settings(app, &next, error);
}

bool run_preset(App *app, const Command *command, Error *error) {
    Settings next = app->settings;
    const char *name = command->arguments[0];
    const Preset *preset = preset_find(name);
    if (!preset) return error_usage(error, "preset: there is no \"%s\"", name);
    if (!preset_apply(&next, preset, error)) return false;
    app_follow_schedule(app, &next);
    return app_apply_settings(app, &next, error);
}
