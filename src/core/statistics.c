// SPDX-License-Identifier: MIT
#include "core/statistics.h"

#include "base/memory.h"
#include "base/parallel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PART = STATISTICS_PART, CHUNK = 256 }; // values

static size_t parts_of(size_t length) {
    return (length + PART - 1) / PART;
}

static size_t part_length(size_t length, size_t part) {
    size_t left = length - part * PART;
    return left < PART ? left : PART;
}

// Moments -----------------------------------------------------------------------------------------

typedef struct PairJob {
    const Picture *a, *b;
    double (*sums)[5]; // one a part
} PairJob;

static void sum_part(void *user, size_t part) {
    const PairJob *job = user;
    size_t from = part * PART;
    kernels()->pair_sums(job->sums[part], job->a->values + from, job->b->values + from,
                         part_length(picture_length(job->a), part));
}

PairMoments statistics_pair(const Picture *a, const Picture *b) {
    size_t length = picture_length(a), parts = parts_of(length);
    CHECK(length == picture_length(b));
    if (length == 0) return (PairMoments){ 0 };
    PairJob job = { a, b, mem_alloc(parts, sizeof *job.sums) };
    parallel_run(parts, sum_part, &job);
    double total[5] = { 0 };
    for (size_t part = 0; part < parts; part++)
        for (int j = 0; j < 5; j++) total[j] += job.sums[part][j];
    free(job.sums);
    double count = (double)length;
    return (PairMoments){ total[0] / count, total[1] / count, total[2] / count, total[3] / count,
                          total[4] / count };
}

PlaneMoments statistics_planes(const PairMoments *x_n, const PairMoments *x_eta,
                               const PairMoments *n_eta) {
    return (PlaneMoments){ .x = x_n->a,
                           .n = x_n->b,
                           .eta = x_eta->b,
                           .xx = x_n->aa,
                           .nn = x_n->bb,
                           .ee = x_eta->bb,
                           .xn = x_n->ab,
                           .xe = x_eta->ab,
                           .ne = n_eta->ab };
}

MeanVariance statistics_mix(const PlaneMoments *m, const Mix *mix) {
    double a = (double)mix->g * (double)mix->a + (double)mix->h;
    double b = (double)mix->g * (double)mix->b, c = (double)mix->k;
    double mean = a * m->x + b * m->n + c * m->eta;
    double square = a * a * m->xx + b * b * m->nn + c * c * m->ee +
                    2 * (a * b * m->xn + a * c * m->xe + b * c * m->ne);
    return (MeanVariance){ mean, fmax(0, square - mean * mean) };
}

MeanVariance statistics_expected(const Schedule *schedule, int t, PictureKind kind,
                                 MeanVariance of_x) {
    CHECK(t >= 1 && t <= schedule->steps && kind < PICTURE_KINDS);
    if (kind == PICTURE_X || kind == PICTURE_X_HAT) return of_x;
    if (kind == PICTURE_NOISE || kind == PICTURE_STEP_NOISE || kind == PICTURE_ETA)
        return (MeanVariance){ 0, 1 };
    if (kind == PICTURE_RESIDUAL) return (MeanVariance){ 0, t > 1 };
    double left = schedule->one_minus_alpha[t];
    if (kind == PICTURE_V)
        return (MeanVariance){ -sqrt(left) * of_x.mean, schedule->alpha[t] + left * of_x.variance };
    if (kind == PICTURE_SCORE) return (MeanVariance){ 0, 1 / left };
    if (kind == PICTURE_VELOCITY) return (MeanVariance){ -of_x.mean, 1 + of_x.variance };
    int at = kind == PICTURE_Z ? t : t - 1;
    double alpha = schedule->alpha[at], noise = schedule->one_minus_alpha[at];
    double coef_z = schedule->coef_z[t];
    if (kind == PICTURE_MEAN) noise = coef_z * coef_z * schedule->one_minus_alpha[t];
    return (MeanVariance){ sqrt(alpha) * of_x.mean, alpha * of_x.variance + noise };
}

// Histograms --------------------------------------------------------------------------------------

typedef struct CountJob {
    Histogram *histogram;
    const Mix *mix;
    const float *x, *n, *eta;
    size_t length;
    uint32_t *counts; // bins + 2 a part
} CountJob;

static const float *plane_at(const float *plane, size_t at) {
    return plane ? plane + at : NULL;
}

static void count_part(void *user, size_t part) {
    const CountJob *job = user;
    const Histogram *histogram = job->histogram;
    size_t start = part * PART, length = part_length(job->length, part);
    float low = (float)histogram->low, values[16 * CHUNK];
    float scale = (float)(histogram->bins / (histogram->high - histogram->low));
    uint32_t *counts = job->counts + part * ((size_t)histogram->bins + 2);
    for (size_t at = 0; at < length; at += 16 * CHUNK) {
        size_t some = length - at < 16 * CHUNK ? length - at : 16 * CHUNK, from = start + at;
        const MixPlanes planes = { plane_at(job->x, from), plane_at(job->n, from),
                                   plane_at(job->eta, from) };
        kernels()->mix(values, some, job->mix, &planes);
        kernels()->count_bins(counts, histogram->bins, low, scale, values, some);
    }
}

Histogram histogram_of_mix(double low, double high, int bins, const Mix *mix, const Picture *x,
                           const Picture *n, const Picture *eta) {
    CHECK(low < high && bins > 0 && bins <= HISTOGRAM_BINS_MOST);
    Histogram made = { .low = low, .high = high, .bins = bins };
    CountJob job = { .histogram = &made,
                     .mix = mix,
                     .x = x ? x->values : NULL,
                     .n = n ? n->values : NULL,
                     .eta = eta ? eta->values : NULL,
                     .length = picture_length(x   ? x
                                              : n ? n
                                                  : eta) };
    size_t parts = parts_of(job.length), row = (size_t)bins + 2;
    job.counts = mem_alloc(parts * row, sizeof *job.counts);
    parallel_run(parts, count_part, &job);
    for (size_t part = 0; part < parts; part++) {
        const uint32_t *counts = job.counts + part * row;
        made.below += counts[0];
        made.above += counts[row - 1];
        for (int bin = 0; bin < bins; bin++) made.counts[bin] += counts[1 + bin];
    }
    made.total = job.length;
    free(job.counts);
    return made;
}

double histogram_density(const Histogram *histogram, int bin) {
    CHECK(bin >= 0 && bin < histogram->bins);
    double width = (histogram->high - histogram->low) / histogram->bins;
    return histogram->total ? histogram->counts[bin] / ((double)histogram->total * width) : 0;
}

Histogram histogram_grouped(const Histogram *histogram, int factor) {
    CHECK(factor > 0 && histogram->bins % factor == 0);
    Histogram grouped = *histogram;
    grouped.bins = histogram->bins / factor;
    memset(grouped.counts, 0, sizeof grouped.counts);
    for (int bin = 0; bin < histogram->bins; bin++)
        grouped.counts[bin / factor] += histogram->counts[bin];
    return grouped;
}

// p ln(p/g) of one bin, counted in `filled` if it is not empty.
static double divergence_of(uint32_t count, double total, double expected, int *filled) {
    if (!count) return 0;
    double share = count / total;
    ++*filled;
    return share * log(share / fmax(expected, 1e-300));
}

double histogram_kl(const Histogram *histogram) {
    double total = (double)histogram->total, low = histogram->low;
    double width = (histogram->high - low) / histogram->bins, below = normal_cdf(low);
    int filled = 0;
    if (!histogram->total) return 0;
    double sum = divergence_of(histogram->below, total, below, &filled);
    for (int bin = 0; bin < histogram->bins; bin++) {
        double until = normal_cdf(low + width * (bin + 1));
        sum += divergence_of(histogram->counts[bin], total, until - below, &filled);
        below = until;
    }
    sum += divergence_of(histogram->above, total, normal_cdf(-histogram->high), &filled);
    return fmax(0, sum - (filled - 1) / (2 * total));
}

// Theory ------------------------------------------------------------------------------------------

Levels levels_of(const Picture *x) {
    enum { LEVELS = 256 };
    const PictureRange range = picture_range(x);
    Levels levels = { .first = range.low, .per_one = (LEVELS - 1) / (range.high - range.low) };
    uint32_t counts[LEVELS + 2] = { 0 };
    size_t length = picture_length(x);
    // A class reaches half a class to both sides of its value.
    const float scale = (float)levels.per_one, low = (float)levels.first - 0.5f / scale;
    kernels()->count_bins(counts, LEVELS, low, scale, x->values, length);
    counts[1] += counts[0];
    counts[LEVELS] += counts[LEVELS + 1];
    for (int k = 0; k < LEVELS; k++) levels.share[k] = length ? counts[1 + k] / (double)length : 0;
    return levels;
}

// How much of the mixture lies below `value`.
static double share_below(double value, const Levels *levels, double scale, double deviation) {
    double sum = 0;
    for (int k = 0; k < 256; k++) {
        if (levels->share[k] == 0) continue;
        double off = value - scale * (k / levels->per_one + levels->first);
        // Beyond eight deviations nothing is left to be seen.
        if (off >= 8 * deviation)
            sum += levels->share[k];
        else if (off > -8 * deviation)
            sum += levels->share[k] * normal_cdf(off / deviation);
    }
    return sum;
}

void levels_density(double *out, double low, double high, int bins, const Levels *levels,
                    const Schedule *schedule, int t) {
    CHECK(t >= 1 && t <= schedule->steps && low < high && bins > 0);
    double scale = sqrt(schedule->alpha[t]), deviation = sqrt(schedule->one_minus_alpha[t]);
    double width = (high - low) / bins, before = share_below(low, levels, scale, deviation);
    for (int bin = 0; bin < bins; bin++) {
        double here = share_below(low + width * (bin + 1), levels, scale, deviation);
        out[bin] = (here - before) / width;
        before = here;
    }
}

// KL from N(0, 1) ---------------------------------------------------------------------------------

static const double LOG_ROOT_TWO_PI = 0.91893853320467274;

static double density_at(double value, const Levels *levels, double scale, double deviation) {
    double sum = 0, step = scale / levels->per_one, reach = 9 * deviation;
    double start = scale * levels->first;
    int first = 0, last = 255;
    if (step > 0) {
        first = (int)fmax(0, ceil((value - reach - start) / step));
        last = (int)fmin(255, floor((value + reach - start) / step));
    }
    for (int k = first; k <= last; k++) {
        double off = (value - scale * (k / levels->per_one + levels->first)) / deviation;
        if (levels->share[k] > 0) sum += levels->share[k] * exp(-off * off / 2);
    }
    return sum * exp(-LOG_ROOT_TWO_PI) / deviation;
}

double levels_kl(const Levels *levels, const Schedule *schedule, int t) {
    CHECK(t >= 1 && t <= schedule->steps);
    double scale = sqrt(schedule->alpha[t]), variance = schedule->one_minus_alpha[t];
    double furthest = fmax(-levels->first, levels->first + 255 / levels->per_one);
    double deviation = sqrt(variance), reach = scale * furthest + 9 * deviation, sum = 0;
    if (deviation < scale / levels->per_one / 2) return (double)NAN;
    int nodes = (int)ceil(2 * reach / (deviation / 4));
    double step = 2 * reach / nodes;
    for (int i = 0; i <= nodes; i++) {
        double at = -reach + step * i, q = density_at(at, levels, scale, deviation);
        if (q > 0) sum += q * (log(q) + at * at / 2 + LOG_ROOT_TWO_PI);
    }
    return fmax(0, sum * step);
}
