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
