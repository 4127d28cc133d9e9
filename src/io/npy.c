// SPDX-License-Identifier: MIT
// The format: numpy.org/doc/stable/reference/generated/numpy.lib.format.html
#include "io/npy.h"

#include "base/memory.h"
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define READ_LIMIT ((size_t)1 << 26) // bytes; a list that long is no schedule

static const uint8_t magic[6] = { 0x93, 'N', 'U', 'M', 'P', 'Y' };

// ---- the header: a Python dictionary such as {'descr': '<f4', 'fortran_order': False,
// 'shape': (10,), } in any order of its keys

typedef struct Header {
    char type[16];
    char shape[NPY_SHAPE]; // as written, for messages
    uint64_t count, sizes[NPY_DIMENSIONS];
    int dimensions;
    bool has_type, has_shape, fortran;
} Header;

typedef struct Cursor {
    const char *at, *end;
} Cursor;

static void skip_blanks(Cursor *cursor) {
    while (cursor->at < cursor->end && strchr(" \t\r\n", *cursor->at) && *cursor->at) cursor->at++;
}

static bool take(Cursor *cursor, char wanted) {
    skip_blanks(cursor);
    if (cursor->at == cursor->end || *cursor->at != wanted) return false;
    cursor->at++;
    return true;
}

// A quoted string of printable ASCII without escapes; NumPy writes no other.
static bool take_string(Cursor *cursor, char *out, size_t size) {
    skip_blanks(cursor);
    if (cursor->at == cursor->end || (*cursor->at != '\'' && *cursor->at != '"')) return false;
    char quote = *cursor->at++;
    size_t length = 0;
    while (cursor->at < cursor->end && *cursor->at != quote) {
        char c = *cursor->at++;
        if (c < ' ' || c > '~' || c == '\\' || length + 1 >= size) return false;
        out[length++] = c;
    }
    out[length] = '\0';
    return take(cursor, quote);
}

static bool take_size(Cursor *cursor, uint64_t *out) {
    skip_blanks(cursor);
    const char *start = cursor->at;
    uint64_t value = 0;
    while (cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9') {
        unsigned digit = (unsigned)(*cursor->at++ - '0');
        if (value > (UINT64_MAX - digit) / 10) return false;
        value = value * 10 + digit;
    }
    if (cursor->at == start) return false;
    take(cursor, 'L'); // Python 2
    *out = value;
    return true;
}

static bool take_shape(Cursor *cursor, Header *header) {
    if (!take(cursor, '(')) return false;
    const char *start = cursor->at - 1;
    header->dimensions = 0;
    while (!take(cursor, ')')) {
        if (header->dimensions > 0 && !take(cursor, ',')) return false;
        if (header->dimensions > 0 && take(cursor, ')')) break;
        if (!take_size(cursor, &header->count)) return false;
        if (header->dimensions < NPY_DIMENSIONS) header->sizes[header->dimensions] = header->count;
        header->dimensions++;
    }
    snprintf(header->shape, sizeof header->shape, "%.*s", (int)(cursor->at - start), start);
    header->has_shape = true;
    return true;
}

static bool take_boolean(Cursor *cursor, bool *out) {
    skip_blanks(cursor);
    static const char *words[] = { "True", "False" };
    for (int i = 0; i < 2; i++) {
        size_t length = strlen(words[i]);
        if ((size_t)(cursor->end - cursor->at) < length) continue;
        if (memcmp(cursor->at, words[i], length) != 0) continue;
        cursor->at += length;
        *out = i == 0;
        return true;
    }
    return false;
}

static bool parse_header(Header *header, const char *text, size_t length, Error *error) {
    Cursor cursor = { text, text + length };
    *header = (Header){ 0 };
    bool ok = take(&cursor, '{');
    while (ok && !take(&cursor, '}')) {
        char key[24];
        ok = take_string(&cursor, key, sizeof key) && take(&cursor, ':');
        if (!ok) break;
        if (strcmp(key, "descr") == 0) {
            if (take(&cursor, '[')) return error_set(error, "holds records, not numbers");
            ok = header->has_type = take_string(&cursor, header->type, sizeof header->type);
        } else if (strcmp(key, "shape") == 0) {
            ok = take_shape(&cursor, header);
        } else {
            ok = strcmp(key, "fortran_order") == 0 && take_boolean(&cursor, &header->fortran);
        }
        if (ok && !take(&cursor, ',')) {
            ok = take(&cursor, '}');
            break;
        }
    }
    if (!ok || !header->has_type || !header->has_shape) {
        return error_set(error, "its .npy header is damaged");
    }
    return true;
}

// ---- numbers

static bool parse_type(NpyType *type, const char *text, Error *error) {
    bool ok = strlen(text) == 3 && strchr("<>|=", text[0]) && strchr("fiu", text[1]);
    if (ok) {
        type->kind = text[1];
        type->size = text[2] - '0';
        type->big_endian = text[0] == '>';
        ok = type->size == 2 || type->size == 4 || type->size == 8 ||
             (type->size == 1 && type->kind != 'f');
        ok = ok && (type->size == 1 || text[0] != '|');
    }
    if (ok) return true;
    return error_set(error,
                     "holds numbers of the type '%s'; alphabar reads float16, float32, float64 "
                     "and integers",
                     text);
}

// IEEE 754 binary16: sign, 5 bits of exponent, 10 of fraction.
static double half_to_double(unsigned bits) {
    int exponent = (int)(bits >> 10 & 31);
    double fraction = bits & 1023;
    double value;
    if (exponent == 31) {
        value = fraction == 0 ? HUGE_VAL : (double)NAN;
    } else if (exponent == 0) {
        value = ldexp(fraction, -24);
    } else {
        value = ldexp(fraction + 1024, exponent - 25);
    }
    return bits >> 15 ? -value : value;
}

double npy_number(const uint8_t *bytes, const NpyType *type) {
    uint64_t bits = 0;
    for (int i = 0; i < type->size; i++) {
        int shift = 8 * (type->big_endian ? type->size - 1 - i : i);
        bits |= (uint64_t)bytes[i] << shift;
    }
    if (type->kind == 'u') return (double)bits;
    if (type->kind == 'i') {
        uint64_t sign = (uint64_t)1 << (8 * type->size - 1);
        return bits & sign ? -(double)((sign << 1) - bits) : (double)bits;
    }
    if (type->size == 2) return half_to_double((unsigned)bits);
    if (type->size == 4) {
        uint32_t word = (uint32_t)bits;
        float value;
        memcpy(&value, &word, sizeof value);
        return (double)value;
    }
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

// ---- reading

static bool find_header(const uint8_t *data, size_t length, size_t *start, size_t *size,
                        Error *error) {
    if (length == 0) return error_set(error, "is empty");
    if (length < sizeof magic || memcmp(data, magic, sizeof magic) != 0) {
        return error_set(error, "is no .npy file");
    }
    if (length < 12) return error_set(error, "the file ends too early");
    int version = data[6];
    if (version < 1 || version > 3) {
        return error_set(error, "is of .npy version %d.%d; alphabar reads 1.0 to 3.0", version,
                         data[7]);
    }
    *start = version == 1 ? 10 : 12;
    *size = (size_t)data[8] | (size_t)data[9] << 8;
    if (version > 1) *size |= (size_t)data[10] << 16 | (size_t)data[11] << 24;
    if (*size > length - *start) return error_set(error, "the file ends too early");
    return true;
}

static bool parse(double **values, size_t *count, const uint8_t *data, size_t length,
                  Error *error) {
    size_t start = 0, size = 0;
    Header header;
    NpyType type = { 0 };
    if (!find_header(data, length, &start, &size, error)) return false;
    if (!parse_header(&header, (const char *)data + start, size, error)) return false;
    if (header.dimensions != 1) {
        return error_set(error, "has the shape %s; a list of numbers has one dimension",
                         header.shape);
    }
    if (!parse_type(&type, header.type, error)) return false;
    const uint8_t *body = data + start + size;
    size_t available = (length - start - size) / (size_t)type.size;
    if (header.count > available) {
        return error_set(error, "the file ends too early: it holds %zu of %llu numbers", available,
                         (unsigned long long)header.count);
    }
    double *list = mem_alloc((size_t)header.count, sizeof *list);
    for (size_t i = 0; i < header.count; i++) {
        list[i] = npy_number(body + i * (size_t)type.size, &type);
    }
    *values = list;
    *count = (size_t)header.count;
    return true;
}

bool npy_read_header(NpyArray *array, const uint8_t *data, size_t length, Error *error) {
    size_t start = 0, size = 0;
    Header header;
    if (!find_header(data, length, &start, &size, error) ||
        !parse_header(&header, (const char *)data + start, size, error))
        return false;
    *array = (NpyArray){ .dimensions = header.dimensions,
                         .fortran = header.fortran,
                         .start = start + size };
    memcpy(array->sizes, header.sizes, sizeof array->sizes);
    memcpy(array->shape, header.shape, sizeof array->shape);
    return parse_type(&array->type, header.type, error);
}

bool npy_read_doubles(double **values, size_t *count, const char *path, Error *error) {
    uint8_t *data = NULL;
    size_t length = 0;
    if (!file_read(&data, &length, path, READ_LIMIT, error)) return false;
    bool ok = parse(values, count, data, length, error) || error_prefix(error, "%s", path);
    free(data);
    return ok;
}

// ---- writing

// The header's lines end at a multiple of 64, so that the data of a mapped file is aligned.
static bool write_header(FILE *stream, const char *type, const char *shape) {
    Text text = { 0 };
    text_append(&text, "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type, shape);
    size_t before = sizeof magic + 4;
    while ((before + text.length + 1) % 64 != 0) text_append(&text, " ");
    text_append(&text, "\n");
    uint8_t start[10] = {
        [6] = 1, [8] = (uint8_t)(text.length & 255), [9] = (uint8_t)(text.length >> 8)
    };
    memcpy(start, magic, sizeof magic);
    bool ok = fwrite(start, 1, sizeof start, stream) == sizeof start &&
              fwrite(text.data, 1, text.length, stream) == text.length;
    text_free(&text);
    return ok;
}

static bool write_failed(const NpyOut *out, Error *error) {
    return error_set(error, "%s: %s", out->file.path, strerror(errno));
}

static bool open_out(NpyOut *out, const char *path, const char *type, const char *shape,
                     Error *error) {
    if (!file_out_open(&out->file, path, error)) return false;
    if (write_header(out->file.stream, type, shape)) return true;
    write_failed(out, error);
    npy_cancel(out);
    return false;
}

bool npy_open(NpyOut *out, const char *path, int frames, int height, int width, int channels,
              Error *error) {
    CHECK(frames >= 0 && height > 0 && width > 0 && channels > 0);
    char shape[NPY_SHAPE];
    int used = snprintf(shape, sizeof shape, "(");
    if (frames > 0) used += snprintf(shape + used, sizeof shape - (size_t)used, "%d, ", frames);
    snprintf(shape + used, sizeof shape - (size_t)used, "%d, %d, %d)", height, width, channels);
    *out = (NpyOut){ .width = width, .height = height, .channels = channels };
    return open_out(out, path, "<f4", shape, error);
}

bool npy_open_like(NpyOut *out, const char *path, const NpyArray *array, int height, int width,
                   int channels, Error *error) {
    *out = (NpyOut){ .width = width, .height = height, .channels = channels };
    return open_out(out, path, "<f4", array->shape, error);
}

bool npy_open_steps(NpyOut *out, const char *path, int frames, int steps, int height, int width,
                    int channels, Error *error) {
    CHECK(frames > 0 && steps > 0 && height > 0 && width > 0 && channels > 0);
    char shape[NPY_SHAPE];
    snprintf(shape, sizeof shape, "(%d, %d, %d, %d, %d)", frames, steps, height, width, channels);
    *out = (NpyOut){ .width = width, .height = height, .channels = channels };
    return open_out(out, path, "<f4", shape, error);
}

bool npy_open_indices(NpyOut *out, const char *path, int rows, int columns, Error *error) {
    char shape[NPY_SHAPE];
    snprintf(shape, sizeof shape, "(%d, %d)", rows, columns);
    *out = (NpyOut){ 0 };
    return open_out(out, path, "<i8", shape, error);
}

bool npy_append_index(NpyOut *out, int64_t index, Error *error) {
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)((uint64_t)index >> 8 * i & 255);
    return fwrite(bytes, 1, sizeof bytes, out->file.stream) == sizeof bytes ||
           write_failed(out, error);
}

static void put_float(uint8_t *bytes, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(bits >> 8 * i & 255);
}

bool npy_append(NpyOut *out, const Picture *picture, Error *error) {
    CHECK(picture->width == out->width && picture->height == out->height &&
          picture->channels == out->channels);
    size_t width = (size_t)out->width, channels = (size_t)out->channels;
    size_t plane = width * (size_t)out->height;
    uint8_t *row = mem_alloc(width * channels, 4);
    bool ok = true;
    for (size_t y = 0; ok && y < (size_t)out->height; y++) {
        for (size_t c = 0; c < channels; c++) {
            const float *values = picture->values + c * plane + y * width;
            for (size_t x = 0; x < width; x++) put_float(row + 4 * (x * channels + c), values[x]);
        }
        ok = fwrite(row, 4, width * channels, out->file.stream) == width * channels;
    }
    if (!ok) write_failed(out, error);
    free(row);
    return ok;
}

bool npy_commit(NpyOut *out, Error *error) {
    return file_out_commit(&out->file, error);
}

void npy_cancel(NpyOut *out) {
    file_out_cancel(&out->file);
}

static bool print_shaped(FILE *stream, const char *shape, const double *values, size_t count) {
    bool ok = write_header(stream, "<f8", shape);
    for (size_t i = 0; ok && i < count; i++) {
        uint64_t bits;
        uint8_t bytes[8];
        memcpy(&bits, &values[i], sizeof bits);
        for (int b = 0; b < 8; b++) bytes[b] = (uint8_t)(bits >> 8 * b & 255);
        ok = fwrite(bytes, 1, sizeof bytes, stream) == sizeof bytes;
    }
    return ok;
}

bool npy_print_doubles(FILE *stream, const double *values, size_t count) {
    char shape[32];
    snprintf(shape, sizeof shape, "(%zu,)", count);
    return print_shaped(stream, shape, values, count);
}

bool npy_print_table(FILE *stream, const double *values, size_t rows, size_t columns) {
    char shape[64];
    snprintf(shape, sizeof shape, "(%zu, %zu)", rows, columns);
    return print_shaped(stream, shape, values, rows * columns);
}
