// SPDX-License-Identifier: MIT
// Segments: FF, marker, length, data. Entropy-coded data follow SOS.
#include "io/sniff_jpeg.h"

enum { JPEG_SOI = 0xd8, JPEG_EOI = 0xd9, JPEG_SOS = 0xda, JPEG_APP1 = 0xe1 };

// A thumbnail in EXIF data holds markers of its own, so segments are stepped over, not searched.

// Moves to the next marker that is not part of entropy-coded data. 0 at the end.
static unsigned next_marker(Bytes b, size_t *at) {
    while (*at + 1 < b.length) {
        const uint8_t *found = memchr(b.data + *at, 0xff, b.length - *at - 1);
        if (!found) break;
        *at = (size_t)(found - b.data) + 1;
        unsigned marker = u8(b, *at);
        if (marker == 0xff) continue; // filler
        ++*at;
        bool restart = marker >= 0xd0 && marker <= 0xd7;
        if (marker != 0 && marker != 1 && !restart) return marker;
    }
    *at = b.length;
    return 0;
}

static bool is_frame_header(unsigned marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

bool jpeg_read_size(Bytes b, int64_t *width, int64_t *height, Error *error) {
    size_t at = 2;
    for (;;) {
        unsigned marker = next_marker(b, &at);
        if (marker == 0 || !need(b, at + 2, error)) return ends_early(error);
        if (marker == JPEG_EOI || marker == JPEG_SOS) return is_damaged(error, "JPEG");
        if (is_frame_header(marker)) break;
        if (marker != JPEG_SOI) at += be16(b, at);
    }
    *height = be16(b, at + 3);
    *width = be16(b, at + 5);
    return need(b, at + 7, error);
}

// TIFF inside APP1: byte order, offset of the first directory, entries of 12 bytes.
static int read_exif_orientation(Bytes tiff) {
    bool big = starts(tiff, 0, "MM\0*", 4);
    if (!big && !starts(tiff, 0, "II*\0", 4)) return 1;
    size_t directory = big ? be32(tiff, 4) : le32(tiff, 4);
    size_t entries = big ? be16(tiff, directory) : le16(tiff, directory);
    for (size_t i = 0; i < entries; i++) {
        size_t entry = directory + 2 + 12 * i;
        if (entry + 12 > tiff.length) break;
        unsigned tag = big ? be16(tiff, entry) : le16(tiff, entry);
        if (tag != 0x0112) continue;
        unsigned value = big ? be16(tiff, entry + 8) : le16(tiff, entry + 8);
        return value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}

int jpeg_orientation(Bytes b) {
    size_t at = 2;
    for (;;) {
        unsigned marker = next_marker(b, &at);
        if (marker == 0 || marker == JPEG_EOI || marker == JPEG_SOS) return 1;
        if (marker == JPEG_SOI) continue;
        size_t size = be16(b, at);
        if (size < 2 || at + size > b.length) return 1;
        if (marker == JPEG_APP1 && size >= 8 && starts(b, at + 2, "Exif\0\0", 6)) {
            return read_exif_orientation((Bytes){ b.data + at + 8, size - 8 });
        }
        at += size;
    }
}
