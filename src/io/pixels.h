// SPDX-License-Identifier: MIT
// The pixels of a picture's file: what the decoders make and io/image.h hands out.
#ifndef ALPHABAR_IO_PIXELS_H
#define ALPHABAR_IO_PIXELS_H

// Larger ones are refused by their header, before memory is taken.
#define IMAGE_MAX_PIXELS 134217728.0 // 2^27

typedef struct Image {
    int width, height;
    int channels; // 1 grey, 2 grey + alpha, 3 RGB, 4 RGBA; interleaved
    int bits;     // 8 or 16 a channel
    void *data;   // uint8_t or uint16_t; owned
} Image;

#endif
