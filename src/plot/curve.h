// SPDX-License-Identifier: MIT
// A curve over t as screen points. Pure; for drawing and for tests.
#ifndef ALPHABAR_PLOT_CURVE_H
#define ALPHABAR_PLOT_CURVE_H

#include "conf/option.h"
#include "conf/palette.h"
#include "draw/list.h"
#include "plot/axis.h"

typedef struct Dash {
    float on, off; // units; off 0: drawn out. Round ends lengthen the one and shorten the other
} Dash;

typedef struct Series {
    const Option *toggle;     // shows or hides it; gives its label and help. NULL: always shown
    const char *label, *help; // in place of the toggle's; rich text
    Hue hue;                  // of the quantity that it is
    const double *x;          // where y[t] stands, ascending in t; NULL: at t itself
    const double *y;          // y[t], read from `from` to `to`; not finite: a gap
    const double *spread;     // a band of ±spread[t] about y, or NULL
    int from, to;
    float width; // units; 0 takes the usual
    bool dashed; // as usual
    Dash dash;   // or as this says
    bool faint;  // the band, since another lies over it
    bool silent; // no entry in legend and read-out, no dot: it belongs to another series
} Series;

// Where values stand in a frame; NaN where they have no place on their axis.
Point plot_point(const Axis *x, const Axis *y, Rect frame, double across, double up);

// At most four points a pixel column, its ends and extremes, so that nothing is lost of a path with
// more points than pixels. Gaps and what leaves the frame end a run: `emit` is called once a run.
typedef void CurveRun(void *user, const Point *points, size_t count);
void plot_curve(const Series *series, const Axis *x, const Axis *y, Rect frame, CurveRun *emit,
                void *user);

#endif
