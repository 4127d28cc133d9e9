// SPDX-License-Identifier: MIT
// A lesson: stops of commands with a caption each, gone through with Page Down and Page Up.
//
// A lesson file has one command a line, as a --script file, and three words more:
//     say TEXT          the caption, rich text (ui/rich.h); say:ko TEXT is the Korean one
//     play A B SECONDS  moves t from A to B meanwhile
//     pause             the end of a stop: waits for Page Down
// Lines before the first `say` belong to the first stop. Every stop begins in the state that the
// one before it left, whatever was tried out in between; leaving brings back the state from before.
#ifndef ALPHABAR_APP_LESSON_H
#define ALPHABAR_APP_LESSON_H

#include "app/app.h"

// NAME of a built-in lesson ("forward") or a file's path. Errors read "NAME:LINE: WHY".
bool lesson_start(App *app, const char *name, Error *error);
void lesson_end(App *app); // brings back what was before; nothing where there is no lesson
void lesson_free(Lesson *lesson);

// On to the next stop, which after the last is the end, or back to the one before.
bool lesson_next(App *app, Error *error);
bool lesson_previous(App *app, Error *error);

bool lesson_is_gliding(const App *app);
bool lesson_continue(App *app, Error *error); // moves t on; call once a frame

// For films: how long all stops of a lesson take when nobody waits, in seconds, in any language,
// and the lesson that was started at such a time.
bool lesson_measure(const char *name, double *seconds, Error *error);
bool lesson_seek(App *app, double seconds, Error *error);

// The caption's height in pixels, 0 without a lesson, and the caption itself.
float lesson_height(App *app);
void lesson_draw(App *app, Rect rect);

#endif
