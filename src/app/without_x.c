// SPDX-License-Identifier: MIT
// One value whose x is not known: p(x) at the left, q(z_t) over all t as a map with paths of the
// chain on it, and at the right q(z_{t-1} | z_t) at the cursor beside the Gaussian of its mean and
// variance. All are exact sums of Gaussians (core/marginal.h).
#include "app/reverse.h"
#include "base/memory.h"
#include "plot/colormap.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double REACH = 3; // of z, on either side

// p(x) -----------------------------------------------------------------------------------------

static Humps two_peaks(void) {
    double cells[HUMPS_MOST];
    for (int i = 0; i < HUMPS_MOST; i++) {
        double x = -1 + (i + 0.5) * 2 / HUMPS_MOST, a = (x + 0.55) / 0.1, b = (x - 0.6) / 0.1;
        cells[i] = 0.6 * exp(-a * a / 2) + 0.4 * exp(-b * b / 2);
    }
    return humps_of_cells(cells, HUMPS_MOST);
}

static void follow_prior(App *app) {
    Reverse *reverse = reverse_of(app);
    const Settings *settings = &app->settings;
    const ReverseKey key = { .x = settings->reverse.prior == PRIOR_PICTURE ? app->model.x_stamp : 0,
                             .prior = settings->reverse.prior + 1 };
    bool same = reverse_same_key(&reverse->prior_key, &key);
    if (settings->reverse.prior == PRIOR_DRAWN)
        same = same && strcmp(reverse->drawn, settings->reverse.drawn_prior) == 0;
    if (same) return;
    reverse->prior_stamp++;
    if (settings->reverse.prior == PRIOR_PICTURE) {
        reverse->p = humps_of_picture(&app->model.x);
    } else if (settings->reverse.prior == PRIOR_BIMODAL) {
        reverse->p = two_peaks();
    } else {
        double cells[DRAWN_CELLS] = { 0 };
        if (!reverse_read_drawn(cells, settings->reverse.drawn_prior))
            memset(cells, 0, sizeof cells);
        memcpy(reverse->drawn, settings->reverse.drawn_prior, sizeof reverse->drawn - 1);
        reverse->p = humps_of_cells(cells, DRAWN_CELLS);
    }
}

// The present p as DRAWN_CELLS heights of 0..255, to draw on.
static void cells_of_prior(const App *app, const Humps *p, double cells[DRAWN_CELLS]) {
    double most = 0;
    if (app->settings.reverse.prior == PRIOR_DRAWN &&
        reverse_read_drawn(cells, app->settings.reverse.drawn_prior))
        return;
    for (int i = 0; i < DRAWN_CELLS; i++) {
        cells[i] = humps_density(p, -1 + (i + 0.5) * 2 / DRAWN_CELLS);
        most = fmax(most, cells[i]);
    }
    for (int i = 0; i < DRAWN_CELLS; i++) cells[i] *= 230 / most;
}

// The mouse draws: every cell that it passes gets the height it has there.
static void draw_with_mouse(App *app, Rect frame, float zero_y, float unit_h) {
    Ui *ui = &app->ui;
    Reverse *reverse = reverse_of(app);
    bool pressed =
        ui_area(ui, "prior", frame,
                "p(<x>), upright beside the axis of <z>. Draw one of your own with the mouse.");
    if (ui->active != ui_id("prior") || !ui->in.down) {
        reverse->drawing_last = -1;
        return;
    }
    double cells[DRAWN_CELLS], x = (double)((zero_y - ui->in.y) / unit_h);
    char text[DRAWN_TEXT];
    int here = (int)fmin(DRAWN_CELLS - 1, fmax(0, floor((x + 1) / 2 * DRAWN_CELLS)));
    double height = 255 * fmin(1, fmax(0, (double)((frame.x + frame.w - ui->in.x) / frame.w)));
    cells_of_prior(app, &reverse->p, cells);
    int from = pressed || reverse->drawing_last < 0 ? here : reverse->drawing_last;
    for (int i = from < here ? from : here; i <= (from < here ? here : from); i++)
        cells[i] = height;
    reverse->drawing_last = here;
    reverse_write_drawn(text, cells);
    if (app->settings.reverse.prior != PRIOR_DRAWN ||
        strcmp(text, app->settings.reverse.drawn_prior) != 0)
        ui_send(ui, "set drawn_prior %s", text);
}

static void draw_prior(App *app, Rect frame) {
    enum { LINES = 201 };
    Ui *ui = &app->ui;
    Reverse *reverse = reverse_of(app);
    double y[LINES], q[LINES], most = 0;
    for (int i = 0; i < LINES; i++) {
        y[i] = -1.1 + 2.2 * i / (LINES - 1);
        q[i] = humps_density(&reverse->p, y[i]);
        most = fmax(most, q[i]);
    }
    float middle = frame.y + frame.h / 2, unit = frame.h / (float)(2 * REACH);
    draw_with_mouse(app, frame, middle, unit);
    Color line = ui_color(ui, HUE_X);
    for (int i = 1; i < LINES; i++) {
        Point a = { frame.x + frame.w * (float)(1 - 0.92 * q[i - 1] / most),
                    middle - unit * (float)y[i - 1] };
        Point b = { frame.x + frame.w * (float)(1 - 0.92 * q[i] / most),
                    middle - unit * (float)y[i] };
        float top = fminf(a.y, b.y), high = fmaxf(1, fabsf(a.y - b.y)), from = fminf(a.x, b.x);
        draw_rect(ui->list, (Rect){ from, top, frame.x + frame.w - from, high }, 0,
                  color_fade(line, 0.25f));
        draw_line(ui->list, a, b, 1.6f * ui->scale, line);
    }
    float hair = fmaxf(1, ui_px(ui, 1));
    draw_flat(ui->list, (Rect){ frame.x + frame.w - hair, frame.y, hair, frame.h },
              ui_edge(ui));
    rich_draw(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_X }, frame.x, frame.y + ui_px(ui, 12),
              "p(<x>)");
    RichStyle small = { FACE_TEXT, 11.5f, HUE_MUTED };
    rich_draw(ui, small, frame.x, frame.y + ui_px(ui, 28), app->only_plots ? "" : "draw here");
}

// q(z_t) over t ----------------------------------------------------------------------------------

static void follow_map(App *app, int columns, int rows) {
    Reverse *reverse = reverse_of(app);
    const Schedule *table = &app->model.schedule;
    const ReverseKey key = { .schedule = app->model.schedule_stamp,
                             .noise = reverse->prior_stamp,
                             .theme = app->settings.look.theme,
                             .width = columns,
                             .height = rows };
    if (reverse_same_key(&reverse->map_key, &key)) return;
    int *steps = mem_alloc((size_t)columns, sizeof *steps);
    for (int i = 0; i < columns; i++)
        steps[i] = (int)fmin(table->steps, round((i + 0.5) / columns * table->steps));
    size_t count = (size_t)columns * (size_t)rows;
    reverse->map = mem_resize(reverse->map, count, sizeof *reverse->map);
    marginal_map(reverse->map, &reverse->p, table, steps, columns, -REACH, REACH, rows);
    free(steps);
    // The brightest is 1.2: a narrow peak at small t would leave all else dark.
    uint8_t *rgba = mem_alloc(count, 4);
    for (size_t i = 0; i < count; i++) {
        Color color =
            colormap_density(app->settings.look.theme, sqrt(fmin(1, reverse->map[i] / 1.2)));
        memcpy(rgba + 4 * i, &color, 4);
    }
    Error error;
    if (!renderer_texture_set(app->renderer, reverse_texture(app, REVERSE_CELLS), columns, rows,
                              rgba, &error))
        app_say(app, true, error.text);
    free(rgba);
}

// Where in p the paths begin: at equal shares of it.
static double quantile(const Humps *p, double share) {
    double sum = 0;
    for (int i = 0; i < p->count; i++) {
        sum += p->weight[i];
        if (sum >= share) return p->first + i * p->step;
    }
    return p->first + (p->count - 1) * p->step;
}

static void follow_paths(App *app) {
    Reverse *reverse = reverse_of(app);
    const Model *model = &app->model;
    const Schedule *table = &model->schedule;
    size_t rows = (size_t)table->steps + 1;
    const ReverseKey key = { .schedule = model->schedule_stamp,
                             .noise = model->noise_stamp,
                             .prior = (int)reverse->prior_stamp };
    if (reverse_same_key(&reverse->paths_key, &key) && reverse->path) return;
    reverse->path =
        mem_grow(reverse->path, &reverse->path_room, PATHS * rows, sizeof *reverse->path);
    const NoiseSpec spec = { model->made.noise.seed, COUPLING_PATH };
    for (int i = 0; i < PATHS; i++) {
        float *path = reverse->path + (size_t)i * rows;
        double x = quantile(&reverse->p, (i + 0.5) / PATHS);
        noise_value_over_t(path, &spec, table, 0, (size_t)i);
        for (size_t t = 0; t < rows; t++)
            path[t] = (float)(sqrt(table->alpha[t]) * x +
                              sqrt(table->one_minus_alpha[t]) * (double)path[t]);
    }
}

static void draw_paths(App *app, const Chart *chart) {
    const Reverse *reverse = reverse_of(app);
    int steps = app->model.schedule.steps;
    int stride = (int)fmax(1, steps / (double)chart->frame.w * 2);
    Color color = color_fade(ui_color(chart->ui, HUE_NOISE), 0.75f);
    for (int i = 0; i < PATHS; i++) {
        const float *path = reverse->path + (size_t)i * ((size_t)steps + 1);
        Point before = chart_point(chart, 0, (double)path[0]);
        for (int t = 0; t < steps;) {
            t = t + stride < steps ? t + stride : steps;
            Point next = chart_point(chart, t, (double)path[t]);
            draw_line(chart->ui->list, before, next, 1.1f * chart->ui->scale, color);
            before = next;
        }
    }
}

static void handle_map(App *app, const Chart *chart) {
    Ui *ui = &app->ui;
    Rect frame = chart->frame;
    ui_area(ui, "marginal map", frame, NULL);
    if (ui->active != ui_id("marginal map") || !ui->in.down) return;
    float across = (ui->in.x - frame.x) / frame.w, up = (frame.y + frame.h - ui->in.y) / frame.h;
    int t = (int)fmin(app->settings.schedule.steps,
                      fmax(1, round(axis_value(&chart->x, (double)across))));
    double z = fmin(REACH, fmax(-REACH, axis_value(&chart->y, (double)up)));
    if (t != app->settings.t) ui_send(ui, "set t %d", t);
    if (fabs(z - app->settings.reverse.marginal_z) > 1e-6) ui_send(ui, "set marginal_z %.6g", z);
}

static void draw_map(App *app, Rect frame) {
    Ui *ui = &app->ui;
    int steps = app->model.schedule.steps, t = app->settings.t;
    double z = app->settings.reverse.marginal_z;
    Chart chart = { ui, frame, { 0, steps, false }, { -REACH, REACH, false }, true };
    follow_map(app, (int)fmin(MAP_WIDTH, fmax(8, frame.w / 2)),
               (int)fmin(MAP_HEIGHT, fmax(8, frame.h / 2)));
    follow_paths(app);
    handle_map(app, &chart);
    draw_picture(ui->list, reverse_texture(app, REVERSE_CELLS), frame, (Rect){ 0, 0, 1, 1 });
    ui->list->layer = LAYER_MARKS; // above the picture
    draw_paths(app, &chart);
    Point at = chart_point(&chart, t, z);
    chart_vertical(&chart, t, -REACH, REACH, (ChartLine){ ui_color(ui, HUE_MUTED), 1, true });
    draw_circle(ui->list, at, ui_px(ui, 7.5f), ui_color(ui, HUE_GROUND));
    draw_circle(ui->list, at, ui_px(ui, 5.5f), ui_color(ui, HUE_Z));
    ui->list->layer = LAYER_BASE;
    chart_x_axis(&chart);
    RichStyle style = { FACE_TEXT, 11.5f, HUE_MUTED };
    double ticks[AXIS_TICKS];
    int count = axis_ticks(&chart.y, 7, ticks);
    for (int i = 0; i < count; i++) {
        char label[32];
        axis_label(label, sizeof label, &chart.y, ticks[i], 1);
        rich_draw(ui, style, frame.x + frame.w + ui_px(ui, 5),
                  chart_point(&chart, 0, ticks[i]).y + ui_px(ui, 4), label);
    }
}

// q(z_{t-1} | z_t) -----------------------------------------------------------------------------

// The curves over the posterior's width. Prior and likelihood for their shapes: they are of other
// sizes.
static void make_curves(App *app) {
    Reverse *reverse = reverse_of(app);
    BackCurves *curves = &reverse->curves;
    const Schedule *table = &app->model.schedule;
    int t = app->settings.t;
    Humps before = marginal_at(&reverse->p, table, t - 1);
    curves->moments = humps_moments(&reverse->back);
    double reach = 4.2 * sqrt(curves->moments.variance), prior = 0, likelihood = 0;
    curves->highest = 0;
    for (int i = 0; i < BACK_POINTS; i++) {
        double at = curves->moments.mean + reach * (2.0 * i / (BACK_POINTS - 1) - 1);
        curves->at[i] = at;
        curves->exact[i] = humps_density(&reverse->back, at);
        curves->same[i] = gaussian_density(curves->moments, at);
        curves->prior[i] = humps_density(&before, at);
        curves->likelihood[i] = bayes_likelihood(table, t, at, app->settings.reverse.marginal_z);
        curves->highest = fmax(curves->highest, fmax(curves->exact[i], curves->same[i]));
        prior = fmax(prior, curves->prior[i]);
        likelihood = fmax(likelihood, curves->likelihood[i]);
    }
    for (int i = 0; i < BACK_POINTS; i++) {
        curves->prior[i] *= 0.8 * curves->highest / fmax(prior, 1e-300);
        curves->likelihood[i] *= 0.8 * curves->highest / fmax(likelihood, 1e-300);
    }
}

static void follow_back(App *app) {
    Reverse *reverse = reverse_of(app);
    const ReverseKey key = { .schedule = app->model.schedule_stamp,
                             .noise = reverse->prior_stamp,
                             .t = app->settings.t,
                             .z = app->settings.reverse.marginal_z };
    if (reverse_same_key(&reverse->back_key, &key)) return;
    reverse->back = marginal_step_back(&reverse->p, &app->model.schedule, key.t, key.z);
    reverse->distance = humps_distance(&reverse->back);
    make_curves(app);
}

static void legend_line(Ui *ui, float x, float baseline, Hue hue, bool dashed, const char *text) {
    float swatch = ui_px(ui, 14), y = roundf(baseline - ui_px(ui, 4.5f)),
          thick = fmaxf(2, ui_px(ui, 2.5f));
    draw_flat(ui->list, (Rect){ x, y, dashed ? swatch * 0.4f : swatch, thick }, ui_color(ui, hue));
    if (dashed)
        draw_flat(ui->list, (Rect){ x + swatch * 0.6f, y, swatch * 0.4f, thick },
                  ui_color(ui, hue));
    rich_draw(ui, (RichStyle){ FACE_TEXT, 12.5f, hue }, x + swatch + ui_px(ui, 6), baseline, text);
}

static void draw_legend(App *app, Rect rect) {
    Ui *ui = &app->ui;
    int t = app->settings.t;
    char text[128], number[32];
    float line = ui_px(ui, 19), baseline = rect.y + ui_px(ui, 12);
    axis_fixed(number, sizeof number, app->settings.reverse.marginal_z, 2);
    snprintf(text, sizeof text, "exact q(<z_%d> | <z_%d> = %s)", t - 1, t, number);
    legend_line(ui, rect.x, baseline, HUE_MEAN, false, text);
    legend_line(ui, rect.x, baseline + line, HUE_INK, true, "Gaussian of its mean and variance");
    snprintf(text, sizeof text, "prior q(<z_%d>) and", t - 1);
    baseline += 2 * line;
    legend_line(ui, rect.x, baseline, HUE_X, false, text);
    float wide = rich_width(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_X }, text);
    float next = rect.x + ui_px(ui, 26) + wide, room = rect.x + rect.w - next - ui_px(ui, 20);
    legend_line(ui, next, baseline, HUE_NOISE, false,
                rich_fitting(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_X }, room,
                             "likelihood, their shapes", "likelihood"));
}

static void draw_readout(const Chart *chart, const Reverse *reverse, int t) {
    Ui *ui = chart->ui;
    if (!ui_over(ui, chart->frame)) return;
    double x = axis_value(&chart->x, (double)((ui->in.x - chart->frame.x) / chart->frame.w));
    ChartLabel lines[3] = { { x, HUE_MUTED, "" }, { x, HUE_MEAN, "" }, { x, HUE_INK, "" } };
    char number[64];
    axis_number(number, sizeof number, x);
    snprintf(lines[0].text, sizeof lines[0].text, "<z_%d> = %s", t - 1, number);
    axis_number(number, sizeof number, humps_density(&reverse->back, x));
    snprintf(lines[1].text, sizeof lines[1].text, "exact %s", number);
    axis_number(number, sizeof number, gaussian_density(reverse->curves.moments, x));
    snprintf(lines[2].text, sizeof lines[2].text, "Gaussian %s", number);
    chart_readout(chart, x, lines, 3);
}

static void draw_curves(App *app, Rect frame) {
    Ui *ui = &app->ui;
    const Reverse *reverse = reverse_of(app);
    const BackCurves *curves = &reverse->curves;
    const double *at = curves->at;
    Color x = color_fade(ui_color(ui, HUE_X), 0.8f), n = color_fade(ui_color(ui, HUE_NOISE), 0.8f);
    Color mean = ui_color(ui, HUE_MEAN);
    Chart chart = { ui,
                    frame,
                    { at[0], at[BACK_POINTS - 1], false },
                    { 0, curves->highest * 1.06, false },
                    false };
    chart_area(&chart, at, NULL, curves->exact, BACK_POINTS, color_fade(mean, 0.26f));
    chart_curve(&chart, at, curves->prior, BACK_POINTS, (ChartLine){ x, 1.4f, false });
    chart_curve(&chart, at, curves->likelihood, BACK_POINTS, (ChartLine){ n, 1.4f, false });
    chart_curve(&chart, at, curves->exact, BACK_POINTS, (ChartLine){ mean, 2.8f, false });
    chart_curve(&chart, at, curves->same, BACK_POINTS,
                (ChartLine){ ui_color(ui, HUE_INK), 1.6f, true });
    chart_x_axis(&chart);
    draw_readout(&chart, reverse, app->settings.t);
}

static void draw_numbers(App *app, float left, float right, float baseline) {
    Ui *ui = &app->ui;
    HumpsDistance far = reverse_of(app)->distance;
    int t = app->settings.t;
    float line = ui_px(ui, 19);
    char text[200], number[64];
    RichStyle muted = { FACE_TEXT, 13, HUE_MUTED }, ink = { FACE_TEXT, 13, HUE_INK };
    if (far.total_variation < 1e-4) // as near as its quadrature is
        snprintf(number, sizeof number, "< 0.0001");
    else
        axis_fixed(number, sizeof number, far.total_variation, 4);
    rich_draw(ui, muted, left, baseline,
              rich_fitting(ui, muted, (right - left) * 0.7f, "total variation from the Gaussian",
                           "total variation"));
    rich_draw_right(ui, ink, right, baseline, number);
    axis_number(number, sizeof number, far.kl);
    rich_draw(ui, muted, left, baseline + line, "KL from it, nats");
    rich_draw_right(ui, ink, right, baseline + line, number);
    axis_number(number, sizeof number, app->model.schedule.beta[t]);
    snprintf(text, sizeof text, "$[b:<beta_%d>]$ = %s: %s", t, number,
             far.total_variation < 0.01 ? "as good as a Gaussian, so a model may learn a mean alone"
             : far.total_variation < 0.1 ? "nearly a Gaussian"
                                         : "no Gaussian, the step is too large for one");
    RichLines lines = rich_wrap(ui, muted, right - left, text);
    for (int i = 0; i < lines.count && i < 2; i++)
        rich_draw(ui, muted, left, baseline + line * (float)(i + 2), lines.line[i]);
}

static void draw_back(App *app, Rect rect) {
    Ui *ui = &app->ui;
    float top = ui_px(ui, 68), foot = ui_px(ui, 24 + 84);
    Rect frame = { rect.x, rect.y + top, rect.w, rect.h - top - foot };
    draw_legend(app, rect);
    if (frame.h < ui_px(ui, 30)) return;
    draw_curves(app, frame);
    draw_numbers(app, rect.x, rect.x + rect.w, frame.y + frame.h + ui_px(ui, 24 + 14));
}

void without_x_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    follow_prior(app);
    follow_back(app);
    float side = fminf(ui_px(ui, 330), rect.w * 0.42f), gap = ui_px(ui, 34), foot = ui_px(ui, 44);
    float prior = ui_px(ui, 92), y = rect.y + ui_px(ui, 22), h = rect.h - ui_px(ui, 22) - foot;
    if (h < ui_px(ui, 60) || rect.w < ui_px(ui, 420)) return;
    Rect map = { rect.x + prior, y, rect.w - prior - side - gap, h };
    char text[96];
    snprintf(text, sizeof text, "q(<z_t>) over $t$, with [n:paths] of the chain");
    RichStyle title = { FACE_TEXT, 12.5f, HUE_MUTED };
    rich_draw(ui, title, map.x, rect.y + ui_px(ui, 12),
              rich_fitting(ui, title, map.w, text, "q(<z_t>) over $t$"));
    draw_prior(app, (Rect){ rect.x, y, prior - ui_px(ui, 2), h });
    draw_map(app, map);
    const char *hint = "Drag the point: it is the <z_t> that is looked back from.";
    RichStyle small = { FACE_TEXT, 11.5f, HUE_MUTED };
    if (!app->only_plots)
        rich_draw(ui, small, map.x, y + h + ui_px(ui, 36),
                  rich_fitting(ui, small, map.w + gap, hint, "Drag the point."));
    draw_back(app, (Rect){ rect.x + rect.w - side, rect.y, side, rect.h });
}
