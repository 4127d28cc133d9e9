// SPDX-License-Identifier: MIT
// The followed value's life over t, or over the clock s, where one step back is a Brownian bridge.
#include "base/memory.h"
#include "base/translate.h"
#include "model/curves.h"
#include "model/reverse.h"
#include "panel/rows.h"
#include "panel/value_series.h"
#include "plot/chart.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void draw_over_t(Scene *scene, Rect rect, const ValueCurves *curves, const double *walked,
                        const char *title) {
    int steps = scene->model->schedule.steps;
    double most = 1.2;
    for (int t = 0; t <= steps; t++)
        most = fmax(most,
                    fmax(fabs(curves->z[t]) + 0.1, fabs(curves->x[t]) + 1.05 * curves->twice[t]));
    Series series[VALUE_SERIES];
    const Plot plot = { .name = plot_names[PLOT_LIFE],
                        .title = title,
                        .reserve = scene->still ? 0 : 124,
                        .x = { 0, steps, false },
                        .y = { -most, most, false },
                        .series = series,
                        .count = value_series(curves, walked, steps, series),
                        .t = scene->settings->t };
    plot_draw(scene->ui, rect, &plot, &scene->ranges[PLOT_LIFE]);
}

// Over s ------------------------------------------------------------------------------------------

enum { BRIDGE = 161 };

static const double BEYOND = 1.12; // how much of the clock is shown

// In the clock s the chain is z/sqrt(alpha) = x + W(s), and q(. | z_t, x) the bridge between x at 0
// and z_t/sqrt(alpha_t) at s_t: a straight mean, variance s (s_t - s)/s_t.
static void draw_bridge(const Chart *chart, double x, double end, double clock) {
    double at[BRIDGE], mean[BRIDGE], low[2][BRIDGE], high[2][BRIDGE];
    for (int i = 0; i < BRIDGE; i++) {
        double s = clock * i / (BRIDGE - 1), deviation = sqrt(s * (clock - s) / clock);
        at[i] = s;
        mean[i] = x + (end - x) * s / clock;
        for (int k = 0; k < 2; k++)
            low[k][i] = mean[i] - (k + 1) * deviation, high[k][i] = mean[i] + (k + 1) * deviation;
    }
    Color color = ui_color(chart->ui, HUE_MEAN);
    for (int k = 1; k >= 0; k--)
        chart_area(chart, at, low[k], high[k], BRIDGE, color_fade(color, 0.16f));
    chart_curve(chart, at, mean, BRIDGE, (ChartLine){ color, 2.6f, false, HUE_MEAN });
}

static void draw_path(const Chart *chart, const Schedule *table, const double *z, ChartLine line) {
    int last = 0;
    while (last < table->steps && table->alpha[last + 1] > 0 &&
           table->noise_clock[last] <= chart->x.max)
        last++;
    double *s = mem_alloc((size_t)last + 1, sizeof *s), *y = mem_alloc((size_t)last + 1, sizeof *y);
    int used = 0;
    double step = (chart->x.max - chart->x.min) / (2 * (double)chart->frame.w);
    for (int t = 0; t <= last; t++) {
        if (table->noise_clock[t] > chart->x.max) break;
        if (used && t < last && table->noise_clock[t] - s[used - 1] < step) continue;
        s[used] = table->noise_clock[t];
        y[used++] = z[t] / sqrt(table->alpha[t]);
    }
    chart_curve(chart, s, y, used, line);
    free(s);
    free(y);
}

// The value from x at clock 0 to z_t/sqrt(alpha_t) at s_t, and where one step back is.
typedef struct Bridge {
    double x, end, clock, before;
} Bridge;

static Bridge bridge_at(const Schedule *table, const ValueCurves *curves, int t) {
    return (Bridge){ curves->x[0], curves->z[t] / sqrt(table->alpha[t]), table->noise_clock[t],
                     table->noise_clock[t - 1] };
}

static Axis value_axis(const Schedule *table, const ValueCurves *curves, const double *walked,
                       Bridge bridge) {
    double low = fmin(bridge.x, bridge.end), high = fmax(bridge.x, bridge.end);
    for (int k = 0; k <= table->steps && table->noise_clock[k] <= bridge.clock * BEYOND; k++) {
        double root = sqrt(table->alpha[k]), y = curves->z[k] / root;
        double other = walked ? walked[k] / root : y;
        low = fmin(low, fmin(y, other)), high = fmax(high, fmax(y, other));
    }
    double middle = (bridge.x + bridge.end) / 2, spread = 1.05 * sqrt(bridge.clock);
    low = fmin(low, middle - spread), high = fmax(high, middle + spread);
    return (Axis){ low - 0.05 * (high - low), high + 0.05 * (high - low), false };
}

static void draw_marks(const Chart *chart, Bridge bridge) {
    Ui *ui = chart->ui;
    chart_vertical(chart, bridge.clock, chart->y.min, chart->y.max,
                   (ChartLine){ ui_color(ui, HUE_MUTED), 1, true });
    chart_vertical(chart, bridge.before, chart->y.min, chart->y.max,
                   (ChartLine){ ui_edge(ui), 1, true });
    chart_x_axis(chart);
    double mean = bridge.x + (bridge.end - bridge.x) * bridge.before / bridge.clock;
    const struct {
        double s, y;
        Hue hue;
    } dots[] = { { 0, bridge.x, HUE_X },
                 { bridge.clock, bridge.end, HUE_Z },
                 { bridge.before, mean, HUE_MEAN } };
    for (int i = 0; i < 3; i++) {
        Point at = chart_point(chart, dots[i].s, dots[i].y);
        draw_circle(ui->list, at, ui_px(ui, 5.5f), ui_color(ui, ui->ground));
        draw_circle(ui->list, at, ui_px(ui, 4), ui_color(ui, dots[i].hue));
    }
}

static void set_t_at_clock(const Scene *scene, const Chart *chart) {
    Ui *ui = scene->ui;
    Rect frame = chart->frame;
    const Schedule *table = &scene->model->schedule;
    ui_area(
        ui, "plot clock", frame,
        N_("In this clock the chain is a Brownian path, and knowing <x> and <z_t> all between is "
           "a Brownian bridge. One step back is its value at <clock_t−1>, the fainter line. Click "
           "moves t."));
    if (ui->active != ui_id("plot clock") || !ui->in.down || ui->in.released) return;
    double s = axis_value(&chart->x, (double)((ui->in.x - frame.x) / frame.w));
    int best = 1;
    for (int k = 1; k <= table->steps; k++)
        if (fabs(table->noise_clock[k] - s) < fabs(table->noise_clock[best] - s)) best = k;
    if (!ui->moved && best != scene->settings->t) ui_send(ui, "set t %d", best), ui->active = 0;
}

static void draw_over_s(Scene *scene, Rect rect, const ValueCurves *curves, const double *walked,
                        const char *title) {
    Ui *ui = scene->ui;
    const Schedule *table = &scene->model->schedule;
    int t = scene->settings->t;
    float left = ui_px(ui, 44), top = ui_px(ui, 52);
    RichStyle small = { FACE_TEXT, 12.5f, HUE_MUTED, .tinted = true, .linked = !scene->still };
    rich_draw(ui, (RichStyle){ FACE_BOLD, 13.5f, HUE_INK }, rect.x + left, rect.y + ui_px(ui, 14),
              title);
    if (!(table->alpha[t] > 0)) {
        rich_draw(ui, small, rect.x + left, rect.y + ui_px(ui, 40),
                  _("$<alpha_T> = 0$: the clock is at infinity there"));
        return;
    }
    Bridge bridge = bridge_at(table, curves, t);
    char text[240], number[48];
    axis_number(number, sizeof number, bridge.clock);
    snprintf(text, sizeof text,
             _("$<z_t>/<signal_t>$ over <clock> · [m:bridge] from [x:<x>] to <clock_%d> = %s"), t,
             number);
    if (rich_width(ui, small, text) > rect.w - left)
        snprintf(text, sizeof text, _("[m:bridge] from [x:<x>] to <clock_%d>"), t);
    rich_draw(ui, small, rect.x + left, rect.y + ui_px(ui, 40), text);
    Rect frame = { rect.x + left, rect.y + top, rect.w - left - ui_px(ui, 20),
                   rect.h - top - ui_px(ui, 24) };
    if (frame.w < 8 || frame.h < 8) return;
    Chart chart = {
        ui, frame, { 0, bridge.clock * BEYOND, false }, value_axis(table, curves, walked, bridge)
    };
    chart_y_axis(&chart);
    draw_bridge(&chart, bridge.x, bridge.end, bridge.clock);
    draw_path(&chart, table, curves->z, (ChartLine){ ui_color(ui, HUE_Z), 1.3f, false, HUE_Z });
    if (walked)
        draw_path(&chart, table, walked,
                  (ChartLine){ ui_color(ui, HUE_SIGMA), 1.3f, false, HUE_SIGMA });
    draw_marks(&chart, bridge);
    set_t_at_clock(scene, &chart);
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    static const char *const clocks[] = { "$t$", "<clock>" };
    Ui *ui = scene->ui;
    int channel = scene_channel(scene);
    size_t index = scene_followed_index(scene);
    const ValueCurves *curves = model_value_curves(scene->model, channel, index);
    const double *walked = NULL;
    if (scene->settings->reverse.row == ROW_WALK)
        walked = model_value_walk(scene->model, channel, index);
    char title[200], name[CHANNEL_NAME];
    Pixel pixel = scene_followed_pixel(scene);
    snprintf(title, sizeof title, _("Life of pixel %d, %d · %s"), pixel.x, pixel.y,
             scene_channel_name(scene, name));
    const RichStyle style = { FACE_BOLD, 13.5f, HUE_INK };
    float room = rect.w - ui_px(ui, 36 + 20 + 104 + 8);
    char brief[64], without[128];
    snprintf(brief, sizeof brief, _("Pixel %d, %d"), pixel.x, pixel.y);
    snprintf(without, sizeof without, _("Life of pixel %d, %d"), pixel.x, pixel.y);
    if (rich_width(ui, style, without) > room)
        snprintf(title, sizeof title, "%s", rich_fitting(ui, style, room, brief, _("Life")));
    if (scene->settings->reverse.life_clock == LIFE_IN_S)
        draw_over_s(scene, rect, curves, scene->settings->plots.show_walk ? walked : NULL, title);
    else
        draw_over_t(scene, rect, curves, walked, title);
    scene_segments(scene, rect.x + rect.w - ui_px(ui, 20), rect.y, 104, OPT_LIFE_CLOCK, clocks, 2);
}

const Panel panel_life = {
    .name = "life",
    .title = N_("A value’s life"),
    .help = N_("One value over $t$, or over the clock <clock>, where it is a Brownian path and one "
               "step back a Brownian bridge."),
    .natural = { 560, 340 },
    .least = { 220, 128 },
    .draw = draw,
};
