// SPDX-License-Identifier: MIT
// What the settings stand for: the schedule's table, the picture's values, the noise, and every
// picture made of them. Follows the settings lazily: only what a change touches is made again.
#ifndef ALPHABAR_MODEL_MODEL_H
#define ALPHABAR_MODEL_MODEL_H

#include "conf/settings.h"
#include "core/noise.h"
#include "core/picture.h"
#include "core/posterior.h"
#include "core/schedule.h"
#include "core/statistics.h"
#include "io/image.h"
#include "io/scheduler_config.h"
#include "model/compared.h"
#include "model/derived.h"
#include "model/opened.h"

// The last scheduler_config.json that was read, and what it gave; model/source.h.
typedef struct ConfigSource {
    SchedulerConfig config; // without a class: none was
    ScheduleChoice choice;
    char name[256];
    char path[SETTINGS_PATH]; // from the root
} ConfigSource;

typedef struct Model {
    Opened *picture, *list; // held; what the next five are borrowed from. No list: NULL
    Image source;           // the picture as its file has it
    char name[256];
    double *betas; // what --betas read; NULL where nothing was
    int beta_count;
    char betas_name[256];
    ConfigSource config;
    // What an open replaced since the last update, which may have to give it back.
    bool source_replaced, betas_replaced;
    Opened *old_picture, *old_list;
    ReadyPicture ready; // what was opened last, where it came with its values

    Schedule schedule; // of what is shown: straight where settings_is_straight
    Schedule table;    // then the same that keeps the variance; else empty
    // Values, noise n_t, the draw's noise. Of a picture that has more than MODEL_HELD_VALUES n,
    // n_prev and eta stay empty: noise is drawn where it is wanted (model/thin.h, model/measure.h).
    Picture x, n, eta;
    int shown[3];     // which channels of x are shown as red, green and blue
    Picture n_prev;   // n_{t-1}; empty in jump coupling, where it is n, and at t = 1
    NoiseCache cache; // of the path
    Compared compared;
    Moments moments;                         // of x
    Levels levels;                           // of x
    PairMoments x_n, x_n_prev, x_eta, n_eta; // x_n_prev of n where there is no n_prev

    // Count up whenever their part is made anew; noise_stamp when all noise is another one, n_stamp
    // when the plane n is.
    unsigned source_stamp, schedule_stamp, x_stamp, noise_stamp, n_stamp, eta_stamp, betas_stamp;
    unsigned counted_x, counted_n, counted_eta; // the stamps that the moments are of
    // The settings that the parts were made from.
    Settings made;
    unsigned made_source, made_betas;
    bool any;
    Derived *derived; // what is made from all this when it is first asked for
} Model;

void model_free(Model *model);

// The schedule that keeps the variance, as tables, files and comparisons have it.
const Schedule *model_table(const Model *model);

// Whether all noise of the picture is there, or only what is asked for.
bool model_holds_planes(const Model *model);

// Each leaves the model as it was on failure. What was opened takes effect with model_update, and
// is dropped again where that fails.
bool model_open_built_in(Model *model, Error *error);
bool model_open(Model *model, const char *path, Error *error);
void model_open_ready(Model *model, ReadyPicture *ready); // takes all of it
bool model_open_betas(Model *model, const char *path, const Settings *settings, Error *error);
void model_drop_opened(Model *model); // what was opened since the last update
void model_reopen(Model *model, Opened *picture, Opened *list); // as they were held before
bool model_update(Model *model, const Settings *settings, Error *error);

// One picture at the model's t: as RGBA bytes, or as values into `out` of x's shape. False where
// memory runs out.
bool model_rgba(const Model *model, PictureKind kind, uint8_t *rgba, Error *error);
bool model_values(const Model *model, PictureKind kind, Picture *out, Error *error);

// Mean and variance over all values of a picture, in closed form, and what they are expected to be.
// Where planes are not held, over those that have been counted (model/measure.h).
// Not of PICTURE_RESIDUAL, which core/residual.h measures, nor of PICTURE_STEP_NOISE.
MeanVariance model_statistics(const Model *model, PictureKind kind);
MeanVariance model_expected(const Model *model, PictureKind kind);

// One value of a picture, as model_values has it.
float model_value(const Model *model, PictureKind kind, int channel, size_t index);

// NoisePlanes of one shape; n_prev may be empty: then n serves.
typedef struct NoisePlanes {
    Picture x, n, n_prev, eta;
} NoisePlanes;

// How that picture is made of them.
PictureBytes model_picture_bytes(const Model *model, const NoisePlanes *planes, PictureKind kind,
                                 uint8_t *rgba);

#endif
