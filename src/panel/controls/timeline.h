// SPDX-License-Identifier: MIT
// Play, the line of all t, speed, loop and the number.
#ifndef ALPHABAR_PANEL_CONTROLS_TIMELINE_H
#define ALPHABAR_PANEL_CONTROLS_TIMELINE_H

#include "panel/scene.h"

// In a line of the window; speed and loop where it is wide enough for them.
void timeline_draw(Scene *scene, Rect rect);
void timeline_popup(Scene *scene, Rect rect);      // what it left open; on top of everything
void timeline_draw_track(Scene *scene, Rect rect); // the line of all t alone

#endif
