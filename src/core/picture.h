// SPDX-License-Identifier: MIT
// A picture as the mathematics sees it: planar float32 values, of files of pixels in [-1, 1].
#ifndef ALPHABAR_CORE_PICTURE_H
#define ALPHABAR_CORE_PICTURE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

// channels × height × width, C order, one block of channels * width * height floats (64-byte
// aligned). channels is 1 (grey) or 3 (red, green, blue); of data that are no colours, up to
// PICTURE_CHANNELS, of any value up to PICTURE_LARGEST.
// Zero is an empty picture.
#define PICTURE_CHANNELS 256
#define PICTURE_LARGEST  1e6f // without its sign

typedef struct Picture {
    int width, height, channels;
    float *values;
} Picture;

// Values are not set. Fails when the machine has no such block; `picture` is then as it was.
bool picture_alloc(Picture *picture, int width, int height, int channels, Error *error);
void picture_free(Picture *picture);

// Whether this machine has memory for `count` pictures of this shape at once, which systems promise
// without having it. Fails with a line that says so.
bool picture_fits(int width, int height, int channels, int count, Error *error);

size_t picture_plane_length(const Picture *picture);       // width * height
float *picture_plane(const Picture *picture, int channel); // borrowed
size_t picture_length(const Picture *picture);             // of all planes

// A part of a picture, each 0..1 of its sides; may reach beyond it.
typedef struct Part {
    double x, y, width, height;
} Part;

// The part as width × height pixels, each one picked and none averaged, which would hide noise.
// `out` is zero or a picture, and becomes an empty one where `from` is. Fails as picture_alloc
// does.
bool picture_thin(Picture *out, const Picture *from, Part part, int width, int height,
                  Error *error);
// The pixel that it picks for pixel i of `count`, along a side of `side` pixels of which the part
// takes from..from + width.
int picture_pick(int i, int count, double from, double width, int side);

// The least interval that has [-1, 1] and all values in it.
typedef struct PictureRange {
    double low, high; // low < high
} PictureRange;
PictureRange picture_range(const Picture *picture);

// Moments over all values, summed in double in a fixed order.
typedef struct Moments {
    double mean, mean_square;
} Moments;
Moments picture_moments(const Picture *picture);

#endif
