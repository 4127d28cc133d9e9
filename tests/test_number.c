// SPDX-License-Identifier: MIT
// Numbers as people read them; and that nothing on screen writes them otherwise.
#include "base/error.h"
#include "base/number.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static void expect(double value, int digits, const char *text) {
    const char *found = NUMBER(value, digits);
    if (strcmp(found, text) != 0) fail_msg("%.17g reads %s, not %s", value, found, text);
}

static void plain_numbers(void **state) {
    (void)state;
    expect(0, 3, "0");
    expect(-0.0, 3, "0");
    expect(1, 3, "1");
    expect(0.25, 3, "0.25");
    expect(-0.5, 3, "−0.5");
    expect(0.0001, 3, "0.0001");
    expect(0.00012345, 3, "0.000123");
    expect(1000, 3, "1000");
    expect(12345.6, 3, "12346"); // a whole number is whole
    expect(999999, 3, "999999");
    expect(0.1 + 0.2, 9, "0.3");
    expect(NAN, 3, "–");
    expect(INFINITY, 3, "∞");
    expect(-INFINITY, 3, "−∞");
}

static void powers_of_ten(void **state) {
    (void)state;
    expect(1e-5, 3, "10⁻⁵");
    expect(-1e-5, 3, "−10⁻⁵");
    expect(3.2e-5, 3, "3.2·10⁻⁵");
    expect(1.2345e-7, 3, "1.23·10⁻⁷");
    expect(9.9996e-5, 3, "0.0001"); // carried
    expect(9.9996e-6, 3, "10⁻⁵");
    expect(1e6, 3, "10⁶");
    expect(1.5e300, 2, "1.5·10³⁰⁰");
    expect(5e-324, 3, "4.94·10⁻³²⁴");
    expect(DBL_MAX, 9, "1.79769313·10³⁰⁸");
    expect(-DBL_MIN, 17, "−2.2250738585072014·10⁻³⁰⁸");
}

static void always_with_its_decimals(void **state) {
    (void)state;
    char text[NUMBER_TEXT];
    number_scientific(text, sizeof text, 1e-5, 2);
    assert_string_equal(text, "1.00·10⁻⁵");
    number_scientific(text, sizeof text, -9.999e-6, 2);
    assert_string_equal(text, "−1.00·10⁻⁵");
    number_power(text, sizeof text, -1234567890);
    assert_string_equal(text, "10⁻¹²³⁴⁵⁶⁷⁸⁹⁰");
    char little[8];
    number_scientific(little, sizeof little, -1.5e-300, 2); // what does not fit is left out
    assert_true(strlen(little) < sizeof little);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_numbers),
        cmocka_unit_test(powers_of_ten),
        cmocka_unit_test(always_with_its_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
