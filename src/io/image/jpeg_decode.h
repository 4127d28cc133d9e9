// SPDX-License-Identifier: MIT
// JPEG by libjpeg-turbo, whose decoder takes no more than the memory that it is given and no more
// scans than any picture has.
#ifndef ALPHABAR_IO_IMAGE_JPEG_DECODE_H
#define ALPHABAR_IO_IMAGE_JPEG_DECODE_H

#include "base/error.h"
#include "io/image/watch.h"
#include "io/pixels.h"

#include <stddef.h>
#include <stdint.h>

// Grey or RGB of 8 bits, as it lies in the file; CMYK becomes RGB. Errors have no path. `image` is
// left as it was on failure. `watch` may be NULL.
bool jpeg_decode(Image *image, const uint8_t *bytes, size_t length, const ImageWatch *watch,
                 Error *error);

#endif
