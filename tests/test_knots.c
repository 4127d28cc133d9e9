// SPDX-License-Identifier: MIT
// Knots: the curve against PCHIP written down another way, ten thousand random edits, fits.
#include "chance.h"
#include "core/knots_edit.h"
#include "core/knots_few.h"
#include "core/knots_stroke.h"

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

// PCHIP from its definition (Fritsch & Butland 1984), by Hermite's basis in long double --------

static long double naive_slope(const Knots *k, int i) {
    int n = k->count;
    long double h[KNOTS_MOST], d[KNOTS_MOST];
    for (int j = 0; j < n - 1; j++) {
        h[j] = (long double)k->u[j + 1] - k->u[j];
        d[j] = ((long double)k->log_snr[j + 1] - k->log_snr[j]) / h[j];
    }
    if (n == 2) return d[0];
    if (i > 0 && i < n - 1) {
        long double w1 = 2 * h[i] + h[i - 1], w2 = h[i] + 2 * h[i - 1];
        return 1 / ((w1 / d[i - 1] + w2 / d[i]) / (w1 + w2));
    }
    long double h0 = i ? h[n - 2] : h[0], h1 = i ? h[n - 3] : h[1];
    long double d0 = i ? d[n - 2] : d[0], d1 = i ? d[n - 3] : d[1];
    long double slope = ((2 * h0 + h1) * d0 - h0 * d1) / (h0 + h1);
    return slope > 0 ? 0 : slope; // all chords fall, so nothing is more than three times as steep
}

static long double naive_curve(const Knots *k, long double u) {
    int i = 0;
    while (i < k->count - 2 && u > k->u[i + 1]) i++;
    long double h = (long double)k->u[i + 1] - k->u[i], p = (u - k->u[i]) / h;
    long double h00 = (1 + 2 * p) * (1 - p) * (1 - p), h10 = p * (1 - p) * (1 - p);
    long double h01 = p * p * (3 - 2 * p), h11 = p * p * (p - 1);
    return h00 * k->log_snr[i] + h10 * h * naive_slope(k, i) + h01 * k->log_snr[i + 1] +
           h11 * h * naive_slope(k, i + 1);
}

static void the_curve_is_pchip(void **state) {
    (void)state;
    static const Knots all[] = {
        { 2, { 0, 1 }, { 5, -5 } },
        { 3, { 0, 0.1, 1 }, { 9, 8.9, -30 } },
        { 5, { 0, 0.02, 0.5, 0.51, 1 }, { 30, 4, 3.9, -12, -12.5 } },
    };
    double out[1001];
    for (int k = -1; k < 3; k++) {
        const Knots *knots = k < 0 ? knots_standard() : &all[k];
        assert_null(knots_fault(knots));
        knots_fill(knots, out, 1000);
        for (int t = 1; t <= 1000; t++) {
            double wanted = (double)naive_curve(knots, t / 1000.0L);
            if (fabs(out[t] - wanted) > 1e-11 || out[t] != knots_at(knots, t / 1000.0))
                fail_msg("knots %d, t = %d: %.17g, not %.17g", k, t, out[t], wanted);
        }
        for (int i = 0; i < knots->count; i++)
            assert_true(fabs(knots_at(knots, knots->u[i]) - knots->log_snr[i]) < 1e-12);
    }
}

static void what_is_no_curve_is_refused(void **state) {
    (void)state;
    static const struct {
        Knots knots;
        const char *word;
    } all[] = {
        { { 1, { 0 }, { 5 } }, "two knots" },
        { { 2, { 0.1, 1 }, { 5, -5 } }, "u = 0" },
        { { 2, { 0, 0.9 }, { 5, -5 } }, "u = 1" },
        { { 2, { 0, 1 }, { 5, 5 } }, "fall" },
        { { 2, { 0, 1 }, { -5, 5 } }, "fall" },
        { { 2, { 0, 1 }, { 31, -5 } }, "±30" },
        { { 2, { 0, 1 }, { NAN, -5 } }, "±30" },
        { { 2, { 0, 1 }, { 5, -INFINITY } }, "±30" },
        { { 3, { 0, 0.00001, 1 }, { 5, 4, -5 } }, "apart" },
        { { 3, { 0, NAN, 1 }, { 5, 4, -5 } }, "apart" },
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        Error error = { 0 };
        assert_false(knots_check(&all[i].knots, &error));
        if (!strstr(error.text, all[i].word)) fail_msg("%zu: %s", i, error.text);
        assert_int_equal(error.kind, ERROR_USAGE);
    }
}

// Edits --------------------------------------------------------------------------------------

static Schedule table_of(const Knots *knots, int steps) {
    const ScheduleParams params = {
        .family = SCHEDULE_CUSTOM, .steps = steps, .snr_shift = NAN, .knots = knots
    };
    Schedule schedule = { 0 };
    Error error;
    if (!schedule_build(&schedule, &params, &error)) fail_msg("%s", error.text);
    return schedule;
}

// Finite, falling, and every beta inside of (0, 1).
static void expect_valid(const Knots *knots, int steps, const char *after) {
    const char *fault = knots_fault(knots);
    if (fault) fail_msg("%s: %s", after, fault);
    Schedule schedule = table_of(knots, steps);
    for (int t = 1; t <= steps; t++) {
        bool good = schedule.beta[t] > 0 && schedule.beta[t] < 1 && schedule.alpha[t] > 0 &&
                    schedule.alpha[t] <= schedule.alpha[t - 1] &&
                    schedule.log_snr[t] < schedule.log_snr[t - 1] &&
                    isfinite(schedule.log_snr[t]) && isfinite(schedule.sigma2[t]) &&
                    isfinite(schedule.coef_x[t]) && isfinite(schedule.coef_z[t]) &&
                    isfinite(schedule.noise_clock[t]) &&
                    schedule.noise_clock[t] > schedule.noise_clock[t - 1];
        if (!good)
            fail_msg("%s: t = %d of %d: beta %.17g, log SNR %.17g after %.17g", after, t, steps,
                     schedule.beta[t], schedule.log_snr[t], schedule.log_snr[t - 1]);
    }
    schedule_free(&schedule);
}

static double random_value(KnotSpace space, uint64_t *chance) {
    static const double wild[] = { 0, 1, -1, 2, 1e300, -1e300, 1e-300 };
    if (chance_below(chance, 12) == 0) return wild[chance_below(chance, 7)];
    double place = chance_real(chance);
    if (space == KNOT_LOG_SNR) return 70 * place - 35;
    if (space == KNOT_ALPHA) return chance_below(chance, 2) ? place : pow(10, -12 * place);
    return chance_below(chance, 3) ? pow(10, -9 * place) : place;
}

static void ten_thousand_edits_keep_it_valid(void **state) {
    (void)state;
    static const int lengths[] = { 1, 2, 7, 50, 1000, 10000 };
    uint64_t chance = 5;
    Knots knots = *knots_standard();
    int stopped = 0, reached = 0, added = 0, removed = 0;
    for (int i = 0; i < 10000; i++) {
        int steps = lengths[chance_below(&chance, 5)], which = chance_below(&chance, 10);
        char what[160];
        Error error = { 0 };
        if (i % 1000 == 999) knots = *knots_standard();
        if (which == 0) {
            double u = 1.1 * chance_real(&chance) - 0.05;
            snprintf(what, sizeof what, "edit %d: add at %g", i, u);
            Knots before = knots;
            int index = knots_add(&knots, u, steps, &error);
            added += index >= 0;
            if (index < 0) assert_memory_equal(&before, &knots, sizeof knots);
        } else if (which == 1) {
            int index = chance_below(&chance, knots.count + 2) - 1;
            snprintf(what, sizeof what, "edit %d: remove %d", i, index);
            removed += knots_remove(&knots, index, &error);
        } else {
            KnotSpace space = (KnotSpace)chance_below(&chance, 3);
            int index = chance_below(&chance, knots.count);
            bool stay = chance_below(&chance, 2);
            double u = stay ? knots.u[index] : 1.4 * chance_real(&chance) - 0.2;
            double value = random_value(space, &chance);
            snprintf(what, sizeof what, "edit %d: move %d of %d to %g, %g in space %d, T = %d", i,
                     index, knots.count, u, value, (int)space, steps);
            Knots before = knots;
            const char *why = knots_move(&knots, index, u, value, space, steps);
            double now = knots_value(&knots, index, space, steps);
            // Where nothing stopped it, it is where it was sent, but for the rounding of log SNR.
            double slack = space == KNOT_LOG_SNR ? 2e-8 : 1e-6 + 3e-5 * fabs(value);
            if (!why && fabs(now - value) > slack)
                fail_msg("%s: is at %.9g, log SNR was %g", what, now, before.log_snr[index]);
            *(why ? &stopped : &reached) += 1;
        }
        expect_valid(&knots, i % 100 ? steps : 10000, what);
    }
    assert_true(stopped > 1000 && reached > 1000 && added > 200 && removed > 200);
}

static void a_drag_of_beta_keeps_the_noise_elsewhere(void **state) {
    (void)state;
    Knots before = *knots_standard(), after = before;
    assert_null(knots_move(&after, 3, before.u[3], 0.01, KNOT_BETA, 1000));
    assert_true(fabs(knots_value(&after, 3, KNOT_BETA, 1000) - 0.01) < 1e-6);
    for (int i = 1; i < before.count; i++) {
        double was = knots_log_alpha(before.log_snr[i]) - knots_log_alpha(before.log_snr[i - 1]);
        double is = knots_log_alpha(after.log_snr[i]) - knots_log_alpha(after.log_snr[i - 1]);
        if (i == 3 || i == 4)
            assert_true(is < was - 0.1);
        else
            assert_true(fabs(is - was) < 1e-5);
    }
}

static void a_drag_says_why_it_stops(void **state) {
    (void)state;
    Knots knots = *knots_standard();
    assert_non_null(strstr(knots_move(&knots, 2, 0.15, 50, KNOT_LOG_SNR, 1000), "cannot go above"));
    assert_true(knots.log_snr[2] == knots.log_snr[1] - KNOTS_DROP);
    assert_non_null(strstr(knots_move(&knots, 2, 0.15, 0, KNOT_ALPHA, 1000), "cannot go below"));
    assert_true(knots.log_snr[2] == knots.log_snr[3] + KNOTS_DROP);
    assert_non_null(strstr(knots_move(&knots, 0, 0, 1, KNOT_ALPHA, 1000), "±30"));
    assert_true(knots.log_snr[0] == KNOTS_LOG_SNR);
    assert_non_null(strstr(knots_move(&knots, 2, 0.9, 1, KNOT_LOG_SNR, 1000), "neighbours"));
    assert_non_null(strstr(knots_move(&knots, 3, 0.5, -1, KNOT_BETA, 1000), "above 0"));
    assert_non_null(strstr(knots_move(&knots, 3, 0.5, 1.5, KNOT_BETA, 1000), "below 1"));
}

// Fit ----------------------------------------------------------------------------------------

static void every_family_becomes_knots(void **state) {
    (void)state;
    static const int lengths[] = { 1, 2, 10, 1000, 10000 };
    for (int family = 0; family < SCHEDULE_FILE; family++)
        for (int i = 0; i < 5; i++) {
            const ScheduleParams params = { .family = (ScheduleFamily)family,
                                            .steps = lengths[i],
                                            .beta_min = NAN,
                                            .beta_max = NAN,
                                            .cosine_s = NAN,
                                            .shift = NAN,
                                            .snr_shift = NAN };
            Schedule schedule = { 0 };
            Error error;
            Knots knots;
            if (!schedule_build(&schedule, &params, &error)) fail_msg("%s", error.text);
            double left = knots_fit(&knots, &schedule);
            const char *name = schedule_family_info(params.family)->name, *fault;
            if ((fault = knots_fault(&knots))) fail_msg("%s, T = %d: %s", name, lengths[i], fault);
            expect_valid(&knots, lengths[i], name);
            double most = 0, signal = 0;
            for (int t = 1; t <= lengths[i]; t++) {
                double log_snr = (double)naive_curve(&knots, (long double)t / lengths[i]);
                double alpha = 1 / (1 + exp(-log_snr));
                most = fmax(most, fabs(alpha - schedule.alpha[t]));
                signal = fmax(signal, fabs(sqrt(alpha) - sqrt(schedule.alpha[t])));
            }
            if (fabs(most - left) > 1e-5) fail_msg("%s: %g is left, not %g", name, most, left);
            double said = knots_signal_distance(&knots, &schedule);
            if (fabs(said - signal) > 1e-5) fail_msg("%s: %g, not %g", name, said, signal);
            if (said > (lengths[i] <= 1000 ? 0.001 : 0.011)) // what README says
                fail_msg("%s, T = %d: %g of sqrt(alpha)", name, lengths[i], said);
            if (getenv("SHOW_FITS"))
                printf("%-14s T %5d: %2d knots, %.5f of sqrt(alpha), %.5f of alpha\n", name,
                       lengths[i], knots.count, said, left);
            bool drawn = family == SCHEDULE_CUSTOM; // its own knots are not where a fit's are
            if (lengths[i] == 1000 && left > (drawn ? 0.002 : 0.001))
                fail_msg("%s, T = 1000: %g is left", name, left);
            if (left > 0.02) fail_msg("%s, T = %d: %g is left", name, lengths[i], left);
            schedule_free(&schedule);
        }
}

// To begin to draw with: few, and still the curve that was there.
static void few_knots_are_near(void **state) {
    (void)state;
    static const int lengths[] = { 1, 2, 4, 10, 100, 1000, 10000 };
    for (int family = 0; family < SCHEDULE_FILE; family++)
        for (int i = 0; i < 7; i++) {
            const ScheduleParams params = { .family = (ScheduleFamily)family,
                                            .steps = lengths[i],
                                            .beta_min = NAN,
                                            .beta_max = NAN,
                                            .cosine_s = NAN,
                                            .shift = NAN,
                                            .snr_shift = NAN };
            Schedule schedule = { 0 };
            Error error;
            Knots knots;
            if (!schedule_build(&schedule, &params, &error)) fail_msg("%s", error.text);
            double left = knots_fit_few(&knots, &schedule, KNOTS_FEW_MOST);
            const char *name = schedule_family_info(params.family)->name;
            assert_in_range(knots.count, lengths[i] > 4 ? KNOTS_FEW : 2, KNOTS_FEW_MOST);
            expect_valid(&knots, lengths[i], name);
            if (getenv("SHOW_FITS"))
                printf("%-14s T = %5d, %d knots, %.5f of alpha\n", name, lengths[i], knots.count,
                       left);
            else if (left > 0.02)
                fail_msg("%s, T = %d: %g is left", name, lengths[i], left);
            schedule_free(&schedule);
        }
}

// Linear is straight, and stays so: no kink is seen in beta, and it rises to the end.
static void a_straight_beta_stays_straight(void **state) {
    (void)state;
    const ScheduleParams params = {
        .family = SCHEDULE_LINEAR, .steps = 1000, .beta_min = NAN, .beta_max = NAN, .snr_shift = NAN
    };
    Schedule schedule = { 0 };
    Error error;
    Knots knots;
    if (!schedule_build(&schedule, &params, &error)) fail_msg("%s", error.text);
    knots_fit(&knots, &schedule);
    Schedule fitted = table_of(&knots, 1000);
    for (int t = 2; t <= 1000; t++) {
        if (!(fitted.beta[t] > fitted.beta[t - 1])) fail_msg("beta falls at %d", t);
        double off = fabs(fitted.beta[t] / schedule.beta[t] - 1);
        if (t > 2 && off > 0.02) fail_msg("beta is off by %g at %d", off, t);
    }
    schedule_free(&schedule);
    schedule_free(&fitted);
}

// Freehand -----------------------------------------------------------------------------------

static void a_stroke_is_followed(void **state) {
    (void)state;
    KnotStroke stroke = stroke_begin(knots_standard());
    Knots knots;
    assert_false(stroke_knots(&stroke, &knots)); // nothing yet
    assert_memory_equal(&knots, knots_standard(), sizeof knots);
    // A bow from (0.3, 2) to (0.7, −4), with the trembling of a hand.
    for (int i = 0; i <= 100; i++) {
        double p = i / 100.0;
        stroke_move(&stroke, 0.3 + 0.4 * p, 2 - 6 * p * p + 0.03 * sin(40.0 * i));
    }
    assert_false(stroke_knots(&stroke, &knots));
    expect_valid(&knots, 1000, "a bow");
    for (int i = 2; i <= 98; i++) {
        double p = i / 100.0, at = knots_at(&knots, 0.3 + 0.4 * p);
        if (fabs(at - (2 - 6 * p * p)) > 0.4) fail_msg("%g at %g of the bow", at, p);
    }
    // Elsewhere all is as it was: the knots outside stand where they stood.
    for (int i = 0; i < knots_standard()->count; i++) {
        bool there = false,
             outside = knots_standard()->u[i] < 0.29 || knots_standard()->u[i] > 0.71;
        for (int k = 0; k < knots.count; k++)
            there |= knots.u[k] == knots_standard()->u[i] &&
                     fabs(knots.log_snr[k] - knots_standard()->log_snr[i]) < 1.2;
        if (outside && !there) fail_msg("the knot at %g is gone", knots_standard()->u[i]);
    }
    assert_true(knots.count <= knots_standard()->count - 1 + STROKE_KNOTS);
}

static void a_stroke_that_rises_is_made_level(void **state) {
    (void)state;
    KnotStroke stroke = stroke_begin(knots_standard());
    Knots knots;
    stroke_move(&stroke, 0.4, -3);
    stroke_move(&stroke, 0.6, 3);
    assert_true(stroke_knots(&stroke, &knots));
    expect_valid(&knots, 1000, "a rise");
    assert_true(fabs(knots_at(&knots, 0.45) - knots_at(&knots, 0.55)) < 0.1);
    // The hand goes back over it, and all is well.
    stroke_move(&stroke, 0.4, 5);
    assert_false(stroke_knots(&stroke, &knots));
    // The whole of the plot.
    stroke_move(&stroke, -0.2, 40);
    stroke_move(&stroke, 1.3, -40);
    assert_false(stroke_knots(&stroke, &knots));
    assert_true(knots.count <= STROKE_KNOTS);
    expect_valid(&knots, 1000, "all of it");
}

static void any_stroke_makes_a_schedule(void **state) {
    (void)state;
    uint64_t chance = 11;
    Knots knots = *knots_standard();
    for (int i = 0; i < 3000; i++) {
        KnotStroke stroke = stroke_begin(&knots);
        int moves = 1 + (int)(6 * chance_real(&chance));
        for (int k = 0; k < moves; k++)
            stroke_move(&stroke, 1.2 * chance_real(&chance) - 0.1, 80 * chance_real(&chance) - 40);
        stroke_knots(&stroke, &knots);
        const char *fault = knots_fault(&knots);
        if (fault) fail_msg("stroke %d: %s", i, fault);
        if (i % 100 == 0) expect_valid(&knots, 100, "a stroke");
        if (i % 50 == 49) knots = *knots_standard();
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_curve_is_pchip),
        cmocka_unit_test(what_is_no_curve_is_refused),
        cmocka_unit_test(ten_thousand_edits_keep_it_valid),
        cmocka_unit_test(a_drag_of_beta_keeps_the_noise_elsewhere),
        cmocka_unit_test(a_drag_says_why_it_stops),
        cmocka_unit_test(every_family_becomes_knots),
        cmocka_unit_test(few_knots_are_near),
        cmocka_unit_test(a_stroke_is_followed),
        cmocka_unit_test(a_stroke_that_rises_is_made_level),
        cmocka_unit_test(any_stroke_makes_a_schedule),
        cmocka_unit_test(a_straight_beta_stays_straight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
