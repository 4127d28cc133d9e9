// SPDX-License-Identifier: MIT
#include "conf/palette.h"

static const unsigned colors[2][HUES] = {
    {
        // dark
        [HUE_GROUND] = 0x15171c,
        [HUE_PANEL] = 0x1c1f26,
        [HUE_LINE] = 0x2c313b,
        [HUE_INK] = 0xe8eaee,
        [HUE_MUTED] = 0x9aa3b2,
        [HUE_FAINT] = 0x858e9d,
        [HUE_X] = 0x5ab4f0,
        [HUE_NOISE] = 0xf0a03c,
        [HUE_Z] = 0xe8eaee,
        [HUE_MEAN] = 0x3ecf9b,
        [HUE_SIGMA] = 0xd58cc0,
        [HUE_BETA] = 0xf0705a,
        [HUE_ALPHA] = 0xe8d04c,
        [HUE_FIRST] = 0x73e0ee,
        [HUE_SECOND] = 0x6e86f9,
        [HUE_THIRD] = 0xa28257,
        [HUE_FOURTH] = 0x9bba00,
    },
    {
        // light
        [HUE_GROUND] = 0xffffff,
        [HUE_PANEL] = 0xf5f6f8,
        [HUE_LINE] = 0xd9dde3,
        [HUE_INK] = 0x1c2026,
        [HUE_MUTED] = 0x5b6472,
        [HUE_FAINT] = 0x69717f,
        [HUE_X] = 0x0a6fb8,
        [HUE_NOISE] = 0xa35c00,
        [HUE_Z] = 0x1c2026,
        [HUE_MEAN] = 0x007a54,
        [HUE_SIGMA] = 0xa0498a,
        [HUE_BETA] = 0xbd3a25,
        [HUE_ALPHA] = 0x7d6700,
        [HUE_FIRST] = 0x3060fc,
        [HUE_SECOND] = 0xcc0090,
        [HUE_THIRD] = 0x005400,
        [HUE_FOURTH] = 0x3c0054,
    },
};

unsigned palette_hex(int theme, Hue hue) {
    return colors[theme][hue];
}
