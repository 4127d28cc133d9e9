// SPDX-License-Identifier: MIT
// The list of files that Ctrl+O opens: a sheet over the window, which opens pictures and what else
// can be dropped on it.
#ifndef ALPHABAR_APP_FILES_FILES_H
#define ALPHABAR_APP_FILES_FILES_H

#include "app/app.h"

bool files_are_shown(const App *app);
void files_draw(App *app); // over everything, where it is shown
void files_free(App *app);

// Keys and text that are the sheet's while it is shown; with Ctrl they are the window's.
bool files_take_key(App *app, SDL_Keysym key);
bool files_take_text(App *app, const char *text);
bool files_take_named_key(App *app, const char *name); // as a script has them: "Return", "a"

// A person opened that file: it becomes the first of the recent ones. Not in scripts.
void files_remember(const App *app, const char *path);
// What was wanted by hand (files/opening.h) is there, or `why` not; NULL: it is.
void files_opened(App *app, const char *path, unsigned number, const Error *why);

// One line for whoever starts alphabar for the first time, until something is pressed.
void first_line_say(App *app);
void first_line_dismiss(App *app);

#endif
