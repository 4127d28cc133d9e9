// SPDX-License-Identifier: MIT
// Curves of sigma between two ends.
#ifndef ALPHABAR_CORE_LEVELS_CURVES_H
#define ALPHABAR_CORE_LEVELS_CURVES_H

#include "core/levels/work.h"

// linspace(first, last, n)[i]; of one point the first.
double levels_linspace(double first, double last, int n, int i);

LevelsCurve levels_karras, levels_exponential, levels_polyexponential, levels_beta,
    levels_kl_optimal, levels_laplace, levels_linear_quadratic, levels_vp;

// The table brought to n places, log-linear in the index.
void levels_interpolate(double *sigma, int n, const LevelsTable *table);

#endif
