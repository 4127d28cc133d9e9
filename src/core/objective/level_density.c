// SPDX-License-Identifier: MIT
#include "core/objective/level_density.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/translate.h"

#include <math.h>
#include <stdlib.h>

static const double pi = 3.14159265358979323846;

static double normal_density(double at, double mean, double deviation) {
    double z = (at - mean) / deviation;
    return exp(-z * z / 2) / (deviation * sqrt(2 * pi));
}

// How u is drawn -----------------------------------------------------------------------------

static double draw_uniform(double u, double rest, const DensityParams *params) {
    (void)u, (void)rest, (void)params;
    return 1;
}

// Esser et al. 2024, arXiv 2403.03206, section 3.1.
static double draw_logit_normal(double u, double rest, const DensityParams *params) {
    if (u <= 0 || rest <= 0) return 0;
    bool turned = params->orientation == ORIENTATION_DIFFUSERS;
    double mean = turned ? -params->logit_mean : params->logit_mean;
    double logit = log(u) - log(rest);
    return normal_density(logit, mean, params->logit_std) / (u * rest);
}

// There too, with z = 1 − u of the paper: f(z) = z + s (z − sin²(πz/2)), which grows, and
// whose two halves mirror each other.
static double mode_of(double z, double s) {
    double sine = sin(pi * z / 2);
    return z + s * (z - sine * sine);
}

static double mode_slope(double z, double s) {
    return 1 + s - s * pi / 2 * sin(pi * z);
}

// Newton's steps, and halves of the interval where one would leave it.
static double draw_mode(double u, double rest, const DensityParams *params) {
    double s = params->mode_scale, goal = fmin(u, rest), low = 0, high = 0.5, z = goal;
    for (int i = 0; i < 100; i++) {
        double miss = mode_of(z, s) - goal;
        if (miss > 0) high = z;
        if (miss < 0) low = z;
        double next = z - miss / mode_slope(z, s);
        if (!(next > low && next < high)) next = (low + high) / 2;
        if (miss == 0 || fabs(next - z) <= 1e-16 * z) break;
        z = next;
    }
    return 1 / mode_slope(z, s);
}

// There too, section 5.3.2: u′ = s u/(1 + (s − 1) u) of an even u, whose density is s/(s − (s − 1)
// u′)².
static double draw_shifted(double u, double rest, const DensityParams *params) {
    double across = u + params->shift * rest;
    return params->shift / (across * across);
}

// There too: 2/(π − 2πu + 2πu²).
static double draw_cosmap(double u, double rest, const DensityParams *params) {
    (void)params;
    return 2 / (pi * (u * u + rest * rest));
}

static const LevelDensityRow rows[LEVEL_DENSITIES] = {
    // clang-format off
    [DENSITY_UNIFORM] = { "uniform", N_("$t$ uniform"), "1",
        N_("Ho et al. 2020, algorithm 1: every $t$ is as likely"), draw_uniform },
    [DENSITY_LOGIT_NORMAL] = { "logit_normal", N_("logit-normal"), "N(logit $u$; m, s²)/($u$(1 − $u$))",
        N_("Esser et al. 2024, section 3.1; in diffusers’ orientation a draw of $u$ means 1 − $u$, so that m is −m"), draw_logit_normal },
    [DENSITY_MODE] = { "mode", N_("mode"), "1/|du/dr|, $u$ = 1 − r − s(cos²($π$r/2) − 1 + r)",
        N_("Esser et al. 2024, section 3.1; diffusers takes s = 1.29"), draw_mode },
    [DENSITY_SHIFTED] = { "shifted", N_("shifted"), "s/(s − (s − 1)$u$)²",
        N_("Esser et al. 2024, section 5.3.2: an even $u$ becomes s$u$/(1 + (s − 1)$u$)"), draw_shifted },
    [DENSITY_EDM] = { "edm", N_("EDM’s log-normal"), "N(log SNR; −2 P_mean, (2 P_std)²)",
        N_("Karras et al. 2022, Table 1: log SNR ~ N(−2 P_mean, (2 P_std)²), whatever the schedule"), NULL },
    [DENSITY_COSMAP] = { "cosmap", "CosMap", "2/($π$(1 − 2$u$ + 2$u^2$))",
        N_("Esser et al. 2024, section 3.1: a flow sees the levels of the cosine schedule"), draw_cosmap },
    // clang-format on
};

const LevelDensityRow *level_density_row(LevelDensity density) {
    CHECK(density >= 0 && density < LEVEL_DENSITIES);
    return &rows[density];
}

double level_density(LevelDensity density, const DensityParams *params, double log_snr, double u,
                     double rest, double slope) {
    if (isinf(log_snr)) return 0;
    const LevelDensityRow *row = level_density_row(density);
    // log SNR = −2 ln σ
    if (!row->place) return normal_density(log_snr, -2 * params->p_mean, 2 * params->p_std);
    return row->place(u, rest, params) / slope;
}

// The slope ----------------------------------------------------------------------------------

enum { NODES = 7 };

// The derivative at node `at` of the polynomial through `count` of them (Lagrange).
static double lagrange_slope(const double *x, const double *y, int count, int at) {
    double slope = 0;
    for (int j = 0; j < count; j++) {
        if (j == at) continue;
        double ratio = 1 / (x[j] - x[at]); // of the j-th basis polynomial, at node `at`
        for (int k = 0; k < count; k++)
            if (k != at && k != j) ratio *= (x[at] - x[k]) / (x[j] - x[k]);
        slope += ratio * (y[j] - y[at]);
    }
    return slope;
}

// A list of betas may jump: no slope is far from those of the two chords beside it.
static double keep_near_chords(double slope, const double *x, const double *y, int first, int last,
                               int t) {
    double low = INFINITY, high = 0;
    for (int i = t > first ? t - 1 : t; i < t + 1 && i < last; i++) {
        double chord = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
        low = fmin(low, chord), high = fmax(high, chord);
    }
    double most = t == first || t == last ? 4 : 2;
    return fmin(fmax(slope, low / most), high * most);
}

// In w = ln t − ln(end − t), in which λ is smooth: it goes as −ln t near the picture, and as
// 2 ln(T − t) where it ends at −∞; a flow is a straight line in it.
void level_slope(double *out, const Schedule *schedule) {
    int steps = schedule->steps, last = steps;
    bool ends = isinf(schedule->log_snr[steps]);
    double end = ends ? steps : steps + 1;
    out[0] = NAN;
    if (ends) out[last--] = INFINITY;
    double *w = mem_alloc((size_t)steps + 1, 2 * sizeof *w), *fall = w + steps + 1;
    for (int t = 1; t <= last; t++) {
        w[t] = log(t) - log(end - t);
        fall[t] = -schedule->log_snr[t];
    }
    int count = last < NODES ? last : NODES;
    for (int t = 1; t <= last; t++) {
        int from = t - count / 2;
        if (from + count - 1 > last) from = last - count + 1;
        if (from < 1) from = 1;
        double slope = lagrange_slope(w + from, fall + from, count, t - from);
        slope = keep_near_chords(slope, w, fall, 1, last, t);
        out[t] = last < 2 ? NAN : slope * (1.0 / t + 1 / (end - t)) * steps;
    }
    free(w);
}

// The product --------------------------------------------------------------------------------

static double integral(const double *values, const double *log_snr, int steps) {
    double sum = 0;
    int before = 0;
    for (int t = 1; t <= steps; t++) {
        if (!isfinite(values[t])) continue;
        if (before) sum += (values[t] + values[before]) / 2 * (log_snr[before] - log_snr[t]);
        before = t;
    }
    return sum;
}

int objective_fill(const ObjectiveColumns *out, const Schedule *schedule,
                   const Objective *objective) {
    int steps = schedule->steps, left_out = 0;
    double *slope = mem_alloc((size_t)steps + 1, sizeof *slope);
    level_slope(slope, schedule);
    for (int t = 1; t <= steps; t++) {
        double log_snr = schedule->log_snr[t];
        double u = (double)t / steps, rest = (double)(steps - t) / steps;
        double density = level_density(objective->density, &objective->density_params, log_snr, u,
                                       rest, slope[t]);
        double weight = loss_weight(objective->loss, &objective->loss_params, log_snr, density);
        double product = isinf(log_snr) ? NAN : weight * density;
        if (objective->loss == LOSS_ELBO && isfinite(density) && !isinf(log_snr)) product = 1;
        out->weight[t] = weight;
        out->density[t] = density;
        out->product[t] = isfinite(product) ? product : NAN;
        left_out += !isfinite(product);
    }
    out->weight[0] = out->density[0] = out->product[0] = NAN;
    double whole = integral(out->product, schedule->log_snr, steps);
    for (int t = 1; t <= steps; t++) out->product[t] = whole > 0 ? out->product[t] / whole : NAN;
    free(slope);
    return whole > 0 ? left_out : steps;
}
