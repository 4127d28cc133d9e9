// SPDX-License-Identifier: MIT
// The list of all methods of core/levels, a column a program, for the options that take one.
#ifndef ALPHABAR_PANEL_LEVELS_MENU_H
#define ALPHABAR_PANEL_LEVELS_MENU_H

#include "panel/scene.h"

// A press on what stands in `rect`, whose name is `label`, opens it, or closes it. Returns whether
// it is open, or pointed at.
bool levels_menu_opener(const Scene *scene, Rect rect, OptionId id, const char *label,
                        const char *tooltip);

// Draws the list that hangs open for that option; call it last, on top of everything.
void levels_menu_popup(const Scene *scene, Rect anchor, OptionId id, const char *label);

#endif
