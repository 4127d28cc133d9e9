// SPDX-License-Identifier: MIT
#include "core/walk.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "core/kernels.h"
#include "core/posterior.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 4096 };

static NormalStream stream_of(uint64_t seed, uint32_t number, int t, int channel) {
    return (NormalStream){ .seed = seed,
                           .plane = (uint32_t)channel,
                           .node = ((uint64_t)1 << 40) + ((uint64_t)number << 16) + (uint64_t)t };
}

// z_t in, z_{t-1} = (coef_z z_t + coef_x x) + sigma_t eta out, in place.
static void take_step(float *z, const float *x, float *eta, size_t count, const Schedule *schedule,
                      int t, const NormalStream *stream, size_t first) {
    const Mix mix = { .b = 1,
                      .g = (float)schedule->coef_z[t],
                      .h = (float)schedule->coef_x[t],
                      .k = (float)sqrt(schedule->sigma2[t]) };
    if (mix.k != 0) kernels()->normals(eta, count, stream, first);
    kernels()->mix(z, count, &mix, &(MixPlanes){ .x = x, .n = z, .eta = eta });
}

static void start_values(float *z, const float *x, const float *n, size_t count,
                         const Schedule *schedule) {
    Mix mix = posterior_mix(schedule, schedule->steps, PICTURE_Z);
    kernels()->mix(z, count, &mix, &(MixPlanes){ .x = x, .n = n });
}

// Stops ----------------------------------------------------------------------------------------

// Evenly between T and 0; none for a walk that is short, or a picture that is large.
static void place_stops(Walk *walk) {
    enum { STEPS_A_STOP = 8 };
    size_t room = WALK_BYTES / (picture_length(&walk->z) * sizeof(float));
    int count = walk->steps / STEPS_A_STOP;
    if (count > WALK_STOPS) count = WALK_STOPS;
    if ((size_t)count > room) count = (int)room;
    for (int i = 0; i < WALK_STOPS; i++)
        walk->stop_at[i] = i < count ? (int)((int64_t)walk->steps * (count - i) / (count + 1)) : 0;
}

static void keep(Walk *walk) {
    for (int i = 0; i < WALK_STOPS; i++) {
        Picture *stop = &walk->stops[i];
        Error error;
        if (walk->at == 0 || walk->stop_at[i] != walk->at || stop->values) continue;
        if (picture_alloc(stop, walk->z.width, walk->z.height, walk->z.channels, &error))
            memcpy(stop->values, walk->z.values, picture_length(stop) * sizeof(float));
        else
            walk->stop_at[i] = 0; // the machine has no room: one fewer then
    }
}

// The next step below that is to be kept and is not yet, so that a run ends there; else `to`.
static int next_halt(const Walk *walk, int to) {
    for (int i = 0; i < WALK_STOPS; i++) {
        int step = walk->stop_at[i];
        if (step < walk->at && step > to && !walk->stops[i].values) return step;
    }
    return to;
}

static void forget_stops(Walk *walk) {
    for (int i = 0; i < WALK_STOPS; i++) picture_free(&walk->stops[i]);
}

// Goes to the nearest place that is kept at or above t, if the walk is not nearer itself. False
// where there is none but T.
static bool jump_to_stop(Walk *walk, int t) {
    int best = -1, at = walk->at >= t ? walk->at : SCHEDULE_MAX_STEPS + 1;
    for (int i = 0; i < WALK_STOPS; i++) {
        int step = walk->stop_at[i];
        if (walk->stops[i].values && step >= t && step < at) best = i, at = step;
    }
    if (best < 0) return walk->at >= t;
    memcpy(walk->z.values, walk->stops[best].values, picture_length(&walk->z) * sizeof(float));
    walk->at = at;
    return true;
}

// Planes ---------------------------------------------------------------------------------------

typedef struct Run {
    Walk *walk;
    const Picture *x;
    const Schedule *schedule;
    int from, to;
    size_t chunks; // of a plane
} Run;

static void run_chunk(void *user, size_t part) {
    const Run *run = user;
    float eta[CHUNK];
    int channel = (int)(part / run->chunks);
    size_t first = part % run->chunks * CHUNK, length = picture_plane_length(run->x);
    size_t count = length - first < CHUNK ? length - first : CHUNK;
    float *z = picture_plane(&run->walk->z, channel) + first;
    const float *x = picture_plane(run->x, channel) + first;
    for (int t = run->from; t > run->to; t--) {
        NormalStream stream = stream_of(run->walk->noise.seed, run->walk->number, t, channel);
        take_step(z, x, eta, count, run->schedule, t, &stream, first);
    }
}

static void run_down(Walk *walk, const Picture *x, const Schedule *schedule, int to) {
    Run run = { walk, x, schedule, walk->at, to, (picture_plane_length(x) + CHUNK - 1) / CHUNK };
    parallel_run(run.chunks * (size_t)x->channels, run_chunk, &run);
    walk->at = to;
    keep(walk);
}

static void put_at_end(Walk *walk, const Picture *x, const Schedule *schedule) {
    noise_fill(&walk->z, &walk->noise, schedule, schedule->steps);
    start_values(walk->z.values, x->values, walk->z.values, picture_length(x), schedule);
    walk->at = schedule->steps;
}

bool walk_start(Walk *walk, const Picture *x, const Schedule *schedule, const NoiseSpec *noise,
                uint32_t number, Error *error) {
    CHECK(number < WALK_NUMBERS);
    forget_stops(walk);
    if (!picture_alloc(&walk->z, x->width, x->height, x->channels, error)) return false;
    walk->number = number;
    walk->noise = *noise;
    walk->steps = schedule->steps;
    place_stops(walk);
    put_at_end(walk, x, schedule);
    return true;
}

bool walk_to(Walk *walk, const Picture *x, const Schedule *schedule, int t, int most) {
    CHECK(t >= 0 && t <= walk->steps && schedule->steps == walk->steps);
    if (!jump_to_stop(walk, t)) put_at_end(walk, x, schedule);
    while (walk->at > t && most > 0) {
        int halt = next_halt(walk, t);
        if (walk->at - halt > most) halt = walk->at - most;
        most -= walk->at - halt;
        run_down(walk, x, schedule, halt);
    }
    return walk->at == t;
}

void walk_free(Walk *walk) {
    forget_stops(walk);
    picture_free(&walk->z);
    *walk = (Walk){ 0 };
}

// One value ------------------------------------------------------------------------------------

void walk_value_over_t(float *out, float x, const Schedule *schedule, const NoiseSpec *noise,
                       uint32_t number, int channel, size_t index) {
    int steps = schedule->steps;
    float eta;
    noise_value_at(&out[steps], noise, schedule, steps, channel, index);
    start_values(&out[steps], &x, &out[steps], 1, schedule);
    for (int t = steps; t > 0; t--) {
        NormalStream stream = stream_of(noise->seed, number, t, channel);
        out[t - 1] = out[t];
        take_step(&out[t - 1], &x, &eta, 1, schedule, t, &stream, index);
    }
}
