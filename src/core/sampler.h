// SPDX-License-Identifier: MIT
// The reverse chain run with the exact mixture (core/mixture.h) where a network would stand: from
// z_T ~ N(0, I) to t = 0 over some of the steps, many samples at once.
//
// From t to an earlier s, with x the picture that is drawn with the weights w_i (ancestral) or
// E[x | z_t] (DDIM; Song et al. 2021, arXiv 2010.02502, equations 12 and 16):
//   ancestral  z_s ~ q(z_s | z_t, x), the posterior of core/posterior.h for s = t - 1. Exact at any
//              stride: the mixture over x_i of those is q(z_s | z_t).
//   DDIM       z_s = sqrt(alpha_s) x + sqrt(1 - alpha_s - sigma²) e + sigma n,
//              e = (z_t - sqrt(alpha_t) x)/sqrt(1 - alpha_t),
//              sigma² = eta² (1 - alpha_s)/(1 - alpha_t) (1 - alpha_t/alpha_s)
#ifndef ALPHABAR_CORE_SAMPLER_H
#define ALPHABAR_CORE_SAMPLER_H

#include "core/mixture.h"

typedef enum SamplerKind { SAMPLER_ANCESTRAL, SAMPLER_DDIM } SamplerKind;

typedef struct SamplerParams {
    SamplerKind kind;
    int steps;  // 1..schedule->steps
    double eta; // of DDIM, 0..1: 0 adds no noise
    double h;   // width of each picture, >= 0
    uint64_t seed;
} SamplerParams;

// What z_s is made of: coef_z z_t + coef_x x + sigma n. Doubles of the table; for s = t - 1 the
// ancestral ones are the table's own columns.
typedef struct SamplerStep {
    double coef_z, coef_x, sigma;
} SamplerStep;
SamplerStep sampler_step(const Schedule *schedule, const SamplerParams *params, int t, int s);

// The steps' t: times[0] = T, evenly on to times[steps] = 0.
void sampler_times(int times[], const Schedule *schedule, int steps);

typedef struct Sampler {
    const Dataset *set; // borrowed, as the schedule
    const Schedule *schedule;
    SamplerParams params;
    size_t first, count; // samples first..first + count - 1 of all that the seed has
    int *times;          // params.steps + 1
    int at;              // z is z_t of t = times[at]
    float *z;            // count pictures, planar
    float *mean;         // E[x | z_t] of the t before; at the start not set
    size_t *drawn;       // the pictures that ancestral sampling drew last
    double *effective;   // 1/sum w² at the t before
} Sampler;

// A sample's noise is a function of the seed and its number alone.
bool sampler_start(Sampler *sampler, const Dataset *set, const Schedule *schedule,
                   const SamplerParams *params, size_t first, size_t count, Error *error);
void sampler_free(Sampler *sampler);

// One step. Fails as mixture_run does; the sampler is then where it was.
bool sampler_advance(Sampler *sampler, const MixtureWatch *watch, Error *error);

#endif
