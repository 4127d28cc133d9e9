// SPDX-License-Identifier: MIT
// The data set's pictures, all or those of one label; a click takes one as x.
#include "app/app.h"
#include "base/memory.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// The numbers of the pictures that are browsed.
static void list_pictures(App *app, const MixtureState *state) {
    MixtureView *view = &app->mixture;
    int label = app->settings.mixture.label;
    if (view->listed && view->listed_label == label && view->listed_set == state->set_stamp) return;
    const Dataset *set = &state->set;
    view->listed_count = 0;
    bool all = label < 0 || !set->labels;
    view->listed = mem_grow(view->listed, &view->listed_room, set->count, sizeof *view->listed);
    for (size_t i = 0; i < set->count; i++)
        if (all || set->labels[i] == label) view->listed[view->listed_count++] = i;
    view->listed_label = label;
    view->listed_set = state->set_stamp;
    view->browse_scroll = 0;
}

static const char *label_name(const Dataset *set, int label, char number[16]) {
    if (set->label_names) return set->label_names[label];
    snprintf(number, 16, "%d", label);
    return number;
}

// One word to press; returns its width.
static float draw_chip(App *app, float x, float y, int label, const char *text) {
    Ui *ui = &app->ui;
    bool chosen = app->settings.mixture.label == label;
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
static float draw_chips(App *app, const Dataset *set, Rect rect) {
    Ui *ui = &app->ui;
    if (!set->labels) return rect.y;
    float x = rect.x, y = rect.y, gap = ui_px(ui, 6), line = ui_px(ui, 32);
    char number[16];
    for (int label = -1; label < set->label_count; label++) {
        const char *text = label < 0 ? "all" : label_name(set, label, number);
        RichStyle style = { FACE_TEXT, 13, HUE_INK, .plain = true };
        float w = rich_width(ui, style, text) + ui_px(ui, 20);
        if (x > rect.x && x + w > rect.x + rect.w) {
            x = rect.x, y += line;
            if (y > rect.y + 2.5f * line) break;
        }
        x += draw_chip(app, x, y, label, text) + gap;
    }
    Rect all = { rect.x, rect.y, rect.w, y + line - rect.y };
    if (ui_over(ui, all) && ui->in.wheel != 0) {
        int next = app->settings.mixture.label - ui_notches(ui);
        next = next < -1 ? -1 : next >= set->label_count ? set->label_count - 1 : next;
        if (next != app->settings.mixture.label) ui_send(ui, "set label %d", next);
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

static void draw_page(App *app, const MixtureState *state, Rect rect) {
    Ui *ui = &app->ui;
    MixtureView *view = &app->mixture;
    const Dataset *set = &state->set;
    float gap = ui_px(ui, 6), aspect = (float)set->height / (float)set->width;
    float times = fmaxf(1, roundf(ui_px(ui, 60) / (float)set->width)), bar = ui_px(ui, 14);
    float w = fminf(times * (float)set->width, ui_px(ui, 120)), h = floorf(w * aspect);
    size_t columns = (size_t)fmaxf(1, floorf((rect.w - bar + gap) / (w + gap)));
    size_t rows = (size_t)fmaxf(1, floorf((rect.h + gap) / (h + gap)));
    float all = ceilf((float)view->listed_count / (float)columns);
    Rect place = { rect.x, rect.y, rect.w, rect.h };
    if (ui_over(ui, place) && ui->in.wheel != 0) {
        view->browse_scroll -= roundf(ui->in.wheel * (ui->in.shift ? (float)rows : 2));
        app->dirty = true;
    }
    view->browse_scroll = fmaxf(0, fminf(view->browse_scroll, all - (float)rows));
    size_t first = (size_t)view->browse_scroll * columns, count = columns * rows;
    if (first >= view->listed_count) return;
    if (count > view->listed_count - first) count = view->listed_count - first;
    const Page page = { set, view->listed + first };
    const TextureKey key = { .x = state->set_stamp,
                             .n = (unsigned)first,
                             .eta = (unsigned)(app->settings.mixture.label + 1) };
    int texture = mixture_texture_row(app, MIXTURE_BROWSED, set, page_bytes, &page, count, key);
    for (size_t i = 0; i < count; i++) {
        size_t index = page.listed[i];
        Rect cell = { rect.x + (float)(i % columns) * (w + gap),
                      rect.y + (float)(i / columns) * (h + gap), w, h };
        char name[32], tip[96], number[16];
        snprintf(name, sizeof name, "picture %zu", index);
        snprintf(tip, sizeof tip, "%zu  %s", index, dataset_label(set, index, number));
        if (ui_item(ui, name, cell, tip)) {
            ui_send(ui, "set example %zu", index);
            ui_send(ui, "set browsing 0");
        }
        draw_picture(ui->list, texture, cell, mixture_cell(app, MIXTURE_BROWSED, i));
        bool chosen = (size_t)app->settings.mixture.example == index;
        if (!chosen && !ui_over(ui, cell)) continue;
        float line = fmaxf(2, ui_px(ui, 2));
        ui->list->layer = LAYER_MARKS;
        draw_outline(ui->list, rect_inset(cell, -line), line,
                     ui_color(ui, chosen ? HUE_X : HUE_INK));
        ui->list->layer = LAYER_BASE;
    }
    draw_scroll_bar(ui, place, view->browse_scroll, (float)rows, all);
}

void mixture_browse_draw(App *app, const MixtureState *state, Rect rect) {
    Ui *ui = &app->ui;
    float pad = ui_px(ui, 20);
    Rect in = { rect.x + pad, rect.y + pad, rect.w - 2 * pad, rect.h - 2 * pad };
    char text[400];
    list_pictures(app, state);
    const Dataset *set = &state->set;
    float left = rich_draw(ui, (RichStyle){ FACE_BOLD, 16, HUE_INK, .plain = true }, in.x,
                           in.y + ui_px(ui, 18), set->name);
    snprintf(text, sizeof text, "%zu pictures of %d × %d × %d · a click takes one as <x>",
             app->mixture.listed_count, set->width, set->height, set->channels);
    rich_draw(ui, (RichStyle){ FACE_TEXT, 13, HUE_MUTED }, in.x + left + ui_px(ui, 14),
              in.y + ui_px(ui, 18), text);
    Rect close = { in.x + in.w - ui_px(ui, 74), in.y - ui_px(ui, 4), ui_px(ui, 74),
                   ui_px(ui, UI_BUTTON_HEIGHT) };
    if (ui_button(ui, close, "close browsing", "close", "Back to the view (Escape, Shift+B)") ||
        view_take_escape(app))
        ui_send(ui, "set browsing 0");
    Rect chips = { in.x, in.y + ui_px(ui, 36), in.w, in.h };
    float below = draw_chips(app, set, chips) + ui_px(ui, 6);
    draw_page(app, state, (Rect){ in.x, below, in.w, in.y + in.h - below });
}
