// SPDX-License-Identifier: MIT
#include "base/memory.h"
#include "io/dataset_source.h"
#include "io/image/values.h"
#include "io/npy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool check_array(const NpyArray *array, Error *error) {
    int n = array->dimensions;
    if (n != 3 && n != 4)
        return error_set(error, "has the shape %s; a data set is N × H × W or N × H × W × C",
                         array->shape);
    if (array->fortran) return error_set(error, "is in Fortran order; alphabar reads C order");
    for (int i = 1; i < n; i++)
        if (array->sizes[i] > DATASET_VALUES)
            return error_set(error, "its pictures of the shape %s are out of alphabar's range",
                             array->shape);
    bool bytes = array->type.kind == 'u' && array->type.size == 1;
    bool floats = array->type.kind == 'f';
    return bytes || floats ||
           error_set(error, "holds %d-byte numbers of kind '%c'; a data set is uint8 or float",
                     array->type.size, array->type.kind);
}

// One picture's numbers, interleaved as in the file, to planar bytes or values.
static bool take_picture(Dataset *set, size_t index, const uint8_t *from, const NpyType *type,
                         Error *error) {
    size_t plane = (size_t)set->width * (size_t)set->height, channels = (size_t)set->channels;
    size_t start = index * dataset_length(set), size = (size_t)type->size;
    for (size_t i = 0; i < plane; i++)
        for (size_t c = 0; c < channels; c++, from += size) {
            size_t at = start + c * plane + i;
            if (!set->values) {
                set->bytes[at] = *from;
                continue;
            }
            float value = (float)npy_number(from, type);
            if (!(fabsf(value) <= PICTURE_LARGEST))
                return error_set(error,
                                 "picture %zu has the value %g; alphabar reads numbers up to a "
                                 "million",
                                 index, (double)value);
            set->values[at] = value;
        }
    return true;
}

static bool read_pictures(Dataset *set, Source *source, const NpyArray *array, Error *error) {
    size_t bytes = dataset_length(set) * (size_t)array->type.size;
    uint8_t *picture = mem_alloc(bytes, 1);
    bool good = true;
    for (size_t skip = array->start; good && skip > 0;) {
        size_t part = skip < bytes ? skip : bytes;
        good = source_read(source, picture, part, error);
        skip -= part;
    }
    for (size_t i = 0; good && i < set->count; i++) {
        good = source_read(source, picture, bytes, error);
        if (good && !take_picture(set, i, picture, &array->type, error))
            good = error_prefix(error, "%s", source->path);
    }
    free(picture);
    return good && source_at_end(source, error);
}

bool dataset_read_npy(Dataset *set, const char *path, const DatasetWatch *watch, Error *error) {
    Source source;
    NpyArray array;
    if (!source_open(&source, path, watch, error)) return false;
    bool good = values_read_header(&array, path, error) &&
                (check_array(&array, error) || error_prefix(error, "%s", path));
    if (good) {
        int channels = array.dimensions == 4 ? (int)array.sizes[3] : 1;
        // Each side is below 2^23, so that only N can be too much.
        uint64_t length = array.sizes[1] * array.sizes[2] * (uint64_t)channels;
        uint64_t size = (uint64_t)array.type.size;
        bool large = length > DATASET_VALUES || array.sizes[0] > UINT64_MAX / 4 / (length + 1);
        good = large ? error_set(error, "%s: has the shape %s, out of alphabar's range", path,
                                 array.shape)
                     : source_can_hold(&source, array.sizes[0] * length * size, error);
        bool values = array.type.kind == 'f';
        if (good && !(values ? dataset_alloc_values
                             : dataset_alloc)(set, (size_t)array.sizes[0], (int)array.sizes[2],
                                              (int)array.sizes[1], channels, error))
            good = error_prefix(error, "%s", path);
    }
    good = good && read_pictures(set, &source, &array, error);
    source_close(&source);
    return good;
}
