// SPDX-License-Identifier: MIT
// Colours of numbers: in order, centred, and told apart by eyes that lack a cone.
#include "plot/colormap.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

// after what it uses
#include <cmocka.h>

static double luminance(Color c) {
    return 0.2126 * c.r + 0.7152 * c.g + 0.0722 * c.b;
}

// What a deuteranope sees, roughly: red and green are one (Vienot, Brettel, Mollon 1999).
static Color without_green(Color c) {
    uint8_t both = (uint8_t)(0.29 * c.r + 0.71 * c.g);
    return (Color){ both, both, c.b, 255 };
}

static int apart(Color a, Color b) {
    return abs(a.r - b.r) + abs(a.g - b.g) + abs(a.b - b.b);
}

static void test_both_sides_leave_the_middle(void **state) {
    (void)state;
    for (int theme = 0; theme < 2; theme++) {
        Color middle = colormap_diverging(theme, 0);
        int way = theme == 0 ? 1 : -1; // brighter on dark, darker on light
        double low = luminance(middle), high = low;
        for (int i = 1; i <= 50; i++) {
            double below = luminance(colormap_diverging(theme, -i / 50.0));
            double above = luminance(colormap_diverging(theme, i / 50.0));
            assert_true(way * (below - low) > 0 && way * (above - high) > 0);
            low = below, high = above;
        }
        for (int i = 10; i <= 50; i += 10) {
            Color a = colormap_diverging(theme, i / 50.0), b = colormap_diverging(theme, -i / 50.0);
            assert_true(apart(a, b) > 50);
            assert_true(apart(without_green(a), without_green(b)) > 40);
        }
    }
}

static void test_beyond_the_ends(void **state) {
    (void)state;
    for (int theme = 0; theme < 2; theme++) {
        assert_int_equal(apart(colormap_diverging(theme, 1), colormap_diverging(theme, 7)), 0);
        assert_int_equal(apart(colormap_diverging(theme, -1), colormap_diverging(theme, -1e30)), 0);
        assert_int_equal(
            apart(colormap_diverging(theme, (double)NAN), colormap_diverging(theme, 0)), 0);
        assert_int_equal(apart(colormap_density(theme, 1), colormap_density(theme, 2)), 0);
        assert_int_equal(apart(colormap_density(theme, 0), colormap_density(theme, -1)), 0);
    }
}

static void test_densities_are_in_order(void **state) {
    (void)state;
    for (int theme = 0; theme < 2; theme++)
        for (int i = 1; i <= 40; i++) {
            double by = luminance(colormap_density(theme, i / 40.0)) -
                        luminance(colormap_density(theme, (i - 1) / 40.0));
            assert_true(theme == 0 ? by > 0 : by < 0);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_sides_leave_the_middle),
        cmocka_unit_test(test_beyond_the_ends),
        cmocka_unit_test(test_densities_are_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
