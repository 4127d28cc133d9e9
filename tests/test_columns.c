// SPDX-License-Identifier: MIT
// The schedule's kernels in double: every variant the same bits as variant c, and what they compute
// next to long double.
#include "core/elementary.h"
#include "core/kernels.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

enum { COUNT = 40000, GUARD = 8 };
static const double guard = -7.25e77;

static double units_off(double value, long double wanted) {
    double unit = nextafter(fabs((double)wanted), INFINITY) - fabs((double)wanted);
    return fabs((double)((long double)value - wanted)) / unit;
}

// beta from 1e-18 to the last double below 1, denser at both ends.
static double beta_at(size_t i) {
    double place = (double)i / (COUNT - 1);
    if (i == COUNT - 1) return 1 - DBL_EPSILON / 2;
    return place < 0.5 ? pow(10, -18 + 35.8 * place) : 1 - 0.38 * pow(10, -32 * (place - 0.5));
}

static void logarithms_are_within_two_units(void **state) {
    (void)state;
    static double beta[COUNT], out[COUNT];
    double worst = 0;
    for (size_t i = 0; i < COUNT; i++) {
        beta[i] = beta_at(i);
        if (beta[i] >= 1) beta[i] = 1 - DBL_EPSILON / 2;
    }
    kernels()->columns->log_keep(out, beta, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        worst = fmax(worst, units_off(out[i], log1pl(-(long double)beta[i])));
    print_message("ln(1 - beta): %.2f units in the last place\n", worst);
    assert_true(worst < 2);
}

typedef struct Columns {
    double beta[COUNT + 1], log_alpha[COUNT + 1];
    double made[7][COUNT + 1 + GUARD];
} Columns;

// ln alpha falls from -1e-18 to below what a double's exponent can hold.
static void make_columns(Columns *c) {
    for (size_t i = 0; i <= COUNT; i++) {
        c->beta[i] = beta_at(i ? i - 1 : 0);
        c->log_alpha[i] = -pow(10, -18 + 22.0 * (double)i / COUNT);
    }
}

static void fill(const Kernels *tested, Columns *c, size_t count) {
    for (int j = 0; j < 7; j++)
        for (size_t i = 0; i < COUNT + 1 + GUARD; i++) c->made[j][i] = guard;
    c->made[0][0] = 1;
    c->made[1][0] = 0;
    const ScheduleColumns columns = { c->beta,    c->log_alpha, c->made[0], c->made[1], c->made[2],
                                      c->made[3], c->made[4],   c->made[5], c->made[6] };
    tested->columns->fill(&columns, count);
}

static void columns_follow_from_the_logarithm(void **state) {
    (void)state;
    static Columns c;
    make_columns(&c);
    fill(kernels(), &c, COUNT);
    double worst[3] = { 0 };
    for (size_t i = 1; i <= COUNT; i++) {
        long double l = c.log_alpha[i], alpha = expl(l), rest = -expm1l(l);
        if (alpha > DBL_MIN) {
            worst[0] = fmax(worst[0], units_off(c.made[0][i], alpha));
            assert_true(fabs(c.made[6][i] / (double)(rest / alpha) - 1) < 1e-12);
        } else {
            assert_true(c.made[0][i] < 1e-300);
        }
        worst[1] = fmax(worst[1], units_off(c.made[1][i], rest));
        long double log_snr = l - logl(rest);
        worst[2] = fmax(worst[2], fabs((double)(c.made[5][i] - log_snr)) /
                                      (fabs((double)l) + fabs((double)logl(rest))));
        // the posterior is these formulas, rounded once an operation
        double share = c.made[1][i - 1] / c.made[1][i], fresh = c.beta[i] / c.made[1][i];
        assert_true(c.made[2][i] == c.beta[i] * share);
        assert_true(c.made[3][i] == sqrt(c.made[0][i - 1]) * fresh);
        assert_true(c.made[4][i] == sqrt(1 - c.beta[i]) * share);
    }
    print_message("alpha %.2f, 1 - alpha %.2f units, log SNR %.2g\n", worst[0], worst[1], worst[2]);
    assert_true(worst[0] < 2 && worst[1] < 2 && worst[2] < 4e-16);
}

// log SNR in the place of ln alpha, as the schedule does it.
static void expect_in_place(const Kernels *tested, const Columns *c, size_t count) {
    static double made[7][COUNT + 1];
    memcpy(made[5], c->log_alpha, sizeof c->log_alpha);
    made[0][0] = 1, made[1][0] = 0;
    const ScheduleColumns columns = { c->beta, made[5], made[0], made[1], made[2],
                                      made[3], made[4], made[5], made[6] };
    tested->columns->fill(&columns, count);
    for (int j = 0; j < 7; j++)
        assert_memory_equal(made[j] + 1, c->made[j] + 1, count * sizeof(double));
}

static void every_variant_has_the_same_bits(void **state) {
    (void)state;
    static Columns c, wanted;
    static double a[COUNT + GUARD], b[COUNT + GUARD];
    static const size_t counts[] = { 0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 1000, COUNT };
    const Kernels *tested;
    make_columns(&c);
    make_columns(&wanted);
    for (int v = 1; (tested = kernels_variant(v)); v++)
        for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++) {
            fill(kernels_variant(0), &wanted, counts[k]);
            fill(tested, &c, counts[k]);
            expect_in_place(tested, &c, counts[k]);
            assert_memory_equal(&c, &wanted, sizeof c); // guards too
            for (size_t i = 0; i < COUNT + GUARD; i++) a[i] = b[i] = guard;
            kernels_variant(0)->columns->log_keep(a + 1, c.beta + 1, counts[k]);
            tested->columns->log_keep(b + 1, c.beta + 1, counts[k]);
            assert_memory_equal(a, b, sizeof a);
        }
}

static void elementary_functions_are_within_two_units(void **state) {
    (void)state;
    double worst[5] = { 0 };
    assert_true(elementary_log(0) == -INFINITY && elementary_log1p(INFINITY) == INFINITY);
    assert_true(isnan(elementary_expm1(NAN)) && elementary_expm1(-INFINITY) == -1);
    for (int i = 0; i <= 40000; i++) {
        double place = i / 40000.0, x = 1400 * place - 700, angle = 1.5707963267948966 * place;
        double small = -pow(10, -17 + 18 * place), positive = pow(10, 40 * place - 20);
        double large = pow(10, 616 * place - 310);
        worst[0] = fmax(worst[0], units_off(elementary_exp(x), expl(x)));
        worst[1] = fmax(worst[1], units_off(elementary_expm1(small), expm1l(small)));
        worst[2] = fmax(worst[2], units_off(elementary_log(large), logl(large)));
        worst[3] = fmax(worst[3], units_off(elementary_log1p(positive), log1pl(positive)));
        if (i) worst[4] = fmax(worst[4], units_off(elementary_sin(angle), sinl(angle)));
    }
    print_message("exp %.2f, expm1 %.2f, log %.2f, log1p %.2f, sin %.2f units\n", worst[0],
                  worst[1], worst[2], worst[3], worst[4]);
    for (int j = 0; j < 5; j++) assert_true(worst[j] < 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logarithms_are_within_two_units),
        cmocka_unit_test(elementary_functions_are_within_two_units),
        cmocka_unit_test(columns_follow_from_the_logarithm),
        cmocka_unit_test(every_variant_has_the_same_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
