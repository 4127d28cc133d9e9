// SPDX-License-Identifier: MIT
// A lesson: stops of commands with a caption each, gone through with Page Down and Page Up. What a
// lesson's file holds says app/lesson/lesson_file.h.
//
// Every stop begins in the state that the one before it left, whatever was tried out in between;
// leaving brings back the state from before.
#ifndef ALPHABAR_APP_LESSON_LESSON_H
#define ALPHABAR_APP_LESSON_LESSON_H

#include "app/app.h"

// NAME of a built-in lesson ("forward") or a file's path. Errors read "NAME:LINE: WHY".
bool lesson_start(App *app, const char *name, Error *error);
void lesson_end(App *app); // brings back what was before; nothing where there is no lesson
void lesson_free(Lesson *lesson);

// On to the next stop, which after the last is the end, or back to the one before.
bool lesson_next(App *app, Error *error);
bool lesson_previous(App *app, Error *error);

bool lesson_is_gliding(const App *app);
bool lesson_continue(App *app, Error *error); // moves what glides; call once a frame

int lesson_stops(const App *app); // 0: there is no lesson
int lesson_stop(const App *app);  // from 0
// In the language that is set, rich text; a title may be "".
const char *lesson_caption(const App *app, int stop);
const char *lesson_title(const App *app, int stop);
const char *lesson_focus(const App *app); // names of panels; NULL: all are

// For films: how long all stops of a lesson take when nobody waits, in seconds, in any language,
// and the lesson that was started at such a time.
bool lesson_measure(const char *name, double *seconds, Error *error);
bool lesson_seek(App *app, double seconds, Error *error);

#endif
