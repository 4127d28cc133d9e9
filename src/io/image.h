// SPDX-License-Identifier: MIT
// A picture as its file has it: decoded, at its own size and depth, alpha and all. Turning it into
// values (io/image_to_picture) composes alpha and scales down; both can change while the file need
// not be read again.
#ifndef ALPHABAR_IO_IMAGE_H
#define ALPHABAR_IO_IMAGE_H

#include "base/error.h"
#include "core/picture.h"
#include "io/image/watch.h"
#include "io/pixels.h"

#include <stdint.h>

// PNG, JPEG, BMP, TGA, GIF (first frame), PSD (its composite, which lies on white), HDR
// (tone-mapped to 8 bit), PNM, and .npy (io/image/values.h). Errors read "PATH: WHY". `image` is
// left as it was on failure.
bool image_load(Image *image, const char *path, Error *error);
bool image_load_memory(Image *image, const uint8_t *bytes, size_t length, const char *name,
                       Error *error);
// The same for who wants to follow it; `watch` may be NULL.
bool image_load_watched(Image *image, const char *path, const ImageWatch *watch, Error *error);
void image_free(Image *image);

// Values: v/127.5 - 1 (8 bit) or v/32767.5 - 1 (16 bit), or those that the file has. Alpha is
// composed on `background` (RGB bytes; grey takes their mean) first. Then, where the longer side
// exceeds `resolution` (0: never), the picture is scaled down to it by area averaging, keeping its
// shape (each side at least 1). Grey stays one channel. `picture` is zero or a picture, replaced on
// success only.
bool image_to_picture(Picture *picture, const Image *image, int resolution,
                      const uint8_t background[3], Error *error);

// Whether its fourth channel, or second, is how much of the background shows through.
bool image_has_alpha(const Image *image);

// The shape of that picture.
void image_size_at(const Image *image, int resolution, int *width, int *height, int *channels);

#endif
