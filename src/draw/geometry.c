// SPDX-License-Identifier: MIT
#include "draw/geometry.h"

bool rect_holds(Rect rect, float x, float y) {
    return x >= rect.x && y >= rect.y && x < rect.x + rect.w && y < rect.y + rect.h;
}

Rect rect_inset(Rect rect, float by) {
    return (Rect){ rect.x + by, rect.y + by, rect.w - 2 * by, rect.h - 2 * by };
}
