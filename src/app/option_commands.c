// SPDX-License-Identifier: MIT
// Commands that set options, one or some together.
#include "app/app.h"
#include "app/commands.h"
#include "app/levels_source.h"
#include "model/levels.h"
#include "model/source.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

// What the pictures show never leaves them.
static void stay_inside(Settings *settings) {
    double half = 0.5 / settings->picture.zoom;
    settings->picture.zoom_x = fmin(1 - half, fmax(half, settings->picture.zoom_x));
    settings->picture.zoom_y = fmin(1 - half, fmax(half, settings->picture.zoom_y));
}

// own.config is what the scheduler_config.json says that the schedule was read from.
static bool follow_config(App *app, Settings *next, Error *error) {
    const SchedulerConfig *config = model_config(&app->model);
    if (!config)
        return error_usage(error,
                           "levels: own.config needs a scheduler_config.json that says which "
                           "(--scheduler-config)");
    return levels_source_config(next, config, error);
}

bool app_set_option(App *app, const Option *option, const char *value, Error *error) {
    const Settings *was = &app->settings;
    Settings next = *was;
    if (value && !option_set(&next, option, value, error))
        return error_prefix(error, "%s", option->name);
    if (option->by_open) return error_usage(error, "%s: use `open FILE`", option->name);
    if (!value) option_reset(&next, option);
    if (!value && option->is_step)
        next.t = settings_t_at(settings_default_u(), next.schedule.steps);
    if (option->on_change && !option->on_change(&next, was, error)) return false;
    if (option->id == OPT_LEVELS && next.levels.method == 1 + LEVELS_OWN_CONFIG &&
        !follow_config(app, &next, error))
        return false;
    if (option->is_step) {
        app->place = next.u;
        if (was->play.playing) app->played = next.u;
    }
    app_follow_schedule(app, &next);
    stay_inside(&next);
    return app_apply_settings(app, &next, error);
}

static bool set(App *app, const char *name, const char *value, Error *error) {
    const Option *option = option_find(name);
    if (!option) return error_usage(error, "%s: there is no such option", name);
    return app_set_option(app, option, value, error);
}

static bool set_text(App *app, const Option *option, Error *error, const char *format, ...)
    PRINTF_LIKE(4, 5);

static bool set_text(App *app, const Option *option, Error *error, const char *format, ...) {
    char value[128];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(value, sizeof value, format, arguments);
    va_end(arguments);
    return app_set_option(app, option, value, error);
}

bool run_set(App *app, const Command *command, Error *error) {
    return set(app, command->arguments[0], command->arguments[1], error);
}

bool run_reset(App *app, const Command *command, Error *error) {
    return set(app, command->arguments[0], NULL, error);
}

// The schedule `file` is there where a list of betas is.
static int next_choice(const App *app, const Option *option) {
    int next = (int)option_number(&app->settings, option) + 1;
    if (!option_choice(option, next)) return 0;
    Settings trial = app->settings;
    Error ignored;
    CHECK(option_set(&trial, option, option_choice(option, next), &ignored));
    return trial.schedule.family == SCHEDULE_FILE && !app->model.betas ? 0 : next;
}

bool run_toggle(App *app, const Command *command, Error *error) {
    const char *name = command->arguments[0];
    const Option *option = option_find(name);
    if (!option || (option->type != OPTION_BOOL && option->type != OPTION_CHOICE))
        return error_usage(error, "toggle: \"%s\" is no switch", name);
    if (option->type == OPTION_CHOICE)
        return app_set_option(app, option, option_choice(option, next_choice(app, option)), error);
    bool on = option_number(&app->settings, option) != 0;
    return app_set_option(app, option, on ? "0" : "1", error);
}

// What a slider orders its values by.
static double rank(const Option *option, double value) {
    return option->zero_is_largest && value == 0 ? (double)INFINITY : value;
}

bool run_add(App *app, const Command *command, Error *error) {
    const char *name = command->arguments[0], *steps = command->arguments[1];
    const Option *option = option_find(name);
    double by;
    if (!option || (option->type != OPTION_INT && option->type != OPTION_REAL))
        return error_usage(error, "add: \"%s\" is no number", name);
    if (!read_real(steps, &by)) return error_usage(error, "add: takes a number, not \"%s\"", steps);
    double value = option_number(&app->settings, option);
    double next = option_at_place(option, option_place(option, value) + by / 100);
    // A whole number moves by one at least, and nothing that stands beyond the slider jumps back.
    if (option->type == OPTION_INT && next == value && by != 0) next += by > 0 ? 1 : -1;
    bool back = by > 0 ? rank(option, next) < rank(option, value)
                       : rank(option, next) > rank(option, value);
    if (by != 0 && back) next = value;
    double most = option->is_step ? app->settings.schedule.steps : option->max;
    next = fmin(most, fmax(option->min, next));
    return set_text(app, option, error, "%.17g", next);
}

// From level to level where the levels of a sampler are shown.
enum { LEVEL_STRIDE = 1000 };

bool run_step(App *app, const Command *command, Error *error) {
    const char *text = command->arguments[0];
    long long by;
    if (!read_int(text, &by) || llabs(by) > 1000000)
        return error_usage(error, "step: takes a whole number, not \"%s\"", text);
    long long t = app->settings.t + by;
    const ModelLevels *levels = model_levels(&app->model);
    bool beyond = llabs(by) > LEVEL_STRIDE; // Home and End
    if (levels->on && !beyond) t = model_levels_from(levels, app->settings.t, (int)by);
    t = t < 1 ? 1 : t > app->settings.schedule.steps ? app->settings.schedule.steps : t;
    return set_text(app, option_row(OPT_T), error, "%lld", t);
}

bool run_move_level(App *app, const Command *command, Error *error) {
    const char *const *words = command->arguments;
    const ModelLevels *levels = model_levels(&app->model);
    long long index;
    double log_snr;
    Settings next = app->settings;
    if (!read_int(words[0], &index) || llabs(index) > LEVELS_LIST_MOST ||
        !read_real(words[1], &log_snr))
        return error_usage(error, "move_level: takes a level's number and a log SNR, not \"%s %s\"",
                           words[0], words[1]);
    if (!levels->on)
        return error_usage(error, "move_level: no levels are shown (set levels METHOD)");
    return levels_move(&next, &levels->lists[0], (int)index, log_snr, error) &&
           app_apply_settings(app, &next, error);
}

bool run_play(App *app, const Command *command, Error *error) {
    (void)command;
    return app_set_option(app, option_row(OPT_PLAYING), "1", error);
}

bool run_pause(App *app, const Command *command, Error *error) {
    (void)command;
    return app_set_option(app, option_row(OPT_PLAYING), "0", error);
}

bool run_view(App *app, const Command *command, Error *error) {
    return app_set_option(app, option_row(OPT_VIEW), command->arguments[0], error);
}

bool run_stage(App *app, const Command *command, Error *error) {
    return app_set_option(app, option_row(OPT_STAGE), command->arguments[0], error);
}

bool run_new_noise(App *app, const Command *command, Error *error) {
    (void)command;
    return set_text(app, option_row(OPT_SEED), error, "%llu",
                    (unsigned long long)app->settings.noise.seed + 1);
}

bool run_new_draw(App *app, const Command *command, Error *error) {
    (void)command;
    return set_text(app, option_row(OPT_DRAW), error, "%d",
                    (app->settings.noise.draw + 1) % 1000000);
}

bool run_pin(App *app, const Command *command, Error *error) {
    long long at[2];
    const int side[2] = { app->model.x.width, app->model.x.height };
    for (int i = 0; i < 2; i++)
        if (!read_int(command->arguments[i], &at[i]) || at[i] < 0 || at[i] >= side[i])
            return error_usage(error, "pin: takes a pixel of the %d × %d picture, not %s %s",
                               side[0], side[1], command->arguments[0], command->arguments[1]);
    Settings next = app->settings;
    next.picture.pin_x = (int)at[0], next.picture.pin_y = (int)at[1];
    return app_apply_settings(app, &next, error);
}

bool run_unpin(App *app, const Command *command, Error *error) {
    (void)command;
    return app_set_option(app, option_row(OPT_PIN_X), "-1", error) &&
           app_set_option(app, option_row(OPT_PIN_Y), "-1", error);
}

bool run_zoom(App *app, const Command *command, Error *error) {
    double values[3];
    for (int i = 0; i < 3; i++)
        if (!read_real(command->arguments[i], &values[i]))
            return error_usage(error, "zoom: takes numbers, not \"%s\"", command->arguments[i]);
    if (values[0] < 1 || values[0] > ZOOM_MOST)
        return error_usage(error, "zoom: takes a factor from 1 to %d, not \"%s\"", ZOOM_MOST,
                           command->arguments[0]);
    Settings next = app->settings;
    next.picture.zoom = values[0];
    next.picture.zoom_x = values[1];
    next.picture.zoom_y = values[2];
    stay_inside(&next);
    return app_apply_settings(app, &next, error);
}
