// SPDX-License-Identifier: MIT
// Schedules that people know by a name, each with its source; and a few comparisons.
#ifndef ALPHABAR_CONF_PRESET_ROWS_H
#define ALPHABAR_CONF_PRESET_ROWS_H

#include <stdbool.h>

typedef struct Preset {
    const char *name;      // as in --preset
    const char *title;     // for a person
    const char *brief;     // the same where room is short; of a comparison empty
    const char *source;    // who, when: a word or two
    const char *help;      // what it is and where it is from; rich text (ui/rich.h)
    const char *schedules; // as --compare takes it: one, or several with ';' between
} Preset;

extern const Preset presets[]; // single ones first; the last has no name
const Preset *preset_find(const char *name);
bool preset_is_comparison(const Preset *preset);

#endif
