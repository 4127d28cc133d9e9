// SPDX-License-Identifier: MIT
// Where something is drawn: pixels of the target, origin at the top left, y down; and in which of
// the layers, each above the one before.
#ifndef ALPHABAR_DRAW_GEOMETRY_H
#define ALPHABAR_DRAW_GEOMETRY_H

#include <stdbool.h>

typedef struct Rect {
    float x, y, w, h;
} Rect;

typedef struct Point {
    float x, y;
} Point;

typedef enum Layer { LAYER_BASE, LAYER_MARKS, LAYER_POPUP, LAYER_TOOLTIP, LAYERS } Layer;

bool rect_holds(Rect rect, float x, float y); // its right and lower edge are outside
Rect rect_inset(Rect rect, float by);

#endif
