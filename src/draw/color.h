// SPDX-License-Identifier: MIT
#ifndef ALPHABAR_DRAW_COLOR_H
#define ALPHABAR_DRAW_COLOR_H

#include <stdint.h>

typedef struct Color {
    uint8_t r, g, b, a; // not premultiplied
} Color;

static inline Color color_hex(uint32_t rgb) {
    return (Color){ (uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb, 255 };
}

static inline Color color_fade(Color color, float opacity) {
    color.a = (uint8_t)((float)color.a * opacity + 0.5f);
    return color;
}

#endif
