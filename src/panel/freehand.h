// SPDX-License-Identifier: MIT
// A schedule drawn freehand over its plot: with Shift, or as long as the option says so. The whole
// stroke is one step of undo.
#ifndef ALPHABAR_PANEL_FREEHAND_H
#define ALPHABAR_PANEL_FREEHAND_H

#include "core/knots_stroke.h"
#include "panel/knots.h"

// Of a plot; the axes stand still while it is drawn on.
typedef struct Freehand {
    KnotStroke stroke;
    PlotRange range;
    Point at; // where the pointer was last
    bool bent;
} Freehand;

// Call freehand_drag before plot_draw and freehand_draw after it; between them `range` is what
// plot_draw gets. The first says whether the hand draws.
bool freehand_drag(const Scene *scene, Freehand *hand, Rect rect, const Plot *plot,
                   const KnotCurve *curve, PlotRange *range);
void freehand_draw(const Scene *scene, const Freehand *hand, Rect rect, const Plot *plot,
                   const KnotCurve *curve, const PlotRange *range);

#endif
