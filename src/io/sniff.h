// SPDX-License-Identifier: MIT
// What kind of picture some bytes are, and whether they are all there. Decoders are lenient: a JPEG
// cut in the middle comes out grey below, and almost any text is a TGA to a trusting reader.
#ifndef ALPHABAR_IO_SNIFF_H
#define ALPHABAR_IO_SNIFF_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

typedef enum ImageFormat {
    FORMAT_NONE,
    FORMAT_PNG,
    FORMAT_JPEG,
    FORMAT_BMP,
    FORMAT_TGA,
    FORMAT_GIF,
    FORMAT_PSD,
    FORMAT_HDR,
    FORMAT_PNM,
} ImageFormat;

ImageFormat sniff_format(const uint8_t *bytes, size_t length);
const char *sniff_format_name(ImageFormat format);

// The name of a kind of file that people may take for one that can be read ("a WebP picture"), or
// NULL.
const char *sniff_foreign(const uint8_t *bytes, size_t length);

// What the header says, unchecked but that it is there. Not for PNM.
typedef struct ImageHeader {
    int64_t width, height; // pixels
    int bits;              // a channel: 16, or 8 for all else
} ImageHeader;
bool sniff_header(ImageHeader *header, ImageFormat format, const uint8_t *bytes, size_t length,
                  Error *error);

// Fails where the file ends before its picture does, where its structure or a checksum is broken,
// or where it is of a variant that the decoders lack. Errors have no path. PNG, JPEG and
// PNM are not looked into: their decoders are strict.
bool sniff_check(ImageFormat format, const uint8_t *bytes, size_t length, Error *error);

// Fails for sides of 0 and above IMAGE_MAX_PIXELS.
bool sniff_check_size(int64_t width, int64_t height, Error *error);

// How a JPEG's EXIF data says it must be turned: 1 (as it is) to 8.
int sniff_orientation(const uint8_t *bytes, size_t length);

#endif
