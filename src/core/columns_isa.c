// SPDX-License-Identifier: MIT
// The schedule's columns in double, compiled once for each instruction set as kernels_isa.c is, and
// like it the same bits everywhere: sums, products, quotients and roots alone, no libm. Logarithm
// and exponential are series, within two units in the last place.
#include "core/kernels.h"

#include <float.h>
#include <math.h>
#include <string.h>

_Static_assert(DBL_MANT_DIG == 53 && sizeof(double) == 8, "double must be IEEE binary64");

#define INLINE static inline __attribute__((always_inline))

// ln 2 in two parts: the first has 32 bits, so that its product with an exponent is exact.
static const double ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;

INLINE double of_bits(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

INLINE uint64_t bits_of(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

// ln(1 + f) for 1 + f in [sqrt(1/2), sqrt(2)): 2 atanh(s), s = f/(2 + f), |s| < 0.1716. Written as
// f - s (f - r), whose terms after f are small, so that their rounding is.
INLINE double log_near_one(double f) {
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
INLINE double of_whole(uint64_t whole) {
    return of_bits(whole + 0x4338000000000000u) - 0x1.8p52;
}

// u = 2^e m with m in [sqrt(1/2), sqrt(2)); u is positive and normal.
INLINE double split(double u, double *m) {
    uint64_t above = bits_of(u) - 0x3FE6A09E667F3BCDu; // from sqrt(1/2)
    uint64_t e = (above + 0x4000000000000000u) >> 52;  // its exponent, from -1024
    *m = of_bits((above & 0x000FFFFFFFFFFFFFu) + 0x3FE6A09E667F3BCDu);
    return of_whole(e) - 1024.0;
}

INLINE double log_of(double u) {
    double m, e = split(u, &m), f = m - 1.0;
    return e * ln2_high + (log_near_one(f) + e * ln2_low);
}

// ln(1 - beta), beta in (0, 1). Where 1 - beta was rounded, what is missing comes in once more.
INLINE double log_keep(double beta) {
    double u = 1.0 - beta, missing = (1.0 - u) - beta, m;
    double e = split(u, &m);
    double f = e == 0.0 ? -beta : m - 1.0;
    double low = e == 0.0 ? 0.0 : missing / u;
    return e * ln2_high + (log_near_one(f) + (e * ln2_low + low));
}

// e^r - 1 for |r| <= ln(2)/2, Taylor: r + r^2/2 + ... + r^15/15!.
INLINE double expm1_near_zero(double r) {
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

INLINE double power_of_two(uint64_t biased) { // the exponent plus 1023, 1..2046
    return of_bits(biased << 52);
}

typedef struct Alpha {
    double alpha, rest;
} Alpha;

// alpha = e^log_alpha and 1 - alpha; log_alpha <= 0. Below e^-1400 alpha is 0 all the same.
INLINE Alpha alpha_of_log(double log_alpha) {
    double l = log_alpha > -1400.0 ? log_alpha : -1400.0;
    double shifted = l * 1.4426950408889634 + 0x1.8p52; // the sum rounds to a whole number
    double k = shifted - 0x1.8p52;
    double p = expm1_near_zero((l - k * ln2_high) - k * ln2_low);
    // 2^k in two halves, neither of which is out of range
    uint64_t below = 0x4338000000000000u - bits_of(shifted), half = below >> 1; // -k
    double scale = power_of_two(1023 - half), rest_scale = power_of_two(1023 - (below - half));
    double alpha = (1.0 + p) * scale * rest_scale;
    return (Alpha){ k == 0.0 ? 1.0 + p : alpha, k == 0.0 ? -p : 1.0 - alpha };
}

static void fill_log_keep(double *restrict out, const double *restrict beta, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = log_keep(beta[i]);
}

// B&B (20.7), (20.16), (20.17); see core/schedule.h.
static void fill_columns(const ScheduleColumns *columns, size_t count) {
    const double *restrict beta = columns->beta, *restrict log_alpha = columns->log_alpha;
    double *restrict alpha = columns->alpha, *restrict rest = columns->one_minus_alpha;
    double *restrict log_snr = columns->log_snr, *restrict clock = columns->noise_clock;
    double *restrict sigma2 = columns->sigma2;
    double *restrict coef_x = columns->coef_x, *restrict coef_z = columns->coef_z;
    for (size_t t = 1; t <= count; t++) {
        Alpha made = alpha_of_log(log_alpha[t]);
        alpha[t] = made.alpha;
        rest[t] = made.rest;
        clock[t] = made.rest / made.alpha;
    }
    for (size_t t = 1; t <= count; t++) log_snr[t] = log_alpha[t] - log_of(rest[t]);
    for (size_t t = 1; t <= count; t++) {
        double over = 1.0 / rest[t];
        sigma2[t] = beta[t] * rest[t - 1] * over;
        coef_x[t] = sqrt(alpha[t - 1]) * beta[t] * over;
        coef_z[t] = sqrt(1.0 - beta[t]) * rest[t - 1] * over;
    }
}

#define JOINED(a, b)    a##b
#define COLUMNS_OF(isa) JOINED(columns_, isa)

extern const ColumnKernels COLUMNS_OF(KERNELS_ISA);

const ColumnKernels COLUMNS_OF(KERNELS_ISA) = { fill_log_keep, fill_columns };
