// SPDX-License-Identifier: MIT
// The commands that draw a schedule.
#ifndef ALPHABAR_CONF_KNOTS_H
#define ALPHABAR_CONF_KNOTS_H

#include "conf/command.h"
#include "conf/settings.h"

// Whether the curve on screen is the one that the knots give.
bool knots_are_shown(const Settings *settings);

// What each command of knots does to `next`. `why` says what stopped a move, NULL where nothing
// did.
typedef bool KnotChange(Settings *next, const Command *command, const char **why, Error *error);
KnotChange knots_command_move, knots_command_nudge, knots_command_add, knots_command_remove,
    knots_command_next;

// Does that where there are knots on screen.
bool knots_change(Settings *next, const Command *command, KnotChange *by, const char **why,
                  Error *error);

// Makes `next` the custom schedule closest to a table, of as many knots as the command takes;
// `said` tells how close.
bool knots_fit_to(Settings *next, const Command *command, const Schedule *schedule, char *said,
                  size_t size, Error *error);

#endif
