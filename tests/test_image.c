// SPDX-License-Identifier: MIT
#include "base/memory.h"
#include "base/text.h"
#include "io/file.h"
#include "io/image.h"
#include "io/image/limit.h"

#include <libdeflate.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// after what it uses
#include <cmocka.h>

// Made with ImageMagick: convert -size 8x8 xc:red xc:blue +append -quality 50 -sampling-factor 1x1
// -strip; 16 × 8, left half red, right half blue.
static const uint8_t red_blue_jpeg[] = {
    0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01, 0x01, 0x00, 0x00, 0x01,
    0x00, 0x01, 0x00, 0x00, 0xff, 0xdb, 0x00, 0x43, 0x00, 0x10, 0x0b, 0x0c, 0x0e, 0x0c, 0x0a, 0x10,
    0x0e, 0x0d, 0x0e, 0x12, 0x11, 0x10, 0x13, 0x18, 0x28, 0x1a, 0x18, 0x16, 0x16, 0x18, 0x31, 0x23,
    0x25, 0x1d, 0x28, 0x3a, 0x33, 0x3d, 0x3c, 0x39, 0x33, 0x38, 0x37, 0x40, 0x48, 0x5c, 0x4e, 0x40,
    0x44, 0x57, 0x45, 0x37, 0x38, 0x50, 0x6d, 0x51, 0x57, 0x5f, 0x62, 0x67, 0x68, 0x67, 0x3e, 0x4d,
    0x71, 0x79, 0x70, 0x64, 0x78, 0x5c, 0x65, 0x67, 0x63, 0xff, 0xdb, 0x00, 0x43, 0x01, 0x11, 0x12,
    0x12, 0x18, 0x15, 0x18, 0x2f, 0x1a, 0x1a, 0x2f, 0x63, 0x42, 0x38, 0x42, 0x63, 0x63, 0x63, 0x63,
    0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63,
    0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63,
    0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0xff, 0xc0,
    0x00, 0x11, 0x08, 0x00, 0x08, 0x00, 0x10, 0x03, 0x01, 0x11, 0x00, 0x02, 0x11, 0x01, 0x03, 0x11,
    0x01, 0xff, 0xc4, 0x00, 0x14, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, 0xff, 0xc4, 0x00, 0x14, 0x10, 0x01, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xc4, 0x00,
    0x16, 0x01, 0x01, 0x01, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x07, 0x05, 0x06, 0xff, 0xc4, 0x00, 0x14, 0x11, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xda, 0x00, 0x0c, 0x03,
    0x01, 0x00, 0x02, 0x11, 0x03, 0x11, 0x00, 0x3f, 0x00, 0x15, 0x2d, 0xbc, 0x0e, 0x50, 0x1c, 0xbf,
    0xff, 0xd9
};

// The same, -interlace JPEG.
static const uint8_t progressive_jpeg[] = {
    0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01, 0x01, 0x00, 0x00, 0x01,
    0x00, 0x01, 0x00, 0x00, 0xff, 0xdb, 0x00, 0x43, 0x00, 0x10, 0x0b, 0x0c, 0x0e, 0x0c, 0x0a, 0x10,
    0x0e, 0x0d, 0x0e, 0x12, 0x11, 0x10, 0x13, 0x18, 0x28, 0x1a, 0x18, 0x16, 0x16, 0x18, 0x31, 0x23,
    0x25, 0x1d, 0x28, 0x3a, 0x33, 0x3d, 0x3c, 0x39, 0x33, 0x38, 0x37, 0x40, 0x48, 0x5c, 0x4e, 0x40,
    0x44, 0x57, 0x45, 0x37, 0x38, 0x50, 0x6d, 0x51, 0x57, 0x5f, 0x62, 0x67, 0x68, 0x67, 0x3e, 0x4d,
    0x71, 0x79, 0x70, 0x64, 0x78, 0x5c, 0x65, 0x67, 0x63, 0xff, 0xdb, 0x00, 0x43, 0x01, 0x11, 0x12,
    0x12, 0x18, 0x15, 0x18, 0x2f, 0x1a, 0x1a, 0x2f, 0x63, 0x42, 0x38, 0x42, 0x63, 0x63, 0x63, 0x63,
    0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63,
    0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63,
    0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0x63, 0xff, 0xc2,
    0x00, 0x11, 0x08, 0x00, 0x08, 0x00, 0x10, 0x03, 0x01, 0x11, 0x00, 0x02, 0x11, 0x01, 0x03, 0x11,
    0x01, 0xff, 0xc4, 0x00, 0x14, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0xff, 0xc4, 0x00, 0x16, 0x01, 0x01, 0x01, 0x01, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x06, 0x04, 0x05, 0xff,
    0xda, 0x00, 0x0c, 0x03, 0x01, 0x00, 0x02, 0x10, 0x03, 0x10, 0x00, 0x00, 0x01, 0x14, 0xbb, 0xc3,
    0x4e, 0x73, 0xff, 0xc4, 0x00, 0x14, 0x10, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0xff, 0xda, 0x00, 0x08, 0x01, 0x01, 0x00, 0x01,
    0x05, 0x02, 0x3f, 0xff, 0xc4, 0x00, 0x14, 0x11, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0xff, 0xda, 0x00, 0x08, 0x01, 0x03, 0x01,
    0x01, 0x3f, 0x01, 0x3f, 0xff, 0xc4, 0x00, 0x14, 0x11, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0xff, 0xda, 0x00, 0x08, 0x01, 0x02,
    0x01, 0x01, 0x3f, 0x01, 0x3f, 0xff, 0xc4, 0x00, 0x14, 0x10, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0xff, 0xda, 0x00, 0x08, 0x01,
    0x01, 0x00, 0x06, 0x3f, 0x02, 0x3f, 0xff, 0xc4, 0x00, 0x14, 0x10, 0x01, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0xff, 0xda, 0x00, 0x08,
    0x01, 0x01, 0x00, 0x01, 0x3f, 0x21, 0x3f, 0xff, 0xda, 0x00, 0x0c, 0x03, 0x01, 0x00, 0x02, 0x00,
    0x03, 0x00, 0x00, 0x00, 0x10, 0x0b, 0xff, 0xc4, 0x00, 0x14, 0x11, 0x01, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0xff, 0xda, 0x00, 0x08,
    0x01, 0x03, 0x01, 0x01, 0x3f, 0x10, 0x3f, 0xff, 0xc4, 0x00, 0x14, 0x11, 0x01, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0xff, 0xda, 0x00,
    0x08, 0x01, 0x02, 0x01, 0x01, 0x3f, 0x10, 0x3f, 0xff, 0xc4, 0x00, 0x14, 0x10, 0x01, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0xff, 0xda,
    0x00, 0x08, 0x01, 0x01, 0x00, 0x01, 0x3f, 0x10, 0x3f, 0xff, 0xd9
};

// -size 8x8 xc:'gray(128)' -colorspace Gray -quality 30 -strip
static const uint8_t grey_jpeg[] = {
    0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01, 0x01, 0x00, 0x00, 0x01,
    0x00, 0x01, 0x00, 0x00, 0xff, 0xdb, 0x00, 0x43, 0x00, 0x1b, 0x12, 0x14, 0x17, 0x14, 0x11, 0x1b,
    0x17, 0x16, 0x17, 0x1e, 0x1c, 0x1b, 0x20, 0x28, 0x42, 0x2b, 0x28, 0x25, 0x25, 0x28, 0x51, 0x3a,
    0x3d, 0x30, 0x42, 0x60, 0x55, 0x65, 0x64, 0x5f, 0x55, 0x5d, 0x5b, 0x6a, 0x78, 0x99, 0x81, 0x6a,
    0x71, 0x90, 0x73, 0x5b, 0x5d, 0x85, 0xb5, 0x86, 0x90, 0x9e, 0xa3, 0xab, 0xad, 0xab, 0x67, 0x80,
    0xbc, 0xc9, 0xba, 0xa6, 0xc7, 0x99, 0xa8, 0xab, 0xa4, 0xff, 0xc0, 0x00, 0x0b, 0x08, 0x00, 0x08,
    0x00, 0x08, 0x01, 0x01, 0x11, 0x00, 0xff, 0xc4, 0x00, 0x14, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xc4, 0x00, 0x14,
    0x10, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0xff, 0xda, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3f, 0x00, 0x3f, 0xff, 0xd9
};

// -size 3x2 xc:red -fill blue -draw 'point 2,1'
static const uint8_t small_gif[] = { 0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x03, 0x00, 0x02,
                                     0x00, 0xf0, 0x00, 0x00, 0xff, 0x00, 0x00, 0x00, 0x00,
                                     0xff, 0x21, 0xf9, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00,
                                     0x2c, 0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x02, 0x00,
                                     0x00, 0x02, 0x03, 0x84, 0x1d, 0x05, 0x00, 0x3b };
// A gradient that no turn maps to itself; 16 × 8.
static const uint8_t gradient_jpeg[] = {
    0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01, 0x01, 0x00, 0x00, 0x01,
    0x00, 0x01, 0x00, 0x00, 0xff, 0xdb, 0x00, 0x43, 0x00, 0x0d, 0x09, 0x0a, 0x0b, 0x0a, 0x08, 0x0d,
    0x0b, 0x0a, 0x0b, 0x0e, 0x0e, 0x0d, 0x0f, 0x13, 0x20, 0x15, 0x13, 0x12, 0x12, 0x13, 0x27, 0x1c,
    0x1e, 0x17, 0x20, 0x2e, 0x29, 0x31, 0x30, 0x2e, 0x29, 0x2d, 0x2c, 0x33, 0x3a, 0x4a, 0x3e, 0x33,
    0x36, 0x46, 0x37, 0x2c, 0x2d, 0x40, 0x57, 0x41, 0x46, 0x4c, 0x4e, 0x52, 0x53, 0x52, 0x32, 0x3e,
    0x5a, 0x61, 0x5a, 0x50, 0x60, 0x4a, 0x51, 0x52, 0x4f, 0xff, 0xdb, 0x00, 0x43, 0x01, 0x0e, 0x0e,
    0x0e, 0x13, 0x11, 0x13, 0x26, 0x15, 0x15, 0x26, 0x4f, 0x35, 0x2d, 0x35, 0x4f, 0x4f, 0x4f, 0x4f,
    0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f,
    0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f,
    0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0x4f, 0xff, 0xc0,
    0x00, 0x11, 0x08, 0x00, 0x08, 0x00, 0x10, 0x03, 0x01, 0x11, 0x00, 0x02, 0x11, 0x01, 0x03, 0x11,
    0x01, 0xff, 0xc4, 0x00, 0x14, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x06, 0xff, 0xc4, 0x00, 0x1a, 0x10, 0x00, 0x02, 0x02, 0x03,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0x17, 0x41,
    0x55, 0xa3, 0xe2, 0xff, 0xc4, 0x00, 0x15, 0x01, 0x01, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, 0x06, 0xff, 0xc4, 0x00, 0x1b, 0x11, 0x00,
    0x01, 0x04, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x02, 0x13, 0x41, 0x52, 0x03, 0x05, 0x06, 0xff, 0xda, 0x00, 0x0c, 0x03, 0x01, 0x00, 0x02, 0x11,
    0x03, 0x11, 0x00, 0x3f, 0x00, 0x22, 0x8d, 0x0c, 0x74, 0x12, 0x3f, 0xa3, 0x81, 0xcc, 0x5a, 0xb6,
    0x47, 0x47, 0x40, 0x2d, 0xae, 0xc4, 0xc3, 0x59, 0x2c, 0x7f, 0xff, 0xd9
};

// ---- small files of every format, built as Text

static void put_byte(Text *file, unsigned value) {
    char byte = (char)value;
    text_append_bytes(file, &byte, 1);
}

static void put_bytes(Text *file, size_t count, const uint8_t *bytes) {
    text_append_bytes(file, (const char *)bytes, count);
}

static void put_le(Text *file, int size, uint32_t value) {
    for (int i = 0; i < size; i++) put_byte(file, value >> 8 * i & 255);
}

static void put_be(Text *file, int size, uint32_t value) {
    for (int i = size - 1; i >= 0; i--) put_byte(file, value >> 8 * i & 255);
}

static void put_chunk(Text *file, const char *type, const void *data, size_t length) {
    put_be(file, 4, (uint32_t)length);
    size_t start = file->length;
    text_append_bytes(file, type, 4);
    if (length > 0) text_append_bytes(file, data, length);
    put_be(file, 4, libdeflate_crc32(0, file->data + start, length + 4));
}

static void put_png_header(Text *file, uint32_t width, uint32_t height, unsigned depth,
                           unsigned color) {
    Text header = { 0 };
    put_be(&header, 4, width);
    put_be(&header, 4, height);
    put_byte(&header, depth);
    put_byte(&header, color);
    put_be(&header, 3, 0);
    text_append_bytes(file, "\x89PNG\r\n\x1a\n", 8);
    put_chunk(file, "IHDR", header.data, header.length);
    text_free(&header);
}

// `rows`: the filter byte and the bytes of each row.
static void put_png_data(Text *file, const uint8_t *rows, size_t length) {
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(6);
    size_t room = libdeflate_zlib_compress_bound(compressor, length);
    uint8_t *packed = malloc(room);
    size_t size = libdeflate_zlib_compress(compressor, rows, length, packed, room);
    libdeflate_free_compressor(compressor);
    assert_true(size > 0);
    put_chunk(file, "IDAT", packed, size);
    put_chunk(file, "IEND", NULL, 0);
    free(packed);
}

static void put_png(Text *file, uint32_t width, uint32_t height, unsigned depth, unsigned color,
                    const uint8_t *rows, size_t length) {
    put_png_header(file, width, height, depth, color);
    put_png_data(file, rows, length);
}

static void put_bmp_header(Text *file, int32_t width, int32_t height, unsigned bits,
                           uint32_t colors) {
    text_append_bytes(file, "BM", 2);
    put_le(file, 4, 0);
    put_le(file, 4, 0);
    put_le(file, 4, 54 + 4 * colors);
    put_le(file, 4, 40);
    put_le(file, 4, (uint32_t)width);
    put_le(file, 4, (uint32_t)height);
    put_le(file, 2, 1);
    put_le(file, 2, bits);
    for (int i = 0; i < 6; i++) put_le(file, 4, 0);
}

static void put_tga_header(Text *file, unsigned type, unsigned width, unsigned height,
                           unsigned bits, unsigned descriptor) {
    put_byte(file, 0);
    put_byte(file, 0);
    put_byte(file, type);
    for (int i = 0; i < 9; i++) put_byte(file, 0);
    put_le(file, 2, width);
    put_le(file, 2, height);
    put_byte(file, bits);
    put_byte(file, descriptor);
}

static void put_psd_header(Text *file, unsigned channels, uint32_t width, uint32_t height,
                           unsigned depth, unsigned compression) {
    text_append_bytes(file, "8BPS", 4);
    put_be(file, 2, 1);
    put_be(file, 4, 0);
    put_be(file, 2, 0);
    put_be(file, 2, channels);
    put_be(file, 4, height);
    put_be(file, 4, width);
    put_be(file, 2, depth);
    put_be(file, 2, 3);
    put_be(file, 4, 0);
    put_be(file, 4, 3); // resources, three bytes of them
    put_be(file, 3, 0);
    put_be(file, 4, 0);
    put_be(file, 2, compression);
}

#define PUT(file, ...)                                                                             \
    put_bytes(file, sizeof((uint8_t[]){ __VA_ARGS__ }), (const uint8_t[]){ __VA_ARGS__ })

// One of each kind; `needed` bytes of them must be there.
typedef struct Sample {
    const char *name;
    Text file;
    size_t needed;
    int width, height, channels, bits;
    unsigned values[64]; // interleaved
} Sample;

#define SAMPLES 24
static Sample samples[SAMPLES];
static int sample_count;

static Sample *add_sample(const char *name, int width, int height, int channels, int bits) {
    assert_true(sample_count < SAMPLES);
    Sample *sample = &samples[sample_count++];
    *sample = (Sample){
        .name = name, .width = width, .height = height, .channels = channels, .bits = bits
    };
    return sample;
}

#define EXPECT(sample, ...)                                                                        \
    do {                                                                                           \
        memcpy((sample)->values, ((unsigned[]){ __VA_ARGS__ }),                                    \
               sizeof((unsigned[]){ __VA_ARGS__ }));                                               \
        if ((sample)->needed == 0) (sample)->needed = (sample)->file.length;                       \
    } while (0)

static void add_png_samples(void) {
    Sample *s = add_sample("grey PNG", 3, 2, 1, 8);
    put_png(&s->file, 3, 2, 8, 0, (uint8_t[]){ 0, 1, 2, 3, 2, 10, 20, 30 }, 8);
    EXPECT(s, 1, 2, 3, 11, 22, 33);
    s = add_sample("1-bit grey PNG", 3, 1, 1, 8);
    put_png(&s->file, 3, 1, 1, 0, (uint8_t[]){ 0, 0xa0 }, 2);
    EXPECT(s, 255, 0, 255);
    s = add_sample("grey and alpha PNG", 2, 1, 2, 8);
    put_png(&s->file, 2, 1, 8, 4, (uint8_t[]){ 0, 9, 128, 8, 255 }, 5);
    EXPECT(s, 9, 128, 8, 255);
    s = add_sample("RGB PNG", 1, 2, 3, 8);
    put_png(&s->file, 1, 2, 8, 2, (uint8_t[]){ 0, 1, 2, 3, 0, 4, 5, 6 }, 8);
    EXPECT(s, 1, 2, 3, 4, 5, 6);
    s = add_sample("16-bit RGBA PNG", 1, 1, 4, 16);
    put_png(&s->file, 1, 1, 16, 6, (uint8_t[]){ 0, 1, 2, 3, 4, 5, 6, 255, 255 }, 9);
    EXPECT(s, 0x0102, 0x0304, 0x0506, 0xffff);
    s = add_sample("16-bit grey PNG", 2, 1, 1, 16);
    put_png(&s->file, 2, 1, 16, 0, (uint8_t[]){ 0, 0x12, 0x34, 0, 1 }, 5);
    EXPECT(s, 0x1234, 1);
    s = add_sample("palette PNG", 2, 1, 3, 8);
    put_png_header(&s->file, 2, 1, 8, 3);
    put_chunk(&s->file, "PLTE", (uint8_t[]){ 10, 11, 12, 20, 21, 22 }, 6);
    put_png_data(&s->file, (uint8_t[]){ 0, 1, 0 }, 3);
    EXPECT(s, 20, 21, 22, 10, 11, 12);
    s = add_sample("palette PNG with alpha", 2, 1, 4, 8);
    put_png_header(&s->file, 2, 1, 8, 3);
    put_chunk(&s->file, "PLTE", (uint8_t[]){ 10, 11, 12, 20, 21, 22 }, 6);
    put_chunk(&s->file, "tRNS", (uint8_t[]){ 77 }, 1);
    put_png_data(&s->file, (uint8_t[]){ 0, 1, 0 }, 3);
    EXPECT(s, 20, 21, 22, 255, 10, 11, 12, 77);
}

static void add_bmp_samples(void) {
    Sample *s = add_sample("BMP", 2, 2, 3, 8);
    put_bmp_header(&s->file, 2, 2, 24, 0);
    PUT(&s->file, 3, 2, 1, 6, 5, 4, 0, 0, 9, 8, 7, 12, 11, 10); // and no padding at the end
    EXPECT(s, 7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6);
    s = add_sample("BMP, top row first", 1, 2, 3, 8);
    put_bmp_header(&s->file, 1, -2, 24, 0);
    PUT(&s->file, 3, 2, 1, 0, 6, 5, 4);
    EXPECT(s, 1, 2, 3, 4, 5, 6);
    s = add_sample("8-bit BMP", 3, 1, 3, 8);
    put_bmp_header(&s->file, 3, 1, 8, 2);
    PUT(&s->file, 30, 20, 10, 0, 31, 21, 11, 0, 1, 0, 1);
    EXPECT(s, 11, 21, 31, 10, 20, 30, 11, 21, 31);
}

static void add_tga_samples(void) {
    Sample *s = add_sample("TGA", 2, 1, 3, 8);
    put_tga_header(&s->file, 2, 2, 1, 24, 0x20);
    PUT(&s->file, 3, 2, 1, 6, 5, 4);
    EXPECT(s, 1, 2, 3, 4, 5, 6);
    s = add_sample("packed TGA", 3, 2, 4, 8);
    put_tga_header(&s->file, 10, 3, 2, 32, 8);
    PUT(&s->file, 0x83, 3, 2, 1, 9, 1, 6, 5, 4, 8, 5, 5, 5, 5); // four alike, two as they are
    EXPECT(s, 1, 2, 3, 9, 4, 5, 6, 8, 5, 5, 5, 5, 1, 2, 3, 9, 1, 2, 3, 9, 1, 2, 3, 9);
    s = add_sample("grey TGA", 2, 1, 1, 8);
    put_tga_header(&s->file, 3, 2, 1, 8, 0x20);
    PUT(&s->file, 200, 100);
    EXPECT(s, 200, 100);
    s = add_sample("mapped TGA", 2, 1, 3, 8);
    PUT(&s->file, 0, 1, 1, 0, 0, 2, 0, 24, 0, 0, 0, 0, 2, 0, 1, 0, 8, 0x20);
    PUT(&s->file, 3, 2, 1, 6, 5, 4, 1, 0);
    EXPECT(s, 4, 5, 6, 1, 2, 3);
}

static void add_other_samples(void) {
    Sample *s = add_sample("GIF", 3, 2, 4, 8);
    put_bytes(&s->file, sizeof small_gif, small_gif);
    s->needed = sizeof small_gif - 1; // the trailer may be missing
    EXPECT(s, 255, 0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 255, 0, 0,
           255, 255);
    s = add_sample("PSD", 1, 2, 4, 8);
    put_psd_header(&s->file, 3, 1, 2, 8, 0);
    PUT(&s->file, 1, 4, 2, 5, 3, 6);
    EXPECT(s, 1, 2, 3, 255, 4, 5, 6, 255);
    s = add_sample("packed PSD", 3, 1, 4, 8);
    put_psd_header(&s->file, 3, 3, 1, 8, 1);
    PUT(&s->file, 0, 2, 0, 2, 0, 4, 0xfe, 7, 0xfe, 8, 2, 1, 2, 3);
    EXPECT(s, 7, 8, 1, 255, 7, 8, 2, 255, 7, 8, 3, 255);
    s = add_sample("16-bit PSD", 1, 1, 4, 16);
    put_psd_header(&s->file, 3, 1, 1, 16, 0);
    PUT(&s->file, 1, 2, 3, 4, 5, 6);
    EXPECT(s, 0x0102, 0x0304, 0x0506, 0xffff);
    // A fourth channel, be it transparency or a saved selection, changes no colour.
    s = add_sample("PSD with a fourth channel", 1, 2, 4, 8);
    put_psd_header(&s->file, 4, 1, 2, 8, 0);
    PUT(&s->file, 1, 4, 2, 5, 3, 6, 9, 200);
    EXPECT(s, 1, 2, 3, 255, 4, 5, 6, 255);
    s = add_sample("packed PSD with a fourth channel", 3, 1, 4, 8);
    put_psd_header(&s->file, 4, 3, 1, 8, 1);
    PUT(&s->file, 0, 2, 0, 2, 0, 4, 0, 2, 0xfe, 7, 0xfe, 8, 2, 1, 2, 3, 0xfe, 100);
    EXPECT(s, 7, 8, 1, 255, 7, 8, 2, 255, 7, 8, 3, 255);
    s = add_sample("16-bit PSD with a fourth channel", 1, 1, 4, 16);
    put_psd_header(&s->file, 4, 1, 1, 16, 0);
    PUT(&s->file, 1, 2, 3, 4, 5, 6, 0, 9);
    EXPECT(s, 0x0102, 0x0304, 0x0506, 0xffff);
    s = add_sample("HDR", 2, 1, 3, 8);
    text_append(&s->file, "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 2\n");
    PUT(&s->file, 128, 128, 128, 129, 128, 0, 0, 140);
    EXPECT(s, 255, 255, 255, 255, 0, 0);
    s = add_sample("packed HDR", 8, 1, 3, 8);
    text_append(&s->file, "#?RGBE\nFORMAT=32-bit_rle_rgbe\nEXPOSURE=1\n\n-Y 1 +X 8\n");
    PUT(&s->file, 2, 2, 0, 8, 136, 128, 136, 0, 7, 0, 0, 0, 0, 0, 0, 0, 129, 128, 136, 129);
    EXPECT(s, 255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0,
           255);
}

static int make_samples(void **state) {
    (void)state;
    add_png_samples();
    add_bmp_samples();
    add_tga_samples();
    add_other_samples();
    return 0;
}

static int free_samples(void **state) {
    (void)state;
    for (int i = 0; i < sample_count; i++) text_free(&samples[i].file);
    return 0;
}

// ---- helpers

static unsigned value_at(const Image *image, size_t i) {
    return image->bits == 16 ? ((uint16_t *)image->data)[i] : ((uint8_t *)image->data)[i];
}

static bool load(Image *image, const void *bytes, size_t length, Error *error) {
    // A block of its own, exactly as long: a sanitizer sees a step beyond it.
    uint8_t *copy = malloc(length ? length : 1);
    memcpy(copy, bytes, length);
    bool ok = image_load_memory(image, copy, length, "P", error);
    free(copy);
    return ok;
}

static void assert_loads(const char *name, const void *bytes, size_t length, int width, int height,
                         int channels, int bits, const unsigned *values) {
    Image image = { 0 };
    Error error = { 0 };
    if (!load(&image, bytes, length, &error)) fail_msg("%s: %s", name, error.text);
    if (image.width != width || image.height != height || image.channels != channels ||
        image.bits != bits) {
        fail_msg("%s: %d × %d × %d of %d bits", name, image.width, image.height, image.channels,
                 image.bits);
    }
    for (size_t i = 0; values && i < (size_t)width * (size_t)height * (size_t)channels; i++) {
        if (value_at(&image, i) != values[i]) {
            fail_msg("%s: [%zu] is %u, not %u", name, i, value_at(&image, i), values[i]);
        }
    }
    image_free(&image);
    assert_null(image.data);
}

static void assert_refused(const void *bytes, size_t length, const char *why) {
    uint8_t untouched = 0;
    Image image = { .width = 7, .data = &untouched };
    Error error = { 0 };
    char expected[300];
    snprintf(expected, sizeof expected, "P: %s", why);
    assert_false(load(&image, bytes, length, &error));
    assert_string_equal(error.text, expected);
    assert_int_equal(error.kind, ERROR_FAILED);
    assert_int_equal(image.width, 7);
    assert_ptr_equal(image.data, &untouched);
}

static void assert_text_refused(const char *text, const char *why) {
    assert_refused(text, strlen(text), why);
}

#define EARLY "the file ends too early"
#define UNKNOWN                                                                                    \
    "is no picture that alphabar can read (PNG, JPEG, BMP, TGA, GIF, PSD, HDR, PNM, .npy)"

// ---- decoding

static void test_samples(void **state) {
    (void)state;
    assert_true(sample_count > 20);
    for (int i = 0; i < sample_count; i++) {
        Sample *s = &samples[i];
        assert_loads(s->name, s->file.data, s->file.length, s->width, s->height, s->channels,
                     s->bits, s->values);
    }
}

static void test_every_truncation_is_refused(void **state) {
    (void)state;
    for (int i = 0; i < sample_count; i++) {
        Sample *s = &samples[i];
        for (size_t length = 0; length < s->needed; length++) {
            Image image = { 0 };
            Error error = { 0 };
            if (load(&image, s->file.data, length, &error)) {
                fail_msg("%s: %zu of %zu bytes are taken", s->name, length, s->needed);
            }
            if (length < 30) continue;
            if (strcmp(error.text, "P: " EARLY) != 0) {
                fail_msg("%s: %zu of %zu bytes: %s", s->name, length, s->needed, error.text);
            }
        }
    }
}

static void assert_is_red_and_blue(const Image *image, size_t red, size_t blue) {
    const uint8_t *data = image->data;
    assert_true(data[3 * red] > 240 && data[3 * red + 2] < 15);
    assert_true(data[3 * blue] < 15 && data[3 * blue + 2] > 240);
}

static void test_jpeg(void **state) {
    (void)state;
    static const struct {
        const uint8_t *bytes;
        size_t length;
    } files[] = { { red_blue_jpeg, sizeof red_blue_jpeg },
                  { progressive_jpeg, sizeof progressive_jpeg } };
    for (int i = 0; i < 2; i++) {
        Image image = { 0 };
        Error error = { 0 };
        assert_true(load(&image, files[i].bytes, files[i].length, &error));
        assert_int_equal(image.width, 16);
        assert_int_equal(image.height, 8);
        assert_int_equal(image.channels, 3);
        assert_is_red_and_blue(&image, 0, 15);
        image_free(&image);
        for (size_t length = 3; length < files[i].length; length++) {
            assert_refused(files[i].bytes, length, EARLY);
        }
    }
    unsigned grey[64];
    for (int i = 0; i < 64; i++) grey[i] = 128;
    assert_loads("grey JPEG", grey_jpeg, sizeof grey_jpeg, 8, 8, 1, 8, grey);
}

// Red is left at first; a mark for each of the eight ways to hold a camera. The thumbnail in the
// EXIF data holds markers that must not be taken for the picture's.
static Text make_turned_jpeg(int orientation, bool big_endian) {
    Text file = { 0 };
    put_bytes(&file, 2, red_blue_jpeg);
    PUT(&file, 0xff, 0xe1, 0, 2 + 6 + 8 + 2 + 24 + 8);
    text_append_bytes(&file, "Exif\0\0", 6);
    void (*put)(Text *, int, uint32_t) = big_endian ? put_be : put_le;
    text_append(&file, big_endian ? "MM" : "II");
    put(&file, 2, 42);
    put(&file, 4, 8);
    put(&file, 2, 2);
    for (int entry = 0; entry < 2; entry++) {
        put(&file, 2, entry ? 0x0112 : 0x0100);
        put(&file, 2, 3);
        put(&file, 4, 1);
        put(&file, 2, entry ? (uint32_t)orientation : 6);
        put(&file, 2, 0);
    }
    PUT(&file, 0xff, 0xd8, 0xff, 0xda, 0, 2, 0xff, 0xd9);
    put_bytes(&file, sizeof red_blue_jpeg - 2, red_blue_jpeg + 2);
    return file;
}

static void test_camera_orientation(void **state) {
    (void)state;
    for (int orientation = 0; orientation <= 9; orientation++) {
        Text file = make_turned_jpeg(orientation, orientation % 2 == 0);
        Image image = { 0 };
        Error error = { 0 };
        assert_true(load(&image, file.data, file.length, &error));
        bool upright = orientation >= 5 && orientation <= 8;
        assert_int_equal(image.width, upright ? 8 : 16);
        assert_int_equal(image.height, upright ? 16 : 8);
        // EXIF 2.3, tag 274: where the stored left end goes.
        bool left_first =
            orientation != 2 && orientation != 3 && orientation != 7 && orientation != 8;
        assert_is_red_and_blue(&image, left_first ? 0 : 127, left_first ? 127 : 0);
        image_free(&image);
        assert_refused(file.data, file.length - 1, EARLY);
        text_free(&file);
    }
}

// The pixels of a turned picture, one by one, which two halves cannot tell: the same red and blue
// with a smaller check at the top.
static void test_orientation_mirrors(void **state) {
    (void)state;
    Image plain = { 0 };
    Error error = { 0 };
    assert_true(load(&plain, gradient_jpeg, sizeof gradient_jpeg, &error));
    int w = plain.width, h = plain.height;
    for (int orientation = 1; orientation <= 8; orientation++) {
        Text file = make_turned_jpeg(orientation, true);
        file.length -= sizeof red_blue_jpeg - 2;
        put_bytes(&file, sizeof gradient_jpeg - 2, gradient_jpeg + 2);
        Image image = { 0 };
        assert_true(load(&image, file.data, file.length, &error));
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                const int places[8][2] = {
                    { x, y }, { w - 1 - x, y }, { w - 1 - x, h - 1 - y }, { x, h - 1 - y },
                    { y, x }, { h - 1 - y, x }, { h - 1 - y, w - 1 - x }, { y, w - 1 - x },
                };
                const int *place = places[orientation - 1];
                assert_memory_equal((uint8_t *)image.data + 3 * (place[1] * image.width + place[0]),
                                    (uint8_t *)plain.data + 3 * (y * w + x), 3);
            }
        }
        image_free(&image);
        text_free(&file);
    }
    image_free(&plain);
}

static void test_pnm(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        int width, height, channels, bits;
        unsigned values[6];
    } rows[] = {
#define BYTES(text) text, sizeof text - 1
        { BYTES("P5 2 1 255\n\x05\xff"), 2, 1, 1, 8, { 5, 255 } },
        { BYTES("P5\n# made by hand\n2 1 # yes\n15\n\x0f\x01"), 2, 1, 1, 8, { 255, 17 } },
        { BYTES("P5 1 2 65535 \x12\x34\xff\xff"), 1, 2, 1, 16, { 0x1234, 0xffff } },
        { BYTES("P5 1 1 1023\n\x03\xff"), 1, 1, 1, 16, { 0xffff } },
        { BYTES("P6 2 1 255\n\1\2\3\4\5\6"), 2, 1, 3, 8, { 1, 2, 3, 4, 5, 6 } },
        { BYTES("P4 9 1\n\xaa\x80"), 9, 1, 1, 8, { 0, 255, 0, 255, 0, 255 } },
        { BYTES("P1 3 2\n101\n0 1 0\n"), 3, 2, 1, 8, { 0, 255, 0, 255, 0, 255 } },
        { BYTES("P2 3 1 10 0 5 10"), 3, 1, 1, 8, { 0, 128, 255 } },
        { BYTES("P3 1 2 255\n1 2 3\n4 5\t6"), 1, 2, 3, 8, { 1, 2, 3, 4, 5, 6 } },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool wide = rows[i].width > 6;
        Image image = { 0 };
        Error error = { 0 };
        assert_loads("PNM", rows[i].bytes, rows[i].length, rows[i].width, rows[i].height,
                     rows[i].channels, rows[i].bits, wide ? NULL : rows[i].values);
        if (load(&image, rows[i].bytes, 3, &error)) fail();
        bool text = rows[i].bytes[1] <= '3'; // the last number of a text may be cut unseen
        for (size_t length = 3; !text && length < rows[i].length; length++) {
            assert_refused(rows[i].bytes, length, EARLY);
        }
    }
    assert_text_refused("P2 3 1 10 0 5", EARLY);
    assert_text_refused("P2 3 1 10 0 5 11", "is a damaged PNM file");
    assert_text_refused("P5 0 4 255\n", "is a damaged PNM file");
    assert_text_refused("P5 4 4 65536\n", "is a damaged PNM file");
    assert_text_refused("P6 30000 30000 255\n",
                        "30000 × 30000 pixels are more than alphabar takes (134 million)");
    assert_text_refused("P2 10000 10000 255\n1 2 3", EARLY); // before memory is taken
    assert_text_refused("P1 for the program, P2 for the price", "is a damaged PNM file");
}

// ---- what is no picture

static void test_strangers(void **state) {
    (void)state;
    assert_text_refused("", "is empty");
    assert_text_refused("x", UNKNOWN);
    assert_text_refused("This is a text that someone named photo.png.\n", UNKNOWN);
    assert_text_refused("BM is how this text begins, and a bitmap too.", UNKNOWN);
    assert_text_refused("GIF89 is a format of pictures", UNKNOWN);
    assert_text_refused("P7 is a lens", UNKNOWN);
    assert_refused(
        "RIFF\x10\0\0\0WEBPVP8 ", 16,
        "is a WebP picture; alphabar reads PNG, JPEG, BMP, TGA, GIF, PSD, HDR, PNM and .npy");
    assert_refused(
        "\0\0\0\x1c"
        "ftypheic",
        12, "is a HEIC picture; alphabar reads PNG, JPEG, BMP, TGA, GIF, PSD, HDR, PNM and .npy");
    uint8_t zeros[1000] = { 0 };
    assert_refused(zeros, sizeof zeros, UNKNOWN);
}

// TGA has no signature: nothing that is none may pass, however its first bytes fall.
static void test_text_is_no_tga(void **state) {
    (void)state;
    static const char words[] = "\n\t 0123456789 abcdefghijklmnopqrstuvwxyz ,.;{}\"<>";
    uint32_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        char text[200];
        bool wide = round % 2; // as UTF-16, half of whose bytes are 0
        for (size_t i = 0; i < sizeof text; i++) {
            seed = seed * 1664525u + 1013904223u;
            text[i] = words[(seed >> 16) % (sizeof words - 1)];
            if (wide && i % 2) text[i] = '\0';
        }
        Image image = { 0 };
        Error error = { 0 };
        assert_false(image_load_memory(&image, (uint8_t *)text, sizeof text, "P", &error));
        assert_string_equal(error.text, "P: " UNKNOWN);
    }
}

static void test_unread_kinds(void **state) {
    (void)state;
    Text file = { 0 };
    put_psd_header(&file, 4, 1, 1, 8, 0);
    file.data[25] = 4; // CMYK
    put_be(&file, 4, 0);
    assert_refused(file.data, file.length,
                   "is a PSD of a kind that alphabar does not read "
                   "(it reads RGB of 8 bits, or of 16 without compression)");
    text_clear(&file);
    put_bmp_header(&file, 1, 1, 8, 0);
    file.data[30] = 1;
    assert_refused(file.data, file.length, "is a compressed BMP, which alphabar does not read");
    text_clear(&file);
    put_bytes(&file, sizeof red_blue_jpeg, red_blue_jpeg);
    for (size_t i = 0; i + 1 < file.length; i++) {
        if ((uint8_t)file.data[i] == 0xff && (uint8_t)file.data[i + 1] == 0xc0) {
            file.data[i + 1] = (char)0xc9;
        }
    }
    assert_refused(file.data, file.length,
                   "is a JPEG of a kind that alphabar does not read "
                   "(lossless, arithmetic-coded or not of 8 bits)");
    text_free(&file);
}

static void test_checksum(void **state) {
    (void)state;
    Sample *s = &samples[0];
    s->file.data[s->file.length - 20] ^= 1; // inside IDAT
    assert_refused(s->file.data, s->file.length, "is a damaged PNG file");
    s->file.data[s->file.length - 20] ^= 1;
}

static void test_size_limit(void **state) {
    (void)state;
    const char *why = "30000 × 30000 pixels are more than alphabar takes (134 million)";
    Text file = { 0 };
    put_png_header(&file, 30000, 30000, 8, 2);
    assert_refused(file.data, file.length, why); // by the header alone
    text_clear(&file);
    put_bmp_header(&file, 30000, -30000, 24, 0);
    assert_refused(file.data, file.length, why);
    text_clear(&file);
    put_psd_header(&file, 3, 30000, 30000, 8, 0);
    assert_refused(file.data, file.length, why);
    text_clear(&file);
    text_append(&file, "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 30000 +X 30000\n");
    assert_refused(file.data, file.length, why);
    text_clear(&file);
    put_tga_header(&file, 2, 30000, 30000, 24, 0);
    assert_refused(file.data, file.length, why);
    text_clear(&file);
    put_png_header(&file, 0, 5, 8, 2);
    put_chunk(&file, "IDAT", "", 0);
    put_chunk(&file, "IEND", "", 0);
    assert_refused(file.data, file.length, "its header gives it no size");
    text_free(&file);
}

// Files of a few bytes that would have megabytes taken for them, or seconds.
static void test_bombs(void **state) {
    (void)state;
    enum { SURPLUS = 1 << 20 };
    uint8_t *rows = calloc(SURPLUS, 1);
    for (uint32_t i = 0, seed = 1; i < SURPLUS; i++) { // of a picture of 10 × 10
        seed = seed * 1664525u + 1013904223u;
        if (i >= 310) rows[i] = (uint8_t)(seed >> 24);
    }
    Text file = { 0 };
    put_png(&file, 10, 10, 8, 2, rows, SURPLUS);
    assert_refused(file.data, file.length, "is a damaged PNG file");
    text_clear(&file);
    put_png(&file, 10, 10, 8, 2, rows, 310 + 2000); // some encoders do that
    Image image = { 0 };
    Error error = { 0 };
    assert_true(load(&image, file.data, file.length, &error));
    image_free(&image);
    free(rows);
    text_clear(&file);

    put_bytes(&file, sizeof progressive_jpeg, progressive_jpeg);
    for (size_t i = 0; i + 1 < file.length; i++)
        if ((uint8_t)file.data[i] == 0xff && (uint8_t)file.data[i + 1] == 0xc2)
            memcpy(&file.data[i + 5], "\x20\x00\x20\x00", 4);
    assert_refused(file.data, file.length, EARLY); // 67 million pixels in some hundred bytes
    text_clear(&file);

    text_append_bytes(&file, "GIF89a\x40\x1f\x40\x1f\x80\0\0\0\0\0\xff\xff\xff", 19);
    text_append_bytes(&file, ",\0\0\0\0\x40\x1f\x40\x1f\0\2\2\x4c\1\0;", 16);
    assert_refused(file.data, file.length,
                   "takes 549 MiB of memory to be decoded, more than the 512 MiB that "
                   "--picture-memory allows");
    text_free(&file);
}

static void test_memory_limit(void **state) {
    (void)state;
    Image image = { 0 };
    Error error = { 0 };
    image_limit_memory(16 * 8 * 3 - 1);
    assert_refused(red_blue_jpeg, sizeof red_blue_jpeg,
                   "takes 0 MiB of memory to be decoded, more than the 0 MiB that "
                   "--picture-memory allows");
    image_limit_memory(1 << 20);
    assert_true(load(&image, progressive_jpeg, sizeof progressive_jpeg, &error));
    image_free(&image);
    image_limit_memory((size_t)IMAGE_MEMORY_MIB << 20);
}

// A scan whose tables nobody defined.
static void test_jpeg_without_tables(void **state) {
    (void)state;
    Text file = { 0 };
    for (size_t i = 0; i < sizeof red_blue_jpeg;) {
        bool table = red_blue_jpeg[i] == 0xff && red_blue_jpeg[i + 1] == 0xc4;
        if (table)
            i += 2 + (size_t)(red_blue_jpeg[i + 2] << 8 | red_blue_jpeg[i + 3]);
        else
            put_byte(&file, red_blue_jpeg[i++]);
    }
    assert_true(file.length < sizeof red_blue_jpeg);
    assert_refused(file.data, file.length, "is a damaged JPEG file");
    text_free(&file);
}

static void test_extreme_shapes(void **state) {
    (void)state;
    for (int tall = 0; tall < 2; tall++) {
        Text file = { 0 };
        text_append(&file, tall ? "P5 1 20000 255\n" : "P5 20000 1 255\n");
        for (int i = 0; i < 20000; i++) put_byte(&file, (unsigned)i % 251);
        Image image = { 0 };
        Error error = { 0 };
        assert_true(load(&image, file.data, file.length, &error));
        Picture picture = { 0 };
        assert_true(image_to_picture(&picture, &image, 256, (uint8_t[]){ 0, 0, 0 }, &error));
        assert_int_equal(picture.width, tall ? 1 : 256);
        assert_int_equal(picture.height, tall ? 256 : 1);
        double sum = 0, total = 0;
        for (int i = 0; i < 256; i++) sum += picture.values[i];
        for (int i = 0; i < 20000; i++) total += i % 251 / 127.5 - 1;
        assert_true(fabs(sum / 256 - total / 20000) < 1e-6);
        picture_free(&picture);
        image_free(&image);
        text_free(&file);
    }
}

// Damage of every kind: a picture or one line, never a crash and never a hang.
static void assert_survives(const uint8_t *bytes, size_t length, uint32_t seed) {
    for (int round = 0; round < 200; round++) {
        uint8_t *copy = malloc(length);
        memcpy(copy, bytes, length);
        for (int change = 0; change <= round % 5; change++) {
            seed = seed * 1664525u + 1013904223u;
            uint8_t *byte = &copy[(seed >> 8) % length];
            *byte = (uint8_t)(round % 2 ? seed >> 24 : *byte ^ 1u << (seed >> 29));
        }
        Image image = { 0 };
        Error error = { 0 };
        if (image_load_memory(&image, copy, length, "P", &error)) {
            image_free(&image);
        } else {
            assert_memory_equal(error.text, "P: ", 3);
            assert_null(strchr(error.text, '\n'));
        }
        free(copy);
    }
}

static void test_damage(void **state) {
    (void)state;
    for (int i = 0; i < sample_count; i++) {
        assert_survives((uint8_t *)samples[i].file.data, samples[i].file.length, (uint32_t)i);
    }
    assert_survives(red_blue_jpeg, sizeof red_blue_jpeg, 1);
    assert_survives(progressive_jpeg, sizeof progressive_jpeg, 2);
    Text turned = make_turned_jpeg(6, false);
    assert_survives((uint8_t *)turned.data, turned.length, 3);
    text_free(&turned);
}

static void test_files(void **state) {
    (void)state;
    char path[80], expected[200];
    snprintf(path, sizeof path, "/tmp/alphabar-image-%ld", (long)getpid());
    Image image = { 0 };
    Error error = { 0 };
    assert_true(file_write(path, samples[0].file.data, samples[0].file.length, &error));
    assert_true(image_load(&image, path, &error));
    assert_int_equal(value_at(&image, 5), 33);
    image_free(&image);
    assert_true(file_write(path, "", 0, &error));
    assert_false(image_load(&image, path, &error));
    snprintf(expected, sizeof expected, "%s: is empty", path);
    assert_string_equal(error.text, expected);
    unlink(path);
    assert_false(image_load(&image, path, &error));
    snprintf(expected, sizeof expected, "%s: No such file or directory", path);
    assert_string_equal(error.text, expected);
    assert_false(image_load(&image, "/tmp", &error));
    assert_string_equal(error.text, "/tmp: is a folder");
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(image_load(&image, path, &error));
    snprintf(expected, sizeof expected, "%s: is not a regular file", path);
    assert_string_equal(error.text, expected);
    unlink(path);
}

// ---- values

static const uint8_t black[3] = { 0, 0, 0 };

static Picture to_picture(Image image, int resolution, const uint8_t background[3]) {
    Picture picture = { 0 };
    Error error = { 0 };
    assert_true(image_to_picture(&picture, &image, resolution, background, &error));
    return picture;
}

static void test_values_are_exact(void **state) {
    (void)state;
    uint8_t bytes[256];
    for (int i = 0; i < 256; i++) bytes[i] = (uint8_t)i;
    Picture picture = to_picture((Image){ 16, 16, 1, 8, bytes }, 0, black);
    for (int i = 0; i < 256; i++) assert_true(picture.values[i] == (float)(i / 127.5 - 1));
    picture_free(&picture);
    uint16_t *words = mem_alloc(65536, 2);
    for (int i = 0; i < 65536; i++) words[i] = (uint16_t)i;
    picture = to_picture((Image){ 256, 256, 1, 16, words }, 256, black);
    for (int i = 0; i < 65536; i++) assert_true(picture.values[i] == (float)(i / 32767.5 - 1));
    picture_free(&picture);
    free(words);
}

static void test_planes(void **state) {
    (void)state;
    uint8_t bytes[] = { 0, 51, 102, 153, 204, 255 };
    Picture picture = to_picture((Image){ 2, 1, 3, 8, bytes }, 256, black); // never up
    assert_int_equal(picture.width, 2);
    assert_int_equal(picture.height, 1);
    assert_int_equal(picture.channels, 3);
    const int expected[] = { 0, 153, 51, 204, 102, 255 };
    for (int i = 0; i < 6; i++) assert_true(picture.values[i] == (float)(expected[i] / 127.5 - 1));
    picture_free(&picture);
}

static void test_alpha(void **state) {
    (void)state;
    const uint8_t background[3] = { 10, 20, 90 };
    uint8_t rgba[] = { 200, 100, 0, 51, 1, 2, 3, 0, 4, 5, 6, 255 };
    Picture picture = to_picture((Image){ 3, 1, 4, 8, rgba }, 0, background);
    const double expected[] = { 48, 10, 4, 36, 20, 5, 72, 90, 6 }; // 10 + (200 - 10) / 5 ...
    for (int i = 0; i < 9; i++) assert_true(picture.values[i] == (float)(expected[i] / 127.5 - 1));
    picture_free(&picture);
    uint8_t grey[] = { 240, 51, 7, 0 }; // over the mean, 40
    picture = to_picture((Image){ 2, 1, 2, 8, grey }, 0, background);
    assert_int_equal(picture.channels, 1);
    assert_true(picture.values[0] == (float)(80 / 127.5 - 1));
    assert_true(picture.values[1] == (float)(40 / 127.5 - 1));
    picture_free(&picture);
    uint16_t deep[] = { 65535, 0, 257, 13107 };
    picture = to_picture((Image){ 1, 1, 4, 16, deep }, 0, (uint8_t[]){ 0, 255, 1 });
    assert_true(fabs((double)picture.values[0] - (13107 / 32767.5 - 1)) < 1e-7);
    assert_true(fabs((double)picture.values[1] - (52428 / 32767.5 - 1)) < 1e-7);
    assert_true(fabs((double)picture.values[2] - (257 / 32767.5 - 1)) < 1e-7);
    picture_free(&picture);
}

static void test_shapes(void **state) {
    (void)state;
    static const int rows[][5] = {
        // width, height, resolution, expected width and height
        { 400, 300, 200, 200, 150 }, { 300, 400, 200, 150, 200 }, { 333, 100, 100, 100, 30 },
        { 1000, 1, 100, 100, 1 },    { 7, 7, 1, 1, 1 },           { 100, 50, 100, 100, 50 },
        { 100, 50, 101, 100, 50 },   { 100, 50, 0, 100, 50 },     { 8, 3, 4, 4, 2 },
    };
    uint8_t *bytes = mem_alloc(400 * 400, 1);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Picture picture =
            to_picture((Image){ rows[i][0], rows[i][1], 1, 8, bytes }, rows[i][2], black);
        assert_int_equal(picture.width, rows[i][3]);
        assert_int_equal(picture.height, rows[i][4]);
        picture_free(&picture);
    }
    free(bytes);
}

// 5 pixels into 2: the middle one goes half to each side; 3 rows into 1.
static void test_fractional_coverage(void **state) {
    (void)state;
    uint8_t bytes[] = { 10, 20, 30, 40, 50, 11, 21, 31, 41, 51, 12, 22, 32, 42, 52 };
    Picture picture = to_picture((Image){ 5, 3, 1, 8, bytes }, 2, black);
    assert_int_equal(picture.width, 2);
    assert_int_equal(picture.height, 1);
    assert_true(picture.values[0] == (float)((11 + 21 + 31 / 2.0) / 2.5 / 127.5 - 1));
    assert_true(picture.values[1] == (float)((31 / 2.0 + 41 + 51) / 2.5 / 127.5 - 1));
    picture_free(&picture);
}

static void fill(Image *image, uint32_t seed, bool constant) {
    size_t pixels = (size_t)image->width * (size_t)image->height;
    size_t length = pixels * (size_t)image->channels;
    image->data = mem_alloc(length, 2);
    for (size_t i = 0; i < length; i++) {
        seed = seed * 1664525u + 1013904223u;
        unsigned value =
            constant ? 12345u + 77u * (unsigned)(i % (size_t)image->channels) : seed >> 16;
        if (image->bits == 16) ((uint16_t *)image->data)[i] = (uint16_t)value;
        if (image->bits == 8) ((uint8_t *)image->data)[i] = (uint8_t)value;
    }
}

// What the contract says, in the plainest way: alpha over background, in double.
static double composed(const Image *image, size_t pixel, int channel, const uint8_t background[3]) {
    double most = image->bits == 8 ? 255 : 65535;
    size_t start = pixel * (size_t)image->channels;
    double value = value_at(image, start + (size_t)channel);
    if (image->channels % 2 == 1) return value;
    double alpha = value_at(image, start + (size_t)image->channels - 1) / most;
    double ground = background[channel];
    if (image->channels == 2) ground = (background[0] + background[1] + background[2]) / 3.0;
    ground *= most / 255;
    return ground + (value - ground) * alpha;
}

// Constant pictures stay constant to the last bit, others keep their mean.
static void test_mean_is_kept(void **state) {
    (void)state;
    const uint8_t background[3] = { 30, 200, 99 };
    static const int sides[][3] = { { 101, 67, 64 }, { 67, 101, 33 }, { 64, 48, 16 },
                                    { 300, 2, 7 },   { 31, 31, 30 },  { 50, 50, 1 } };
    for (int round = 0; round < 6 * 8 * 2; round++) {
        const int *side = sides[round / 16];
        Image image = { .width = side[0], .height = side[1] };
        image.channels = 1 + round % 4;
        image.bits = round / 4 % 2 ? 16 : 8;
        bool constant = round / 8 % 2;
        fill(&image, (uint32_t)round, constant);
        Picture picture = to_picture(image, side[2], background);
        size_t pixels = (size_t)image.width * (size_t)image.height;
        double half = image.bits == 8 ? 127.5 : 32767.5;
        for (int c = 0; c < picture.channels; c++) {
            double before = 0, after = 0;
            const float *plane = picture_plane(&picture, c);
            size_t length = picture_plane_length(&picture);
            for (size_t i = 0; i < pixels; i++) before += composed(&image, i, c, background);
            for (size_t i = 0; i < length; i++) after += (double)plane[i];
            before = before / (double)pixels / half - 1;
            assert_true(fabs(after / (double)length - before) < 1e-6);
            for (size_t i = 1; constant && i < length; i++) assert_true(plane[i] == plane[0]);
            float exact = (float)(composed(&image, 0, c, background) / half - 1);
            if (constant && image.channels % 2 == 1) assert_true(plane[0] == exact);
        }
        picture_free(&picture);
        free(image.data);
    }
}

static void test_replaces_picture(void **state) {
    (void)state;
    uint8_t bytes[] = { 0, 255, 0, 255 };
    Picture picture = to_picture((Image){ 4, 1, 1, 8, bytes }, 0, black);
    Error error = { 0 };
    assert_true(image_to_picture(&picture, &(Image){ 2, 2, 1, 8, bytes }, 1, black, &error));
    assert_int_equal(picture.width, 1);
    assert_true(picture.values[0] == 0.0f);
    picture_free(&picture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_every_truncation_is_refused),
        cmocka_unit_test(test_jpeg),
        cmocka_unit_test(test_camera_orientation),
        cmocka_unit_test(test_orientation_mirrors),
        cmocka_unit_test(test_pnm),
        cmocka_unit_test(test_strangers),
        cmocka_unit_test(test_text_is_no_tga),
        cmocka_unit_test(test_unread_kinds),
        cmocka_unit_test(test_checksum),
        cmocka_unit_test(test_size_limit),
        cmocka_unit_test(test_bombs),
        cmocka_unit_test(test_memory_limit),
        cmocka_unit_test(test_jpeg_without_tables),
        cmocka_unit_test(test_extreme_shapes),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_values_are_exact),
        cmocka_unit_test(test_planes),
        cmocka_unit_test(test_alpha),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_fractional_coverage),
        cmocka_unit_test(test_mean_is_kept),
        cmocka_unit_test(test_replaces_picture),
    };
    return cmocka_run_group_tests(tests, make_samples, free_samples);
}
