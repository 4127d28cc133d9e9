// SPDX-License-Identifier: MIT
// A record as Scalable Vector Graphics 1.1: text stays text, a curve is one path, and what has one
// of the named colours has a class of that name, so that one rule recolours a quantity.
#ifndef ALPHABAR_DRAW_SVG_H
#define ALPHABAR_DRAW_SVG_H

#include "base/error.h"
#include "base/text.h"
#include "draw/record.h"

typedef struct SvgColor {
    const char *name; // of the class
    Color color;
} SvgColor;

typedef struct SvgSpec {
    int width, height; // pixels
    Color ground;
    bool bare;              // without it
    const SvgColor *colors; // the first that fits is taken
    size_t color_count;
    const char *comment; // goes into <metadata>; NULL: none
    // Appends the texture as a PNG file in base64.
    bool (*picture)(void *user, int texture, Text *out, Error *error);
    void *user;
} SvgSpec;

bool svg_write(Text *out, const DrawRecord *record, const SvgSpec *spec, Error *error);

#endif
