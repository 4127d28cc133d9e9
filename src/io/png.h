// SPDX-License-Identifier: MIT
// PNG out: 8 bit, one IDAT, compressed by libdeflate.
#ifndef ALPHABAR_IO_PNG_H
#define ALPHABAR_IO_PNG_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef struct PngImage {
    int width, height;
    int channels;          // of `pixels`: 1 grey, 3 RGB, 4 RGBX
    size_t stride;         // bytes from row to row
    const uint8_t *pixels; // the top row first
    const char *comment;   // UTF-8, kept as a text chunk; NULL: none
    bool alpha;            // of 4 channels the fourth is kept: straight; else it is ignored
} PngImage;

bool png_write(const char *path, const PngImage *image, Error *error);

// The two halves of it, so that several threads can pack while one writes. Zero is an empty packer;
// it keeps its memory from picture to picture and holds the last one packed.
typedef struct PngPacker {
    void *compressor;
    uint8_t *filtered, *packed;
    size_t room, packed_room, length; // length: of what is packed
} PngPacker;

bool png_pack(PngPacker *packer, const PngImage *image, Error *error);
bool png_write_packed(const char *path, const PngImage *image, const PngPacker *packer,
                      Error *error);
void png_packer_free(PngPacker *packer);

// The whole file in memory; free() it.
bool png_encode(uint8_t **bytes, size_t *length, const PngImage *image, Error *error);

// For files of several pictures: the signature, the header and the comment; then chunk by chunk.
// False when the stream takes no more (errno).
bool png_write_start(FILE *stream, const PngImage *image);
bool png_append_chunk(FILE *stream, const char *type, const void *data, size_t length);
void png_put_be32(uint8_t *out, uint32_t value);

// Whether the file is a PNG from its first byte to its last chunk, by their lengths.
bool png_is_whole(const char *path);

#endif
