// SPDX-License-Identifier: MIT
// Which mix of planes each picture is. B&B section 20.1: the diffusion kernel and
// q(z_{t-1} | z_t, x) = N(m_t, sigma_t^2 I).
#ifndef ALPHABAR_CORE_POSTERIOR_H
#define ALPHABAR_CORE_POSTERIOR_H

#include "core/kernels.h"
#include "core/schedule.h"

typedef enum PictureKind {
    PICTURE_X,      // the picture
    PICTURE_NOISE,  // n_t
    PICTURE_Z,      // z_t = sqrt(alpha_t) x + sqrt(1 - alpha_t) n_t
    PICTURE_ZPREV,  // z_{t-1} of the same chain; its n plane is n_{t-1}, and at t = 1 it is x
    PICTURE_MEAN,   // m_t = coef_z z_t + coef_x x
    PICTURE_SAMPLE, // m_t + sigma_t eta
    // (z_{t-1} - m_t)/sigma_t, in units of sigma_t and not of x (core/residual.h); its n plane is
    // n_t and its eta plane n_{t-1}. 0 at t = 1, where both are.
    PICTURE_RESIDUAL,
    // epsilon_t = (z_t - sqrt(1 - beta_t) z_{t-1})/sqrt(beta_t), what step t itself adds; its
    // planes are those of the residual.
    PICTURE_STEP_NOISE,
    PICTURE_ETA, // the draw's noise
    // What a network may be trained to predict, beside n_t, as it is where x is known.
    PICTURE_X_HAT,    // x
    PICTURE_V,        // sqrt(alpha_t) n_t - sqrt(1 - alpha_t) x
    PICTURE_SCORE,    // the gradient of ln q(z_t | x): -n_t/sqrt(1 - alpha_t)
    PICTURE_VELOCITY, // n_t - x
    PICTURE_KINDS
} PictureKind;

// The float32 coefficients of one picture at t = 1..steps: doubles of the table, rounded once.
Mix posterior_mix(const Schedule *schedule, int t, PictureKind kind);

// x cancels in epsilon_t, as in the residual: it is `now` n_t + `before` n_{t-1}. At t = 1 and
// where beta_t = 1 it is n_t.
typedef struct StepNoiseWeights {
    double now, before;
} StepNoiseWeights;
StepNoiseWeights step_noise_weights(const Schedule *schedule, int t);

// A target as sum of z_t and x: `of_z` z_t + `of_x` x, in doubles, of PICTURE_NOISE and the targets
// after PICTURE_ETA. With E[x | z_t] in place of x it is the best prediction of it, since all of
// them are linear in x. And x as a sum of z_t and the target, the other way round; NaN where the
// target does not say it, as n_t does not where alpha_t = 0.
//   n         Ho et al. 2020, arXiv 2006.11239, (9) and (12)
//   v         Salimans & Ho 2022, arXiv 2202.00512, section 4 and appendix D
//   score     Song et al. 2021, arXiv 2011.13456, (7); Vincent 2011
//   velocity  Lipman et al. 2023, arXiv 2210.02747, (22) and (23) with sigma_min = 0; Liu et al.
//             2023, arXiv 2209.03003, (1): d/du of (1 - u) x + u n, the same at every u
typedef struct TargetWeights {
    double of_z, of_x;
} TargetWeights;
TargetWeights target_weights(const Schedule *schedule, int t, PictureKind kind);
typedef struct TargetInverse {
    double of_z, of_target;
} TargetInverse;
TargetInverse target_inverse(const Schedule *schedule, int t, PictureKind kind);

// One picture as RGBA bytes, opaque: planes[3] are red, green, blue (grey passes one three times).
typedef struct PictureBytes {
    Mix mix;
    MixPlanes planes[3];
    uint8_t *rgba; // 4 bytes a pixel
} PictureBytes;

// All `count` pictures of `pixels` pixels each, band by band on several threads: what they share of
// the planes is read from memory once.
void pictures_to_bytes(const PictureBytes *pictures, size_t count, size_t pixels);

#endif
