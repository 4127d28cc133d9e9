// SPDX-License-Identifier: MIT
// A picture as the mathematics sees it: planar float32 values in [-1, 1].
#ifndef ALPHABAR_CORE_PICTURE_H
#define ALPHABAR_CORE_PICTURE_H

#include "base/error.h"

#include <stddef.h>

// channels × height × width, C order, one block of channels * width * height floats (64-byte
// aligned). channels is 1 (grey) or 3 (red, green, blue). Zero is an empty picture.
typedef struct Picture {
    int width, height, channels;
    float *values;
} Picture;

// Values are not set. Fails when the machine has no such block; `picture` is then as it was.
bool picture_alloc(Picture *picture, int width, int height, int channels, Error *error);
void picture_free(Picture *picture);

size_t picture_plane_length(const Picture *picture);       // width * height
float *picture_plane(const Picture *picture, int channel); // borrowed
size_t picture_length(const Picture *picture);             // of all planes

// Moments over all values, summed in double in a fixed order.
typedef struct Moments {
    double mean, mean_square;
} Moments;
Moments picture_moments(const Picture *picture);

#endif
