// SPDX-License-Identifier: MIT
// Logarithm and exponential in double, from sums, products and quotients alone: the same bits with
// every compiler, library and instruction set, which those of libm have not. Within two units in
// the last place. Inline and without branches, so that loops over them become vectors.
#ifndef ALPHABAR_CORE_ELEMENTARY_H
#define ALPHABAR_CORE_ELEMENTARY_H

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

_Static_assert(DBL_MANT_DIG == 53 && sizeof(double) == 8, "double must be IEEE binary64");
_Static_assert(FLT_EVAL_METHOD == 0, "double must be computed as double");

#define ELEMENTARY static inline __attribute__((always_inline, unused))

// ln 2 in two parts: the first has 32 bits, so that its product with an exponent is exact.
#define LN2_HIGH 0x1.62e42feep-1
#define LN2_LOW  0x1.a39ef35793c76p-33

ELEMENTARY double double_of_bits(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

ELEMENTARY uint64_t bits_of_double(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

// ln(1 + f) for 1 + f in [sqrt(1/2), sqrt(2)): 2 atanh(s), s = f/(2 + f), |s| < 0.1716. Written as
// f - s (f - r), whose terms after f are small, so that their rounding is.
ELEMENTARY double log_near_one(double f) {
    double s = f / (2.0 + f), z = s * s;
    double r = 2.0 / 23.0; // of z, z^2, ..., z^11: 2/3 + 2/5 z + ... + 2/23 z^10
    r = r * z + 2.0 / 21.0;
    r = r * z + 2.0 / 19.0;
    r = r * z + 2.0 / 17.0;
    r = r * z + 2.0 / 15.0;
    r = r * z + 2.0 / 13.0;
    r = r * z + 2.0 / 11.0;
    r = r * z + 2.0 / 9.0;
    r = r * z + 2.0 / 7.0;
    r = r * z + 2.0 / 5.0;
    r = r * z + 2.0 / 3.0;
    return f - s * (f - r * z);
}

// Whole numbers up to 2^51 become doubles, and back, by way of the bits of 1.5 2^52.
ELEMENTARY double double_of_whole(uint64_t whole) {
    return double_of_bits(whole + 0x4338000000000000u) - 0x1.8p52;
}

// u = 2^e m with m in [sqrt(1/2), sqrt(2)); u is positive and normal.
ELEMENTARY double split_double(double u, double *m) {
    uint64_t above = bits_of_double(u) - 0x3FE6A09E667F3BCDu; // from sqrt(1/2)
    uint64_t e = (above + 0x4000000000000000u) >> 52;         // its exponent, from -1024
    *m = double_of_bits((above & 0x000FFFFFFFFFFFFFu) + 0x3FE6A09E667F3BCDu);
    return double_of_whole(e) - 1024.0;
}

// Small ones, which have no exponent of their own, are enlarged first.
ELEMENTARY double log_of(double u) {
    double small = u < DBL_MIN ? 1.0 : 0.0;
    u = u < DBL_MIN ? u * 0x1p60 : u;
    double m, e = split_double(u, &m), f = m - 1.0;
    e = e - 60.0 * small;
    return e * LN2_HIGH + (log_near_one(f) + e * LN2_LOW);
}

// ln(1 - beta), beta in (0, 1). Where 1 - beta was rounded, what is missing comes in once more.
ELEMENTARY double log_keep(double beta) {
    double u = 1.0 - beta, missing = (1.0 - u) - beta, m;
    double e = split_double(u, &m);
    double f = e == 0.0 ? -beta : m - 1.0;
    double low = e == 0.0 ? 0.0 : missing / u;
    return e * LN2_HIGH + (log_near_one(f) + (e * LN2_LOW + low));
}

// e^r - 1 for |r| <= ln(2)/2, Taylor: r + r^2/2 + ... + r^15/15!.
ELEMENTARY double expm1_near_zero(double r) {
    double p = 1.0 / 1307674368000.0;
    p = p * r + 1.0 / 87178291200.0;
    p = p * r + 1.0 / 6227020800.0;
    p = p * r + 1.0 / 479001600.0;
    p = p * r + 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    return r + r * r * p;
}

ELEMENTARY double power_of_two(uint64_t biased) { // the exponent plus 1023, 1..2046
    return double_of_bits(biased << 52);
}

typedef struct Alpha {
    double alpha, rest;
} Alpha;

// alpha = e^log_alpha and 1 - alpha; log_alpha <= 0. Below e^-1400 alpha is 0 all the same.
ELEMENTARY Alpha alpha_of_log(double log_alpha) {
    double l = log_alpha < -1400.0 ? -1400.0 : log_alpha; // NaN stays
    double shifted = l * 1.4426950408889634 + 0x1.8p52;   // the sum rounds to a whole number
    double k = shifted - 0x1.8p52;
    double p = expm1_near_zero((l - k * LN2_HIGH) - k * LN2_LOW);
    // 2^k in two halves, neither of which is out of range
    uint64_t below = 0x4338000000000000u - bits_of_double(shifted), half = below >> 1; // -k
    double scale = power_of_two(1023 - half), rest_scale = power_of_two(1023 - (below - half));
    double alpha = (1.0 + p) * scale * rest_scale;
    return (Alpha){ k == 0.0 ? 1.0 + p : alpha, k == 0.0 ? 0.0 - p : 1.0 - alpha };
}

// e^x - 1 for x in [0, ln 2].
ELEMENTARY double expm1_below_one(double x) {
    double p = expm1_near_zero(x > 0.34657359027997264 ? (x - LN2_HIGH) - LN2_LOW : x);
    return x > 0.34657359027997264 ? 1.0 + 2.0 * p : p; // 2 (1 + p) - 1
}

// The following take any argument of their range, one at a time.

// x <= 700.
ELEMENTARY double elementary_exp(double x) {
    double low = alpha_of_log(x > 0 ? -x : x).alpha;
    return x > 0 ? 1.0 / low : low;
}

// e^x - 1, x <= 0.
ELEMENTARY double elementary_expm1(double x) {
    return -alpha_of_log(x).rest;
}

// u >= 0; ln 0 is -inf.
ELEMENTARY double elementary_log(double u) {
    return u == 0 ? -INFINITY : log_of(u);
}

// ln(1 + x), x > -1.
ELEMENTARY double elementary_log1p(double x) {
    double u = 1.0 + x;
    if (!(x < INFINITY)) return x; // NaN too
    if (x <= 0) return log_keep(-x);
    return u < 1.4 ? log_near_one(x) : log_of(u) + (x - (u - 1.0)) / u;
}

// 0 <= x <= pi/2: Taylor, to x^25.
ELEMENTARY double elementary_sin(double x) {
    double z = x * x, p = 0.0;
    for (int k = 24; k >= 2; k -= 2) p = (1.0 + p) * (-z / (k * (k + 1)));
    return x + x * p;
}

// 0 <= x. Up to 1/128 the series alone; above, atan(x) = 2 atan(x/(1 + sqrt(1 + x^2))) or
// pi/2 - atan(1/x) lead there.
ELEMENTARY double elementary_atan(double x) {
    bool beyond = x > 1;
    double y = beyond ? 1 / x : x, factor = 1;
    for (; y > 0.0078125; factor *= 2) y = y / (1 + sqrt(1 + y * y));
    double z = y * y;
    double angle = factor * (y * (1 - z * (1 / 3.0 - z * (1 / 5.0 - z / 7))));
    return beyond ? 1.5707963267948966 - angle : angle;
}

#endif
