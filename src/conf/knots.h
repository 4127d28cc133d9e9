// SPDX-License-Identifier: MIT
// The commands that draw a schedule.
#ifndef ALPHABAR_CONF_KNOTS_H
#define ALPHABAR_CONF_KNOTS_H

#include "conf/command.h"
#include "conf/settings.h"

// Whether the curve on screen is the one that the knots give.
bool knots_are_shown(const Settings *settings);

// Carries out a command of knots on `next`. `why` says what stopped a move, NULL where nothing did.
bool knots_command(Settings *next, const Command *command, const char **why, Error *error);

// Makes `next` the custom schedule closest to a table; `said` tells how close.
bool knots_fit_to(Settings *next, const Schedule *schedule, char *said, size_t size);

#endif
