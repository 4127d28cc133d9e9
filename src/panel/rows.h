// SPDX-License-Identifier: MIT
// All panels: each is in a file of its own, and has its row in panel/rows.inc.
#ifndef ALPHABAR_PANEL_ROWS_H
#define ALPHABAR_PANEL_ROWS_H

#include "panel/panel.h"

#define PANEL(NAME) extern const Panel panel_##NAME;
#include "panel/rows.inc"
#undef PANEL

extern const Panel *const panels[];        // NULL-terminated, in the order of --help
const Panel *panel_find(const char *name); // NULL where there is none
void panel_help(Text *out);                // the list, for stage_help

#endif
