// SPDX-License-Identifier: MIT
#include "base/translate.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>

// The track's ends are where the knob's centre can be.
static Rect track_of(const Ui *ui, Rect rect) {
    float knob = ui_px(ui, 7);
    return (Rect){ rect.x + knob, rect.y + ui_px(ui, 26), rect.w - 2 * knob, ui_px(ui, 10) };
}

static void set_from_pointer(Ui *ui, const Option *option, Rect track) {
    double place = (ui->in.x - track.x) / track.w;
    double value = option_at_place(option, place);
    if (value != option_number(ui->settings, option))
        ui_send(ui, "set %s %.17g", option->name, value);
}

static void draw_slider(Ui *ui, Rect rect, Rect track, const Option *option, Hue fill, bool hot) {
    bool lit = ui_is_pointed(ui, fill);
    float middle = roundf(track.y + track.h / 2), thick = fmaxf(2, ui_px(ui, lit ? 7 : 4));
    float place = (float)option_place(option, option_number(ui->settings, option));
    float knob = track.x + place * track.w;
    Rect bar = { rect.x, middle - thick / 2, rect.w, thick };
    draw_rect(ui->list, bar, thick / 2, ui_color(ui, HUE_LINE));
    bar.w = knob - rect.x;
    draw_rect(ui->list, bar, thick / 2, ui_color(ui, fill));
    draw_circle(ui->list, (Point){ knob, middle }, ui_px(ui, hot || lit ? 9 : 8),
                ui_color(ui, HUE_PANEL));
    draw_circle(ui->list, (Point){ knob, middle }, ui_px(ui, hot || lit ? 7 : 6),
                ui_color(ui, HUE_INK));
}

static void remember(Ui *ui, const Option *option, uint32_t id) {
    Text value = { 0 };
    option_format(&value, ui->settings, option);
    snprintf(ui->grabbed_value, sizeof ui->grabbed_value, "%s", value.data);
    text_free(&value);
    ui->grabbed = id;
}

// What the pointer and the keys do to it.
static void change_by_input(Ui *ui, Rect rect, Rect track, const Option *option) {
    uint32_t id = ui_id(option->name);
    bool over = ui_over(ui, rect);
    bool double_press = ui->in.double_pressed;
    ui_stop(ui, id, rect, true);
    bool pressed = ui_area(ui, option->name, rect, option->help);
    UiItem *item = &ui->items[ui->item_count - 1];
    item->track = track;
    item->option = option;
    if (pressed || (over && ui->in.right_pressed)) ui_take_focus(ui, id);
    if (pressed && !double_press) remember(ui, option, id);
    if (ui_activated(ui, id)) ui_edit_start(ui, option);
    if (ui->wants_edit == id && !pressed) { // now that the value is what it was
        ui->wants_edit = 0;
        ui_edit_start(ui, option);
    }

    if (pressed && double_press) {
        // The first of the two clicks may have moved the knob.
        if (ui->grabbed == id) ui_send(ui, "set %s %s", option->name, ui->grabbed_value);
        ui->active = 0;
        ui->wants_edit = id;
    } else if (pressed && ui->in.y < track.y - ui_px(ui, 4)) {
        ui->active = 0; // on the label: a double click may follow
    } else if (ui->active == id) {
        set_from_pointer(ui, option, track);
    } else if (over && ui->in.right_pressed) {
        ui_send(ui, "reset %s", option->name);
    } else {
        float by = ui_wheel(ui, id, rect) * (ui->in.shift ? 10 : 1) / (ui->in.ctrl ? 10 : 1);
        if (by == 0) by = ui_arrow(ui, id);
        if (by != 0) ui_send(ui, "add %s %.9g", option->name, by);
    }
}

static void draw_label_and_value(Ui *ui, Rect rect, const Option *option) {
    float baseline = rect.y + ui_px(ui, 15);
    rich_draw(ui, (RichStyle){ FACE_TEXT, 14, HUE_INK }, rect.x, baseline, _(option->label));
    Rect value = { rect.x + rect.w / 2, rect.y - ui_px(ui, 3), rect.w / 2, ui_px(ui, 23) };
    if (ui_edit_value(ui, value, option)) return;
    char text[32];
    option_show(text, sizeof text, option, option_number(ui->settings, option));
    rich_draw_right(ui, (RichStyle){ FACE_TEXT, 14, HUE_INK }, rect.x + rect.w, baseline, text);
}

void ui_slider(Ui *ui, Rect rect, const Option *option, Hue fill) {
    Rect track = track_of(ui, rect);
    bool held = ui->active == ui_id(option->name);
    change_by_input(ui, rect, track, option);
    if (ui_is_quantity(fill)) {
        ui_point(ui, rect, fill);
        if (held) ui->pointed = fill; // what it moves stands out while it is dragged
    }
    draw_label_and_value(ui, rect, option);
    bool hot = ui_over(ui, rect) || ui->active == ui_id(option->name);
    draw_slider(ui, rect, track, option, fill, hot);
}
