// SPDX-License-Identifier: MIT
// A --script file: one command a line, run as if typed. `wait` lets frames pass; `click` and
// `drag` go through the same input as a real mouse, `key` runs the command of a key's row.
#ifndef ALPHABAR_APP_SCRIPT_H
#define ALPHABAR_APP_SCRIPT_H

#include "app/app.h"

// Reads the whole file ("-": standard input) and checks every line. Errors read "PATH:LINE: WHY".
Script *script_read(const char *path, Error *error);
void script_free(Script *script); // takes NULL

// Runs lines until one waits or the end; call once a frame. A line that fails stops the script with
// "PATH:LINE: WHY" and ends the program with that error's status.
bool script_continue(App *app, Error *error);
bool script_is_running(const App *app);

// Escape: for what is being typed, the control that has the keys, the chosen knot, or whatever lies
// on top.
void app_press_escape(App *app);

// The command of a pressed key, if it has one; window.c sends real keys here too.
bool app_key(App *app, const char *key, Error *error);

#endif
