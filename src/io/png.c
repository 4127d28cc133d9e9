// SPDX-License-Identifier: MIT
// Portable Network Graphics (ISO/IEC 15948): signature, IHDR, IDAT, IEND.
#include "io/png.h"

#include "io/file.h"

#include <errno.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

// Frames are written many times a second; higher levels take several times as long for a tenth.
#define LEVEL     1
#define MAX_CHUNK 0x7fffffffu

typedef enum Filter { FILTER_NONE = 0, FILTER_SUB = 1, FILTER_UP = 2 } Filter;

static void put_be32(uint8_t *out, uint32_t value) {
    for (int i = 0; i < 4; i++) out[i] = (uint8_t)(value >> (24 - 8 * i) & 255);
}

// ---- filters

static unsigned distance(unsigned a, unsigned b) {
    return a > b ? a - b : b - a;
}

// Which filter leaves the smaller rest, judged by every eighth pixel. Noise has none worth taking:
// the difference of two independent values spreads wider than the values do about their mean, so
// that is what no filter is charged. A filter must win clearly, since drawn shapes and text,
// which repeat exactly, compress best as they are.
static Filter choose_filter(const uint8_t *row, const uint8_t *above, size_t width,
                            size_t channels) {
    unsigned long long sum[3] = { 0 }, plain = 0, sub = 0, up = 0;
    size_t samples = 0;
    for (size_t x = 1; x < width; x += 8, samples++) {
        for (size_t c = 0; c < channels; c++) sum[c] += row[x * channels + c];
    }
    if (samples == 0) return FILTER_NONE;
    for (size_t x = 1; x < width; x += 8) {
        for (size_t c = 0; c < channels; c++) {
            size_t i = x * channels + c;
            plain += distance(row[i], (unsigned)(sum[c] / samples));
            sub += distance(row[i], row[i - channels]);
            up += distance(row[i], above[i]);
        }
    }
    Filter best = up <= sub ? FILTER_UP : FILTER_SUB;
    unsigned long long least = up <= sub ? up : sub;
    return 4 * least < 3 * plain ? best : FILTER_NONE;
}

static void apply_filter(uint8_t *out, Filter filter, const uint8_t *row, const uint8_t *above,
                         size_t length, size_t channels) {
    if (filter == FILTER_NONE) {
        memcpy(out, row, length);
    } else if (filter == FILTER_UP) {
        for (size_t i = 0; i < length; i++) out[i] = (uint8_t)(row[i] - above[i]);
    } else {
        memcpy(out, row, channels);
        for (size_t i = channels; i < length; i++) out[i] = (uint8_t)(row[i] - row[i - channels]);
    }
}

static void drop_fourth(uint8_t *out, const uint8_t *pixels, size_t width) {
    for (size_t x = 0; x < width; x++) {
        out[3 * x] = pixels[4 * x];
        out[3 * x + 1] = pixels[4 * x + 1];
        out[3 * x + 2] = pixels[4 * x + 2];
    }
}

// Rows as PNG has them: a byte that names the filter, then the filtered bytes. `rows` holds two
// rows, of zeros before the first.
static void filter_image(uint8_t *out, uint8_t *rows, const PngImage *image) {
    size_t width = (size_t)image->width;
    size_t channels = image->channels == 1 ? 1 : 3, length = width * channels;
    const uint8_t *above = rows + length;
    for (int y = 0; y < image->height; y++, out += length + 1) {
        const uint8_t *row = image->pixels + (size_t)y * image->stride;
        if (image->channels == 4) {
            uint8_t *packed = rows + (y % 2 ? length : 0);
            drop_fourth(packed, row, width);
            row = packed;
        }
        Filter filter = choose_filter(row, above, width, channels);
        out[0] = (uint8_t)filter;
        apply_filter(out + 1, filter, row, above, length, channels);
        above = row;
    }
}

// ---- the file

static bool write_chunk(FILE *stream, const char *type, const void *data, size_t length) {
    uint8_t start[8], end[4];
    put_be32(start, (uint32_t)length);
    memcpy(start + 4, type, 4);
    uint32_t crc = libdeflate_crc32(0, start + 4, 4);
    if (length > 0) crc = libdeflate_crc32(crc, data, length); // NULL would start it afresh
    put_be32(end, crc);
    return fwrite(start, 1, 8, stream) == 8 &&
           (length == 0 || fwrite(data, 1, length, stream) == length) &&
           fwrite(end, 1, 4, stream) == 4;
}

static bool write_file(const char *path, const PngImage *image, const uint8_t *packed,
                       size_t length, Error *error) {
    static const uint8_t signature[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
    uint8_t header[13] = { [8] = 8, [9] = image->channels == 1 ? 0 : 2 }; // depth, colour type
    put_be32(header, (uint32_t)image->width);
    put_be32(header + 4, (uint32_t)image->height);
    FileOut out;
    if (!file_out_open(&out, path, error)) return false;
    if (fwrite(signature, 1, 8, out.stream) == 8 && write_chunk(out.stream, "IHDR", header, 13) &&
        write_chunk(out.stream, "IDAT", packed, length) &&
        write_chunk(out.stream, "IEND", NULL, 0)) {
        return file_out_commit(&out, error);
    }
    error_set(error, "%s: %s", path, strerror(errno));
    file_out_cancel(&out);
    return false;
}

bool png_write(const char *path, const PngImage *image, Error *error) {
    CHECK(image->width > 0 && image->height > 0);
    CHECK(image->channels == 1 || image->channels == 3 || image->channels == 4);
    size_t row = (size_t)image->width * (image->channels == 1 ? 1 : 3);
    size_t length = (row + 1) * (size_t)image->height;
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);
    size_t bound = libdeflate_zlib_compress_bound(compressor, length);
    uint8_t *rows = calloc(2, row);
    uint8_t *filtered = malloc(length);
    uint8_t *packed = malloc(bound);
    bool ok = (compressor && rows && filtered && packed) ||
              error_set(error, "%s: there is not enough memory to write it", path);
    if (ok) {
        filter_image(filtered, rows, image);
        size_t size = libdeflate_zlib_compress(compressor, filtered, length, packed, bound);
        CHECK(size > 0);
        ok = size <= MAX_CHUNK || error_set(error, "%s: is too large for a PNG file", path);
        ok = ok && write_file(path, image, packed, size, error);
    }
    free(packed);
    free(filtered);
    free(rows);
    if (compressor) libdeflate_free_compressor(compressor);
    return ok;
}
