// SPDX-License-Identifier: MIT
#include "ui/style.h"

#include <math.h>

Color style_color(int theme, Hue hue) {
    return color_hex(palette_hex(theme, hue));
}

// Opaque, since flat rectangles are not blended.
Color style_edge(int theme) {
    Color ground = style_color(theme, HUE_PANEL), faint = style_color(theme, HUE_FAINT);
    return (Color){ (uint8_t)((ground.r * 2 + faint.r * 3) / 5),
                    (uint8_t)((ground.g * 2 + faint.g * 3) / 5),
                    (uint8_t)((ground.b * 2 + faint.b * 3) / 5), 255 };
}

Hue style_hue(char letter) {
    switch (letter) {
    case 'x': return HUE_X;
    case 'n': return HUE_NOISE;
    case 'z': return HUE_Z;
    case 'm': return HUE_MEAN;
    case 's': return HUE_SIGMA;
    case 'b': return HUE_BETA;
    case 'a': return HUE_ALPHA;
    case 'u': return HUE_MUTED;
    case 'f': return HUE_FAINT;
    default: return HUE_INK;
    }
}

float style_scale(int width, int height, double ui_scale) {
    float fit = fminf((float)width / 1600, (float)height / 900);
    return fmaxf(fit, 0.82f) * (float)ui_scale;
}
