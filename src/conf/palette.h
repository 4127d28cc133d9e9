// SPDX-License-Identifier: MIT
// The colours of both themes. One colour a quantity, everywhere: the symbol in the formula, the
// line in the plot, the frame of the picture, the slider's fill. All in which words or numbers are
// written stand at 4.5 : 1 or more against both grounds of their theme.
#ifndef ALPHABAR_CONF_PALETTE_H
#define ALPHABAR_CONF_PALETTE_H

typedef enum Hue {
    HUE_GROUND, // below everything
    HUE_PANEL,  // the other ground
    HUE_LINE,   // hairlines and frames; never writing
    HUE_INK,
    HUE_MUTED,
    HUE_FAINT, // the least that can be read
    HUE_X,
    HUE_NOISE,
    HUE_Z,
    HUE_MEAN,
    HUE_SIGMA,
    HUE_BETA,
    HUE_ALPHA,
    HUE_FIRST, // of what is compared: told apart by all kinds of colour vision, no quantity's
    HUE_SECOND,
    HUE_THIRD,
    HUE_FOURTH,
    HUES
} Hue;

// 0xRRGGBB. theme: conf/settings.h.
unsigned palette_hex(int theme, Hue hue);

#endif
