// SPDX-License-Identifier: MIT
#include "core/noise.h"

#include "base/memory.h"
#include "base/parallel.h"
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
                        PathPlaces places) {
    const NormalStream eps = { .seed = seed, .plane = (uint32_t)channel, .node = NOISE_NODE_EPS };
    if (plan->count)
        path_fill(out, count, plan, seed, (uint32_t)channel, places);
    else
        path_normals(out, count, &eps, places);
}

// Planes are filled tile by tile, on several threads; a multiple of what kernels work on at a time.
enum { TILE = 1 << 14 };

typedef struct Tile {
    int channel;
    size_t first, count; // of the plane's values
} Tile;

static size_t tiles_of(const Picture *picture) {
    size_t length = picture_plane_length(picture);
    return (size_t)picture->channels * ((length + TILE - 1) / TILE);
}

static Tile tile_of(const Picture *picture, size_t part) {
    size_t length = picture_plane_length(picture), tiles = (length + TILE - 1) / TILE;
    size_t first = part % tiles * TILE, count = length - first;
    return (Tile){ (int)(part / tiles), first, count < TILE ? count : TILE };
}

typedef struct Filling {
    Picture *out;
    const PathPlan *plan;
    uint64_t seed;
    const int *rows;     // of noise_fill_rows
    PathPlaces places;   // of noise_fill_at and noise_fill_eta_at
    uint32_t eta_number; // of noise_fill_eta
} Filling;

static PathPlaces places_of(const Filling *job, Tile tile) {
    return places_from(job->places, tile.first);
}

static void fill_tile(void *user, size_t part) {
    const Filling *job = user;
    Tile tile = tile_of(job->out, part);
    fill_values(picture_plane(job->out, tile.channel) + tile.first, tile.count, job->plan,
                job->seed, tile.channel, places_of(job, tile));
}

void noise_fill_at(Picture *out, const NoiseSpec *spec, const Schedule *schedule, int t,
                   PathPlaces places) {
    PathPlan plan;
    CHECK(picture_plane_length(out) <= stream_length);
    plan_noise(&plan, spec, schedule, t);
    Filling job = { .out = out, .plan = &plan, .seed = spec->seed, .places = places };
    parallel_run(tiles_of(out), fill_tile, &job);
}

void noise_fill(Picture *out, const NoiseSpec *spec, const Schedule *schedule, int t) {
    noise_fill_at(out, spec, schedule, t, (PathPlaces){ 0 });
}

static void fill_row(void *user, size_t part) {
    const Filling *job = user;
    size_t width = (size_t)job->out->width, height = (size_t)job->out->height;
    int channel = (int)(part / height), row = job->rows[part % height];
    CHECK(row >= 0 && ((uint64_t)row + 1) * width <= stream_length);
    fill_values(picture_plane(job->out, channel) + part % height * width, width, job->plan,
                job->seed, channel, (PathPlaces){ .first = (size_t)row * width });
}

void noise_fill_rows(Picture *out, const NoiseSpec *spec, const Schedule *schedule, int t,
                     const int rows[]) {
    PathPlan plan;
    plan_noise(&plan, spec, schedule, t);
    Filling job = { .out = out, .plan = &plan, .seed = spec->seed, .rows = rows };
    parallel_run((size_t)out->channels * (size_t)out->height, fill_row, &job);
}

// All n_t of one value ----------------------------------------------------------------------------

static void path_value_over_t(float *out, uint64_t seed, const Schedule *schedule, uint32_t plane,
                              size_t index) {
    float points[PATH_STEPS_MOST], *values[PATH_STEPS_MOST];
    PathPlan plan = { 0 };
    double depth = path_depth(schedule);
    for (int j = 0; j < PATH_STEPS_MOST; j++) values[j] = &points[j];
    for (int t = 1; t <= schedule->steps; t++) {
        int kept = path_plan(&plan, schedule->log_snr[t], depth);
        path_run(&plan, kept, values, 1, seed, plane, (PathPlaces){ .first = index });
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

void noise_values(float *out, size_t count, const NoiseSpec *spec, const Schedule *schedule, int t,
                  int channel, PathPlaces places) {
    PathPlan plan;
    CHECK(channel >= 0);
    plan_noise(&plan, spec, schedule, t);
    fill_values(out, count, &plan, spec->seed, channel, places);
}

void noise_value_at(float *out, const NoiseSpec *spec, const Schedule *schedule, int t, int channel,
                    size_t index) {
    CHECK(index < stream_length);
    noise_values(out, 1, spec, schedule, t, channel, (PathPlaces){ .first = index });
}

// Cache ----------------------------------------------------------------------------------------
//
// Held are the points of steps first..end-1 of the plan, end being UNHELD before the last: what is
// deeper a neighbouring t hardly ever shares, and writing it costs more than drawing it again.
// Where first > 0, those that step `first` starts from are held too, as points 0 and 1: nothing
// below needs any other.

enum { CHUNK = 256, HELD_BEFORE = 2, UNHELD = 2 };

static int held_end(const NoiseCache *cache) {
    int end = cache->plan.count - 1 - UNHELD;
    return end > 0 ? end : 0;
}

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

static bool has_shape(const NoiseCache *cache, const Picture *out) {
    return cache->width == out->width && cache->height == out->height &&
           cache->channels == out->channels;
}

// Moves the cache's plan on to n_t. Returns the step that the points are to be made from: 0, or
// the first one that is not held.
static int cache_plan(NoiseCache *cache, double log_snr, double depth, int room) {
    int first = cache->first, before = held_end(cache);
    int kept = path_plan(&cache->plan, log_snr, depth), points = held_end(cache);
    if (kept > before) kept = before; // nor are those of a deeper plan held in this one
    if (kept > points) kept = points;
    bool fits = points - first <= room;
    // Step `first` itself must be as it was, or it may start from other points.
    if (fits && (first == 0 || kept > first)) return kept;
    cache->first = points > room ? points - room : 0;
    return 0;
}

static bool cache_grow(NoiseCache *cache, const Picture *out) {
    int end = held_end(cache) - cache->first + HELD_BEFORE;
    for (int i = cache->first > 0 ? 0 : HELD_BEFORE; i < end; i++) {
        if (!cache->points[i]) cache->points[i] = mem_try_plane(picture_length(out));
        if (!cache->points[i]) return false;
    }
    return true;
}

// Where step j's points are, or NULL.
static float *held(const NoiseCache *cache, int j) {
    const PathStep *first = &cache->plan.steps[cache->first];
    if (j >= held_end(cache)) return NULL;
    if (j >= cache->first) return cache->points[HELD_BEFORE + j - cache->first];
    return j == first->a ? cache->points[0] : j == first->b ? cache->points[1] : NULL;
}

typedef struct CacheRun {
    const NoiseCache *cache;
    Picture *out;
    int from;
    PathPlaces places;
} CacheRun;

static void cache_run_tile(void *user, size_t part) {
    const CacheRun *job = user;
    const NoiseCache *cache = job->cache;
    float rows[PATH_STEPS_MOST][CHUNK], *values[PATH_STEPS_MOST];
    Tile tile = tile_of(job->out, part);
    size_t plane = (size_t)tile.channel * picture_plane_length(job->out);
    int last = cache->plan.count - 1;
    for (size_t at = 0; at < tile.count; at += CHUNK) {
        size_t first = tile.first + at, left = tile.count - at;
        for (int j = 0; j < last; j++) {
            float *points = held(cache, j);
            values[j] = points ? points + plane + first : rows[j];
        }
        values[last] = job->out->values + plane + first;
        path_run(&cache->plan, job->from, values, left < CHUNK ? left : CHUNK, cache->seed,
                 (uint32_t)tile.channel, places_from(job->places, first));
    }
}

void noise_fill_cached_at(Picture *out, NoiseCache *cache, const NoiseSpec *spec,
                          const Schedule *schedule, int t, PathPlaces places) {
    CHECK(t >= 1 && t <= schedule->steps && picture_plane_length(out) <= stream_length);
    if (!picture_length(out)) return;
    int room = cache_room(cache, out);
    // An n_T of its own has nothing to hold, nor to displace what is held.
    if (!has_shape(cache, out)) {
        noise_cache_free(cache);
        cache->width = out->width, cache->height = out->height, cache->channels = out->channels;
    }
    if (spec->coupling != COUPLING_PATH || schedule->log_snr[t] == -INFINITY ||
        room < NOISE_CACHE_LEAST) {
        noise_fill_at(out, spec, schedule, t, places);
        return;
    }
    if (cache->seed != spec->seed) { // new points in the same room
        cache->plan.count = cache->first = 0;
        cache->seed = spec->seed;
    }
    int from = cache_plan(cache, schedule->log_snr[t], path_depth(schedule), room);
    if (cache_grow(cache, out)) {
        CacheRun job = { cache, out, from, places };
        parallel_run(tiles_of(out), cache_run_tile, &job);
    } else {
        noise_cache_free(cache);
        noise_fill_at(out, spec, schedule, t, places);
    }
}

void noise_fill_cached(Picture *out, NoiseCache *cache, const NoiseSpec *spec,
                       const Schedule *schedule, int t) {
    noise_fill_cached_at(out, cache, spec, schedule, t, (PathPlaces){ 0 });
}

// Draws ------------------------------------------------------------------------------------------

static NormalStream eta_stream(uint64_t seed, uint32_t k, int channel) {
    CHECK(k < NOISE_NODE_ETA); // the draws' nodes end where the upper half begins
    return (NormalStream){ .seed = seed, .plane = (uint32_t)channel, .node = NOISE_NODE_ETA + k };
}

void noise_eta_values(float *out, size_t count, uint64_t seed, uint32_t k, int channel,
                      PathPlaces places) {
    const NormalStream stream = eta_stream(seed, k, channel);
    path_normals(out, count, &stream, places);
}

static void fill_eta_tile(void *user, size_t part) {
    const Filling *job = user;
    Tile tile = tile_of(job->out, part);
    noise_eta_values(picture_plane(job->out, tile.channel) + tile.first, tile.count, job->seed,
                     job->eta_number, tile.channel, places_of(job, tile));
}

void noise_fill_eta_at(Picture *out, uint64_t seed, uint32_t k, PathPlaces places) {
    CHECK(picture_plane_length(out) <= stream_length);
    Filling job = { .out = out, .seed = seed, .places = places, .eta_number = k };
    parallel_run(tiles_of(out), fill_eta_tile, &job);
}

void noise_fill_eta(Picture *out, uint64_t seed, uint32_t k) {
    noise_fill_eta_at(out, seed, k, (PathPlaces){ 0 });
}
