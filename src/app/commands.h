// SPDX-License-Identifier: MIT
// Commands carried out. Each row of conf/commands.inc has its function run_NAME, in the source of
// what it is about; those that are about options, plots and schedules alone are in *_commands.c.
#ifndef ALPHABAR_APP_COMMANDS_H
#define ALPHABAR_APP_COMMANDS_H

#include "app/history.h"
#include "conf/command.h"

#define COMMAND(ID, NAME, ...) bool run_##NAME(App *app, const Command *command, Error *error);
#include "conf/commands.inc"
#undef COMMAND

// One command line, which the history records as its row says. What App.run is.
bool commands_run(App *app, const char *line, Sender sender, Error *error);

#endif
