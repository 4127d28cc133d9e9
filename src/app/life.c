// SPDX-License-Identifier: MIT
// The followed value's life over t, or over the clock s, where one step back is a Brownian bridge;
// and the coefficients of a step over t.
#include "app/reverse.h"
#include "base/memory.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// The walk of the value, and sigma_t^2/beta_t.
static void follow_life(App *app, const PixelCurves *curves) {
    Reverse *reverse = reverse_of(app);
    const Model *model = &app->model;
    const Schedule *table = &model->schedule;
    int rows = table->steps + 1;
    const ReverseKey key = { .x = model->x_stamp,
                             .noise = model->noise_stamp,
                             .schedule = model->schedule_stamp,
                             .index = curves->index,
                             .channel = curves->channel,
                             .number = app->settings.noise.draw };
    if (rows > reverse->life_room) {
        reverse->walked_value = mem_resize(reverse->walked_value, 2 * (size_t)rows, sizeof(double));
        reverse->walked_floats = mem_resize(reverse->walked_floats, (size_t)rows, sizeof(float));
        reverse->life_room = rows;
        reverse->life_key = (ReverseKey){ 0 };
    }
    if (reverse_same_key(&reverse->life_key, &key)) return;
    const NoiseSpec spec = { model->made.noise.seed, (Coupling)model->made.noise.coupling };
    reverse->ratio = reverse->walked_value + rows;
    walk_value_over_t(reverse->walked_floats, (float)curves->x[0], table, &spec,
                      (uint32_t)app->settings.noise.draw, curves->channel, curves->index);
    for (int t = 0; t < rows; t++) {
        reverse->walked_value[t] = (double)reverse->walked_floats[t];
        reverse->ratio[t] = t ? table->sigma2[t] / table->beta[t] : 0;
    }
}

static void draw_over_t(App *app, Rect rect, const PixelCurves *curves, const char *title) {
    const Reverse *reverse = reverse_of(app);
    int steps = app->model.schedule.steps;
    double most = 1.2;
    for (int t = 0; t <= steps; t++)
        most = fmax(most,
                    fmax(fabs(curves->z[t]) + 0.1, fabs(curves->x[t]) + 1.05 * curves->twice[t]));
    const Option *law = option_row(OPT_SHOW_X);
    const Series series[] = {
        { .toggle = law,
          .hue = HUE_X,
          .y = curves->x,
          .spread = curves->twice,
          .faint = true,
          .dashed = true,
          .to = steps,
          .silent = true },
        { .toggle = law,
          .hue = HUE_X,
          .y = curves->x,
          .spread = curves->deviation,
          .faint = true,
          .dashed = true,
          .to = steps },
        { .toggle = option_row(OPT_SHOW_Z),
          .hue = HUE_Z,
          .y = curves->z,
          .to = steps,
          .width = 3.4f },
        { .toggle = option_row(OPT_SHOW_MEAN),
          .hue = HUE_MEAN,
          .y = curves->mean,
          .spread = curves->sigma,
          .from = 1,
          .to = steps,
          .width = 1.1f },
        { .toggle = option_row(OPT_SHOW_WALK),
          .hue = HUE_SIGMA,
          .y = reverse->walked_value,
          .to = steps,
          .width = 1.4f },
    };
    const Plot plot = { .name = plot_names[PLOT_LIFE],
                        .title = title,
                        .reserve = app->only_plots ? 0 : 124,
                        .x = { 0, steps, false },
                        .y = { -most, most, false },
                        .series = series,
                        .count = app->settings.reverse.row == ROW_WALK ? 5 : 4,
                        .t = app->settings.t };
    plot_draw(&app->ui, rect, &plot, &app->ranges[PLOT_LIFE]);
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
    chart_curve(chart, at, mean, BRIDGE, (ChartLine){ color, 2.6f, false });
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

static void draw_over_s(App *app, Rect rect, const PixelCurves *curves, const char *title) {
    Ui *ui = &app->ui;
    Reverse *reverse = reverse_of(app);
    const Schedule *table = &app->model.schedule;
    int t = app->settings.t;
    float left = ui_px(ui, 44), top = ui_px(ui, 52);
    rich_draw(ui, (RichStyle){ FACE_BOLD, 13.5f, HUE_INK }, rect.x + left, rect.y + ui_px(ui, 14),
              title);
    RichStyle small = { FACE_TEXT, 12.5f, HUE_MUTED };
    if (!(table->alpha[t] > 0)) {
        rich_draw(ui, small, rect.x + left, rect.y + ui_px(ui, 40),
                  "$<alpha_T> = 0$: the clock is at infinity there");
        return;
    }
    double clock = table->noise_clock[t], x = curves->x[0],
           end = curves->z[t] / sqrt(table->alpha[t]);
    double before = table->noise_clock[t - 1];
    char text[160], number[48];
    axis_number(number, sizeof number, clock);
    snprintf(text, sizeof text,
             "$<z_t>/<signal_t>$ over <clock> · [m:bridge] from [x:<x>] to <clock_%d> = %s", t,
             number);
    if (rich_width(ui, small, text) > rect.w - left)
        snprintf(text, sizeof text, "[m:bridge] from [x:<x>] to <clock_%d>", t);
    rich_draw(ui, small, rect.x + left, rect.y + ui_px(ui, 40), text);
    double low = fmin(x, end), high = fmax(x, end);
    bool walk = app->settings.reverse.row == ROW_WALK && app->settings.plots.show_walk;
    for (int k = 0; k <= table->steps && table->noise_clock[k] <= clock * BEYOND; k++) {
        double root = sqrt(table->alpha[k]), y = curves->z[k] / root;
        double walked = walk ? reverse->walked_value[k] / root : y;
        low = fmin(low, fmin(y, walked)), high = fmax(high, fmax(y, walked));
    }
    low = fmin(low, (x + end) / 2 - 1.05 * sqrt(clock)),
    high = fmax(high, (x + end) / 2 + 1.05 * sqrt(clock));
    Rect frame = { rect.x + left, rect.y + top, rect.w - left - ui_px(ui, 20),
                   rect.h - top - ui_px(ui, 24) };
    if (frame.w < 8 || frame.h < 8) return;
    Chart chart = { ui,
                    frame,
                    { 0, clock * BEYOND, false },
                    { low - 0.05 * (high - low), high + 0.05 * (high - low), false } };
    chart_y_axis(&chart);
    draw_bridge(&chart, x, end, clock);
    draw_path(&chart, table, curves->z, (ChartLine){ ui_color(ui, HUE_Z), 1.3f, false });
    if (walk)
        draw_path(&chart, table, reverse->walked_value,
                  (ChartLine){ ui_color(ui, HUE_SIGMA), 1.3f, false });
    chart_vertical(&chart, clock, chart.y.min, chart.y.max,
                   (ChartLine){ ui_color(ui, HUE_MUTED), 1, true });
    chart_vertical(&chart, before, chart.y.min, chart.y.max, (ChartLine){ ui_edge(ui), 1, true });
    chart_x_axis(&chart);
    const struct {
        double s, y;
        Hue hue;
    } dots[] = { { 0, x, HUE_X },
                 { clock, end, HUE_Z },
                 { before, x + (end - x) * before / clock, HUE_MEAN } };
    for (int i = 0; i < 3; i++) {
        Point at = chart_point(&chart, dots[i].s, dots[i].y);
        draw_circle(ui->list, at, ui_px(ui, 5.5f), ui_color(ui, HUE_PANEL));
        draw_circle(ui->list, at, ui_px(ui, 4), ui_color(ui, dots[i].hue));
    }
    Rect target = { frame.x, frame.y, frame.w, frame.h };
    ui_area(ui, "plot clock", target,
            "In this clock the chain is a Brownian path, and knowing <x> and <z_t> all between is "
            "a Brownian bridge. One step back is its value at <clock_t−1>, the fainter line. Click "
            "moves t.");
    if (ui->active == ui_id("plot clock") && ui->in.down && !ui->in.released) {
        double s = axis_value(&chart.x, (double)((ui->in.x - frame.x) / frame.w));
        int best = 1;
        for (int k = 1; k <= table->steps; k++)
            if (fabs(table->noise_clock[k] - s) < fabs(table->noise_clock[best] - s)) best = k;
        if (!ui->moved && best != t) ui_send(ui, "set t %d", best), ui->active = 0;
    }
}

void life_draw(App *app, Rect rect) {
    static const char *const clocks[] = { "$t$", "<clock>" };
    const PixelCurves *curves = app_pixel_curves(app);
    follow_life(app, curves);
    char title[128];
    Pixel pixel = app_followed_pixel(app);
    snprintf(title, sizeof title, "Life of pixel %d, %d · %s", pixel.x, pixel.y,
             app->model.x.channels == 3 ? option_choice(option_row(OPT_CHANNEL), curves->channel)
                                        : "grey");
    if (app->settings.reverse.life_clock == LIFE_IN_S)
        draw_over_s(app, rect, curves, title);
    else
        draw_over_t(app, rect, curves, title);
    reverse_segments(app, rect.x + rect.w - ui_px(&app->ui, 20), rect.y, 104, OPT_LIFE_CLOCK,
                     clocks, 2);
}

void coefficients_draw(App *app, Rect rect) {
    Reverse *reverse = reverse_of(app);
    const Schedule *table = &app->model.schedule;
    int steps = table->steps, t = app->settings.t;
    bool log_axis = app->settings.plots.coefficient_scale == AXIS_LOG;
    follow_life(app, app_pixel_curves(app));
    const Series series[] = {
        { .toggle = option_row(OPT_SHOW_COEF_Z),
          .hue = HUE_Z,
          .y = table->coef_z,
          .from = 1,
          .to = steps },
        { .toggle = option_row(OPT_SHOW_COEF_X),
          .hue = HUE_X,
          .y = table->coef_x,
          .from = 1,
          .to = steps },
        { .toggle = option_row(OPT_SHOW_SIGMA2),
          .hue = HUE_SIGMA,
          .y = table->sigma2,
          .from = 1,
          .to = steps,
          .width = 3 },
        { .toggle = option_row(OPT_SHOW_BETA),
          .hue = HUE_BETA,
          .y = table->beta,
          .from = 1,
          .to = steps,
          .dashed = true },
        { .toggle = option_row(OPT_SHOW_RATIO),
          .hue = HUE_ALPHA,
          .y = reverse->ratio,
          .from = 1,
          .to = steps,
          .dashed = true,
          .width = 1.5f },
    };
    double low = 1;
    for (int i = 1; i <= steps; i++) {
        if (table->coef_x[i] > 0) low = fmin(low, table->coef_x[i]);
        if (table->sigma2[i] > 0) low = fmin(low, table->sigma2[i]);
        if (table->beta[i] > 0) low = fmin(low, table->beta[i]);
    }
    Plot plot = { .name = plot_names[PLOT_COEFFICIENTS],
                  .title = "Coefficients of a step",
                  .reserve = app->only_plots ? 0 : 130,
                  .x = { 0, steps, false },
                  .y = { 0, 1.04, false },
                  .series = series,
                  .count = 5,
                  .t = t };
    if (log_axis) plot.y = (Axis){ fmax(1e-9, fmin(low, 0.1)) * 0.8, 1.3, true };
    if (t == 1)
        plot.note = "$t = 1$: $<alpha_0> = 1$, so all weight is on <x> and $<sigma_1> = 0$";
    else if (table->beta[t] == 1)
        plot.note = "$<beta_T> = 1$: <z_T> has no weight, $<sigma2_T> = <rest_T−1>$";
    plot_draw(&app->ui, rect, &plot, &app->ranges[PLOT_COEFFICIENTS]);
    reverse_segments(app, rect.x + rect.w - ui_px(&app->ui, 20), rect.y, 110, OPT_COEFFICIENT_SCALE,
                     NULL, 2);
}
