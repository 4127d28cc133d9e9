// SPDX-License-Identifier: MIT
// Several chains in one plot, each with an x of its own and as many steps as it has. A click or
// drag moves t of the one in focus, the wheel zooms about the pointer (with shift the other axis
// too), a double click fits.
#ifndef ALPHABAR_PLOT_OVERLAY_H
#define ALPHABAR_PLOT_OVERLAY_H

#include "plot/plot.h"

typedef struct OverlayCurve {
    const char *name;
    Hue hue;
    Dash dash;
    const double *x, *y; // [from..steps]; x ascends; what is not finite is not drawn
    int from;            // 0 or 1
    int steps, t;        // t: the marked step; 0: none
} OverlayCurve;

typedef struct Overlay {
    const char *name;    // "compare": for the commands `range` and `fit`
    const char *x_title; // rich text, before the first tick's number
    const char *symbol;  // of y, for the read-out
    Hue ground;          // that it stands on
    const char *note;    // small text at the lower edge inside, or NULL
    bool note_above;     // or at the upper one
    Axis x, y;           // when not zoomed
    float type;          // size of its numbers, units; 0 takes the usual
    float spacing;       // between ticks of x at least, units; 0 takes the usual
    bool fixed;          // it cannot be zoomed: `range` and `fit` are of another plot of its kind
    bool turned;         // x is minus what is written at it
    const OverlayCurve *curves;
    int count, focus;
} Overlay;

void overlay_draw(Ui *ui, Rect rect, const Overlay *overlay, const PlotRange *range);

// The step, 1..steps, whose x is nearest.
int overlay_nearest(const OverlayCurve *curve, double x);

#endif
