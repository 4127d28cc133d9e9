// SPDX-License-Identifier: MIT
// How far DDIM's samples in few steps are from those in many, with the exact denoiser: a run for
// each method and number of steps, all from the same noise.
#ifndef ALPHABAR_MODEL_MIXTURE_DISTANCE_H
#define ALPHABAR_MODEL_MIXTURE_DISTANCE_H

#include "core/sampler.h"
#include "model/mixture_state.h"

// Of one who works on it. Zero is an empty one.
typedef struct DistanceWork {
    Schedule chain; // of the run at hand, where that is no reference
    Sampler sampler;
    bool running;
    float *reference; // what the long run ended on; NULL: it has not yet
    int method, node; // the run at hand
} DistanceWork;

// What it is asked of: all of it the caller's, and the same until the work is begun anew.
typedef struct DistanceTask {
    const Dataset *set;
    const Schedule *schedule; // of the settings
    const Settings *settings;
    uint64_t seed;
    const MixtureWatch *watch;
} DistanceTask;

void distance_begin(DistanceWork *work, MixtureDistance *shown, const DistanceTask *task);
// One step of one run; `shown->done` is 1 after the last. Fails as mixture_run does, and where
// there is no memory.
bool distance_advance(DistanceWork *work, MixtureDistance *shown, const DistanceTask *task,
                      Error *error);
void distance_free(DistanceWork *work);

#endif
