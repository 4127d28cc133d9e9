// SPDX-License-Identifier: MIT
// A pixel in numbers. The caption's two lines end at `right`, below `top`, and stay right of
// `left`. Pixels of a picture that shows `part` of itself in `rect` have theirs inside from so many
// units a side on, three channels from more, with bytes from so many.
#ifndef ALPHABAR_PANEL_INSPECTOR_H
#define ALPHABAR_PANEL_INSPECTOR_H

#include "panel/scene.h"

enum { INSPECTOR_LEAST = 40, INSPECTOR_LEAST_OF_THREE = 46, INSPECTOR_WIDE = 84 };

// What the screen shows of a value: [−1, 1] to 0..255, clipped.
typedef struct Shade {
    int byte;
    bool clipped;
} Shade;
Shade shade_of(double value);

float inspector_room(const Scene *scene); // what the caption needs, pixels

// Fewer digits where there is less room, and nothing where there is none. `pixel` is one of the
// picture's.
void inspector_caption(const Scene *scene, PictureKind kind, Pixel pixel, float left, float right,
                       float top);
void inspector_pixels(const Scene *scene, Rect rect, Rect part, PictureKind kind);
bool inspector_has_room(const Scene *scene, Rect rect, Rect part); // for one channel
// The followed one, on its level of grey.
void inspector_channel(const Scene *scene, Rect rect, Rect part, PictureKind kind);

#endif
