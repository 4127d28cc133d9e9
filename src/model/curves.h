// SPDX-License-Identifier: MIT
// Columns over t that are in no table: of the schedule, of one value of the picture, and of all
// values together. They are made when they are first asked for, and borrowed until the model is
// updated.
#ifndef ALPHABAR_MODEL_CURVES_H
#define ALPHABAR_MODEL_CURVES_H

#include "model/key.h"
#include "model/measure.h"
#include "model/model.h"

// By t, 0..T.
typedef struct TableColumns {
    double *signal, *noise; // sqrt(alpha), sqrt(1 - alpha)
    double *level;          // of the notation: core/notation.h
    double *ratio;          // sigma^2/beta, 0 at t = 0
    Key key;
} TableColumns;
const TableColumns *model_columns(const Model *model);

// One value of the picture by t, 0..T: z_t, the posterior mean (from t = 1), and their law.
typedef struct ValueCurves {
    float *noise; // n_t
    double *x;    // sqrt(alpha) x, the mean of z_t
    double *z, *mean;
    double *sigma;             // sigma_t
    double *deviation, *twice; // of z_t, and twice that
    int room;
    Key key;
} ValueCurves;
// Of a channel, 0..channels - 1, and a place in its plane.
const ValueCurves *model_value_curves(const Model *model, int channel, size_t index);

// All values of z_t at the model's t: how often each is, and how often it should be.
typedef struct ValueHistogram {
    Histogram histogram;
    double density[VALUE_BINS], prior[VALUE_BINS]; // of z_t, and N(0, 1)
    double kl, expected_kl; // of all values' law from N(0, 1), nats; levels_kl
    Key key;
} ValueHistogram;
const ValueHistogram *model_histogram(const Model *model);

// Their mean and variance, and the mean over them of KL of q(z_t | x) from N(0, 1), by t, 0..T:
// expected, and measured where t has been (else NaN).
typedef struct ValueMoments {
    double *mean, *variance, *kl, *measured_mean, *measured_variance;
    size_t room;
    Key key;
} ValueMoments;
const ValueMoments *model_moments(const Model *model);

#endif
