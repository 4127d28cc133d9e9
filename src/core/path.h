// SPDX-License-Identifier: MIT
// One Brownian path a value, in the clock s = (1 - alpha)/alpha = exp(-log SNR), read at any s in
// any order: Levy's construction by midpoints, its nodes drawn by number (core/philox.h).
//
// What is held is V(s) = W(s)/sqrt(s), which is N(0, 1) at every s, neither overflows nor
// underflows, and is n_t at s_t. In log s it is a stationary Ornstein-Uhlenbeck process:
// E V(a) V(b) = sqrt(a/b), a <= b. The tree:
//   - V(1), a node of its own;
//   - from there to 2^1, 2^2, 2^4, 2^8, ... and to their inverses, each by one step from the last;
//   - bridges at the middle exponent down to the octave 2^k..2^(k+1) that s is in;
//   - bridges at the middle of W's clock, `depth` levels of them, down to a leaf of 2^(k - depth);
//   - in the leaf one more bridge, to s itself.
// Every step is exact: given what was drawn before, the normal law of a Markov process at one
// point. So values at s_1, ..., s_T have the joint law of the path wherever no leaf holds two of
// them, and path_depth says how deep that is.
//
// The tree is the same for every schedule, and a deeper one changes none of its upper levels: at
// one depth, equal s give equal values. The leaf's bridge draws from the node that its middle would
// be drawn from, so that two depths agree at the leaves' ends and middles; in between they differ
// by a third of 2^(-depth/2) (root mean square): by 0.02 where one is the least depth. And depth is
// a real number: between two whole ones the last step turns from the one's draw to the other's,
// the law being that of both, so that a schedule may change as it likes and V follows without a
// jump.
#ifndef ALPHABAR_CORE_PATH_H
#define ALPHABAR_CORE_PATH_H

#include "core/kernels.h"
#include "core/schedule.h"

#include <stddef.h>
#include <stdint.h>

enum {
    // Enough for half of the families with a thousand steps, the linear one among them, and for all
    // but laplace with five hundred: those are all read from the very same path.
    PATH_DEPTH_LEAST = 8,
    // Two s_t nearer to each other than 2^-40 of their octave may share a leaf; their n then differ
    // by less than they should. What they should differ by, 1e-6, is a few units in the last place
    // of a float.
    PATH_DEPTH_MOST = 40,
    PATH_STEPS_MOST = 84,
};

// One point of the tree from at most two earlier ones, in float32:
//     v = ((weight_a v[a] + weight_b v[b]) + weight_node N(node)) + weight_deeper N(deeper_node)
// without the terms of weight 0. Only a plan's last step has a deeper node.
typedef struct PathStep {
    uint64_t node, deeper_node; // bit 63 is set in all of them
    int a, b;                   // earlier steps
    float weight_a, weight_b, weight_node, weight_deeper;
} PathStep;

// What leads to V(s): the last step is s itself. Zero is none.
typedef struct PathPlan {
    int count;
    PathStep steps[PATH_STEPS_MOST];
} PathPlan;

// A depth at which no leaf holds two of the schedule's s_t, PATH_DEPTH_LEAST..MOST; it moves
// continuously with the schedule.
double path_depth(const Schedule *schedule);

// Makes `plan` that of s = exp(-log_snr), log_snr < inf; at -inf (alpha = 0) it is a node of its
// own. Returns how many of its first steps are those that it already had, never the last.
int path_plan(PathPlan *plan, double log_snr, double depth);

// Which elements of a picture's plane: those in `list`, or first, first + 1, ... where that is
// NULL.
typedef struct PathPlaces {
    size_t first;
    const uint32_t *list;
} PathPlaces;

static inline PathPlaces places_from(PathPlaces places, size_t at) {
    return (PathPlaces){ places.first + at, places.list ? places.list + at : NULL };
}

// Those values of a stream.
void path_normals(float *out, size_t count, const NormalStream *stream, PathPlaces places);

// Takes steps first_step..count-1 for `count` elements of a picture's plane, those before being
// there: values[j] is the row of step j. A row may not overlap another.
void path_run(const PathPlan *plan, int first_step, float *const values[], size_t count,
              uint64_t seed, uint32_t plane, PathPlaces places);

// All steps, with the last one's row in `out`. The same bits.
void path_fill(float *out, size_t count, const PathPlan *plan, uint64_t seed, uint32_t plane,
               PathPlaces places);

#endif
