// SPDX-License-Identifier: MIT
#include "core/path.h"

#include "core/elementary.h"
#include "core/kernels.h"

#include <math.h>
#include <string.h>

enum {
    VALUES = 256,           // what is worked on at a time, all steps of it in the first cache
    OCTAVES_MOST = 1 << 20, // |log2 s| of any schedule: 10 000 steps of at most 53 octaves
};

// Nodes -------------------------------------------------------------------------------------------

// From the top: bit 63; 22 bits k + 2^20 of the octave; 41 bits for the node in it, 0 for V(2^k)
// and 2^level + index for the middle of interval `index` at `level`. No octave is as low as -2^20:
// that place is the node of s = inf.
static uint64_t node_of(int octave, uint64_t inside) {
    return (uint64_t)1 << 63 | (uint64_t)(octave + OCTAVES_MOST) << 41 | inside;
}

static const uint64_t node_at_infinity = (uint64_t)1 << 63;

// Places ------------------------------------------------------------------------------------------

// s = 2^octave (1 + u), 0 <= u < 1, `index` being u in units of 2^-PATH_DEPTH_MOST. Taken from
// log s: s itself overflows where alpha underflows.
typedef struct Place {
    int octave;
    double u;
    uint64_t index;
} Place;

static Place place_of(double log_snr) {
    double log2_s = log_snr * -1.4426950408889634, octave = floor(log2_s);
    CHECK(fabs(octave) < OCTAVES_MOST);
    double u = expm1_below_one((log2_s - octave) * 0.6931471805599453);
    if (u >= 1) u = 1 - 0x1p-53;
    return (Place){ (int)octave, u, (uint64_t)ldexp(u, PATH_DEPTH_MOST) };
}

// With d the least that log s rises in a step, u rises by d at least (it is e^(log s) - 1 within an
// octave), so leaves of 2^-levels <= d part any two. The fraction above `levels` leads from one
// depth to the next as d falls from 2 leaves to 1.
double path_depth(const Schedule *schedule) {
    double least = 1;
    for (int t = 2; t <= schedule->steps && schedule->log_snr[t] > -INFINITY; t++) {
        double rise = schedule->log_snr[t - 1] - schedule->log_snr[t];
        least = rise < least ? rise : least;
    }
    if (!(least > ldexp(1, 1 - PATH_DEPTH_MOST))) return PATH_DEPTH_MOST;
    double depth = 1 - elementary_log(least) * 1.4426950408889634;
    return depth < PATH_DEPTH_LEAST ? PATH_DEPTH_LEAST : depth;
}

// Plans -------------------------------------------------------------------------------------------

// A plan being made over an older one. A node's step is the same in every plan, the last one's
// apart, so nothing needs to be done as long as the nodes are those of before.
typedef struct Making {
    PathPlan *plan;
    int before; // steps of the older plan that may be kept
    int count, kept;
    int a, b; // the steps that s lies between
} Making;

typedef struct Weights {
    double a, b, node;
} Weights;

static bool step_is_there(Making *making, uint64_t node) {
    if (making->kept != making->count || making->count >= making->before ||
        making->plan->steps[making->count].node != node)
        return false;
    making->kept = ++making->count;
    return true;
}

static void add_step(Making *making, uint64_t node, Weights weights) {
    CHECK(making->count < PATH_STEPS_MOST);
    making->plan->steps[making->count++] = (PathStep){ .node = node,
                                                       .a = making->a,
                                                       .b = making->b,
                                                       .weight_a = (float)weights.a,
                                                       .weight_b = (float)weights.b,
                                                       .weight_node = (float)weights.node };
}

// V(2^d s) given V(s), and V(2^-d s) just so: correlation r, r^2 = 2^-d.
static Weights weights_out(int d) {
    double r2 = ldexp(1, -d);
    return (Weights){ .b = sqrt(r2), .node = sqrt(1 - r2) };
}

// V(s) given V(2^-d s) and V(2^d s).
static Weights weights_between(int d) {
    double r2 = ldexp(1, -d), r = sqrt(r2);
    return (Weights){ r / (1 + r2), r / (1 + r2), sqrt((1 - r2) / (1 + r2)) };
}

// V(s) given V at the ends of [start, start + length], s = start + f length: the Brownian bridge
// W(s) = (1 - f) W_a + f W_b + sqrt(f (1 - f) length) N, each W over the root of its place.
static Weights weights_bridge(double start, double length, double f) {
    double s = start + f * length;
    return (Weights){ (1 - f) * sqrt(start / s), f * sqrt((start + length) / s),
                      sqrt(f * (1 - f) * length / s) };
}

// From s = 1 to the ends of the octave. Both directions are alike, as seen from s = 1 (t W(1/t) is
// a Brownian motion too): `sign` and the distances near, far tell them apart.
static void make_octave(Making *making, int octave) {
    int sign = octave < 0 ? -1 : 1, wanted = octave < 0 ? -octave - 1 : octave;
    int near = 0, far = 0;
    making->a = making->b = 0;
    if (!step_is_there(making, node_of(0, 0)))
        add_step(making, node_of(0, 0), (Weights){ .node = 1 });
    while (far <= wanted) {
        near = far;
        far = far ? 2 * far : 1;
        uint64_t node = node_of(sign * far, 0);
        if (!step_is_there(making, node)) add_step(making, node, weights_out(far - near));
        making->a = making->b;
        making->b = making->count - 1;
    }
    while (far - near > 1) {
        int middle = near + (far - near) / 2;
        uint64_t node = node_of(sign * middle, 0);
        if (!step_is_there(making, node)) add_step(making, node, weights_between(middle - near));
        *(wanted >= middle ? &making->a : &making->b) = making->count - 1;
        *(wanted >= middle ? &near : &far) = middle;
    }
    if (sign < 0) { // the nearer end is the upper one
        int upper = making->a;
        making->a = making->b;
        making->b = upper;
    }
}

// V at f of the leaf given its ends. What is left open, `spread` N, is taken from two nodes: alone
// from the leaf's middle, as it is at depth `levels`; or as it is one level deeper, where the
// middle is drawn first, with which the value is correlated by rho, and then the half's own node;
// or in between. N(0, 1) in all of them.
static void add_last_step(Making *making, Place place, int levels, double blend) {
    uint64_t leaf = place.index >> (PATH_DEPTH_MOST - levels);
    double length = ldexp(1, -levels), f = ldexp(place.u, levels) - (double)leaf;
    Weights weights = weights_bridge(1 + (double)leaf * length, length, f);
    double spread = weights.node, nearer = f < 0.5 ? f : 1 - f;
    // cov(B(f), B(1/2)) = nearer/2, var B(f) = f (1 - f), var B(1/2) = 1/4
    double rho = nearer > 0 ? nearer / sqrt(f * (1 - f)) : 1;
    double of_middle = 1 - blend * (1 - rho);
    weights.node = spread * of_middle;
    add_step(making, node_of(place.octave, ((uint64_t)1 << levels) + leaf), weights);
    if (blend == 0) return; // at the most depth there is no deeper node
    uint64_t half = place.index >> (PATH_DEPTH_MOST - levels - 1);
    PathStep *last = &making->plan->steps[making->count - 1];
    last->deeper_node = node_of(place.octave, ((uint64_t)2 << levels) + half);
    last->weight_deeper = (float)(spread * sqrt(1 - of_middle * of_middle));
}

// From the octave's ends to the leaf's, and to s.
static void make_inside(Making *making, Place place, double depth) {
    int levels = (int)depth;
    for (int level = 0; level < levels; level++) {
        uint64_t index = place.index >> (PATH_DEPTH_MOST - level);
        uint64_t node = node_of(place.octave, ((uint64_t)1 << level) + index);
        double length = ldexp(1, -level);
        if (!step_is_there(making, node))
            add_step(making, node, weights_bridge(1 + (double)index * length, length, 0.5));
        bool upper = place.index >> (PATH_DEPTH_MOST - level - 1) & 1;
        *(upper ? &making->a : &making->b) = making->count - 1;
    }
    add_last_step(making, place, levels, depth - levels);
}

int path_plan(PathPlan *plan, double log_snr, double depth) {
    CHECK(log_snr < INFINITY && depth >= PATH_DEPTH_LEAST && depth <= PATH_DEPTH_MOST);
    Making making = { .plan = plan, .before = plan->count - 1 };
    if (log_snr > -INFINITY) {
        Place place = place_of(log_snr);
        make_octave(&making, place.octave);
        make_inside(&making, place, depth);
    } else {
        add_step(&making, node_at_infinity, (Weights){ .node = 1 });
    }
    plan->count = making.count;
    return making.kept;
}

// Values ------------------------------------------------------------------------------------------

// How many of the places follow each other one by one.
static size_t run_of(const uint32_t *list, size_t count) {
    size_t run = 1;
    while (run < count && list[run] == list[run - 1] + 1) run++;
    return run;
}

// Values that follow each other are drawn four a block, wherever enough of them do.
void path_normals(float *out, size_t count, const NormalStream *stream, PathPlaces places) {
    enum { ENOUGH = 16 };
    const uint32_t *list = places.list;
    if (!list) kernels()->normals(out, count, stream, places.first);
    for (size_t at = 0; list && at < count;) {
        size_t run = run_of(list + at, count - at), end = at + run;
        if (run >= ENOUGH) {
            kernels()->normals(out + at, run, stream, list[at]);
        } else {
            while (end < count && (run = run_of(list + end, count - end)) < ENOUGH) end += run;
            kernels()->normals_at(out + at, end - at, stream, list + at);
        }
        at = end;
    }
}

static void bridge(float *out, size_t count, BridgeWeights weights, const float *a, const float *b,
                   const NormalStream *stream, PathPlaces places) {
    if (!places.list) {
        kernels()->bridge(out, count, weights, a, b, stream, places.first);
        return;
    }
    float normals[VALUES];
    const Mix mix = { .a = weights.a, .b = weights.b, .g = 1, .k = weights.n };
    const MixPlanes planes = { a, b, normals };
    path_normals(normals, count, stream, places);
    kernels()->mix(out, count, &mix, &planes);
}

static void run_step(const PathStep *step, float *out, const float *a, const float *b, size_t count,
                     uint64_t seed, uint32_t plane, PathPlaces places) {
    const BridgeWeights weights = { step->weight_a, step->weight_b, step->weight_node };
    const Mix mix = { .a = step->weight_a, .b = step->weight_b, .g = 1 };
    const MixPlanes planes = { .x = a, .n = b };
    const NormalStream stream = { seed, plane, step->node };
    if (step->weight_a == 0 && step->weight_b == 0)
        path_normals(out, count, &stream, places); // its weight is 1
    else if (step->weight_node == 0)
        kernels()->mix(out, count, &mix, &planes);
    else
        bridge(out, count, weights, a, b, &stream, places);
    if (step->weight_deeper == 0) return;
    float before[VALUES];
    const NormalStream deeper = { seed, plane, step->deeper_node };
    const BridgeWeights more = { 1, 0, step->weight_deeper };
    memcpy(before, out, count * sizeof *out);
    bridge(out, count, more, before, before, &deeper, places);
}

void path_run(const PathPlan *plan, int first_step, float *const values[], size_t count,
              uint64_t seed, uint32_t plane, PathPlaces places) {
    for (size_t at = 0; at < count; at += VALUES) {
        size_t length = count - at < VALUES ? count - at : VALUES;
        for (int j = first_step; j < plan->count; j++) {
            const PathStep *step = &plan->steps[j];
            run_step(step, values[j] + at, values[step->a] + at, values[step->b] + at, length, seed,
                     plane, places_from(places, at));
        }
    }
}

void path_fill(float *out, size_t count, const PathPlan *plan, uint64_t seed, uint32_t plane,
               PathPlaces places) {
    float rows[PATH_STEPS_MOST][VALUES], *values[PATH_STEPS_MOST];
    int last = plan->count - 1;
    for (int j = 0; j < last; j++) values[j] = rows[j];
    for (size_t at = 0; at < count; at += VALUES) {
        values[last] = out + at;
        path_run(plan, 0, values, count - at < VALUES ? count - at : VALUES, seed, plane,
                 places_from(places, at));
    }
}
