// SPDX-License-Identifier: MIT
#include "cli/noisy.h"

#include "base/memory.h"
#include "io/file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool check_shape(Noisy *noisy, const Dataset *set, Error *error) {
    const NpyArray *array = &noisy->array;
    const uint64_t *sizes = array->sizes, w = (uint64_t)set->width, h = (uint64_t)set->height;
    uint64_t c = (uint64_t)set->channels;
    int n = array->dimensions;
    bool single = (n == 2 && c == 1 && sizes[0] == h && sizes[1] == w) ||
                  (n == 3 && sizes[0] == h && sizes[1] == w && sizes[2] == c);
    bool many = (n == 3 && c == 1 && sizes[1] == h && sizes[2] == w) ||
                (n == 4 && sizes[1] == h && sizes[2] == w && sizes[3] == c);
    if (!single && !many)
        return error_set(
            error, "%s: has the shape %s; the pictures of %s are %d × %d × %d (H × W × C)",
            noisy->path, array->shape, set->name, set->height, set->width, set->channels);
    if (array->type.kind != 'f' || array->fortran)
        return error_set(error, "%s: takes float32 in C order", noisy->path);
    noisy->count = single ? 1 : (size_t)sizes[0];
    return noisy->count > 0 || error_set(error, "%s: holds no pictures", noisy->path);
}

bool noisy_open(Noisy *noisy, const char *path, const Dataset *set, Error *error) {
    *noisy = (Noisy){ .path = path, .file = file_open_to_read(path, error), .next = SIZE_MAX };
    if (!noisy->file) return false;
    uint8_t *head = mem_alloc(NPY_HEADER_MOST, 1);
    size_t got = fread(head, 1, NPY_HEADER_MOST, noisy->file);
    bool good = npy_read_header(&noisy->array, head, got, error) || error_prefix(error, "%s", path);
    free(head);
    if (!good || !check_shape(noisy, set, error)) return false;
    noisy->bytes = mem_alloc(dataset_length(set), (size_t)noisy->array.type.size);
    return true;
}

void noisy_close(Noisy *noisy) {
    if (noisy->file) fclose(noisy->file);
    free(noisy->bytes);
}

bool noisy_read(Noisy *noisy, const Dataset *set, size_t index, float *z, Error *error) {
    size_t plane = (size_t)set->width * (size_t)set->height, channels = (size_t)set->channels;
    size_t size = (size_t)noisy->array.type.size;
    size_t start = noisy->array.start + index * plane * channels * size;
    if ((index != noisy->next && fseek(noisy->file, (long)start, SEEK_SET) != 0) ||
        fread(noisy->bytes, size, plane * channels, noisy->file) != plane * channels)
        return error_set(error, "%s: the file ends too early: picture %zu of %zu is cut",
                         noisy->path, index, noisy->count);
    noisy->next = index + 1;
    const uint8_t *at = noisy->bytes;
    for (size_t i = 0; i < plane; i++)
        for (size_t c = 0; c < channels; c++, at += size) {
            float value = (float)npy_number(at, &noisy->array.type);
            if (!isfinite(value))
                return error_set(error, "%s: picture %zu has a value that is no finite number",
                                 noisy->path, index);
            z[c * plane + i] = value;
        }
    return true;
}
