// SPDX-License-Identifier: MIT
// A plot over t: axes, curves, legend, read-out. Click or drag moves t, the wheel zooms about the
// pointer (with shift the other axis too), a double click fits, legend entries toggle their curves.
#ifndef ALPHABAR_PLOT_PLOT_H
#define ALPHABAR_PLOT_PLOT_H

#include "plot/axis.h"
#include "plot/curve.h"
#include "ui/rich.h"
#include "ui/ui.h"

typedef struct PlotRange {
    bool zoomed; // else the axes' own ends hold
    double x0, x1, y0, y1;
} PlotRange;

typedef struct Plot {
    const char *name;  // "signal": for the commands `range` and `fit`
    const char *title; // rich text; what follows a " · " is left out where it does not fit
    float reserve;     // units at the right end of the title's line that are the caller's
    const char *note;  // small text at the lower edge inside, or NULL
    Axis x, y;         // when not zoomed; x is t
    const Series *series;
    int count;
    int t;      // the marked step
    bool fixed; // it cannot be zoomed: `range` and `fit` are of another plot of its kind
    bool quiet; // no read-out: something is dragged that it would cover
} Plot;

// `rect` holds the title and the legend too.
void plot_draw(Ui *ui, Rect rect, const Plot *plot, const PlotRange *range);

// Where its curves stand, and the axes that they stand on: for what a caller draws or takes there.
Rect plot_frame(const Ui *ui, Rect rect);
void plot_axes(const Plot *plot, const PlotRange *range, Axis *x, Axis *y);

#endif
