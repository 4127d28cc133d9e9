// SPDX-License-Identifier: MIT
// Everything a user can set, as plain values: copied, compared and restored as one block.
#ifndef ALPHABAR_CONF_SETTINGS_H
#define ALPHABAR_CONF_SETTINGS_H

#include "core/knots.h"
#include "core/noise.h"
#include "core/notation.h"
#include "core/schedule.h"

#include <stdbool.h>
#include <stdint.h>

enum { SETTINGS_PATH = 1024, WINDOW_LEAST = 320 }; // pixels a side

typedef enum Theme { THEME_DARK, THEME_LIGHT } Theme;
typedef enum View { VIEW_FORWARD, VIEW_REVERSE, VIEW_MIXTURE, VIEW_COMPARE, VIEWS } View;
typedef enum AxisScale { AXIS_LINEAR, AXIS_LOG } AxisScale;
typedef enum Language { LANGUAGE_ENGLISH, LANGUAGE_KOREAN, LANGUAGES } Language;
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

// One schedule, as the options from `schedule` to `snr_shift` state it.
typedef struct ScheduleChoice {
    int schedule, steps;
    double beta_min, beta_max;
    double cosine_s, shift, snr_shift;
    bool scale_with_t, zero_snr;
    Knots knots; // of the family `custom`; of others zero
} ScheduleChoice;

// The schedules that are compared; conf/compare.h reads and changes them. The one in focus is the
// settings' own, so its place here is all zero, as are those from `count` on.
typedef struct Compare {
    int count, focus; // 1..COMPARE_MOST, 0..count-1
    ScheduleChoice others[COMPARE_MOST];
} Compare;

// The Reverse view.
typedef enum ReverseRow { ROW_STEP, ROW_DRAWS, ROW_DIFFERENCES, ROW_WALK } ReverseRow;
typedef enum ReverseLower { LOWER_BAYES, LOWER_WITHOUT_X } ReverseLower;
typedef enum BayesSpan { SPAN_WHOLE, SPAN_POSTERIOR } BayesSpan;
typedef enum BayesHeight { HEIGHT_DENSITY, HEIGHT_PEAKS } BayesHeight;
typedef enum LifeClock { LIFE_IN_T, LIFE_IN_S } LifeClock;
typedef enum PriorKind { PRIOR_PICTURE, PRIOR_BIMODAL, PRIOR_DRAWN } PriorKind;
enum { DRAWN_CELLS = 64, DRAWN_TEXT = 2 * DRAWN_CELLS + 1 };

typedef struct Settings {
    // The schedule; see ScheduleParams. NaN in beta_min and beta_max is the family's own default.
    int schedule;
    int steps;
    double beta_min, beta_max;
    double cosine_s, shift, snr_shift;
    bool scale_with_t, zero_snr;
    char betas[SETTINGS_PATH];
    char scheduler_config[SETTINGS_PATH]; // read at the start, into the options that it stands for
    Knots knots;                          // of the family `custom`
    int knot, knot_space;                 // which one the keys move, -1 for none; KnotSpace

    int t;    // 1..steps
    double u; // t / steps when t was last chosen, so that changing T keeps the place

    uint64_t seed;
    int coupling;
    int draw; // which draw of m_t + sigma_t eta
    int resolution;
    int threads; // 0: one a processor

    int theme, view;
    int language;      // of lessons
    int notation;      // what the quantities are called: core/notation.h
    int width, height; // of the window, or of an exported one
    double ui_scale;

    bool playing, loop;
    bool live;    // another seed every frame
    double speed; // 1: the whole chain in eight seconds
    bool panels, help, fullscreen;
    int signal;         // SignalPlot
    int variance_scale; // AxisScale
    bool show_alpha, show_sqrt_alpha, show_sqrt_noise, show_sigma2, show_beta;
    bool show_x, show_z, show_mean;
    int follow; // Follow: what the lower plot is about
    bool show_value_mean, show_value_variance, show_kl;

    Compare compare;
    int compare_x;                                                 // CompareX
    int compare_plot[COMPARE_PLOTS], compare_scale[COMPARE_PLOTS]; // Quantity, CompareScale

    int pin_x, pin_y;      // the pinned pixel, -1 where none is
    int channel;           // which of its channels the plot follows
    double zoom;           // of the pictures, 1: whole
    double zoom_x, zoom_y; // the centre of what is shown, 0..1

    int reverse_row, reverse_lower, bayes_span, bayes_height, life_clock, coefficient_scale;
    bool backward; // playing runs from T to 1
    double gain;   // how much differences are enlarged; 0: as fits
    bool hold_z;   // the Bayes picture is about held_z, not about the chain's z_t
    double held_z;
    int prior;                       // PriorKind: p(x) where x is not known
    char drawn_prior[SETTINGS_PATH]; // DRAWN_CELLS heights, two hexadecimal digits each
    double marginal_z;               // the z_t that is looked back from
    bool show_walk, show_coef_x, show_coef_z, show_ratio;

    bool presenting;
    bool spotlight;

    // What the export sheet would write.
    bool export_sheet; // it is open
    int export_format; // SheetFormat
    int export_what;   // What of conf/arguments.h
    bool export_own_size;
    int export_width, export_height;
    int export_from, export_to; // steps; 0: the first, the last
    double export_seconds, export_fps;
    int export_ease, export_loop;
    char export_path[SETTINGS_PATH]; // empty: a name is made
    // The mixture over a data set; see io/dataset.h, core/mixture.h, core/sampler.h.
    char dataset[SETTINGS_PATH];
    int dataset_side;
    int sampler; // SamplerKind
    int sample_steps;
    double eta, bandwidth;
    int count;       // of samples
    int example;     // which picture of the set is x; -1: the user's own
    int label;       // what is browsed; -1: all
    bool browsing;   // the set's pictures are shown
    bool sampling;   // the run goes on
    int sample_step; // how far it is, 0..sample_steps
    bool show_effective;
} Settings;

// The step at the place u, 0..1, of a chain of `steps`: 1..steps.
int settings_t_at(double u, int steps);
double settings_default_u(void); // where t stands when nobody says

// The schedule that the settings ask for. `betas` is what --betas read, NULL where there is none.
ScheduleParams settings_schedule(const Settings *settings, const double *betas, int beta_count);

#endif
