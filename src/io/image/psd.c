// SPDX-License-Identifier: MIT
// Adobe Photoshop File Formats Specification, "File Header Section" and "Image Data Section": the
// channels one after the other, packed ones behind a table of two bytes a row of each.
#include "io/image/psd.h"

#include "io/sniff_bytes.h"

#include <stdlib.h>

uint8_t *psd_colours(const uint8_t *bytes, size_t *length) {
    const Bytes b = { bytes, *length };
    size_t at = 26;
    for (int section = 0; section < 3; section++) at += 4 + be32(b, at);
    bool packed = be16(b, at) == 1;
    size_t rows = be32(b, 14), kept = at + 2 + (packed ? 3 * rows * 2 : 0);
    size_t dropped = packed ? (be16(b, 12) - 3) * rows * 2 : 0;
    uint8_t *copy = malloc(*length);
    if (!copy) return NULL;
    memcpy(copy, bytes, kept);
    memcpy(copy + kept, bytes + kept + dropped, *length - kept - dropped);
    copy[12] = 0;
    copy[13] = 3;
    *length -= dropped;
    return copy;
}
