// SPDX-License-Identifier: MIT
// Colours that can be read: contrast as WCAG 2.1 defines it, recomputed from the table; and those
// of compared schedules told apart, by eyes that lack a cone too.
#include "conf/palette.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

// after what it uses
#include <cmocka.h>

typedef struct Linear {
    double r, g, b;
} Linear;

static double channel(unsigned hex, int shift) {
    double c = (hex >> shift & 255) / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static Linear linear(unsigned hex) {
    return (Linear){ channel(hex, 16), channel(hex, 8), channel(hex, 0) };
}

static double luminance(unsigned hex) {
    Linear c = linear(hex);
    return 0.2126 * c.r + 0.7152 * c.g + 0.0722 * c.b;
}

static double contrast(unsigned a, unsigned b) {
    double high = luminance(a), low = luminance(b);
    return (fmax(high, low) + 0.05) / (fmin(high, low) + 0.05);
}

static void test_contrast_itself(void **state) {
    (void)state;
    assert_true(fabs(contrast(0xffffff, 0x000000) - 21) < 1e-9);
    assert_true(fabs(contrast(0x777777, 0xffffff) - 4.48) < 0.005); // the well-known near miss
}

// The table of the design, row by row.
static void test_table(void **state) {
    (void)state;
    static const unsigned table[2][HUE_FIRST] = {
        { 0x15171c, 0x1c1f26, 0x2c313b, 0xe8eaee, 0x9aa3b2, 0x858e9d, 0x5ab4f0, 0xf0a03c, 0xe8eaee,
          0x3ecf9b, 0xd58cc0, 0xf0705a, 0xe8d04c },
        { 0xffffff, 0xf5f6f8, 0xd9dde3, 0x1c2026, 0x5b6472, 0x69717f, 0x0a6fb8, 0xa35c00, 0x1c2026,
          0x007a54, 0xa0498a, 0xbd3a25, 0x7d6700 },
    };
    for (int theme = 0; theme < 2; theme++)
        for (int hue = 0; hue < HUE_FIRST; hue++)
            assert_int_equal(palette_hex(theme, (Hue)hue), table[theme][hue]);
}

static void test_writing_can_be_read(void **state) {
    (void)state;
    for (int theme = 0; theme < 2; theme++)
        for (int hue = HUE_INK; hue < HUES; hue++)
            for (int ground = HUE_GROUND; ground <= HUE_PANEL; ground++) {
                double found =
                    contrast(palette_hex(theme, (Hue)hue), palette_hex(theme, (Hue)ground));
                if (found < 4.5)
                    fail_msg("theme %d: hue %d on ground %d: %.2f : 1", theme, hue, ground, found);
            }
}

// What eyes without one kind of cone see (Machado, Oliveira, Fernandes 2009, severity 1).
static const double sights[4][9] = {
    { 1, 0, 0, 0, 1, 0, 0, 0, 1 },
    { 0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998 },
    { 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881 },
    { 1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900 },
};

static double within(double value) {
    return fmin(1, fmax(0, value));
}

static Linear seen(unsigned hex, const double *m) {
    Linear c = linear(hex);
    return (Linear){ within(m[0] * c.r + m[1] * c.g + m[2] * c.b),
                     within(m[3] * c.r + m[4] * c.g + m[5] * c.b),
                     within(m[6] * c.r + m[7] * c.g + m[8] * c.b) };
}

// Distance in Oklab (Ottosson 2020).
static double apart(Linear p, Linear q) {
    const Linear both[2] = { p, q };
    double lab[2][3];
    for (int i = 0; i < 2; i++) {
        double r = both[i].r, g = both[i].g, b = both[i].b;
        double l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        double m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        double s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        lab[i][0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
        lab[i][1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
        lab[i][2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
    }
    return hypot(hypot(lab[0][0] - lab[1][0], lab[0][1] - lab[1][1]), lab[0][2] - lab[1][2]);
}

static void test_compared_colors_are_told_apart(void **state) {
    (void)state;
    for (int theme = 0; theme < 2; theme++)
        for (int sight = 0; sight < 4; sight++)
            for (int a = HUE_FIRST; a <= HUE_FOURTH; a++)
                for (int b = a + 1; b <= HUE_FOURTH; b++) {
                    double found = apart(seen(palette_hex(theme, (Hue)a), sights[sight]),
                                         seen(palette_hex(theme, (Hue)b), sights[sight]));
                    if (found < 0.12)
                        fail_msg("theme %d, sight %d: %d and %d: %.3f", theme, sight, a, b, found);
                }
}

static void test_compared_colors_are_no_quantity(void **state) {
    (void)state;
    for (int theme = 0; theme < 2; theme++)
        for (int a = HUE_FIRST; a <= HUE_FOURTH; a++)
            for (int b = HUE_X; b < HUE_FIRST; b++)
                assert_true(apart(linear(palette_hex(theme, (Hue)a)),
                                  linear(palette_hex(theme, (Hue)b))) > 0.1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contrast_itself),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_writing_can_be_read),
        cmocka_unit_test(test_compared_colors_are_told_apart),
        cmocka_unit_test(test_compared_colors_are_no_quantity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
