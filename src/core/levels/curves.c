// SPDX-License-Identifier: MIT
#include "core/levels/curves.h"

#include "core/levels/beta_quantile.h"

#include <math.h>

double levels_linspace(double first, double last, int n, int i) {
    if (i == n - 1 && n > 1) return last;
    return n > 1 ? first + (last - first) * i / (n - 1) : first;
}

// Karras et al. 2022 (arXiv 2206.00364), (5).
void levels_karras(double *sigma, int n, double high, double low, double rho) {
    double from = pow(high, 1 / rho), to = pow(low, 1 / rho);
    for (int i = 0; i < n; i++) sigma[i] = pow(levels_linspace(from, to, n, i), rho);
}

void levels_exponential(double *sigma, int n, double high, double low, double rho) {
    (void)rho;
    for (int i = 0; i < n; i++) sigma[i] = exp(levels_linspace(log(high), log(low), n, i));
}

void levels_polyexponential(double *sigma, int n, double high, double low, double rho) {
    double from = log(low), span = log(high) - log(low);
    for (int i = 0; i < n; i++) sigma[i] = exp(from + span * pow(levels_linspace(1, 0, n, i), rho));
}

// Beta sampling (Lee et al. 2024, arXiv 2407.12173): quantiles of Beta(0.6, 0.6), here in sigma.
void levels_beta(double *sigma, int n, double high, double low, double rho) {
    (void)rho;
    for (int i = 0; i < n; i++)
        sigma[i] = low + (high - low) * beta_quantile(levels_linspace(1, 0, n, i), 0.6, 0.6);
}

// Align Your Steps (arXiv 2404.14507), theorem 3.1: even in atan sigma.
void levels_kl_optimal(double *sigma, int n, double high, double low, double rho) {
    (void)rho;
    for (int i = 0; i < n; i++) sigma[i] = tan(levels_linspace(atan(high), atan(low), n, i));
}

// A Laplace distribution of ln sigma with mean 0 and scale ½ (Hang et al. 2024, arXiv 2407.03297).
void levels_laplace(double *sigma, int n, double high, double low, double rho) {
    (void)rho;
    for (int i = 0; i < n; i++) {
        double from_middle = 0.5 - levels_linspace(0, 1, n, i);
        double side = from_middle > 0 ? 1 : from_middle < 0 ? -1 : 0;
        double level = -0.5 * side * log(1 - 2 * fabs(from_middle) + 1e-5);
        sigma[i] = fmin(high, fmax(low, exp(level)));
    }
}

// Half of the steps take the first 2.5 % of the way evenly, the others the rest on a parabola that
// goes on with their slope (Movie Gen, arXiv 2410.13720).
void levels_linear_quadratic(double *sigma, int n, double high, double low, double rho) {
    (void)low, (void)rho;
    const double threshold = 0.025;
    int even = n / 2, curved = n - even;
    double missing = even - threshold * n;
    double square = even ? missing / ((double)even * curved * curved) : 0;
    double slope = even ? threshold / even - 2 * missing / ((double)curved * curved) : 0;
    double start = square * even * even;
    for (int i = 0; i < n; i++) {
        double way = i < even ? i * threshold / even : (square * i + slope) * i + start;
        sigma[i] = high * (1 - (n == 1 ? 0 : way));
    }
}

// The variance-preserving SDE by its own formula, beta_d 19.9, beta_min 0.1, t from 1 to 10^-3.
void levels_vp(double *sigma, int n, double high, double low, double rho) {
    (void)high, (void)low, (void)rho;
    for (int i = 0; i < n; i++) {
        double t = levels_linspace(1, 1e-3, n, i);
        sigma[i] = sqrt(expm1(19.9 * t * t / 2 + 0.1 * t));
    }
}

void levels_interpolate(double *sigma, int n, const LevelsTable *table) {
    for (int i = 0; i < n; i++) {
        double at = levels_linspace(0, table->count - 1, n, i);
        int below = (int)fmin(floor(at), table->count - 2);
        double part = at - below;
        sigma[i] = exp((1 - part) * log(table->sigma[below]) + part * log(table->sigma[below + 1]));
    }
}
