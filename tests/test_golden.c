// SPDX-License-Identifier: MIT
// The window as it was approved: tests/data/golden/NAME.png. Drawn off-screen as export does, and
// compared with a tolerance that another driver's antialiasing stays within. A failure writes
// NAME.got.png and NAME.diff.png beside the test binary; ALPHABAR_UPDATE_GOLDEN=1 writes the
// references instead.
#include "app/app.h"
#include "base/memory.h"
#include "base/path.h"
#include "golden.h"
#include "io/image.h"
#include "io/png.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// after what it uses
#include <cmocka.h>

#define GOLDEN_FOLDER TEST_DATA "/golden"

enum { WIDTH = 960, HEIGHT = 600 };

static const double MOST_MEAN = 1.5;   // of 255
static const double MOST_SHARE = 0.01; // of pixels that differ by more than GOLDEN_FAR

static char binary_folder[1024];

static void write_png(const char *path, const uint8_t *rgba) {
    const PngImage image = { WIDTH, HEIGHT, 4, (size_t)WIDTH * 4, rgba };
    Error error = { 0 };
    if (!png_write(path, &image, &error)) fail_msg("%s", error.text);
}

// What the window shows after these commands; free() it.
static uint8_t *draw(const char *const *lines) {
    char *argv[] = { (char *)"alphabar",     (char *)"--size",  (char *)"960x600",
                     (char *)"--resolution", (char *)"64",      (char *)"--coupling",
                     (char *)"jump",         (char *)"--seed=7" };
    Arguments arguments;
    Error error = { 0 };
    App *app = mem_alloc(1, sizeof *app);
    bool good = arguments_parse(&arguments, 8, argv, &error) &&
                app_create(app, &arguments, &error) && canvas_open_hidden(app, NULL, &error);
    for (; good && *lines; lines++) good = app_run(app, *lines, &error);
    if (!good) fail_msg("%s", error.text);
    uint8_t *rgba = mem_alloc((size_t)WIDTH * HEIGHT, 4);
    app_draw(app);
    renderer_read(app->renderer, WIDTH, HEIGHT, rgba);
    app_free(app);
    free(app);
    return rgba;
}

static bool updating(void) {
    const char *asked = getenv("ALPHABAR_UPDATE_GOLDEN");
    return asked && strcmp(asked, "1") == 0;
}

// The picture is all there: neither black nor of one colour, which a reference made of it would be.
static void expect_drawn(const uint8_t *rgba) {
    size_t changes = 0;
    for (size_t i = 1; i < (size_t)WIDTH * HEIGHT; i++)
        changes += memcmp(rgba + 4 * i, rgba + 4 * i - 4, 3) != 0;
    assert_true(changes > (size_t)WIDTH * HEIGHT / 50);
}

static void keep_failure(const char *name, const uint8_t *got, const uint8_t *diff) {
    char path[1200];
    snprintf(path, sizeof path, "%s/%s.got.png", binary_folder, name);
    write_png(path, got);
    if (!diff) {
        print_error("%s: see %s\n", name, path);
        return;
    }
    char other[1200];
    snprintf(other, sizeof other, "%s/%s.diff.png", binary_folder, name);
    write_png(other, diff);
    print_error("%s: see %s and %s\n", name, path, other);
}

static void compare(const char *name, const char *reference, const uint8_t *got) {
    Image wanted = { 0 };
    Error error = { 0 };
    if (!path_exists(reference)) {
        keep_failure(name, got, NULL);
        fail_msg("%s: there is no reference; ALPHABAR_UPDATE_GOLDEN=1 writes it", reference);
    }
    if (!image_load(&wanted, reference, &error)) fail_msg("%s", error.text);
    bool fits = wanted.width == WIDTH && wanted.height == HEIGHT && wanted.bits == 8 &&
                wanted.channels >= 3;
    if (!fits) fail_msg("%s: is no %d × %d picture in colour", reference, WIDTH, HEIGHT);
    uint8_t *diff = mem_alloc((size_t)WIDTH * HEIGHT, 4);
    Distance far = golden_compare(got, wanted.data, wanted.channels, (size_t)WIDTH * HEIGHT, diff);
    bool same = far.mean <= MOST_MEAN && far.share <= MOST_SHARE;
    if (!same) keep_failure(name, got, diff);
    free(diff);
    image_free(&wanted);
    if (!same)
        fail_msg("%s: differs by %.2f of 255 in the mean (up to %.1f is well), and %.2f %% of its "
                 "pixels differ by more than %d (up to %.0f %%)",
                 name, far.mean, MOST_MEAN, 100 * far.share, GOLDEN_FAR, 100 * MOST_SHARE);
}

static void check(const char *name, const char *const *lines) {
    char reference[1200];
    snprintf(reference, sizeof reference, "%s/%s.png", GOLDEN_FOLDER, name);
    uint8_t *got = draw(lines);
    expect_drawn(got);
    if (updating()) {
        mkdir(GOLDEN_FOLDER, 0777); // it may be there
        write_png(reference, got);
        print_message("%s: written\n", reference);
    } else {
        compare(name, reference, got);
    }
    free(got);
}

static void linear_in_dark(void **state) {
    (void)state;
    check("linear_dark",
          (const char *const[]){ "set theme dark", "set schedule linear", "set t 240", NULL });
}

static void linear_in_light(void **state) {
    (void)state;
    check("linear_light",
          (const char *const[]){ "set theme light", "set schedule linear", "set t 240", NULL });
}

static void cosine_in_dark(void **state) {
    (void)state;
    check("cosine_dark", (const char *const[]){ "set theme dark", "set schedule cosine",
                                                "set t 1000", "set signal log_snr", NULL });
}

static void cosine_in_light(void **state) {
    (void)state;
    check("cosine_light", (const char *const[]){ "set theme light", "set schedule cosine",
                                                 "set t 1000", "set signal log_snr", NULL });
}

static void compare_in_dark(void **state) {
    (void)state;
    check("compare_dark",
          (const char *const[]){ "set theme dark", "preset flows", "set t 300", NULL });
}

static void compare_in_light(void **state) {
    (void)state;
    check("compare_light", (const char *const[]){ "set theme light", "preset figure3",
                                                  "compare focus 2", "set compare_x log_snr",
                                                  "set compare_plot t", "set t 700", NULL });
}

static void reverse_in_dark(void **state) {
    (void)state;
    check("reverse_dark",
          (const char *const[]){ "set theme dark", "set coupling path", "view reverse",
                                 "set schedule cosine", "set steps 12", "set t 4", NULL });
}

static void mixture_in_dark(void **state) {
    (void)state;
    check("mixture_dark",
          (const char *const[]){ "set theme dark", "view mixture", "set t 400", NULL });
}

static void picture_equation_in_dark(void **state) {
    (void)state;
    check("picture_equation_dark",
          (const char *const[]){ "set theme dark", "set coupling path", "set t 360",
                                 "stage picture_equation(jump) / picture_equation(step)", NULL });
}

// Brackets, a panel whose height follows from its width, and one beside another.
static void stage_in_light(void **state) {
    (void)state;
    check("stage_light",
          (const char *const[]){
              "set theme light", "set t 300", "set coupling path",
              "stage 2* pictures(x z):2 / [signal | histogram] / strip | bayes / formula(jump)",
              NULL });
}

static void reverse_in_light(void **state) {
    (void)state;
    check("reverse_light",
          (const char *const[]){ "set theme light", "set coupling path", "view reverse",
                                 "set schedule cosine", "set steps 5", "set t 2",
                                 "set reverse_row walk", "set reverse_lower without_x",
                                 "set prior bimodal", "set life_clock s", NULL });
}

// The comparison itself: that it sees what it should, and overlooks what it may.
static void comparison_can_fail(void **state) {
    (void)state;
    enum { PIXELS = 1000 };
    static uint8_t got[4 * PIXELS], wanted[3 * PIXELS], diff[4 * PIXELS];
    for (size_t i = 0; i < PIXELS; i++)
        for (size_t c = 0; c < 3; c++) got[4 * i + c] = wanted[3 * i + c] = (uint8_t)(i * 7 + c);
    Distance far = golden_compare(got, wanted, 3, PIXELS, diff);
    assert_true(far.mean == 0 && far.share == 0);
    for (size_t i = 0; i < PIXELS; i++) got[4 * i] = (uint8_t)(wanted[3 * i] ^ 1); // rounding
    far = golden_compare(got, wanted, 3, PIXELS, diff);
    assert_true(far.mean > 0.3 && far.mean < MOST_MEAN && far.share == 0);
    for (size_t i = 0; i < 20; i++) got[4 * i + 1] = (uint8_t)(wanted[3 * i + 1] + 100); // a word
    far = golden_compare(got, wanted, 3, PIXELS, diff);
    assert_true(far.share > MOST_SHARE);
    assert_int_equal(diff[1], 255);
    assert_int_equal(diff[4 * 30 + 1], 0);
}

int main(int argc, char **argv) {
    path_folder(binary_folder, sizeof binary_folder, argc > 0 ? argv[0] : "");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparison_can_fail), cmocka_unit_test(linear_in_dark),
        cmocka_unit_test(linear_in_light),     cmocka_unit_test(cosine_in_dark),
        cmocka_unit_test(cosine_in_light),     cmocka_unit_test(compare_in_dark),
        cmocka_unit_test(compare_in_light),    cmocka_unit_test(reverse_in_dark),
        cmocka_unit_test(reverse_in_light),    cmocka_unit_test(mixture_in_dark),
        cmocka_unit_test(stage_in_light),      cmocka_unit_test(picture_equation_in_dark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
