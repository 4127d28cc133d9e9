// SPDX-License-Identifier: MIT
#include "plot/plot.h"

#include "base/translate.h"
#include "plot/chart.h"
#include "plot/pointer.h"
#include "plot/readout.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_shown(const Ui *ui, const Series *series) {
    return !series->toggle || option_number(ui->settings, series->toggle) != 0;
}

static bool speaks(const Ui *ui, const Series *series) {
    return is_shown(ui, series) && !series->silent;
}

// y ± spread, one pair a pixel column, cut off at the frame.
static void draw_spread(const Chart *chart, const Series *series) {
    enum { MOST = 4096 };
    static float x[MOST], low[MOST], high[MOST];
    Ui *ui = chart->ui;
    size_t count = 0;
    int columns = (int)fminf(chart->frame.w, MOST - 1), last = -1;
    for (int i = 0; i <= columns; i++) {
        int t = (int)round(axis_value(&chart->x, (double)i / columns));
        if (t < series->from || t > series->to || t == last) continue;
        last = t;
        Point a = chart_point(chart, t, series->y[t] - series->spread[t]);
        Point b = chart_point(chart, t, series->y[t] + series->spread[t]);
        x[count] = a.x;
        low[count] = a.y;
        high[count++] = b.y;
    }
    draw_band(ui->list, x, low, high, count,
              color_fade(ui_color(ui, series->hue), series->faint ? 0.13f : 0.28f));
}

static void draw_curves(const Chart *chart, const Plot *plot) {
    for (int i = 0; i < plot->count; i++) {
        const Series *series = &plot->series[i];
        if (!is_shown(chart->ui, series)) continue;
        if (series->spread) draw_spread(chart, series);
        chart_series(chart, series, ui_color(chart->ui, series->hue));
    }
}

static void draw_dots(const Chart *chart, const Plot *plot, int t) {
    for (int i = 0; i < plot->count; i++) {
        const Series *series = &plot->series[i];
        if (!speaks(chart->ui, series) || t < series->from || t > series->to) continue;
        float size = fmaxf(2, 4.6f - 0.7f * (float)i); // coinciding ones nest
        chart_dot(chart, t, series->y[t], size, series->hue, chart->ui->ground);
    }
}

// "$α_t$ 0.5509", in its colour.
static void series_text(char *out, size_t size, const Series *series, int t, bool with_value) {
    char number[64] = "";
    if (with_value && t >= series->from && t <= series->to)
        axis_number(number, sizeof number, series->y[t]);
    const char *label = _(series->label ? series->label : series->toggle->label);
    snprintf(out, size, "%s %s", label, number);
}

static void draw_readout(const Chart *chart, const Plot *plot, int t) {
    Readout readout = { .count = 0 };
    readout_add(&readout, HUE_MUTED, "$t$ = %d", t);
    for (int i = 0; i < plot->count; i++) {
        const Series *series = &plot->series[i];
        char text[160];
        if (!speaks(chart->ui, series)) continue;
        series_text(text, sizeof text, series, t, true);
        readout_add(&readout, series->hue, "%s", text);
    }
    readout_draw(chart->ui, chart->frame, chart_place(chart, t, chart->y.min).x, &readout);
}

// What is hidden is there to be shown again, but not for a room.
static bool is_named(const Ui *ui, const Series *series) {
    return !series->silent && (is_shown(ui, series) || ui->least_type == 0);
}

typedef struct LegendSize {
    float text, swatch, gap, between; // units
} LegendSize;

static const LegendSize legend_sizes[] = { { 12.5f, 14, 6, 14 },
                                           { 11.5f, 12, 5, 9 },
                                           { 10.5f, 10, 4, 5 } };
enum { LEGEND_SIZES = sizeof legend_sizes / sizeof legend_sizes[0] };

static float legend_width(Ui *ui, const Plot *plot, const LegendSize *size, bool with_values) {
    float width = 0;
    for (int i = 0; i < plot->count; i++) {
        const Series *series = &plot->series[i];
        char text[160];
        if (!is_named(ui, series)) continue;
        series_text(text, sizeof text, series, plot->t, with_values && is_shown(ui, series));
        width += rich_width(ui, (RichStyle){ FACE_TEXT, size->text, HUE_INK }, text) +
                 ui_px(ui, size->swatch + size->gap + size->between);
    }
    return width - ui_px(ui, size->between);
}

static void draw_swatch(Ui *ui, float x, float baseline, float wide, bool dashed, Color color) {
    float y = roundf(baseline - ui_px(ui, 4.5f)), thick = fmaxf(2, ui_px(ui, 2.5f));
    if (dashed) {
        draw_flat(ui->list, (Rect){ x, y, wide * 0.4f, thick }, color);
        draw_flat(ui->list, (Rect){ x + wide * 0.6f, y, wide * 0.4f, thick }, color);
    } else {
        draw_flat(ui->list, (Rect){ x, y, wide, thick }, color);
    }
}

static void legend_item(Ui *ui, const Series *series, Rect item) {
    const Option *toggle = series->toggle;
    const char *help = series->help || !toggle ? series->help : toggle->help;
    ui_link(ui, item, series->hue);
    if (!toggle)
        ui_area(ui, series->label, item, help);
    else if (ui_item(ui, toggle->name, item, help))
        ui_send(ui, "toggle %s", toggle->name);
}

// Every curve's sign, name and value at t; without the values where they do not fit, and closer
// where the names alone do not.
// From x on; further to the left, where that is not enough.
static void draw_legend(Ui *ui, const Plot *plot, float least, float x, float baseline,
                        float right) {
    const LegendSize *size = legend_sizes, *last = legend_sizes + LEGEND_SIZES - 1;
    bool with_values = legend_width(ui, plot, size, true) <= right - x;
    while (!with_values && size < last && legend_width(ui, plot, size, false) > right - x) size++;
    float wide = legend_width(ui, plot, size, with_values);
    if (wide > right - x) x = fmaxf(least, right - wide);
    for (int i = 0; i < plot->count; i++) {
        const Series *series = &plot->series[i];
        bool shown = is_shown(ui, series);
        char text[160];
        if (!is_named(ui, series)) continue;
        series_text(text, sizeof text, series, plot->t, shown && with_values);
        RichStyle style = { FACE_TEXT, size->text, shown ? series->hue : HUE_FAINT };
        float swatch = ui_px(ui, size->swatch), gap = ui_px(ui, size->gap);
        Rect item = { x, baseline - ui_px(ui, 14), swatch + gap + rich_width(ui, style, text),
                      ui_px(ui, 20) };
        legend_item(ui, series, item);
        draw_swatch(ui, x, baseline, swatch, series->dashed, ui_color(ui, style.hue));
        rich_draw(ui, style, x + swatch + gap, baseline, text);
        x += item.w + ui_px(ui, size->between);
    }
}

static void draw_title(Ui *ui, const Plot *plot, float x, float baseline, float right) {
    RichStyle style = { FACE_BOLD, 13.5f, HUE_INK };
    char title[160];
    snprintf(title, sizeof title, "%s", _(plot->title));
    float room = right - ui_px(ui, plot->reserve) - x;
    char *rest = strstr(title, " · ");
    if (rest && rich_width(ui, style, title) > room) *rest = '\0';
    if (rich_width(ui, style, title) <= room) rich_draw(ui, style, x, baseline, title);
}

Rect plot_frame(const Ui *ui, Rect rect) {
    float left = ui_px(ui, 44), top = ui_px(ui, 52), bottom = ui_px(ui, 24);
    return (Rect){ rect.x + left, rect.y + top, rect.w - left - ui_px(ui, 20),
                   rect.h - top - bottom };
}

void plot_axes(const Plot *plot, const PlotRange *range, Axis *x, Axis *y) {
    *x = plot->x, *y = plot->y;
    if (!range->zoomed) return;
    axis_take_ends(x, range->x0, range->x1);
    axis_take_ends(y, range->y0, range->y1);
}

static int step_at(const Plot *plot, double x) {
    return (int)fmin(plot->x.max, fmax(1, round(x)));
}

static void draw_axes(const Chart *chart) {
    Ui *ui = chart->ui;
    Rect frame = chart->frame;
    chart_y_axis(chart);
    chart_x_axis(chart);
    // What runs along here: beside the end of the axis, above the last number.
    rich_draw(ui, (RichStyle){ FACE_TEXT, 11.5f, HUE_MUTED }, frame.x + frame.w + ui_px(ui, 7),
              frame.y + frame.h + ui_px(ui, 5), "$t$");
}

static void draw_pointed(const Chart *chart, const Plot *plot, int t) {
    if (t != plot->t) {
        chart_marker(chart, t, ui_edge(chart->ui));
        draw_dots(chart, plot, t);
    }
    if (!plot->quiet) draw_readout(chart, plot, t);
}

// At the lower edge, in as many lines as the frame's width asks for.
static void draw_note(const Chart *chart, const char *text) {
    Ui *ui = chart->ui;
    const RichStyle style = { FACE_TEXT, 11.5f, HUE_MUTED };
    float side = ui_px(ui, 8), line = ui_px(ui, 16);
    RichLines lines = rich_wrap(ui, style, chart->frame.w - 2 * side, text);
    float last = chart->frame.y + chart->frame.h - side;
    for (int i = 0; i < lines.count; i++)
        rich_draw_note(ui, style, chart->frame.x + side, last - line * (float)(lines.count - 1 - i),
                       ui->ground, lines.line[i]);
}

void plot_draw(Ui *ui, Rect rect, const Plot *plot, const PlotRange *range) {
    Chart chart = { .ui = ui, .frame = plot_frame(ui, rect), .whole = true, .spacing = 70 };
    plot_axes(plot, range, &chart.x, &chart.y);
    float left = chart.frame.x;
    draw_title(ui, plot, left, rect.y + ui_px(ui, 14), rect.x + rect.w);
    draw_legend(ui, plot, rect.x, left, rect.y + ui_px(ui, 40), rect.x + rect.w - ui_px(ui, 4));
    if (chart.frame.w < 8 || chart.frame.h < 8) return;
    const PlotPointer pointer = pointer_handle(&chart, plot->name, !plot->fixed, NULL);
    int t = step_at(plot, pointer.x);
    if (pointer.held && t != plot->t) ui_send(ui, "set t %d", t);
    draw_axes(&chart);
    chart_marks(&chart, NULL);
    chart_marker(&chart, plot->t, ui_color(ui, HUE_MUTED));
    draw_curves(&chart, plot);
    draw_dots(&chart, plot, plot->t);
    if (plot->note) draw_note(&chart, plot->note);
    if (pointer.over) draw_pointed(&chart, plot, t);
}
