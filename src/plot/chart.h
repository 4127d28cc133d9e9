// SPDX-License-Identifier: MIT
// A frame with two axes, and what is drawn in it: curves, areas, dots, hairs. All plots stand on
// it; by itself it is for curves that are no function of t: densities, paths over the noise clock.
#ifndef ALPHABAR_PLOT_CHART_H
#define ALPHABAR_PLOT_CHART_H

#include "plot/axis.h"
#include "plot/curve.h"
#include "ui/rich.h"
#include "ui/ui.h"

typedef struct Chart {
    Ui *ui;
    Rect frame; // of the area between the axes, pixels
    Axis x, y;
    bool whole;          // x has ticks at whole numbers only
    bool small;          // smaller numbers at x, nearer to each other
    float spacing;       // between ticks of x at least, units; 0 takes the usual
    float type;          // size of its numbers, units; 0 takes the usual
    const char *x_title; // rich text, before the first tick's number: "$t$"; or NULL
    bool turned;         // x is minus what is written at it
} Chart;

typedef struct ChartLine {
    Color color;
    float width; // units; 0 takes the usual
    bool dashed;
    Hue hue; // of the quantity that it shows (ui_point); 0: of none
} ChartLine;

Point chart_point(const Chart *chart, double x, double y); // kept within the frame
bool chart_holds_x(const Chart *chart, double x);

Point chart_place(const Chart *chart, double x, double y); // as it is, beyond the frame too

// Ticks with their numbers, and the line below; grid lines across for y.
void chart_x_axis(const Chart *chart);
void chart_y_axis(const Chart *chart);

// `count` points, x ascending; y outside of the frame runs along its edge, NaN ends a run.
void chart_curve(const Chart *chart, const double *x, const double *y, int count, ChartLine line);
void chart_area(const Chart *chart, const double *x, const double *low, const double *high,
                int count, Color color); // low NULL: from the bottom

// A curve over t (plot/curve.h) with its own width; `color` apart, since it may be dimmed.
void chart_series(const Chart *chart, const Series *series, Color color);

// Nothing where it is out of the frame. `ground`: what its edge shows; size in units.
void chart_dot(const Chart *chart, double x, double y, float size, Hue hue, Hue ground);

// A dashed hair at x over the whole height; nothing where that is out of the frame.
void chart_marker(const Chart *chart, double x, Color color);

// The steps of ui->marks, as short strokes on the axis; `x` says where each t stands, NULL: at t.
void chart_marks(const Chart *chart, const double *x);

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
