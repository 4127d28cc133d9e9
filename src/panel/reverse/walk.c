// SPDX-License-Identifier: MIT
// Beside a walk: that it has the chain's law, and how far it is.
#include "base/translate.h"
#include "model/reverse.h"
#include "panel/note.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>

// Three columns of numbers, and what they are of: before them, or above them where it is too
// narrow.
typedef struct LawTable {
    Rect rect;
    bool above;
    int digits;     // after the point
    float right[3]; // ends of the columns, pixels
    float pitch;    // from row to row
    float room;     // for a label
} LawTable;

static const RichStyle law_style = { FACE_TEXT, 13, HUE_INK };
static const char *const law_labels[][2] = { { N_("mean of $<z> − <signal> <x>$"), N_("mean") },
                                             { N_("its variance"), N_("variance") },
                                             { N_("correlation of <z> with <x>"),
                                               N_("with <x>") } };

static LawTable law_table(Ui *ui, Rect rect) {
    static const float beside[] = { 0.58f, 0.79f, 1 };
    float number = rich_width(ui, law_style, "−0.0000") + ui_px(ui, 8);
    float label = rich_width(ui, law_style, _(law_labels[1][1])) + ui_px(ui, 4);
    LawTable table = { .rect = rect, .digits = 4, .pitch = ui_px(ui, 20) };
    table.above = rect.w * 0.21f < number || rect.w * beside[0] - number < label;
    table.room = table.above ? rect.w : rect.w * beside[0] - number;
    if (table.above) table.pitch = ui_px(ui, 34);
    if (table.above && rect.w / 3 < number) table.digits = 3;
    for (int i = 0; i < 3; i++)
        table.right[i] = rect.x + rect.w * (table.above ? (float)(i + 1) / 3 : beside[i]);
    return table;
}

static Hue law_hue(int column) {
    return column == 1 ? HUE_SIGMA : column ? HUE_MUTED : HUE_INK;
}

static void law_row(Ui *ui, const LawTable *table, int row, const double values[3]) {
    RichStyle style = law_style;
    float y = table->rect.y + ui_px(ui, 18 + 15) + table->pitch * (float)row;
    style.hue = HUE_MUTED;
    if (table->above) style.size = 12;
    rich_draw(ui, style, table->rect.x, y,
              rich_fitting(ui, style, table->room, _(law_labels[row][0]), _(law_labels[row][1])));
    if (table->above) y += ui_px(ui, 16);
    for (int i = 0; i < 3; i++) {
        char number[48];
        if (!isfinite(values[i])) continue;
        axis_fixed(number, sizeof number, values[i], table->digits);
        style = law_style, style.hue = law_hue(i);
        rich_draw_right(ui, style, table->right[i], y, number);
    }
}

// Returns its height.
static float draw_laws(const Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    const Model *model = scene->model;
    const LawTable table = law_table(ui, rect);
    WalkLaw chain = model_chain_law(model), walk = model_walk_law(model);
    WalkLaw law = model_true_law(model);
    static const char *const heads[] = { N_("chain"), N_("walk"), N_("law") };
    for (int i = 0; i < 3; i++)
        rich_draw_right(ui, (RichStyle){ FACE_TEXT, 12.5f, i == 1 ? HUE_SIGMA : HUE_MUTED },
                        table.right[i], rect.y + ui_px(ui, 13), _(heads[i]));
    law_row(ui, &table, 0, (const double[]){ chain.mean, walk.mean, law.mean });
    law_row(ui, &table, 1, (const double[]){ chain.variance, walk.variance, law.variance });
    law_row(ui, &table, 2, (const double[]){ chain.with_x, walk.with_x, law.with_x });
    return ui_px(ui, 18) + 3 * table.pitch;
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
    char text[800];
    float pad = ui_px(ui, 8), left = rect.x + ui_px(ui, 36) + pad;
    Rect in = { left, rect.y, rect.w - ui_px(ui, 48) - 2 * pad, rect.h };
    rich_draw(ui, (RichStyle){ FACE_BOLD, 13.5f, HUE_INK }, in.x, in.y + ui_px(ui, 14),
              _("The walk has the chain’s law"));
    snprintf(text, sizeof text, _("Over all values at $t$ = %d"), scene->settings->t);
    rich_draw(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_MUTED }, in.x, in.y + ui_px(ui, 34), text);
    float words = ui_px(ui, 48 + 16), bar = ui_px(ui, 28);
    words += draw_laws(scene, (Rect){ in.x, in.y + ui_px(ui, 48), in.w, 0 });
    snprintf(text, sizeof text,
             there
                 ? _("Every step was drawn from q(<z_t−1> | <z_t>, <x>) with noise of its own, "
                     "and yet the walk is spread about the picture as the chain is: the posterior "
                     "is the chain, run backwards. D takes another.")
                 : _("The walk is on its way: at $t$ = %d."),
             walk->at);
    note_draw(ui, (Rect){ in.x, in.y + words, in.w, in.h - words - bar }, HUE_MEAN, text);
    float share = 1 - (float)walk->at / (float)model->schedule.steps;
    draw_progress(ui, (Rect){ in.x, in.y + in.h - bar, in.w, bar }, share);
}

const Panel panel_walk = {
    .name = "walk",
    .title = N_("The walk’s law"),
    .help = N_("The chain run backwards from <z_T> to <x>, each step drawn from q(<z_t−1> | <z_t>, "
               "<x>): it has the law of the chain."),
    .natural = { 520, 300 },
    .least = { 240, 186 },
    .draw = draw,
};
