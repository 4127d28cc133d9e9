// SPDX-License-Identifier: MIT
// The window's life: events in, frames out, asleep while nothing happens.
#ifndef ALPHABAR_APP_WINDOW_H
#define ALPHABAR_APP_WINDOW_H

#include "conf/arguments.h"

typedef struct App App;

// Its three parts, for a loop that is not our own. `app` starts as zero; window_end frees it,
// whether it started or not. A frame sleeps until there is something to do; it ends where app->quit
// is set, or fails where a script does.
bool window_start(App *app, const Arguments *arguments, Error *error);
bool window_frame(App *app, Error *error);
void window_end(App *app);

// All of it. Returns the exit status.
int window_run(const Arguments *arguments);

#endif
