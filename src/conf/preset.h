// SPDX-License-Identifier: MIT
// What the presets (conf/preset_rows.h) mean for the settings.
#ifndef ALPHABAR_CONF_PRESET_H
#define ALPHABAR_CONF_PRESET_H

#include "base/error.h"
#include "base/text.h"
#include "conf/preset_rows.h"
#include "conf/settings.h"

// The single preset that a schedule is, to the last digit; NULL where there is none.
const Preset *preset_of(const ScheduleChoice *choice);

// A single one becomes the settings' own schedule; a comparison the Compare view's, which is then
// shown. Leaves t alone.
bool preset_apply(Settings *settings, const Preset *preset, Error *error);

void preset_help(Text *out); // their names and what they are, for --help

#endif
