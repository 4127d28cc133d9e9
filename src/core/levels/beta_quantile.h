// SPDX-License-Identifier: MIT
#ifndef ALPHABAR_CORE_LEVELS_BETA_QUANTILE_H
#define ALPHABAR_CORE_LEVELS_BETA_QUANTILE_H

// x with I_x(a, b) = p, the quantile of the beta distribution; p in [0, 1], a, b > 0.
double beta_quantile(double p, double a, double b);

#endif
