// SPDX-License-Identifier: MIT
// Everything a user can set, as plain values: copied, compared and restored as one block.
#ifndef ALPHABAR_CONF_SETTINGS_H
#define ALPHABAR_CONF_SETTINGS_H

#include "core/noise.h"
#include "core/notation.h"
#include "core/schedule.h"

#include <stdbool.h>
#include <stdint.h>

enum { SETTINGS_PATH = 1024, WINDOW_LEAST = 320 }; // pixels a side

typedef enum Theme { THEME_DARK, THEME_LIGHT } Theme;
typedef enum View { VIEW_FORWARD, VIEWS } View;
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

typedef struct Settings {
    // The schedule; see ScheduleParams. NaN in beta_min and beta_max is the family's own default.
    int schedule;
    int steps;
    double beta_min, beta_max;
    double cosine_s, shift, snr_shift;
    bool scale_with_t, zero_snr;
    char betas[SETTINGS_PATH];

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

    int pin_x, pin_y;      // the pinned pixel, -1 where none is
    int channel;           // which of its channels the plot follows
    double zoom;           // of the pictures, 1: whole
    double zoom_x, zoom_y; // the centre of what is shown, 0..1

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
} Settings;

// The step at the place u, 0..1, of a chain of `steps`: 1..steps.
int settings_t_at(double u, int steps);
double settings_default_u(void); // where t stands when nobody says

// The schedule that the settings ask for. `betas` is what --betas read, NULL where there is none.
ScheduleParams settings_schedule(const Settings *settings, const double *betas, int beta_count);

#endif
