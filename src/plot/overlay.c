// SPDX-License-Identifier: MIT
#include "plot/overlay.h"

#include "plot/chart.h"
#include "plot/pointer.h"
#include "plot/readout.h"

#include <math.h>
#include <stdio.h>

static const float LEFT = 48; // units, for the numbers

int overlay_nearest(const OverlayCurve *curve, double x) {
    int low = 1, high = curve->steps;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        *(curve->x[middle] <= x ? &low : &high) = middle;
    }
    return fabs(x - curve->x[low]) <= fabs(curve->x[high] - x) ? low : high;
}

static void draw_curve(const Chart *chart, const Overlay *overlay, int number) {
    const OverlayCurve *curve = &overlay->curves[number];
    const Series series = { .dash = curve->dash,
                            .hue = curve->hue,
                            .x = curve->x,
                            .y = curve->y,
                            .from = curve->from,
                            .to = curve->steps,
                            .width = number == overlay->focus ? 3.2f : 1.9f };
    chart_series(chart, &series, ui_color(chart->ui, curve->hue));
}

// The one in focus lies widest and lowest, so that one that runs along it shows too.
static void draw_curves(const Chart *chart, const Overlay *overlay) {
    draw_curve(chart, overlay, overlay->focus);
    for (int i = 0; i < overlay->count; i++)
        if (i != overlay->focus) draw_curve(chart, overlay, i);
}

static void draw_dot(const Chart *chart, const OverlayCurve *curve, int t) {
    chart_dot(chart, curve->x[t], curve->y[t], 4.6f, curve->hue, HUE_GROUND);
}

// The curve's step at a place; 0 where it has none there.
static int step_there(const OverlayCurve *curve, const Axis *axis, double x) {
    static const double near = 0.005; // of the axis
    double at = axis_place(axis, x), first = axis_place(axis, curve->x[1]);
    double last = axis_place(axis, curve->x[curve->steps]); // NaN where it is infinite
    if (at < first - near || at > last + near) return 0;
    return overlay_nearest(curve, x);
}

// Steps are whole numbers and look so.
static void write_number(char *out, size_t size, double value) {
    if (value >= 1 && value == floor(value) && value < 1e5)
        snprintf(out, size, "%.0f", value);
    else
        axis_number(out, size, value);
}

// "Cosine   t = 497   0.4991"
static void draw_readout(const Chart *chart, const Overlay *overlay, double x) {
    Readout readout = { .count = 0 };
    char number[48];
    write_number(number, sizeof number, overlay->turned ? -x : x);
    ReadoutLine *head = readout_add(&readout, HUE_MUTED, "%s = %s", overlay->x_title, number);
    snprintf(head->text[2], sizeof head->text[2], "%s", overlay->symbol);
    for (int i = 0; i < overlay->count; i++) {
        const OverlayCurve *curve = &overlay->curves[i];
        int t = step_there(curve, &chart->x, x);
        if (!t) continue;
        ReadoutLine *line = readout_add(&readout, curve->hue, "%s", curve->name);
        snprintf(line->text[1], sizeof line->text[1], "$t$ = %d", t);
        write_number(line->text[2], sizeof line->text[2], curve->y[t]);
    }
    readout_draw(chart->ui, chart->frame, chart_place(chart, x, chart->y.min).x, &readout);
}

static void draw_note(const Chart *chart, const Overlay *overlay) {
    Ui *ui = chart->ui;
    float down = overlay->note_above ? ui_px(ui, 16) : chart->frame.h - ui_px(ui, 8);
    if (overlay->note)
        rich_draw_note(ui, (RichStyle){ FACE_TEXT, fmaxf(11.5f, chart->type), HUE_MUTED },
                       chart->frame.x + ui_px(ui, 8), chart->frame.y + down, overlay->ground,
                       overlay->note);
}

static Chart chart_of(Ui *ui, Rect rect, const Overlay *overlay, const PlotRange *range) {
    float left = ui_px(ui, LEFT), bottom = ui_px(ui, 24);
    Chart chart = { .ui = ui,
                    .frame = { rect.x + left, rect.y, rect.w - left - ui_px(ui, 12),
                               rect.h - bottom },
                    .x = overlay->x,
                    .y = overlay->y,
                    .spacing = overlay->spacing > 0 ? overlay->spacing : 70,
                    .type = overlay->type,
                    .x_title = overlay->x_title,
                    .turned = overlay->turned };
    if (!range->zoomed) return chart;
    axis_take_ends(&chart.x, range->x0, range->x1);
    axis_take_ends(&chart.y, range->y0, range->y1);
    return chart;
}

// The read-out snaps to a step of the one in focus where it has one there.
static void draw_pointed(const Chart *chart, const Overlay *overlay, double x) {
    const OverlayCurve *focus = &overlay->curves[overlay->focus];
    int t = step_there(focus, &chart->x, x);
    if (t && isfinite(focus->x[t])) x = focus->x[t];
    chart_marker(chart, x, ui_edge(chart->ui));
    for (int i = 0; i < overlay->count; i++) {
        int there = step_there(&overlay->curves[i], &chart->x, x);
        if (there) draw_dot(chart, &overlay->curves[i], there);
    }
    draw_readout(chart, overlay, x);
}

void overlay_draw(Ui *ui, Rect rect, const Overlay *overlay, const PlotRange *range) {
    const Chart chart = chart_of(ui, rect, overlay, range);
    if (chart.frame.w < 8 || chart.frame.h < 8) return;
    const OverlayCurve *focus = &overlay->curves[overlay->focus];
    const PlotPointer pointer = pointer_handle(&chart, overlay->name, !overlay->fixed, &overlay->x);
    int wanted = overlay_nearest(focus, pointer.x);
    if (pointer.held && wanted != focus->t) ui_send(ui, "set t %d", wanted);
    chart_y_axis(&chart);
    chart_x_axis(&chart);
    if (ui->mark_count && ui->marks[ui->mark_count - 1] <= focus->steps)
        chart_marks(&chart, focus->x);
    chart_marker(&chart, focus->x[focus->t], ui_color(ui, HUE_MUTED));
    draw_curves(&chart, overlay);
    for (int i = 0; i < overlay->count; i++)
        if (overlay->curves[i].t) draw_dot(&chart, &overlay->curves[i], overlay->curves[i].t);
    draw_note(&chart, overlay);
    if (pointer.over) draw_pointed(&chart, overlay, pointer.x);
}
