// SPDX-License-Identifier: MIT
// The methods whose levels stand side by side: how each looks, and a line of their names, from each
// of which the list of all methods hangs.
#ifndef ALPHABAR_PANEL_LEVELS_NAMES_H
#define ALPHABAR_PANEL_LEVELS_NAMES_H

#include "model/levels.h"
#include "panel/scene.h"

// `slot` is 0 of `levels`, 1.. of what is beside it.
Hue levels_hue(int slot);
Dash levels_dash(int slot);

typedef struct LevelsNames {
    Rect anchors[1 + LEVELS_BESIDE]; // w 0: not drawn
    Point end;                       // of their last line, at its top
} LevelsNames;

// Below the title of a panel, named `panel`; returns where they end.
float levels_names_draw(Scene *scene, LevelsNames *names, const char *panel, Rect rect);
void levels_names_popup(Scene *scene, const LevelsNames *names, const char *panel);

// A panel's title, and where there is room the number of steps at its right end.
void levels_head_draw(Scene *scene, const char *panel, Rect rect, const char *title);
void levels_say(const Scene *scene, Rect rect, const char *text); // in place of a plot

#endif
