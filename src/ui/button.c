// SPDX-License-Identifier: MIT
#include "base/error.h"
#include "base/translate.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>

static float middle_line(const Ui *ui, Rect rect) {
    return rect.y + rect.h / 2 + ui_px(ui, 5);
}

bool ui_button(Ui *ui, Rect rect, const char *label, const char *text, const char *tooltip) {
    bool pressed = ui_item(ui, label, rect, tooltip);
    bool over = ui_over(ui, rect);
    draw_rect(ui->list, rect, ui_px(ui, 5), over ? ui_edge(ui) : ui_color(ui, HUE_LINE));
    draw_rect(ui->list, rect_inset(rect, fmaxf(1, ui_px(ui, 1))), ui_px(ui, 4),
              ui_color(ui, HUE_GROUND));
    rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 14, HUE_INK }, rect.x + rect.w / 2,
                      middle_line(ui, rect), _(text));
    return pressed;
}

void ui_switch(Ui *ui, Rect rect, const Option *option) {
    if (ui_item(ui, option->name, rect, option->help))
        ui_send(ui, "toggle %s", option->name);
    else if (ui_over(ui, rect) && ui->in.right_pressed)
        ui_send(ui, "reset %s", option->name);
    bool on = option_number(ui->settings, option) != 0;
    float high = ui_px(ui, 16), wide = ui_px(ui, 29), y = roundf(rect.y + (rect.h - high) / 2);
    Rect body = { rect.x, y, wide, high };
    draw_rect(ui->list, body, high / 2, ui_color(ui, on ? HUE_MEAN : HUE_LINE));
    Point knob = { on ? body.x + wide - high / 2 : body.x + high / 2, y + high / 2 };
    draw_circle(ui->list, knob, high / 2 - ui_px(ui, 2), ui_color(ui, on ? HUE_GROUND : HUE_MUTED));
    rich_draw(ui, (RichStyle){ FACE_TEXT, 14, ui_over(ui, rect) ? HUE_INK : HUE_MUTED },
              rect.x + wide + ui_px(ui, 9), middle_line(ui, rect), _(option->label));
}

static const char *segment_text(const Option *option, const char *const *texts, int i) {
    return _(texts ? texts[i] : option_choice(option, i));
}

// Where the parts of `rect` begin and end: equal ones where every text has room in them, else each
// as its text needs.
static void divide(Ui *ui, Rect rect, const Option *option, const char *const *texts, int offered,
                   float *edges) {
    RichStyle style = { FACE_TEXT, 13, HUE_INK };
    float wide[UI_SEGMENTS], all = 0, most = 0;
    for (int i = 0; i < offered; i++) {
        wide[i] = rich_width(ui, style, segment_text(option, texts, i));
        all += wide[i];
        most = fmaxf(most, wide[i]);
    }
    bool equal = most + ui_px(ui, 16) <= rect.w / (float)offered;
    float x = rect.x, spare = (rect.w - all) / (float)offered;
    for (int i = 0; i < offered; i++) {
        edges[i] = roundf(x);
        x += equal ? rect.w / (float)offered : wide[i] + spare;
    }
    edges[offered] = roundf(rect.x + rect.w);
}

void ui_segments(Ui *ui, Rect rect, const Option *option, const char *const *texts, int offered) {
    float line = fmaxf(1, ui_px(ui, 1));
    draw_rect(ui->list, rect, ui_px(ui, 5), ui_color(ui, HUE_LINE));
    draw_rect(ui->list, rect_inset(rect, line), ui_px(ui, 4), ui_color(ui, HUE_GROUND));
    int chosen = (int)option_number(ui->settings, option);
    float edges[UI_SEGMENTS + 1];
    CHECK(offered <= UI_SEGMENTS);
    divide(ui, rect, option, texts, offered, edges);
    uint32_t id = ui_id(option->name);
    ui_stop(ui, id, rect, true);
    float by = ui_arrow(ui, id);
    int next = chosen + (by > 0) - (by < 0);
    if (next != chosen && next >= 0 && next < offered)
        ui_send(ui, "set %s %s", option->name, option_choice(option, next));
    for (int i = 0; i < offered; i++) {
        Rect part = { edges[i], rect.y, edges[i + 1] - edges[i], rect.h };
        char label[48];
        snprintf(label, sizeof label, "%s %s", option->name, option_choice(option, i));
        // A press leaves the arrows to t: who has chosen goes on looking.
        if (ui_area(ui, label, part, option->help)) {
            ui->pressed_last = id;
            if (i != chosen) ui_send(ui, "set %s %s", option->name, option_choice(option, i));
        }
        if (i == chosen)
            draw_rect(ui->list, rect_inset(part, line), ui_px(ui, 4), ui_color(ui, HUE_LINE));
        rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 13, i == chosen ? HUE_INK : HUE_MUTED },
                          part.x + part.w / 2, middle_line(ui, part),
                          segment_text(option, texts, i));
    }
}
