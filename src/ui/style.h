// SPDX-License-Identifier: MIT
// Colours and measures; the colours' table is conf/palette.h.
#ifndef ALPHABAR_UI_STYLE_H
#define ALPHABAR_UI_STYLE_H

#include "conf/palette.h"
#include "draw/color.h"

Color style_color(int theme, Hue hue); // theme: conf/settings.h
Color style_edge(int theme);           // of frames, axes and hairs that must show but not speak

// The hue of a letter in rich text: x n z m s b a (the quantities), i ink, u muted, f faint.
Hue style_hue(char letter);

// Pixels for one unit of the layout, which is drawn up for 1600 × 900.
float style_scale(int width, int height, double ui_scale);

#endif
