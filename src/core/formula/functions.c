// SPDX-License-Identifier: MIT
#include "core/formula/functions.h"

#include "core/elementary.h"

#include <math.h>

#define HALF_PI 1.5707963267948966

double function_exp(double x) {
    if (isnan(x)) return x;
    if (x > 710) return INFINITY;
    if (x < -746) return 0;
    if (fabs(x) <= 700) return elementary_exp(x);
    double half = elementary_exp(x / 2); // whose square need not be a normal number
    return half * half;
}

double function_log(double x) {
    if (isnan(x) || x < 0) return NAN;
    return isinf(x) ? x : elementary_log(x);
}

double function_sqrt(double x) {
    return x < 0 ? (double)NAN : sqrt(x);
}

double function_abs(double x) {
    return fabs(x);
}

// From e^-|x|, which is never large.
double function_sigmoid(double x) {
    double e = function_exp(-fabs(x));
    return x < 0 ? e / (1 + e) : 1 / (1 + e);
}

// With m = e^(-2 |x|) - 1 it is -m/(2 + m).
double function_tanh(double x) {
    if (isnan(x)) return x;
    double m = elementary_expm1(-2 * fabs(x));
    return copysign(-m / (2 + m), x);
}

double function_atan(double x) {
    if (isnan(x)) return x;
    return copysign(isinf(x) ? HALF_PI : elementary_atan(fabs(x)), x);
}

// x = quarter pi/2 + rest, |rest| <= pi/4. pi/2 is taken in three parts of 33 bits, so that their
// products with a quarter below 2^20 are exact. False where x is too far.
static bool reduce(double x, int *quarter, double *rest) {
    if (!(fabs(x) < 1e6)) return false;
    double k = floor(x / HALF_PI + 0.5);
    double high = x - k * 0x1.921fb544p+0;
    double low = k * 0x1.0b4611a6p-34;
    *rest = (high - low) - k * 0x1.3198a2e037073p-69;
    *quarter = (int)((long long)k & 3);
    return true;
}

static double sine(double x, int quarters_on) {
    int quarter;
    double rest;
    if (!reduce(x, &quarter, &rest)) return NAN;
    quarter = (quarter + quarters_on) & 3;
    double of_rest = quarter & 1 ? elementary_sin(HALF_PI - fabs(rest))
                                 : copysign(elementary_sin(fabs(rest)), rest);
    return quarter & 2 ? -of_rest : of_rest;
}

double function_sin(double x) {
    return sine(x, 0);
}

double function_cos(double x) {
    return sine(x, 1);
}

double function_tan(double x) {
    return sine(x, 0) / sine(x, 1);
}

// By squaring, since products keep their digits.
static double whole_power(double base, int exponent) {
    double power = 1;
    for (unsigned left = (unsigned)(exponent < 0 ? -exponent : exponent); left; left >>= 1) {
        if (left & 1) power *= base;
        base *= base;
    }
    return exponent < 0 ? 1 / power : power;
}

double function_power(double base, double exponent) {
    if (isnan(base) || isnan(exponent)) return NAN;
    if (fabs(exponent) <= 1024 && exponent == floor(exponent))
        return whole_power(base, (int)exponent);
    if (exponent == 0.5) return function_sqrt(base);
    if (base < 0) return NAN;
    if (base == 1) return 1; // also to an infinite power
    return function_exp(exponent * function_log(base));
}
