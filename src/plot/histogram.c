// SPDX-License-Identifier: MIT
#include "plot/histogram.h"

#include "base/translate.h"
#include "plot/chart.h"
#include "plot/readout.h"

#include <math.h>
#include <stdio.h>

static double top_of(const HistogramPlot *plot) {
    double top = 0;
    if (plot->top > 0) return plot->top;
    for (int bin = 0; bin < plot->histogram->bins; bin++)
        top = fmax(top, histogram_density(plot->histogram, bin));
    for (int i = 0; i < plot->curve_count; i++)
        for (int j = 0; j < plot->curves[i].count; j++) top = fmax(top, plot->curves[i].density[j]);
    return top > 0 ? top * 1.06 : 1;
}

static void draw_bars(const Chart *chart, const HistogramPlot *plot) {
    const Histogram *histogram = plot->histogram;
    Ui *ui = chart->ui;
    Color color = color_fade(ui_color(ui, plot->hue), 0.62f);
    float foot = chart->frame.y + chart->frame.h;
    float width = chart->frame.w / (float)histogram->bins;
    float gap = width >= ui_px(ui, 6) ? fmaxf(1, ui_px(ui, 1)) : 0; // narrow bars touch
    for (int bin = 0; bin < histogram->bins; bin++) {
        float x0 = roundf(chart->frame.x + width * (float)bin);
        float x1 = roundf(chart->frame.x + width * (float)(bin + 1));
        float y = chart_point(chart, chart->x.min, histogram_density(histogram, bin)).y;
        if (histogram->counts[bin])
            draw_rect(ui->list, (Rect){ x0, y, x1 - x0 - gap, foot - y }, 0, color);
    }
}

static void draw_density(const Chart *chart, const DensityCurve *curve) {
    enum { MOST = 1024 };
    Point points[MOST];
    Ui *ui = chart->ui;
    size_t count = (size_t)(curve->count < MOST ? curve->count : MOST);
    for (size_t j = 0; j < count; j++) {
        float across = ((float)j + 0.5f) / (float)count;
        points[j] = (Point){ chart->frame.x + chart->frame.w * across,
                             chart_point(chart, chart->x.min, curve->density[j]).y };
    }
    float width = curve->width * ui->scale;
    Color color = ui_color(ui, curve->hue);
    if (curve->dashed)
        draw_dashes(ui->list, points, count, width, 4 * ui->scale, 3 * ui->scale, color);
    else
        draw_polyline(ui->list, points, count, width, color);
}

// "−0.1 to 0.1: 4.2 %"
static void draw_readout(const Chart *chart, const Histogram *histogram) {
    Ui *ui = chart->ui;
    Rect frame = chart->frame;
    if (!ui_over(ui, frame)) return;
    int bin = (int)((ui->in.x - frame.x) / frame.w * (float)histogram->bins);
    bin = bin < 0 ? 0 : bin >= histogram->bins ? histogram->bins - 1 : bin;
    double width = (histogram->high - histogram->low) / histogram->bins;
    char from[48], to[48], share[48], text[200];
    axis_number(from, sizeof from, histogram->low + width * bin);
    axis_number(to, sizeof to, histogram->low + width * (bin + 1));
    axis_number(share, sizeof share, 100 * width * histogram_density(histogram, bin));
    snprintf(text, sizeof text, _("%s to %s: %s %%"), from, to, share);
    readout_draw_line(ui, frame, text);
}

void histogram_draw(Ui *ui, Rect rect, const HistogramPlot *plot) {
    const Histogram *histogram = plot->histogram;
    const Chart chart = { .ui = ui,
                          .frame = { rect.x, rect.y, rect.w, rect.h - ui_px(ui, 18) },
                          .x = { histogram->low, histogram->high, false },
                          .y = { 0, top_of(plot), false },
                          .small = true };
    ui_area(ui, plot->label, chart.frame, plot->help);
    draw_bars(&chart, plot);
    for (int i = 0; i < plot->curve_count; i++) draw_density(&chart, &plot->curves[i]);
    chart_x_axis(&chart);
    draw_readout(&chart, histogram);
}
