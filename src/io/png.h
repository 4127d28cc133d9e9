// SPDX-License-Identifier: MIT
// PNG out: 8 bit, one IDAT, compressed by libdeflate.
#ifndef ALPHABAR_IO_PNG_H
#define ALPHABAR_IO_PNG_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct PngImage {
    int width, height;
    int channels;          // of `pixels`: 1 grey, 3 RGB, 4 RGBX (the fourth byte is ignored)
    size_t stride;         // bytes from row to row
    const uint8_t *pixels; // the top row first
} PngImage;

bool png_write(const char *path, const PngImage *image, Error *error);

#endif
