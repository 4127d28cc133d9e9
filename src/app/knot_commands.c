// SPDX-License-Identifier: MIT
// The commands that draw a schedule (conf/knots.h), and what they say.
#include "app/app.h"
#include "app/commands.h"
#include "base/translate.h"
#include "conf/knots.h"

// A message with names of quantities in it.
static void say_named(App *app, const char *message) {
    Text text = { 0 };
    notation_plain(&text, settings_notation(&app->settings), _(message));
    app_say(app, false, text.data);
    text_free(&text);
}

// A drag goes as far as it can; what stops it is said beside it.
static bool change(App *app, const Command *command, KnotChange *by, Error *error) {
    Settings next = app->settings;
    const char *why;
    if (!knots_change(&next, command, by, &why, error) || !app_apply_settings(app, &next, error))
        return false;
    if (why)
        say_named(app, why);
    else if (app->stopped)
        app->message_until = 0; // it goes on
    app->stopped = why != NULL;
    return true;
}

bool run_move_knot(App *app, const Command *command, Error *error) {
    return change(app, command, knots_command_move, error);
}

bool run_nudge_knot(App *app, const Command *command, Error *error) {
    return change(app, command, knots_command_nudge, error);
}

bool run_add_knot(App *app, const Command *command, Error *error) {
    return change(app, command, knots_command_add, error);
}

bool run_remove_knot(App *app, const Command *command, Error *error) {
    return change(app, command, knots_command_remove, error);
}

bool run_next_knot(App *app, const Command *command, Error *error) {
    return change(app, command, knots_command_next, error);
}

bool run_fit_knots(App *app, const Command *command, Error *error) {
    Settings next = app->settings;
    char said[320];
    if (!knots_fit_to(&next, command, model_table(&app->model), said, sizeof said, error))
        return false;
    if (!app_apply_settings(app, &next, error)) return false;
    say_named(app, said);
    return true;
}
