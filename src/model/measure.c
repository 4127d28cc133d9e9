// SPDX-License-Identifier: MIT
#include "model/measure.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "core/kernels.h"
#include "model/derived.h"
#include "model/key.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef enum PairOf { OF_X_N, OF_X_N_PREV, OF_X_ETA, OF_N_ETA, PAIRS } PairOf;

typedef struct Measure {
    size_t parts;           // of STATISTICS_PART values
    size_t summed, counted; // of them
    size_t step;            // from one part to the next that is taken, far away in the picture
    double (*sums)[PAIRS][5];
    Histogram histogram;
    Key summed_key, counted_key;
} Measure;

static void free_sums(void *data) {
    free(((Measure *)data)->sums);
}

// In how many parts a bar is counted, so that each is at most a quarter as wide as the noise:
// histogram_kl is near then. No more are needed where noise is as wide as bars.
static int parts_of_bar(double deviation) {
    const double bar = (VALUE_HIGH - VALUE_LOW) / VALUE_BINS;
    int parts = 1;
    while (parts < KERNELS_BINS / VALUE_BINS / 2 && bar / parts > deviation / 4) parts *= 2;
    return parts;
}

int model_value_parts(const Model *model) {
    return parts_of_bar(sqrt(model->schedule.one_minus_alpha[model->made.t]));
}

static size_t part_length(const Model *model, size_t part) {
    size_t left = picture_length(&model->x) - part * STATISTICS_PART;
    return left < STATISTICS_PART ? left : STATISTICS_PART;
}

static size_t common_factor(size_t a, size_t b) {
    while (b) {
        size_t rest = a % b;
        a = b, b = rest;
    }
    return a;
}

static void start(Measure *measure, const Model *model) {
    size_t parts = (picture_length(&model->x) + STATISTICS_PART - 1) / STATISTICS_PART;
    if (parts == measure->parts) return;
    measure->parts = parts;
    measure->sums = mem_resize(measure->sums, parts, sizeof *measure->sums);
    measure->step = (size_t)((double)parts * 0.618) + 1;
    while (common_factor(measure->step, parts) != 1) measure->step++;
}

// What has been counted of the model as it is.
static Measure *measure_of(const Model *model) {
    Measure *measure = derived_part(model->derived, DERIVED_MEASURE, sizeof *measure, free_sums);
    const Key summed = { .x = model->x_stamp, .n = model->n_stamp, .eta = model->eta_stamp };
    const Key counted = { .x = model->x_stamp,
                          .n = model->n_stamp,
                          .schedule = model->schedule_stamp,
                          .t = model->made.t };
    start(measure, model);
    if (!key_hold(&measure->summed_key, &summed)) measure->summed = 0;
    if (key_hold(&measure->counted_key, &counted)) return measure;
    measure->counted = 0;
    measure->histogram = (Histogram){ .low = VALUE_LOW,
                                      .high = VALUE_HIGH,
                                      .bins = VALUE_BINS * model_value_parts(model) };
    return measure;
}

bool model_moments_are_whole(const Model *model) {
    if (model_holds_planes(model)) return true;
    const Measure *measure = measure_of(model);
    return measure->summed == measure->parts;
}

static bool is_whole(const Measure *measure) {
    return measure->summed == measure->parts && measure->counted == measure->parts;
}

bool model_is_measured(const Model *model) {
    return model_holds_planes(model) || is_whole(measure_of(model));
}

bool model_is_unmeasured(const Model *model) {
    if (model_holds_planes(model)) return false;
    const Measure *measure = measure_of(model);
    return measure->summed == 0 || measure->counted == 0;
}

const Histogram *measure_histogram(const Model *model) {
    return &measure_of(model)->histogram;
}

// Counting ---------------------------------------------------------------------------------------

typedef struct PartPlanes {
    float *n, *n_prev, *eta; // n_prev NULL: n serves
} PartPlanes;

typedef struct MeasureRun {
    const Model *model;
    Measure *measure;
    size_t first; // in the order in which they are taken
    bool sums, counts;
    uint32_t (*counted)[HISTOGRAM_BINS_MOST + 2]; // one a part of this run
} MeasureRun;

// A part may reach from one channel's plane into the next.
static void draw_part(const Model *model, const PartPlanes *planes, size_t from, size_t length,
                      bool eta) {
    const NoiseSpec spec = { model->made.noise.seed, (Coupling)model->made.noise.coupling };
    size_t plane = picture_plane_length(&model->x);
    for (size_t at = 0, some; at < length; at += some) {
        int channel = (int)((from + at) / plane), t = model->made.t;
        const PathPlaces places = { .first = (from + at) % plane };
        some = plane - places.first < length - at ? plane - places.first : length - at;
        noise_values(planes->n + at, some, &spec, &model->schedule, t, channel, places);
        if (planes->n_prev)
            noise_values(planes->n_prev + at, some, &spec, &model->schedule, t - 1, channel,
                         places);
        if (eta)
            noise_eta_values(planes->eta + at, some, spec.seed, (uint32_t)model->made.noise.draw,
                             channel, places);
    }
}

static void sum_part(double sums[PAIRS][5], const PartPlanes *planes, const float *x,
                     size_t length) {
    const float *n_prev = planes->n_prev ? planes->n_prev : planes->n;
    memset(sums, 0, PAIRS * sizeof sums[0]);
    kernels()->pair_sums(sums[OF_X_N], x, planes->n, length);
    kernels()->pair_sums(sums[OF_X_N_PREV], x, n_prev, length);
    kernels()->pair_sums(sums[OF_X_ETA], x, planes->eta, length);
    kernels()->pair_sums(sums[OF_N_ETA], planes->n, planes->eta, length);
}

static void count_part(const Model *model, const Histogram *histogram, const PartPlanes *planes,
                       const float *x, size_t length, uint32_t *counts) {
    enum { SOME = 4096 };
    float values[SOME], scale = (float)(histogram->bins / (histogram->high - histogram->low));
    Mix mix = posterior_mix(&model->schedule, model->made.t, PICTURE_Z);
    for (size_t at = 0; at < length; at += SOME) {
        size_t some = length - at < SOME ? length - at : SOME;
        const MixPlanes mixed = { x + at, planes->n + at, NULL };
        kernels()->mix(values, some, &mix, &mixed);
        kernels()->count_bins(counts, histogram->bins, (float)histogram->low, scale, values, some);
    }
}

static void measure_part(void *user, size_t number) {
    const MeasureRun *run = user;
    const Model *model = run->model;
    Measure *measure = run->measure;
    size_t part = (run->first + number) * measure->step % measure->parts;
    size_t length = part_length(model, part), from = part * STATISTICS_PART;
    bool both = run->sums && model->made.noise.coupling == COUPLING_PATH && model->made.t > 1;
    float *room = mem_alloc(3 * STATISTICS_PART, sizeof *room);
    const PartPlanes planes = { room, both ? room + STATISTICS_PART : NULL,
                                room + 2 * STATISTICS_PART };
    const float *x = model->x.values + from;
    draw_part(model, &planes, from, length, run->sums);
    if (run->sums) sum_part(measure->sums[part], &planes, x, length);
    if (run->counts)
        count_part(model, &measure->histogram, &planes, x, length, run->counted[number]);
    free(room);
}

// The sums in the order of the parts: the same bits whatever came first.
static PairMoments moments_of(const Model *model, const Measure *measure, PairOf pair) {
    double total[5] = { 0 }, count = 0;
    uint8_t *there = mem_alloc(measure->parts, 1);
    for (size_t i = 0; i < measure->summed; i++) there[i * measure->step % measure->parts] = 1;
    for (size_t part = 0; part < measure->parts; part++) {
        if (!there[part]) continue;
        for (int j = 0; j < 5; j++) total[j] += measure->sums[part][pair][j];
        count += (double)part_length(model, part);
    }
    free(there);
    if (count == 0) return (PairMoments){ 0 };
    return (PairMoments){ total[0] / count, total[1] / count, total[2] / count, total[3] / count,
                          total[4] / count };
}

static void add_counts(Histogram *histogram, const uint32_t *counts, size_t length) {
    histogram->below += counts[0];
    histogram->above += counts[histogram->bins + 1];
    for (int bin = 0; bin < histogram->bins; bin++) histogram->counts[bin] += counts[1 + bin];
    histogram->total += length;
}

// The next parts, from `first` on.
static void measure_some(const Model *model, Measure *measure, size_t first, size_t count,
                         bool sums, bool counts) {
    MeasureRun run = { model, measure, first, sums, counts, NULL };
    if (counts) run.counted = mem_alloc(count, sizeof *run.counted);
    parallel_run(count, measure_part, &run);
    for (size_t i = 0; counts && i < count; i++)
        add_counts(&measure->histogram, run.counted[i],
                   part_length(model, (first + i) * measure->step % measure->parts));
    free(run.counted);
    if (sums) measure->summed = first + count;
    if (counts) measure->counted = first + count;
}

void model_measure(Model *model, int most) {
    enum { AT_ONCE = 16 }; // parts, each of which takes a megabyte meanwhile
    size_t left = most > 0 ? (size_t)most : SIZE_MAX;
    if (model_is_measured(model)) return;
    Measure *measure = measure_of(model);
    while (left > 0 && !is_whole(measure)) {
        // What is behind the other catches up first; then both go on together.
        bool sums = measure->summed < measure->parts && measure->summed <= measure->counted;
        bool counts = measure->counted < measure->parts && measure->counted <= measure->summed;
        size_t first = sums ? measure->summed : measure->counted;
        size_t until = sums == counts ? measure->parts : sums ? measure->counted : measure->summed;
        size_t some = until - first < left ? until - first : left;
        some = some < AT_ONCE ? some : AT_ONCE;
        measure_some(model, measure, first, some, sums, counts);
        left -= some;
    }
    model->x_n = moments_of(model, measure, OF_X_N);
    model->x_n_prev = moments_of(model, measure, OF_X_N_PREV);
    model->x_eta = moments_of(model, measure, OF_X_ETA);
    model->n_eta = moments_of(model, measure, OF_N_ETA);
}
