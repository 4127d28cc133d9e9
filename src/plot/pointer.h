// SPDX-License-Identifier: MIT
// What the mouse does in a plot: a click or drag moves t, the wheel zooms about the pointer (with
// shift the other axis too), a double click fits.
#ifndef ALPHABAR_PLOT_POINTER_H
#define ALPHABAR_PLOT_POINTER_H

#include "plot/chart.h"

typedef struct PlotPointer {
    double x;  // the axis' value under it, beyond the ends too
    bool over; // the frame
    bool held; // it went down here and is down: x is where t is wanted
} PlotPointer;

// Registers the frame as "plot NAME" and sends `range NAME` and `fit NAME`, or, where it does not
// zoom, neither. `whole` is the x axis
// beyond which nothing is to be seen: zoomed out to it the plot fits again. NULL: no such.
PlotPointer pointer_handle(const Chart *chart, const char *name, bool zooms, const Axis *whole);

#endif
