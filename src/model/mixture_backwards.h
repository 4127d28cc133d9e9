// SPDX-License-Identifier: MIT
// The run backwards, all frames of which are kept, so that it can be looked through.
#ifndef ALPHABAR_MODEL_MIXTURE_BACKWARDS_H
#define ALPHABAR_MODEL_MIXTURE_BACKWARDS_H

#include "core/sampler.h"
#include "model/mixture_state.h"

// A run of at most `count` samples, of fewer where its frames would take too much memory: z at T is
// in it, and no frame is made. Free what `run` and `sampler` held before. Fails where there is no
// memory; both are then empty.
bool backwards_start(MixtureRun *run, Sampler *sampler, const Dataset *set,
                     const Schedule *schedule, const SamplerParams *params, size_t count,
                     Error *error);
// Leaves what counts runs and frames.
void backwards_free(MixtureRun *run);

// What the next frame adds to the run. Only reads the run, so that it may be shown meanwhile. Fails
// as mixture_run does.
typedef struct BackwardsFrame {
    size_t nearest[MIXTURE_SAMPLES];
    double rms[MIXTURE_SAMPLES];
} BackwardsFrame;
bool backwards_make_frame(BackwardsFrame *frame, Sampler *sampler, const MixtureRun *run,
                          const MixtureWatch *watch, Error *error);
void backwards_add_frame(MixtureRun *run, const BackwardsFrame *frame, const Sampler *sampler);

#endif
