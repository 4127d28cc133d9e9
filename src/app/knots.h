// SPDX-License-Identifier: MIT
// Drawing a schedule: its knots on the plots. Its commands are in app/knot_commands.c.
#ifndef ALPHABAR_APP_KNOTS_H
#define ALPHABAR_APP_KNOTS_H

#include "app/app.h"
#include "core/knots_edit.h"

// Whether the curve on screen is the one that the knots give.
bool knots_are_shown(const Settings *settings);

// The knots of one curve. Call knots_handle before plot_draw and knots_draw after it; between them
// `range` is what plot_draw gets, since axes stand still while a knot is dragged; knots_handle says
// whether one is.
typedef struct KnotCurve {
    KnotSpace space;
    Hue hue;
    const double *y; // of the table, at t
} KnotCurve;
bool knots_handle(App *app, Rect rect, const Plot *plot, const KnotCurve *curve, PlotRange *range);
void knots_draw(App *app, Rect rect, const Plot *plot, const KnotCurve *curve,
                const PlotRange *range);

#endif
