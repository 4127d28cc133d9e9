// SPDX-License-Identifier: MIT
// The pixels of a picture's file: what the decoders make and io/image.h hands out.
#ifndef ALPHABAR_IO_PIXELS_H
#define ALPHABAR_IO_PIXELS_H

// Larger ones are refused by their header, before memory is taken.
#define IMAGE_MAX_PIXELS 134217728.0 // 2^27

// An Image of numbers, which are no levels of light and may be any: latents, say.
#define IMAGE_VALUES 32

typedef struct Image {
    int width, height;
    int channels; // 1 grey, 2 grey + alpha, 3 RGB, 4 RGBA; interleaved. Of values 1 to 256
    int bits;     // 8 or 16 a channel; IMAGE_VALUES
    void *data;   // uint8_t, uint16_t, or float where it has values; owned
} Image;

#endif
