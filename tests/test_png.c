// SPDX-License-Identifier: MIT
#include "base/memory.h"
#include "io/file.h"
#include "io/image.h"
#include "io/png.h"

#include <libdeflate.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// after what it uses
#include <cmocka.h>

static char path[80];

static int name_file(void **state) {
    (void)state;
    snprintf(path, sizeof path, "/tmp/alphabar-png-%ld.png", (long)getpid());
    return 0;
}

static int remove_file(void **state) {
    (void)state;
    unlink(path);
    return 0;
}

static void write_image(const PngImage *image) {
    Error error = { 0 };
    if (!png_write(path, image, &error)) fail_msg("%s", error.text);
}

// What is read back has the written pixels to the byte; of four channels the first three, and the
// fourth where it is an alpha.
static void assert_round_trip(const PngImage *image) {
    write_image(image);
    Image back = { 0 };
    Error error = { 0 };
    if (!image_load(&back, path, &error)) fail_msg("%s", error.text);
    int channels = image->channels == 1 ? 1 : image->alpha ? 4 : 3;
    assert_int_equal(back.width, image->width);
    assert_int_equal(back.height, image->height);
    assert_int_equal(back.channels, channels);
    assert_int_equal(back.bits, 8);
    const uint8_t *got = back.data;
    for (int y = 0; y < image->height; y++) {
        for (int x = 0; x < image->width; x++) {
            const uint8_t *wanted =
                image->pixels + (size_t)y * image->stride + (size_t)x * (size_t)image->channels;
            for (int c = 0; c < channels; c++) assert_int_equal(*got++, wanted[c]);
        }
    }
    image_free(&back);
}

typedef enum Content { FLAT, NOISE, RAMP_ACROSS, RAMP_DOWN, SHAPES, CONTENTS } Content;

// Pictures that call for each of the filters, and for none.
static void fill(uint8_t *pixels, size_t stride, int width, int height, int channels,
                 Content content) {
    uint32_t seed = 99;
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width * channels; x++) {
            seed = seed * 1664525u + 1013904223u;
            unsigned value = 21;
            if (content == NOISE) value = seed >> 24;
            if (content == RAMP_ACROSS) value = (unsigned)(x * 3 + (int)(seed >> 30));
            if (content == RAMP_DOWN) value = (unsigned)(y * 5 + 40 * (x % 7));
            if (content == SHAPES) value = (x / 9 + y / 5) % 2 ? 240 : seed >> 31;
            pixels[(size_t)y * stride + (size_t)x] = (uint8_t)value;
        }
    }
}

static void test_round_trips(void **state) {
    (void)state;
    static const int sides[][2] = { { 1, 1 },   { 1, 9 },   { 9, 1 },     { 2, 2 },
                                    { 17, 13 }, { 64, 64 }, { 333, 100 }, { 8, 1000 } };
    static const int layouts[] = { 1, 3, 4 };
    for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++) {
        for (int layout = 0; layout < 3; layout++) {
            int width = sides[i][0], height = sides[i][1], channels = layouts[layout];
            size_t stride = (size_t)width * (size_t)channels + i; // and unaligned rows
            uint8_t *pixels = mem_alloc((size_t)height, stride);
            for (int content = 0; content < CONTENTS; content++) {
                fill(pixels, stride, width, height, channels, (Content)content);
                assert_round_trip(&(PngImage){ width, height, channels, stride, pixels });
                if (channels < 4) continue;
                assert_round_trip(&(PngImage){ width, height, 4, stride, pixels, .alpha = true });
            }
            free(pixels);
        }
    }
}

static uint32_t be32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

// Signature, IHDR, one IDAT, IEND, each with its checksum, and nothing after.
static void test_structure(void **state) {
    (void)state;
    uint8_t pixels[3 * 5 * 7] = { 1 };
    write_image(&(PngImage){ 5, 7, 3, 15, pixels });
    uint8_t *data = NULL;
    size_t length = 0, at = 8;
    Error error = { 0 };
    assert_true(file_read(&data, &length, path, 1 << 20, &error));
    assert_memory_equal(data, "\x89PNG\r\n\x1a\n", 8);
    static const char *types[] = { "IHDR", "IDAT", "IEND" };
    for (int i = 0; i < 3; i++) {
        size_t size = be32(data + at);
        assert_true(at + 12 + size <= length);
        assert_memory_equal(data + at + 4, types[i], 4);
        assert_int_equal(be32(data + at + 8 + size), libdeflate_crc32(0, data + at + 4, size + 4));
        at += 12 + size;
    }
    assert_int_equal(at, length);
    assert_memory_equal(data + 16, "\0\0\0\5\0\0\0\7\x08\x02\0\0\0", 13);
    free(data);
}

static size_t written_size(const PngImage *image) {
    write_image(image);
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return (size_t)info.st_size;
}

// The choice of filters pays: smooth rows shrink, noise is left alone, drawn shapes stay small.
static void test_compression(void **state) {
    (void)state;
    size_t width = 500, height = 300, length = 3 * width * height;
    uint8_t *pixels = mem_alloc(length, 1);
    PngImage image = { 500, 300, 3, 3 * width, pixels };
    fill(pixels, image.stride, 500, 300, 3, NOISE);
    assert_true(written_size(&image) < length + 1500);
    fill(pixels, image.stride, 500, 300, 3, RAMP_DOWN);
    assert_true(written_size(&image) < length / 50);
    fill(pixels, image.stride, 500, 300, 3, FLAT);
    assert_true(written_size(&image) < length / 100);
    for (size_t i = 0; i < length; i++) pixels[i] = (uint8_t)(i / 3 % width / 2 + i % 3 * 30);
    assert_true(written_size(&image) < length / 50);
    free(pixels);
}

static void test_same_bytes_every_time(void **state) {
    (void)state;
    uint8_t pixels[3 * 40 * 40];
    fill(pixels, 120, 40, 40, 3, NOISE);
    uint8_t *data[2] = { NULL, NULL };
    size_t length[2] = { 0, 0 };
    for (int i = 0; i < 2; i++) {
        Error error = { 0 };
        write_image(&(PngImage){ 40, 40, 3, 120, pixels });
        assert_true(file_read(&data[i], &length[i], path, 1 << 20, &error));
    }
    assert_int_equal(length[0], length[1]);
    assert_memory_equal(data[0], data[1], length[0]);
    free(data[0]);
    free(data[1]);
}

static void test_failures(void **state) {
    (void)state;
    uint8_t pixel = 0;
    Error error = { 0 };
    assert_false(png_write("/tmp", &(PngImage){ 1, 1, 1, 1, &pixel }, &error));
    assert_string_equal(error.text, "/tmp: is a folder");
    assert_int_equal(error.kind, ERROR_FAILED);
    assert_false(png_write("/tmp/no/such.png", &(PngImage){ 1, 1, 1, 1, &pixel }, &error));
    assert_string_equal(error.text, "/tmp/no/such.png: the folder /tmp/no does not exist");
}

int main(void) {
#define ROW(test) cmocka_unit_test_setup_teardown(test, name_file, remove_file)
    const struct CMUnitTest tests[] = {
        ROW(test_round_trips),           ROW(test_structure), ROW(test_compression),
        ROW(test_same_bytes_every_time), ROW(test_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
