// SPDX-License-Identifier: MIT
// How much a training loss cares about each noise level: its weight, by log SNR, as it acts on the
// squared error of the predicted noise, e = |n − n̂|². A loss on another target is that one times
//
//     |x − x̂|² = e/SNR      |v − v̂|² = (1 + 1/SNR) e      |flow − flow^|² = (1 + SNR^−½)² e
//
// (z = α x + σ n with α² + σ² = 1 for v, and (1−u) x + u n for the flow n − x), so that losses of
// different targets stand beside each other. Kingma & Gao 2023, arXiv 2303.00848, section 2.
#ifndef ALPHABAR_CORE_OBJECTIVE_LOSS_WEIGHT_H
#define ALPHABAR_CORE_OBJECTIVE_LOSS_WEIGHT_H

typedef enum LossWeight {
    LOSS_EPS,
    LOSS_X0,
    LOSS_V,
    LOSS_FLOW,
    LOSS_MIN_SNR,
    LOSS_P2,
    LOSS_EDM,
    LOSS_SOFT_MIN_SNR,
    LOSS_DEBIASED,
    LOSS_SIGMOID,
    LOSS_ELBO,
    LOSS_COSMAP,
    LOSS_WEIGHTS
} LossWeight;

typedef enum LossParameter {
    LOSS_GAMMA,      // min_snr's bound of SNR, p2's exponent
    LOSS_K,          // p2's k
    LOSS_SIGMA_DATA, // deviation of the data that edm and soft_min_snr reckon with
    LOSS_BIAS,       // the log SNR at which sigmoid is ½
    LOSS_SNR_CAP,    // debiased: what SNR counts at most
    LOSS_PARAMETERS
} LossParameter;

// Indexed by LossParameter; NaN takes the row's own.
typedef struct LossParams {
    double values[LOSS_PARAMETERS];
} LossParams;

typedef struct LossWeightRow {
    const char *name;                 // as in --weights
    const char *title;                // for a person
    const char *formula;              // of the weight; rich text, as the next
    const char *source;               // where it is from
    double defaults[LOSS_PARAMETERS]; // NaN where it does not read the parameter
    // With every parameter that it reads given; log SNR of any size, infinite ones too.
    double (*weight)(double log_snr, const LossParams *params);
} LossWeightRow;

const LossWeightRow *loss_weight_row(LossWeight loss);

// The weight at log_snr, which may be infinite: then its limit, +inf where it grows without bound.
// elbo: `density` is that of the levels which are trained on (core/objective/level_density.h), by
// whose inverse it weighs; the others do not read it.
double loss_weight(LossWeight loss, const LossParams *params, double log_snr, double density);

#endif
