// SPDX-License-Identifier: MIT
#include "ui/style.h"

#include <math.h>

static const unsigned colors[2][HUES] = {
    { 0x15171c, 0x1c1f26, 0x2c313b, 0xe8eaee, 0x9aa3b2, 0x5c6675, 0x5ab4f0, 0xf0a03c, 0xe8eaee,
      0x3ecf9b, 0xd58cc0, 0xf0705a, 0xe8d04c },
    { 0xffffff, 0xf5f6f8, 0xd9dde3, 0x1c2026, 0x5b6472, 0x9aa3b2, 0x0a6fb8, 0xb86a00, 0x1c2026,
      0x00855c, 0xa0498a, 0xc7402a, 0x8a7200 },
};

Color style_color(int theme, Hue hue) {
    return color_hex(colors[theme][hue]);
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
