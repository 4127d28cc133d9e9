// SPDX-License-Identifier: MIT
#include "panel/freehand.h"

#include "base/translate.h"
#include "conf/knots.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void write_label(char *out, size_t size, const KnotCurve *curve) {
    snprintf(out, size, "freehand %s",
             option_choice(option_row(OPT_KNOT_SPACE), (int)curve->space));
}

// What a place of the plot is as log SNR. Its edge is as near to 0 or 1 as a hand can mean.
static double log_snr_of(const Scene *scene, const KnotCurve *curve, const Axis *axis,
                         double value) {
    const double least = axis->log ? 1e-12 : 1e-4;
    if (curve->space == KNOT_LOG_SNR)
        return notation_log_snr((Notation)scene->settings->look.notation, value);
    double alpha = fmin(1 - 1e-4, fmax(least, value));
    return log(alpha) - log1p(-alpha);
}

static double value_of(const Scene *scene, const KnotCurve *curve, double log_snr) {
    if (curve->space == KNOT_LOG_SNR)
        return notation_level((Notation)scene->settings->look.notation, log_snr);
    return exp(knots_log_alpha(log_snr));
}

static void send_knots(const Scene *scene, const Knots *knots) {
    Settings next = *scene->settings;
    Text text = { 0 };
    if (memcmp(knots, &next.schedule.knots, sizeof *knots) == 0) return;
    next.schedule.knots = *knots;
    option_format(&text, &next, option_row(OPT_KNOTS));
    ui_send(scene->ui, "set knots %s", text.data);
    text_free(&text);
}

// Once a place of the pointer: a frame takes several passes.
static void follow_pointer(const Scene *scene, Freehand *hand, Rect frame, const Plot *plot,
                           const KnotCurve *curve) {
    const Ui *ui = scene->ui;
    Axis x, y;
    Knots knots;
    if (ui->in.x == hand->at.x && ui->in.y == hand->at.y) return;
    hand->at = (Point){ ui->in.x, ui->in.y };
    plot_axes(plot, &hand->range, &x, &y);
    double up = fmin(1, fmax(0, (frame.y + frame.h - ui->in.y) / frame.h));
    double t = axis_value(&x, (ui->in.x - frame.x) / frame.w), value = axis_value(&y, up);
    stroke_move(&hand->stroke, t / scene->settings->schedule.steps,
                log_snr_of(scene, curve, &y, value));
    hand->bent = stroke_knots(&hand->stroke, &knots);
    send_knots(scene, &knots);
}

static void begin(const Scene *scene, Freehand *hand, const Plot *plot, const PlotRange *range) {
    Axis x, y;
    plot_axes(plot, range, &x, &y);
    hand->stroke = stroke_begin(&scene->settings->schedule.knots);
    hand->range = (PlotRange){ true, x.min, x.max, y.min, y.max };
    hand->at = (Point){ -1e6f, -1e6f };
    hand->bent = false;
    if (scene->settings->knot >= 0) ui_send(scene->ui, "set knot -1");
}

bool freehand_drag(const Scene *scene, Freehand *hand, Rect rect, const Plot *plot,
                   const KnotCurve *curve, PlotRange *range) {
    Ui *ui = scene->ui;
    char label[48];
    if (!knots_are_shown(scene->settings) || scene->still || curve->space == KNOT_BETA)
        return false;
    write_label(label, sizeof label, curve);
    Rect frame = plot_frame(ui, rect);
    bool held = ui->active == ui_id(label) && ui->in.down;
    bool wanted = scene->settings->freehand || ui->in.shift;
    if (!held && !wanted) return false;
    if (ui_area(ui, label, frame, NULL)) begin(scene, hand, plot, range);
    held = ui->active == ui_id(label) && ui->in.down;
    if (!held) return false;
    *range = hand->range;
    ui->moved = true;
    follow_pointer(scene, hand, frame, plot, curve);
    return true;
}

void freehand_draw(const Scene *scene, const Freehand *hand, Rect rect, const Plot *plot,
                   const KnotCurve *curve, const PlotRange *range) {
    Ui *ui = scene->ui;
    const KnotStroke *stroke = &hand->stroke;
    char label[48];
    write_label(label, sizeof label, curve);
    if (ui->active != ui_id(label) || !ui->in.down || stroke->first > stroke->last) return;
    Point points[STROKE_CELLS];
    size_t count = 0;
    Axis x, y;
    Rect frame = plot_frame(ui, rect);
    plot_axes(plot, range, &x, &y);
    for (int i = stroke->first; i <= stroke->last; i++) {
        double t = (i + 0.5) / STROKE_CELLS * scene->settings->schedule.steps;
        Point at = plot_point(&x, &y, frame, t, value_of(scene, curve, stroke->log_snr[i]));
        at.y = fminf(frame.y + frame.h, fmaxf(frame.y, at.y));
        if (isfinite(at.x) && isfinite(at.y)) points[count++] = at;
    }
    Color ink = color_fade(ui_color(ui, HUE_INK), 0.6f);
    if (count > 1) draw_polyline(ui->list, points, count, 1.2f * ui->scale, ink);
    if (hand->bent)
        rich_draw_note(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_BETA }, frame.x + ui_px(ui, 8),
                       frame.y + ui_px(ui, 18), ui->ground,
                       _("the signal can only fall: what rises is made level"));
}
