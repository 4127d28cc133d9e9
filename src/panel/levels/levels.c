// SPDX-License-Identifier: MIT
// The noise level over the steps of a sampler, of several methods; one's own by drag.
#include "model/levels.h"

#include "base/memory.h"
#include "base/translate.h"
#include "panel/levels/names.h"
#include "panel/levels/parts.h"
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
    LevelsNames names;
    LevelsPartLists parts;
    float head; // the parts' height
    bool held;
} State;

static void free_state(void *data) {
    State *state = data;
    for (int i = 0; i <= LEVELS_BESIDE; i++) free(state->levels[i]);
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
        const Series series = { .dash = levels_dash(slot),
                                .hue = levels_hue(slot),
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
    char text[32];
    snprintf(text, sizeof text, "$t$ = %d", scene->settings->t);
    const RichStyle style = { FACE_TEXT, 11.5f, HUE_MUTED };
    float x = ends[1].x - rich_width(ui, style, text) - ui_px(ui, 6);
    bool below = y - ui_px(ui, 20) < chart->frame.y;
    rich_draw_note(ui, style, x, y + ui_px(ui, below ? 15 : -6), ui->ground, text);
}

static void draw_readout(const Scene *scene, const Chart *chart, const ModelLevels *levels, int k) {
    Readout readout = { .count = 0 };
    Notation notation = (Notation)scene->settings->look.notation;
    ReadoutLine *head = readout_add(&readout, HUE_MUTED, _("step %d"), k);
    snprintf(head->text[1], sizeof head->text[1], "%s", _("timestep")); // as its program counts
    snprintf(head->text[2], sizeof head->text[2], "<level>");
    for (int i = 0; i < levels->count; i++) {
        const NoiseLevels *list = &levels->lists[i];
        if (k >= list->count) continue;
        const char *name = levels_method_info(levels->methods[i])->name;
        ReadoutLine *line = readout_add(&readout, levels_hue(levels->slots[i]), "%s", name);
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

// What stands last in most lists, and first where a flow or a zero terminal SNR begins.
static void note_ends(const Chart *chart, const ModelLevels *levels) {
    Ui *ui = chart->ui;
    bool first = false, last = false;
    for (int i = 0; i < levels->count; i++) {
        const NoiseLevels *list = &levels->lists[i];
        first |= list->count > 0 && list->log_snr[0] == -INFINITY;
        last |= list->count > 0 && list->log_snr[list->count - 1] == INFINITY;
    }
    RichStyle style = { FACE_TEXT, 11.5f, HUE_MUTED };
    const char *text =
        first && last ? _("first noise alone, last <x> without it: both have no place on this axis")
        : first       ? _("first noise alone, which has no place on this axis")
                      : _("last <x>, without noise, which has no place on this axis");
    float x = chart->frame.x + chart->frame.w - rich_width(ui, style, text) - ui_px(ui, 8);
    if ((first || last) && x > chart->frame.x)
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
    bool held = state->held = drag_levels(scene, state, &chart, levels);
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
    note_ends(&chart, levels);
    if (pointer.over && !held) {
        chart_marker(&chart, k, ui_edge(ui));
        draw_readout(scene, &chart, levels, k);
    }
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    (void)choice;
    State *state = data;
    const ModelLevels *levels = model_levels(scene->model);
    levels_head_draw(scene, "levels", rect, _("Levels of a sampler: <level> over its steps"));
    float top = levels_names_draw(scene, &state->names, "levels", rect);
    float bottom = levels_parts_draw(scene, &state->parts, levels, rect, state->names.end);
    if (!state->held) state->head = bottom - top; // nothing moves under what is dragged
    top += state->head + ui_px(scene->ui, 8);
    Rect rest = { rect.x, top, rect.w, rect.y + rect.h - top };
    if (levels->trouble.kind != ERROR_NONE)
        levels_say(scene, rest, levels->trouble.shown);
    else if (!levels->count)
        levels_say(
            scene, rest,
            _("Which noise levels a sampler visits on this schedule: choose one or several."));
    if (levels->count && levels->trouble.kind == ERROR_NONE) draw_chart(scene, state, levels, rest);
}

static void popup(Scene *scene, void *data) {
    const State *state = data;
    levels_names_popup(scene, &state->names, "levels");
    levels_parts_popup(scene, &state->parts);
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
