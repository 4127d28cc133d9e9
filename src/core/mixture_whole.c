// SPDX-License-Identifier: MIT
#include "core/mixture_whole.h"

#include "base/error.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Zeroed, at a whole multiple of the widest vector: loads that cross a cache line cost two.
static void *try_aligned(size_t bytes) {
    float *block = mem_try_plane((bytes + sizeof *block - 1) / sizeof *block);
    return block ? memset(block, 0, bytes) : NULL;
}

static void put_digit(void *digits, size_t j, int bits, int32_t digit) {
    if (bits == 8)
        ((int8_t *)digits)[j] = (int8_t)digit;
    else
        ((int16_t *)digits)[j] = (int16_t)digit;
}

// Takes the lowest `bits` off q as a signed digit.
static int32_t take_digit(int32_t *q, int bits) {
    int32_t half = (int32_t)1 << (bits - 1), digit = ((*q + half) & (2 * half - 1)) - half;
    *q = (*q - digit) >> bits;
    return digit;
}

// Room for the digits of q, |q| <= most. Together they have one bit more than q; where q leaves
// room, the lowest has one less, so that the uppermost says more.
static bool make_digits(MixtureWhole *whole, int bits, int32_t most, size_t padded) {
    int count = 32 / bits, spare = most <= ((int32_t)1 << 30) - ((int32_t)1 << (31 - bits));
    size_t bytes = padded * (size_t)bits / 8;
    whole->digits[0] = try_aligned((size_t)count * bytes);
    if (!whole->digits[0]) return false;
    for (int d = 1; d < count; d++) whole->digits[d] = (char *)whole->digits[d - 1] + bytes;
    for (int d = 0; d < count - 1; d++) whole->shift[d] = (count - 1 - d) * bits - spare;
    return true;
}

bool mixture_whole_make(MixtureWhole *whole, const float *z, double alpha, double variance,
                        size_t length, size_t padded, int bits) {
    CHECK(variance > 0);
    *whole = (MixtureWhole){ .variance = variance };
    float most = 0;
    for (size_t j = 0; j < length; j++) most = fmaxf(most, fabsf(z[j]));
    int exponent;
    frexp((double)most, &exponent); // most < 2^exponent
    double unit = ldexp(1, exponent - 30), scale = ldexp(1, 30 - exponent);
    if (!make_digits(whole, bits, (int32_t)rint((double)most * scale), padded)) return false;
    double square = 0, left = 0;
    for (size_t j = 0; j < length; j++) {
        double multiple = rint((double)z[j] * scale);
        int32_t q = (int32_t)multiple, rest = q;
        whole->scale.sum += q;
        for (int d = 32 / bits - 1; d > 0; d--) {
            int wide = whole->shift[d - 1] - whole->shift[d];
            put_digit(whole->digits[d], j, bits, take_digit(&rest, wide));
        }
        put_digit(whole->digits[0], j, bits, rest);
        whole->rough.sum += rest;
        left += abs(q - rest * ((int32_t)1 << whole->shift[0]));
        square += multiple * multiple;
    }
    whole->square = square * unit * unit;
    whole->scale.dot = sqrt(alpha) * unit / (255 * whole->variance);
    whole->scale.norm = alpha / (65025 * 2 * whole->variance);
    whole->rough.dot = ldexp(whole->scale.dot, whole->shift[0]);
    whole->rough.norm = whole->scale.norm;
    // Each 2 v - 255 is at most 255; a millionth for what is rounded here.
    whole->slack = whole->scale.dot * 255 * left * 1.000001 + 1e-6;
    return true;
}

void mixture_whole_free(MixtureWhole *whole) {
    mem_free_plane(whole->digits[0]);
}
