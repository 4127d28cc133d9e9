// SPDX-License-Identifier: MIT
#include "core/bayes.h"

#include <math.h>

double gaussian_density(Gaussian gaussian, double at) {
    double d = at - gaussian.mean, v = gaussian.variance;
    if (v == 0) return d == 0 ? INFINITY : 0;
    return isinf(v) ? 0 : exp(-d * d / (2 * v)) / sqrt(6.283185307179586 * v);
}

double bayes_likelihood(const Schedule *schedule, int t, double z_before, double z_t) {
    return gaussian_density((Gaussian){ sqrt(schedule->keep[t]) * z_before, schedule->beta[t] },
                            z_t);
}

Bayes bayes_step(const Schedule *schedule, int t, double x, double z_t) {
    CHECK(t >= 1 && t <= schedule->steps);
    double beta = schedule->beta[t], keep = schedule->keep[t];
    double open = schedule->one_minus_alpha[t - 1];
    double all = schedule->one_minus_alpha[t]; // = open keep + beta
    Bayes bayes = {
        .prior = { sqrt(schedule->alpha[t - 1]) * x, open },
        .likelihood = { keep > 0 ? z_t / sqrt(keep) : 0, beta / keep },
        .prior_precision = 1 / open,
        .likelihood_precision = keep / beta,
        .prior_weight = beta / all,
        .likelihood_weight = open * keep / all,
        .prior_part = schedule->coef_x[t] * x,
        .likelihood_part = schedule->coef_z[t] * z_t,
    };
    bayes.posterior = (Gaussian){ bayes.prior_part + bayes.likelihood_part, schedule->sigma2[t] };
    bayes.evidence = gaussian_density((Gaussian){ sqrt(schedule->alpha[t]) * x, all }, z_t);
    return bayes;
}
