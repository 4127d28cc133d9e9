// SPDX-License-Identifier: MIT
#include "core/noise.h"

#include "base/memory.h"
#include "core/kernels.h"

#include <math.h>

// Where the Philox counter's first word would begin anew, four values a block.
static const uint64_t stream_length = (uint64_t)4 << 32;

// One n_t --------------------------------------------------------------------------------------

// How to make n_t of any values: by the plan, or in jump coupling, where it is left empty, eps.
static void plan_noise(PathPlan *plan, const NoiseSpec *spec, const Schedule *schedule, int t) {
    CHECK(t >= 1 && t <= schedule->steps);
    plan->count = 0;
    if (spec->coupling == COUPLING_PATH)
        path_plan(plan, schedule->log_snr[t], path_depth(schedule));
}

static void fill_values(float *out, size_t count, const PathPlan *plan, uint64_t seed, int channel,
                        size_t first) {
    const NormalStream eps = { .seed = seed, .plane = (uint32_t)channel, .node = NOISE_NODE_EPS };
    if (plan->count)
        path_fill(out, count, plan, seed, (uint32_t)channel, first);
    else
        kernels()->normals(out, count, &eps, first);
}

void noise_fill(Picture *out, const NoiseSpec *spec, const Schedule *schedule, int t) {
    PathPlan plan;
    size_t length = picture_plane_length(out);
    CHECK(length <= stream_length);
    plan_noise(&plan, spec, schedule, t);
    for (int channel = 0; channel < out->channels; channel++)
        fill_values(picture_plane(out, channel), length, &plan, spec->seed, channel, 0);
}

void noise_fill_rows(Picture *out, const NoiseSpec *spec, const Schedule *schedule, int t,
                     const int rows[]) {
    PathPlan plan;
    size_t width = (size_t)out->width;
    plan_noise(&plan, spec, schedule, t);
    for (int channel = 0; channel < out->channels; channel++) {
        float *to = picture_plane(out, channel);
        for (int i = 0; i < out->height; i++, to += width) {
            CHECK(rows[i] >= 0 && ((uint64_t)rows[i] + 1) * width <= stream_length);
            fill_values(to, width, &plan, spec->seed, channel, (size_t)rows[i] * width);
        }
    }
}

// All n_t of one value ----------------------------------------------------------------------------

static void path_value_over_t(float *out, uint64_t seed, const Schedule *schedule, uint32_t plane,
                              size_t index) {
    float points[PATH_STEPS_MOST], *values[PATH_STEPS_MOST];
    PathPlan plan = { 0 };
    int depth = path_depth(schedule);
    for (int j = 0; j < PATH_STEPS_MOST; j++) values[j] = &points[j];
    for (int t = 1; t <= schedule->steps; t++) {
        int kept = path_plan(&plan, schedule->log_snr[t], depth);
        path_run(&plan, kept, values, 1, seed, plane, index);
        out[t] = points[plan.count - 1];
    }
}

void noise_value_over_t(float *out, const NoiseSpec *spec, const Schedule *schedule, int channel,
                        size_t index) {
    CHECK(channel >= 0 && index < stream_length);
    out[0] = 0;
    if (spec->coupling == COUPLING_PATH) {
        path_value_over_t(out, spec->seed, schedule, (uint32_t)channel, index);
        return;
    }
    NormalStream stream = { .seed = spec->seed,
                            .plane = (uint32_t)channel,
                            .node = NOISE_NODE_EPS };
    float eps;
    kernels()->normals(&eps, 1, &stream, index);
    for (int t = 1; t <= schedule->steps; t++) out[t] = eps;
}

// Cache ----------------------------------------------------------------------------------------
//
// Held are the points of steps first..count-2 of the plan. Where first > 0, those that step `first`
// starts from are held too, as points 0 and 1: nothing below needs any other.

enum { CHUNK = 256, HELD_BEFORE = 2 };

void noise_cache_free(NoiseCache *cache) {
    for (int i = 0; i < PATH_STEPS_MOST; i++) mem_free_plane(cache->points[i]);
    *cache = (NoiseCache){ .limit = cache->limit };
}

// How many steps' points fit beside the two.
static int cache_room(const NoiseCache *cache, const Picture *out) {
    size_t limit = cache->limit ? cache->limit : NOISE_CACHE_BYTES;
    size_t planes = limit / (picture_length(out) * sizeof(float));
    if (planes > PATH_STEPS_MOST) planes = PATH_STEPS_MOST;
    return (int)planes - HELD_BEFORE;
}

static bool is_for(const NoiseCache *cache, const Picture *out, uint64_t seed) {
    return cache->seed == seed && cache->width == out->width && cache->height == out->height &&
           cache->channels == out->channels;
}

// Moves the cache's plan on to n_t. Returns the step that the points are to be made from: 0, or
// the first one that is not held.
static int cache_plan(NoiseCache *cache, double log_snr, int depth, int room) {
    int first = cache->first, kept = path_plan(&cache->plan, log_snr, depth);
    int points = cache->plan.count - 1;
    bool fits = points - first <= room;
    // Step `first` itself must be as it was, or it may start from other points.
    if (fits && (first == 0 || kept > first)) return kept;
    cache->first = points > room ? points - room : 0;
    return 0;
}

static bool cache_grow(NoiseCache *cache, const Picture *out) {
    int end = cache->plan.count - 1 - cache->first + HELD_BEFORE;
    for (int i = cache->first > 0 ? 0 : HELD_BEFORE; i < end; i++) {
        if (!cache->points[i]) cache->points[i] = mem_try_plane(picture_length(out));
        if (!cache->points[i]) return false;
    }
    return true;
}

// Where step j's points are, or NULL.
static float *held(const NoiseCache *cache, int j) {
    const PathStep *first = &cache->plan.steps[cache->first];
    if (j >= cache->first) return cache->points[HELD_BEFORE + j - cache->first];
    return j == first->a ? cache->points[0] : j == first->b ? cache->points[1] : NULL;
}

static void cache_run(const NoiseCache *cache, Picture *out, int channel, int from) {
    float rows[PATH_STEPS_MOST][CHUNK], *values[PATH_STEPS_MOST];
    size_t length = picture_plane_length(out);
    int last = cache->plan.count - 1;
    for (size_t at = 0; at < length; at += CHUNK) {
        size_t place = (size_t)channel * length + at;
        for (int j = 0; j < last; j++) {
            float *points = held(cache, j);
            values[j] = points ? points + place : rows[j];
        }
        values[last] = out->values + place;
        path_run(&cache->plan, from, values, length - at < CHUNK ? length - at : CHUNK, cache->seed,
                 (uint32_t)channel, at);
    }
}

void noise_fill_cached(Picture *out, NoiseCache *cache, const NoiseSpec *spec,
                       const Schedule *schedule, int t) {
    CHECK(t >= 1 && t <= schedule->steps && picture_plane_length(out) <= stream_length);
    if (!picture_length(out)) return;
    int room = cache_room(cache, out);
    // An n_T of its own has nothing to hold, nor to displace what is held.
    if (spec->coupling != COUPLING_PATH || schedule->log_snr[t] == -INFINITY ||
        room < NOISE_CACHE_LEAST) {
        noise_fill(out, spec, schedule, t);
        return;
    }
    if (!is_for(cache, out, spec->seed)) {
        noise_cache_free(cache);
        cache->seed = spec->seed;
        cache->width = out->width, cache->height = out->height, cache->channels = out->channels;
    }
    int from = cache_plan(cache, schedule->log_snr[t], path_depth(schedule), room);
    if (cache_grow(cache, out)) {
        for (int channel = 0; channel < out->channels; channel++)
            cache_run(cache, out, channel, from);
    } else {
        noise_cache_free(cache);
        noise_fill(out, spec, schedule, t);
    }
}

// Draws ------------------------------------------------------------------------------------------

void noise_fill_eta(Picture *out, uint64_t seed, uint32_t k) {
    CHECK(k < NOISE_NODE_ETA); // the draws' nodes end where the upper half begins
    CHECK(picture_plane_length(out) <= stream_length);
    for (int channel = 0; channel < out->channels; channel++) {
        const NormalStream stream = { .seed = seed,
                                      .plane = (uint32_t)channel,
                                      .node = NOISE_NODE_ETA + k };
        kernels()->normals(picture_plane(out, channel), picture_plane_length(out), &stream, 0);
    }
}
