// SPDX-License-Identifier: MIT
// One step back by Bayes' rule, for one value of the picture:
//     q(z_{t-1} | z_t, x) = q(z_t | z_{t-1}) q(z_{t-1} | x) / q(z_t | x)
// B&B section 20.1.3. The square is completed in z_{t-1}: precisions add, and the mean is that of
// the two centres, weighted by them. Doubles, each within a few units in the last place.
#ifndef ALPHABAR_CORE_BAYES_H
#define ALPHABAR_CORE_BAYES_H

#include "core/schedule.h"

typedef struct Gaussian {
    double mean, variance; // variance 0: a point, +inf: flat
} Gaussian;

typedef struct Bayes {
    Gaussian prior;      // q(z_{t-1} | x); at t = 1 the point x
    Gaussian likelihood; // q(z_t | z_{t-1}) over z_{t-1}, as if it were a density; flat at beta = 1
    Gaussian posterior;  // N(m_t, sigma_t^2); at t = 1 the point x
    double evidence;     // q(z_t | x), which the product of the two is divided by

    // The completed square. 1/sigma_t^2 is the sum of the two precisions, the weights add up to 1,
    // and m_t = prior_weight prior.mean + likelihood_weight likelihood.mean.
    double prior_precision, likelihood_precision; // 1/(1 - alpha_{t-1}), (1 - beta_t)/beta_t
    double prior_weight, likelihood_weight;       // their shares of 1/sigma_t^2
    double prior_part, likelihood_part;           // coef_x x and coef_z z_t, which add up to m_t
} Bayes;

// The step from z_t at t = 1..steps.
Bayes bayes_step(const Schedule *schedule, int t, double x, double z_t);

// q(z_t | z_{t-1}) = N(z_t; sqrt(1 - beta_t) z_{t-1}, beta_t).
double bayes_likelihood(const Schedule *schedule, int t, double z_before, double z_t);

// The density; 0 for a flat one, and for a point +inf there and 0 elsewhere.
double gaussian_density(Gaussian gaussian, double at);

#endif
