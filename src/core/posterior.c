// SPDX-License-Identifier: MIT
#include "core/posterior.h"

#include "base/parallel.h"
#include "core/residual.h"

#include <math.h>

// z_t = sqrt(alpha_t) x + sqrt(1 - alpha_t) n_t, B&B (20.8). At t = 0 that is x: a = 1, b = 0.
static Mix mix_of_z(const Schedule *schedule, int t) {
    return (Mix){ .a = (float)sqrt(schedule->alpha[t]),
                  .b = (float)sqrt(schedule->one_minus_alpha[t]),
                  .g = 1 };
}

// m_t = coef_z z_t + coef_x x, B&B (20.16). At t = 1 they are 0 and 1, and m_1 is x bit for bit.
static Mix mix_of_mean(const Schedule *schedule, int t) {
    Mix mix = mix_of_z(schedule, t);
    mix.g = (float)schedule->coef_z[t];
    mix.h = (float)schedule->coef_x[t];
    return mix;
}

StepNoiseWeights step_noise_weights(const Schedule *schedule, int t) {
    CHECK(t >= 1 && t <= schedule->steps);
    double root = sqrt(schedule->beta[t]);
    if (t == 1) return (StepNoiseWeights){ 1, 0 };
    double keep = sqrt(schedule->keep[t] * schedule->one_minus_alpha[t - 1]);
    return (StepNoiseWeights){ sqrt(schedule->one_minus_alpha[t]) / root, 0 - keep / root };
}

Mix posterior_mix(const Schedule *schedule, int t, PictureKind kind) {
    CHECK(t >= 1 && t <= schedule->steps && kind < PICTURE_KINDS);
    Mix mix = { 0 };
    switch (kind) {
    case PICTURE_X: mix.h = 1; break;
    case PICTURE_NOISE: mix.b = mix.g = 1; break;
    case PICTURE_Z: mix = mix_of_z(schedule, t); break;
    case PICTURE_ZPREV: mix = mix_of_z(schedule, t - 1); break;
    case PICTURE_MEAN: mix = mix_of_mean(schedule, t); break;
    case PICTURE_SAMPLE:
        mix = mix_of_mean(schedule, t);
        mix.k = (float)sqrt(schedule->sigma2[t]);
        break;
    case PICTURE_RESIDUAL:
        if (t > 1) {
            ResidualWeights weights = residual_weights(schedule, t);
            mix = (Mix){ .b = 1, .g = (float)weights.now, .k = (float)weights.before };
        }
        break;
    case PICTURE_STEP_NOISE: {
        StepNoiseWeights weights = step_noise_weights(schedule, t);
        mix = (Mix){ .b = 1, .g = (float)weights.now, .k = (float)weights.before };
        break;
    }
    case PICTURE_ETA: mix.k = 1; break;
    case PICTURE_X_HAT: mix.h = 1; break;
    case PICTURE_V:
        mix = (Mix){ .b = (float)sqrt(schedule->alpha[t]),
                     .g = 1,
                     .h = (float)-sqrt(schedule->one_minus_alpha[t]) };
        break;
    case PICTURE_SCORE:
        mix = (Mix){ .b = (float)(-1 / sqrt(schedule->one_minus_alpha[t])), .g = 1 };
        break;
    case PICTURE_VELOCITY: mix = (Mix){ .b = 1, .g = 1, .h = -1 }; break;
    case PICTURE_KINDS: break;
    }
    return mix;
}

TargetWeights target_weights(const Schedule *schedule, int t, PictureKind kind) {
    double rest = schedule->one_minus_alpha[t], noise = sqrt(rest);
    double signal = sqrt(schedule->alpha[t]);
    double power = schedule->alpha[t] + rest; // 1, but for flow as itself
    switch (kind) {
    case PICTURE_NOISE: return (TargetWeights){ 1 / noise, -signal / noise };
    case PICTURE_X_HAT: return (TargetWeights){ 0, 1 };
    case PICTURE_V: return (TargetWeights){ signal / noise, -power / noise };
    case PICTURE_SCORE: return (TargetWeights){ -1 / rest, signal / rest };
    case PICTURE_VELOCITY: return (TargetWeights){ 1 / noise, -(signal + noise) / noise };
    default: CHECK(false); return (TargetWeights){ 0, 0 };
    }
}

TargetInverse target_inverse(const Schedule *schedule, int t, PictureKind kind) {
    double noise = sqrt(schedule->one_minus_alpha[t]), signal = sqrt(schedule->alpha[t]);
    double power = schedule->alpha[t] + schedule->one_minus_alpha[t];
    bool open = schedule->alpha[t] == 0 && (kind == PICTURE_NOISE || kind == PICTURE_SCORE);
    if (open) return (TargetInverse){ NAN, NAN };
    switch (kind) {
    case PICTURE_NOISE: return (TargetInverse){ 1 / signal, -noise / signal };
    case PICTURE_X_HAT: return (TargetInverse){ 0, 1 };
    case PICTURE_V: return (TargetInverse){ signal / power, -noise / power };
    case PICTURE_SCORE: return (TargetInverse){ 1 / signal, noise * noise / signal };
    case PICTURE_VELOCITY:
        return (TargetInverse){ 1 / (signal + noise), -noise / (signal + noise) };
    default: CHECK(false); return (TargetInverse){ 0, 0 };
    }
}

enum {
    BAND = 2048,      // pixels: six planes of them and the bytes fit the second cache
    BANDS_A_PART = 8, // one after the other on a thread
};

typedef struct BytesJob {
    const PictureBytes *pictures;
    size_t count, pixels;
} BytesJob;

static const float *plane_at(const float *plane, size_t at) {
    return plane ? plane + at : NULL;
}

static void band_to_bytes(const PictureBytes *picture, size_t at, size_t pixels) {
    MixPlanes planes[3];
    for (int c = 0; c < 3; c++) {
        const MixPlanes *from = &picture->planes[c];
        planes[c] =
            (MixPlanes){ plane_at(from->x, at), plane_at(from->n, at), plane_at(from->eta, at) };
    }
    kernels()->mix_rgba(picture->rgba + 4 * at, pixels, &picture->mix, planes);
}

static void part_to_bytes(void *user, size_t part) {
    const BytesJob *job = user;
    size_t end = (part + 1) * BAND * BANDS_A_PART;
    if (end > job->pixels) end = job->pixels;
    for (size_t at = part * BAND * BANDS_A_PART; at < end; at += BAND)
        for (size_t i = 0; i < job->count; i++)
            band_to_bytes(&job->pictures[i], at, end - at < BAND ? end - at : BAND);
}

void pictures_to_bytes(const PictureBytes *pictures, size_t count, size_t pixels) {
    enum { PART = BAND * BANDS_A_PART };
    BytesJob job = { pictures, count, pixels };
    parallel_run((pixels + PART - 1) / PART, part_to_bytes, &job);
}
