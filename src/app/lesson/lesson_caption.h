// SPDX-License-Identifier: MIT
// What stands below the stage in a lesson: the caption, the stop's number, which opens the list of
// all stops, and in the window the ways to its neighbours and out.
#ifndef ALPHABAR_APP_LESSON_LESSON_CAPTION_H
#define ALPHABAR_APP_LESSON_LESSON_CAPTION_H

#include "app/app.h"
#include "ui/rich.h"

// In pixels, the same at all stops, so that what stands above keeps its place; 0 without a lesson.
float lesson_height(App *app);
void lesson_draw(App *app, Rect rect);
void lesson_popups(App *app, Rect rect); // the list of stops, after everything else

// The caption of the stop as it stands there, cut into lines.
RichLines lesson_lines(App *app);

#endif
