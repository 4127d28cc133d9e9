// SPDX-License-Identifier: MIT
// What deflate_rows packs, libdeflate unpacks: of any length, of noise, of repetition, of counts so
// uneven that Huffman's codes would be too long.
#include "base/memory.h"
#include "chance.h"
#include "io/deflate.h"

#include <libdeflate.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

// Returns how many bytes it took.
static size_t check(const uint8_t *bytes, size_t length, size_t left, size_t above) {
    size_t bound = deflate_rows_bound(length), got = 0;
    uint8_t *packed = malloc(bound), *back = malloc(length + 1);
    size_t size = deflate_rows(packed, bytes, length, left, above);
    assert_true(size <= bound);
    struct libdeflate_decompressor *unpacker = libdeflate_alloc_decompressor();
    enum libdeflate_result result =
        libdeflate_zlib_decompress(unpacker, packed, size, back, length + 1, &got);
    libdeflate_free_decompressor(unpacker);
    if (result != LIBDEFLATE_SUCCESS)
        fail_msg("%zu bytes, distances %zu and %zu: no stream", length, left, above);
    assert_int_equal(got, length);
    assert_memory_equal(back, bytes, length);
    free(packed);
    free(back);
    return size;
}

static void every_short_length(void **state) {
    (void)state;
    uint64_t chance = 3;
    uint8_t bytes[700];
    for (size_t length = 1; length <= sizeof bytes; length++)
        for (int kind = 0; kind < 3; kind++) {
            for (size_t i = 0; i < length; i++)
                bytes[i] = (uint8_t)(kind == 0   ? 7
                                     : kind == 1 ? chance_below(&chance, 256)
                                                 : chance_below(&chance, 2));
            check(bytes, length, 3, 61);
            check(bytes, length, 1, 1);
            check(bytes, length, 3, 32768);
        }
}

static void rows_of_pictures(void **state) {
    (void)state;
    enum { WIDTH = 400, HEIGHT = 300, ROW = 3 * WIDTH + 1, LENGTH = ROW * HEIGHT };
    uint64_t chance = 4;
    uint8_t *bytes = mem_alloc(LENGTH, 1);
    assert_true(check(bytes, LENGTH, 3, ROW) < LENGTH / 500); // nothing at all
    for (int i = 0; i < LENGTH; i++) bytes[i] = (uint8_t)chance_below(&chance, 256);
    assert_true(check(bytes, LENGTH, 3, ROW) < LENGTH / 200 * 201); // nothing to find
    // Half of it a plain ground with noise in the middle.
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < ROW; x++)
            if (x < ROW / 2 || y < 40 || x == 0) bytes[y * ROW + x] = x == 0 ? 0 : 28;
    size_t packed = check(bytes, LENGTH, 3, ROW);
    assert_in_range(packed, LENGTH * 0.40, LENGTH * 0.46);
    free(bytes);
}

// Fibonacci's numbers make the deepest tree there is.
static void uneven_counts(void **state) {
    (void)state;
    enum { MOST = 400000 };
    uint8_t *bytes = mem_alloc(MOST, 1);
    size_t length = 0, a = 1, b = 1;
    for (int value = 0; value < 40 && length + a <= MOST; value++) {
        // Far from each other, so that they stay literals: pairs of the value and a counter's
        // noise.
        for (size_t i = 0; i < a && length < MOST; i++) bytes[length++] = (uint8_t)value;
        size_t next = a + b;
        a = b, b = next;
    }
    uint64_t chance = 5;
    for (size_t i = length - 1; i > 0; i--) {
        size_t other = (size_t)chance_below(&chance, (int)i + 1);
        uint8_t swap = bytes[i];
        bytes[i] = bytes[other], bytes[other] = swap;
    }
    check(bytes, length, 1, 32768);
    check(bytes, length, 3, 9000);
    free(bytes);
}

static void lengths_of_every_kind(void **state) {
    (void)state;
    enum { MOST = 300000 };
    uint64_t chance = 6;
    uint8_t *bytes = mem_alloc(MOST, 1);
    size_t length = 0;
    for (size_t run = 1; length + run + 8 < MOST; run = run % 777 + 1) {
        uint8_t value = (uint8_t)chance_below(&chance, 256);
        for (size_t i = 0; i < run; i++) bytes[length++] = value;
        for (int i = chance_below(&chance, 8); i > 0; i--)
            bytes[length++] = (uint8_t)chance_below(&chance, 256);
    }
    check(bytes, length, 1, 1000);
    check(bytes, length, 3, 4801);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_short_length),
        cmocka_unit_test(rows_of_pictures),
        cmocka_unit_test(uneven_counts),
        cmocka_unit_test(lengths_of_every_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
