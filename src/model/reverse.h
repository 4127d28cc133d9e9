// SPDX-License-Identifier: MIT
// One step back, measured and computed: the residuals of the whole picture, a walk from z_T to x,
// one value's walk, and q(z_{t-1} | z_t) where x is not known. Made when first asked for, and
// borrowed until the model is updated.
#ifndef ALPHABAR_MODEL_REVERSE_H
#define ALPHABAR_MODEL_REVERSE_H

#include "core/bayes.h"
#include "core/marginal.h"
#include "core/residual.h"
#include "core/statistics.h"
#include "core/walk.h"
#include "model/key.h"
#include "model/model.h"
#include "model/thin.h"

// (z_{t-1} - m_t)/sigma_t over all values, at t >= 2. NULL and an error where the machine has no
// room for them.
typedef struct ModelResidual {
    Residual measured;
    Picture values;
    Thin some; // of a large picture: those that are measured, evenly picked
    Key key;
} ModelResidual;
// Of all values; of a picture whose planes are not held, of some MODEL_HELD_VALUES of them.
const Residual *model_residual(const Model *model, Error *error);

// The chain run backwards from z_T, each step drawn from q(z_{t-1} | z_t, x), to the model's t.
typedef struct ModelWalk {
    Walk walk;
    PairMoments moments; // of x and the walk's z, at `moments_key`
    Key key, moments_key;
} ModelWalk;

// Takes it at most so many steps on; 0: as many as a frame has time for. NULL and an error where
// there is no room. It is there when walk->at is the model's t.
const Walk *model_walk(const Model *model, int most, Error *error);
const PairMoments *model_walk_moments(const Model *model); // of the walk as it is now

// Mean and variance of what lies about sqrt(alpha_t) x, and the correlation of z with x.
typedef struct WalkLaw {
    double mean, variance, with_x;
} WalkLaw;
WalkLaw model_walk_law(const Model *model);  // NaN while the walk is on its way
WalkLaw model_chain_law(const Model *model); // of the chain, as measured
WalkLaw model_true_law(const Model *model);  // as it should be

// One value's walk by t, 0..T, of a channel and a place in its plane.
typedef struct ValueWalk {
    double *value;
    float *floats;
    int room;
    Key key;
} ValueWalk;
const double *model_value_walk(const Model *model, int channel, size_t index);

// p(x) of one value, where x is not known: of the picture, of two peaks, or drawn.
typedef struct ModelPrior {
    Humps p;
    unsigned stamp;         // counts up when p is another
    char drawn[DRAWN_TEXT]; // the text that p was read from
    Key key;
} ModelPrior;
const ModelPrior *model_prior(const Model *model);

// DRAWN_CELLS heights, 0..255, as two hexadecimal digits each. False where the text is no such.
bool prior_read(double cells[DRAWN_CELLS], const char *text);
void prior_write(char text[DRAWN_TEXT], const double cells[DRAWN_CELLS]);
// The present p as heights to draw on, 0..255.
void model_prior_cells(const Model *model, double cells[DRAWN_CELLS]);

// q(z_{t-1} | z_t = marginal_z) and the Gaussian of its mean and variance, over its width; prior
// and likelihood for their shapes: they are of other sizes.
enum { BACK_POINTS = 361 };
typedef struct BackCurves {
    double at[BACK_POINTS], exact[BACK_POINTS], same[BACK_POINTS];
    double prior[BACK_POINTS], likelihood[BACK_POINTS];
    double highest;
    Gaussian moments;
    Humps back;
    HumpsDistance distance;
    Key key;
} BackCurves;
const BackCurves *model_back(const Model *model);

// q(z_t) over all t, evenly: `rows` densities from REACH_OF_Z down to -REACH_OF_Z in each of
// `columns`.
#define REACH_OF_Z 3.0
typedef struct MarginalMap {
    double *density;
    unsigned stamp; // counts up when it is another
    Key key;
} MarginalMap;
const MarginalMap *model_marginal_map(const Model *model, int columns, int rows);

// PATHS samples of the chain of one value, begun at equal shares of p: rows of T + 1.
enum { PATHS = 6 };
typedef struct MarginalPaths {
    float *z;
    size_t room;
    Key key;
} MarginalPaths;
const float *model_marginal_paths(const Model *model);

typedef struct ReverseParts {
    ModelResidual residual;
    ModelWalk walk;
    ValueWalk value_walk;
    ModelPrior prior;
    BackCurves back;
    MarginalMap map;
    MarginalPaths paths;
} ReverseParts;

#endif
