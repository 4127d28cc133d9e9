// SPDX-License-Identifier: MIT
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>

static float middle_line(const Ui *ui, Rect rect) {
    return rect.y + rect.h / 2 + ui_px(ui, 5);
}

bool ui_button(Ui *ui, Rect rect, const char *label, const char *text, const char *tooltip) {
    bool pressed = ui_item(ui, label, rect, tooltip);
    bool over = ui_over(ui, rect);
    draw_rect(ui->list, rect, ui_px(ui, 5), ui_color(ui, over ? HUE_FAINT : HUE_LINE));
    draw_rect(ui->list, rect_inset(rect, fmaxf(1, ui_px(ui, 1))), ui_px(ui, 4),
              ui_color(ui, HUE_GROUND));
    rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 14, HUE_INK }, rect.x + rect.w / 2,
                      middle_line(ui, rect), text);
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
              rect.x + wide + ui_px(ui, 9), middle_line(ui, rect), option->label);
}

void ui_segments(Ui *ui, Rect rect, const Option *option, const char *const *texts, int offered) {
    float line = fmaxf(1, ui_px(ui, 1));
    draw_rect(ui->list, rect, ui_px(ui, 5), ui_color(ui, HUE_LINE));
    draw_rect(ui->list, rect_inset(rect, line), ui_px(ui, 4), ui_color(ui, HUE_GROUND));
    int chosen = (int)option_number(ui->settings, option);
    for (int i = 0; i < offered; i++) {
        float x0 = roundf(rect.x + rect.w * (float)i / (float)offered);
        float x1 = roundf(rect.x + rect.w * (float)(i + 1) / (float)offered);
        Rect part = { x0, rect.y, x1 - x0, rect.h };
        char label[48];
        snprintf(label, sizeof label, "%s %s", option->name, option_choice(option, i));
        if (ui_item(ui, label, part, option->help) && i != chosen)
            ui_send(ui, "set %s %s", option->name, option_choice(option, i));
        if (i == chosen)
            draw_rect(ui->list, rect_inset(part, line), ui_px(ui, 4), ui_color(ui, HUE_LINE));
        rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 13, i == chosen ? HUE_INK : HUE_MUTED },
                          part.x + part.w / 2, middle_line(ui, part),
                          texts ? texts[i] : option_choice(option, i));
    }
}
