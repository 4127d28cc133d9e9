// SPDX-License-Identifier: MIT
// Faces that cannot be opened while the program draws, and text in a vector file.
#include "draw/font.h"
#include "draw/svg.h"

#include <SDL_ttf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static int opens_left = -1; // -1: as many as one wants
TTF_Font *__real_TTF_OpenFontDPI(const char *file, int size, unsigned hdpi, unsigned vdpi);
TTF_Font *__wrap_TTF_OpenFontDPI(const char *file, int size, unsigned hdpi, unsigned vdpi);

TTF_Font *__wrap_TTF_OpenFontDPI(const char *file, int size, unsigned hdpi, unsigned vdpi) {
    if (opens_left == 0) return NULL;
    if (opens_left > 0) opens_left--;
    return __real_TTF_OpenFontDPI(file, size, hdpi, vdpi);
}

static void test_a_face_that_is_gone(void **state) {
    (void)state;
    Error error = { 0 };
    Fonts *fonts = fonts_open(&error);
    if (!fonts) fail_msg("%s", error.text);
    opens_left = 0;
    for (int size = 10; size < 80; size++) { // more than are kept open
        assert_true(fonts_digit_advance(fonts, FACE_TEXT, size) > 0);
        assert_true(fonts_glyph(fonts, FACE_MATH, size, 'x', 0).advance > 0);
    }
    opens_left = 1; // the fallback's turn after the face's own
    assert_true(fonts_glyph(fonts, FACE_FALLBACK, 90, 'x', 0).advance > 20);
    opens_left = -1;
    fonts_close(fonts);
}

static void test_none_at_all(void **state) {
    (void)state;
    Error error = { 0 };
    opens_left = 0;
    assert_null(fonts_open(&error));
    opens_left = -1;
    assert_int_equal(error.kind, ERROR_FAILED);
}

static void test_every_face_has_a_class(void **state) {
    (void)state;
    DrawRecord record = { 0 };
    Text out = { 0 };
    Error error = { 0 };
    for (int face = 0; face < FACES; face++)
        record_text(&record, LAYER_BASE, (TextStyle){ (Face)face, 12, { 1, 2, 3, 255 } }, 5,
                    20 * (float)face, 30, "word");
    const SvgSpec spec = { .width = 100, .height = 100 };
    assert_true(svg_write(&out, &record, &spec, &error));
    assert_null(strstr(out.data, "(null)"));
    text_free(&out);
    record_free(&record);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_face_that_is_gone),
        cmocka_unit_test(test_none_at_all),
        cmocka_unit_test(test_every_face_has_a_class),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
