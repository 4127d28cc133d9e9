// SPDX-License-Identifier: MIT
// A picture that is opened by hand is read and decoded beside the window, which goes on with the
// one before; then the command that asked for it runs once more and finds it there. All commands of
// a lesson, of a window with a script and without a window wait for it instead.
#ifndef ALPHABAR_APP_FILES_OPENING_H
#define ALPHABAR_APP_FILES_OPENING_H

#include "app/app.h"
#include "ui/rich.h"

// For the command "open PATH", which shows the picture in that file: true where it has nothing more
// to do for now. What was asked for before is then not wanted any more.
bool opening_begin(App *app, const char *path, const char *picture);
bool opening_may_begin(const App *app); // whether it would be so for a command that runs now

// model_open, with the picture that was read beside the window where it is this one. "": the
// built-in one. Either is shown in place of what is still being opened.
bool opening_show(App *app, const char *picture, Error *error);

void opening_follow(App *app); // once a turn of the window's loop
// Where it is the last that was asked for undo takes it back, before any step.
bool opening_withdraw(App *app);
void opening_free(App *app);

// The number of the wish that the command "open PATH" left, from 1 on; 0: it is not under way.
unsigned opening_of(const App *app, const char *path);

// What is being opened, for a person; "" where nothing is.
const char *opening_name(const App *app);
// "opening NAME …" within `room` pixels. False where nothing is, or not for long enough that it is
// worth a word; the window is drawn again when it is. `done` is how much of it is there, 0..1, or 0
// where that is not known.
bool opening_words(App *app, RichStyle style, float room, char *out, size_t size, double *done);

#endif
