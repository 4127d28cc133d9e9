// SPDX-License-Identifier: MIT
// PNG by libpng, a row at a time into the picture: however much its data inflate to, no more is
// taken than the header says. Nothing is read but what makes the pixels; no gamma is applied.
#ifndef ALPHABAR_IO_IMAGE_PNG_DECODE_H
#define ALPHABAR_IO_IMAGE_PNG_DECODE_H

#include "base/error.h"
#include "io/image/watch.h"
#include "io/pixels.h"

#include <stddef.h>
#include <stdint.h>

// Of 1 to 4 channels, of 16 bits where the file has 16, else 8. Errors have no path. `image` is
// left as it was on failure. `watch` may be NULL.
bool png_decode(Image *image, const uint8_t *bytes, size_t length, const ImageWatch *watch,
                Error *error);

#endif
