// SPDX-License-Identifier: MIT
// The likeliest training pictures with their weights as bars on one scale from 0 to 100 %.
#include "base/translate.h"
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

// It names the t that it is about: the run below has one of its own.
static void draw_headline(const Scene *scene, Rect rect) {
    const MixtureResult *result = &scene->mixture->shown.result;
    char effective[32], all[32], log_q[48], numbers[160], title[96];
    mixture_write_count(effective, sizeof effective, result->effective);
    mixture_write_count(all, sizeof all, (double)scene->mixture->set.count);
    axis_number(log_q, sizeof log_q, result->log_q);
    snprintf(numbers, sizeof numbers, _("effective number %s of %s · log q(<z_t>) %s nats"),
             effective, all, log_q);
    snprintf(title, sizeof title, _("Which training pictures could <z_%d> come from?"),
             scene->mixture->shown.t);
    heading(scene->ui, rect.x, rect.y + ui_px(scene->ui, 15), title, numbers, rect.w);
}

static const RichStyle scale_style = { FACE_TEXT, 11.5f, HUE_MUTED };
static const char *const whole_text = "100 %";

// Pictures side by side, under each the bar of its weight and two lines of text.
typedef struct Columns {
    float left, step, top; // where the first one stands, and how far the next
    float w, h;            // of a picture
    float bar, whole;      // the height of the room for bars; of a weight of 100 %
    float scale;           // the width of the scale at the left, 0 where there is no room
} Columns;

static Columns lay_out_columns(const Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    const Dataset *set = &scene->mixture->set;
    bool lecture = scene->lecture; // without the line of labels
    float gap = ui_px(ui, 10), head = ui_px(ui, 28);
    float foot = ui_px(ui, lecture ? 22 : 40), bar = ui_px(ui, lecture ? 32 : 40);
    float aspect = (float)set->height / (float)set->width;
    float scale = rich_width(ui, scale_style, whole_text) + ui_px(ui, 6);
    if (rect.w < 9 * scale) scale = 0;
    float wide = rect.w - scale;
    float room = floorf((wide - gap * (BEST - 1)) / BEST), high = rect.h - head - bar - foot;
    float w = mixture_whole_pixels(fminf(room, high / aspect), set->width);
    return (Columns){ .left = rect.x + scale,
                      .step = room + gap,
                      .top = rect.y + head,
                      .w = w,
                      .h = floorf(w * aspect),
                      .bar = bar,
                      .whole = bar - ui_px(ui, 6),
                      .scale = scale };
}

// 0 and 100 % beside the bars.
static void draw_scale(Ui *ui, const Columns *columns) {
    float foot = columns->top + columns->h + columns->bar, right = columns->left - ui_px(ui, 6);
    if (columns->scale == 0) return;
    rich_draw_right(ui, scale_style, right, foot - columns->whole + ui_px(ui, 8), whole_text);
    rich_draw_right(ui, scale_style, right, foot, "0");
}

static void write_percent(char *out, size_t size, float percent) {
    if (percent < 0.001f)
        snprintf(out, size, "< 0.001 %%");
    else
        snprintf(out, size, "%.*f %%",
                 percent >= 99.95f ? 0
                 : percent >= 0.1f ? 1
                                   : 3,
                 (double)percent);
}

static void draw_weight(const Scene *scene, const Columns *columns, float x, int i) {
    Ui *ui = scene->ui;
    const MixtureResult *result = &scene->mixture->shown.result;
    float share = (float)result->best_weight[i];
    float foot = columns->top + columns->h + columns->bar, middle = x + columns->w / 2;
    // Against the whole, so that a weight of 1 % is seen to be one.
    draw_flat(ui->list, (Rect){ x, foot - columns->whole, columns->w, columns->whole },
              ui_color(ui, HUE_LINE));
    float length = share * columns->whole;
    draw_flat(ui->list, (Rect){ x, foot - length, columns->w, length }, ui_color(ui, HUE_MEAN));
    char percent[64], label[64];
    write_percent(percent, sizeof percent, 100 * share);
    RichStyle style = { FACE_TEXT, 12.5f, HUE_INK };
    while (style.size > 9 && rich_width(ui, style, percent) > columns->step - ui_px(ui, 4))
        style.size -= 0.5f;
    if (i == 0 || rich_width(ui, style, percent) <= columns->step - ui_px(ui, 4))
        rich_draw_centred(ui, style, middle, foot + ui_px(ui, 17), percent);
    if (scene->lecture) return;
    mixture_write_label(label, sizeof label, &scene->mixture->set, result->best[i]);
    RichStyle muted = { FACE_TEXT, 11.5f, HUE_MUTED, .plain = true };
    if (rich_width(ui, muted, label) <= columns->step)
        rich_draw_centred(ui, muted, middle, foot + ui_px(ui, 33), label);
}

// What stands in place of pictures that weigh next to nothing.
static void draw_rest(Ui *ui, Rect room, int count) {
    RichStyle muted = { FACE_TEXT, 13, HUE_MUTED };
    RichLines lines = rich_wrap(
        ui, muted, room.w,
        count == 1 ? _("It can hardly have been another: every other picture of the set is less "
                       "likely by a factor of $e^{32}$ or more. Knowing <x> would add nothing.")
                   : _("All others are less likely by a factor of $e^{32}$ or more."));
    for (int i = 0; i < lines.count; i++)
        rich_draw(ui, muted, room.x, room.y + ui_px(ui, 16 + 20 * (float)i), lines.line[i]);
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    (void)choice;
    State *state = data;
    if (!mixture_is_ready(scene, rect)) return;
    Ui *ui = scene->ui;
    const MixtureResult *result = &scene->mixture->shown.result;
    draw_headline(scene, rect);
    Columns columns = lay_out_columns(scene, rect);
    int count = result->best_count < BEST ? result->best_count : BEST;
    const BestRow row = { &scene->mixture->set, result };
    const Key key = { .x = scene->mixture->set_stamp, .n = scene->mixture->shown.stamp };
    int texture = mixture_texture_row(scene, &state->row, best_bytes, &row, (size_t)count, key);
    draw_scale(ui, &columns);
    for (int i = 0; i < count; i++) {
        Rect at = { columns.left + (float)i * columns.step, columns.top, columns.w, columns.h };
        char name[32];
        snprintf(name, sizeof name, "best %d", i);
        if (ui_item(ui, name, (Rect){ at.x, at.y, at.w, at.h + columns.bar },
                    N_("A training picture and its weight, a share of 100 %. A click takes it as "
                       "<x>.")))
            ui_send(ui, "set example %zu", result->best[i]);
        draw_picture(ui->list, texture, at, mixture_cell(&state->row, (size_t)i));
        draw_weight(scene, &columns, at.x, i);
    }
    if (count == BEST) return;
    float x = columns.left + (float)count * columns.step + ui_px(ui, 8);
    draw_rest(ui, (Rect){ x, columns.top, rect.x + rect.w - x, columns.h }, count);
}

const Panel panel_mixture_weights = {
    .name = "mixture_weights",
    .title = N_("The likeliest pictures"),
    .help = N_("The training pictures that this <z_t> is likeliest to have come from, with their "
               "weights as shares of 100 %."),
    .natural = { 900, 190 },
    .lecture = { 260, 118 },
    .least = { 260, 136 },
    .height = height,
    .draw = draw,
    .state_size = sizeof(State),
    .of_mixture = true,
};
