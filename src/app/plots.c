// SPDX-License-Identifier: MIT
// The three plots of the Forward view.
#include "app/app.h"
#include "app/knots.h"
#include "base/memory.h"
#include "core/noise.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What is no column of the table; made once a table.
static void make_columns(App *app) {
    const Schedule *table = &app->model.schedule;
    int notation = app->settings.look.notation;
    if (app->table_stamp == app->model.schedule_stamp && app->table_notation == notation) return;
    size_t rows = (size_t)table->steps + 1;
    app->table_columns[0] = mem_resize(app->table_columns[0], 3 * rows, sizeof(double));
    app->table_columns[1] = app->table_columns[0] + rows;
    app->table_columns[2] = app->table_columns[1] + rows;
    for (size_t t = 0; t < rows; t++) {
        app->table_columns[0][t] = sqrt(table->alpha[t]);
        app->table_columns[1][t] = sqrt(table->one_minus_alpha[t]);
        app->table_columns[2][t] = notation_level((Notation)notation, table->log_snr[t]);
    }
    app->table_notation = notation;
    app->table_stamp = app->model.schedule_stamp;
}

static Axis steps_axis(const App *app) {
    return (Axis){ 0, app->model.schedule.steps, false };
}

enum { FOLLOW_UNITS = 148, CHANNEL_UNITS = 72 };

// Choices at the right end of the title's line; a figure for print has none.
static void segments(App *app, Rect rect, float units, OptionId id, const char *const *texts,
                     int count) {
    Ui *ui = &app->ui;
    float width = ui_px(ui, units);
    Rect at = { rect.x + rect.w - width - ui_px(ui, 20), rect.y, width, ui_px(ui, 22) };
    if (!app->only_plots) ui_segments(ui, at, option_row(id), texts, count);
}

// log SNR, γ, or σ on a logarithmic axis.
static Axis level_axis(const App *app) {
    const double *level = app->table_columns[2];
    double low = INFINITY, high = -INFINITY;
    for (int t = 1; t <= app->model.schedule.steps; t++) {
        if (!isfinite(level[t])) continue;
        low = fmin(low, level[t]);
        high = fmax(high, level[t]);
    }
    if (notation_level_is_log((Notation)app->settings.look.notation)) {
        if (!(low < high)) low = (isfinite(low) ? low : 1) * 0.5, high = 4 * low;
        return (Axis){ low * 0.8, high * 1.25, true };
    }
    if (!(low < high)) low = (isfinite(low) ? low : 0) - 1, high = low + 2;
    return (Axis){ fmin(low, 0), fmax(high, 0), false };
}

static void draw_with_knots(App *app, Rect rect, const Plot *plot, const PlotRange *range,
                            const KnotCurve *knots) {
    PlotRange shown = *range;
    Plot held = *plot;
    held.quiet = knots_handle(app, rect, plot, knots, &shown);
    plot_draw(&app->ui, rect, &held, &shown);
    knots_draw(app, rect, plot, knots, &shown);
}

// A column of the table without zero terminal SNR, where that is on.
#define BEFORE(APP, COLUMN, FIRST)                                                                 \
    {                                                                                              \
        .toggle = option_row(OPT_SHOW_ALPHA), .hue = HUE_FAINT, .y = (APP)->before.COLUMN,         \
        .from = FIRST, .to = (APP)->before.steps, .dashed = true, .silent = true                   \
    }

static void plot_signal(App *app, Rect rect) {
    static const char *const names[] = { "<alpha>", "log <alpha>", "<level>" };
    const Schedule *table = &app->model.schedule;
    int steps = table->steps;
    const Series levels[] = {
        { .toggle = option_row(OPT_SHOW_ALPHA),
          .hue = HUE_ALPHA,
          .y = table->alpha,
          .to = steps,
          .width = 2.4f },
        { .toggle = option_row(OPT_SHOW_SQRT_ALPHA),
          .hue = HUE_X,
          .y = app->table_columns[0],
          .to = steps },
        { .toggle = option_row(OPT_SHOW_SQRT_NOISE),
          .hue = HUE_NOISE,
          .y = app->table_columns[1],
          .to = steps },
        BEFORE(app, alpha, 0),
    };
    static const Option ratio_toggle = {
        .id = OPT_SHOW_ALPHA,
        .name = "show_alpha",
        .type = OPTION_BOOL,
        .offset = offsetof(Settings, plots.show_alpha),
        .label = "<level_t>",
        .help = "log SNR = $ln <alpha_t> − ln(<rest_t>)$, in nats; 0 where picture and noise weigh "
                "the same. EDM has $σ_t = e^{−log SNR/2}$ and VDM $γ_t = −log SNR$ for it."
    };
    const Series ratio[] = {
        { .toggle = &ratio_toggle,
          .hue = HUE_ALPHA,
          .y = app->table_columns[2],
          .from = 1,
          .to = steps,
          .width = 2.4f },
        BEFORE(app, log_snr, 1),
    };
    Notation notation = (Notation)app->settings.look.notation;
    bool before = app->before.steps == steps;
    Plot plot = { .name = plot_names[PLOT_SIGNAL],
                  .title = "Signal left",
                  .reserve = 216,
                  .x = steps_axis(app),
                  .y = { 0, 1, false },
                  .series = levels,
                  .count = before ? 4 : 3,
                  .t = app->settings.t };
    if (app->settings.plots.signal == SIGNAL_LOG_ALPHA) {
        // Down to the smallest that is no zero, but not into what no one can tell from it.
        double low = 0.1;
        for (int t = 1; t <= steps; t++)
            if (table->alpha[t] > 0) low = fmin(low, table->alpha[t]);
        plot.y = (Axis){ fmax(low, 1e-12) * 0.8, 1.2, true };
        if (table->alpha[steps] == 0) plot.note = "$<alpha_T> = 0$ has no place on a log axis";
    } else if (app->settings.plots.signal == SIGNAL_LOG_SNR) {
        plot.title = notation < NOTATION_EDM ? "Signal to noise" : "Noise level";
        plot.y = level_axis(app);
        plot.series = ratio;
        plot.count = before && notation < NOTATION_EDM ? 2 : 1;
        if (table->alpha[steps] == 0)
            plot.note = notation < NOTATION_EDM ? "−∞ at $T$: zero terminal SNR"
                                                : "∞ at $T$: zero terminal SNR";
    }
    bool ratio_shown = app->settings.plots.signal == SIGNAL_LOG_SNR;
    const KnotCurve knots = { ratio_shown ? KNOT_LOG_SNR : KNOT_ALPHA, HUE_ALPHA,
                              ratio_shown ? app->table_columns[2] : table->alpha };
    draw_with_knots(app, rect, &plot, &app->ranges[PLOT_SIGNAL], &knots);
    segments(app, rect, 186, OPT_SIGNAL, names, 3);
}

static void plot_variance(App *app, Rect rect) {
    const Schedule *table = &app->model.schedule;
    int steps = table->steps;
    const Series series[] = {
        { .toggle = option_row(OPT_SHOW_SIGMA2),
          .hue = HUE_SIGMA,
          .y = table->sigma2,
          .from = 1,
          .to = steps,
          .width = 3.2f },
        { .toggle = option_row(OPT_SHOW_BETA),
          .hue = HUE_BETA,
          .y = table->beta,
          .from = 1,
          .to = steps,
          .dashed = true },
    };
    double low = 1, high = 0;
    for (int t = 1; t <= steps; t++) {
        high = fmax(high, table->beta[t]);
        if (table->beta[t] > 0) low = fmin(low, table->beta[t]);
        if (table->sigma2[t] > 0) low = fmin(low, table->sigma2[t]);
    }
    bool log_axis = app->settings.plots.variance_scale == AXIS_LOG;
    Plot plot = { .name = plot_names[PLOT_VARIANCE],
                  .title = "Variance of one step",
                  .reserve = 140,
                  .x = steps_axis(app),
                  .y = { 0, high * 1.04, false },
                  .series = series,
                  .count = 2,
                  .t = app->settings.t };
    if (log_axis) {
        low = fmin(fmax(low, high * 1e-12), high * 0.1); // a decade at least
        plot.y = (Axis){ low * 0.8, high * 1.25, true };
        if (app->settings.t == 1)
            plot.note = "$<sigma2_1> = 0$, since $<alpha_0> = 1$: knowing <x>, <z_0> is <x>";
    }
    const KnotCurve knots = { KNOT_BETA, HUE_BETA, table->beta };
    draw_with_knots(app, rect, &plot, &app->ranges[PLOT_VARIANCE], &knots);
    segments(app, rect, 110, OPT_VARIANCE_SCALE, NULL, 2);
}

Pixel app_followed_pixel(const App *app) {
    const Picture *x = &app->model.x;
    Pixel pinned = app_pinned_pixel(app);
    return app->under.any ? app->under
           : pinned.any   ? pinned
                          : (Pixel){ true, false, x->width / 2, x->height / 2 };
}

// The value over all t: the noise, z_t, m_t and sigma_t, and the law of z_t: its mean and one and
// two standard deviations.
static void make_curves(App *app, size_t index, int channel) {
    PixelCurves *curves = &app->curves;
    const Model *model = &app->model;
    const Schedule *table = &model->schedule;
    TextureKey key = { .x = model->x_stamp,
                       .n = model->noise_stamp,
                       .schedule = model->schedule_stamp };
    bool same = curves->room && key.x == curves->key.x && key.n == curves->key.n &&
                key.schedule == curves->key.schedule && index == curves->index &&
                channel == curves->channel;
    if (same) return;
    int rows = table->steps + 1;
    if (rows > curves->room) {
        curves->noise = mem_resize(curves->noise, (size_t)rows, sizeof(float));
        curves->x = mem_resize(curves->x, 6 * (size_t)rows, sizeof(double));
        curves->room = rows;
    }
    curves->z = curves->x + rows, curves->mean = curves->z + rows;
    curves->sigma = curves->mean + rows;
    curves->deviation = curves->sigma + rows, curves->twice = curves->deviation + rows;
    const NoiseSpec spec = { model->made.noise.seed, (Coupling)model->made.noise.coupling };
    noise_value_over_t(curves->noise, &spec, table, channel, index);
    double x = picture_plane(&model->x, channel)[index];
    for (int t = 0; t < rows; t++) {
        double n = curves->noise[t];
        curves->x[t] = sqrt(table->alpha[t]) * x;
        curves->deviation[t] = sqrt(table->one_minus_alpha[t]);
        curves->twice[t] = 2 * curves->deviation[t];
        curves->z[t] = curves->x[t] + curves->deviation[t] * n;
        curves->mean[t] = table->coef_z[t] * curves->z[t] + table->coef_x[t] * x;
        curves->sigma[t] = sqrt(table->sigma2[t]);
    }
    curves->key = key;
    curves->index = index;
    curves->channel = channel;
}

int app_channel(const App *app) {
    return app->model.x.channels == 3 ? app->settings.picture.channel : 0;
}

const PixelCurves *app_pixel_curves(App *app) {
    Pixel pixel = app_followed_pixel(app);
    size_t index = (size_t)pixel.y * (size_t)app->model.x.width + (size_t)pixel.x;
    make_curves(app, index, app_channel(app));
    return &app->curves;
}

static void plot_pixel(App *app, Rect rect) {
    static const char *const letters[] = { "R", "G", "B" };
    const Picture *x = &app->model.x;
    Pixel pixel = app_followed_pixel(app);
    int channel = app_channel(app);
    const PixelCurves *curves = app_pixel_curves(app);
    int steps = app->model.schedule.steps;
    double most = 2.4; // two standard deviations and a little
    for (int t = 0; t <= steps; t++) most = fmax(most, fabs(curves->z[t]) + 0.2);
    const Option *law = option_row(OPT_SHOW_X);
    const Series series[] = {
        { .toggle = law,
          .hue = HUE_X,
          .y = curves->x,
          .spread = curves->twice,
          .faint = true,
          .dashed = true,
          .width = 1.5f,
          .to = steps,
          .silent = true },
        { .toggle = law,
          .hue = HUE_X,
          .y = curves->x,
          .spread = curves->deviation,
          .faint = true,
          .to = steps,
          .dashed = true,
          .width = 1.5f },
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
    };
    char title[96];
    const char *which = app->under.any ? "" : pixel.pinned ? " · pinned" : " · the middle one";
    // In the window the choice beside the title says which channel it is.
    bool names_channel = app->only_plots && x->channels == 3;
    snprintf(title, sizeof title, "Pixel %d, %d%s%s%s", pixel.x, pixel.y, which,
             names_channel ? " · " : "",
             names_channel ? option_choice(option_row(OPT_CHANNEL), channel) : "");
    Plot plot = { .name = plot_names[PLOT_PIXEL],
                  .title = title,
                  .reserve = app->only_plots    ? 0
                             : x->channels == 3 ? FOLLOW_UNITS + CHANNEL_UNITS + 38
                                                : FOLLOW_UNITS + 28,
                  .x = steps_axis(app),
                  .y = { -most, most, false },
                  .series = series,
                  .count = 4,
                  .t = app->settings.t };
    plot_draw(&app->ui, rect, &plot, &app->ranges[PLOT_PIXEL]);
    Rect before_follow = rect;
    before_follow.w -= ui_px(&app->ui, FOLLOW_UNITS + 10);
    if (x->channels == 3) segments(app, before_follow, CHANNEL_UNITS, OPT_CHANNEL, letters, 3);
}

static void plot_follow(App *app, Rect rect) {
    static const char *const names[] = { "pixel", "all values" };
    if (app->settings.plots.follow == FOLLOW_ALL)
        values_plot(app, rect);
    else
        plot_pixel(app, rect);
    segments(app, rect, FOLLOW_UNITS, OPT_FOLLOW, names, 2);
}

void plots_draw_one(App *app, PlotId plot, Rect rect) {
    static void (*const draw[PLOTS])(App *, Rect) = { plot_signal, plot_variance, plot_follow };
    make_columns(app);
    float pad = ui_px(&app->ui, 10);
    draw[plot](app, (Rect){ rect.x, rect.y + pad, rect.w, rect.h - pad });
}

void plots_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    make_columns(app);
    float pad = ui_px(ui, 12), gap = ui_px(ui, 12);
    Rect part = { rect.x + pad, rect.y + ui_px(ui, 16), rect.w - 2 * pad, rect.h - ui_px(ui, 22) };
    // One below the other, or side by side where that gives them the better shape.
    bool beside = rect.w > 1.6f * rect.h;
    if (beside)
        part.w = floorf((part.w - 2 * gap) / 3);
    else
        part.h = floorf((part.h - 2 * gap) / 3);
    float dx = beside ? part.w + gap : 0, dy = beside ? 0 : part.h + gap;
    plot_signal(app, part);
    part.x += dx, part.y += dy;
    plot_variance(app, part);
    part.x += dx, part.y += dy;
    plot_follow(app, part);
}
