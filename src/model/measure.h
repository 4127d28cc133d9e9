// SPDX-License-Identifier: MIT
// What all values of a picture are like where its planes are not held: counted in parts, a few of
// them at a time, beside the frames. Until all are counted the model's moments and its histogram
// are those of the parts that are.
#ifndef ALPHABAR_MODEL_MEASURE_H
#define ALPHABAR_MODEL_MEASURE_H

#include "model/model.h"

// The histogram's bars.
enum { VALUE_BINS = 56 };
#define VALUE_LOW  (-3.5)
#define VALUE_HIGH 3.5
int model_value_parts(const Model *model); // in how many parts each bar is counted at t

// Whether the moments, and the histogram at t, are of all values. Always where planes are held.
bool model_is_measured(const Model *model);
bool model_moments_are_whole(const Model *model); // those alone
bool model_is_unmeasured(const Model *model);     // nothing is counted yet

// Counts some more parts, at least one; with `most` 0 all there are.
void model_measure(Model *model, int most);

// How often each value of z_t was so far, in the bins of model_histogram; its total says of how
// many.
const Histogram *measure_histogram(const Model *model);

#endif
