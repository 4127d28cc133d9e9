// SPDX-License-Identifier: MIT
// The program's own deflate: zlib and libdeflate give back what went in.
#include "fuzz.h"
#include "io/deflate.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 4) return 0;
    size_t left = 1 + (size_t)data[0] % 64, above = left + 8 + ((size_t)data[1] << 8 | data[2]) / 3;
    // What is short is repeated, as rows of pixels are.
    size_t length = size - 3, times = 1 + (size_t)data[3] % 40;
    uint8_t *bytes = malloc(length * times), *back = malloc(length * times);
    if (!bytes || !back || above > 32768) abort();
    for (size_t i = 0; i < length * times; i++) bytes[i] = data[3 + i % length];
    length *= times;
    uint8_t *packed = malloc(deflate_rows_bound(length));
    if (!packed) abort();
    size_t packed_length = deflate_rows(packed, bytes, length, left, above);
    fuzz_require(packed_length <= deflate_rows_bound(length), "within its bound");
    uLongf got = length;
    fuzz_require(uncompress(back, &got, packed, packed_length) == Z_OK && got == length &&
                     memcmp(back, bytes, length) == 0,
                 "zlib gives it back");
    struct libdeflate_decompressor *other = libdeflate_alloc_decompressor();
    size_t count = 0;
    fuzz_require(libdeflate_zlib_decompress(other, packed, packed_length, back, length, &count) ==
                         LIBDEFLATE_SUCCESS &&
                     count == length && memcmp(back, bytes, length) == 0,
                 "libdeflate gives it back");
    libdeflate_free_decompressor(other);
    free(packed);
    free(bytes);
    free(back);
    return 0;
}
