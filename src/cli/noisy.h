// SPDX-License-Identifier: MIT
// A .npy of noisy pictures z, of a data set's shape.
#ifndef ALPHABAR_CLI_NOISY_H
#define ALPHABAR_CLI_NOISY_H

#include "core/dataset.h"
#include "io/npy.h"

typedef struct Noisy {
    const char *path;
    FILE *file;
    NpyArray array;
    size_t count, next; // next: the picture at which the file stands
    uint8_t *bytes;     // of one picture
} Noisy;

// float in C order, H×W[×C] or N×H×W[×C] with the set's sides. Close it where it fails, too.
bool noisy_open(Noisy *noisy, const char *path, const Dataset *set, Error *error);
void noisy_close(Noisy *noisy);

// Picture `index` below count, interleaved in the file, planar in z. Fails where it is cut or has a
// value that is no finite number.
bool noisy_read(Noisy *noisy, const Dataset *set, size_t index, float *z, Error *error);

#endif
