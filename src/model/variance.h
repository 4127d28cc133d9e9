// SPDX-License-Identifier: MIT
// The true variance of a step back for one value whose p(x) is the chosen one (model/reverse.h),
// over t. Made when first asked for, some of it a frame, and borrowed until the model is updated.
#ifndef ALPHABAR_MODEL_VARIANCE_H
#define ALPHABAR_MODEL_VARIANCE_H

#include "model/key.h"
#include "model/model.h"

// By t, 1..T; what lies between the nodes at which they are computed is interpolated, and what
// is not made yet is NaN.
enum { VARIANCE_NODES = 96 };
typedef struct ReverseVariance {
    int count, made; // nodes
    int t[VARIANCE_NODES];
    double *best; // the mean over q(z_t): marginal_step_variance
    double *here; // at the z_t of one value of the picture
    int room;
    Key key, here_key;
} ReverseVariance;

// `here` is about a channel and a place in its plane. At most `most` nodes are made; 0: as many as
// a frame has time for. It is whole when made == count.
const ReverseVariance *model_reverse_variance(const Model *model, int channel, size_t index,
                                              int most);

// At most `most` nodes over 1..steps, closer together near 1, ascending from 1 to `steps`; returns
// how many.
int variance_nodes(int *t, int most, int steps);

// Fills y, a variance by t, between two nodes that it has: what it has above sigma_t², in units of
// beta_t, runs along a straight line.
void variance_fill(double *y, const Schedule *schedule, int from, int to);

#endif
