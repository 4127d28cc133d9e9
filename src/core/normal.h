// SPDX-License-Identifier: MIT
// The standard normal distribution, N(0, 1).
#ifndef ALPHABAR_CORE_NORMAL_H
#define ALPHABAR_CORE_NORMAL_H

double normal_cdf(double x); // Phi

#endif
