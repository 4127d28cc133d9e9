// SPDX-License-Identifier: MIT
#include "plot/chart.h"

#include "plot/readout.h"

#include <math.h>
#include <stdio.h>

enum { POINTS = 4096 };

static double clamp(double value, double low, double high) {
    return value < low ? low : value > high ? high : value;
}

Point chart_place(const Chart *chart, double x, double y) {
    return plot_point(&chart->x, &chart->y, chart->frame, x, y);
}

Point chart_point(const Chart *chart, double x, double y) {
    double across = clamp(axis_place(&chart->x, x), 0, 1);
    double up = isnan(y) ? NAN : clamp(axis_place(&chart->y, y), 0, 1);
    if (isinf(y)) up = y > 0;
    return (Point){ chart->frame.x + (float)across * chart->frame.w,
                    chart->frame.y + chart->frame.h - (float)up * chart->frame.h };
}

bool chart_holds_x(const Chart *chart, double x) {
    double across = axis_place(&chart->x, x);
    return across >= 0 && across <= 1;
}

// Labels on one line, in order, and where the middle of each stands.
typedef struct Placed {
    const ChartLabel *shown[CHART_LABELS];
    float middle[CHART_LABELS], wide[CHART_LABELS];
    int count;
} Placed;

static const float HAIR_END = 13; // units above the labels' baseline

// Whether a hair from the axis down to its label runs through a number there.
static bool is_crossed(const Chart *chart, const Placed *placed, float baseline, float x,
                       float wide) {
    const Ui *ui = chart->ui;
    float foot = chart->frame.y + chart->frame.h, reach = wide / 2 + ui_px(ui, 2);
    float down = baseline - ui_px(ui, HAIR_END) - foot;
    for (int i = 0; placed && i < placed->count; i++) {
        float from = chart_point(chart, placed->shown[i]->x, chart->y.min).x;
        float slope = (placed->middle[i] - from) / fmaxf(1, down);
        float a = from + slope * ui_px(ui, 7), b = from + slope * ui_px(ui, 18);
        if (fmaxf(a, b) > x - reach && fminf(a, b) < x + reach) return true;
    }
    return false;
}

// How the numbers below are written; units.
typedef struct AxisLook {
    float spacing, type, tick, down;
    int least; // ticks
} AxisLook;

static AxisLook look_of(const Chart *chart) {
    AxisLook look =
        chart->small ? (AxisLook){ 50, 11, 3, 14, 3 } : (AxisLook){ 64, 11.5f, 4, 17, 2 };
    if (chart->spacing > 0) look.spacing = chart->spacing;
    if (chart->type > 0) look.type = chart->type;
    return look;
}

// The first says what it is that runs along here, and ends where it would without that.
static void draw_first(const Chart *chart, RichStyle style, float x, float baseline,
                       const char *label) {
    static const float most = 46; // units left of the frame
    Ui *ui = chart->ui;
    char first[160];
    snprintf(first, sizeof first, "%s = %s", chart->x_title, label);
    float from = x + rich_width(ui, style, label) / 2 - rich_width(ui, style, first);
    rich_draw(ui, style, fmaxf(from, chart->frame.x - ui_px(ui, most)), baseline, first);
}

static void draw_x_axis(const Chart *chart, const Placed *placed, float baseline) {
    Ui *ui = chart->ui;
    Rect frame = chart->frame;
    const AxisLook look = look_of(chart);
    RichStyle style = { FACE_TEXT, look.type, HUE_MUTED };
    double ticks[AXIS_TICKS];
    char label[48];
    float hair = fmaxf(1, ui_px(ui, 1)), foot = frame.y + frame.h;
    int most = (int)fmaxf((float)look.least, frame.w / ui_px(ui, look.spacing));
    int count = axis_ticks(&chart->x, most, ticks);
    draw_flat(ui->list, (Rect){ frame.x, foot, frame.w, hair }, ui_edge(ui));
    for (int i = 0; i < count; i++) {
        if (chart->whole && ticks[i] != floor(ticks[i])) continue;
        float x = roundf(chart_place(chart, ticks[i], chart->y.min).x);
        draw_flat(ui->list, (Rect){ x, foot + hair, hair, ui_px(ui, look.tick) - hair },
                  chart->small ? ui_edge(ui) : ui_color(ui, HUE_LINE));
        double step = count > 1 ? ticks[1] - ticks[0] : 0;
        double written = chart->turned && ticks[i] != 0 ? -ticks[i] : ticks[i];
        axis_label(label, sizeof label, &chart->x, written, chart->whole ? 1 : step);
        if (chart->x_title && i == 0)
            draw_first(chart, style, x, foot + ui_px(ui, look.down), label);
        else if (!is_crossed(chart, placed, baseline, x, rich_width(ui, style, label)))
            rich_draw_centred(ui, style, x, foot + ui_px(ui, look.down), label);
    }
}

void chart_x_axis(const Chart *chart) {
    draw_x_axis(chart, NULL, 0);
}

void chart_y_axis(const Chart *chart) {
    Ui *ui = chart->ui;
    Rect frame = chart->frame;
    RichStyle style = { FACE_TEXT, chart->type > 0 ? chart->type : 11.5f, HUE_MUTED };
    double ticks[AXIS_TICKS];
    char label[48];
    float hair = fmaxf(1, ui_px(ui, 1));
    int count = axis_ticks(&chart->y, (int)fminf(7, fmaxf(2, frame.h / ui_px(ui, 34))), ticks);
    for (int i = 0; i < count; i++) {
        float y = roundf(chart_point(chart, chart->x.min, ticks[i]).y);
        draw_flat(ui->list, (Rect){ frame.x, y, frame.w, hair }, ui_color(ui, HUE_LINE));
        axis_label(label, sizeof label, &chart->y, ticks[i], count > 1 ? ticks[1] - ticks[0] : 0);
        rich_draw_right(ui, style, frame.x - ui_px(ui, 7), y + ui_px(ui, 4), label);
    }
}

static float distance_to(Point at, Point a, Point b) {
    float dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    float along = square > 0 ? ((at.x - a.x) * dx + (at.y - a.y) * dy) / square : 0;
    along = fmaxf(0, fminf(1, along));
    return hypotf(a.x + along * dx - at.x, a.y + along * dy - at.y);
}

// A curve shows its quantity as far as it is seen.
static void point_at_run(const Chart *chart, const Point *points, size_t count, Hue hue) {
    Ui *ui = chart->ui;
    const Point at = { ui->in.x, ui->in.y };
    float least = INFINITY;
    if (!hue || !ui_over(ui, chart->frame)) return;
    for (size_t i = 1; i < count; i++)
        least = fminf(least, distance_to(at, points[i - 1], points[i]));
    ui_point_near(ui, least, hue);
}

static float width_of(const Chart *chart, float units, Hue hue) {
    float width = (units > 0 ? units : 1.8f) * chart->ui->scale;
    return hue && ui_is_pointed(chart->ui, hue) ? width * 1.7f : width;
}

static void draw_run(const Chart *chart, const Point *points, size_t count, ChartLine line) {
    float scale = chart->ui->scale, width = width_of(chart, line.width, line.hue);
    point_at_run(chart, points, count, line.hue);
    if (line.dashed)
        draw_dashes(chart->ui->list, points, count, width, 6 * scale, 8 * scale, line.color);
    else if (count > 1)
        draw_polyline(chart->ui->list, points, count, width, line.color);
}

typedef struct SeriesRun {
    const Chart *chart;
    Color color;
    float width; // pixels
    Dash dash;
    Hue hue;
} SeriesRun;

static void draw_series_run(void *user, const Point *points, size_t count) {
    const SeriesRun *run = user;
    DrawList *list = run->chart->ui->list;
    float scale = run->chart->ui->scale;
    point_at_run(run->chart, points, count, run->hue);
    if (count == 1)
        draw_circle(list, points[0], 2.2f * scale, run->color);
    else if (run->dash.off > 0)
        draw_dashes(list, points, count, run->width, run->dash.on * scale, run->dash.off * scale,
                    run->color);
    else
        draw_polyline(list, points, count, run->width, run->color);
}

void chart_series(const Chart *chart, const Series *series, Color color) {
    float width = width_of(chart, series->width, series->hue);
    SeriesRun run = { chart, color, width, series->dashed ? (Dash){ 7, 10 } : series->dash,
                      series->hue };
    plot_curve(series, &chart->x, &chart->y, chart->frame, draw_series_run, &run);
}

void chart_dot(const Chart *chart, double x, double y, float size, Hue hue, Hue ground) {
    Ui *ui = chart->ui;
    Point at = chart_place(chart, x, y);
    if (!isfinite(at.x) || !isfinite(at.y)) return;
    if (!rect_holds(rect_inset(chart->frame, -1.5f), at.x, at.y)) return;
    draw_circle(ui->list, at, (size + 1.4f) * ui->scale, ui_color(ui, ground));
    draw_circle(ui->list, at, size * ui->scale, ui_color(ui, hue));
}

void chart_marker(const Chart *chart, double x, Color color) {
    Rect frame = chart->frame;
    float at = roundf(chart_place(chart, x, chart->y.min).x), scale = chart->ui->scale;
    if (!isfinite(at) || at < frame.x - 1 || at > frame.x + frame.w + 1) return;
    const Point ends[] = { { at + 0.5f, frame.y }, { at + 0.5f, frame.y + frame.h } };
    draw_dashes(chart->ui->list, ends, 2, fmaxf(1, scale), 4 * scale, 3 * scale, color);
}

void chart_marks(const Chart *chart, const double *x) {
    Ui *ui = chart->ui;
    Rect frame = chart->frame;
    float wide = fmaxf(1, ui_px(ui, 1.5f)), last = -INFINITY, bottom = frame.y + frame.h;
    for (int i = 0; i < ui->mark_count; i++) {
        double place = x ? x[ui->marks[i]] : ui->marks[i];
        float at = roundf(chart_place(chart, place, chart->y.min).x);
        bool apart = fabsf(at - last) >= wide + 1; // else one stroke is both
        if (!isfinite(at) || at < frame.x - 1 || at > frame.x + frame.w + 1 || !apart) continue;
        draw_flat(ui->list, (Rect){ at - wide / 2, bottom - ui_px(ui, 6), wide, ui_px(ui, 6) },
                  ui_color(ui, HUE_MUTED));
        last = at;
    }
}

// Whether a point may be left out: it lies on the straight way from the last to the next.
static bool is_straight(Point a, Point b, Point c) {
    float dx = c.x - a.x, way = dx > 0 ? (b.x - a.x) / dx : 0;
    return dx > 0 && dx < 8 && fabsf(a.y + (c.y - a.y) * way - b.y) < 0.06f;
}

void chart_curve(const Chart *chart, const double *x, const double *y, int count, ChartLine line) {
    static Point points[POINTS];
    size_t used = 0;
    for (int i = 0; i < count; i++) {
        if (isnan(y[i]) || isnan(x[i]) || used == POINTS) {
            draw_run(chart, points, used, line);
            used = 0;
        }
        if (isnan(y[i]) || isnan(x[i])) continue;
        Point next = chart_point(chart, x[i], y[i]);
        if (used > 1 && is_straight(points[used - 2], points[used - 1], next)) used--;
        points[used++] = next;
    }
    draw_run(chart, points, used, line);
}

void chart_area(const Chart *chart, const double *x, const double *low, const double *high,
                int count, Color color) {
    static float xs[POINTS], lows[POINTS], highs[POINTS];
    size_t used = 0;
    float before = -1e9f;
    for (int i = 0; i < count && used < POINTS; i++) {
        Point top = chart_point(chart, x[i], high[i]);
        bool last = i == count - 1;
        if (isnan(top.y) || (top.x - before < 1.5f && !last)) continue;
        xs[used] = before = top.x;
        highs[used] = top.y;
        lows[used++] = low ? chart_point(chart, x[i], low[i]).y : chart->frame.y + chart->frame.h;
    }
    draw_band(chart->ui->list, xs, lows, highs, used, color);
}

void chart_vertical(const Chart *chart, double x, double from, double to, ChartLine line) {
    if (!chart_holds_x(chart, x)) return;
    const Point ends[] = { chart_point(chart, x, from), chart_point(chart, x, to) };
    float scale = chart->ui->scale, width = (line.width > 0 ? line.width : 1.8f) * scale;
    if (line.dashed)
        draw_dashes(chart->ui->list, ends, 2, width, 4 * scale, 3 * scale, line.color);
    else
        draw_line(chart->ui->list, ends[0], ends[1], width, line.color);
}

// Moves the middles of things that are so wide apart, as little as it takes; they are in order.
static void spread_out(float *middle, const float *wide, int count, float gap, float low,
                       float high) {
    enum { ROUNDS = 60 };
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 1; i < count; i++) {
            float need = (wide[i - 1] + wide[i]) / 2 + gap - (middle[i] - middle[i - 1]);
            if (need <= 0) continue;
            middle[i - 1] -= need / 2;
            middle[i] += need / 2;
        }
        if (count > 0) middle[0] = fmaxf(middle[0], low + wide[0] / 2);
        if (count > 0) middle[count - 1] = fminf(middle[count - 1], high - wide[count - 1] / 2);
    }
}

static Placed place_labels(const Chart *chart, const ChartLabel *labels, int count) {
    Ui *ui = chart->ui;
    Placed placed = { .count = 0 };
    for (int i = 0; i < count && placed.count < CHART_LABELS; i++) {
        if (!chart_holds_x(chart, labels[i].x)) continue;
        int k = placed.count++;
        for (; k > 0 && placed.shown[k - 1]->x > labels[i].x; k--)
            placed.shown[k] = placed.shown[k - 1];
        placed.shown[k] = &labels[i];
    }
    for (int i = 0; i < placed.count; i++) {
        placed.middle[i] = chart_point(chart, placed.shown[i]->x, chart->y.min).x;
        placed.wide[i] =
            rich_width(ui, (RichStyle){ FACE_BOLD, 12.5f, HUE_INK }, placed.shown[i]->text);
    }
    float out = ui_px(ui, 30);
    spread_out(placed.middle, placed.wide, placed.count, ui_px(ui, 10), chart->frame.x - out,
               chart->frame.x + chart->frame.w + out);
    return placed;
}

void chart_x_axis_labelled(const Chart *chart, const ChartLabel *labels, int count,
                           float baseline) {
    Ui *ui = chart->ui;
    Placed placed = place_labels(chart, labels, count);
    draw_x_axis(chart, &placed, baseline);
    for (int i = 0; i < placed.count; i++) {
        const ChartLabel *label = placed.shown[i];
        Point from = chart_point(chart, label->x, chart->y.min);
        Point to = { placed.middle[i], baseline - ui_px(ui, HAIR_END) };
        draw_line(ui->list, from, to, fmaxf(1, ui_px(ui, 1)),
                  color_fade(ui_color(ui, label->hue), 0.6f));
        const RichStyle style = { FACE_BOLD, 12.5f, label->hue };
        float wide = rich_width(ui, style, label->text) + ui_px(ui, 6);
        if (ui_is_quantity(label->hue))
            ui_link(ui,
                    (Rect){ placed.middle[i] - wide / 2, baseline - ui_px(ui, 14), wide,
                            ui_px(ui, 19) },
                    label->hue);
        rich_draw_centred(ui, style, placed.middle[i], baseline, label->text);
    }
}

void chart_readout(const Chart *chart, double x, const ChartLabel *lines, int count) {
    Readout readout = { .count = 0 };
    for (int i = 0; i < count; i++) readout_add(&readout, lines[i].hue, "%s", lines[i].text);
    chart_marker(chart, x, ui_edge(chart->ui));
    readout_draw(chart->ui, chart->frame, chart_point(chart, x, chart->y.min).x, &readout);
}
