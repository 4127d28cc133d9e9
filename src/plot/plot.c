// SPDX-License-Identifier: MIT
#include "plot/plot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Painter {
    Ui *ui;
    const Plot *plot;
    Axis x, y; // as shown
    Rect frame;
    Color color;
    float width;
    bool dashed;
} Painter;

static bool is_shown(const Ui *ui, const Series *series) {
    return option_number(ui->settings, series->toggle) != 0;
}

static bool speaks(const Ui *ui, const Series *series) {
    return is_shown(ui, series) && !series->silent;
}

static Point at_point(const Painter *painter, double t, double value) {
    return (Point){ painter->frame.x + (float)axis_place(&painter->x, t) * painter->frame.w,
                    painter->frame.y + painter->frame.h -
                        (float)axis_place(&painter->y, value) * painter->frame.h };
}

static void draw_grid(Painter *painter) {
    Ui *ui = painter->ui;
    Rect frame = painter->frame;
    RichStyle style = { FACE_TEXT, 11.5f, HUE_MUTED };
    double ticks[AXIS_TICKS];
    char label[48];
    float hair = fmaxf(1, ui_px(ui, 1));
    int most = (int)fminf(7, fmaxf(2, frame.h / ui_px(ui, 34)));
    int count = axis_ticks(&painter->y, most, ticks);
    for (int i = 0; i < count; i++) {
        float y = roundf(at_point(painter, painter->x.min, ticks[i]).y);
        draw_flat(ui->list, (Rect){ frame.x, y, frame.w, hair }, ui_color(ui, HUE_LINE));
        axis_label(label, sizeof label, &painter->y, ticks[i], count > 1 ? ticks[1] - ticks[0] : 0);
        rich_draw_right(ui, style, frame.x - ui_px(ui, 7), y + ui_px(ui, 4), label);
    }
    most = (int)fmaxf(2, frame.w / ui_px(ui, 70));
    count = axis_ticks(&painter->x, most, ticks);
    for (int i = 0; i < count; i++) {
        if (ticks[i] != floor(ticks[i])) continue; // there is no half step
        float x = roundf(at_point(painter, ticks[i], painter->y.min).x);
        draw_flat(ui->list, (Rect){ x, frame.y + frame.h, hair, ui_px(ui, 4) },
                  ui_color(ui, HUE_LINE));
        axis_label(label, sizeof label, &painter->x, ticks[i], 1);
        rich_draw_centred(ui, style, x, frame.y + frame.h + ui_px(ui, 17), label);
    }
    draw_flat(ui->list, (Rect){ frame.x, frame.y + frame.h, frame.w, hair },
              ui_color(ui, HUE_FAINT));
    // What runs along here: beside the end of the axis, above the last number.
    rich_draw(ui, style, frame.x + frame.w + ui_px(ui, 7), frame.y + frame.h + ui_px(ui, 5), "$t$");
}

static void draw_run(void *user, const Point *points, size_t count) {
    Painter *painter = user;
    float scale = painter->ui->scale;
    if (count == 1)
        draw_circle(painter->ui->list, points[0], 2.2f * scale, painter->color);
    else if (painter->dashed)
        draw_dashes(painter->ui->list, points, count, painter->width, 7 * scale, 10 * scale,
                    painter->color);
    else
        draw_polyline(painter->ui->list, points, count, painter->width, painter->color);
}

// y ± spread, one pair a pixel column, cut off at the frame.
static void draw_spread(Painter *painter, const Series *series) {
    enum { MOST = 4096 };
    static float x[MOST], low[MOST], high[MOST];
    Rect frame = painter->frame;
    size_t count = 0;
    int columns = (int)fminf(frame.w, MOST - 1), last = -1;
    for (int i = 0; i <= columns; i++) {
        int t = (int)round(axis_value(&painter->x, (double)i / columns));
        if (t < series->from || t > series->to || t == last) continue;
        last = t;
        Point a = at_point(painter, t, series->y[t] - series->spread[t]);
        Point b = at_point(painter, t, series->y[t] + series->spread[t]);
        x[count] = fminf(fmaxf(a.x, frame.x), frame.x + frame.w);
        low[count] = fminf(fmaxf(a.y, frame.y), frame.y + frame.h);
        high[count++] = fminf(fmaxf(b.y, frame.y), frame.y + frame.h);
    }
    draw_band(painter->ui->list, x, low, high, count,
              color_fade(ui_color(painter->ui, series->hue), series->faint ? 0.13f : 0.28f));
}

static void draw_curves(Painter *painter) {
    for (int i = 0; i < painter->plot->count; i++) {
        const Series *series = &painter->plot->series[i];
        if (!is_shown(painter->ui, series)) continue;
        if (series->spread) draw_spread(painter, series);
        painter->color = ui_color(painter->ui, series->hue);
        painter->width = (series->width > 0 ? series->width : 1.8f) * painter->ui->scale;
        painter->dashed = series->dashed;
        plot_curve(series, &painter->x, &painter->y, painter->frame, draw_run, painter);
    }
}

static void draw_dots(Painter *painter, int t) {
    for (int i = 0; i < painter->plot->count; i++) {
        const Series *series = &painter->plot->series[i];
        if (!speaks(painter->ui, series) || t < series->from || t > series->to) continue;
        Point at = at_point(painter, t, series->y[t]);
        if (!isfinite(at.y) || !rect_holds(rect_inset(painter->frame, -1), at.x, at.y)) continue;
        float size = fmaxf(2, 4.6f - 0.7f * (float)i) * painter->ui->scale; // coinciding ones nest
        draw_circle(painter->ui->list, at, size + 1.4f * painter->ui->scale,
                    ui_color(painter->ui, HUE_PANEL));
        draw_circle(painter->ui->list, at, size, ui_color(painter->ui, series->hue));
    }
}

static void draw_marker(Painter *painter, int t, Hue hue) {
    float x = roundf(at_point(painter, t, painter->y.min).x);
    if (x < painter->frame.x - 1 || x > painter->frame.x + painter->frame.w + 1) return;
    const Point line[] = { { x + 0.5f, painter->frame.y },
                           { x + 0.5f, painter->frame.y + painter->frame.h } };
    float scale = painter->ui->scale;
    draw_dashes(painter->ui->list, line, 2, fmaxf(1, scale), 4 * scale, 3 * scale,
                ui_color(painter->ui, hue));
}

// "$α_t$ 0.5509", in its colour.
static void series_text(char *out, size_t size, const Series *series, int t, bool with_value) {
    char number[64] = "";
    if (with_value && t >= series->from && t <= series->to)
        axis_number(number, sizeof number, series->y[t]);
    snprintf(out, size, "%s %s", series->toggle->label, number);
}

static void draw_readout(Painter *painter, int t) {
    Ui *ui = painter->ui;
    RichStyle style = { FACE_TEXT, 12.5f, HUE_INK };
    float line = ui_px(ui, 18), pad = ui_px(ui, 8), widest = 0;
    int lines = 1;
    char text[160];
    snprintf(text, sizeof text, "$t$ = %d", t);
    widest = rich_width(ui, style, text);
    for (int i = 0; i < painter->plot->count; i++) {
        const Series *series = &painter->plot->series[i];
        if (!speaks(ui, series)) continue;
        char entry[160];
        series_text(entry, sizeof entry, series, t, true);
        widest = fmaxf(widest, rich_width(ui, style, entry));
        lines++;
    }
    Rect frame = painter->frame;
    Rect box = { at_point(painter, t, painter->y.min).x + ui_px(ui, 12), 0, widest + 2 * pad,
                 line * (float)lines + pad };
    if (box.x + box.w > frame.x + frame.w) box.x -= box.w + ui_px(ui, 24);
    box.y = fminf(fmaxf(ui->in.y - box.h / 2, frame.y), frame.y + frame.h - box.h);
    ui->list->layer = LAYER_TOOLTIP;
    draw_rect(ui->list, rect_inset(box, -1), ui_px(ui, 5), ui_color(ui, HUE_LINE));
    draw_rect(ui->list, box, ui_px(ui, 4), ui_color(ui, HUE_GROUND));
    float y = box.y + pad / 2 + line * 0.74f;
    rich_draw(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_MUTED }, box.x + pad, y, text);
    for (int i = 0; i < painter->plot->count; i++) {
        const Series *series = &painter->plot->series[i];
        if (!speaks(ui, series)) continue;
        series_text(text, sizeof text, series, t, true);
        style.hue = series->hue;
        rich_draw(ui, style, box.x + pad, y += line, text);
    }
    ui->list->layer = LAYER_BASE;
}

typedef struct LegendSize {
    float text, swatch, gap, between; // units
} LegendSize;

static const LegendSize legend_sizes[] = { { 12.5f, 14, 6, 14 },
                                           { 11.5f, 12, 5, 9 },
                                           { 10.5f, 10, 4, 5 } };
enum { LEGEND_SIZES = sizeof legend_sizes / sizeof legend_sizes[0] };

static float legend_width(const Painter *painter, const LegendSize *size, bool with_values) {
    Ui *ui = painter->ui;
    float width = 0;
    for (int i = 0; i < painter->plot->count; i++) {
        const Series *series = &painter->plot->series[i];
        char text[160];
        if (series->silent) continue;
        series_text(text, sizeof text, series, painter->plot->t,
                    with_values && is_shown(ui, series));
        width += rich_width(ui, (RichStyle){ FACE_TEXT, size->text, HUE_INK }, text) +
                 ui_px(ui, size->swatch + size->gap + size->between);
    }
    return width - ui_px(ui, size->between);
}

// Every curve's sign, name and value at t; without the values where they do not fit, and closer
// where the names alone do not.
static void draw_legend(Painter *painter, float x, float baseline, float right) {
    Ui *ui = painter->ui;
    const LegendSize *size = legend_sizes, *last = legend_sizes + LEGEND_SIZES - 1;
    bool with_values = legend_width(painter, size, true) <= right - x;
    while (!with_values && size < last && legend_width(painter, size, false) > right - x) size++;
    for (int i = 0; i < painter->plot->count; i++) {
        const Series *series = &painter->plot->series[i];
        bool shown = is_shown(ui, series);
        char text[160];
        if (series->silent) continue;
        series_text(text, sizeof text, series, painter->plot->t, shown && with_values);
        RichStyle style = { FACE_TEXT, size->text, shown ? series->hue : HUE_FAINT };
        float swatch = ui_px(ui, size->swatch), gap = ui_px(ui, size->gap);
        Rect item = { x, baseline - ui_px(ui, 14), swatch + gap + rich_width(ui, style, text),
                      ui_px(ui, 20) };
        if (ui_item(ui, series->toggle->name, item, series->toggle->help))
            ui_send(ui, "toggle %s", series->toggle->name);
        float y = roundf(baseline - ui_px(ui, 4.5f)), thick = fmaxf(2, ui_px(ui, 2.5f));
        Color color = ui_color(ui, shown ? series->hue : HUE_FAINT);
        if (series->dashed) {
            draw_flat(ui->list, (Rect){ x, y, swatch * 0.4f, thick }, color);
            draw_flat(ui->list, (Rect){ x + swatch * 0.6f, y, swatch * 0.4f, thick }, color);
        } else {
            draw_flat(ui->list, (Rect){ x, y, swatch, thick }, color);
        }
        rich_draw(ui, style, x + swatch + gap, baseline, text);
        x += item.w + ui_px(ui, size->between);
    }
}

static void send_range(const Painter *painter, Axis x, Axis y) {
    ui_send(painter->ui, "range %s %.9g %.9g %.9g %.9g", painter->plot->name, x.min, x.max, y.min,
            y.max);
}

static void handle_pointer(Painter *painter) {
    Ui *ui = painter->ui;
    Rect frame = painter->frame;
    char label[48];
    snprintf(label, sizeof label, "plot %s", painter->plot->name);
    bool double_press = ui->in.double_pressed;
    // A little wider than the frame, so that t = 1 and t = T are easy to reach.
    Rect target = { frame.x - ui_px(ui, 4), frame.y, frame.w + ui_px(ui, 8), frame.h };
    bool pressed = ui_item(ui, label, target, NULL);
    float across = (ui->in.x - frame.x) / frame.w;
    float up = (frame.y + frame.h - ui->in.y) / frame.h;
    double t = fmin(painter->plot->x.max, fmax(1, round(axis_value(&painter->x, across))));
    if (pressed && double_press) {
        ui_send(ui, "fit %s", painter->plot->name);
        ui->active = 0;
    } else if (ui->active == ui_id(label) && ui->in.down) {
        if ((int)t != painter->plot->t) ui_send(ui, "set t %d", (int)t);
    } else if (ui_over(ui, target) && ui->in.wheel != 0) {
        double factor = pow(0.8, ui->in.wheel);
        send_range(painter, axis_zoom(&painter->x, factor, across),
                   ui->in.shift ? axis_zoom(&painter->y, factor, up) : painter->y);
    }
}

static void draw_title(Ui *ui, const Plot *plot, float x, float baseline, float right) {
    RichStyle style = { FACE_BOLD, 13.5f, HUE_INK };
    char title[160];
    snprintf(title, sizeof title, "%s", plot->title);
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
    x->min = range->x0, x->max = range->x1;
    y->min = range->y0, y->max = range->y1;
}

void plot_draw(Ui *ui, Rect rect, const Plot *plot, const PlotRange *range) {
    Painter painter = { .ui = ui, .plot = plot, .frame = plot_frame(ui, rect) };
    plot_axes(plot, range, &painter.x, &painter.y);
    float left = painter.frame.x - rect.x;
    draw_title(ui, plot, rect.x + left, rect.y + ui_px(ui, 14), rect.x + rect.w);
    draw_legend(&painter, rect.x + left, rect.y + ui_px(ui, 40), rect.x + rect.w - ui_px(ui, 4));
    if (painter.frame.w < 8 || painter.frame.h < 8) return;
    handle_pointer(&painter);
    draw_grid(&painter);
    draw_marker(&painter, plot->t, HUE_MUTED);
    draw_curves(&painter);
    draw_dots(&painter, plot->t);
    if (plot->note)
        rich_draw_note(ui, (RichStyle){ FACE_TEXT, 11.5f, HUE_MUTED },
                       painter.frame.x + ui_px(ui, 8),
                       painter.frame.y + painter.frame.h - ui_px(ui, 8), HUE_PANEL, plot->note);
    if (ui_over(ui, painter.frame)) {
        float across = (ui->in.x - painter.frame.x) / painter.frame.w;
        int t = (int)fmin(plot->x.max, fmax(1, round(axis_value(&painter.x, across))));
        if (t != plot->t) {
            draw_marker(&painter, t, HUE_FAINT);
            draw_dots(&painter, t);
        }
        if (!plot->quiet) draw_readout(&painter, t);
    }
}
