// SPDX-License-Identifier: MIT
// Knots on the plots: a press near one takes it, a double click on the curve adds one, a right
// click removes one.
#include "panel/knots.h"

#include "conf/knots.h"

#include <math.h>
#include <stdio.h>

typedef struct Place {
    Rect frame;
    Axis x, y;
} Place;

static Place place_of(const Scene *scene, Rect rect, const Plot *plot, const PlotRange *range) {
    Place place = { .frame = plot_frame(scene->ui, rect) };
    plot_axes(plot, range, &place.x, &place.y);
    return place;
}

static Point point_at(const Place *place, double t, double value) {
    const Rect frame = place->frame;
    return (Point){ frame.x + (float)axis_place(&place->x, t) * frame.w,
                    frame.y + frame.h - (float)axis_place(&place->y, value) * frame.h };
}

// Where a knot stands: on the curve, at its step.
static Point knot_point(const Scene *scene, const Place *place, const KnotCurve *curve, int index) {
    int t = knots_step(&scene->settings->schedule.knots, index, scene->settings->schedule.steps);
    return point_at(place,
                    scene->settings->schedule.knots.u[index] * scene->settings->schedule.steps,
                    curve->y[t]);
}

static void knot_label(char *out, size_t size, const KnotCurve *curve, int index) {
    snprintf(out, size, "knot %s %d", option_choice(option_row(OPT_KNOT_SPACE), (int)curve->space),
             index);
}

// The one under the pointer, -1 where there is none.
static int knot_under(const Scene *scene, const Place *place, const KnotCurve *curve) {
    const Ui *ui = scene->ui;
    float reach = ui_px(ui, 11), nearest = reach * reach;
    int found = -1;
    if (!ui_over(ui, rect_inset(place->frame, -reach))) return -1;
    for (int i = 0; i < scene->settings->schedule.knots.count; i++) {
        Point at = knot_point(scene, place, curve, i);
        float dx = at.x - ui->in.x, dy = at.y - ui->in.y, distance = dx * dx + dy * dy;
        if (isfinite(distance) && distance < nearest) nearest = distance, found = i;
    }
    return found;
}

static bool on_curve(const Scene *scene, const Place *place, const KnotCurve *curve, double *u) {
    const Ui *ui = scene->ui;
    int steps = scene->settings->schedule.steps;
    if (!ui_over(ui, place->frame)) return false;
    double t = round(axis_value(&place->x, (ui->in.x - place->frame.x) / place->frame.w));
    t = fmin(steps, fmax(1, t));
    *u = t / steps;
    return fabsf(point_at(place, t, curve->y[(int)t]).y - ui->in.y) < ui_px(ui, 10);
}

// Once a place of the pointer: a frame takes several passes.
static void send_move(const Scene *scene, KnotDrag *drag, const Place *place,
                      const KnotCurve *curve, int index) {
    Ui *ui = scene->ui;
    if (ui->in.x == drag->at.x && ui->in.y == drag->at.y) return;
    drag->at = (Point){ ui->in.x, ui->in.y };
    const Rect frame = place->frame;
    float x = ui->in.x - drag->grab.x, y = ui->in.y - drag->grab.y;
    double t = axis_value(&place->x, (x - frame.x) / frame.w);
    double value = axis_value(&place->y, (frame.y + frame.h - y) / frame.h);
    if (curve->space == KNOT_LOG_SNR)
        value = notation_log_snr((Notation)scene->settings->look.notation, value);
    ui_send(ui, "move_knot %d %.9g %.9g %s", index, t / scene->settings->schedule.steps, value,
            option_choice(option_row(OPT_KNOT_SPACE), (int)curve->space));
}

static void press(const Scene *scene, KnotDrag *drag, const Place *place, const KnotCurve *curve,
                  int index, const PlotRange *range) {
    Ui *ui = scene->ui;
    Point at = knot_point(scene, place, curve, index);
    drag->grab = (Point){ ui->in.x - at.x, ui->in.y - at.y };
    drag->from = drag->at = (Point){ ui->in.x, ui->in.y };
    drag->range = *range;
    if (!range->zoomed)
        drag->range = (PlotRange){ true, place->x.min, place->x.max, place->y.min, place->y.max };
    if (scene->settings->knot != index) ui_send(ui, "set knot %d", index);
    if (scene->settings->knot_space != (int)curve->space)
        ui_send(ui, "set knot_space %s",
                option_choice(option_row(OPT_KNOT_SPACE), (int)curve->space));
}

bool knots_drag(const Scene *scene, KnotDrag *drag, Rect rect, const Plot *plot,
                const KnotCurve *curve, PlotRange *range) {
    Ui *ui = scene->ui;
    if (!knots_are_shown(scene->settings) || scene->still) return false;
    bool dragged = false;
    Place place = place_of(scene, rect, plot, range);
    int under = ui->active ? -1 : knot_under(scene, &place, curve);
    for (int i = 0; i < scene->settings->schedule.knots.count; i++) {
        char label[48];
        Point at = knot_point(scene, &place, curve, i);
        float reach = under == i ? ui_px(ui, 11) : 0; // only the nearest one takes the press
        knot_label(label, sizeof label, curve, i);
        if (ui_area(ui, label, (Rect){ at.x - reach, at.y - reach, 2 * reach, 2 * reach }, NULL))
            press(scene, drag, &place, curve, i, range);
        if (ui->active != ui_id(label)) continue;
        dragged = true;
        *range = drag->range;
        place = place_of(scene, rect, plot, range);
        ui->moved |= fabsf(ui->in.x - drag->from.x) + fabsf(ui->in.y - drag->from.y) > 2;
        if (ui->in.down && ui->moved) send_move(scene, drag, &place, curve, i);
    }
    double u;
    if (under >= 0 && ui->in.right_pressed) {
        ui_send(ui, "remove_knot %d", under);
        ui->in.right_pressed = false;
    } else if (ui->in.pressed && ui->in.double_pressed && on_curve(scene, &place, curve, &u)) {
        ui_send(ui, "add_knot %.9g", u);
        ui->in.pressed = false;
    } else if (ui->in.pressed && scene->settings->knot >= 0 && ui_over(ui, place.frame)) {
        ui_send(ui, "set knot -1");
    }
    return dragged;
}

void knots_draw(const Scene *scene, Rect rect, const Plot *plot, const KnotCurve *curve,
                const PlotRange *range) {
    Ui *ui = scene->ui;
    if (!knots_are_shown(scene->settings) || scene->still) return;
    Place place = place_of(scene, rect, plot, range);
    int under = ui->active ? -1 : knot_under(scene, &place, curve);
    for (int i = 0; i < scene->settings->schedule.knots.count; i++) {
        Point at = knot_point(scene, &place, curve, i);
        if (!isfinite(at.y) || !rect_holds(rect_inset(place.frame, -2), at.x, at.y)) continue;
        bool chosen = scene->settings->knot == i, lit = chosen || under == i;
        float size = (lit ? 6.2f : 4.8f) * ui->scale;
        if (chosen)
            draw_circle(ui->list, at, size + 3.2f * ui->scale,
                        color_fade(ui_color(ui, curve->hue), 0.35f));
        draw_circle(ui->list, at, size, ui_color(ui, curve->hue));
        draw_circle(ui->list, at, size - 1.9f * ui->scale,
                    ui_color(ui, chosen ? HUE_INK : ui->ground));
    }
}
