// SPDX-License-Identifier: MIT
// The chain run backwards, knowing x: from z_T of the forward chain down to x, each z_{t-1} drawn
// from q(z_{t-1} | z_t, x) = N(m_t, sigma_t^2 I) with noise of its own. By the chain rule of
// probability z_1, .., z_{T-1} have the forward chain's law again; they are another sample of it
// that shares x and z_T.
#ifndef ALPHABAR_CORE_WALK_H
#define ALPHABAR_CORE_WALK_H

#include "core/noise.h"
#include "core/picture.h"
#include "core/schedule.h"

#include <stdint.h>

// Which walk: another number, other noise. Its nodes are 2^40 + (number << 16) + t, which are
// neither eps, nor a draw's, nor the path's.
enum { WALK_NUMBERS = 1 << 23 };

// Where the walk is, and where it passed: every so many steps its values are kept, so that a step
// that was passed is reached again from the nearest above. Zero is none; walk_free.
enum { WALK_STOPS = 24, WALK_BYTES = 96 << 20 };

typedef struct Walk {
    Picture z; // z_at
    int at;    // T..0; 0 is x
    // Private.
    NoiseSpec noise;
    uint32_t number;
    int steps;
    int stop_at[WALK_STOPS];   // descending; 0 where there is no stop
    Picture stops[WALK_STOPS]; // empty where the walk was not yet
} Walk;

// Puts the walk at T, with z_T = sqrt(alpha_T) x + sqrt(1 - alpha_T) n_T of the forward chain.
// Stops take at most WALK_BYTES; a picture too large for that has fewer of them, or none.
bool walk_start(Walk *walk, const Picture *x, const Schedule *schedule, const NoiseSpec *noise,
                uint32_t number, Error *error);

// Goes towards z_t, t = 0..steps, by at most `most` steps; true when it is there. The values are
// the same on any way, and on any number of threads. `x` and `schedule` are those of the start.
bool walk_to(Walk *walk, const Picture *x, const Schedule *schedule, int t, int most);

void walk_free(Walk *walk);

// All z_t of one value: out[t], t = 0..steps. Equal, bit for bit, to what walk_to gives there.
void walk_value_over_t(float *out, float x, const Schedule *schedule, const NoiseSpec *noise,
                       uint32_t number, int channel, size_t index);

#endif
