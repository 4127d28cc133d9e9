// SPDX-License-Identifier: MIT
#include "core/knots.h"

#include "core/elementary.h"
#include "core/notation.h"

#include <math.h>
#include <stddef.h>

// Close to the cosine schedule, with ends that leave neither noise at the start nor signal at T.
static const Knots standard = {
    .count = 7,
    .u = { 0, 0.02, 0.15, 0.5, 0.85, 0.97, 1 },
    .log_snr = { 10, 6.9, 2.85, 0, -2.85, -6.1, -10 },
};

const Knots *knots_standard(void) {
    return &standard;
}

const char *knots_fault(const Knots *knots) {
    if (knots->count < 2) return "a curve needs two knots at least";
    if (knots->count > KNOTS_MOST) return "a curve takes 32 knots at most";
    if (knots->u[0] != 0 || knots->u[knots->count - 1] != 1)
        return "the first knot stands at u = 0 and the last at u = 1";
    for (int i = 0; i < knots->count; i++) {
        if (!(fabs(knots->log_snr[i]) <= KNOTS_LOG_SNR)) return "log SNR stays within ±30";
        if (i == 0) continue;
        if (!(knots->u[i] - knots->u[i - 1] >= KNOTS_NEAR))
            return "knots stand apart and in order of t";
        if (!(knots->log_snr[i - 1] - knots->log_snr[i] >= KNOTS_DROP * (1 - 1e-9)))
            return "log SNR must fall from knot to knot: each step only adds noise, <beta> > 0";
    }
    return NULL;
}

bool knots_check(const Knots *knots, Error *error) {
    const char *why = knots_fault(knots);
    if (!why) return true;
    Text text = { 0 };
    notation_plain(&text, (NotationStyle){ 0 }, why);
    error_usage(error, "%s", text.data);
    text_free(&text);
    return false;
}

// PCHIP --------------------------------------------------------------------------------------

static double width_of(const Knots *knots, int i) {
    return knots->u[i + 1] - knots->u[i];
}

static double chord(const Knots *knots, int i) {
    return (knots->log_snr[i + 1] - knots->log_snr[i]) / width_of(knots, i);
}

// The slope at an end: that of a parabola through three knots, kept to the chord's direction and,
// where the chord beyond turns, to three times its size (Moler, Numerical Computing with MATLAB,
// 3.4).
static double end_slope(double near_width, double far_width, double near, double far) {
    double slope =
        ((2 * near_width + far_width) * near - near_width * far) / (near_width + far_width);
    if (slope * near <= 0) return 0;
    return near * far > 0 || fabs(slope) <= 3 * fabs(near) ? slope : 3 * near;
}

// Inside, the harmonic mean of the chords beside it, weighted by their widths.
static double slope_at(const Knots *knots, int i) {
    int last = knots->count - 1;
    if (last == 1) return chord(knots, 0);
    if (i == 0)
        return end_slope(width_of(knots, 0), width_of(knots, 1), chord(knots, 0), chord(knots, 1));
    if (i == last)
        return end_slope(width_of(knots, last - 1), width_of(knots, last - 2),
                         chord(knots, last - 1), chord(knots, last - 2));
    double before = chord(knots, i - 1), after = chord(knots, i);
    if (before * after <= 0) return 0;
    double h0 = width_of(knots, i - 1), h1 = width_of(knots, i);
    double w0 = 2 * h1 + h0, w1 = h1 + 2 * h0;
    return (w0 + w1) / (w0 / before + w1 / after);
}

// One piece of the curve; log SNR = first + width p (slope0 + p (b + p c)), p in 0..1.
typedef struct Piece {
    double from, width, first, last, slope0, b, c;
} Piece;

static Piece piece_of(const Knots *knots, int i) {
    double slope0 = slope_at(knots, i), slope1 = slope_at(knots, i + 1);
    double straight = chord(knots, i);
    return (Piece){ .from = knots->u[i],
                    .width = width_of(knots, i),
                    .first = knots->log_snr[i],
                    .last = knots->log_snr[i + 1],
                    .slope0 = slope0,
                    .b = 3 * straight - 2 * slope0 - slope1,
                    .c = slope0 + slope1 - 2 * straight };
}

static double piece_at(const Piece *piece, double u) {
    double p = (u - piece->from) / piece->width;
    if (p >= 1) return piece->last;
    return piece->first + piece->width * p * (piece->slope0 + p * (piece->b + p * piece->c));
}

double knots_at(const Knots *knots, double u) {
    int i = 0;
    while (i < knots->count - 2 && u > knots->u[i + 1]) i++;
    Piece piece = piece_of(knots, i);
    return piece_at(&piece, u);
}

void knots_fill(const Knots *knots, double *log_snr, int steps) {
    int i = 0;
    Piece piece = piece_of(knots, 0);
    for (int t = 1; t <= steps; t++) {
        double u = (double)t / steps;
        bool moved = false;
        for (; i < knots->count - 2 && u > knots->u[i + 1]; moved = true) i++;
        if (moved) piece = piece_of(knots, i);
        log_snr[t] = piece_at(&piece, u);
    }
}

double knots_log_alpha(double log_snr) {
    return log_snr > 0 ? -elementary_log1p(elementary_exp(-log_snr))
                       : log_snr - elementary_log1p(elementary_exp(log_snr));
}

double knots_log_snr(double log_alpha) {
    return log_alpha - elementary_log(-elementary_expm1(log_alpha));
}
