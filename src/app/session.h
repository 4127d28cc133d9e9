// SPDX-License-Identifier: MIT
// Sessions: all that is set, what was opened and where the plots are zoomed, in a file
// (io/session.h says how it looks). Files are named from the session's folder where they lie in it,
// so that the folder can be moved as a whole.
#ifndef ALPHABAR_APP_SESSION_H
#define ALPHABAR_APP_SESSION_H

#include "app/app.h"

typedef struct SavedState {
    Settings settings;
    char picture[SETTINGS_PATH]; // empty: the built-in one
    PlotRange ranges[PLOTS];
} SavedState;

// What a session file asks for, checked row by row; what it does not name is at its default. Names
// that are not known are passed over, with a word in the log where `aloud`.
bool session_load(SavedState *state, const char *path, bool aloud, Error *error);

// In the window: all or nothing.
bool session_open(App *app, const char *path, Error *error);

// A name that nothing in the folder the program was started in has yet.
void session_new_name(char *out, size_t size);

// Ranges as `range` takes them, where a plot is zoomed.
void session_set_ranges(App *app, const PlotRange ranges[PLOTS]);

#endif
