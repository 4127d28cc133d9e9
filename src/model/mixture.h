// SPDX-License-Identifier: MIT
// The Mixture view's work: a thread beside the window reads the data set, weighs it for the z_t on
// screen and runs the chain backwards. The window says what it wants (mixture_follow) and shows
// what there is; it never waits.
#ifndef ALPHABAR_MODEL_MIXTURE_H
#define ALPHABAR_MODEL_MIXTURE_H

#include "conf/settings.h"
#include "core/dataset.h"
#include "core/mixture.h"
#include "core/picture.h"

typedef struct Model Model;
typedef struct Mixture Mixture;

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

typedef struct MixtureState {
    Dataset set; // what is at hand; count 0: none yet
    unsigned set_stamp;
    bool reading;               // a set is being read
    double read;                // 0..1 of it
    char wanted[SETTINGS_PATH]; // its name
    MixtureShown shown;
    MixtureCurve curve;
    MixtureRun run;
    bool busy;
} MixtureState;

// `threaded` false: all work is done in mixture_settle. `wake` is called from the thread when there
// is something new.
Mixture *mixture_create(bool threaded, void (*wake)(void));
void mixture_free(Mixture *mixture);

// What is wanted now; call once a pass while the view is shown. The model's parts are copied.
void mixture_follow(Mixture *mixture, const Settings *settings, const Model *model);
void mixture_cancel(Mixture *mixture); // reading a set; the one before stays

// Returns when all that was asked for is there: the run's last frame, too.
void mixture_settle(Mixture *mixture);

// The state, until mixture_release. What went wrong since the last look is moved to `error`.
const MixtureState *mixture_look(Mixture *mixture);
void mixture_release(Mixture *mixture);
// True where there was one about the set that is still wanted. A reading that mixture_cancel ended
// is no error: kind ERROR_NONE and no text, but the set is not there either.
bool mixture_take_error(Mixture *mixture, Error *error);
// The path of the set at hand, which after a failure is not the one that was asked for.
void mixture_path(Mixture *mixture, char path[SETTINGS_PATH]);

// One step of mixture_settle where there is no thread, else a look that does not wait. False: all
// is there, or went wrong.
bool mixture_step(Mixture *mixture);

#endif
