// SPDX-License-Identifier: MIT
#include "core/levels/beta_quantile.h"

#include <math.h>

// The continued fraction of the incomplete beta function (Abramowitz & Stegun 26.5.8) by Lentz's
// method; it converges fast for x < (a + 1)/(a + b + 2).
static double fraction(double x, double a, double b) {
    const double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < tiny ? tiny : d);
    double h = d;
    for (int m = 1; m < 500; m++) {
        for (int odd = 0; odd < 2; odd++) {
            double k = odd ? -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
                           : m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 + k * d;
            c = 1 + k / c;
            d = 1 / (fabs(d) < tiny ? tiny : d);
            if (fabs(c) < tiny) c = tiny;
            h *= d * c;
        }
        if (fabs(d * c - 1) < 1e-16) break;
    }
    return h;
}

// I_x(a, b), and by symmetry 1 - I_{1-x}(b, a).
static double incomplete_beta(double x, double a, double b) {
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    double front = exp(a * log(x) + b * log1p(-x) - (lgamma(a) + lgamma(b) - lgamma(a + b)));
    if (x < (a + 1) / (a + b + 2)) return front * fraction(x, a, b) / a;
    return 1 - front * fraction(1 - x, b, a) / b;
}

// Bisection alone: it cannot fail, and a list has few levels.
double beta_quantile(double p, double a, double b) {
    double low = 0, high = 1;
    if (p <= 0) return 0;
    if (p >= 1) return 1;
    if (p == 0.5 && a == b) return 0.5; // exactly: what is rounded then is a tie
    for (int i = 0; i < 200 && high - low > 1e-17; i++) {
        double middle = 0.5 * (low + high);
        if (middle <= low || middle >= high) break;
        *(incomplete_beta(middle, a, b) < p ? &low : &high) = middle;
    }
    return 0.5 * (low + high);
}
