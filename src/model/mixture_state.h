// SPDX-License-Identifier: MIT
// What the Mixture view has to show: the set, one z_t, the curve over t, the run backwards.
#ifndef ALPHABAR_MODEL_MIXTURE_STATE_H
#define ALPHABAR_MODEL_MIXTURE_STATE_H

#include "conf/settings.h"
#include "core/dataset.h"
#include "core/mixture.h"
#include "core/picture.h"

// One z_t and what the set says about it.
typedef struct MixtureShown {
    bool any; // else there is nothing of the set at hand yet
    int t;
    Picture x, z, x_mean;       // the picture, hidden; z_t; E[x | z_t]
    Picture m_known, m_mixture; // the mean of z_{t-1}: knowing x, and over the set
    MixtureResult result;
    double step_trace; // of the mixture's covariance of z_{t-1}, a value
    unsigned stamp;    // counts up
} MixtureShown;

// The effective number of pictures over t, at some t.
enum { MIXTURE_NODES = 48 };
typedef struct MixtureCurve {
    int count; // made so far, from T down
    int t[MIXTURE_NODES];
    double effective[MIXTURE_NODES];
    unsigned stamp;
} MixtureCurve;

// The variance of z_{t-1} given z_t, a value, as its mean over draws of z_t from q(z_t), at some t.
enum { MIXTURE_DRAWS = 16 };
typedef struct MixtureVariance {
    int count; // made so far, from t = 1 up
    int nodes, t[MIXTURE_NODES];
    double mean[MIXTURE_NODES], error[MIXTURE_NODES]; // its standard error
    unsigned schedule;                                // the model's schedule_stamp that it is of
    unsigned stamp;
} MixtureVariance;

// The reverse run, frame by frame: frame k is z_t at t = times[k], and what was made of it.
enum { MIXTURE_SAMPLES = 64 };
typedef struct MixtureRun {
    int steps, count; // the last frame, t = 0; samples
    int frames;       // made so far, up to steps + 1
    int *times;
    size_t length;
    uint8_t *z, *x_mean; // frame × sample × value, as bytes; E[x | z_t], and x itself at t = 0
    uint32_t *nearest;   // frame × sample: the training picture nearest to x_mean
    float *rms;          // and how near
    unsigned started, stamp; // count runs, and frames of them
} MixtureRun;

// The distance of DDIM's samples in few steps from those in `reference` steps of the schedule, as
// root mean square over all values of all samples, for each method of the levels.
enum { DISTANCE_METHODS = 1 + LEVELS_BESIDE, DISTANCE_NODES = 12 };
typedef struct MixtureDistance {
    int methods;
    int slots[DISTANCE_METHODS]; // 0 of `levels`, 1.. of what is beside it
    int nodes[DISTANCE_METHODS], steps[DISTANCE_METHODS][DISTANCE_NODES];
    double rms[DISTANCE_METHODS][DISTANCE_NODES]; // NaN: not yet, or not at all
    int reference, samples;
    int worked, total; // steps of runs, about
    double done;       // 1: nothing more comes
    unsigned stamp;
} MixtureDistance;

typedef struct MixtureState {
    Dataset set; // what is at hand; count 0: none yet
    unsigned set_stamp;
    bool reading;               // a set is being read
    double read;                // 0..1 of it
    char wanted[SETTINGS_PATH]; // its name
    MixtureShown shown;
    MixtureCurve curve;
    MixtureRun run;
    MixtureVariance variance; // only where a panel shows it
    MixtureDistance distance;
    bool busy;
} MixtureState;

#endif
