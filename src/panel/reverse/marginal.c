// SPDX-License-Identifier: MIT
// One value whose x is not known: p(x) at the left, and q(z_t) over all t as a map with paths of
// the chain on it. All are exact sums of Gaussians (core/marginal.h).
#include "base/memory.h"
#include "base/translate.h"
#include "model/reverse.h"
#include "panel/rows.h"
#include "plot/chart.h"
#include "plot/colormap.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAP_WIDTH = 480, MAP_HEIGHT = 240 };
enum { BESIDE = 26 }; // units, at the right of the map

typedef struct State {
    Texture map;
    int drawing_last; // the cell that a stroke of the mouse came from, with 1 added; 0: none
} State;

// p(x) -----------------------------------------------------------------------------------------

// The mouse draws: every cell that it passes gets the height it has there.
static void draw_with_mouse(const Scene *scene, State *state, Rect frame, float zero_y,
                            float unit_h) {
    Ui *ui = scene->ui;
    bool pressed = ui_area(
        ui, "prior", frame,
        N_("p(<x>), upright beside the axis of <z>: 256 levels, each a Gaussian of deviation "
           "1/256. Draw one of your own with the mouse, of 64 levels."));
    if (ui->active != ui_id("prior") || !ui->in.down) {
        state->drawing_last = 0;
        return;
    }
    double cells[DRAWN_CELLS], x = (double)((zero_y - ui->in.y) / unit_h);
    char text[DRAWN_TEXT];
    int here = (int)fmin(DRAWN_CELLS - 1, fmax(0, floor((x + 1) / 2 * DRAWN_CELLS)));
    double height = 255 * fmin(1, fmax(0, (double)((frame.x + frame.w - ui->in.x) / frame.w)));
    model_prior_cells(scene->model, cells);
    int from = pressed || !state->drawing_last ? here : state->drawing_last - 1;
    for (int i = from < here ? from : here; i <= (from < here ? here : from); i++)
        cells[i] = height;
    state->drawing_last = here + 1;
    prior_write(text, cells);
    if (scene->settings->reverse.prior != PRIOR_DRAWN ||
        strcmp(text, scene->settings->reverse.drawn_prior) != 0)
        ui_send(ui, "set drawn_prior %s", text);
}

static void draw_prior(const Scene *scene, State *state, Rect frame) {
    enum { LINES = 201 };
    Ui *ui = scene->ui;
    const Humps *p = &model_prior(scene->model)->p;
    double y[LINES], q[LINES], most = 0;
    for (int i = 0; i < LINES; i++) {
        y[i] = -1.1 + 2.2 * i / (LINES - 1);
        q[i] = humps_density(p, y[i]);
        most = fmax(most, q[i]);
    }
    float middle = frame.y + frame.h / 2, unit = frame.h / (float)(2 * REACH_OF_Z);
    draw_with_mouse(scene, state, frame, middle, unit);
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
    draw_flat(ui->list, (Rect){ frame.x + frame.w - hair, frame.y, hair, frame.h }, ui_edge(ui));
    rich_draw(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_X }, frame.x, frame.y + ui_px(ui, 12),
              "p(<x>)");
    RichStyle small = { FACE_TEXT, 11.5f, HUE_MUTED };
    rich_draw(ui, small, frame.x, frame.y + ui_px(ui, 28),
              scene->still || scene->lecture ? "" : _("draw here"));
}

// q(z_t) over t ----------------------------------------------------------------------------------

static int map_texture(Scene *scene, State *state, Rect frame) {
    int columns = (int)fmin(MAP_WIDTH, fmax(8, frame.w / 2));
    int rows = (int)fmin(MAP_HEIGHT, fmax(8, frame.h / 2));
    const MarginalMap *map = model_marginal_map(scene->model, columns, rows);
    int theme = scene->settings->look.theme;
    const Key key = { .x = map->stamp, .theme = theme, .width = columns, .height = rows };
    if (!texture_is_fresh(&state->map, &key)) {
        size_t count = (size_t)columns * (size_t)rows;
        uint8_t *rgba = textures_scratch(scene->textures, 4 * count);
        // The brightest is 1.2: a narrow peak at small t would leave all else dark.
        for (size_t i = 0; i < count; i++) {
            Color color = colormap_density(theme, sqrt(fmin(1, map->density[i] / 1.2)));
            memcpy(rgba + 4 * i, &color, 4);
        }
        Error error;
        if (!texture_upload(scene->textures, &state->map, &key, rgba, &error))
            scene_report(scene, &error);
    }
    return texture_number(scene->textures, &state->map);
}

static void draw_paths(const Scene *scene, const Chart *chart) {
    const float *paths = model_marginal_paths(scene->model);
    int steps = scene->model->schedule.steps;
    int stride = (int)fmax(1, steps / (double)chart->frame.w * 2);
    Color color = color_fade(ui_color(chart->ui, HUE_NOISE), 0.75f);
    for (int i = 0; i < PATHS; i++) {
        const float *path = paths + (size_t)i * ((size_t)steps + 1);
        Point before = chart_point(chart, 0, (double)path[0]);
        for (int t = 0; t < steps;) {
            t = t + stride < steps ? t + stride : steps;
            Point next = chart_point(chart, t, (double)path[t]);
            draw_line(chart->ui->list, before, next, 1.1f * chart->ui->scale, color);
            before = next;
        }
    }
}

static void set_t_and_z_at_pointer(const Scene *scene, const Chart *chart) {
    Ui *ui = scene->ui;
    Rect frame = chart->frame;
    ui_area(ui, "marginal map", frame, NULL);
    if (ui->active != ui_id("marginal map") || !ui->in.down) return;
    float across = (ui->in.x - frame.x) / frame.w, up = (frame.y + frame.h - ui->in.y) / frame.h;
    int t = (int)fmin(scene->settings->schedule.steps,
                      fmax(1, round(axis_value(&chart->x, (double)across))));
    double z = fmin(REACH_OF_Z, fmax(-REACH_OF_Z, axis_value(&chart->y, (double)up)));
    if (t != scene->settings->t) ui_send(ui, "set t %d", t);
    if (fabs(z - scene->settings->reverse.marginal_z) > 1e-6) ui_send(ui, "set marginal_z %.6g", z);
}

static void draw_map(Scene *scene, State *state, Rect frame) {
    Ui *ui = scene->ui;
    int steps = scene->model->schedule.steps, t = scene->settings->t;
    double z = scene->settings->reverse.marginal_z;
    Chart chart = { ui, frame, { 0, steps, false }, { -REACH_OF_Z, REACH_OF_Z, false }, true };
    int texture = map_texture(scene, state, frame);
    set_t_and_z_at_pointer(scene, &chart);
    draw_picture(ui->list, texture, frame, (Rect){ 0, 0, 1, 1 });
    ui->list->layer = LAYER_MARKS; // above the picture
    draw_paths(scene, &chart);
    Point at = chart_point(&chart, t, z);
    chart_vertical(&chart, t, -REACH_OF_Z, REACH_OF_Z,
                   (ChartLine){ ui_color(ui, HUE_MUTED), 1, true });
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
    // What runs along the axes, behind their last numbers.
    float right = frame.x + frame.w + ui_px(ui, BESIDE);
    rich_draw_right(ui, style, right, frame.y + frame.h + ui_px(ui, 18), "$t$");
    rich_draw(ui, style, frame.x + frame.w + ui_px(ui, 5), frame.y - ui_px(ui, 8), "<z>");
}

// What p(x) is, and in the view the way to the other panel.
static float draw_title(const Scene *scene, Rect rect) {
    static const char *const names[] = { N_("knowing <x>"), N_("without <x>") };
    static const char *const priors[] = { N_("picture"), N_("two peaks"), N_("drawn") };
    static const char *const stills[] = { N_("Without <x>: p(<x>) from the picture"),
                                          N_("Without <x>: p(<x>) of two peaks"),
                                          N_("Without <x>: p(<x>) as drawn") };
    enum { VIEW_WIDE = 180, PRIOR_WIDE = 230, GAP = 10, LINE = 30 }; // units
    Ui *ui = scene->ui;
    float right = rect.x + rect.w, y = rect.y;
    bool fixed = scene->still || scene->lecture;
    const char *title =
        fixed ? _(stills[scene->settings->reverse.prior]) : _("Without <x>: p(<x>) from");
    float wide = rich_width(ui, (RichStyle){ FACE_BOLD, 13.5f, HUE_INK }, _("Without <x>")) +
                 ui_px(ui, GAP + PRIOR_WIDE + (scene->in_view ? VIEW_WIDE + GAP : 0));
    bool two_lines = !fixed && wide > rect.w;
    if (scene->in_view)
        right = scene_segments(scene, right, y, VIEW_WIDE, OPT_REVERSE_LOWER, names, 2) -
                ui_px(ui, GAP);
    if (two_lines) {
        scene_title(scene, rect.x, y, right - rect.x, title);
        y += ui_px(ui, LINE);
        scene_segments(scene, rect.x + rect.w, y, PRIOR_WIDE, OPT_PRIOR, priors, 3);
    } else {
        right = scene_segments(scene, right, y, PRIOR_WIDE, OPT_PRIOR, priors, 3) - ui_px(ui, GAP);
        scene_title(scene, rect.x, y, right - rect.x, title);
    }
    return y - rect.y + ui_px(ui, LINE);
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    (void)choice;
    State *state = data;
    Ui *ui = scene->ui;
    float title = draw_title(scene, rect), prior = ui_px(ui, 92), right = ui_px(ui, BESIDE);
    rect.y += title, rect.h -= title;
    float y = rect.y + ui_px(ui, 22), h = rect.h - ui_px(ui, scene->lecture ? 22 + 26 : 22 + 44);
    if (h < ui_px(ui, 30) || rect.w < prior + ui_px(ui, 100)) return;
    Rect map = { rect.x + prior, y, rect.w - prior - right, h };
    RichStyle muted = { FACE_TEXT, 12.5f, HUE_MUTED }, small = { FACE_TEXT, 11.5f, HUE_MUTED };
    rich_draw(ui, muted, map.x, rect.y + ui_px(ui, 12),
              rich_fitting(ui, muted, map.w, _("q(<z_t>) over $t$, with [n:paths] of the chain"),
                           _("q(<z_t>) over $t$")));
    draw_prior(scene, state, (Rect){ rect.x, y, prior - ui_px(ui, 2), h });
    draw_map(scene, state, map);
    if (scene->still || scene->lecture) return;
    rich_draw(ui, small, map.x, y + h + ui_px(ui, 36),
              rich_fitting(ui, small, map.w + right,
                           _("Drag the point: it is the <z_t> that is looked back from."),
                           _("Drag the point.")));
}

const Panel panel_marginal = {
    .name = "marginal",
    .title = N_("q(<z_t>) without <x>"),
    .help =
        N_("p(<x>) of one value, and q(<z_t>) over all $t$ as a map: the point in it is the <z_t> "
           "that is looked back from."),
    .natural = { 700, 360 },
    .least = { 280, 170 },
    .draw = draw,
    .state_size = sizeof(State),
};
