// SPDX-License-Identifier: MIT
// The two products of core/mixture.c over the bytes of a data set. As core/kernels.h: one variant
// for each instruction set, the same bits from all.
#ifndef ALPHABAR_CORE_MIXTURE_KERNELS_H
#define ALPHABAR_CORE_MIXTURE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

enum {
    MIXTURE_PAD = 64,   // digits and sums have a whole multiple of it
    MIXTURE_GROUP = 16, // z that share a pass
    MIXTURE_BLOCK = 64, // pictures that are taken at a time, while they are in the caches
    MIXTURE_DIGITS = 4  // at most, of one z
};

// log weight = dot (2 q·v - 255 sum) - norm |2 v - 255|², whole numbers until the products.
typedef struct MixtureScale {
    double dot, norm;
    int64_t sum; // of q
} MixtureScale;

// Sums over pictures of w, w² and w |2 v - 255|².
typedef struct MixtureTotals {
    double weight, square, norm;
} MixtureTotals;

typedef struct MixtureKernels {
    const char *isa;
    int digit_bits; // of one number of z: 16 are int16_t, 8 are int8_t

    // out[k][i] = sum over j of z[k][j] rows[i][j], exact. z is zero from `length` up to a whole
    // multiple of MIXTURE_PAD; what rows hold there does not matter. Any number of z.
    void (*dots)(int64_t *const out[], const uint8_t *const rows[], size_t length, size_t count,
                 const void *const z[], int group);

    // out[i] += digit[i] << shift.
    void (*join)(int64_t *out, const int64_t *digit, size_t count, int shift);

    // out[i] = the log weight of one z; returns the largest.
    double (*logs)(double *out, const int64_t *dots, const int64_t *norms, size_t count,
                   const MixtureScale *scale);

    // Bit i: the log weight of one z, which is known to within `slack`, may come within MIXTURE_CUT
    // of `top` or of the largest among these, at most MIXTURE_BLOCK.
    uint64_t (*near)(const int64_t *dots, const int64_t *norms, size_t count,
                     const MixtureScale *scale, double slack, double top);

    // out[i] = mixture_exp(logs[i] - top), rounded to 16 significant bits: their products with
    // bytes are exact in float32.
    void (*weights)(float *out, const double *logs, size_t count, double top);

    // Adds weights[k] to out[k], one after the other.
    void (*totals)(MixtureTotals out[], const float *const weights[], const int64_t *norms,
                   size_t count, int group);

    // sums[k][j] += sum over i of weights[k][i] rows[i][j], j < length rounded up to MIXTURE_PAD
    // (past `length` it is some number). Sums over the rows, at most MIXTURE_BLOCK, are float32 and
    // in their order.
    void (*gather)(double *const sums[], const uint8_t *const rows[], size_t length, size_t count,
                   const float *const weights[], int group);

    // values[i] *= by.
    void (*scale)(double *values, size_t count, double by);

    // Of core/dataset/index.h. out[k] = sum over j of values[j] axes[j][k], k < 16, in double.
    void (*project)(double out[16], const float *values, size_t length, const float *axes);

    // out[i] = sum over k of (axes[k][i] - at[k])², k < count.
    void (*distances)(float out[MIXTURE_BLOCK], const float *axes, size_t count, const float *at);

    // |a - b|², of a multiple of 16 numbers; of whole numbers whose sum is below 2^31.
    float (*distance)(const float *a, const float *b, size_t count);
    int32_t (*whole_distance)(const int16_t *a, const int8_t *b, size_t count);

    // out[i] += the sum over k of the squared distance of at[k] to low[k][i]..high[k][i], i <
    // count.
    void (*boxes)(float *out, const float *low, const float *high, size_t count, size_t axes,
                  const float *at);
} MixtureKernels;

// Those of the instruction set that core/kernels.h has chosen; of avx512 those with VNNI, where the
// processor has it.
const MixtureKernels *mixture_kernels(void);

// All that this processor can run, the plainest first; NULL past the last.
const MixtureKernels *mixture_kernels_variant(int i);

#endif
