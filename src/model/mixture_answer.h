// SPDX-License-Identifier: MIT
// What the set says about one z_t, and about those of the curve over t.
#ifndef ALPHABAR_MODEL_MIXTURE_ANSWER_H
#define ALPHABAR_MODEL_MIXTURE_ANSWER_H

#include "core/schedule.h"
#include "model/mixture_state.h"

// What it is asked of: all of it the caller's.
typedef struct MixtureTask {
    const Dataset *set;       // one picture or more
    const Schedule *schedule; // of the settings
    const Settings *settings; // t, the noise, which picture is x, the bandwidth
    const Picture *own;       // the opened picture, x where mixture.example < 0; values may be NULL
    const MixtureWatch *watch;
} MixtureTask;

// Fills all of `shown` but `any`, `t` and `stamp`; free it in either case. Fails where it is
// cancelled and where there is no memory.
bool mixture_answer(const MixtureTask *task, MixtureShown *shown, Error *error);
void mixture_shown_free(MixtureShown *shown);

// The t of the curve's nodes, from T down: 1..T, where there are fewer than MIXTURE_NODES all.
int mixture_node_t(int node, int steps);

// The effective numbers, 1..N, at `count` of the curve's t from node `from` on, with the noise that
// z_t has there. Fails as mixture_answer does; they are then NaN.
enum { MIXTURE_CURVE_GROUP = 16 }; // the most that are asked for at once
bool mixture_trace(const MixtureTask *task, int from, int count, double *effective, Error *error);

#endif
