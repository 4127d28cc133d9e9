// SPDX-License-Identifier: MIT
// Everything a user can set, as plain values: copied, compared and restored as one block.
#ifndef ALPHABAR_CONF_SETTINGS_H
#define ALPHABAR_CONF_SETTINGS_H

#include "core/knots.h"
#include "core/noise.h"
#include "core/notation.h"
#include "core/objective/level_density.h"
#include "core/schedule.h"

#include <stdbool.h>
#include <stdint.h>

enum { SETTINGS_PATH = 1024, WINDOW_LEAST = 320 }; // pixels a side

typedef enum Theme { THEME_DARK, THEME_LIGHT } Theme;
typedef enum View { VIEW_FORWARD, VIEW_REVERSE, VIEW_MIXTURE, VIEW_COMPARE, VIEWS } View;
typedef enum AxisScale { AXIS_LINEAR, AXIS_LOG } AxisScale;
typedef enum Language {
    LANGUAGE_ENGLISH,
    LANGUAGE_KOREAN,
    LANGUAGES,
    LANGUAGE_AUTO = LANGUAGES // the window's is that of the environment; else English
} Language;
typedef enum Follow { FOLLOW_PIXEL, FOLLOW_ALL } Follow;
typedef enum SheetFormat {
    SHEET_PNG,
    SHEET_SVG,
    SHEET_APNG,
    SHEET_GIF,
    SHEET_MP4,
    SHEET_WEBM,
    SHEET_FRAMES, // numbered PNG files
    SHEET_FORMATS
} SheetFormat;
typedef enum FlowForm { FLOW_VP, FLOW_STRAIGHT } FlowForm;
typedef enum SignalPlot { SIGNAL_ALPHA, SIGNAL_LOG_ALPHA, SIGNAL_LOG_SNR } SignalPlot;

// What a plot of the Compare view shows, and over what.
typedef enum Quantity {
    QUANTITY_ALPHA,
    QUANTITY_SQRT_ALPHA,
    QUANTITY_LOG_SNR,
    QUANTITY_BETA,
    QUANTITY_SIGMA2,
    QUANTITY_SIGMA2_BETA, // sigma^2/beta
    QUANTITY_COEF_X,
    QUANTITY_COEF_Z,
    QUANTITY_KL,
    QUANTITY_S,
    QUANTITY_T,
    QUANTITY_U, // t/T
    QUANTITIES
} Quantity;
typedef enum CompareX { COMPARE_X_T, COMPARE_X_U, COMPARE_X_LOG_SNR } CompareX;
typedef enum CompareScale { COMPARE_AUTO, COMPARE_LINEAR, COMPARE_LOG } CompareScale;

enum { COMPARE_MOST = 4, COMPARE_PLOTS = 3 };

// One schedule, as the options from `schedule` to `knots` state it.
typedef struct ScheduleChoice {
    int family, steps;         // ScheduleFamily
    double beta_min, beta_max; // NaN: the family's own default
    double cosine_s, shift, snr_shift;
    double mu;                 // of flow: shift = e^mu; NaN where the shift itself was set
    double own[SCHEDULE_OWNS]; // NaN: the family's own default
    bool scale_with_t, zero_snr;
    Knots knots;                 // of the family `custom`
    char formula[SETTINGS_PATH]; // of the family `formula`
} ScheduleChoice;

// The noise levels that a sampler visits; conf/levels.h, core/levels/levels.h.
enum { LEVELS_BESIDE = 3 };
typedef struct LevelsSettings {
    int method;                // 0: none; else 1 + LevelsMethod
    double rho, shift, mu;     // NaN: the method's and the chain's own
    double terminal;           // 0: the method's own
    int width, height;         // of the picture whose size says mu; 0: none
    int final;                 // LevelsFinal
    int spacing, curve, ends;  // own.parts: LevelsSpacing, LevelsBend, LevelsEnds
    char list[SETTINGS_PATH];  // "14.6,7,1,0": one's own
    int beside[LEVELS_BESIDE]; // other methods, as `method`
} LevelsSettings;

typedef struct NoiseSettings {
    uint64_t seed;
    int coupling; // Coupling
    int draw;     // which draw of m_t + sigma_t eta
    bool live;    // another seed every frame
} NoiseSettings;

typedef struct PlaySettings {
    bool playing, loop;
    bool backward; // from T to 1
    double speed;  // 1: the whole chain in eight seconds
} PlaySettings;

// How all of it looks, whatever is shown.
typedef struct LookSettings {
    int theme;         // Theme
    int language;      // Language
    int notation;      // what the quantities are called: core/notation.h
    int width, height; // of the window, or of an exported one, pixels
    double ui_scale;
    bool panels, help, fullscreen, presenting, spotlight;
} LookSettings;

// What the pictures show, and which of their values is followed.
enum { ZOOM_MOST = 128 };
typedef struct PictureSettings {
    int pin_x, pin_y;          // the pinned pixel, -1 where none is
    int channel;               // which of its channels the plots follow
    char shown[SETTINGS_PATH]; // three channels, "0,1,2", as red, green and blue of data that have
                               // more
    double zoom;               // 1: whole
    double zoom_x, zoom_y;     // the centre of what is shown, 0..1
} PictureSettings;

typedef struct PlotSettings {
    int signal;         // SignalPlot
    int variance_scale; // AxisScale, as the next
    int coefficient_scale;
    int follow; // Follow: what the lower plot of the Forward view is about
    bool show_alpha, show_sqrt_alpha, show_sqrt_noise, show_sigma2, show_beta;
    bool show_x, show_z, show_mean;
    bool show_value_mean, show_value_variance, show_kl;
    bool show_walk, show_coef_x, show_coef_z, show_ratio, show_effective;
} PlotSettings;

// The schedules that are compared; conf/compare.h reads and changes them. The one in focus is the
// settings' own, so its place here is all zero, as are those from `count` on; so are the knots of
// any family but `custom`.
typedef struct Compare {
    int count, focus;         // 1..COMPARE_MOST, 0..count-1
    int colors[COMPARE_MOST]; // of each its own, 0..COMPARE_MOST-1, which it keeps
    ScheduleChoice others[COMPARE_MOST];
} Compare;

typedef struct CompareSettings {
    Compare list;
    int x;                                         // CompareX
    int plot[COMPARE_PLOTS], scale[COMPARE_PLOTS]; // Quantity, CompareScale
} CompareSettings;

// One step back.
typedef enum ReverseRow { ROW_STEP, ROW_DRAWS, ROW_DIFFERENCES, ROW_WALK } ReverseRow;
typedef enum ReverseLower { LOWER_BAYES, LOWER_WITHOUT_X } ReverseLower;
typedef enum BayesSpan { SPAN_WHOLE, SPAN_POSTERIOR } BayesSpan;
typedef enum BayesHeight { HEIGHT_DENSITY, HEIGHT_PEAKS } BayesHeight;
typedef enum LifeClock { LIFE_IN_T, LIFE_IN_S } LifeClock;
typedef enum PriorKind { PRIOR_PICTURE, PRIOR_BIMODAL, PRIOR_DRAWN } PriorKind;
enum { DRAWN_CELLS = 64, DRAWN_TEXT = 2 * DRAWN_CELLS + 1 };

typedef struct ReverseSettings {
    int row, lower, bayes_span, bayes_height, life_clock; // the enums above
    double gain; // how much differences are enlarged; 0: as fits
    bool hold_z; // the Bayes picture is about held_z, not about the chain's z_t
    double held_z;
    int prior;                       // PriorKind: p(x) where x is not known
    char drawn_prior[SETTINGS_PATH]; // DRAWN_CELLS heights, two hexadecimal digits each
    double marginal_z;               // the z_t that is looked back from
} ReverseSettings;

// The mixture over a data set; see io/dataset.h, core/mixture.h, core/sampler.h.
typedef struct MixtureSettings {
    char dataset[SETTINGS_PATH];
    int side;
    double scale; // of all its values
    int sampler;  // SamplerKind
    int sample_steps;
    double eta, bandwidth;
    int count;       // of samples
    int example;     // which picture of the set is x; -1: the user's own
    int label;       // what is browsed; -1: all
    bool browsing;   // the set's pictures are shown
    bool sampling;   // the run goes on
    int sample_step; // how far it is, 0..sample_steps
} MixtureSettings;

// What a training cares about; see core/objective.
typedef struct ObjectiveSettings {
    int loss;                                   // LossWeight
    double gamma, k, sigma_data, bias, snr_cap; // NaN: the loss's own
    int density;                                // LevelDensity
    int orientation;                            // DensityOrientation
    double logit_mean, logit_std, mode_scale, shift, p_mean, p_std;
} ObjectiveSettings;

// What the export sheet would write.
typedef struct ExportSettings {
    bool sheet; // it is open
    int format; // SheetFormat
    int what;   // What of conf/arguments.h
    bool own_size;
    int width, height;
    int from, to; // steps; 0: the first, the last
    double seconds, fps;
    int ease, loop;
    int theme;                  // 0: the window's; else 1 and a Theme
    bool transparent;           // without a ground
    char path[SETTINGS_PATH];   // empty: a name is made
    char folder[SETTINGS_PATH]; // that it is in; empty: where the program was started
} ExportSettings;

typedef struct Settings {
    ScheduleChoice schedule;
    char betas[SETTINGS_PATH];
    char scheduler_config[SETTINGS_PATH]; // read at the start, into the options that it stands for
    int flow_form;                        // FlowForm: how the schedule `flow` writes z
    int knot, knot_space;                 // which one the keys move, -1 for none; KnotSpace
    bool freehand;                        // a press on their plot draws

    int t;    // 1..steps
    double u; // t / steps when t was last chosen, so that changing T keeps the place
    int resolution;
    int threads;               // 0: one a processor
    int view;                  // View
    char stage[SETTINGS_PATH]; // what is shown in place of the view, as text; empty: the view

    LevelsSettings levels;
    NoiseSettings noise;
    PlaySettings play;
    LookSettings look;
    PictureSettings picture;
    PlotSettings plots;
    CompareSettings compare;
    ReverseSettings reverse;
    MixtureSettings mixture;
    ObjectiveSettings objective;
    ExportSettings export;
} Settings;

// The step at the place u, 0..1, of a chain of `steps`: 1..steps.
int settings_t_at(double u, int steps);

// Whether a file may ask for a window or an export of that size; a command line may ask for more.
enum { SETTINGS_CARRIED_PIXELS = 1 << 26 };
bool settings_size_is_modest(const Settings *settings);

void settings_show_view(Settings *settings, View view); // in place of a stage

// Which channels of data with so many are shown as red, green and blue: of up to three all, the
// last one again where there is no third; of more those that are chosen. False where one of those
// is not there, for which the last one stands.
bool settings_shown_channels(const Settings *settings, int channels, int shown[3]);
// Whether all that is shown is about flow's z = (1 - u) x + u n: beside schedules of other families
// flow is what it is equal to.
bool settings_is_straight(const Settings *settings);

// The schedule that the settings ask for. `betas` is what --betas read, NULL where there is none.
NotationStyle settings_notation(const Settings *settings);
Objective settings_objective(const Settings *settings);
ScheduleParams settings_schedule(const Settings *settings, const double *betas, int beta_count);

#endif
