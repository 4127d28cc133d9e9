// SPDX-License-Identifier: MIT
// What a network may be trained to predict, at one value of the picture, and how one becomes the
// other: each as a sum of z_t and x, and x as a sum of z_t and each.
#include "base/translate.h"
#include "panel/forward/captions.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>

enum { LINE = 21, ROW = 2 * LINE + 8, HEAD = 24 }; // units

// The formula from z_t and x, and x from z_t and it, as rich text.
typedef struct Row {
    const char *symbol, *is, *back;
} Row;

static const Row rows[TARGET_CELLS] = {
    { "[x:<x>]", "", "" },
    { "[n:<n_t>]", "$(<z_t> − <signal_t> <x>)/<(noise_t)>$",
      "$<x> = (<z_t> − <noise_t> <n_t>)/<(signal_t)>$" },
    { "$v_t$", "$<signal_t> <n_t> − <noise_t> <x>$", "$<x> = <signal_t> <z_t> − <noise_t> v_t$" },
    { "∇ log q", "$−<n_t>/<(noise_t)>$", "$<x> = (<z_t> + <(rest_t)>$ ∇ log q$)/<(signal_t)>$" },
    { "$u$", "$<n_t> − <x>$", "$<x> = (<z_t> − <noise_t> u)/(<signal_t> + <noise_t>)$" },
};

// "0.7421 z − 0.6703 v", where the coefficients are finite.
static void write_sum(const Scene *scene, int row, char *out, size_t size) {
    const TargetInverse from =
        target_inverse(&scene->model->schedule, scene->settings->t, target_cells[row].kind);
    double z = (double)model_value(scene->model, PICTURE_Z, scene_channel(scene),
                                   scene_followed_index(scene));
    double target = (double)model_value(scene->model, target_cells[row].kind, scene_channel(scene),
                                        scene_followed_index(scene));
    char of_z[32], value_z[32], of_target[32], value[32], sum[32];
    if (!isfinite(from.of_z)) {
        snprintf(out, size, "%s", _("says nothing of <x>: $<alpha_T> = 0$"));
        return;
    }
    axis_number(of_z, sizeof of_z, from.of_z);
    axis_fixed(value_z, sizeof value_z, z, 3);
    axis_number(of_target, sizeof of_target, fabs(from.of_target));
    axis_fixed(value, sizeof value, target, 3);
    axis_fixed(sum, sizeof sum, from.of_z * z + from.of_target * target, 3);
    snprintf(out, size,
             target < 0 ? "%s · [z:%s] %s %s · (%s) = [x:%s]" : "%s · [z:%s] %s %s · %s = [x:%s]",
             of_z, value_z, from.of_target < 0 ? "−" : "+", of_target, value, sum);
}

static void draw_row(const Scene *scene, Rect rect, int row) {
    Ui *ui = scene->ui;
    const Cell *cell = &target_cells[row];
    RichStyle ink = { FACE_TEXT, 15, HUE_INK, .linked = !scene->still };
    RichStyle muted = { FACE_TEXT, 13, HUE_MUTED, .tinted = true, .linked = !scene->still };
    float first = rect.y + ui_px(ui, 16), second = first + ui_px(ui, LINE);
    float left = rect.x + ui_px(ui, 66), right = rect.x + rect.w, gap = ui_px(ui, 12);
    char value[32], sum[256];
    double is = (double)model_value(scene->model, cell->kind, scene_channel(scene),
                                    scene_followed_index(scene));
    axis_fixed(value, sizeof value, is, 4);
    rich_draw(ui, ink, rect.x, first, rows[row].symbol);
    float taken = rich_draw_right(ui, ink, right, first, value);
    if (rich_width(ui, muted, rows[row].is) <= right - taken - gap - left)
        rich_draw(ui, muted, left, first, rows[row].is);
    if (*rows[row].back) {
        write_sum(scene, row, sum, sizeof sum);
        float wide = rich_width(ui, muted, sum), back = rich_width(ui, muted, rows[row].back);
        // Its squares add up to 1 only where variance is preserved.
        bool whole = !scene->model->schedule.straight || cell->kind != PICTURE_V;
        bool both = whole && left + back + gap + wide <= right;
        if (both) rich_draw(ui, muted, left, second, rows[row].back);
        if (both || rect.x + wide <= right) rich_draw_right(ui, muted, right, second, sum);
    }
    ui_point(ui, rect, cell->hue);
    ui_tooltip(ui, ui_id(rows[row].symbol), rect, cell->help);
}

static float all_rows(const Ui *ui) {
    return ui_px(ui, HEAD + TARGET_CELLS * ROW - LINE);
}

static float height(const Scene *scene, const PanelChoice *choice, float width, float room) {
    (void)choice, (void)width, (void)room;
    return all_rows(scene->ui);
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    Ui *ui = scene->ui;
    Pixel pixel = scene_followed_pixel(scene);
    char title[160], name[CHANNEL_NAME];
    snprintf(title, sizeof title, _("What a network may predict: pixel %d, %d, %s"), pixel.x,
             pixel.y, scene_channel_name(scene, name));
    scene_title(scene, rect.x, rect.y, rect.w, title);
    float y = rect.y + ui_px(ui, HEAD);
    for (int i = 0; i < TARGET_CELLS; i++) {
        float high = ui_px(ui, *rows[i].back ? ROW : ROW - LINE);
        if (y + high > rect.y + rect.h + ui_px(ui, 8)) return;
        draw_row(scene, (Rect){ rect.x, y, rect.w, high }, i);
        y += high;
    }
}

const Panel panel_targets = {
    .name = "targets",
    .title = N_("What a network may predict"),
    .help = N_("<x>, the noise, v, the score and the flow’s velocity at one value of the picture, "
               "with the sums that make each of the others."),
    .natural = { 560, 270 },
    .least = { 240, HEAD + TARGET_CELLS *ROW - LINE },
    .height = height,
    .draw = draw,
};
