// SPDX-License-Identifier: MIT
// NumPy's .npy, versions 1.0 to 3.0 in, 1.0 out.
#ifndef ALPHABAR_IO_NPY_H
#define ALPHABAR_IO_NPY_H

#include "core/picture.h"
#include "io/file.h"

// One-dimensional float16/32/64 or integer array as doubles; free() it.
bool npy_read_doubles(double **values, size_t *count, const char *path, Error *error);

// float64, one-dimensional; false where the stream fails.
bool npy_print_doubles(FILE *stream, const double *values, size_t count);
bool npy_print_table(FILE *stream, const double *values, size_t rows,
                     size_t columns); // (rows, columns)

enum { NPY_DIMENSIONS = 4, NPY_SHAPE = 100, NPY_HEADER_MOST = 65548 };

typedef struct NpyType {
    char kind; // 'f', 'i', 'u'
    int size;  // bytes
    bool big_endian;
} NpyType;

// What a file's header says of it.
typedef struct NpyArray {
    NpyType type;
    int dimensions; // the first four are in sizes
    uint64_t sizes[NPY_DIMENSIONS];
    char shape[NPY_SHAPE]; // as written, for messages
    bool fortran;          // column after column
    size_t start;          // of the numbers, in the file
} NpyArray;

// From the file's first bytes, NPY_HEADER_MOST or as many as there are. Errors have no path.
bool npy_read_header(NpyArray *array, const uint8_t *data, size_t length, Error *error);
double npy_number(const uint8_t *bytes, const NpyType *type);

// float32, C order, H×W×C, or N×H×W×C with frames > 0 (0 means a single picture, no N axis).
// npy_append writes one picture (planar in memory, interleaved in the file); all have one shape.
typedef struct NpyOut {
    FileOut file;
    int width, height, channels;
} NpyOut;

bool npy_open(NpyOut *out, const char *path, int frames, int height, int width, int channels,
              Error *error);
// N×steps×H×W×C: npy_append writes all steps of the first, then those of the second.
bool npy_open_steps(NpyOut *out, const char *path, int frames, int steps, int height, int width,
                    int channels, Error *error);
// int64, rows×columns, written by npy_append_index.
bool npy_open_indices(NpyOut *out, const char *path, int rows, int columns, Error *error);
bool npy_append_index(NpyOut *out, int64_t index, Error *error);
// As npy_open with the shape of `array`, whose pictures are those of `height` and so on.
bool npy_open_like(NpyOut *out, const char *path, const NpyArray *array, int height, int width,
                   int channels, Error *error);
bool npy_append(NpyOut *out, const Picture *picture, Error *error);
bool npy_commit(NpyOut *out, Error *error);
void npy_cancel(NpyOut *out);

#endif
