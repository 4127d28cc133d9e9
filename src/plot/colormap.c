// SPDX-License-Identifier: MIT
#include "plot/colormap.h"

#include "conf/palette.h"

// Halves of the diverging map, each from 0 outwards, and the map of densities behind the ground.
static const uint32_t below[2][3] = { { 0x22252c, 0x2f77c4, 0xb5dcff },
                                      { 0xf4f4f2, 0x4a9bdc, 0x0b3a70 } };
static const uint32_t above[2][3] = { { 0x22252c, 0xc66a1e, 0xffdcae },
                                      { 0xf4f4f2, 0xe08a34, 0x7a3300 } };
static const uint32_t density[2][2] = { { 0x24649c, 0xcfe9ff }, { 0x6db1e6, 0x08345c } };

static uint8_t between(uint8_t a, uint8_t b, double by) {
    return (uint8_t)(a + (b - a) * by + 0.5);
}

// Through three colours, the middle one at a half.
static Color along(const uint32_t stops[3], double place) {
    if (!(place > 0)) place = 0;
    if (place > 1) place = 1;
    int from = place >= 0.5;
    double by = place * 2 - from;
    Color a = color_hex(stops[from]), b = color_hex(stops[from + 1]);
    return (Color){ between(a.r, b.r, by), between(a.g, b.g, by), between(a.b, b.b, by), 255 };
}

Color colormap_diverging(int theme, double value) {
    return value < 0 ? along(below[theme], -value) : along(above[theme], value);
}

Color colormap_density(int theme, double value) {
    const uint32_t stops[3] = { palette_hex(theme, HUE_GROUND), density[theme][0],
                                density[theme][1] };
    return along(stops, value);
}
