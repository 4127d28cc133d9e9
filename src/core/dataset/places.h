// SPDX-License-Identifier: MIT
// What an index of a set holds: where its pictures lie along a few axes. core/dataset/index.h makes
// it and looks through it.
#ifndef ALPHABAR_CORE_DATASET_PLACES_H
#define ALPHABAR_CORE_DATASET_PLACES_H

#include <stddef.h>
#include <stdint.h>

enum {
    AXES = 126,
    AXES_TOGETHER = 16,
    AXES_PADDED = 128,
    INDEX_BLOCK = 64,   // pictures that lie together
    INDEX_FIRST = 16,   // numbers of the first look: 15 axes, and r beside them
    INDEX_SECOND = 112, // of the second: the other axes, and r beside all
};
_Static_assert(INDEX_FIRST - 1 + INDEX_SECOND - 1 == AXES, "each axis once");

typedef struct DatasetIndex {
    size_t length, count, blocks;
    float *axes;     // of dataset_axes
    uint32_t *order; // picture numbers, block × INDEX_BLOCK; the last repeats itself
    float *first;    // block × INDEX_FIRST × INDEX_BLOCK
    int8_t *second;  // block × INDEX_BLOCK × INDEX_SECOND: (number - middle) / step
    float *low;      // INDEX_FIRST × blocks: the box about each block
    float *high;
    double reach; // the largest |x|
    float middle[INDEX_SECOND], step;
    float blur; // of all of a picture's second numbers, at most: the root of squared errors
} DatasetIndex;

// Room for that of `count` pictures of `length` values, nothing in it; NULL where there is no
// memory.
DatasetIndex *dataset_index_alloc(size_t count, size_t length);
void dataset_index_free(DatasetIndex *index); // takes NULL

#endif
