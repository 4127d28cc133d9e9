// SPDX-License-Identifier: MIT
// The exponential of the mixture's weights, the same bits wherever it is compiled.
#ifndef ALPHABAR_CORE_MIXTURE_EXP_H
#define ALPHABAR_CORE_MIXTURE_EXP_H

#include <stdint.h>
#include <string.h>

// A picture e^-32 times less likely than the likeliest is left out of sums: a million of them
// weigh less than 2e-8 of it.
#define MIXTURE_CUT -32.0

// exp(x) for x <= 0, and 0 below MIXTURE_CUT: Taylor's polynomial on [-ln 2 / 2, ln 2 / 2], within
// 1e-14 of the result. ln 2 is cut so that its upper part times any n that occurs is exact.
static inline double mixture_exp(double x) {
    double inside = x < MIXTURE_CUT ? MIXTURE_CUT : x;
    double shifted = inside * 0x1.71547652b82fep+0 + 0x1.8p52; // the nearest whole number, low bits
    double n = shifted - 0x1.8p52;
    double r = (inside - n * 0x1.62e42fee00000p-1) - n * 0x1.a39ef35793c76p-33;
    double p = 1.0 / 39916800;
    p = p * r + 1.0 / 3628800;
    p = p * r + 1.0 / 362880;
    p = p * r + 1.0 / 40320;
    p = p * r + 1.0 / 5040;
    p = p * r + 1.0 / 720;
    p = p * r + 1.0 / 120;
    p = p * r + 1.0 / 24;
    p = p * r + 1.0 / 6;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    uint64_t bits, power;
    memcpy(&power, &shifted, sizeof power);
    memcpy(&bits, &p, sizeof bits);
    bits += power << 52;
    memcpy(&p, &bits, sizeof p);
    return x < MIXTURE_CUT ? 0 : p;
}

#endif
