// SPDX-License-Identifier: MIT
// The structure of a JPEG, which no pixel is decoded for.
#ifndef ALPHABAR_IO_SNIFF_JPEG_H
#define ALPHABAR_IO_SNIFF_JPEG_H

#include "io/sniff_bytes.h"

// As sniff_header (io/sniff.h) of other formats.
bool jpeg_read_size(Bytes b, int64_t *width, int64_t *height, Error *error);

// How the EXIF data say it must be turned: 1 (as it is, also where there are none) to 8.
int jpeg_orientation(Bytes b);

#endif
