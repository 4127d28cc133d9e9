// SPDX-License-Identifier: MIT
// The noise n_t of z_t = sqrt(alpha_t) x + sqrt(1 - alpha_t) n_t, in one of two couplings.
#ifndef ALPHABAR_CORE_NOISE_H
#define ALPHABAR_CORE_NOISE_H

#include "core/picture.h"
#include "core/schedule.h"

#include <stdint.h>

// How the n_t of different t belong together. Each n_t alone is N(0, I) in both.
typedef enum Coupling {
    COUPLING_JUMP, // n_t = eps, one plane for all t
    COUPLING_PATH, // a true sample of the chain: one Brownian path per value
} Coupling;

// Streams of normals that never meet: the Philox counter's third word.
enum {
    NOISE_NODE_EPS = 0,          // jump's eps
    NOISE_NODE_ETA = 0x40000000, // + k: the k-th draw from q(z_{t-1} | z_t, x)
};

typedef struct NoiseSpec {
    uint64_t seed;
    Coupling coupling;
} NoiseSpec;

// Whether this coupling is there. Sets a usage error where it is not.
bool noise_supports(Coupling coupling, Error *error);

// Fills `out`, already allocated in its shape, with n_t, t = 1..schedule->steps.
void noise_fill(Picture *out, const NoiseSpec *spec, const Schedule *schedule, int t);

// n_t of one value over all t: out[t] for t = 1..steps, out[0] = 0. `index` is the value's place
// in its plane (y * width + x). Equal, bit for bit, to what noise_fill gives there.
void noise_value_over_t(float *out, const NoiseSpec *spec, const Schedule *schedule, int channel,
                        size_t index);

// Fills `out` with draw number k's eta: standard normals that are independent of every n_t.
void noise_fill_eta(Picture *out, uint64_t seed, uint32_t k);

#endif
