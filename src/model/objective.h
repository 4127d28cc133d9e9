// SPDX-License-Identifier: MIT
// Weights, densities and products of the schedules at hand (core/objective), made when they are
// first asked for.
#ifndef ALPHABAR_MODEL_OBJECTIVE_H
#define ALPHABAR_MODEL_OBJECTIVE_H

#include "core/objective/level_density.h"
#include "model/model.h"

// By t, 0..steps, NaN at 0.
typedef struct ObjectiveCurves {
    const double *noise; // −log SNR, which grows with t
    const double *weight, *density, *product;
    int left_out; // steps at which the product is not finite
} ObjectiveCurves;

// Of schedule `number` (conf/compare.h). Borrowed until the model is updated, or until as many
// others as a stage can show were asked for.
ObjectiveCurves model_objective(const Model *model, int number, const Objective *objective);

#endif
