// SPDX-License-Identifier: MIT
// Faces and their glyphs. Glyphs are rasterized by SDL_ttf on first use, per face, size and quarter
// of a pixel, into one atlas of coverage bytes. A code point that a face lacks is taken from the
// fallback face, or from that for Hangul.
#ifndef ALPHABAR_DRAW_FONT_H
#define ALPHABAR_DRAW_FONT_H

#include "base/error.h"
#include "draw/color.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum Face {
    FACE_TEXT,     // Inter
    FACE_BOLD,     // Inter SemiBold
    FACE_MATH,     // Latin Modern Math
    FACE_FALLBACK, // DejaVu Sans
    FACE_HANGUL,   // Nanum Gothic, where it is there
    FACE_HANGUL_BOLD,
    FACES
} Face;

typedef struct TextStyle {
    Face face;
    int size; // pixels an em
    Color color;
} TextStyle;

typedef struct Glyph {
    uint32_t key[2];     // internal
    uint16_t u, v, w, h; // place in the atlas, texels
    float left, top;     // from the pen to the quad's corner, pixels; y down, so top < 0
    float advance;       // pixels
} Glyph;

typedef struct Fonts Fonts;

// The faces' files are those found when the program was configured, or beside the program in
// ../share/alphabar/fonts. Fails when not even the fallback face is there.
Fonts *fonts_open(Error *error);
void fonts_close(Fonts *fonts);

// size: pixels an em, at least 1. phase: 0..3 quarters of a pixel to the right.
Glyph fonts_glyph(Fonts *fonts, Face face, int size, uint32_t code_point, int phase);
float fonts_digit_advance(Fonts *fonts, Face face, int size); // the widest of 0..9

// Whether FACE_MATH is a real one, with the italic letters U+1D434 and on.
bool fonts_has_math(const Fonts *fonts);

bool fonts_has_hangul(const Fonts *fonts);

// The atlas: side × side coverage bytes. `generation` changes whenever bytes changed; `overflows`
// whenever all glyphs moved, so that a draw list made before must be made again.
typedef struct Atlas {
    int side;
    uint8_t *bytes;
    unsigned generation, overflows;
    int dirty_from, dirty_to; // rows changed since fonts_atlas_cleaned
} Atlas;
const Atlas *fonts_atlas(const Fonts *fonts);
void fonts_atlas_cleaned(Fonts *fonts);

#endif
