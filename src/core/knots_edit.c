// SPDX-License-Identifier: MIT
#include "core/knots_edit.h"

#include "base/memory.h"
#include "base/translate.h"

#include <math.h>
#include <stdlib.h>

static double clamp(double value, double low, double high) {
    return fmin(high, fmax(low, value));
}

int knots_step(const Knots *knots, int index, int steps) {
    return (int)clamp(round(knots->u[index] * steps), 1, steps);
}

// 1 - alpha_t/alpha_{t-1}, with alpha_0 = 1.
static double beta_at(const Knots *knots, int t, int steps) {
    double now = knots_log_alpha(knots_at(knots, (double)t / steps));
    double before = t > 1 ? knots_log_alpha(knots_at(knots, (double)(t - 1) / steps)) : 0;
    return -expm1(now - before);
}

double knots_value(const Knots *knots, int index, KnotSpace space, int steps) {
    switch (space) {
    case KNOT_LOG_SNR: return knots->log_snr[index];
    case KNOT_ALPHA: return exp(knots_log_alpha(knots->log_snr[index]));
    case KNOT_BETA: break;
    }
    return beta_at(knots, knots_step(knots, index, steps), steps);
}

// Move ---------------------------------------------------------------------------------------

static const char *move_across(Knots *knots, int index, double u, int steps) {
    if (index == 0 || index == knots->count - 1) return NULL;
    double low = knots->u[index - 1] + KNOTS_NEAR * 1.001;
    double high = knots->u[index + 1] - KNOTS_NEAR * 1.001;
    if (low > high) return NULL; // no room to move in
    double snapped = round(u * steps) / steps;
    knots->u[index] = clamp(snapped >= low && snapped <= high ? snapped : u, low, high);
    return u < low || u > high ? N_("a knot stays between its neighbours") : NULL;
}

static const char *move_log_snr(Knots *knots, int index, double wanted) {
    double high = index > 0 ? knots->log_snr[index - 1] - KNOTS_DROP : KNOTS_LOG_SNR;
    double low = index < knots->count - 1 ? knots->log_snr[index + 1] + KNOTS_DROP : -KNOTS_LOG_SNR;
    if (isnan(wanted)) return NULL;
    knots->log_snr[index] = clamp(wanted, low, high);
    if (wanted > high)
        return index > 0
                   ? N_("this knot cannot go above the one before it: the signal can only fall")
                   : N_("log SNR stays within ±30");
    if (wanted < low)
        return index < knots->count - 1
                   ? N_("this knot cannot go below the one after it: the signal can only fall")
                   : N_("log SNR stays within ±30");
    return NULL;
}

static double log_snr_of_alpha(double alpha) {
    if (alpha <= 0) return -INFINITY;
    if (alpha >= 1) return INFINITY;
    return log(alpha) - log1p(-alpha);
}

// ln alpha at a knot less that at the one before it; at the first, what t = 0 loses at once.
static double fall_at(const Knots *knots, int index) {
    double before = index > 0 ? knots_log_alpha(knots->log_snr[index - 1]) : 0;
    return knots_log_alpha(knots->log_snr[index]) - before;
}

// By what share each side of a knot takes part in a change of its beta, which is about the harmonic
// mean of both sides' rates: the side with less noise decides it, and moves more.
typedef struct Sides {
    double before, after;
} Sides;

static Sides sides_of(const Knots *knots, int index) {
    if (index == 0 || index == knots->count - 1) return (Sides){ 1, 1 };
    double before = fall_at(knots, index) / (knots->u[index] - knots->u[index - 1]);
    double after = fall_at(knots, index + 1) / (knots->u[index + 1] - knots->u[index]);
    return (Sides){ 2 * after / (before + after), 2 * before / (before + after) };
}

// The falls of ln alpha up to the knot and after it, times exp(log_factor) by their shares.
static Knots scale_noise(const Knots *knots, int index, double log_factor) {
    Knots scaled = *knots;
    Sides sides = sides_of(knots, index);
    double sum = 0;
    for (int i = 0; i < knots->count; i++) {
        double share = i == index ? sides.before : i == index + 1 ? sides.after : 0;
        sum += fall_at(knots, i) * (share > 0 ? exp(log_factor * share) : 1);
        if (i >= index) scaled.log_snr[i] = sum < 0 ? knots_log_snr(sum) : INFINITY;
    }
    return scaled;
}

// The factor farthest from 1, at most e^±30, that still makes a schedule.
static double farthest_factor(const Knots *knots, int index, double direction, const char **why) {
    double good = 0, bad = 30 * direction;
    Knots trial = scale_noise(knots, index, bad);
    const char *fault = knots_fault(&trial);
    if (!fault) return bad;
    for (int i = 0; i < 60; i++) {
        double middle = 0.5 * (good + bad);
        trial = scale_noise(knots, index, middle);
        const char *here = knots_fault(&trial);
        if (here) fault = here;
        *(here ? &bad : &good) = middle;
    }
    *why = fault;
    return good;
}

static const char *move_beta(Knots *knots, int index, double wanted, int steps) {
    int t = knots_step(knots, index, steps);
    double now = beta_at(knots, t, steps);
    if (isnan(wanted) || wanted == now) return NULL;
    double direction = wanted > now ? 1 : -1;
    const char *why = NULL;
    double far = farthest_factor(knots, index, direction, &why), near = 0;
    Knots end = scale_noise(knots, index, far);
    bool reached = (beta_at(&end, t, steps) - wanted) * direction >= 0;
    for (int i = 0; reached && i < 60; i++) {
        double middle = 0.5 * (near + far);
        Knots trial = scale_noise(knots, index, middle);
        *((beta_at(&trial, t, steps) - wanted) * direction < 0 ? &near : &far) = middle;
    }
    end = scale_noise(knots, index, far);
    const char *fault = knots_fault(&end);
    if (fault) return fault;
    *knots = end;
    if (reached) return NULL;
    return wanted <= 0   ? N_("<beta> stays above 0: a step only adds noise")
           : wanted >= 1 ? N_("<beta> stays below 1: a step leaves something of the picture")
           : why         ? why
                         : N_("the knots beside it keep <beta> from going further");
}

// To 10^-8 nats: a hundred-thousandth of the least fall, and shorter to write down than a double.
static void round_off(Knots *knots) {
    Knots rounded = *knots;
    for (int i = 0; i < knots->count; i++)
        rounded.log_snr[i] = round(knots->log_snr[i] * 1e8) / 1e8;
    if (!knots_fault(&rounded)) *knots = rounded;
}

const char *knots_move(Knots *knots, int index, double u, double value, KnotSpace space,
                       int steps) {
    CHECK(index >= 0 && index < knots->count);
    const char *across = isnan(u) ? NULL : move_across(knots, index, u, steps), *up = NULL;
    switch (space) {
    case KNOT_LOG_SNR: up = move_log_snr(knots, index, value); break;
    case KNOT_ALPHA: up = move_log_snr(knots, index, log_snr_of_alpha(value)); break;
    case KNOT_BETA: up = move_beta(knots, index, value, steps); break;
    }
    round_off(knots);
    return up ? up : across;
}

// Add and remove -----------------------------------------------------------------------------

int knots_insert(Knots *knots, double u, double log_snr) {
    int at = knots->count++;
    for (; at > 0 && knots->u[at - 1] > u; at--) {
        knots->u[at] = knots->u[at - 1];
        knots->log_snr[at] = knots->log_snr[at - 1];
    }
    knots->u[at] = u;
    knots->log_snr[at] = log_snr;
    return at;
}

int knots_add(Knots *knots, double u, int steps, Error *error) {
    if (knots->count == KNOTS_MOST) {
        error_usage(error, "knots: %d is as many as there can be", KNOTS_MOST);
        return -1;
    }
    if (!(u > 0 && u < 1)) {
        error_usage(error, "knots: a new one stands between u = 0 and u = 1");
        return -1;
    }
    Knots more = *knots;
    double snapped = round(u * steps) / steps;
    if (snapped > 0 && snapped < 1) u = snapped;
    int at = knots_insert(&more, u, knots_at(knots, u));
    if (knots_fault(&more)) {
        error_usage(error, "knots: there is no room for one more here");
        return -1;
    }
    round_off(&more);
    *knots = more;
    return at;
}

bool knots_remove(Knots *knots, int index, Error *error) {
    if (index < 0 || index >= knots->count)
        return error_usage(error, "knots: there is no knot %d", index);
    if (index == 0 || index == knots->count - 1)
        return error_usage(error, "knots: the first and the last stay");
    for (int i = index; i < knots->count - 1; i++) {
        knots->u[i] = knots->u[i + 1];
        knots->log_snr[i] = knots->log_snr[i + 1];
    }
    knots->count--;
    knots->u[knots->count] = knots->log_snr[knots->count] = 0; // equal knots are equal bytes
    return true;
}

// Fit ----------------------------------------------------------------------------------------

double knots_table_log_snr(const Schedule *schedule, int t) {
    return clamp(schedule->log_snr[t], -KNOTS_LOG_SNR, KNOTS_LOG_SNR);
}

Knots knots_ends_of(const Schedule *schedule) {
    int steps = schedule->steps;
    double first = knots_table_log_snr(schedule, 1), last = knots_table_log_snr(schedule, steps);
    double fall = steps > 1 ? first - knots_table_log_snr(schedule, 2) : 1;
    double start = fmin(first + fmax(fall, KNOTS_DROP), KNOTS_LOG_SNR);
    if (start - last < 2 * KNOTS_DROP) last = start - 2 * KNOTS_DROP;
    return (Knots){ .count = 2, .u = { 0, 1 }, .log_snr = { start, last } };
}

// Puts a knot at a step where there is room for one.
static bool insert_step(Knots *knots, const Schedule *schedule, int t) {
    Knots more = *knots;
    if (t < 1 || t >= schedule->steps || knots->count == KNOTS_MOST) return false;
    knots_insert(&more, (double)t / schedule->steps, knots_table_log_snr(schedule, t));
    if (knots_fault(&more)) return false;
    *knots = more;
    return true;
}

// How fast the curve's steepness changes at a step: the curve is a cubic there as far as it does
// not.
static double bend_at(const Schedule *schedule, int t) {
    double before = knots_table_log_snr(schedule, t - 1) - knots_table_log_snr(schedule, t);
    double after = knots_table_log_snr(schedule, t) - knots_table_log_snr(schedule, t + 1);
    bool level = !(before > 1e-12 && after > 1e-12);
    return level ? 0 : fmin(1, fabs(log(after / before)));
}

// `count` knots with as much bend between any two, and no two far apart.
static void spread(Knots *knots, const Schedule *schedule, int count) {
    int steps = schedule->steps;
    double all = 0, passed = 0, even = 3.0 / steps;
    for (int t = 2; t < steps; t++) all += bend_at(schedule, t) + even;
    *knots = knots_ends_of(schedule);
    insert_step(knots, schedule, 1);
    for (int t = 2, put = 1; t < steps && knots->count < count; t++) {
        passed += bend_at(schedule, t) + even;
        if (passed * (count - 2) < put * all) continue;
        insert_step(knots, schedule, t);
        while (passed * (count - 2) >= put * all) put++;
    }
}

// What is left between knots and table, at most: in alpha, and in beta as a share of it; at the
// first two steps hardly anything of it is seen.
typedef struct Left {
    double alpha, beta;
    bool falls; // beta, somewhere where the table's does not
} Left;

static Left left_of(const Knots *knots, const Schedule *schedule, double *log_snr) {
    Left left = { 0 };
    double before = 0, beta_before = 0;
    knots_fill(knots, log_snr, schedule->steps);
    for (int t = 1; t <= schedule->steps; t++) {
        double now = knots_log_alpha(log_snr[t]), beta = -expm1(now - before);
        double wanted = schedule->beta[t];
        left.alpha = fmax(left.alpha, fabs(exp(now) - schedule->alpha[t]));
        if (t > 2) left.beta = fmax(left.beta, fabs(beta - wanted) / wanted);
        bool falls = t > 1 && beta < beta_before * (1 - 1e-9);
        left.falls |= falls && wanted >= schedule->beta[t - 1];
        before = now, beta_before = beta;
    }
    return left;
}

double knots_fit(Knots *knots, const Schedule *schedule) {
    static const double enough_alpha = 1e-3, enough_beta = 0.02, bad_beta = 0.1;
    double *log_snr = mem_alloc((size_t)schedule->steps + 1, sizeof *log_snr);
    double best = INFINITY, best_alpha = 0;
    for (int count = 8; count <= KNOTS_MOST && best > 0; count += 2) {
        Knots trial;
        spread(&trial, schedule, count);
        round_off(&trial);
        Left left = left_of(&trial, schedule, log_snr);
        bool good = left.alpha < enough_alpha && left.beta < enough_beta && !left.falls;
        double worth = good ? 0 : fmax(left.alpha / enough_alpha, left.beta / bad_beta);
        if (worth >= best) continue;
        *knots = trial;
        best = worth, best_alpha = left.alpha;
    }
    free(log_snr);
    return best_alpha;
}

double knots_signal_distance(const Knots *knots, const Schedule *schedule) {
    double *log_snr = mem_alloc((size_t)schedule->steps + 1, sizeof *log_snr), most = 0;
    knots_fill(knots, log_snr, schedule->steps);
    for (int t = 1; t <= schedule->steps; t++) {
        double signal = exp(knots_log_alpha(log_snr[t]) / 2);
        most = fmax(most, fabs(signal - sqrt(schedule->alpha[t])));
    }
    free(log_snr);
    return most;
}
