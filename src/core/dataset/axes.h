// SPDX-License-Identifier: MIT
// The axes along which the pictures of a set differ most.
#ifndef ALPHABAR_CORE_DATASET_AXES_H
#define ALPHABAR_CORE_DATASET_AXES_H

#include "base/error.h"
#include "core/dataset.h"
#include "core/dataset/places.h"

// The first principal axes of (a sample of) the set, those with most spread first, by subspace
// iteration (Golub & Van Loan, Matrix Computations, 8.2.4): AXES_PADDED / AXES_TOGETHER times
// dataset_length × AXES_TOGETHER numbers, as dataset_project reads them. They are orthonormal but
// for their rounding; those that the set does not need, and those that pad, are zero. The same bits
// everywhere. False where there is no memory.
bool dataset_axes(float *axes, const Dataset *set);

// How far a picture of `length` values lies along each axis, from the origin.
void dataset_project(double along[AXES_PADDED], const float *values, size_t length,
                     const float *axes);

#endif
