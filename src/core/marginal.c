// SPDX-License-Identifier: MIT
#include "core/marginal.h"

#include "base/parallel.h"

#include <math.h>
#include <string.h>

static const double ROOT_TWO_PI = 2.5066282746310002;

static void normalize(Humps *humps) {
    double sum = 0;
    for (int i = 0; i < humps->count; i++) sum += humps->weight[i];
    for (int i = 0; i < humps->count; i++)
        humps->weight[i] = sum > 0 ? humps->weight[i] / sum : 1.0 / humps->count;
}

Humps humps_of_cells(const double *cells, int count) {
    CHECK(count >= 1 && count <= HUMPS_MOST);
    double width = 2.0 / count;
    Humps humps = {
        .count = count, .first = -1 + width / 2, .step = width, .variance = width * width / 4
    };
    for (int i = 0; i < count; i++) {
        CHECK(cells[i] >= 0);
        humps.weight[i] = cells[i];
    }
    normalize(&humps);
    return humps;
}

Humps humps_of_picture(const Picture *picture) {
    double cells[HUMPS_MOST] = { 0 };
    const float *values = picture->values;
    const PictureRange range = picture_range(picture);
    const double wide = (range.high - range.low) / HUMPS_MOST;
    for (size_t i = 0; i < picture_length(picture); i++) {
        int cell = (int)(((double)values[i] - range.low) / wide);
        cells[cell < 0 ? 0 : cell >= HUMPS_MOST ? HUMPS_MOST - 1 : cell]++;
    }
    Humps humps = humps_of_cells(cells, HUMPS_MOST);
    humps.first = range.low + wide / 2;
    humps.step = wide;
    humps.variance = wide * wide / 4;
    return humps;
}

// From the hump that is nearest outwards, each is the last one times a ratio that itself shrinks
// by one factor: two products a hump. Rounding grows with the square of the distance, to 1e-11
// over 256 humps, but only those that are small then have it.
double humps_density(const Humps *humps, double at) {
    double v = humps->variance, d = humps->step;
    double place = round((at - humps->first) / d);
    int nearest = (int)fmin(humps->count - 1, fmax(0, place));
    double off = at - (humps->first + nearest * d);
    double peak = exp(-off * off / (2 * v)), shrink = exp(-d * d / v);
    double up = exp((2 * off - d) * d / (2 * v)), down = exp((-2 * off - d) * d / (2 * v));
    double sum = humps->weight[nearest] * peak, hump = peak, ratio = up;
    for (int i = nearest + 1; i < humps->count && hump > 0; i++) {
        hump *= ratio, ratio *= shrink;
        sum += humps->weight[i] * hump;
    }
    hump = peak, ratio = down;
    for (int i = nearest - 1; i >= 0 && hump > 0; i--) {
        hump *= ratio, ratio *= shrink;
        sum += humps->weight[i] * hump;
    }
    return sum / (ROOT_TWO_PI * sqrt(v));
}

Gaussian humps_moments(const Humps *humps) {
    double mean = 0, spread = 0;
    for (int i = 0; i < humps->count; i++) mean += humps->weight[i] * i;
    for (int i = 0; i < humps->count; i++) spread += humps->weight[i] * (i - mean) * (i - mean);
    return (Gaussian){ humps->first + mean * humps->step,
                       humps->variance + spread * humps->step * humps->step };
}

Humps marginal_at(const Humps *p, const Schedule *schedule, int t) {
    CHECK(t >= 0 && t <= schedule->steps);
    Humps humps = *p;
    double alpha = schedule->alpha[t], root = sqrt(alpha);
    humps.first *= root;
    humps.step *= root;
    humps.variance = alpha * p->variance + schedule->one_minus_alpha[t];
    // alpha = 0: all humps lie on each other.
    if (!(humps.step > 0)) humps.count = 1, humps.step = 1, humps.first = 0, humps.weight[0] = 1;
    return humps;
}

// Each hump of q(z_{t-1}) times the likelihood is a Gaussian again (core/bayes.h), and its weight
// grows by what the hump said of z_t: N(z_t; sqrt(alpha_t) x_i, ..).
Humps marginal_step_back(const Humps *p, const Schedule *schedule, int t, double z_t) {
    CHECK(t >= 1 && t <= schedule->steps);
    Humps humps = marginal_at(p, schedule, t - 1);
    double beta = schedule->beta[t], keep = schedule->keep[t], v = humps.variance,
           root = sqrt(keep);
    double all = beta + keep * v; // the variance of z_t given the hump
    double most = -INFINITY, exponent[HUMPS_MOST];
    for (int i = 0; i < humps.count; i++) {
        double d = z_t - root * (humps.first + i * humps.step);
        exponent[i] = -d * d / (2 * all);
        if (humps.weight[i] > 0) most = fmax(most, exponent[i]);
    }
    for (int i = 0; i < humps.count; i++)
        if (humps.weight[i] > 0) humps.weight[i] *= exp(exponent[i] - most);
    normalize(&humps);
    humps.first = (beta * humps.first + v * root * z_t) / all;
    humps.step *= beta / all;
    humps.variance = beta * v / all;
    return humps;
}

// Distance -------------------------------------------------------------------------------------

// Where humps of any weight begin and end.
static void reach_of(const Humps *humps, double *low, double *high) {
    int first = 0, last = humps->count - 1;
    while (first < last && humps->weight[first] < 1e-17) first++;
    while (last > first && humps->weight[last] < 1e-17) last--;
    double beyond = 8.5 * sqrt(humps->variance);
    *low = humps->first + first * humps->step - beyond;
    *high = humps->first + last * humps->step + beyond;
}

double marginal_step_variance(const Humps *p, const Schedule *schedule, int t) {
    enum { LEAST = 101, MOST = 20001 };
    Humps now = marginal_at(p, schedule, t);
    double low, high, sum = 0, all = 0;
    reach_of(&now, &low, &high);
    // Two nodes a standard deviation of a hump: all is smooth on that scale.
    int nodes = (int)fmin(MOST, fmax(LEAST, 2 * (high - low) / sqrt(now.variance)));
    for (int i = 0; i < nodes; i++) {
        double at = low + (high - low) * i / (nodes - 1), q = humps_density(&now, at);
        if (q == 0) continue;
        Humps back = marginal_step_back(p, schedule, t, at);
        sum += q * humps_moments(&back).variance;
        all += q;
    }
    return sum / all;
}

HumpsDistance humps_distance(const Humps *humps) {
    enum { LEAST = 1001, MOST = 20001 };
    Gaussian same = humps_moments(humps);
    double low, high, away = 8.5 * sqrt(same.variance);
    reach_of(humps, &low, &high);
    low = fmin(low, same.mean - away), high = fmax(high, same.mean + away);
    // Two nodes a standard deviation of a hump make the rule exact for it.
    int nodes = (int)fmin(MOST, fmax(LEAST, 2 * (high - low) / sqrt(humps->variance)));
    double step = (high - low) / (nodes - 1), variation = 0, kl = 0;
    double log_root = log(ROOT_TWO_PI * sqrt(same.variance));
    for (int i = 0; i < nodes; i++) {
        double at = low + i * step, off = at - same.mean;
        double q = humps_density(humps, at), log_g = -off * off / (2 * same.variance) - log_root;
        variation += fabs(q - exp(log_g));
        if (q > 0) kl += q * (log(q) - log_g);
    }
    return (HumpsDistance){ variation * step / 2, fmax(0, kl * step) };
}

// Map --------------------------------------------------------------------------------------------

typedef struct Map {
    double *out;
    const Humps *p;
    const Schedule *schedule;
    const int *t;
    int columns, rows;
    double low, high;
} Map;

// Where humps stand closer than a sixth of their width, every other one is shared out between its
// neighbours: that keeps the mean, and what it adds to the variance on average is taken away.
static void thin_out(Humps *humps) {
    while (humps->count > 2 && 36 * humps->step * humps->step < humps->variance) {
        int kept = humps->count / 2 + 1;
        double weight[HUMPS_MOST / 2 + 1] = { 0 };
        for (int i = 0; i < humps->count; i++) {
            weight[i / 2] += i % 2 ? humps->weight[i] / 2 : humps->weight[i];
            if (i % 2) weight[i / 2 + 1] += humps->weight[i] / 2;
        }
        memcpy(humps->weight, weight, (size_t)kept * sizeof *weight);
        humps->count = kept;
        humps->variance -= humps->step * humps->step / 2;
        humps->step *= 2;
    }
}

static void fill_column(void *user, size_t column) {
    const Map *map = user;
    Humps humps = marginal_at(map->p, map->schedule, map->t[column]);
    thin_out(&humps);
    for (int row = 0; row < map->rows; row++) {
        double at = map->high - (map->high - map->low) * (row + 0.5) / map->rows;
        map->out[(size_t)row * (size_t)map->columns + column] = humps_density(&humps, at);
    }
}

void marginal_map(double *out, const Humps *p, const Schedule *schedule, const int *t, int columns,
                  double low, double high, int rows) {
    Map map = { out, p, schedule, t, columns, rows, low, high };
    parallel_run((size_t)columns, fill_column, &map);
}
