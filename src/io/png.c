// SPDX-License-Identifier: MIT
// Portable Network Graphics (ISO/IEC 15948): signature, IHDR, IDAT, IEND.
#include "io/png.h"

#include "base/text.h"
#include "io/file.h"

#include <errno.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

// Frames are written many times a second; higher levels take several times as long for a tenth.
#define LEVEL     1
#define MAX_CHUNK 0x7fffffffu

enum { MOST_CHANNELS = 4 };

typedef enum Filter { FILTER_NONE = 0, FILTER_SUB = 1, FILTER_UP = 2 } Filter;

void png_put_be32(uint8_t *out, uint32_t value) {
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
    unsigned long long sum[MOST_CHANNELS] = { 0 }, plain = 0, sub = 0, up = 0;
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

// Of the file.
static size_t samples_of(const PngImage *image) {
    return image->channels == 1 ? 1 : image->channels == 4 && image->alpha ? 4 : 3;
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
    size_t channels = samples_of(image), length = width * channels;
    const uint8_t *above = rows + length;
    for (int y = 0; y < image->height; y++, out += length + 1) {
        const uint8_t *row = image->pixels + (size_t)y * image->stride;
        if (image->channels == 4 && !image->alpha) {
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

bool png_append_chunk(FILE *stream, const char *type, const void *data, size_t length) {
    uint8_t start[8], end[4];
    png_put_be32(start, (uint32_t)length);
    memcpy(start + 4, type, 4);
    uint32_t crc = libdeflate_crc32(0, start + 4, 4);
    if (length > 0) crc = libdeflate_crc32(crc, data, length); // NULL would start it afresh
    png_put_be32(end, crc);
    return fwrite(start, 1, 8, stream) == 8 &&
           (length == 0 || fwrite(data, 1, length, stream) == length) &&
           fwrite(end, 1, 4, stream) == 4;
}

// Latin-1 has no room for other letters: iTXt has.
static bool write_comment(FILE *stream, const char *comment) {
    static const char plain[] = "Comment", international[] = "Comment\0\0\0\0";
    bool ascii = true;
    for (const char *c = comment; *c; c++) ascii &= (unsigned char)*c < 0x80;
    Text data = { 0 };
    text_append_bytes(&data, ascii ? plain : international,
                      ascii ? sizeof plain : sizeof international);
    if (ascii) text_append(&data, "%s", comment);
    while (!ascii && *comment) { // names of files may hold what is no UTF-8
        char bytes[4];
        size_t length = utf8_put(bytes, utf8_next(&comment));
        text_append_bytes(&data, bytes, length);
    }
    bool good = png_append_chunk(stream, ascii ? "tEXt" : "iTXt", data.data, data.length);
    text_free(&data);
    return good;
}

bool png_write_start(FILE *stream, const PngImage *image) {
    static const uint8_t signature[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
    static const uint8_t types[] = { [1] = 0, [3] = 2, [4] = 6 };
    uint8_t header[13] = { [8] = 8, [9] = types[samples_of(image)] }; // depth, colour type
    png_put_be32(header, (uint32_t)image->width);
    png_put_be32(header + 4, (uint32_t)image->height);
    return fwrite(signature, 1, 8, stream) == 8 && png_append_chunk(stream, "IHDR", header, 13) &&
           (!image->comment || write_comment(stream, image->comment));
}

bool png_write_packed(const char *path, const PngImage *image, const PngPacker *packer,
                      Error *error) {
    FileOut out;
    if (!file_out_open(&out, path, error)) return false;
    if (png_write_start(out.stream, image) &&
        png_append_chunk(out.stream, "IDAT", packer->packed, packer->length) &&
        png_append_chunk(out.stream, "IEND", NULL, 0))
        return file_out_commit(&out, error);
    error_set(error, "%s: %s", path, strerror(errno));
    file_out_cancel(&out);
    return false;
}

static bool grow(uint8_t **block, size_t *room, size_t need) {
    if (*room >= need) return true;
    free(*block);
    *block = malloc(need);
    *room = *block ? need : 0;
    return *block != NULL;
}

bool png_pack(PngPacker *packer, const PngImage *image, Error *error) {
    CHECK(image->width > 0 && image->height > 0);
    CHECK(image->channels == 1 || image->channels == 3 || image->channels == 4);
    size_t samples = samples_of(image), row = (size_t)image->width * samples;
    size_t length = (row + 1) * (size_t)image->height;
    if (!packer->compressor) packer->compressor = libdeflate_alloc_compressor(LEVEL);
    // After the filtered rows stand two more, which the filters look at.
    if (!packer->compressor || !grow(&packer->filtered, &packer->room, length + 2 * row) ||
        !grow(&packer->packed, &packer->packed_room,
              libdeflate_zlib_compress_bound(packer->compressor, length)))
        return error_set(error, "there is not enough memory to write it");
    memset(packer->filtered + length, 0, 2 * row);
    filter_image(packer->filtered, packer->filtered + length, image);
    packer->length = libdeflate_zlib_compress(packer->compressor, packer->filtered, length,
                                              packer->packed, packer->packed_room);
    CHECK(packer->length > 0);
    return packer->length <= MAX_CHUNK || error_set(error, "is too large for a PNG file");
}

void png_packer_free(PngPacker *packer) {
    if (packer->compressor) libdeflate_free_compressor(packer->compressor);
    free(packer->filtered);
    free(packer->packed);
    *packer = (PngPacker){ 0 };
}

bool png_write(const char *path, const PngImage *image, Error *error) {
    PngPacker packer = { 0 };
    bool good = png_pack(&packer, image, error) || error_prefix(error, "%s", path);
    good = good && png_write_packed(path, image, &packer, error);
    png_packer_free(&packer);
    return good;
}

bool png_encode(uint8_t **bytes, size_t *length, const PngImage *image, Error *error) {
    PngPacker packer = { 0 };
    bool packed = png_pack(&packer, image, error);
    FILE *stream = packed ? open_memstream((char **)bytes, length) : NULL;
    bool good = stream && png_write_start(stream, image) &&
                png_append_chunk(stream, "IDAT", packer.packed, packer.length) &&
                png_append_chunk(stream, "IEND", NULL, 0);
    if (packed && !good) error_set(error, "picture: %s", strerror(errno));
    if (stream && fclose(stream) != 0 && good) good = error_set(error, "picture: no memory");
    png_packer_free(&packer);
    return good;
}

static uint32_t get_be32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

bool png_is_whole(const char *path) {
    Error ignored;
    FILE *stream = file_open_to_read(path, &ignored);
    uint8_t start[8] = { 0 };
    bool whole = false;
    bool good =
        stream && fread(start, 1, 8, stream) == 8 && memcmp(start, "\x89PNG\r\n\x1a\n", 8) == 0;
    while (good && !whole && fread(start, 1, 8, stream) == 8) {
        uint32_t length = get_be32(start);
        whole = memcmp(start + 4, "IEND", 4) == 0;
        good = length <= MAX_CHUNK && fseek(stream, (long)length, SEEK_CUR) == 0;
        uint8_t sum[4]; // reading it shows that the file goes so far
        good = good && fread(sum, 1, 4, stream) == 4;
    }
    if (stream) fclose(stream);
    return good && whole;
}
