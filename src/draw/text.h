// SPDX-License-Identifier: MIT
// One line of text on the draw list. Digits take one width (tabular figures); advances are exact to
// a quarter of a pixel.
#ifndef ALPHABAR_DRAW_TEXT_H
#define ALPHABAR_DRAW_TEXT_H

#include "draw/font.h"
#include "draw/list.h"

// Both return the width in pixels. x is the pen's start, baseline the y of the baseline.
float text_draw(DrawList *list, Fonts *fonts, TextStyle style, float x, float baseline,
                const char *text);
float text_width(Fonts *fonts, TextStyle style, const char *text);

#endif
