// SPDX-License-Identifier: MIT
// Colours and measures. One colour a quantity, everywhere: the symbol in the equation, the line in
// the plot, the frame of the picture, the slider's fill.
#ifndef ALPHABAR_UI_STYLE_H
#define ALPHABAR_UI_STYLE_H

#include "draw/color.h"

typedef enum Hue {
    HUE_GROUND,
    HUE_PANEL,
    HUE_LINE,
    HUE_INK,
    HUE_MUTED,
    HUE_FAINT,
    HUE_X,
    HUE_NOISE,
    HUE_Z,
    HUE_MEAN,
    HUE_SIGMA,
    HUE_BETA,
    HUE_ALPHA,
    HUES
} Hue;

Color style_color(int theme, Hue hue); // theme: conf/settings.h

// The hue of a letter in rich text: x n z m s b a (the quantities), i ink, u muted, f faint.
Hue style_hue(char letter);

// Pixels for one unit of the layout, which is drawn up for 1600 × 900.
float style_scale(int width, int height, double ui_scale);

#endif
