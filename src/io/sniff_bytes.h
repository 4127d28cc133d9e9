// SPDX-License-Identifier: MIT
// A file's bytes, as io/sniff.c and io/sniff_jpeg.c walk over them.
#ifndef ALPHABAR_IO_SNIFF_BYTES_H
#define ALPHABAR_IO_SNIFF_BYTES_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct Bytes {
    const uint8_t *data;
    size_t length;
} Bytes;

// Numbers at an offset; 0 beyond the end, which each walk checks for by itself.

static inline unsigned u8(Bytes b, size_t at) {
    return at < b.length ? b.data[at] : 0;
}

static inline unsigned le16(Bytes b, size_t at) {
    return u8(b, at) | u8(b, at + 1) << 8;
}

static inline uint32_t le32(Bytes b, size_t at) {
    return (uint32_t)le16(b, at) | (uint32_t)le16(b, at + 2) << 16;
}

static inline unsigned be16(Bytes b, size_t at) {
    return u8(b, at) << 8 | u8(b, at + 1);
}

static inline uint32_t be32(Bytes b, size_t at) {
    return (uint32_t)be16(b, at) << 16 | (uint32_t)be16(b, at + 2);
}

static inline bool starts(Bytes b, size_t at, const char *text, size_t length) {
    return b.length >= at + length && memcmp(b.data + at, text, length) == 0;
}

static inline bool ends_early(Error *error) {
    return error_set(error, "the file ends too early");
}

static inline bool is_damaged(Error *error, const char *format) {
    return error_set(error, "is a damaged %s file", format);
}

static inline bool need(Bytes b, uint64_t length, Error *error) {
    return b.length >= length || ends_early(error);
}

#endif
