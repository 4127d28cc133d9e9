// SPDX-License-Identifier: MIT
// Axes: places, ticks at round values that are told apart by their labels, and numbers as read.
#include "base/text.h"
#include "chance.h"
#include "plot/axis.h"

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

static bool near(double a, double b, double relative) {
    return fabs(a - b) <= relative * fmax(fabs(a), fabs(b)) || a == b;
}

static void places_and_values_are_inverse(void **state) {
    (void)state;
    static const Axis axes[] = { { 0, 1, false },         { 1, 1000, false },
                                 { -10, 30, false },      { 1e-12, 1, true },
                                 { 1e-4, 2e-4, true },    { 0.5, 1e9, true },
                                 { 1e6, 1e6 + 1, false }, { -1e300, 1e300, false } };
    for (size_t i = 0; i < sizeof axes / sizeof axes[0]; i++) {
        const Axis *axis = &axes[i];
        assert_true(axis_place(axis, axis->min) == 0);
        assert_true(axis_place(axis, axis->max) == 1);
        for (double place = -0.5; place <= 1.5; place += 0.125) {
            double value = axis_value(axis, place);
            assert_true(fabs(axis_place(axis, value) - place) < 1e-9);
        }
    }
}

static void what_has_no_place_is_nan(void **state) {
    (void)state;
    static const Axis linear = { 0, 1, false }, log_axis = { 1e-3, 1, true };
    assert_true(isnan(axis_place(&linear, NAN)));
    assert_true(isnan(axis_place(&linear, INFINITY)));
    assert_true(isnan(axis_place(&linear, -INFINITY)));
    assert_true(isnan(axis_place(&log_axis, 0)));
    assert_true(isnan(axis_place(&log_axis, -1)));
    assert_true(isnan(axis_place(&log_axis, NAN)));
    double far_away = axis_place(&log_axis, INFINITY);
    assert_false(fabs(far_away) <= 1e300);
}

static void zooming_keeps_the_point(void **state) {
    (void)state;
    uint64_t chance = 1;
    for (int i = 0; i < 2000; i++) {
        bool log_axis = i % 2;
        double low = log_axis ? pow(10, -12 * chance_real(&chance)) : chance_real(&chance) - 0.5;
        Axis axis = { low,
                      log_axis ? low * (1.5 + 100 * chance_real(&chance))
                               : low + 0.1 + chance_real(&chance),
                      log_axis };
        double place = chance_real(&chance), factor = pow(0.8, chance_below(&chance, 9) - 4);
        Axis zoomed = axis_zoom(&axis, factor, place);
        assert_int_equal(zoomed.log, axis.log);
        assert_true(zoomed.min < zoomed.max && (!log_axis || zoomed.min > 0));
        double kept = axis_value(&axis, place);
        assert_true(fabs(axis_place(&zoomed, kept) - place) < 1e-9);
        // A unit of the new axis is `factor` of the old one.
        double width = axis_place(&axis, zoomed.max) - axis_place(&axis, zoomed.min);
        assert_true(near(width, factor, 1e-9));
    }
}

// Ticks ---------------------------------------------------------------------------------------

// 1, 2, 2.5 or 5 times a power of ten, or 0.
static bool is_round_step(double step) {
    double part = step / pow(10, floor(log10(step) + 1e-9));
    return near(part, 1, 1e-6) || near(part, 2, 1e-6) || near(part, 2.5, 1e-6) ||
           near(part, 5, 1e-6);
}

static void expect_good_ticks(const Axis *axis, int most, const double *ticks, int count) {
    double slack = 1e-6 * (axis->max - axis->min);
    bool single = count > most && count <= most + 3; // as it would have been
    if (count < 1 || (count > most && !single))
        fail_msg("%.9g..%.9g: %d ticks of at most %d", axis->min, axis->max, count, most);
    for (int i = 0; i < count; i++) {
        bool inside = axis->log
                          ? ticks[i] >= axis->min * (1 - 1e-6) && ticks[i] <= axis->max * (1 + 1e-6)
                          : ticks[i] >= axis->min - slack && ticks[i] <= axis->max + slack;
        if (!inside) fail_msg("%.9g is outside of %.9g..%.9g", ticks[i], axis->min, axis->max);
        if (i && !(ticks[i] > ticks[i - 1])) fail_msg("%.9g follows %.9g", ticks[i], ticks[i - 1]);
    }
}

static void expect_different_labels(const Axis *axis, const double *ticks, int count) {
    char last[48] = "", label[48];
    double step = count > 1 ? ticks[1] - ticks[0] : 0;
    for (int i = 0; i < count; i++) {
        axis_label(label, sizeof label, axis, ticks[i], step);
        assert_true(*label != '\0');
        if (strcmp(label, last) == 0)
            fail_msg("%.9g..%.9g%s: two ticks are called %s", axis->min, axis->max,
                     axis->log ? " log" : "", label);
        memcpy(last, label, sizeof last);
    }
}

// Equal steps, and as many as the room is good for.
static void expect_linear_ticks(const Axis *axis, int most) {
    double ticks[AXIS_TICKS];
    int count = axis_ticks(axis, most, ticks);
    expect_good_ticks(axis, most, ticks, count);
    if (count < 2) return;
    double step = ticks[1] - ticks[0], range = axis->max - axis->min;
    if (!is_round_step(step)) fail_msg("%.9g..%.9g: a step of %.9g", axis->min, axis->max, step);
    for (int i = 1; i < count; i++) assert_true(fabs(ticks[i] - ticks[i - 1] - step) < 1e-6 * step);
    for (int i = 0; i < count; i++) {
        double whole = ticks[i] / step; // which the difference of two ticks gives only so well
        assert_true(fabs(whole - round(whole)) < 1e-6 + 1e-15 * whole * whole);
    }
    // None is missing at either end.
    assert_true(ticks[0] - axis->min < step * (1 - 1e-6));
    assert_true(axis->max - ticks[count - 1] < step * (1 - 1e-6));
    assert_true(range / step > (most - 1) / 2.6 - 1); // the next finer step has too many
}

static void linear_ticks_are_round(void **state) {
    (void)state;
    static const Axis axes[] = { { 0, 1, false },        { 0, 1000, false },
                                 { 0, 16, false },       { -1.5, 1.5, false },
                                 { -12.7, 9.1, false },  { 0, 0.0208, false },
                                 { 3, 5, false },        { 240, 260, false },
                                 { 0, 1e-9, false },     { 0, 1e12, false },
                                 { -1e15, 3e15, false }, { 0.3, 0.3 + 1e-6, false } };
    for (size_t i = 0; i < sizeof axes / sizeof axes[0]; i++)
        for (int most = 2; most <= AXIS_TICKS; most++) expect_linear_ticks(&axes[i], most);
    uint64_t chance = 2;
    for (int i = 0; i < 20000; i++) {
        double size = pow(10, 12 * chance_real(&chance) - 6);
        double low = size * (2 * chance_real(&chance) - 1);
        Axis axis = { low, low + size * (0.01 + chance_real(&chance)), false };
        expect_linear_ticks(&axis, 2 + chance_below(&chance, AXIS_TICKS - 1));
    }
}

static void known_axes_have_known_ticks(void **state) {
    (void)state;
    double ticks[AXIS_TICKS];
    static const Axis steps = { 0, 1000, false }, decades = { 1e-4, 1, true };
    assert_int_equal(axis_ticks(&steps, 6, ticks), 6);
    for (int i = 0; i < 6; i++) assert_true(ticks[i] == 200 * i);
    assert_int_equal(axis_ticks(&decades, 6, ticks), 5);
    for (int i = 0; i < 5; i++) assert_true(near(ticks[i], pow(10, i - 4), 1e-12));
    static const Axis about_zero = { -0.3, 0.3, false };
    int count = axis_ticks(&about_zero, 8, ticks);
    bool zero = false; // exactly, and never -0
    for (int i = 0; i < count; i++) zero |= ticks[i] == 0 && !signbit(ticks[i]);
    assert_true(zero);
}

// A low plot of log SNR with four schedules: 0 alone would be no scale.
static void one_tick_is_never_alone(void **state) {
    (void)state;
    uint64_t chance = 9;
    double ticks[AXIS_TICKS];
    for (int i = 0; i < 5000; i++) {
        double low = -20 * chance_real(&chance), high = 20 * chance_real(&chance) + 0.01;
        const Axis axis = { low, high, false };
        int most = 2 + chance_below(&chance, 5), count = axis_ticks(&axis, most, ticks);
        expect_good_ticks(&axis, most, ticks, count);
        if (count < 2) fail_msg("%.9g..%.9g: %d of %d ticks", low, high, count, most);
    }
}

static void log_ticks_are_decades_or_parts_of_them(void **state) {
    (void)state;
    uint64_t chance = 3;
    for (int i = 0; i < 20000; i++) {
        double low = pow(10, -12 * chance_real(&chance));
        Axis axis = { low, low * pow(10, 1.0001 + 12 * chance_real(&chance)), true };
        int most = 2 + chance_below(&chance, AXIS_TICKS - 1);
        double ticks[AXIS_TICKS];
        int count = axis_ticks(&axis, most, ticks);
        expect_good_ticks(&axis, most, ticks, count);
        for (int k = 0; k < count; k++) {
            double part = ticks[k] / pow(10, floor(log10(ticks[k]) + 1e-9));
            assert_true(near(part, 1, 1e-6) || near(part, 2, 1e-6) || near(part, 5, 1e-6));
        }
    }
}

static void ticks_are_told_apart_by_their_labels(void **state) {
    (void)state;
    uint64_t chance = 4;
    for (int i = 0; i < 20000; i++) {
        double ticks[AXIS_TICKS];
        int most = 2 + chance_below(&chance, AXIS_TICKS - 1);
        // Linear: what a plot of this program can show, zoomed in by up to 1e6.
        double size = pow(10, 6 * chance_real(&chance) - 3);
        double low = size * (2 * chance_real(&chance) - 1);
        Axis axis = { low, low + size * pow(10, -6 * chance_real(&chance)), false };
        expect_different_labels(&axis, ticks, axis_ticks(&axis, most, ticks));
        // Logarithmic: of any width, down to a thousandth of a decade.
        low = pow(10, -12 * chance_real(&chance));
        axis = (Axis){ low, low * pow(10, pow(10, 4 * chance_real(&chance) - 3)), true };
        expect_different_labels(&axis, ticks, axis_ticks(&axis, most, ticks));
    }
}

// What no axis should be is survived: no endless loop, no more ticks than there is room for.
static void odd_axes_are_survived(void **state) {
    (void)state;
    static const Axis axes[] = { { -1e308, 1e308, false },  { 0, 5e-324, false },
                                 { 1, 1 + 1e-15, false },   { 1e16, 1e16 + 2, false },
                                 { 1e-300, 1e300, true },   { 1, 1 + 1e-12, true },
                                 { 4.9e-324, 1e-300, true } };
    for (size_t i = 0; i < sizeof axes / sizeof axes[0]; i++)
        for (int most = 2; most <= AXIS_TICKS; most++) {
            double ticks[AXIS_TICKS];
            char label[48];
            int count = axis_ticks(&axes[i], most, ticks);
            assert_in_range(count, 0, AXIS_TICKS);
            for (int k = 0; k < count; k++) {
                assert_true(isfinite(ticks[k]));
                axis_label(label, sizeof label, &axes[i], ticks[k],
                           count > 1 ? ticks[1] - ticks[0] : 0);
            }
        }
}

// Labels and numbers --------------------------------------------------------------------------

static void expect_label(bool log_axis, double tick, double step, const char *label) {
    const Axis axis = { 1e-9, 1e9, log_axis };
    char text[48];
    axis_label(text, sizeof text, &axis, tick, step);
    assert_string_equal(text, label);
}

static void labels_have_the_digits_they_need(void **state) {
    (void)state;
    expect_label(false, 0, 0.25, "0");
    expect_label(false, 0.25, 0.25, "0.25");
    expect_label(false, 0.5, 0.25, "0.50");
    expect_label(false, 0.2, 0.2, "0.2");
    expect_label(false, -1, 1, "−1");
    expect_label(false, -0.005, 0.005, "−0.005");
    expect_label(false, 2.5, 2.5, "2.5");
    expect_label(false, 1000, 200, "1000");
    expect_label(false, 10000, 2500, "10000");
    expect_label(true, 1, 0, "1");
    expect_label(true, 10, 0, "10");
    expect_label(true, 0.5, 0, "0.5");
    expect_label(true, 0.02, 0, "2·10⁻²");
    expect_label(true, 0.1, 0, "10⁻¹");
    expect_label(true, 1e-3, 0, "10⁻³");
    expect_label(true, 1e-12, 0, "10⁻¹²");
    expect_label(true, 1e5, 0, "10⁵");
    expect_label(true, 2e-5, 0, "2·10⁻⁵");
}

static void expect_number(double value, const char *text) {
    char number[64];
    axis_number(number, sizeof number, value);
    if (strcmp(number, text) != 0) fail_msg("%.17g reads %s, not %s", value, number, text);
}

static void numbers_have_four_digits(void **state) {
    (void)state;
    expect_number(0, "0");
    expect_number(-0.0, "0");
    expect_number(1, "1.0000");
    expect_number(0.5509, "0.5509");
    expect_number(-0.5509, "−0.5509");
    expect_number(12.3456, "12.35");
    expect_number(-1234.5, "−1234.50");
    expect_number(0.00123456, "0.001235");
    expect_number(NAN, "–");
    expect_number(INFINITY, "∞");
    expect_number(-INFINITY, "−∞");
    expect_number(123456, "1.235·10⁵");
    expect_number(-999999, "−1.000·10⁶");
}

static void tiny_numbers_are_powers_of_ten(void **state) {
    (void)state;
    expect_number(1e-5, "1.00·10⁻⁵");
    expect_number(-2.5e-5, "−2.50·10⁻⁵");
    expect_number(9.999e-6, "1.00·10⁻⁵"); // carried, not "10.00·10^−6"
    expect_number(1.234e-300, "1.23·10⁻³⁰⁰");
    // alpha after a thousand strong steps: its last digits are those of a denormal.
    expect_number(2e-310, "2.00·10⁻³¹⁰");
    expect_number(5e-324, "4.94·10⁻³²⁴");
}

static int raised_digit(const char *at) {
    static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
    for (int i = 0; i < 10; i++)
        if (strncmp(at, raised[i], strlen(raised[i])) == 0) return i;
    return -1;
}

// "⁻¹²" -> −12
static int raised_number(const char *at) {
    bool negative = strncmp(at, "⁻", strlen("⁻")) == 0;
    int number = 0;
    if (negative) at += strlen("⁻");
    for (; *at; at += (*at & 0xF0) == 0xE0 ? 3 : 2) {
        assert_true(raised_digit(at) >= 0);
        number = 10 * number + raised_digit(at);
    }
    return negative ? -number : number;
}

// Any number is written in its room, and read back is near.
static void numbers_read_back(void **state) {
    (void)state;
    uint64_t chance = 5;
    for (int i = 0; i < 20000; i++) {
        double value = pow(10, 20 * chance_real(&chance) - 12) * (i % 2 ? -1 : 1), read = 0;
        char number[64], plain[80];
        axis_number(number, sizeof number, value);
        bool negative = strncmp(number, "−", strlen("−")) == 0;
        const char *power = strstr(number, "·10");
        const char *digits = number + (negative ? strlen("−") : 0);
        int length = (int)(power ? power - digits : (long)strlen(digits));
        snprintf(plain, sizeof plain, "%s%.*se%d", negative ? "-" : "", length, digits,
                 power ? raised_number(power + strlen("·10")) : 0);
        if (!read_real(plain, &read)) fail_msg("%.9g reads %s", value, number);
        if (!near(read, value, 0.0051)) fail_msg("%.9g reads %s", value, number);
    }
}

static void test_numbers_below_the_least_double(void **state) {
    (void)state;
    char text[48];
    axis_number_of_log(text, sizeof text, 0, -400 * log(10));
    assert_string_equal(text, "10⁻⁴⁰⁰");
    axis_number_of_log(text, sizeof text, 0, -(double)INFINITY);
    assert_string_equal(text, "0");
    axis_number_of_log(text, sizeof text, 0.25, log(0.25));
    assert_string_equal(text, "0.2500");
}

static void a_logarithm_keeps_its_ends(void **state) {
    (void)state;
    Axis log = { 1, 100, true }, linear = { 1, 100, false };
    axis_take_ends(&log, 0, 10);
    axis_take_ends(&log, -1, 10);
    axis_take_ends(&log, NAN, 10);
    assert_true(log.min == 1 && log.max == 100);
    axis_take_ends(&log, 0.5, 10);
    assert_true(log.min == 0.5 && log.max == 10);
    axis_take_ends(&linear, -1, 10);
    assert_true(linear.min == -1 && linear.max == 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_logarithm_keeps_its_ends),
        cmocka_unit_test(places_and_values_are_inverse),
        cmocka_unit_test(what_has_no_place_is_nan),
        cmocka_unit_test(zooming_keeps_the_point),
        cmocka_unit_test(linear_ticks_are_round),
        cmocka_unit_test(known_axes_have_known_ticks),
        cmocka_unit_test(one_tick_is_never_alone),
        cmocka_unit_test(log_ticks_are_decades_or_parts_of_them),
        cmocka_unit_test(ticks_are_told_apart_by_their_labels),
        cmocka_unit_test(odd_axes_are_survived),
        cmocka_unit_test(labels_have_the_digits_they_need),
        cmocka_unit_test(numbers_have_four_digits),
        cmocka_unit_test(tiny_numbers_are_powers_of_ten),
        cmocka_unit_test(numbers_read_back),
        cmocka_unit_test(test_numbers_below_the_least_double),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
