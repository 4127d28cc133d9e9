// SPDX-License-Identifier: MIT
// The data set's pictures, all or those of one label; a click takes one as x.
#include "base/memory.h"
#include "base/translate.h"
#include "io/dataset.h"
#include "panel/mixture/parts.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct State {
    RowTexture page;
    size_t *listed; // the pictures that are browsed
    size_t count, room;
    int label;
    unsigned set;
    float scroll; // rows
} State;

static void free_state(void *data) {
    State *state = data;
    free(state->listed);
}

// The numbers of the pictures that are browsed.
static void list_pictures(const Scene *scene, State *state) {
    int label = scene->settings->mixture.label;
    if (state->listed && state->label == label && state->set == scene->mixture->set_stamp) return;
    const Dataset *set = &scene->mixture->set;
    state->count = 0;
    bool all = label < 0 || !set->labels;
    state->listed = mem_grow(state->listed, &state->room, set->count, sizeof *state->listed);
    for (size_t i = 0; i < set->count; i++)
        if (all || set->labels[i] == label) state->listed[state->count++] = i;
    state->label = label;
    state->set = scene->mixture->set_stamp;
    state->scroll = 0;
}

static const char *label_name(const Dataset *set, int label, char number[16]) {
    if (set->label_names) return set->label_names[label];
    snprintf(number, 16, "%d", label);
    return number;
}

// One word to press; returns its width.
static float draw_chip(Scene *scene, float x, float y, int label, const char *text) {
    Ui *ui = scene->ui;
    bool chosen = scene->settings->mixture.label == label;
    RichStyle style = { FACE_TEXT, 13, chosen ? HUE_INK : HUE_MUTED, .plain = true };
    Rect chip = { x, y, rich_width(ui, style, text) + ui_px(ui, 20), ui_px(ui, 26) };
    char name[32];
    snprintf(name, sizeof name, "label %d", label);
    if (ui_item(ui, name, chip, NULL)) ui_send(ui, "set label %d", label);
    draw_rect(ui->list, chip, chip.h / 2, ui_over(ui, chip) ? ui_edge(ui) : ui_color(ui, HUE_LINE));
    if (!chosen)
        draw_rect(ui->list, rect_inset(chip, fmaxf(1, ui_px(ui, 1))), chip.h / 2,
                  ui_color(ui, HUE_GROUND));
    rich_draw_centred(ui, style, chip.x + chip.w / 2, y + ui_px(ui, 18), text);
    return chip.w;
}

// Returns the y below them. Labels that do not fit into three lines are left out; the wheel over
// them takes the next.
static float draw_chips(Scene *scene, const Dataset *set, Rect rect) {
    Ui *ui = scene->ui;
    if (!set->labels) return rect.y;
    float x = rect.x, y = rect.y, gap = ui_px(ui, 6), line = ui_px(ui, 32);
    char number[16];
    for (int label = -1; label < set->label_count; label++) {
        const char *text = label < 0 ? _("all") : label_name(set, label, number);
        RichStyle style = { FACE_TEXT, 13, HUE_INK, .plain = true };
        float w = rich_width(ui, style, text) + ui_px(ui, 20);
        if (x > rect.x && x + w > rect.x + rect.w) {
            x = rect.x, y += line;
            if (y > rect.y + 2.5f * line) break;
        }
        x += draw_chip(scene, x, y, label, text) + gap;
    }
    Rect all = { rect.x, rect.y, rect.w, y + line - rect.y };
    int by = ui_wheel_notches(ui, ui_id("labels"), all);
    if (by) {
        int next = scene->settings->mixture.label - by;
        next = next < -1 ? -1 : next >= set->label_count ? set->label_count - 1 : next;
        if (next != scene->settings->mixture.label) ui_send(ui, "set label %d", next);
    }
    return y + line;
}

typedef struct Page {
    const Dataset *set;
    const size_t *listed; // from the first that is shown on
} Page;

static const uint8_t *page_bytes(const void *user, size_t i) {
    const Page *page = user;
    return dataset_bytes(page->set, page->listed[i]);
}

static void draw_scroll_bar(Ui *ui, Rect rect, float first, float shown, float all) {
    if (all <= shown) return;
    float w = ui_px(ui, 5), h = fmaxf(ui_px(ui, 24), rect.h * shown / all);
    float y = rect.y + (rect.h - h) * first / (all - shown);
    draw_rect(ui->list, (Rect){ rect.x + rect.w - w, y, w, h }, w / 2, ui_edge(ui));
}

typedef struct Grid {
    float w, h, gap; // of a cell; between two
    size_t columns, rows;
    float all; // rows there are, of which `rows` are seen
} Grid;

static Grid lay_out_grid(const Scene *scene, size_t count, Rect rect) {
    Ui *ui = scene->ui;
    const Dataset *set = &scene->mixture->set;
    float gap = ui_px(ui, 6), aspect = (float)set->height / (float)set->width;
    float times = fmaxf(1, roundf(ui_px(ui, 60) / (float)set->width)), bar = ui_px(ui, 14);
    float w = fminf(times * (float)set->width, ui_px(ui, 120)), h = floorf(w * aspect);
    Grid grid = { .w = w, .h = h, .gap = gap };
    grid.columns = (size_t)fmaxf(1, floorf((rect.w - bar + gap) / (w + gap)));
    grid.rows = (size_t)fmaxf(1, floorf((rect.h + gap) / (h + gap)));
    grid.all = ceilf((float)count / (float)grid.columns);
    return grid;
}

static void scroll_by_wheel(Scene *scene, State *state, const Grid *grid, Rect rect) {
    Ui *ui = scene->ui;
    float notches = ui_wheel(ui, ui_id("browse"), rect);
    if (notches != 0) {
        state->scroll -= roundf(notches * (ui->in.shift ? (float)grid->rows : 2));
        scene->again = true;
    }
    state->scroll = fmaxf(0, fminf(state->scroll, grid->all - (float)grid->rows));
}

// A click takes it as x and leaves.
static void click_picture(const Scene *scene, size_t index, Rect cell) {
    Ui *ui = scene->ui;
    char name[32], tip[128], label[64];
    snprintf(name, sizeof name, "picture %zu", index);
    mixture_write_label(label, sizeof label, &scene->mixture->set, index);
    snprintf(tip, sizeof tip, *label ? _("picture %zu · %s") : _("picture %zu"), index, label);
    if (!ui_item(ui, name, cell, tip)) return;
    ui_send(ui, "set example %zu", index);
    ui_send(ui, "set browsing 0");
}

static void draw_cell_mark(const Scene *scene, size_t index, Rect cell) {
    Ui *ui = scene->ui;
    bool chosen = (size_t)scene->settings->mixture.example == index;
    if (!chosen && !ui_over(ui, cell)) return;
    float line = fmaxf(2, ui_px(ui, 2));
    ui->list->layer = LAYER_MARKS;
    draw_outline(ui->list, rect_inset(cell, -line), line, ui_color(ui, chosen ? HUE_X : HUE_INK));
    ui->list->layer = LAYER_BASE;
}

static void draw_page(Scene *scene, State *state, Rect rect) {
    Ui *ui = scene->ui;
    Grid grid = lay_out_grid(scene, state->count, rect);
    scroll_by_wheel(scene, state, &grid, rect);
    size_t first = (size_t)state->scroll * grid.columns, count = grid.columns * grid.rows;
    if (first >= state->count) return;
    if (count > state->count - first) count = state->count - first;
    const Page page = { &scene->mixture->set, state->listed + first };
    const Key key = { .x = scene->mixture->set_stamp,
                      .n = (unsigned)first,
                      .eta = (unsigned)(scene->settings->mixture.label + 1) };
    int texture = mixture_texture_row(scene, &state->page, page_bytes, &page, count, key);
    for (size_t i = 0; i < count; i++) {
        size_t index = page.listed[i];
        Rect cell = { rect.x + (float)(i % grid.columns) * (grid.w + grid.gap),
                      rect.y + (float)(i / grid.columns) * (grid.h + grid.gap), grid.w, grid.h };
        click_picture(scene, index, cell);
        draw_picture(ui->list, texture, cell, mixture_cell(&state->page, i));
        draw_cell_mark(scene, index, cell);
    }
    draw_scroll_bar(ui, rect, state->scroll, (float)grid.rows, grid.all);
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect in) {
    (void)choice;
    State *state = data;
    Ui *ui = scene->ui;
    if (!mixture_is_ready(scene, in)) return;
    char text[400];
    list_pictures(scene, state);
    const Dataset *set = &scene->mixture->set;
    float left = rich_draw(ui, (RichStyle){ FACE_BOLD, 16, HUE_INK, .plain = true }, in.x,
                           in.y + ui_px(ui, 18), _(set->name));
    Rect close = { in.x + in.w - ui_px(ui, 74), in.y - ui_px(ui, 4), ui_px(ui, 74),
                   ui_px(ui, UI_BUTTON_HEIGHT) };
    RichStyle muted = { FACE_TEXT, 13, HUE_MUTED };
    snprintf(text, sizeof text, _("%zu pictures of %d × %d × %d · a click takes one as <x>"),
             state->count, set->width, set->height, set->channels);
    left += in.x + ui_px(ui, 14);
    if (left + rich_width(ui, muted, text) > close.x - ui_px(ui, 8))
        snprintf(text, sizeof text, _("%zu pictures"), state->count);
    rich_draw(ui, muted, left, in.y + ui_px(ui, 18), text);
    bool closes = scene->settings->mixture.browsing && !scene->still;
    if (closes && (ui_button(ui, close, "close browsing", N_("close"),
                             N_("Back to the view (Escape, Shift+B)")) ||
                   scene_consume_escape(scene)))
        ui_send(ui, "set browsing 0");
    Rect chips = { in.x, in.y + ui_px(ui, 36), in.w, in.h };
    float below = draw_chips(scene, set, chips) + ui_px(ui, 6);
    draw_page(scene, state, (Rect){ in.x, below, in.w, in.y + in.h - below });
}

const Panel panel_mixture_browse = {
    .name = "mixture_browse",
    .title = N_("The data set"),
    .help = N_("All pictures of the data set, or those of one label; a click takes one as <x>."),
    .natural = { 900, 600 },
    .least = { 260, 160 },
    .draw = draw,
    .state_size = sizeof(State),
    .free_state = free_state,
    .of_mixture = true,
};
