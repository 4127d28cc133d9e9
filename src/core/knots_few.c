// SPDX-License-Identifier: MIT
#include "core/knots_few.h"

#include "core/knots_edit.h"

#include <math.h>
#include <stddef.h>

// Where knots and table are compared: the first steps, then evenly.
enum { FIRST = 24, SAMPLES = 320 };

typedef struct Fit {
    const Schedule *schedule;
    int count, t[SAMPLES];
    double alpha[SAMPLES], beta[SAMPLES]; // of the table
} Fit;

static Fit fit_of(const Schedule *schedule) {
    Fit fit = { .schedule = schedule };
    int steps = schedule->steps, before = 0;
    for (int i = 0; i < SAMPLES; i++) {
        double part = (double)(i - FIRST) / (SAMPLES - 1 - FIRST);
        int t = i < FIRST ? i + 1 : FIRST + (int)round(part * (steps - FIRST));
        if (t > steps || t <= before) continue;
        fit.t[fit.count] = before = t;
        fit.alpha[fit.count] = schedule->alpha[t];
        fit.beta[fit.count++] = schedule->beta[t];
    }
    return fit;
}

static double log_alpha_at(const Knots *knots, int t, int steps) {
    return t > 0 ? knots_log_alpha(knots_at(knots, (double)t / steps)) : 0;
}

// How far off it is, 1 being what can hardly be seen: a line's width in alpha, a third in beta.
static double distance(const Fit *fit, const Knots *knots, int *where) {
    static const double seen_alpha = 0.005, seen_beta = 0.3;
    double worst = 0;
    for (int i = 0; i < fit->count; i++) {
        int t = fit->t[i], steps = fit->schedule->steps;
        double now = log_alpha_at(knots, t, steps), before = log_alpha_at(knots, t - 1, steps);
        double beta = fabs(log(-expm1(now - before) / fit->beta[i]));
        double off = fmax(fabs(exp(now) - fit->alpha[i]) / seen_alpha,
                          t > 2 && beta < INFINITY ? fmin(beta, 4) / seen_beta / 4 : 0);
        if (off <= worst) continue;
        worst = off;
        if (where) *where = t;
    }
    return worst;
}

static double alpha_left(const Fit *fit, const Knots *knots) {
    double left = 0;
    for (int i = 0; i < fit->count; i++)
        left = fmax(
            left, fabs(exp(log_alpha_at(knots, fit->t[i], fit->schedule->steps)) - fit->alpha[i]));
    return left;
}

// A knot of the table's curve at a step; false where there is no room for one.
static bool insert_step(Knots *knots, const Schedule *schedule, int t) {
    Knots more = *knots;
    if (t < 1 || t >= schedule->steps) return false;
    knots_insert(&more, (double)t / schedule->steps, knots_table_log_snr(schedule, t));
    if (knots_fault(&more)) return false;
    *knots = more;
    return true;
}

// To the step next to `t` where there is room.
static bool insert_near(Knots *knots, const Schedule *schedule, int t) {
    for (int by = 0; by < schedule->steps; by = by * 2 + 1)
        if (insert_step(knots, schedule, t - by) || insert_step(knots, schedule, t + by))
            return true;
    return false;
}

// Moves one knot along the curve by a share of the way to its neighbour, where that helps.
static bool shift_knot(const Fit *fit, Knots *knots, int index, double by, double *best) {
    Knots trial = { 0 };
    int steps = fit->schedule->steps;
    double to = by < 0 ? knots->u[index - 1] : knots->u[index + 1], u = knots->u[index];
    int t = (int)round((u + fabs(by) * (to - u)) * steps);
    for (int i = 0; i < knots->count; i++)
        if (i != index) knots_insert(&trial, knots->u[i], knots->log_snr[i]);
    if (!insert_step(&trial, fit->schedule, t)) return false;
    double off = distance(fit, &trial, NULL);
    if (off >= *best) return false;
    *best = off;
    *knots = trial;
    return true;
}

static void settle(const Fit *fit, Knots *knots, double *best) {
    static const double shares[] = { -0.5, 0.5, -0.2, 0.2, -0.06, 0.06 };
    enum { ROUNDS = 8, SHARES = sizeof shares / sizeof shares[0] };
    bool moved = true;
    for (int round = 0; round < ROUNDS && moved; round++) {
        moved = false;
        for (int i = 1; i < knots->count - 1; i++)
            for (int k = 0; k < SHARES; k++) moved |= shift_knot(fit, knots, i, shares[k], best);
    }
}

double knots_fit_few(Knots *knots, const Schedule *schedule, int most) {
    const Fit fit = fit_of(schedule);
    Knots trial = knots_ends_of(schedule);
    CHECK(most >= KNOTS_FEW && most <= KNOTS_FEW_MOST);
    double best = INFINITY;
    while (trial.count < most && best > 1) {
        int where = schedule->steps / 2;
        best = distance(&fit, &trial, &where);
        if (!insert_near(&trial, schedule, where)) break;
        best = distance(&fit, &trial, NULL);
        settle(&fit, &trial, &best);
        if (trial.count < KNOTS_FEW) best = INFINITY;
    }
    *knots = trial;
    return alpha_left(&fit, knots);
}
