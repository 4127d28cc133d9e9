// SPDX-License-Identifier: MIT
// A zlib stream (RFC 1950, 1951) of pictures that are written many times a second. It looks for
// repetition at two distances only, the pixel to the left and the one above, which is what drawn
// frames have; what has none, as noise, costs it next to nothing.
#ifndef ALPHABAR_IO_DEFLATE_H
#define ALPHABAR_IO_DEFLATE_H

#include <stddef.h>
#include <stdint.h>

size_t deflate_rows_bound(size_t length);

// `left` and `above`: the distances, 1..32768, at least 8 apart from the end of neither. Returns
// how many bytes of `out`, deflate_rows_bound(length) of room, it took. `length` at least 1.
size_t deflate_rows(uint8_t *out, const uint8_t *bytes, size_t length, size_t left, size_t above);

#endif
