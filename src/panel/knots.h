// SPDX-License-Identifier: MIT
// The knots of a drawn schedule on the plots: a press near one takes it, a double click on the
// curve adds one, a right click removes one.
#ifndef ALPHABAR_PANEL_KNOTS_H
#define ALPHABAR_PANEL_KNOTS_H

#include "core/knots_edit.h"
#include "panel/scene.h"

typedef struct KnotCurve {
    KnotSpace space;
    Hue hue;
    const double *y; // of the table, at t
} KnotCurve;

// Where in it a knot is held, where its drag began, and where it was last sent to; and the axes,
// which stand still meanwhile.
typedef struct KnotDrag {
    Point grab, from, at;
    PlotRange range;
} KnotDrag;

// Call knots_drag before plot_draw and knots_draw after it; between them `range` is what
// plot_draw gets. knots_drag says whether a knot is dragged.
bool knots_drag(const Scene *scene, KnotDrag *drag, Rect rect, const Plot *plot,
                const KnotCurve *curve, PlotRange *range);
void knots_draw(const Scene *scene, Rect rect, const Plot *plot, const KnotCurve *curve,
                const PlotRange *range);

#endif
