// SPDX-License-Identifier: MIT
// How far two pictures of the same size are apart, and a picture of where.
#ifndef ALPHABAR_TESTS_GOLDEN_H
#define ALPHABAR_TESTS_GOLDEN_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct Distance {
    double mean;  // of the channels' absolute differences, 0..255
    double share; // of pixels of which a channel differs by more than GOLDEN_FAR
} Distance;

enum { GOLDEN_FAR = 48 };

// got: RGBA; wanted: `channels` (3 or 4) a pixel. diff: RGBA, the differences four times as bright.
static inline Distance golden_compare(const uint8_t *got, const uint8_t *wanted, int channels,
                                      size_t pixels, uint8_t *diff) {
    double total = 0, far = 0;
    for (size_t i = 0; i < pixels; i++) {
        int most = 0;
        for (size_t c = 0; c < 3; c++) {
            int by = abs((int)got[4 * i + c] - (int)wanted[(size_t)channels * i + c]);
            total += by;
            if (by > most) most = by;
            diff[4 * i + c] = (uint8_t)(by * 4 > 255 ? 255 : by * 4);
        }
        diff[4 * i + 3] = 255;
        far += most > GOLDEN_FAR;
    }
    return (Distance){ total / (3 * (double)pixels), far / (double)pixels };
}

#endif
