// SPDX-License-Identifier: MIT
#include "app/commands.h"

#include "app/app.h"
#include "app/files/opening.h"

typedef bool Handler(App *app, const Command *command, Error *error);

#define COMMAND(ID, NAME, ...) [COMMAND_##ID] = run_##NAME,
static Handler *const handlers[COMMANDS] = {
#include "conf/commands.inc"
};
#undef COMMAND

bool commands_run(App *app, const char *line, Sender sender, Error *error) {
    Command command;
    if (!command_parse(&command, line, error)) return false;
    if (command.id == COMMANDS) { // an empty line, or a comment
        command_free(&command);
        return true;
    }
    Moment before = app_moment(app);
    app->sender = sender;
    bool good = handlers[command.id](app, &command, error);
    if (good && sender != SENT_QUIETLY && !command_row(command.id)->unrecorded) {
        Moment after = app_moment(app);
        history_record(&app->history, before, &after, &command, sender, app->hand_press);
        moment_drop(&after);
    } else {
        moment_drop(&before);
    }
    command_free(&command);
    return good;
}

bool run_undo(App *app, const Command *command, Error *error) {
    (void)command;
    if (opening_withdraw(app)) return true;
    return history_undo(&app->history, app_moment(app), app_restore, app, error);
}

bool run_redo(App *app, const Command *command, Error *error) {
    (void)command;
    return history_redo(&app->history, app_moment(app), app_restore, app, error);
}

bool run_quit(App *app, const Command *command, Error *error) {
    (void)command, (void)error;
    return app->quit = true;
}
