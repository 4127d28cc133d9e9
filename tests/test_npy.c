// SPDX-License-Identifier: MIT
#include "io/npy.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// after what it uses
#include <cmocka.h>

static char path[80];

static int name_file(void **state) {
    (void)state;
    snprintf(path, sizeof path, "/tmp/alphabar-npy-%ld.npy", (long)getpid());
    return 0;
}

static int remove_file(void **state) {
    (void)state;
    unlink(path);
    return 0;
}

static void put(const void *bytes, size_t length) {
    Error error = { 0 };
    assert_true(file_write(path, bytes, length, &error));
}

// A .npy file from its parts, header not padded.
static void put_array(int version, const char *header, const void *body, size_t length) {
    uint8_t bytes[1024] = { 0x93, 'N', 'U', 'M', 'P', 'Y', (uint8_t)version, 0 };
    size_t size = strlen(header), start = version == 1 ? 10 : 12;
    assert_true(start + size + length <= sizeof bytes);
    bytes[8] = (uint8_t)(size & 255);
    bytes[9] = (uint8_t)(size >> 8);
    memcpy(bytes + start, header, size);
    if (length > 0) memcpy(bytes + start + size, body, length);
    put(bytes, start + size + length);
}

static void assert_reads(const double *expected, size_t expected_count) {
    Error error = { 0 };
    double *values = NULL;
    size_t count = 0;
    if (!npy_read_doubles(&values, &count, path, &error)) fail_msg("%s", error.text);
    assert_int_equal(count, expected_count);
    for (size_t i = 0; i < count; i++) {
        if (values[i] != expected[i]) fail_msg("[%zu] %.17g, not %.17g", i, values[i], expected[i]);
    }
    assert_non_null(values);
    free(values);
}

static void assert_refused(const char *why) {
    Error error = { 0 };
    double *values = NULL;
    size_t count = 7;
    char expected[400];
    snprintf(expected, sizeof expected, "%s: %s", path, why);
    assert_false(npy_read_doubles(&values, &count, path, &error));
    assert_string_equal(error.text, expected);
    assert_null(values);
    assert_int_equal(count, 7);
}

#define DICT(descr, shape) "{'descr': '" descr "', 'fortran_order': False, 'shape': " shape ", }"

static void test_types(void **state) {
    (void)state;
    put_array(1, DICT("<f4", "(2,)") "\n", "\x00\x00\x80\x3f\x00\x00\x00\xbf", 8);
    assert_reads((double[]){ 1, -0.5 }, 2);
    put_array(1, DICT(">f4", "(2,)"), "\x3f\x80\x00\x00\xbf\x00\x00\x00", 8);
    assert_reads((double[]){ 1, -0.5 }, 2);
    put_array(1, DICT("<f8", "(1,)"), "\x9a\x99\x99\x99\x99\x99\xb9\x3f", 8);
    assert_reads((double[]){ 0.1 }, 1);
    put_array(1, DICT(">f8", "(1,)"), "\x3f\xb9\x99\x99\x99\x99\x99\x9a", 8);
    assert_reads((double[]){ 0.1 }, 1);
    put_array(1, DICT("<i4", "(2,)"), "\x01\x00\x00\x00\xfe\xff\xff\xff", 8);
    assert_reads((double[]){ 1, -2 }, 2);
    put_array(1, DICT(">i2", "(2,)"), "\x80\x00\x00\x07", 4);
    assert_reads((double[]){ -32768, 7 }, 2);
    put_array(1, DICT("<i8", "(2,)"), "\0\0\0\0\0\0\0\x80\xff\xff\xff\xff\xff\xff\xff\xff", 16);
    assert_reads((double[]){ -9223372036854775808.0, -1 }, 2);
    put_array(1, DICT("<u8", "(1,)"), "\0\0\0\0\0\0\0\x80", 8);
    assert_reads((double[]){ 9223372036854775808.0 }, 1);
    put_array(1, DICT("|u1", "(3,)"), "\x00\x80\xff", 3);
    assert_reads((double[]){ 0, 128, 255 }, 3);
    put_array(1, DICT("<i1", "(3,)"), "\x00\x80\xff", 3);
    assert_reads((double[]){ 0, -128, -1 }, 3);
}

static void test_half(void **state) {
    (void)state;
    // 1, -2, 65504 (largest), 2^-24 (smallest), 0.0999755859375, inf, -0
    put_array(1, DICT("<f2", "(7,)"), "\x00\x3c\x00\xc0\xff\x7b\x01\x00\x66\x2e\x00\x7c\x00\x80",
              14);
    assert_reads((double[]){ 1, -2, 65504, 0x1p-24, 0.0999755859375, HUGE_VAL, -0.0 }, 7);
    put_array(1, DICT(">f2", "(1,)"), "\x7e\x00", 2);
    Error error = { 0 };
    double *values = NULL;
    size_t count = 0;
    assert_true(npy_read_doubles(&values, &count, path, &error));
    assert_true(isnan(values[0]));
    free(values);
}

static void test_headers(void **state) {
    (void)state;
    const uint8_t one = 5;
    const double five = 5;
    put_array(2, DICT("|u1", "(1,)") "   \n", &one, 1);
    assert_reads(&five, 1);
    put_array(3, "{\"shape\":(1,),\"fortran_order\":True,\"descr\":\"|u1\"}", &one, 1);
    assert_reads(&five, 1);
    put_array(1, " { 'shape' : ( 1L , ) , 'descr' : '|u1' , 'fortran_order' : False } ", &one, 1);
    assert_reads(&five, 1);
    put_array(1, DICT("<f4", "(0,)"), NULL, 0);
    assert_reads(NULL, 0);
}

static void test_shapes(void **state) {
    (void)state;
    put_array(1, DICT("<f4", "()"), "abcd", 4);
    assert_refused("has the shape (); a list of numbers has one dimension");
    put_array(1, DICT("<f4", "(3, 4)"), NULL, 0);
    assert_refused("has the shape (3, 4); a list of numbers has one dimension");
}

static void test_refusals(void **state) {
    (void)state;
    const char *damaged = "its .npy header is damaged";
    assert_refused("No such file or directory");
    put("", 0);
    assert_refused("is empty");
    put("beta\n0.1\n0.2\n", 13);
    assert_refused("is no .npy file");
    put("\x93NUMPY\x01", 7);
    assert_refused("the file ends too early");
    put("\x93NUMPY\x04\x00\x01\x00\x00\x00", 12);
    assert_refused("is of .npy version 4.0; alphabar reads 1.0 to 3.0");
    put("\x93NUMPY\x01\x00\x70\x00{'descr'", 18);
    assert_refused("the file ends too early");
    put("\x93NUMPY\x02\x00\xff\xff\xff\xff{'descr'", 20);
    assert_refused("the file ends too early");
    put_array(1, DICT("<f4", "(3,)"), "abcdefgh", 8);
    assert_refused("the file ends too early: it holds 2 of 3 numbers");
    put_array(1, DICT("<f8", "(18446744073709551615,)"), "abcdefgh", 8);
    assert_refused("the file ends too early: it holds 1 of 18446744073709551615 numbers");
    put_array(1, DICT("<f8", "(18446744073709551616,)"), "abcdefgh", 8);
    assert_refused(damaged);
    put_array(1, DICT("<f8", "(-1,)"), "abcdefgh", 8);
    assert_refused(damaged);
    put_array(1, DICT("<c8", "(1,)"), "abcdefgh", 8);
    assert_refused("holds numbers of the type '<c8'; alphabar reads float16, float32, float64 and "
                   "integers");
    put_array(1, DICT("<f3", "(1,)"), "abcdefgh", 8);
    assert_refused("holds numbers of the type '<f3'; alphabar reads float16, float32, float64 and "
                   "integers");
    put_array(1, "{'descr': [('beta', '<f8')], 'fortran_order': False, 'shape': (1,)}", "abcdefgh",
              8);
    assert_refused("holds records, not numbers");
    put_array(1, "{'fortran_order': False, 'shape': (1,)}", "abcdefgh", 8);
    assert_refused(damaged);
    put_array(1, "{'descr': '<f8'}", "abcdefgh", 8);
    assert_refused(damaged);
    put("\x93NUMPY\x01\x00\x00\x00  ", 12);
    assert_refused(damaged);
}

// Whatever the header holds, reading it ends, stays inside the file, and either gives numbers or
// one line of printable text.
static void test_garbage(void **state) {
    (void)state;
    static const char good[] = DICT("<f4", "(2,)") "\n";
    static const char alphabet[] = "{}()[]',:\"\\<>|fi48210LTF \n\x80\x01z";
    uint32_t seed = 12345;
    for (int round = 0; round < 3000; round++) {
        char header[sizeof good];
        memcpy(header, good, sizeof good);
        for (int change = 0; change <= round % 4; change++) {
            seed = seed * 1664525u + 1013904223u;
            header[(seed >> 8) % (sizeof good - 1)] =
                alphabet[(seed >> 20) % (sizeof alphabet - 1)];
        }
        header[round % 3 ? sizeof good - 1 : (seed >> 16) % sizeof good] = '\0';
        put_array(1 + round % 3, header, "abcdefgh", 8);
        Error error = { 0 };
        double *values = NULL;
        size_t count = 0;
        if (npy_read_doubles(&values, &count, path, &error)) {
            assert_true(count <= 8);
            free(values);
        } else {
            for (const char *c = error.text; *c; c++) assert_true(*c >= ' ' && *c <= '~');
        }
    }
}

// ---- writing

static uint8_t *read_back(size_t *length) {
    Error error = { 0 };
    uint8_t *data = NULL;
    assert_true(file_read(&data, length, path, 1 << 20, &error));
    return data;
}

// Parses by hand: magic, version 1.0, padded header, and the values after it.
static const uint8_t *body_after(const uint8_t *data, const char *header) {
    assert_memory_equal(data, "\x93NUMPY\x01\x00", 8);
    size_t size = (size_t)data[8] + 256 * (size_t)data[9];
    assert_int_equal((10 + size) % 64, 0);
    assert_memory_equal(data + 10, header, strlen(header));
    for (size_t i = strlen(header); i < size - 1; i++) assert_int_equal(data[10 + i], ' ');
    assert_int_equal(data[10 + size - 1], '\n');
    return data + 10 + size;
}

static float float_at(const uint8_t *bytes) {
    uint32_t bits = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
                    (uint32_t)bytes[3] << 24;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void test_one_picture(void **state) {
    (void)state;
    // Planes of 2 rows × 3 columns: the value names channel, row and column.
    float values[] = {
        11, 12, 13, 21, 22, 23, 111, 112, 113, 121, 122, 123, -1, -2, -3, -4, -5, 9
    };
    Picture picture = { .width = 3, .height = 2, .channels = 3, .values = values };
    Error error = { 0 };
    NpyOut out;
    assert_true(npy_open(&out, path, 0, 2, 3, 3, &error));
    assert_true(npy_append(&out, &picture, &error));
    assert_true(npy_commit(&out, &error));
    npy_cancel(&out);
    size_t length = 0;
    uint8_t *data = read_back(&length);
    const uint8_t *body =
        body_after(data, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 3), }");
    assert_int_equal(length, body - data + 18 * 4);
    const float expected[] = { 11, 111, -1, 12, 112, -2, 13, 113, -3,
                               21, 121, -4, 22, 122, -5, 23, 123, 9 };
    for (int i = 0; i < 18; i++) assert_true(float_at(body + 4 * i) == expected[i]);
    free(data);
}

static void test_film(void **state) {
    (void)state;
    float values[] = { 1, 2, 3, 4 };
    Picture picture = { .width = 4, .height = 1, .channels = 1, .values = values };
    Error error = { 0 };
    NpyOut out;
    assert_true(npy_open(&out, path, 3, 1, 4, 1, &error));
    for (int frame = 0; frame < 3; frame++) {
        values[0] = (float)frame - 0.25f;
        assert_true(npy_append(&out, &picture, &error));
    }
    assert_true(npy_commit(&out, &error));
    size_t length = 0;
    uint8_t *data = read_back(&length);
    const uint8_t *body =
        body_after(data, "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 1, 4, 1), }");
    assert_int_equal(length, body - data + 12 * 4);
    const float expected[] = { -0.25f, 2, 3, 4, 0.75f, 2, 3, 4, 1.75f, 2, 3, 4 };
    for (int i = 0; i < 12; i++) assert_true(float_at(body + 4 * i) == expected[i]);
    free(data);
}

static void test_writing_fails(void **state) {
    (void)state;
    Error error = { 0 };
    NpyOut out;
    assert_false(npy_open(&out, "/tmp", 0, 1, 1, 1, &error));
    assert_string_equal(error.text, "/tmp: is a folder");
    assert_true(npy_open(&out, path, 0, 1, 1, 1, &error));
    npy_cancel(&out);
    assert_int_not_equal(access(path, F_OK), 0);
}

int main(void) {
#define ROW(test) cmocka_unit_test_setup_teardown(test, name_file, remove_file)
    const struct CMUnitTest tests[] = {
        ROW(test_types),       ROW(test_half),     ROW(test_headers),
        ROW(test_shapes),      ROW(test_refusals), ROW(test_garbage),
        ROW(test_one_picture), ROW(test_film),     ROW(test_writing_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
