// SPDX-License-Identifier: MIT
// The loops over all values of a picture. No libm, no contraction, no reordering: the same
// arguments give the same bits with every compiler and instruction set. There is one variant of
// them for each instruction set worth one; the best that the processor has is taken at start.
#ifndef ALPHABAR_CORE_KERNELS_H
#define ALPHABAR_CORE_KERNELS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A stream of standard normals: element i of it is a function of these and i alone. The Philox
// key is the seed; the counter is (i / 4, plane, node's low word, node's high word).
typedef struct NormalStream {
    uint64_t seed;
    uint32_t plane; // the picture's channel
    uint64_t node;  // which noise: see core/noise.h
} NormalStream;

// A point of a Gaussian process given two others; see core/path.h.
typedef struct BridgeWeights {
    float a, b, n;
} BridgeWeights;

// Every picture on screen is
//     z = a x + b n,   v = (g z + h x) + k eta
// in float32, each product and sum rounded once, in this order. Terms whose coefficient is 0 are
// left out, and so may be their planes (NULL); g = 1 leaves z as it is.
typedef struct Mix {
    float a, b;    // of x and of the noise n in z
    float g, h, k; // of z, of x, of the second noise eta
} Mix;

typedef struct MixPlanes {
    const float *x, *n, *eta;
} MixPlanes;

// Columns of a schedule's table, entries 0..count: see core/schedule.h. None overlaps another, but
// log_snr may be log_alpha.
typedef struct ScheduleColumns {
    const double *beta, *log_alpha;
    double *alpha, *one_minus_alpha, *sigma2, *coef_x, *coef_z, *log_snr, *noise_clock;
} ScheduleColumns;

// In double; the same bits everywhere, like the rest.
typedef struct ColumnKernels {
    // out[i] = ln(1 - beta[i]), beta in (0, 1), within two units in the last place.
    void (*log_keep)(double *out, const double *beta, size_t count);

    // Everything that follows from beta and ln alpha (finite), at 1..count. Entries 0 of alpha and
    // one_minus_alpha are read. The noise clock is inf where alpha has underflowed.
    void (*fill)(const ScheduleColumns *columns, size_t count);
} ColumnKernels;

enum { KERNELS_BINS = 4096 };

typedef struct Kernels {
    const char *isa; // "c", "sse2", "avx2", "avx512", "neon", "simd128"
    const ColumnKernels *columns;

    // out[j] = normal number first + j of the stream, j = 0..count-1. Box-Muller: of each Philox
    // block's four words the first two make normals 4i and 4i+1, the others 4i+2 and 4i+3.
    void (*normals)(float *out, size_t count, const NormalStream *stream, size_t first);

    // out[j] = normal number places[j] of the stream: the same bits, at some three times the price
    // each, since a block is drawn for one of its four. out does not overlap places.
    void (*normals_at)(float *out, size_t count, const NormalStream *stream,
                       const uint32_t *places);

    // out[j] = (weights.a a[j] + weights.b b[j]) + weights.n N(j), N(j) being normal number
    // first + j of the stream; each product and sum rounded once, in this order. out overlaps
    // neither a nor b.
    void (*bridge)(float *out, size_t count, BridgeWeights weights, const float *a, const float *b,
                   const NormalStream *stream, size_t first);

    // out[j] = v of the mix. out may be one of the planes, not overlap one otherwise.
    void (*mix)(float *out, size_t count, const Mix *mix, const MixPlanes *planes);

    // The same, as opaque RGBA bytes in memory order: -1..1 to 0..255, rounded to the nearest
    // (ties to even) and clamped; NaN gives 0. planes[3]: red, green, blue (grey passes one plane
    // three times).
    void (*mix_rgba)(uint8_t *out, size_t count, const Mix *mix, const MixPlanes planes[3]);

    // Adds to sums[5] those of a, b, a^2, a b, b^2, in double: eight sums of every eighth value
    // each, which are then added up.
    void (*pair_sums)(double sums[5], const float *a, const float *b, size_t count);

    // counts[1 + j] += how many values are in low + j width..low + (j + 1) width, width = 1/scale,
    // j = 0..bins-1 (at most KERNELS_BINS); counts[0] those below, and NaN; counts[bins + 1] those
    // above. A value counts in counts[(value - low) scale + 1], in float32, each operation rounded
    // once: one that is within a few units in the last place of an end may count beyond it.
    void (*count_bins)(uint32_t *counts, int bins, float low, float scale, const float *values,
                       size_t count);
} Kernels;

// The variant in use. Until kernels_choose was called that is the best one. Any thread, any time.
const Kernels *kernels(void);

// Takes the variant that the environment variable ALPHABAR_ISA names, the best one where it is not
// set or empty. A name that is none, or of something this processor has not, sets an error and
// changes nothing. For the program's start, before there are threads.
bool kernels_choose(Error *error);

// Variant number i of those that this program and this processor have, from "c", which is
// plain C one value at a time, to the best; NULL past the last.
const Kernels *kernels_variant(int i);

#endif
