// SPDX-License-Identifier: MIT
// The data set that the program draws itself.
#ifndef ALPHABAR_IO_DATASET_FIGURES_H
#define ALPHABAR_IO_DATASET_FIGURES_H

#include "core/dataset.h"

// Ten figures, drawn with strokes of many widths, slants, sizes and places: 28 × 28, grey.
bool dataset_draw_built_in(Dataset *set, Error *error);

#endif
