// SPDX-License-Identifier: MIT
// The window's life: events in, frames out, asleep while nothing happens.
#ifndef ALPHABAR_APP_WINDOW_H
#define ALPHABAR_APP_WINDOW_H

#include "conf/arguments.h"

// Returns the exit status.
int window_run(const Arguments *arguments);

#endif
