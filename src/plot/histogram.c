// SPDX-License-Identifier: MIT
#include "plot/histogram.h"

#include "plot/axis.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>

typedef struct Painter {
    Ui *ui;
    const HistogramPlot *plot;
    Rect frame;
    double top;
} Painter;

static double top_of(const HistogramPlot *plot) {
    double top = 0;
    if (plot->top > 0) return plot->top;
    for (int bin = 0; bin < plot->histogram->bins; bin++)
        top = fmax(top, histogram_density(plot->histogram, bin));
    for (int i = 0; i < plot->curve_count; i++)
        for (int j = 0; j < plot->curves[i].count; j++) top = fmax(top, plot->curves[i].density[j]);
    return top > 0 ? top * 1.06 : 1;
}

static float y_of(const Painter *painter, double density) {
    double up = fmin(1, density / painter->top);
    return painter->frame.y + painter->frame.h * (float)(1 - up);
}

static float x_of(const Painter *painter, double value) {
    const Histogram *histogram = painter->plot->histogram;
    double across = (value - histogram->low) / (histogram->high - histogram->low);
    return painter->frame.x + painter->frame.w * (float)across;
}

static void draw_bars(const Painter *painter) {
    const Histogram *histogram = painter->plot->histogram;
    Ui *ui = painter->ui;
    Color color = color_fade(ui_color(ui, painter->plot->hue), 0.62f);
    float foot = painter->frame.y + painter->frame.h;
    float width = painter->frame.w / (float)histogram->bins;
    float gap = width >= ui_px(ui, 6) ? fmaxf(1, ui_px(ui, 1)) : 0; // narrow bars touch
    for (int bin = 0; bin < histogram->bins; bin++) {
        float x0 = roundf(painter->frame.x + width * (float)bin);
        float x1 = roundf(painter->frame.x + width * (float)(bin + 1));
        float y = y_of(painter, histogram_density(histogram, bin));
        if (histogram->counts[bin])
            draw_rect(ui->list, (Rect){ x0, y, x1 - x0 - gap, foot - y }, 0, color);
    }
}

static void draw_density(const Painter *painter, const DensityCurve *curve) {
    enum { MOST = 1024 };
    Point points[MOST];
    Ui *ui = painter->ui;
    size_t count = (size_t)(curve->count < MOST ? curve->count : MOST);
    for (size_t j = 0; j < count; j++) {
        float across = ((float)j + 0.5f) / (float)count;
        points[j] = (Point){ painter->frame.x + painter->frame.w * across,
                             y_of(painter, curve->density[j]) };
    }
    float width = curve->width * ui->scale;
    Color color = ui_color(ui, curve->hue);
    if (curve->dashed)
        draw_dashes(ui->list, points, count, width, 4 * ui->scale, 3 * ui->scale, color);
    else
        draw_polyline(ui->list, points, count, width, color);
}

static void draw_axis(const Painter *painter) {
    Ui *ui = painter->ui;
    const Histogram *histogram = painter->plot->histogram;
    const Axis axis = { histogram->low, histogram->high, false };
    double ticks[AXIS_TICKS];
    char label[48];
    float hair = fmaxf(1, ui_px(ui, 1)), foot = painter->frame.y + painter->frame.h;
    draw_flat(ui->list, (Rect){ painter->frame.x, foot, painter->frame.w, hair },
              ui_color(ui, HUE_FAINT));
    int count = axis_ticks(&axis, (int)fmaxf(3, painter->frame.w / ui_px(ui, 50)), ticks);
    for (int i = 0; i < count; i++) {
        float x = roundf(x_of(painter, ticks[i]));
        draw_flat(ui->list, (Rect){ x, foot, hair, ui_px(ui, 3) }, ui_color(ui, HUE_FAINT));
        axis_label(label, sizeof label, &axis, ticks[i], count > 1 ? ticks[1] - ticks[0] : 0);
        rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 11, HUE_MUTED }, x, foot + ui_px(ui, 14),
                          label);
    }
}

static void draw_readout(const Painter *painter) {
    Ui *ui = painter->ui;
    const Histogram *histogram = painter->plot->histogram;
    Rect frame = painter->frame;
    if (!ui_over(ui, frame)) return;
    int bin = (int)((ui->in.x - frame.x) / frame.w * (float)histogram->bins);
    bin = bin < 0 ? 0 : bin >= histogram->bins ? histogram->bins - 1 : bin;
    double width = (histogram->high - histogram->low) / histogram->bins;
    char from[48], to[48], share[48], text[200];
    axis_number(from, sizeof from, histogram->low + width * bin);
    axis_number(to, sizeof to, histogram->low + width * (bin + 1));
    axis_number(share, sizeof share, 100 * width * histogram_density(histogram, bin));
    snprintf(text, sizeof text, "%s to %s: %s %%", from, to, share);
    RichStyle style = { FACE_TEXT, 11.5f, HUE_INK };
    float pad = ui_px(ui, 5), w = rich_width(ui, style, text) + 2 * pad;
    Rect box = { fminf(fmaxf(ui->in.x - w / 2, frame.x), frame.x + frame.w - w), frame.y, w,
                 ui_px(ui, 18) };
    ui->list->layer = LAYER_TOOLTIP;
    draw_rect(ui->list, rect_inset(box, -1), ui_px(ui, 4), ui_color(ui, HUE_LINE));
    draw_rect(ui->list, box, ui_px(ui, 3), ui_color(ui, HUE_GROUND));
    rich_draw(ui, style, box.x + pad, box.y + ui_px(ui, 13), text);
    ui->list->layer = LAYER_BASE;
}

void histogram_draw(Ui *ui, Rect rect, const HistogramPlot *plot) {
    Painter painter = {
        ui, plot, { rect.x, rect.y, rect.w, rect.h - ui_px(ui, 18) }, top_of(plot)
    };
    ui_area(ui, plot->label, painter.frame, plot->help);
    draw_bars(&painter);
    for (int i = 0; i < plot->curve_count; i++) draw_density(&painter, &plot->curves[i]);
    draw_axis(&painter);
    draw_readout(&painter);
}
