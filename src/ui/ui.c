// SPDX-License-Identifier: MIT
#include "ui/ui.h"

#include "base/memory.h"
#include "ui/rich.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double TOOLTIP_AFTER = 0.6; // seconds

void ui_begin(Ui *ui) {
    ui->item_count = 0;
    ui->tooltip[0] = '\0';
    ui->tooltip_above = false;
    ui->blocked = ui->opened != 0;
    ui->press = ui->in.pressed;
    ui->presses += ui->in.pressed;
    ui->wake_at = 0;
    ui->over = NULL;
    ui->edit_drawn = ui->popup_drawn = false;
    ui->hovered_last = ui->hovered;
    ui->hovered = 0;
    draw_clear(ui->list);
}

void ui_free(Ui *ui) {
    free(ui->items);
    ui->items = NULL;
}

void ui_send(Ui *ui, const char *format, ...) {
    char line[SETTINGS_PATH + 128];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    ui->send(ui->user, line);
}

float ui_px(const Ui *ui, float units) {
    return roundf(units * ui->scale);
}

Color ui_color(const Ui *ui, Hue hue) {
    return style_color(ui->settings->look.theme, hue);
}

TextStyle ui_text(const Ui *ui, Face face, float size, Hue hue) {
    return (TextStyle){ face, (int)fmaxf(9, roundf(size * ui->scale)), ui_color(ui, hue) };
}

// FNV-1a; never 0.
uint32_t ui_id(const char *label) {
    uint32_t hash = 2166136261u;
    for (; *label; label++) hash = (hash ^ (unsigned char)*label) * 16777619u;
    return hash ? hash : 1;
}

int ui_notches(Ui *ui) {
    ui->notches += ui->in.wheel;
    int whole = (int)ui->notches;
    ui->notches -= (float)whole;
    return whole;
}

bool ui_over(const Ui *ui, Rect rect) {
    return !ui->blocked && rect_holds(rect, ui->in.x, ui->in.y);
}

void ui_tooltip(Ui *ui, uint32_t id, Rect rect, const char *text) {
    if (!text || !*text || !ui_over(ui, rect) || ui->active) return;
    ui->hovered = id;
    if (ui->hovered_last != id) ui->hovered_since = ui->now;
    if (ui->now - ui->hovered_since < TOOLTIP_AFTER) {
        ui->wake_at = ui->hovered_since + TOOLTIP_AFTER;
        return;
    }
    snprintf(ui->tooltip, sizeof ui->tooltip, "%s", text);
    ui->tooltip_for = rect;
}

bool ui_item(Ui *ui, const char *label, Rect rect, const char *tooltip) {
    ui->items = mem_grow(ui->items, &ui->item_room, ui->item_count + 1, sizeof *ui->items);
    UiItem *item = &ui->items[ui->item_count++];
    *item = (UiItem){ .rect = rect };
    snprintf(item->label, sizeof item->label, "%s", label);
    ui_tooltip(ui, ui_id(label), rect, tooltip);
    bool pressed = ui->in.pressed && ui_over(ui, rect);
    if (pressed) {
        ui->active = ui_id(label);
        ui->in.pressed = false; // one press, one thing
        ui->grab_x = ui->in.x - rect.x;
        ui->grab_y = ui->in.y - rect.y;
        ui->moved = false;
    }
    return pressed;
}

const UiItem *ui_find(const Ui *ui, const char *label) {
    for (size_t i = 0; i < ui->item_count; i++)
        if (strcmp(ui->items[i].label, label) == 0) return &ui->items[i];
    return NULL;
}

static void draw_tooltip(Ui *ui) {
    RichStyle style = { FACE_TEXT, 13, HUE_INK };
    float pad = ui_px(ui, 10), line = ui_px(ui, 19), widest = ui_px(ui, 320);
    RichLines lines = rich_wrap(ui, style, widest, ui->tooltip);
    Rect box = { 0, 0, lines.width + 2 * pad, (float)lines.count * line + 1.4f * pad };
    Rect of = ui->tooltip_for;
    box.x = fminf(fmaxf(of.x + of.w / 2 - box.w / 2, pad), ui->width - box.w - pad);
    box.y = of.y + of.h + ui_px(ui, 6);
    bool fits_above = of.y - box.h - ui_px(ui, 6) >= 0;
    if (box.y + box.h > ui->height || (ui->tooltip_above && fits_above))
        box.y = of.y - box.h - ui_px(ui, 6);
    ui->list->layer = LAYER_TOOLTIP;
    draw_rect(ui->list, rect_inset(box, -1), ui_px(ui, 6), ui_color(ui, HUE_LINE));
    draw_rect(ui->list, box, ui_px(ui, 5), ui_color(ui, HUE_PANEL));
    for (int i = 0; i < lines.count; i++)
        rich_draw(ui, style, box.x + pad, box.y + pad * 0.7f + line * ((float)i + 0.74f),
                  lines.line[i]);
    ui->list->layer = LAYER_BASE;
}

void ui_end(Ui *ui) {
    if (ui->tooltip[0]) draw_tooltip(ui);
    if (!ui->in.down) ui->active = 0;
    if (!ui->edit_drawn) ui->editing = 0;
    if (!ui->popup_drawn) ui->opened = 0;
    // A press that hit nothing closes what is open.
    if (ui->in.pressed) ui->opened = 0;
    ui->in.pressed = ui->in.released = ui->in.double_pressed = ui->in.right_pressed = false;
    ui->in.enter = ui->in.escape = ui->in.backspace = false;
    ui->in.wheel = 0;
    ui->in.text[0] = '\0';
}
