// SPDX-License-Identifier: MIT
// The noise level over the steps of a sampler, of several methods; one's own by drag.
#include "model/levels.h"

#include "base/memory.h"
#include "base/translate.h"
#include "panel/levels/menu.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "plot/chart.h"
#include "plot/pointer.h"
#include "plot/readout.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct State {
    double *levels[1 + LEVELS_BESIDE]; // of the notation, by step
    int rooms[1 + LEVELS_BESIDE];
    Point at, grab; // of the drag: where the pointer was last, and where in the dot
    Axis axis;      // stays while it goes on
    Rect anchors[1 + LEVELS_BESIDE];
} State;

static const OptionId options[1 + LEVELS_BESIDE] = { OPT_LEVELS, OPT_LEVELS_BESIDE1,
                                                     OPT_LEVELS_BESIDE2, OPT_LEVELS_BESIDE3 };
static const char *const labels[1 + LEVELS_BESIDE] = { "levels method", "levels method 2",
                                                       "levels method 3", "levels method 4" };
static const Dash dashes[1 + LEVELS_BESIDE] = { { 0, 0 }, { 13, 8 }, { 0.5f, 6 }, { 5, 7 } };

static Hue hue_of(int slot) {
    return (Hue)(HUE_FIRST + slot);
}

static void free_state(void *data) {
    State *state = data;
    for (int i = 0; i <= LEVELS_BESIDE; i++) free(state->levels[i]);
}

// Methods ----------------------------------------------------------------------------------------

static const float LINE = 22, SWATCH = 22; // units
static const RichStyle name_style = { FACE_TEXT, 12.5f, HUE_INK, .plain = true };

typedef struct Pen {
    Scene *scene;
    State *state;
    float left, right, x, y; // of the next name
    bool draws;
} Pen;

static Rect next_place(Pen *pen, float width) {
    Ui *ui = pen->scene->ui;
    if (pen->x > pen->left && pen->x + width > pen->right) {
        pen->x = pen->left;
        pen->y += ui_px(ui, LINE);
    }
    Rect place = { pen->x, pen->y, width, ui_px(ui, LINE) };
    pen->x += width + ui_px(ui, 16);
    return place;
}

static void draw_name(Pen *pen, int slot, Rect place, const char *name) {
    Ui *ui = pen->scene->ui;
    if (!pen->scene->still && !pen->scene->lecture) {
        pen->state->anchors[slot] = place;
        levels_menu_opener(pen->scene, place, options[slot], labels[slot],
                           N_("A click takes another method, a right click none."));
    }
    Hue hue = hue_of(slot);
    float y = roundf(place.y + place.h / 2), x = place.x + ui_px(ui, SWATCH + 6);
    const Point ends[] = { { place.x, y }, { place.x + ui_px(ui, SWATCH), y } };
    Dash dash = dashes[slot];
    float thick = fmaxf(1.5f, ui_px(ui, 2.5f));
    if (dash.off > 0)
        draw_dashes(ui->list, ends, 2, thick, dash.on * ui->scale, dash.off * ui->scale,
                    ui_color(ui, hue));
    else
        draw_polyline(ui->list, ends, 2, thick, ui_color(ui, hue));
    RichStyle style = name_style;
    style.hue = hue;
    rich_draw(ui, style, x, y + ui_px(ui, 4.5f), name);
}

// The first slot that has none.
static int free_slot(const Scene *scene) {
    for (int slot = 0; slot <= LEVELS_BESIDE; slot++)
        if (option_number(scene->settings, option_row(options[slot])) == 0) return slot;
    return -1;
}

static void offer_another(Pen *pen, int slot) {
    Scene *scene = pen->scene;
    Ui *ui = scene->ui;
    RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED };
    const char *text = slot == 0 ? _("+ levels of a sampler") : _("+ another");
    Rect place = next_place(pen, rich_width(ui, style, text));
    if (!pen->draws) return;
    pen->state->anchors[slot] = place;
    if (levels_menu_opener(scene, place, options[slot], labels[slot],
                           N_("Levels of ComfyUI, AUTOMATIC1111, diffusers and others, or your "
                              "own.")))
        style.hue = HUE_INK;
    rich_draw(ui, style, place.x, place.y + place.h / 2 + ui_px(ui, 4.5f), text);
}

// Returns where the names end.
static float list_methods(Scene *scene, State *state, Rect rect, bool draws) {
    Ui *ui = scene->ui;
    bool chooses = !scene->still && !scene->lecture;
    Pen pen = { .scene = scene,
                .state = state,
                .left = rect.x + ui_px(ui, 44),
                .right = rect.x + rect.w - ui_px(ui, chooses ? 200 : 8),
                .y = rect.y + ui_px(ui, 22),
                .draws = draws };
    pen.x = pen.left;
    for (int slot = 0; slot <= LEVELS_BESIDE; slot++) {
        const Option *option = option_row(options[slot]);
        int index = (int)option_number(scene->settings, option);
        if (index == 0) continue;
        const char *name = levels_name(index);
        float width = ui_px(ui, SWATCH + 6) + rich_width(ui, name_style, name);
        Rect place = next_place(&pen, width);
        if (draws) draw_name(&pen, slot, place, name);
    }
    int slot = free_slot(scene);
    if (chooses && slot >= 0) offer_another(&pen, slot);
    return pen.y + ui_px(ui, LINE);
}

// Curves -----------------------------------------------------------------------------------------

static void fill_levels(const Scene *scene, State *state, const ModelLevels *levels) {
    Notation notation = (Notation)scene->settings->look.notation;
    for (int i = 0; i < levels->count; i++) {
        const NoiseLevels *list = &levels->lists[i];
        if (state->rooms[i] < list->count) {
            state->rooms[i] = list->count;
            state->levels[i] =
                mem_resize(state->levels[i], (size_t)list->count, sizeof *state->levels[i]);
        }
        for (int k = 0; k < list->count; k++) {
            double level = notation_level(notation, list->log_snr[k]);
            // σ = 0 and all that is infinite have no place.
            bool none = !isfinite(level) || (notation_level_is_log(notation) && level <= 0);
            state->levels[i][k] = none ? NAN : level;
        }
    }
}

static Axis level_axis(const Scene *scene, const State *state, const ModelLevels *levels) {
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < levels->count; i++)
        for (int k = 0; k < levels->lists[i].count; k++)
            if (!isnan(state->levels[i][k])) {
                low = fmin(low, state->levels[i][k]);
                high = fmax(high, state->levels[i][k]);
            }
    if (notation_level_is_log((Notation)scene->settings->look.notation))
        return low <= high ? (Axis){ low * 0.7, high * 1.4, true } : (Axis){ 0.01, 100, true };
    if (!(low <= high)) low = -5, high = 5;
    double margin = fmax(0.5, 0.06 * (high - low));
    return (Axis){ low - margin, high + margin, false };
}

static int most_steps(const ModelLevels *levels) {
    int most = 1;
    for (int i = 0; i < levels->count; i++)
        if (levels->lists[i].count - 1 > most) most = levels->lists[i].count - 1;
    return most;
}

static void draw_curves(const Chart *chart, const State *state, const ModelLevels *levels) {
    for (int i = levels->count - 1; i >= 0; i--) {
        int slot = levels->slots[i], count = levels->lists[i].count;
        const Series series = { .dash = dashes[slot],
                                .hue = hue_of(slot),
                                .y = state->levels[i],
                                .to = count - 1,
                                .width = slot ? 1.7f : 2.4f };
        chart_series(chart, &series, ui_color(chart->ui, series.hue));
        float room = chart->frame.w / (float)count / chart->ui->scale;
        float size = fminf(slot ? 3.2f : 4.2f, room * 0.3f);
        for (int k = 0; k < count && size > 1; k++)
            chart_dot(chart, k, state->levels[i][k], size, series.hue, chart->ui->ground);
    }
}

// The level of the step that is shown.
static void draw_here(const Scene *scene, const Chart *chart) {
    Ui *ui = chart->ui;
    double log_snr = scene->model->schedule.log_snr[scene->settings->t];
    double level = notation_level((Notation)scene->settings->look.notation, log_snr);
    float y = roundf(chart_place(chart, chart->x.min, level).y);
    if (!isfinite(y) || y < chart->frame.y || y > chart->frame.y + chart->frame.h) return;
    const Point ends[] = { { chart->frame.x, y + 0.5f },
                           { chart->frame.x + chart->frame.w, y + 0.5f } };
    draw_dashes(ui->list, ends, 2, fmaxf(1, ui->scale), 4 * ui->scale, 3 * ui->scale,
                ui_color(ui, HUE_MUTED));
}

static void draw_readout(const Scene *scene, const Chart *chart, const ModelLevels *levels, int k) {
    Readout readout = { .count = 0 };
    Notation notation = (Notation)scene->settings->look.notation;
    ReadoutLine *head = readout_add(&readout, HUE_MUTED, _("step %d"), k);
    snprintf(head->text[1], sizeof head->text[1], "$t$");
    snprintf(head->text[2], sizeof head->text[2], "<level>");
    for (int i = 0; i < levels->count; i++) {
        const NoiseLevels *list = &levels->lists[i];
        if (k >= list->count) continue;
        const char *name = levels_method_info(levels->methods[i])->name;
        ReadoutLine *line = readout_add(&readout, hue_of(levels->slots[i]), "%s", name);
        if (!isnan(list->t[k]))
            axis_number(line->text[1], sizeof line->text[1], list->t[k]);
        else
            snprintf(line->text[1], sizeof line->text[1], "–");
        axis_number(line->text[2], sizeof line->text[2],
                    notation_level(notation, list->log_snr[k]));
    }
    readout_draw(scene->ui, chart->frame, chart_point(chart, k, chart->y.min).x, &readout);
}

// One's own by drag ------------------------------------------------------------------------------

static int dot_under(const Scene *scene, const Chart *chart, const double *level, int count) {
    const Ui *ui = scene->ui;
    float reach = ui_px(ui, 11), nearest = reach * reach;
    int found = -1;
    if (!ui_over(ui, rect_inset(chart->frame, -reach))) return -1;
    for (int k = 0; k < count; k++) {
        if (isnan(level[k])) continue;
        Point at = chart_point(chart, k, level[k]);
        float dx = at.x - ui->in.x, dy = at.y - ui->in.y, distance = dx * dx + dy * dy;
        if (distance < nearest) nearest = distance, found = k;
    }
    return found;
}

static void send_move(const Scene *scene, State *state, const Chart *chart, int k) {
    Ui *ui = scene->ui;
    if (ui->in.x == state->at.x && ui->in.y == state->at.y) return;
    state->at = (Point){ ui->in.x, ui->in.y };
    float y = ui->in.y - state->grab.y;
    double level = axis_value(&chart->y, (chart->frame.y + chart->frame.h - y) / chart->frame.h);
    double log_snr = notation_log_snr((Notation)scene->settings->look.notation, level);
    ui_send(ui, "move_level %d %.9g", k, log_snr);
}

// Whether one is held; the axis then stays as it was.
static bool drag_levels(const Scene *scene, State *state, Chart *chart, const ModelLevels *levels) {
    Ui *ui = scene->ui;
    if (scene->still || !levels->on) return false;
    const double *level = state->levels[0];
    int count = levels->lists[0].count,
        under = ui->active ? -1 : dot_under(scene, chart, level, count);
    bool held = false;
    for (int k = 0; k < count; k++) {
        char label[32];
        snprintf(label, sizeof label, "level %d", k);
        Point at = chart_point(chart, k, level[k]);
        float reach = under == k ? ui_px(ui, 11) : 0; // only the nearest one takes the press
        if (isnan(level[k])) continue;
        Rect place = { at.x - reach, at.y - reach, 2 * reach, 2 * reach };
        if (ui_area(ui, label, place, NULL)) {
            state->at = (Point){ ui->in.x, ui->in.y };
            state->grab = (Point){ ui->in.x - at.x, ui->in.y - at.y };
            state->axis = chart->y;
        }
        if (ui->active != ui_id(label)) continue;
        held = true;
        chart->y = state->axis;
        if (ui->in.down) send_move(scene, state, chart, k);
    }
    return held;
}

// The panel --------------------------------------------------------------------------------------

static void draw_head(Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    rich_draw(ui, (RichStyle){ FACE_BOLD, 13.5f, HUE_INK }, rect.x + ui_px(ui, 44),
              rect.y + ui_px(ui, 14), _("Levels of a sampler: <level> over its steps"));
    if (scene->still || scene->lecture) return;
    float wide = ui_px(ui, 170);
    ui_slider(ui, (Rect){ rect.x + rect.w - wide - ui_px(ui, 12), rect.y, wide, ui_px(ui, 40) },
              option_row(OPT_SAMPLE_STEPS), HUE_MUTED);
}

static void say(const Scene *scene, Rect rect, const char *text) {
    Ui *ui = scene->ui;
    RichStyle style = { FACE_TEXT, 13, HUE_MUTED };
    RichLines lines = rich_wrap(ui, style, rect.w - ui_px(ui, 64), text);
    for (int i = 0; i < lines.count; i++)
        rich_draw(ui, style, rect.x + ui_px(ui, 44), rect.y + ui_px(ui, 18 + 19 * (float)i),
                  lines.line[i]);
}

// What stands last in most lists.
static void note_zero(const Chart *chart, const ModelLevels *levels) {
    Ui *ui = chart->ui;
    bool any = false;
    for (int i = 0; i < levels->count; i++) {
        const NoiseLevels *list = &levels->lists[i];
        any |= list->count > 0 && list->sigma[list->count - 1] == 0;
    }
    RichStyle style = { FACE_TEXT, 11.5f, HUE_MUTED };
    const char *text = _("last <x>, without noise, which has no place on this axis");
    float x = chart->frame.x + chart->frame.w - rich_width(ui, style, text) - ui_px(ui, 8);
    if (any && x > chart->frame.x)
        rich_draw_note(ui, style, x, chart->frame.y + chart->frame.h - ui_px(ui, 9), ui->ground,
                       text);
}

static void draw_chart(Scene *scene, State *state, const ModelLevels *levels, Rect rect) {
    Ui *ui = scene->ui;
    fill_levels(scene, state, levels);
    float left = ui_px(ui, 44), bottom = ui_px(ui, 24);
    Chart chart = { .ui = ui,
                    .frame = { rect.x + left, rect.y, rect.w - left - ui_px(ui, 20),
                               rect.h - bottom },
                    .x = { 0, most_steps(levels), false },
                    .y = level_axis(scene, state, levels),
                    .whole = true,
                    .spacing = 60,
                    .x_title = _("step") };
    if (chart.frame.w < 8 || chart.frame.h < 8) return;
    bool held = drag_levels(scene, state, &chart, levels);
    const PlotPointer pointer = pointer_handle(&chart, "levels", false, NULL);
    int k = (int)fmin(chart.x.max, fmax(0, round(pointer.x)));
    if (pointer.held && levels->on && k < levels->lists[0].count) {
        int t = levels_step(&scene->model->schedule, levels->lists[0].log_snr[k]);
        if (t > 0 && t != scene->settings->t) ui_send(ui, "set t %d", t);
    }
    chart_y_axis(&chart);
    chart_x_axis(&chart);
    draw_here(scene, &chart);
    draw_curves(&chart, state, levels);
    note_zero(&chart, levels);
    if (pointer.over && !held) {
        chart_marker(&chart, k, ui_edge(ui));
        draw_readout(scene, &chart, levels, k);
    }
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    (void)choice;
    State *state = data;
    const ModelLevels *levels = model_levels(scene->model);
    draw_head(scene, rect);
    for (int i = 0; i <= LEVELS_BESIDE; i++) state->anchors[i] = (Rect){ 0 };
    float top = list_methods(scene, state, rect, true) + ui_px(scene->ui, 8);
    Rect rest = { rect.x, top, rect.w, rect.y + rect.h - top };
    if (levels->trouble.kind != ERROR_NONE)
        say(scene, rest, levels->trouble.shown);
    else if (!levels->count)
        say(scene, rest,
            _("Which noise levels a sampler visits on this schedule: choose one or several."));
    if (levels->count && levels->trouble.kind == ERROR_NONE) draw_chart(scene, state, levels, rest);
}

static void popup(Scene *scene, void *data) {
    State *state = data;
    for (int i = 0; i <= LEVELS_BESIDE; i++)
        if (state->anchors[i].w > 0)
            levels_menu_popup(scene, state->anchors[i], options[i], labels[i]);
}

const Panel panel_levels = {
    .name = "levels",
    .title = N_("Levels of a sampler"),
    .help = N_("Which noise levels a sampler visits: <level> over its steps, of up to four "
               "methods. Dragged, the first becomes a list of your own."),
    .natural = { 640, 380 },
    .least = { 260, 140 },
    .draw = draw,
    .popup = popup,
    .state_size = sizeof(State),
    .free_state = free_state,
};
