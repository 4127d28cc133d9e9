// SPDX-License-Identifier: MIT
#include "plot/overlay.h"

#include <math.h>
#include <stdio.h>

static const float LEFT = 48; // units, for the numbers

typedef struct Painter {
    Ui *ui;
    const Overlay *overlay;
    Axis x, y; // as shown
    Rect frame;
    Color color;
    float width;
} Painter;

int overlay_nearest(const OverlayCurve *curve, double x) {
    int low = 1, high = curve->steps;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        *(curve->x[middle] <= x ? &low : &high) = middle;
    }
    return fabs(x - curve->x[low]) <= fabs(curve->x[high] - x) ? low : high;
}

static Point at_point(const Painter *painter, double x, double y) {
    return (Point){ painter->frame.x + (float)axis_place(&painter->x, x) * painter->frame.w,
                    painter->frame.y + painter->frame.h -
                        (float)axis_place(&painter->y, y) * painter->frame.h };
}

static void x_label(const Painter *painter, char *out, size_t size, double tick, double step) {
    double written = painter->overlay->turned && tick != 0 ? -tick : tick;
    axis_label(out, size, &painter->x, written, step);
}

static void draw_grid(Painter *painter) {
    Ui *ui = painter->ui;
    Rect frame = painter->frame;
    RichStyle style = { FACE_TEXT, 11.5f, HUE_MUTED };
    double ticks[AXIS_TICKS];
    char label[48];
    float hair = fmaxf(1, ui_px(ui, 1)), foot = frame.y + frame.h;
    int most = (int)fminf(7, fmaxf(2, frame.h / ui_px(ui, 34)));
    int count = axis_ticks(&painter->y, most, ticks);
    for (int i = 0; i < count; i++) {
        float y = roundf(at_point(painter, painter->x.min, ticks[i]).y);
        draw_flat(ui->list, (Rect){ frame.x, y, frame.w, hair }, ui_color(ui, HUE_LINE));
        axis_label(label, sizeof label, &painter->y, ticks[i], count > 1 ? ticks[1] - ticks[0] : 0);
        rich_draw_right(ui, style, frame.x - ui_px(ui, 7), y + ui_px(ui, 4), label);
    }
    count = axis_ticks(&painter->x, (int)fmaxf(2, frame.w / ui_px(ui, 70)), ticks);
    for (int i = 0; i < count; i++) {
        float x = roundf(at_point(painter, ticks[i], painter->y.min).x);
        draw_flat(ui->list, (Rect){ x, foot, hair, ui_px(ui, 4) }, ui_color(ui, HUE_LINE));
        x_label(painter, label, sizeof label, ticks[i], count > 1 ? ticks[1] - ticks[0] : 0);
        char first[96]; // which says what it is that runs along here
        snprintf(first, sizeof first, "%s = %s", painter->overlay->x_title, label);
        float from = x + rich_width(ui, style, label) / 2 - rich_width(ui, style, first);
        if (i == 0)
            rich_draw(ui, style, fmaxf(from, frame.x - ui_px(ui, LEFT - 2)), foot + ui_px(ui, 17),
                      first);
        else
            rich_draw_centred(ui, style, x, foot + ui_px(ui, 17), label);
    }
    draw_flat(ui->list, (Rect){ frame.x, foot, frame.w, hair }, ui_color(ui, HUE_FAINT));
}

static void draw_run(void *user, const Point *points, size_t count) {
    Painter *painter = user;
    if (count == 1)
        draw_circle(painter->ui->list, points[0], 2.2f * painter->ui->scale, painter->color);
    else
        draw_polyline(painter->ui->list, points, count, painter->width, painter->color);
}

static void draw_curve(Painter *painter, int number) {
    const OverlayCurve *curve = &painter->overlay->curves[number];
    const Series series = { .x = curve->x, .y = curve->y, .from = curve->from, .to = curve->steps };
    bool focus = number == painter->overlay->focus;
    painter->color = ui_color(painter->ui, curve->hue);
    painter->width = (focus ? 3.2f : 1.9f) * painter->ui->scale;
    plot_curve(&series, &painter->x, &painter->y, painter->frame, draw_run, painter);
}

// The one in focus lies widest and lowest, so that one that runs along it shows too.
static void draw_curves(Painter *painter) {
    draw_curve(painter, painter->overlay->focus);
    for (int i = 0; i < painter->overlay->count; i++)
        if (i != painter->overlay->focus) draw_curve(painter, i);
}

static void draw_dot(Painter *painter, const OverlayCurve *curve, int t) {
    Point at = at_point(painter, curve->x[t], curve->y[t]);
    float scale = painter->ui->scale;
    if (!isfinite(at.x) || !isfinite(at.y)) return;
    if (!rect_holds(rect_inset(painter->frame, -1.5f), at.x, at.y)) return;
    draw_circle(painter->ui->list, at, 6 * scale, ui_color(painter->ui, HUE_GROUND));
    draw_circle(painter->ui->list, at, 4.6f * scale, ui_color(painter->ui, curve->hue));
}

static void draw_marker(Painter *painter, double value, Hue hue) {
    float x = roundf(at_point(painter, value, painter->y.min).x);
    if (!isfinite(x) || x < painter->frame.x - 1 || x > painter->frame.x + painter->frame.w + 1)
        return;
    const Point line[] = { { x + 0.5f, painter->frame.y },
                           { x + 0.5f, painter->frame.y + painter->frame.h } };
    float scale = painter->ui->scale;
    draw_dashes(painter->ui->list, line, 2, fmaxf(1, scale), 4 * scale, 3 * scale,
                ui_color(painter->ui, hue));
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
static void draw_readout(Painter *painter, double x) {
    Ui *ui = painter->ui;
    const Overlay *overlay = painter->overlay;
    RichStyle style = { FACE_TEXT, 12.5f, HUE_INK };
    float line = ui_px(ui, 19), pad = ui_px(ui, 9), gap = ui_px(ui, 14), wide[3] = { 0 };
    char text[4][3][96];
    int shown[4], lines = 0;
    for (int i = 0; i < overlay->count; i++) {
        const OverlayCurve *curve = &overlay->curves[i];
        int t = step_there(curve, &painter->x, x);
        if (!t) continue;
        snprintf(text[lines][0], sizeof text[0][0], "%s", curve->name);
        snprintf(text[lines][1], sizeof text[0][0], "$t$ = %d", t);
        write_number(text[lines][2], sizeof text[0][0], curve->y[t]);
        for (int k = 0; k < 3; k++) wide[k] = fmaxf(wide[k], rich_width(ui, style, text[lines][k]));
        shown[lines++] = i;
    }
    char head[96], number[48];
    write_number(number, sizeof number, overlay->turned ? -x : x);
    snprintf(head, sizeof head, "%s = %s", overlay->x_title, number);
    float inner = fmaxf(wide[0] + wide[1] + wide[2] + 2 * gap,
                        rich_width(ui, style, head) + gap + rich_width(ui, style, overlay->symbol));
    Rect frame = painter->frame;
    Rect box = { at_point(painter, x, painter->y.min).x + ui_px(ui, 14), 0, inner + 2 * pad,
                 line * (float)(lines + 1) + pad };
    if (box.x + box.w > ui->width - pad) box.x -= box.w + ui_px(ui, 28);
    box.y = fminf(fmaxf(ui->in.y - box.h / 2, frame.y), frame.y + frame.h - box.h);
    ui->list->layer = LAYER_TOOLTIP;
    draw_rect(ui->list, rect_inset(box, -1), ui_px(ui, 5), ui_color(ui, HUE_LINE));
    draw_rect(ui->list, box, ui_px(ui, 4), ui_color(ui, HUE_GROUND));
    float y = box.y + pad / 2 + line * 0.74f, right = box.x + pad + inner;
    style.hue = HUE_MUTED;
    rich_draw(ui, style, box.x + pad, y, head);
    rich_draw_right(ui, style, right, y, overlay->symbol);
    for (int i = 0; i < lines; i++) {
        style.hue = overlay->curves[shown[i]].hue;
        rich_draw(ui, style, box.x + pad, y += line, text[i][0]);
        rich_draw_right(ui, style, right - wide[2] - gap, y, text[i][1]);
        rich_draw_right(ui, style, right, y, text[i][2]);
    }
    ui->list->layer = LAYER_BASE;
}

static void send_range(const Painter *painter, Axis x, Axis y) {
    ui_send(painter->ui, "range %s %.9g %.9g %.9g %.9g", painter->overlay->name, x.min, x.max,
            y.min, y.max);
}

static void handle_pointer(Painter *painter) {
    Ui *ui = painter->ui;
    const Overlay *overlay = painter->overlay;
    const OverlayCurve *focus = &overlay->curves[overlay->focus];
    Rect frame = painter->frame;
    char label[48];
    snprintf(label, sizeof label, "plot %s", overlay->name);
    bool double_press = ui->in.double_pressed;
    // A little wider than the frame, so that t = 1 and t = T are easy to reach.
    Rect target = { frame.x - ui_px(ui, 4), frame.y, frame.w + ui_px(ui, 8), frame.h };
    bool pressed = ui_item(ui, label, target, NULL);
    float across = (ui->in.x - frame.x) / frame.w;
    float up = (frame.y + frame.h - ui->in.y) / frame.h;
    int t = overlay_nearest(focus, axis_value(&painter->x, across));
    if (pressed && double_press) {
        ui_send(ui, "fit %s", overlay->name);
        ui->active = 0;
    } else if (ui->active == ui_id(label) && ui->in.down) {
        if (t != focus->t) ui_send(ui, "set t %d", t);
    } else if (ui_over(ui, target) && ui->in.wheel != 0) {
        double factor = pow(0.8, ui->in.wheel);
        Axis x = axis_zoom(&painter->x, factor, across);
        double low = axis_place(&overlay->x, x.min), high = axis_place(&overlay->x, x.max);
        bool whole = low <= 0 && high >= 1;
        if (whole)
            ui_send(ui, "fit %s", overlay->name);
        else if (high - low > 1e-4)
            send_range(painter, x, ui->in.shift ? axis_zoom(&painter->y, factor, up) : painter->y);
    }
}

void overlay_draw(Ui *ui, Rect rect, const Overlay *overlay, const PlotRange *range) {
    Painter painter = { .ui = ui, .overlay = overlay, .x = overlay->x, .y = overlay->y };
    if (range->zoomed) {
        painter.x.min = range->x0, painter.x.max = range->x1;
        painter.y.min = range->y0, painter.y.max = range->y1;
    }
    float left = ui_px(ui, LEFT), bottom = ui_px(ui, 24);
    painter.frame = (Rect){ rect.x + left, rect.y, rect.w - left - ui_px(ui, 12), rect.h - bottom };
    if (painter.frame.w < 8 || painter.frame.h < 8) return;
    const OverlayCurve *focus = &overlay->curves[overlay->focus];
    handle_pointer(&painter);
    draw_grid(&painter);
    draw_marker(&painter, focus->x[focus->t], HUE_MUTED);
    draw_curves(&painter);
    for (int i = 0; i < overlay->count; i++)
        if (overlay->curves[i].t) draw_dot(&painter, &overlay->curves[i], overlay->curves[i].t);
    if (overlay->note)
        rich_draw_note(ui, (RichStyle){ FACE_TEXT, 11.5f, HUE_MUTED },
                       painter.frame.x + ui_px(ui, 8),
                       painter.frame.y +
                           (overlay->note_above ? ui_px(ui, 16) : painter.frame.h - ui_px(ui, 8)),
                       overlay->ground, overlay->note);
    if (!ui_over(ui, painter.frame)) return;
    // The read-out snaps to a step of the one in focus where it has one there.
    double x = axis_value(&painter.x, (ui->in.x - painter.frame.x) / painter.frame.w);
    int t = step_there(focus, &painter.x, x);
    if (t && isfinite(focus->x[t])) x = focus->x[t];
    draw_marker(&painter, x, HUE_FAINT);
    for (int i = 0; i < overlay->count; i++) {
        int there = step_there(&overlay->curves[i], &painter.x, x);
        if (there) draw_dot(&painter, &overlay->curves[i], there);
    }
    draw_readout(&painter, x);
}
