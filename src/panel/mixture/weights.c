// SPDX-License-Identifier: MIT
// The likeliest training pictures with their weights as bars, the first one's whole.
#include "io/dataset.h"
#include "panel/mixture/parts.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>

typedef struct State {
    RowTexture row;
} State;

static void heading(Ui *ui, float x, float baseline, const char *text, const char *numbers,
                    float room) {
    RichStyle bold = { FACE_BOLD, 14.5f, HUE_INK }, muted = { FACE_TEXT, 12.5f, HUE_MUTED };
    float left = rich_draw(ui, bold, x, baseline, text) + ui_px(ui, 14);
    if (left + rich_width(ui, muted, numbers) <= room)
        rich_draw(ui, muted, x + left, baseline, numbers);
}

typedef struct BestRow {
    const Dataset *set;
    const MixtureResult *result;
} BestRow;

static const uint8_t *best_bytes(const void *user, size_t i) {
    const BestRow *row = user;
    return dataset_bytes(row->set, row->result->best[i]);
}

enum { BEST = 8 };

static float height(const Scene *scene, const PanelChoice *choice, float width, float room) {
    (void)choice, (void)room;
    return ui_px(scene->ui, 28 + 40 + 40) + fminf(ui_px(scene->ui, 84), width / 10);
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    (void)choice;
    State *state = data;
    if (!mixture_is_ready(scene, rect)) return;
    Ui *ui = scene->ui;
    const MixtureResult *result = &scene->mixture->shown.result;
    const Dataset *set = &scene->mixture->set;
    char effective[32], all[32], log_q[48], numbers[160], text[64], label[64];
    mixture_write_count(effective, sizeof effective, result->effective);
    mixture_write_count(all, sizeof all, (double)set->count);
    axis_number(log_q, sizeof log_q, result->log_q);
    snprintf(numbers, sizeof numbers, "effective number %s of %s · log q(<z_t>) %s nats", effective,
             all, log_q);
    heading(ui, rect.x, rect.y + ui_px(ui, 15), "Which training pictures could it have been?",
            numbers, rect.w);
    float gap = ui_px(ui, 10), top = rect.y + ui_px(ui, 28), foot = ui_px(ui, 40);
    float bar = ui_px(ui, 40), aspect = (float)set->height / (float)set->width;
    float w = floorf((rect.w - gap * (BEST - 1)) / BEST);
    float high = rect.h - ui_px(ui, 28) - bar - foot;
    float cell_w = mixture_whole_pixels(fminf(w, high / aspect), set->width);
    float cell_h = floorf(cell_w * aspect);
    int count = result->best_count < BEST ? result->best_count : BEST;
    const BestRow row = { set, result };
    const Key key = { .x = scene->mixture->set_stamp, .n = scene->mixture->shown.stamp };
    int texture = mixture_texture_row(scene, &state->row, best_bytes, &row, (size_t)count, key);
    for (int i = 0; i < count; i++) {
        Rect at = { rect.x + (float)i * (w + gap), top, cell_w, cell_h };
        snprintf(text, sizeof text, "best %d", i);
        if (ui_item(ui, text, (Rect){ at.x, at.y, at.w, cell_h + bar },
                    "A training picture and its weight. A click takes it as <x>."))
            ui_send(ui, "set example %zu", result->best[i]);
        draw_picture(ui->list, texture, at, mixture_cell(&state->row, (size_t)i));
        float share = (float)result->best_weight[i];
        float of_best = share / (float)result->best_weight[0];
        float length = fmaxf(ui_px(ui, 1.5f), roundf(of_best * (bar - ui_px(ui, 6))));
        draw_flat(ui->list, (Rect){ at.x, top + cell_h + bar - length, cell_w, length },
                  ui_color(ui, HUE_MEAN));
        float percent = 100 * share, middle = at.x + cell_w / 2;
        if (percent < 0.001f)
            snprintf(text, sizeof text, "< 0.001 %%");
        else
            snprintf(text, sizeof text, "%.*f %%",
                     percent >= 99.95f ? 0
                     : percent >= 0.1f ? 1
                                       : 3,
                     (double)percent);
        rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_INK }, middle,
                          top + cell_h + bar + ui_px(ui, 17), text);
        mixture_write_label(label, sizeof label, set, result->best[i]);
        RichStyle muted = { FACE_TEXT, 11.5f, HUE_MUTED, .plain = true };
        if (rich_width(ui, muted, label) <= w + gap)
            rich_draw_centred(ui, muted, middle, top + cell_h + bar + ui_px(ui, 33), label);
    }
    if (count == BEST) return;
    RichStyle muted = { FACE_TEXT, 13, HUE_MUTED };
    float x = rect.x + (float)count * (w + gap) + ui_px(ui, 8);
    RichLines lines = rich_wrap(
        ui, muted, rect.x + rect.w - x,
        count == 1 ? "It can only have been this one: every other picture of the set is less "
                     "likely by a factor of $e^{32}$ or more. Knowing <x> would add nothing."
                   : "All others are less likely by a factor of $e^{32}$ or more.");
    for (int i = 0; i < lines.count; i++)
        rich_draw(ui, muted, x, top + ui_px(ui, 16 + 20 * (float)i), lines.line[i]);
}

const Panel panel_mixture_weights = {
    .name = "mixture_weights",
    .title = "The likeliest pictures",
    .help = "The training pictures that this <z_t> is likeliest to have come from, with their "
            "weights.",
    .natural = { 900, 190 },
    .least = { 260, 136 },
    .height = height,
    .draw = draw,
    .state_size = sizeof(State),
    .of_mixture = true,
};
