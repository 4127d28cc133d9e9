// SPDX-License-Identifier: MIT
// A frame with two axes for curves that are no function of t: densities, histograms, paths over the
// noise clock. plot/plot.h is the one over t.
#ifndef ALPHABAR_PLOT_CHART_H
#define ALPHABAR_PLOT_CHART_H

#include "plot/axis.h"
#include "ui/rich.h"
#include "ui/ui.h"

typedef struct Chart {
    Ui *ui;
    Rect frame; // of the area between the axes, pixels
    Axis x, y;
    bool whole; // x has ticks at whole numbers only
} Chart;

typedef struct ChartLine {
    Color color;
    float width; // units; 0 takes the usual
    bool dashed;
} ChartLine;

Point chart_point(const Chart *chart, double x, double y); // kept within the frame
bool chart_holds_x(const Chart *chart, double x);

// Ticks with their numbers, and the line below; grid lines across for y.
void chart_x_axis(const Chart *chart);
void chart_y_axis(const Chart *chart);

// `count` points, x ascending; y outside of the frame runs along its edge, NaN ends a run.
void chart_curve(const Chart *chart, const double *x, const double *y, int count, ChartLine line);
void chart_area(const Chart *chart, const double *x, const double *low, const double *high,
                int count, Color color); // low NULL: from the bottom

void chart_vertical(const Chart *chart, double x, double from, double to, ChartLine line);

// The x axis with labels on one line below, each as near to its x as its neighbours leave it room,
// with a hair up to the axis; a tick that a hair crosses has no number. Those whose x is out of the
// frame are left out; at most CHART_LABELS.
enum { CHART_LABELS = 8 };

typedef struct ChartLabel {
    double x;
    Hue hue;
    char text[96];
} ChartLabel;
void chart_x_axis_labelled(const Chart *chart, const ChartLabel *labels, int count, float baseline);

// What the curves are at x: a hair there, and a box beside the pointer with a line a text.
void chart_readout(const Chart *chart, double x, const ChartLabel *lines, int count);

#endif
