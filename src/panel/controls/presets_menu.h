// SPDX-License-Identifier: MIT
// The list of presets, which hangs under a button of the controls.
#ifndef ALPHABAR_PANEL_CONTROLS_PRESETS_MENU_H
#define ALPHABAR_PANEL_CONTROLS_PRESETS_MENU_H

#include "panel/scene.h"

void presets_button_draw(Scene *scene, Rect rect); // opens and closes it
void presets_popup(Scene *scene, Rect anchor);     // the button's; w 0: it is not in view

#endif
