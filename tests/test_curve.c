// SPDX-License-Identifier: MIT
// plot_curve: what it hands to be drawn is the curve, inside of the frame, with nothing lost.
#include "base/memory.h"
#include "chance.h"
#include "plot/curve.h"

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

static const Rect frame = { 40, 30, 300, 200 };

enum { MOST_POINTS = 1 << 20, MOST_RUNS = 4096 };

// Everything that was emitted; run r is points[from[r]] .. points[from[r + 1] - 1].
typedef struct Emitted {
    Point *points;
    size_t count, from[MOST_RUNS + 1];
    int runs;
} Emitted;

static void collect(void *user, const Point *points, size_t count) {
    Emitted *emitted = user;
    assert_true(count > 0);
    assert_true(emitted->count + count <= MOST_POINTS && emitted->runs < MOST_RUNS);
    memcpy(emitted->points + emitted->count, points, count * sizeof *points);
    emitted->count += count;
    emitted->from[++emitted->runs] = emitted->count;
}

// Every test gets one to fill; that all lies inside of the frame is checked each time.
static void draw(Emitted *out, const double *y, int from, int to, Axis x_axis, Axis y_axis) {
    const Series series = { .y = y, .from = from, .to = to };
    out->count = 0, out->runs = 0, out->from[0] = 0;
    plot_curve(&series, &x_axis, &y_axis, frame, collect, out);
    for (size_t i = 0; i < out->count; i++) {
        Point at = out->points[i];
        bool inside = at.x >= frame.x - 0.01f && at.x <= frame.x + frame.w + 0.01f &&
                      at.y >= frame.y - 0.01f && at.y <= frame.y + frame.h + 0.01f;
        if (!inside) fail_msg("(%g, %g) is outside of the frame", (double)at.x, (double)at.y);
    }
    for (int r = 0; r < out->runs; r++)
        for (size_t i = out->from[r] + 1; i < out->from[r + 1]; i++)
            assert_true(out->points[i].x >= out->points[i - 1].x); // t goes to the right
}

static double pixel_x(Axis axis, double t) {
    return frame.x + axis_place(&axis, t) * frame.w;
}

static double pixel_y(Axis axis, double value) {
    return frame.y + frame.h - axis_place(&axis, value) * frame.h;
}

// The drawn line's height at a pixel column; NaN where nothing is drawn.
static double drawn_at(const Emitted *emitted, double x) {
    for (int r = 0; r < emitted->runs; r++)
        for (size_t i = emitted->from[r] + 1; i < emitted->from[r + 1]; i++) {
            Point a = emitted->points[i - 1], b = emitted->points[i];
            if (x < a.x || x > b.x || b.x <= a.x) continue;
            return a.y + ((double)b.y - a.y) * (x - a.x) / ((double)b.x - a.x);
        }
    return NAN;
}

// All points of the series that the frame shows lie on the drawn line, to `tolerance` pixels.
static void expect_close(const Emitted *emitted, const double *y, int from, int to, Axis x_axis,
                         Axis y_axis, double tolerance) {
    int seen = 0;
    for (int t = from; t <= to; t++) {
        double x = pixel_x(x_axis, t), wanted = pixel_y(y_axis, y[t]);
        bool shown = x >= frame.x + 0.01 && x <= frame.x + frame.w - 0.01 &&
                     wanted >= frame.y + 0.01 && wanted <= frame.y + frame.h - 0.01;
        if (!shown) continue;
        seen++;
        double drawn = drawn_at(emitted, x);
        if (!(fabs(drawn - wanted) <= tolerance))
            fail_msg("t = %d stands at (%.3f, %.3f) and is drawn at %.3f", t, x, wanted, drawn);
    }
    assert_true(seen > 0);
}

typedef double Function(double u);

static double straight(double u) {
    return u;
}
static double parabola(double u) {
    return 1 - 4 * (u - 0.5) * (u - 0.5);
}
static double wave(double u) {
    return 0.5 + 0.5 * sin(12 * u);
}
static double falling(double u) {
    return exp(-8 * u);
}
static double cosine(double u) {
    return cos(u * 1.57) * cos(u * 1.57);
}
static double logistic(double u) {
    return 1 / (1 + exp(-10 * (u - 0.5)));
}

static Function *const functions[] = { straight, parabola, wave, falling, cosine, logistic };
enum { FUNCTIONS = sizeof functions / sizeof functions[0] };

static double *sampled(Function *function, int steps) {
    double *y = mem_alloc((size_t)steps + 1, sizeof *y);
    for (int t = 0; t <= steps; t++) y[t] = function((double)t / steps);
    return y;
}

static void smooth_curves_keep_their_shape(void **state) {
    static const int lengths[] = { 2, 10, 100, 300, 1000, 3000 };
    const Axis y_axis = { -0.05, 1.05, false };
    Emitted *out = *state;
    for (int f = 0; f < FUNCTIONS; f++)
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
            int steps = lengths[i];
            double *y = sampled(functions[f], steps);
            const Axis x_axis = { 0, steps, false };
            draw(out, y, 0, steps, x_axis, y_axis);
            assert_int_equal(out->runs, 1);
            expect_close(out, y, 0, steps, x_axis, y_axis, 0.15);
            free(y);
        }
}

// Straightening is there to save work: it must do so.
static void smooth_curves_need_few_points(void **state) {
    Emitted *out = *state;
    const Axis axis = { 0, 1000, false }, y_axis = { 0, 1, false };
    for (int f = 0; f < FUNCTIONS; f++) {
        double *y = sampled(functions[f], 1000);
        draw(out, y, 0, 1000, axis, y_axis);
        assert_true(out->count <= 120);
        if (f == 0) assert_int_equal(out->count, 2); // a straight line
        free(y);
    }
}

static void log_axes_are_followed(void **state) {
    Emitted *out = *state;
    const Axis x_axis = { 0, 1000, false }, y_axis = { 1e-4, 2, true };
    double *y = sampled(falling, 1000);
    draw(out, y, 0, 1000, x_axis, y_axis);
    expect_close(out, y, 0, 1000, x_axis, y_axis, 0.15);
    y[0] = y[700] = 0; // no place on a log axis: a gap
    draw(out, y, 0, 1000, x_axis, y_axis);
    assert_int_equal(out->runs, 2);
    free(y);
}

// 100 000 points over 300 pixels: what is drawn of a column reaches from its lowest to its highest.
static void extremes_of_a_dense_path_stay(void **state) {
    enum { STEPS = 100000, COLUMNS = 300 };
    Emitted *out = *state;
    const Axis x_axis = { 0, STEPS, false }, y_axis = { -1, 1, false };
    double *y = mem_alloc(STEPS + 1, sizeof *y);
    uint64_t chance = 1;
    for (int t = 0; t <= STEPS; t++) y[t] = 0.2 * (2 * chance_real(&chance) - 1);
    y[12345] = 0.93, y[54321] = -0.97, y[99999] = 0.88, y[1] = -0.77; // spikes of one step
    draw(out, y, 0, STEPS, x_axis, y_axis);
    assert_int_equal(out->runs, 1);
    assert_true(out->count <= 4 * (COLUMNS + 1));
    double low[COLUMNS], high[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) low[i] = -INFINITY, high[i] = INFINITY;
    for (size_t i = 0; i < out->count; i++) {
        int at = (int)floorf(out->points[i].x - frame.x);
        if (at < 0 || at >= COLUMNS) continue;
        low[at] = fmax(low[at], (double)out->points[i].y);
        high[at] = fmin(high[at], (double)out->points[i].y);
    }
    for (int t = 0; t < STEPS; t++) {
        double x = pixel_x(x_axis, t) - frame.x, at = pixel_y(y_axis, y[t]);
        int column = (int)floor(x);
        if (x - column < 1e-3 || column + 1 - x < 1e-3) continue; // which of two is rounding's
        if (at < high[column] - 0.15 || at > low[column] + 0.15)
            fail_msg("t = %d at %.3f is beyond what is drawn, %.3f..%.3f", t, at, high[column],
                     low[column]);
    }
    free(y);
}

static void what_is_not_finite_breaks_the_line(void **state) {
    Emitted *out = *state;
    const Axis x_axis = { 0, 100, false }, y_axis = { 0, 1, false };
    static const double gaps[] = { NAN, INFINITY, -INFINITY };
    for (int i = 0; i < 3; i++) {
        double *y = sampled(wave, 100);
        y[40] = gaps[i];
        draw(out, y, 0, 100, x_axis, y_axis);
        assert_int_equal(out->runs, 2);
        assert_true(fabs(out->points[out->from[1] - 1].x - pixel_x(x_axis, 39)) < 0.01);
        assert_true(fabs(out->points[out->from[1]].x - pixel_x(x_axis, 41)) < 0.01);
        assert_true(isnan(drawn_at(out, pixel_x(x_axis, 40))));
        y[0] = y[100] = gaps[i]; // at the ends: no more runs, but shorter
        draw(out, y, 0, 100, x_axis, y_axis);
        assert_int_equal(out->runs, 2);
        assert_true(fabs(out->points[0].x - pixel_x(x_axis, 1)) < 0.01);
        for (int t = 0; t <= 100; t++) y[t] = gaps[i];
        draw(out, y, 0, 100, x_axis, y_axis);
        assert_int_equal(out->runs, 0);
        free(y);
    }
}

static void zoomed_ranges_cut_the_line(void **state) {
    Emitted *out = *state;
    double *y = sampled(wave, 1000);
    uint64_t chance = 2;
    for (int i = 0; i < 500; i++) {
        double a = 1000 * chance_real(&chance), width = 4 + 300 * chance_real(&chance);
        double low = chance_real(&chance) - 0.2, tall = pow(10, -4 * chance_real(&chance));
        const Axis x_axis = { a, a + width, false }, y_axis = { low, low + tall, false };
        draw(out, y, 0, 1000, x_axis, y_axis);
    }
    // A line that enters and leaves at the sides goes from edge to edge.
    const Axis x_axis = { 100.5, 200.25, false }, y_axis = { -1, 2, false };
    draw(out, y, 0, 1000, x_axis, y_axis);
    assert_int_equal(out->runs, 1);
    assert_true(fabsf(out->points[0].x - frame.x) < 0.01f);
    assert_true(fabsf(out->points[out->count - 1].x - (frame.x + frame.w)) < 0.01f);
    expect_close(out, y, 0, 1000, x_axis, y_axis, 0.15);
    // Waves that leave through the roof come back as runs of their own.
    const Axis all = { 0, 1000, false }, cut = { 0.25, 0.75, false };
    draw(out, y, 0, 1000, all, cut);
    assert_true(out->runs >= 3);
    expect_close(out, y, 0, 1000, all, cut, 0.15);
    for (int r = 1; r < out->runs; r++) {
        Point at = out->points[out->from[r]];
        assert_true(fabsf(at.y - frame.y) < 0.01f || fabsf(at.y - frame.y - frame.h) < 0.01f);
    }
    // Nothing of it is in sight.
    const Axis above = { 2, 3, false }, later = { 2000, 3000, false };
    draw(out, y, 0, 1000, all, above);
    assert_int_equal(out->runs, 0);
    draw(out, y, 0, 1000, later, y_axis);
    assert_int_equal(out->runs, 0);
    free(y);
}

// A millionfold zoom: the neighbours stand 1e8 pixels away, and the line still ends at the frame.
static void deep_zooms_stay_inside(void **state) {
    Emitted *out = *state;
    double *y = sampled(wave, 1000);
    for (int power = 1; power <= 12; power++) {
        double tall = pow(10, -power);
        const Axis x_axis = { 498, 502, false }, y_axis = { y[500] - tall, y[500] + tall, false };
        draw(out, y, 0, 1000, x_axis, y_axis);
        assert_int_equal(out->runs, 1);
        double middle = pixel_x(x_axis, 500);
        if (power > 3) // all but upright: it crosses at t = 500
            for (size_t i = 0; i < out->count; i++)
                assert_true(fabs(out->points[i].x - middle) < 10);
    }
    free(y);
}

static void a_single_step_is_one_point(void **state) {
    Emitted *out = *state;
    const double y[] = { NAN, 0.5, NAN };
    const Axis y_axis = { 0, 1, false };
    static const Axis axes[] = { { 0, 2, false }, { 1, 2, false }, { 0, 1, false } }; // T = 1
    for (int i = 0; i < 3; i++) {
        draw(out, y, 1, 1, axes[i], y_axis);
        assert_int_equal(out->runs, 1);
        assert_int_equal(out->count, 1);
        assert_true(fabs(out->points[0].x - pixel_x(axes[i], 1)) < 0.01);
        assert_true(fabs(out->points[0].y - pixel_y(y_axis, 0.5)) < 0.01);
    }
    const double ends[] = { 0, 1 };
    for (int t = 0; t < 2; t++) { // in a corner
        draw(out, ends, t, t, (Axis){ 0, 1, false }, y_axis);
        assert_int_equal(out->count, 1);
    }
    draw(out, y, 1, 1, (Axis){ 0, 2, false }, (Axis){ 0.6, 1, false });
    assert_int_equal(out->runs, 0);
    draw(out, y, 1, 1, (Axis){ 2, 3, false }, y_axis);
    assert_int_equal(out->runs, 0);
    draw(out, y, 0, 0, (Axis){ 0, 2, false }, y_axis);
    assert_int_equal(out->runs, 0);
}

static int set_up(void **state) {
    Emitted *emitted = mem_alloc(1, sizeof *emitted);
    emitted->points = mem_alloc(MOST_POINTS, sizeof *emitted->points);
    *state = emitted;
    return 0;
}

static int tear_down(void **state) {
    Emitted *emitted = *state;
    free(emitted->points);
    free(emitted);
    return 0;
}

// A curve with an x of its own: as one over t where x is t; else every step stands at its x.
static void a_curve_may_bring_its_own_x(void **state) {
    Emitted *emitted = *state;
    enum { STEPS = 500 };
    double same[STEPS + 1], x[STEPS + 1], y[STEPS + 1];
    Axis over_t = { 100, 260, false }, over_x = { 200, 1100, false }, y_axis = { -1.2, 1.2, false };
    for (int t = 0; t <= STEPS; t++) {
        same[t] = t;
        x[t] = t == STEPS ? INFINITY : 0.01 * t * t;
        y[t] = sin(0.002 * t * sqrt(t));
    }
    draw(emitted, y, 1, STEPS, over_t, y_axis);
    size_t count = emitted->count;
    Point *points = mem_alloc(count, sizeof *points);
    memcpy(points, emitted->points, count * sizeof *points);
    Series series = { .x = same, .y = y, .from = 1, .to = STEPS };
    emitted->count = 0, emitted->runs = 0;
    plot_curve(&series, &over_t, &y_axis, frame, collect, emitted);
    assert_int_equal(emitted->count, count);
    assert_memory_equal(emitted->points, points, count * sizeof *points);
    free(points);
    series.x = x;
    emitted->count = 0, emitted->runs = 0;
    plot_curve(&series, &over_x, &y_axis, frame, collect, emitted);
    assert_int_equal(emitted->runs, 1);
    int seen = 0;
    for (int t = 1; t < STEPS; t++) {
        double at = pixel_x(over_x, x[t]);
        if (at < frame.x + 0.01 || at > frame.x + frame.w - 0.01) continue;
        assert_true(fabs(drawn_at(emitted, at) - pixel_y(y_axis, y[t])) < 0.5);
        seen++;
    }
    assert_true(seen > 150);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(smooth_curves_keep_their_shape),
        cmocka_unit_test(smooth_curves_need_few_points),
        cmocka_unit_test(log_axes_are_followed),
        cmocka_unit_test(extremes_of_a_dense_path_stay),
        cmocka_unit_test(what_is_not_finite_breaks_the_line),
        cmocka_unit_test(zoomed_ranges_cut_the_line),
        cmocka_unit_test(deep_zooms_stay_inside),
        cmocka_unit_test(a_single_step_is_one_point),
        cmocka_unit_test(a_curve_may_bring_its_own_x),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
