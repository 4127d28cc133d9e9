// SPDX-License-Identifier: MIT
// A set of pictures of one shape, kept as the bytes they came as, value = v/127.5 - 1, or as
// float32 values, which may lie outside of [-1, 1], as latents do.
#ifndef ALPHABAR_CORE_DATASET_H
#define ALPHABAR_CORE_DATASET_H

#include "core/dataset/places.h"
#include "core/picture.h"

#include <stdint.h>

enum {
    DATASET_SLACK = 64,         // readable bytes past the last picture: vectors need no tails
    DATASET_VALUES = 1 << 22,   // of one picture, at most
    DATASET_NO_LABEL = 0xFFFF,  // of a picture that has none
    DATASET_LABEL_NAMES = 1024, // distinct names, at most
};

// count × channels × height × width, C order, planar as Picture is. Zero is an empty set.
typedef struct Dataset {
    int width, height, channels;
    size_t count;
    uint8_t *bytes;      // of a set of values as they are shown: rounded and clipped
    float *values;       // NULL in a set of bytes
    int64_t *norms;      // of each picture: the sum of (2 v - 255)², that is 255² |x|²
    double *squares;     // in their place in a set of values: |x|²
    uint16_t *labels;    // NULL where there are none
    char **label_names;  // NULL where labels are only numbers
    int label_count;     // labels are below it
    char name[256];      // for a person
    DatasetIndex *index; // of a large set, core/dataset/index.h; NULL: none
} Dataset;

// Room for `count` pictures, their bytes not set and, for large sets, not touched yet. Fails where
// a side or the whole is out of range or the machine has no such block; errors have no path.
bool dataset_alloc(Dataset *set, size_t count, int width, int height, int channels, Error *error);
bool dataset_alloc_values(Dataset *set, size_t count, int width, int height, int channels,
                          Error *error); // the same for a set of values
void dataset_free(Dataset *set);

size_t dataset_length(const Dataset *set); // values of one picture
const uint8_t *dataset_bytes(const Dataset *set, size_t index);

// Sums the norms once all bytes, or all values, are there; what is shown follows from the values.
void dataset_finish(Dataset *set);

// All values times a finite number above 0. A set of bytes becomes one of values; fails where there
// is no memory for it.
bool dataset_scale(Dataset *set, double by, Error *error);

// Picture `index` as values, dataset_length of them; of a set of bytes bit for bit what
// io/image_to_picture makes of them. The second's `out` has the set's shape.
void dataset_values(const Dataset *set, size_t index, float *out);
void dataset_picture(const Dataset *set, size_t index, Picture *out);
float dataset_value(uint8_t byte);

// The label's name, or its number as text in `number`; "" where the picture has none.
const char *dataset_label(const Dataset *set, size_t index, char number[16]);

#endif
