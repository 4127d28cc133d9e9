// SPDX-License-Identifier: MIT
// One row per option (conf/options.inc): its name, type, range, default, unit, help and what it
// means. The command line, --help, the sliders, reset, sessions and `set` all read that row.
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
    OPTION_TEXT,    // a path where its value_name is FILE or PATH
    OPTION_SIZE,    // WxH, two ints from offset on
    OPTION_COMPARE, // schedules: conf/compare.h
    OPTION_KNOTS,   // "u:log_snr,u:log_snr,...", see core/knots.h
} OptionType;

typedef enum OptionId {
#define OPTION(ID, ...) OPT_##ID,
#include "conf/options.inc"
#undef OPTION
    OPTIONS
} OptionId;

typedef enum OptionGroup {
    GROUP_SCHEDULE,
    GROUP_LEVELS,
    GROUP_NOISE,
    GROUP_PICTURE,
    GROUP_WINDOW,
    GROUP_COMPARE,
    GROUP_MIXTURE,
    GROUP_OBJECTIVE,
    GROUP_STATE, // of the window alone: `set`, not the command line
} OptionGroup;

typedef struct Option Option;
struct Option {
    OptionId id;
    const char *name; // "beta_max": `set beta_max 0.02`, --beta-max 0.02
    OptionGroup group;
    OptionType type;
    size_t offset;   // in Settings
    double min, max; // of numbers
    bool open;       // both ends excluded
    double from, to; // what its slider spans; both 0: min and max
    bool log;        // the slider moves in its logarithm
    bool is_step;    // of the chain: at most T, and where it is not given its place follows T
    const char *initial;
    const char *value_name;                // in --help: "T"; NULL takes the type's
    const char *const *choices;            // NULL-terminated
    const char *(*name_choice)(int index); // in their place; NULL beyond the last
    // Of a long list: the names that are nearest to one that is none, as "a, b or c".
    void (*near)(Text *out, const char *name);
    double (*follow)(const Settings *settings); // a REAL that also takes "default", which is this
    bool zero_is_largest;                       // 0 stands above all other values
    const char *zero_shown, *unit;              // on screen: what stands for 0; behind a number
    const char *const *no_paths;                // of a row that takes a path: names that are none
    bool by_open;                               // while it runs it changes by `open FILE` alone
    bool unshown; // no part of what is shown: no copied command line has it
    // Whether such a line needs it; NULL: where it is not at its default.
    bool (*left_out)(const Settings *settings, const Option *option);
    // COMPARE rows read and write themselves.
    bool (*read)(Settings *settings, const char *value, Error *error);
    void (*write)(Text *out, const Settings *settings);
    // What it means for the others, wherever it is set; and what changing it means while the
    // program runs, where `next` comes after `was`. The latter's error names the option.
    bool (*on_set)(Settings *settings, Error *error);
    bool (*on_change)(Settings *next, const Settings *was, Error *error);
    const char *label; // on screen, as rich text (ui/rich.h)
    const char *help;  // one or two sentences, for --help and the tooltip
};

extern const Option option_rows[OPTIONS]; // conf/option_rows.c

const Option *option_row(OptionId id);
const Option *option_find(const char *name); // '-' and '_' are the same; NULL where there is none

// Reads `value` into the settings. The error names the option and what it takes.
bool option_set(Settings *settings, const Option *option, const char *value, Error *error);
void option_reset(Settings *settings, const Option *option);
void settings_reset(Settings *settings); // every row
double settings_default_u(void);         // where t stands in the chain when nobody says

// The value as `set` takes it, exactly. "default" for a beta that follows its family.
void option_format(Text *out, const Settings *settings, const Option *option);

// Numbers of BOOL, INT, REAL and CHOICE rows; a beta at its default gives the family's.
double option_number(const Settings *settings, const Option *option);
// Whether such a value of a TEXT row that takes FILE or PATH is one: a name that others may have to
// write from elsewhere.
bool option_is_path(const Option *option, const char *value);
// Whether a command line that gives what is shown does without it.
bool option_is_left_out(const Settings *settings, const Option *option);
bool option_is_default(const Settings *settings, const Option *option);
const char *option_choice(const Option *option, int index);

// "0.02", "1000": as a person reads it.
void option_show(char *out, size_t size, const Option *option, double value);

// The slider's place of a value, 0..1, and the value at a place (whole for INT rows).
double option_place(const Option *option, double value);
double option_at_place(const Option *option, double place);

void option_help(Text *out); // the command line's options, for --help

#endif
