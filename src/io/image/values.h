// SPDX-License-Identifier: MIT
// A picture of numbers in a .npy: H × W or H × W × C, after any sizes of 1; C up to
// PICTURE_CHANNELS. Floating point stays what it is, up to PICTURE_LARGEST; uint8 is v/127.5 - 1.
#ifndef ALPHABAR_IO_IMAGE_VALUES_H
#define ALPHABAR_IO_IMAGE_VALUES_H

#include "base/error.h"
#include "io/npy.h"
#include "io/pixels.h"

bool values_is_npy(const uint8_t *bytes, size_t length);
// Errors have no path. `image` is left as it was on failure.
bool values_decode(Image *image, const uint8_t *bytes, size_t length, Error *error);

// The header of the file at `path`. Errors read "PATH: WHY".
bool values_read_header(NpyArray *array, const char *path, Error *error);

#endif
