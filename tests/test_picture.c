// SPDX-License-Identifier: MIT
// Pictures: thinned out to what a screen shows, and held against the machine's memory.
#include "base/memory.h"
#include "core/picture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static size_t machine = SIZE_MAX;
size_t __wrap_mem_of_machine(void);

size_t __wrap_mem_of_machine(void) {
    return machine;
}

// Value: channel, row, column as digits.
static Picture numbered(int width, int height, int channels) {
    Picture picture = { 0 };
    Error error;
    assert_true(picture_alloc(&picture, width, height, channels, &error));
    for (int c = 0; c < channels; c++)
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                picture_plane(&picture, c)[y * width + x] = (float)(100 * c + 10 * y + x);
    return picture;
}

static void test_thin(void **state) {
    (void)state;
    Error error;
    Picture from = numbered(8, 6, 3), out = { 0 };
    assert_true(picture_thin(&out, &from, (Part){ 0, 0, 1, 1 }, 4, 3, &error));
    assert_true(out.width == 4 && out.height == 3 && out.channels == 3);
    for (int c = 0; c < 3; c++)
        for (int y = 0; y < 3; y++)
            for (int x = 0; x < 4; x++) {
                float value = picture_plane(&out, c)[y * 4 + x];
                assert_true(value == (float)(100 * c + 10 * (2 * y + 1) + 2 * x + 1));
            }
    const float *kept = out.values;
    assert_true(picture_thin(&out, &from, (Part){ 0.5, 0.5, 0.25, 0.5 }, 4, 3, &error));
    assert_ptr_equal(out.values, kept); // the same shape: the same block
    const float row[4] = { 4, 4, 5, 5 };
    for (int x = 0; x < 4; x++) assert_true(out.values[x] == 30 + row[x]);
    assert_true(picture_thin(&out, &from, (Part){ -1, -1, 0.5, 3 }, 2, 2, &error));
    assert_true(out.values[0] == 0 && out.values[2] == 50); // beyond the edge is the edge
    const Picture none = { 0 };
    assert_true(picture_thin(&out, &none, (Part){ 0, 0, 1, 1 }, 4, 3, &error));
    assert_null(out.values);
    picture_free(&from);
}

static void test_memory_of_the_machine(void **state) {
    (void)state;
    Error error = { 0 };
    machine = (size_t)1 << 20;
    assert_true(picture_fits(128, 128, 3, 4, &error)); // exactly three quarters
    assert_false(picture_fits(129, 128, 3, 4, &error));
    assert_int_equal(error.kind, ERROR_FAILED);
    assert_non_null(strstr(error.text, "129 × 128"));
    assert_null(strchr(error.text, '\n'));
    assert_false(picture_fits(INT32_MAX, INT32_MAX, 3, 9, &error));
    machine = SIZE_MAX;
    assert_true(picture_fits(30000, 30000, 3, 9, &error));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_thin),
        cmocka_unit_test(test_memory_of_the_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
