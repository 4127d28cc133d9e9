// SPDX-License-Identifier: MIT
// Beside a walk: that it has the chain's law, and how far it is.
#include "model/reverse.h"
#include "panel/note.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>

static void law_row(Ui *ui, Rect rect, int row, const char *name, const char *brief,
                    const double *values) {
    float baseline = rect.y + ui_px(ui, 15 + 22 * (float)row);
    RichStyle style = { FACE_TEXT, 13, HUE_MUTED };
    rich_draw(ui, style, rect.x, baseline, rich_fitting(ui, style, rect.w * 0.43f, name, brief));
    static const float right[] = { 0.58f, 0.79f, 1 };
    for (int i = 0; i < 3; i++) {
        char number[48];
        if (!isfinite(values[i])) continue;
        axis_fixed(number, sizeof number, values[i], 4);
        rich_draw_right(ui,
                        (RichStyle){ FACE_TEXT, 13,
                                     i == 1 ? HUE_SIGMA
                                     : i    ? HUE_MUTED
                                            : HUE_INK },
                        rect.x + rect.w * right[i], baseline, number);
    }
}

static void draw_laws(const Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    const Model *model = scene->model;
    WalkLaw chain = model_chain_law(model), walk = model_walk_law(model);
    WalkLaw law = model_true_law(model);
    static const char *const heads[] = { "chain", "walk", "law" };
    static const float right[] = { 0.58f, 0.79f, 1 };
    for (int i = 0; i < 3; i++)
        rich_draw_right(ui, (RichStyle){ FACE_TEXT, 12.5f, i == 1 ? HUE_SIGMA : HUE_MUTED },
                        rect.x + rect.w * right[i], rect.y + ui_px(ui, 13), heads[i]);
    rect.y += ui_px(ui, 18);
    law_row(ui, rect, 0, "mean of $<z> − <signal> <x>$", "mean",
            (const double[]){ chain.mean, walk.mean, law.mean });
    law_row(ui, rect, 1, "its variance", "variance",
            (const double[]){ chain.variance, walk.variance, law.variance });
    law_row(ui, rect, 2, "correlation of <z> with <x>", "with <x>",
            (const double[]){ chain.with_x, walk.with_x, law.with_x });
}

// From T at the left to x at the right.
static void draw_progress(Ui *ui, Rect rect, float share) {
    Rect bar = { rect.x, rect.y, rect.w, ui_px(ui, 6) };
    RichStyle small = { FACE_TEXT, 11.5f, HUE_MUTED };
    draw_rect(ui->list, bar, bar.h / 2, ui_color(ui, HUE_LINE));
    bar.w = fmaxf(bar.h, bar.w * share);
    draw_rect(ui->list, bar, bar.h / 2, ui_color(ui, HUE_SIGMA));
    rich_draw(ui, small, rect.x, rect.y + ui_px(ui, 22), "<z_T>");
    rich_draw_right(ui, small, rect.x + rect.w, rect.y + ui_px(ui, 22), "<x>");
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    Ui *ui = scene->ui;
    const Model *model = scene->model;
    Error error;
    const Walk *walk = model_walk(model, scene->patient ? model->schedule.steps : 0, &error);
    if (!walk) {
        scene_report(scene, &error);
        return;
    }
    bool there = walk->at == model->made.t;
    scene->again |= !there;
    char text[320];
    float pad = ui_px(ui, 8), left = rect.x + ui_px(ui, 36) + pad;
    Rect in = { left, rect.y, rect.w - ui_px(ui, 48) - 2 * pad, rect.h };
    rich_draw(ui, (RichStyle){ FACE_BOLD, 13.5f, HUE_INK }, in.x, in.y + ui_px(ui, 14),
              "The walk has the chain's law");
    snprintf(text, sizeof text, "Over all values at $t$ = %d", scene->settings->t);
    rich_draw(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_MUTED }, in.x, in.y + ui_px(ui, 34), text);
    draw_laws(scene, (Rect){ in.x, in.y + ui_px(ui, 48), in.w, 0 });
    snprintf(text, sizeof text,
             there ? "Every step was drawn from q(<z_t−1> | <z_t>, <x>) with noise of its own, "
                     "and yet the walk is spread about the picture as the chain is: the posterior "
                     "is the chain, run backwards. B plays it, D takes another."
                   : "The walk is on its way: at $t$ = %d.",
             walk->at);
    float words = ui_px(ui, 142), bar = ui_px(ui, 28);
    note_draw(ui, (Rect){ in.x, in.y + words, in.w, in.h - words - bar }, HUE_MEAN, text);
    float share = 1 - (float)walk->at / (float)model->schedule.steps;
    draw_progress(ui, (Rect){ in.x, in.y + in.h - bar, in.w, bar }, share);
}

const Panel panel_walk = {
    .name = "walk",
    .title = "The walk's law",
    .help = "The chain run backwards from <z_T> to <x>, each step drawn from q(<z_t−1> | <z_t>, "
            "<x>): it has the law of the chain.",
    .natural = { 520, 300 },
    .least = { 240, 186 },
    .draw = draw,
};
