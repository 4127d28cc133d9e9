// SPDX-License-Identifier: MIT
// How a compared schedule looks wherever it stands: a colour that no quantity has and dashes of its
// own; and its name beside them.
#ifndef ALPHABAR_PANEL_COMPARE_LEGEND_H
#define ALPHABAR_PANEL_COMPARE_LEGEND_H

#include "panel/scene.h"

// `number` is a schedule's in the list, 0..count - 1 (conf/compare.h).
Hue compare_hue(const Settings *settings, int number);
Dash compare_dash(const Settings *settings, int number);
Dash compare_dash_of(int color); // by its place among the four colours

// A line of it, `width` pixels wide.
void compare_swatch(const Scene *scene, int number, Point from, Point to, float width);

// The same for other things that are laid over each other.
typedef struct LegendEntry {
    char title[160]; // rich text
    Hue hue;
    Dash dash;
} LegendEntry;
float legend_height(const Scene *scene, float width, const char *symbol, const LegendEntry *entries,
                    int count);
void legend_draw(const Scene *scene, Rect rect, const char *symbol, const LegendEntry *entries,
                 int count);

// What a plot shows and the schedules' names, on as many lines as they need; `symbol` may be NULL.
float compare_legend_height(const Scene *scene, float width, const char *symbol);
void compare_legend_draw(const Scene *scene, Rect rect, const char *symbol);

#endif
