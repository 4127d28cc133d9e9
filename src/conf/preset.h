// SPDX-License-Identifier: MIT
// Schedules that people know by a name, each with its source; and a few comparisons.
#ifndef ALPHABAR_CONF_PRESET_H
#define ALPHABAR_CONF_PRESET_H

#include "base/error.h"
#include "base/text.h"
#include "conf/settings.h"

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

// The single preset that a schedule is, to the last digit; NULL where there is none.
const Preset *preset_of(const ScheduleChoice *choice);

bool preset_is_comparison(const Preset *preset);

// A single one becomes the settings' own schedule; a comparison the Compare view's, which is then
// shown. Leaves t alone.
bool preset_apply(Settings *settings, const Preset *preset, Error *error);

void preset_help(Text *out); // their names and what they are, for --help

#endif
