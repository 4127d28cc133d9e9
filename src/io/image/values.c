// SPDX-License-Identifier: MIT
#include "io/image/values.h"

#include "base/memory.h"
#include "base/translate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool values_is_npy(const uint8_t *bytes, size_t length) {
    static const uint8_t magic[6] = { 0x93, 'N', 'U', 'M', 'P', 'Y' };
    return length >= sizeof magic && memcmp(bytes, magic, sizeof magic) == 0;
}

static bool refuse_shape(const NpyArray *array, Error *error) {
    return error_set(error,
                     "has the shape %s; a picture is H × W or H × W × C, with up to %d "
                     "channels",
                     array->shape, PICTURE_CHANNELS);
}

// Height, width and channels.
static bool read_shape(uint64_t shape[3], const NpyArray *array, Error *error) {
    int first = 0, count = array->dimensions;
    if (count > NPY_DIMENSIONS) return refuse_shape(array, error);
    while (count > 3 && array->sizes[first] == 1) first++, count--;
    if (count != 2 && count != 3) return refuse_shape(array, error);
    shape[0] = array->sizes[first], shape[1] = array->sizes[first + 1];
    shape[2] = count == 3 ? array->sizes[first + 2] : 1;
    if (shape[0] < 1 || shape[1] < 1 || shape[2] < 1 || shape[2] > PICTURE_CHANNELS)
        return refuse_shape(array, error);
    if ((double)shape[0] * (double)shape[1] > IMAGE_MAX_PIXELS)
        return error_set(error, "has the shape %s, out of alphabar's range", array->shape);
    return true;
}

static bool check_type(const NpyArray *array, Error *error) {
    bool bytes = array->type.kind == 'u' && array->type.size == 1;
    if (array->fortran) return error_set(error, "is in Fortran order; alphabar reads C order");
    return bytes || array->type.kind == 'f' ||
           error_set(error, "holds %d-byte numbers of kind '%c'; a picture is uint8 or float",
                     array->type.size, array->type.kind);
}

static bool read_values(float *values, size_t count, const uint8_t *from, const NpyType *type,
                        Error *error) {
    for (size_t i = 0; i < count; i++, from += type->size) {
        double value = npy_number(from, type);
        if (type->kind == 'u') value = value / 127.5 - 1;
        if (!(fabs(value) <= (double)PICTURE_LARGEST))
            return error_set(error, "has the value %g; alphabar reads numbers up to a million",
                             value);
        values[i] = (float)value;
    }
    return true;
}

bool values_decode(Image *image, const uint8_t *bytes, size_t length, Error *error) {
    NpyArray array;
    uint64_t shape[3] = { 0 };
    if (!npy_read_header(&array, bytes, length, error) || !check_type(&array, error) ||
        !read_shape(shape, &array, error))
        return false;
    // At most 2^27 pixels of 256 channels of 8 bytes.
    size_t count = (size_t)(shape[0] * shape[1] * shape[2]), size = (size_t)array.type.size;
    if (length - array.start != count * size)
        return error_set(error, "has %zu bytes of numbers where the shape %s takes %zu",
                         length - array.start, array.shape, count * size);
    float *values = mem_try(count, sizeof *values);
    if (!values)
        return error_set(error, "there is not enough memory for its %d × %d pixels", (int)shape[1],
                         (int)shape[0]);
    if (!read_values(values, count, bytes + array.start, &array.type, error)) {
        free(values);
        return false;
    }
    *image = (Image){ (int)shape[1], (int)shape[0], (int)shape[2], IMAGE_VALUES, values };
    return true;
}

bool values_read_header(NpyArray *array, const char *path, Error *error) {
    FILE *file = file_open_to_read(path, error);
    if (!file) return false;
    uint8_t *head = mem_alloc(NPY_HEADER_MOST, 1);
    size_t got = fread(head, 1, NPY_HEADER_MOST, file);
    fclose(file);
    bool good = npy_read_header(array, head, got, error) || error_prefix(error, "%s", path);
    free(head);
    return good;
}
