// SPDX-License-Identifier: MIT
#include "model/mixture_backwards.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RUN_BYTES = 160 << 20 }; // of all frames: as many samples as this holds

static void write_bytes(uint8_t *to, const float *from, size_t count) {
    for (size_t j = 0; j < count; j++) {
        float v = (from[j] + 1) * 127.5f;
        to[j] = (uint8_t)lrintf(v < 0 ? 0 : v > 255 ? 255 : v);
    }
}

static bool make_room(MixtureRun *run, Error *error) {
    size_t frames = (size_t)run->steps + 1, cells = frames * (size_t)run->count;
    run->z = malloc(cells * run->length);
    run->x_mean = run->z ? malloc(cells * run->length) : NULL;
    if (!run->x_mean)
        return error_set(error, "there is not enough memory for %zu frames of %d samples", frames,
                         run->count);
    run->nearest = mem_alloc(cells, sizeof *run->nearest);
    run->rms = mem_alloc(cells, sizeof *run->rms);
    run->times = mem_alloc(frames, sizeof *run->times);
    return true;
}

bool backwards_start(MixtureRun *run, Sampler *sampler, const Dataset *set,
                     const Schedule *schedule, const SamplerParams *params, size_t count,
                     Error *error) {
    size_t length = dataset_length(set), frames = (size_t)params->steps + 1;
    size_t room = RUN_BYTES / (2 * length * frames);
    if (count > room) count = room ? room : 1;
    *run = (MixtureRun){ .steps = params->steps, .count = (int)count, .length = length };
    if (!sampler_start(sampler, set, schedule, params, 0, count, error) || !make_room(run, error)) {
        sampler_free(sampler);
        free(run->z);
        *run = (MixtureRun){ 0 };
        return false;
    }
    memcpy(run->times, sampler->times, frames * sizeof *run->times);
    write_bytes(run->z, sampler->z, count * length);
    return true;
}

void backwards_free(MixtureRun *run) {
    free(run->times);
    free(run->z);
    free(run->x_mean);
    free(run->nearest);
    free(run->rms);
    *run = (MixtureRun){ .started = run->started, .stamp = run->stamp };
}

// At t = 0 the frame is x itself.
static bool is_last(const MixtureRun *run) {
    return run->frames == run->steps;
}

static const float *frame_x(const MixtureRun *run, const Sampler *sampler) {
    return is_last(run) ? sampler->z : sampler->mean;
}

bool backwards_make_frame(BackwardsFrame *frame, Sampler *sampler, const MixtureRun *run,
                          const MixtureWatch *watch, Error *error) {
    // A frame that was given up may have had its step.
    if (!is_last(run) && sampler->at == run->frames && !sampler_advance(sampler, watch, error))
        return false;
    return mixture_nearest(sampler->set, frame_x(run, sampler), (size_t)run->count, frame->nearest,
                           frame->rms, watch, error);
}

void backwards_add_frame(MixtureRun *run, const BackwardsFrame *frame, const Sampler *sampler) {
    size_t count = (size_t)run->count, at = (size_t)run->frames * count;
    write_bytes(run->x_mean + at * run->length, frame_x(run, sampler), count * run->length);
    if (!is_last(run))
        write_bytes(run->z + (at + count) * run->length, sampler->z, count * run->length);
    for (size_t i = 0; i < count; i++) {
        run->nearest[at + i] = (uint32_t)frame->nearest[i];
        run->rms[at + i] = (float)frame->rms[i];
    }
    run->frames++;
}
