// SPDX-License-Identifier: MIT
// One row per option: its name, type, range, default, unit and help. The command line, --help, the
// sliders, reset and `set` all read that row.
#ifndef ALPHABAR_CONF_OPTION_H
#define ALPHABAR_CONF_OPTION_H

#include "base/error.h"
#include "base/text.h"
#include "conf/settings.h"

#include <stddef.h>

typedef enum OptionType {
    OPTION_BOOL,    // 0 or 1
    OPTION_INT,     // within [min, max]
    OPTION_REAL,    // within [min, max], or (min, max) where the row is open
    OPTION_SEED,    // 0..2^64-1
    OPTION_CHOICE,  // one of a list of names
    OPTION_TEXT,    // a path where its value_name is FILE
    OPTION_SIZE,    // WxH, two ints from offset on
    OPTION_COMPARE, // schedules: conf/compare.h
    OPTION_KNOTS,   // "u:log_snr,u:log_snr,...", see core/knots.h
} OptionType;

typedef enum OptionId {
    OPT_SCHEDULE,
    OPT_STEPS,
    OPT_BETA_MIN,
    OPT_BETA_MAX,
    OPT_COSINE_S,
    OPT_SHIFT,
    OPT_SCALE_WITH_T,
    OPT_ZERO_SNR,
    OPT_SNR_SHIFT,
    OPT_KNOTS,
    OPT_KNOT,
    OPT_KNOT_SPACE,
    OPT_BETAS,
    OPT_SCHEDULER_CONFIG,
    OPT_T,
    OPT_SEED,
    OPT_COUPLING,
    OPT_DRAW,
    OPT_RESOLUTION,
    OPT_THEME,
    OPT_NOTATION,
    OPT_VIEW,
    OPT_LANGUAGE,
    OPT_SIZE,
    OPT_UI_SCALE,
    OPT_THREADS,
    OPT_PLAYING,
    OPT_LOOP,
    OPT_LIVE,
    OPT_SPEED,
    OPT_PANELS,
    OPT_HELP,
    OPT_FULLSCREEN,
    OPT_SIGNAL,
    OPT_VARIANCE_SCALE,
    OPT_SHOW_ALPHA,
    OPT_SHOW_SQRT_ALPHA,
    OPT_SHOW_SQRT_NOISE,
    OPT_SHOW_SIGMA2,
    OPT_SHOW_BETA,
    OPT_SHOW_X,
    OPT_SHOW_Z,
    OPT_SHOW_MEAN,
    OPT_FOLLOW,
    OPT_SHOW_VALUE_MEAN,
    OPT_SHOW_VALUE_VARIANCE,
    OPT_SHOW_KL,
    OPT_COMPARE,
    OPT_COMPARE_X,
    OPT_COMPARE_PLOT,
    OPT_COMPARE_PLOT2,
    OPT_COMPARE_PLOT3,
    OPT_COMPARE_SCALE,
    OPT_COMPARE_SCALE2,
    OPT_COMPARE_SCALE3,
    OPT_PIN_X,
    OPT_PIN_Y,
    OPT_CHANNEL,
    OPT_ZOOM,
    OPT_ZOOM_X,
    OPT_ZOOM_Y,
    OPT_REVERSE_ROW,
    OPT_REVERSE_LOWER,
    OPT_BAYES_SPAN,
    OPT_BAYES_HEIGHT,
    OPT_LIFE_CLOCK,
    OPT_COEFFICIENT_SCALE,
    OPT_BACKWARD,
    OPT_GAIN,
    OPT_HOLD_Z,
    OPT_HELD_Z,
    OPT_PRIOR,
    OPT_DRAWN_PRIOR,
    OPT_MARGINAL_Z,
    OPT_SHOW_WALK,
    OPT_SHOW_COEF_X,
    OPT_SHOW_COEF_Z,
    OPT_SHOW_RATIO,
    OPT_PRESENTING,
    OPT_SPOTLIGHT,
    OPT_EXPORT_SHEET,
    OPT_EXPORT_FORMAT,
    OPT_EXPORT_WHAT,
    OPT_EXPORT_OWN_SIZE,
    OPT_EXPORT_SIZE,
    OPT_EXPORT_FROM,
    OPT_EXPORT_TO,
    OPT_EXPORT_SECONDS,
    OPT_EXPORT_FPS,
    OPT_EXPORT_EASE,
    OPT_EXPORT_LOOP,
    OPT_EXPORT_PATH,
    OPT_DATASET,
    OPT_DATASET_SIDE,
    OPT_SAMPLER,
    OPT_SAMPLE_STEPS,
    OPT_ETA,
    OPT_BANDWIDTH,
    OPT_COUNT,
    OPT_EXAMPLE,
    OPT_LABEL,
    OPT_BROWSING,
    OPT_SAMPLING,
    OPT_SAMPLE_STEP,
    OPT_SHOW_EFFECTIVE,
    OPTIONS
} OptionId;

typedef enum OptionGroup {
    GROUP_SCHEDULE,
    GROUP_NOISE,
    GROUP_PICTURE,
    GROUP_WINDOW,
    GROUP_COMPARE,
    GROUP_MIXTURE,
    GROUP_STATE, // of the window alone: `set`, not the command line
} OptionGroup;

typedef struct Option {
    OptionId id;
    const char *name; // "beta_max": `set beta_max 0.02`, --beta-max 0.02
    OptionGroup group;
    OptionType type;
    size_t offset;   // in Settings
    double min, max; // of numbers
    bool open;       // both ends excluded
    double from, to; // what its slider spans; both 0: min and max
    bool log;        // the slider moves in its logarithm
    const char *initial;
    const char *value_name;     // in --help: "T"; NULL takes the type's
    const char *const *choices; // NULL-terminated
    const char *label;          // on screen, as rich text (ui/rich.h)
    const char *help;           // one or two sentences, for --help and the tooltip
} Option;

const Option *option_row(OptionId id);
const Option *option_find(const char *name); // '-' and '_' are the same; NULL where there is none

// Reads `value` into the settings. The error names the option and what it takes.
bool option_set(Settings *settings, const Option *option, const char *value, Error *error);
void option_reset(Settings *settings, const Option *option);
void settings_reset(Settings *settings); // every row

// The value as `set` takes it, exactly. "default" for a beta that follows its family.
void option_format(Text *out, const Settings *settings, const Option *option);

// Numbers of BOOL, INT, REAL and CHOICE rows; a beta at its default gives the family's.
double option_number(const Settings *settings, const Option *option);
bool option_is_file(const Option *option); // a TEXT row that takes FILE: its value is a path
bool option_is_default(const Settings *settings, const Option *option);
const char *option_choice(const Option *option, int index);

// "0.02", "1000": as a person reads it.
void option_show(char *out, size_t size, const Option *option, double value);

// The slider's place of a value, 0..1, and the value at a place (whole for INT rows).
double option_place(const Option *option, double value);
double option_at_place(const Option *option, double place);

void option_help(Text *out); // the command line's options, for --help

#endif
