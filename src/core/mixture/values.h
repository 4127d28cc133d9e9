// SPDX-License-Identifier: MIT
// The sums of core/mixture.c over a set of values, in double and in one fixed order: the same bits
// from every compiler and instruction set.
#ifndef ALPHABAR_CORE_MIXTURE_VALUES_H
#define ALPHABAR_CORE_MIXTURE_VALUES_H

#include "core/dataset.h"
#include "core/mixture/sums.h"

// Adds pictures first + numbers[0..count - 1], at most MIXTURE_BLOCK, as z weighs them. Log weights
// are -|z - sqrt(alpha) x|² / (2 variance), also into logs[numbers[i]], where it is not NULL.
void mixture_values_add(MixtureSums *sums, const Dataset *set, const float *z, double alpha,
                        double variance, size_t first, const size_t numbers[], size_t count,
                        double *logs);

#endif
