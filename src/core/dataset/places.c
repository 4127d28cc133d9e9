// SPDX-License-Identifier: MIT
#include "core/dataset/places.h"

#include "base/memory.h"

#include <stdlib.h>

DatasetIndex *dataset_index_alloc(size_t count, size_t length) {
    DatasetIndex *index = mem_alloc(1, sizeof *index);
    index->length = length;
    index->count = count;
    index->blocks = (count + INDEX_BLOCK - 1) / INDEX_BLOCK;
    size_t places = index->blocks * INDEX_BLOCK, boxes = index->blocks * INDEX_FIRST;
    index->axes = mem_try(index->length * AXES_PADDED, sizeof *index->axes);
    index->order = mem_try(places, sizeof *index->order);
    index->first = mem_try(places * INDEX_FIRST, sizeof *index->first);
    index->second = mem_try(places, INDEX_SECOND);
    index->low = mem_try(boxes, sizeof *index->low);
    index->high = mem_try(boxes, sizeof *index->high);
    if (index->axes && index->order && index->first && index->second && index->low && index->high)
        return index;
    dataset_index_free(index);
    return NULL;
}

void dataset_index_free(DatasetIndex *index) {
    if (!index) return;
    free(index->axes);
    free(index->order);
    free(index->first);
    free(index->second);
    free(index->low);
    free(index->high);
    free(index);
}
