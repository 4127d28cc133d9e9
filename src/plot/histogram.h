// SPDX-License-Identifier: MIT
// A histogram of values and the densities it should follow, in one small frame without a legend.
#ifndef ALPHABAR_PLOT_HISTOGRAM_H
#define ALPHABAR_PLOT_HISTOGRAM_H

#include "core/statistics.h"
#include "ui/ui.h"

// A curve over the histogram's range: `count` densities, each at the middle of its equal share.
typedef struct DensityCurve {
    const double *density;
    int count;
    Hue hue;
    float width; // units
    bool dashed;
} DensityCurve;

typedef struct HistogramPlot {
    const Histogram *histogram;
    Hue hue; // of the bars
    const DensityCurve *curves;
    int curve_count;
    double top;               // density at the upper edge; what is above is cut off; 0 fits all
    const char *label, *help; // what `click` calls it, and its tooltip
} HistogramPlot;

// Bars, curves, and an axis with whole numbers below them; the read-out gives the bin under the
// pointer.
void histogram_draw(Ui *ui, Rect rect, const HistogramPlot *plot);

#endif
