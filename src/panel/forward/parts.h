// SPDX-License-Identifier: MIT
// What the plots over t share.
#ifndef ALPHABAR_PANEL_FORWARD_PARTS_H
#define ALPHABAR_PANEL_FORWARD_PARTS_H

#include "panel/freehand.h"
#include "panel/scene.h"

Axis steps_axis(const Scene *scene); // 0..T

// What a mouse is about on a plot.
typedef struct PlotHands {
    KnotDrag drag;
    Freehand freehand;
} PlotHands;

// A plot on which the knots of a drawn schedule can be dragged, or its curve be drawn.
void plot_with_knots(Scene *scene, PlotHands *hands, Rect rect, const Plot *plot,
                     const PlotRange *range, const KnotCurve *knots);

// Choices at the right end of a plot's title, `units` wide, left of what `before` units of it are
// taken by. Returns how many are taken with them: 0 in a figure, which has none.
float plot_segments(const Scene *scene, Rect rect, float before, float units, OptionId id,
                    const char *const *texts, int count);

// Pixel or all values: only where the view takes the other panel then. Returns as plot_segments.
float follow_segments(const Scene *scene, Rect rect);
enum { FOLLOW_UNITS = 148 };

#endif
