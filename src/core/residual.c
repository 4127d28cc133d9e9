// SPDX-License-Identifier: MIT
// The distance is exact and needs no sorting of all values. Counting them in cells gives F at the
// cells' ends, and with it the least that the distance can be, and for each cell the most it can
// reach inside: few cells can beat the least. The values of those are sorted.
#include "core/residual.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "core/normal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PART = 1 << 14, LANES = 8 };

static const double CELL = 2.0 * RESIDUAL_REACH / RESIDUAL_CELLS;

ResidualWeights residual_weights(const Schedule *schedule, int t) {
    CHECK(t >= 2 && t <= schedule->steps);
    double sigma = sqrt(schedule->sigma2[t]);
    return (ResidualWeights){ sqrt(schedule->one_minus_alpha[t - 1]) / sigma,
                              -schedule->coef_z[t] * sqrt(schedule->one_minus_alpha[t]) / sigma };
}

double residual_scale_of_one_noise(const Schedule *schedule, int t) {
    ResidualWeights weights = residual_weights(schedule, t);
    return weights.before + weights.now;
}

// Parts ----------------------------------------------------------------------------------------

typedef struct Sums {
    double sum, square;
} Sums;

typedef struct Measuring {
    const float *before, *now; // NULL: the values are there
    double weight_before, weight_now;
    float *values;
    const float *read;
    size_t count;
    Sums *sums; // one a part
} Measuring;

static void make_part(Measuring *job, size_t from, size_t count) {
    const float *before = job->before + from, *now = job->now + from;
    float *values = job->values + from;
    double a = job->weight_before, b = job->weight_now;
    for (size_t i = 0; i < count; i++)
        values[i] = (float)(a * (double)before[i] + b * (double)now[i]);
}

// In lanes, in one order everywhere.
static Sums sum_part(const float *values, size_t count) {
    double sum[LANES] = { 0 }, square[LANES] = { 0 };
    Sums all = { 0 };
    size_t whole = count / LANES * LANES;
    for (size_t i = 0; i < whole; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++) {
            double value = values[i + lane];
            sum[lane] += value;
            square[lane] += value * value;
        }
    for (size_t i = whole; i < count; i++) {
        sum[i - whole] += (double)values[i];
        square[i - whole] += (double)values[i] * (double)values[i];
    }
    for (int lane = 0; lane < LANES; lane++) all.sum += sum[lane], all.square += square[lane];
    return all;
}

static void work_on_part(void *user, size_t part) {
    Measuring *job = user;
    size_t from = part * PART, count = job->count - from < PART ? job->count - from : PART;
    if (job->before) make_part(job, from, count);
    job->sums[part] = sum_part(job->read + from, count);
}

// Cells ------------------------------------------------------------------------------------------

static size_t cell_of(float value) {
    float place = (value + (float)RESIDUAL_REACH) * (float)(1 / CELL);
    if (!(place > 0)) return 0;
    return place < (float)RESIDUAL_CELLS ? (size_t)place : RESIDUAL_CELLS - 1;
}

// Phi at the lower end of each cell, the outermost ones reaching to the infinities. Made once.
static const double *phi_at_ends(void) {
    static double ends[RESIDUAL_CELLS + 1];
    static bool made;
    if (made) return ends;
    for (int i = 1; i < RESIDUAL_CELLS; i++) ends[i] = normal_cdf(i * CELL - RESIDUAL_REACH);
    ends[0] = 0, ends[RESIDUAL_CELLS] = 1;
    made = true;
    return ends;
}

static double larger(double a, double b) {
    return a > b ? a : b;
}

// The most that |F - Phi| can be in a cell whose values rank `below`..`below + inside`.
static double most_inside(const double *ends, size_t cell, double below, double inside) {
    return larger(below + inside - ends[cell], ends[cell + 1] - below);
}

static int ascending(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

// The distance at the values themselves: F steps from i/n to (i + 1)/n at value i.
static double distance_at(const float *sorted, size_t count, size_t below, size_t all) {
    double most = 0, n = (double)all;
    for (size_t i = 0; i < count; i++) {
        double at = normal_cdf((double)sorted[i]), rank = (double)(below + i);
        most = larger(most, larger((rank + 1) / n - at, at - rank / n));
    }
    return most;
}

// Collects the values of all cells that are marked, in the order of the cells; start[c] is where
// those of cell c begin.
static float *collect(const Residual *residual, const float *values, const bool *marked,
                      size_t *start) {
    size_t total = 0;
    for (size_t c = 0; c < RESIDUAL_CELLS; c++) {
        start[c] = total;
        if (marked[c]) total += residual->cells[c];
    }
    float *found = mem_alloc(total + 1, sizeof *found);
    size_t *next = mem_alloc(RESIDUAL_CELLS, sizeof *next);
    memcpy(next, start, RESIDUAL_CELLS * sizeof *next);
    for (size_t i = 0; i < residual->count; i++) {
        size_t c = cell_of(values[i]);
        if (marked[c]) found[next[c]++] = values[i];
    }
    free(next);
    return found;
}

static double ks_distance(const Residual *residual, const float *values) {
    const double *ends = phi_at_ends();
    double n = (double)residual->count, least = 0, most = 0;
    size_t below = 0;
    for (size_t c = 0; c < RESIDUAL_CELLS; c++) {
        least = larger(least, fabs((double)below / n - ends[c]));
        below += residual->cells[c];
    }
    bool *marked = mem_alloc(RESIDUAL_CELLS, sizeof *marked);
    below = 0;
    for (size_t c = 0; c < RESIDUAL_CELLS; c++) {
        double inside = residual->cells[c] / n;
        // The float that a cell begins with may lie a rounding beyond its end.
        marked[c] = inside > 0 && most_inside(ends, c, (double)below / n, inside) > least - 1e-6;
        below += residual->cells[c];
    }
    size_t *start = mem_alloc(RESIDUAL_CELLS, sizeof *start);
    float *found = collect(residual, values, marked, start);
    below = 0;
    for (size_t c = 0; c < RESIDUAL_CELLS; c++) {
        size_t inside = residual->cells[c];
        if (marked[c]) {
            qsort(found + start[c], inside, sizeof *found, ascending);
            most = larger(most, distance_at(found + start[c], inside, below, residual->count));
        }
        below += inside;
    }
    free(marked);
    free(start);
    free(found);
    return most;
}

// The law --------------------------------------------------------------------------------------

// Stephens, "EDF statistics for goodness of fit", JASA 69 (1974): lambda for any n; then
// Kolmogorov's 2 sum (-1)^(k-1) exp(-2 k^2 lambda^2), below lambda = 1 in its theta-transformed
// form, which converges there.
double residual_ks_tail(double ks, size_t count) {
    double root = sqrt((double)count), lambda = ks * (root + 0.12 + 0.11 / root);
    double sum = 0;
    if (!(lambda > 0)) return 1;
    if (lambda < 1) {
        for (int k = 1; k < 20; k += 2)
            sum += exp(-k * k * 9.869604401089358 / (8 * lambda * lambda));
        return 1 - 2.5066282746310002 / lambda * sum;
    }
    for (int k = 1; k < 20; k++) sum += (k % 2 ? 2 : -2) * exp(-2 * k * k * lambda * lambda);
    return sum;
}

// Phi(x/s) and Phi(x) are farthest apart where their densities cross, x^2 = 2 ln s/(1 - 1/s^2).
static double distance_of_scale(double scale) {
    scale = fabs(scale);
    if (scale == 0) return 0.5;
    if (fabs(scale - 1) < 1e-9) return 0;
    double at = sqrt(2 * log(scale) / (1 - 1 / (scale * scale)));
    return fabs(normal_cdf(at / scale) - normal_cdf(at));
}

bool residual_tells_one_noise(const Schedule *schedule, int t, size_t count) {
    double distance = distance_of_scale(residual_scale_of_one_noise(schedule, t));
    return residual_ks_tail(distance, count) < 0.001;
}

// All ------------------------------------------------------------------------------------------

static void finish(Residual *out, Measuring *job) {
    size_t parts = (job->count + PART - 1) / PART;
    Sums total = { 0 };
    *out = (Residual){ .count = job->count, .p = 1 };
    if (!parts) return;
    job->sums = mem_alloc(parts, sizeof *job->sums);
    parallel_run(parts, work_on_part, job);
    for (size_t i = 0; i < parts; i++) {
        total.sum += job->sums[i].sum;
        total.square += job->sums[i].square;
    }
    free(job->sums);
    for (size_t i = 0; i < job->count; i++) out->cells[cell_of(job->read[i])]++;
    out->mean = total.sum / (double)job->count;
    out->variance = total.square / (double)job->count - out->mean * out->mean;
    out->ks = ks_distance(out, job->read);
    out->p = residual_ks_tail(out->ks, out->count);
}

void residual_of_values(Residual *out, const float *values, size_t count) {
    Measuring job = { .read = values, .count = count };
    finish(out, &job);
}

void residual_measure(Residual *out, float *values, const Picture *n_before, const Picture *n,
                      const Schedule *schedule, int t) {
    ResidualWeights weights = residual_weights(schedule, t);
    CHECK(picture_length(n_before) == picture_length(n));
    Measuring job = { .before = n_before->values,
                      .now = n->values,
                      .weight_before = weights.before,
                      .weight_now = weights.now,
                      .values = values,
                      .read = values,
                      .count = picture_length(n) };
    finish(out, &job);
}
