// SPDX-License-Identifier: MIT
#include "core/posterior.h"

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
    case PICTURE_KINDS: break;
    }
    return mix;
}
