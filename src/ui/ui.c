// SPDX-License-Identifier: MIT
#include "ui/ui.h"

#include "base/memory.h"
#include "base/translate.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double TOOLTIP_AFTER = 0.6, TURN_ENDS_AFTER = 0.35; // seconds
static const float TURN_REACH = 12, POINT_REACH = 7;             // units

// The wheel's first event in a while, or elsewhere, is nobody's yet.
static void follow_wheel(Ui *ui) {
    if (ui->in.wheel == 0) return;
    float away = hypotf(ui->in.x - ui->turn_x, ui->in.y - ui->turn_y);
    bool goes_on = ui->now - ui->turned_at < TURN_ENDS_AFTER && away < ui_px(ui, TURN_REACH);
    ui->turn_begins = !goes_on;
    ui->turned_at = ui->now;
    if (goes_on) return;
    ui->turning = 0;
    ui->notches = 0;
    ui->turn_x = ui->in.x, ui->turn_y = ui->in.y;
}

static const double REST = 2; // seconds

// Before an audience a pointer that rests is outside, for all but an open list.
static void follow_rest(Ui *ui) {
    UiInput *in = &ui->in;
    bool moved = in->x != ui->pointer_x || in->y != ui->pointer_y;
    bool used = in->down || in->pressed || in->released || in->right_pressed || in->wheel != 0 ||
                ui->opened;
    if (moved || used) ui->rests_since = ui->now;
    ui->pointer_x = in->x, ui->pointer_y = in->y;
    double until = ui->rests_since + REST;
    ui->rests = ui->settings->look.presenting && ui->now >= until;
    if (ui->rests) in->x = in->y = -1e6f;
    if (ui->settings->look.presenting && !ui->rests) ui->wake_at = until;
}

void ui_rest(Ui *ui) {
    ui->rests_since = -REST;
    ui->pointer_x = ui->in.x, ui->pointer_y = ui->in.y;
}

void ui_begin(Ui *ui) {
    ui->item_count = ui->stop_count = ui->stop_first = 0;
    ui->tooltip[0] = '\0';
    ui->tooltip_above = false;
    ui->spare = (Rect){ 0 };
    ui->blocked = ui->opened != 0;
    ui->press = ui->in.pressed;
    ui->presses += ui->in.pressed;
    ui->wake_at = 0;
    if (ui->in.pressed || ui->in.right_pressed) ui->focus = 0; // what is pressed takes it
    follow_wheel(ui);
    follow_rest(ui);
    ui->edit_drawn = ui->popup_drawn = false;
    ui->hovered_last = ui->hovered;
    ui->hovered = 0;
    ui->pointed_last = ui->pointed;
    ui->pointed = 0;
    ui->pointed_off = INFINITY;
    draw_clear(ui->list);
}

void ui_free(Ui *ui) {
    free(ui->items);
    free(ui->stops);
    ui->items = NULL;
    ui->stops = NULL;
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

Color ui_edge(const Ui *ui) {
    return style_edge(ui->settings->look.theme);
}

TextStyle ui_text(const Ui *ui, Face face, float size, Hue hue) {
    float pixels = fmaxf(fmaxf(9, ui->least_type), roundf(size * ui->scale));
    return (TextStyle){ face, (int)ceilf(pixels), ui_color(ui, hue) };
}

// FNV-1a; never 0.
uint32_t ui_id(const char *label) {
    uint32_t hash = 2166136261u;
    for (; *label; label++) hash = (hash ^ (unsigned char)*label) * 16777619u;
    return hash ? hash : 1;
}

float ui_wheel(Ui *ui, uint32_t id, Rect rect) {
    if (ui->in.wheel == 0) return 0;
    if (ui->turn_begins && ui->turning == 0 && ui_over(ui, rect)) ui->turning = id;
    if (ui->turning != id) return 0;
    float notches = ui->in.wheel;
    ui->in.wheel = 0;
    return notches;
}

int ui_wheel_notches(Ui *ui, uint32_t id, Rect rect) {
    float more = ui_wheel(ui, id, rect);
    if (more == 0) return 0;
    ui->notches += more;
    int whole = (int)ui->notches;
    ui->notches -= (float)whole;
    return whole;
}

void ui_stop(Ui *ui, uint32_t id, Rect rect, bool moves) {
    ui->stops = mem_grow(ui->stops, &ui->stop_room, ui->stop_count + 1, sizeof *ui->stops);
    ui->stops[ui->stop_count++] = (UiStop){ id, rect, ui->list->layer, moves };
}

void ui_stops_begin(Ui *ui) {
    ui->stop_first = ui->stop_count;
}

void ui_take_focus(Ui *ui, uint32_t id) {
    ui->focus = id;
    ui->focus_by_tab = false;
}

float ui_arrow(Ui *ui, uint32_t id) {
    if (ui->focus != id) return 0;
    float arrow = ui->in.arrow;
    ui->in.arrow = 0;
    return arrow;
}

bool ui_activated(Ui *ui, uint32_t id) {
    bool activated = ui->in.activate && ui->focus == id;
    if (activated) ui->in.activate = false;
    return activated;
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
    snprintf(ui->tooltip, sizeof ui->tooltip, "%s", translate(text));
    ui->tooltip_for = rect;
}

bool ui_area(Ui *ui, const char *label, Rect rect, const char *tooltip) {
    ui->items = mem_grow(ui->items, &ui->item_room, ui->item_count + 1, sizeof *ui->items);
    UiItem *item = &ui->items[ui->item_count++];
    *item = (UiItem){ .rect = rect };
    snprintf(item->label, sizeof item->label, "%s", label);
    ui_tooltip(ui, ui_id(label), rect, tooltip);
    bool pressed = ui->in.pressed && ui_over(ui, rect);
    if (pressed) {
        ui->active = ui->pressed_last = ui_id(label);
        ui->in.pressed = false; // one press, one thing
        ui->grab_x = ui->in.x - rect.x;
        ui->grab_y = ui->in.y - rect.y;
        ui->moved = false;
    }
    return pressed;
}

bool ui_item(Ui *ui, const char *label, Rect rect, const char *tooltip) {
    ui_stop(ui, ui_id(label), rect, false);
    return ui_area(ui, label, rect, tooltip) || ui_activated(ui, ui_id(label));
}

const UiItem *ui_find(const Ui *ui, const char *label) {
    for (size_t i = 0; i < ui->item_count; i++)
        if (strcmp(ui->items[i].label, label) == 0) return &ui->items[i];
    return NULL;
}

// Above the boxes of its layer.
static void draw_ring(Ui *ui, const UiStop *stop) {
    Layer before = ui->list->layer;
    float thick = fmaxf(1, ui_px(ui, 2));
    Rect at = rect_inset(stop->rect, -ui_px(ui, 3));
    Color color = ui_color(ui, HUE_INK);
    ui->list->layer = stop->layer;
    draw_rect(ui->list, (Rect){ at.x, at.y, at.w, thick }, 0, color);
    draw_rect(ui->list, (Rect){ at.x, at.y + at.h - thick, at.w, thick }, 0, color);
    draw_rect(ui->list, (Rect){ at.x, at.y, thick, at.h }, 0, color);
    draw_rect(ui->list, (Rect){ at.x + at.w - thick, at.y, thick, at.h }, 0, color);
    ui->list->layer = before;
}

// Where what has the keys is not drawn any more, nothing has them.
static void draw_focus(Ui *ui) {
    if (!ui->focus) return;
    for (size_t i = 0; i < ui->stop_count; i++) {
        const UiStop *stop = &ui->stops[i];
        if (stop->id != ui->focus) continue;
        if (ui->focus_by_tab) draw_ring(ui, stop);
        return;
    }
    ui->focus = 0;
}

bool ui_is_quantity(Hue hue) {
    return hue >= HUE_X && hue <= HUE_ALPHA;
}

void ui_point(Ui *ui, Rect rect, Hue hue) {
    if (ui->active || !ui_over(ui, rect)) return;
    ui->pointed = hue;
    ui->pointed_off = 0;
}

void ui_point_near(Ui *ui, float distance, Hue hue) {
    if (ui->active || ui->blocked || distance > ui_px(ui, POINT_REACH)) return;
    if (distance >= ui->pointed_off) return;
    ui->pointed = hue;
    ui->pointed_off = distance;
}

bool ui_is_pointed(const Ui *ui, Hue hue) {
    return ui->pointed_last && hue == ui->pointed_last;
}

void ui_link(Ui *ui, Rect rect, Hue hue) {
    ui_point(ui, rect, hue);
    if (ui_is_pointed(ui, hue))
        draw_rect(ui->list, rect, ui_px(ui, 4), color_fade(ui_color(ui, hue), 0.24f));
}

void ui_end(Ui *ui) {
    const double soon = 0.001;
    ui->in.x = ui->pointer_x, ui->in.y = ui->pointer_y;
    if (ui->pointed != ui->pointed_last) ui->wake_at = ui->now + soon;
    draw_focus(ui);
    if (!ui->in.down) ui->active = 0;
    if (!ui->edit_drawn) ui->editing = 0;
    if (!ui->popup_drawn) ui->opened = 0;
    // A press that hit nothing closes what is open.
    if (ui->in.pressed) ui->opened = 0;
    ui->in.pressed = ui->in.released = ui->in.double_pressed = ui->in.right_pressed = false;
    ui->in.enter = ui->in.escape = ui->in.backspace = ui->in.activate = false;
    ui->in.forward_delete = false;
    ui->in.caret = UI_CARET_STAYS;
    ui->in.menu_first = ui->in.menu_last = ui->turn_begins = false;
    ui->in.menu_rows = 0;
    ui->in.wheel = ui->in.arrow = 0;
    ui->in.text[0] = '\0';
}
