// SPDX-License-Identifier: MIT
// Which noise levels a training sees: the density over log SNR that a schedule implies together
// with how t is drawn, and its product with the weight of a loss, which is what the training cares
// about.
//
// With u = t/T drawn from f(u), and λ(u) the schedule's log SNR, that density is f(u)/|dλ/du|. Only
// EDM draws the level itself.
#ifndef ALPHABAR_CORE_OBJECTIVE_LEVEL_DENSITY_H
#define ALPHABAR_CORE_OBJECTIVE_LEVEL_DENSITY_H

#include "core/objective/loss_weight.h"
#include "core/schedule.h"

typedef enum LevelDensity {
    DENSITY_UNIFORM,
    DENSITY_LOGIT_NORMAL,
    DENSITY_MODE,
    DENSITY_SHIFTED,
    DENSITY_EDM,
    DENSITY_COSMAP,
    LEVEL_DENSITIES
} LevelDensity;

// Which end of the chain a draw of u means: the paper's u is the noise level, while diffusers takes
// it as an index into timesteps that descend, so that it means 1 − u.
typedef enum DensityOrientation { ORIENTATION_PAPER, ORIENTATION_DIFFUSERS } DensityOrientation;

typedef struct DensityParams {
    double logit_mean, logit_std; // logit_normal
    double mode_scale;            // mode: above −1 and below 2/(π − 2)
    double shift;                 // shifted: above 0
    double p_mean, p_std;         // edm: of ln σ
    DensityOrientation orientation;
} DensityParams;

typedef struct LevelDensityRow {
    const char *name;    // as in --density
    const char *title;   // for a person
    const char *formula; // rich text, as the next
    const char *source;
    // f(u) where u is drawn, at u with rest = 1 − u, both in [0, 1]; NULL: the level itself is.
    double (*place)(double u, double rest, const DensityParams *params);
} LevelDensityRow;

const LevelDensityRow *level_density_row(LevelDensity density);

// At log_snr, where the schedule is at u with rest = 1 − u and |dλ/du| = slope (+inf where it
// reaches an infinite log SNR: 0 then).
double level_density(LevelDensity density, const DensityParams *params, double log_snr, double u,
                     double rest, double slope);

// |dλ/du| of a schedule at t = 1..T, out[1..T], from its table; +inf where log SNR is infinite, NaN
// where fewer than two steps are finite.
void level_slope(double *out, const Schedule *schedule);

// What is printed and drawn, [1..T]. The product integrates to 1 over log SNR, by the trapezoidal
// rule over those steps at which it is finite; at others it is NaN.
typedef struct ObjectiveColumns {
    double *weight, *density, *product;
} ObjectiveColumns;

typedef struct Objective {
    LossWeight loss;
    LossParams loss_params;
    LevelDensity density;
    DensityParams density_params;
} Objective;

// Returns at how many steps the product is not finite.
int objective_fill(const ObjectiveColumns *out, const Schedule *schedule,
                   const Objective *objective);

#endif
