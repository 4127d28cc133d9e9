// SPDX-License-Identifier: MIT
// Values typed by hand.
#include "base/text.h"
#include "conf/command.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static uint32_t edit_id(const Option *option) {
    return ui_id(option->name) ^ 0x5bd1e995u;
}

void ui_edit_start(Ui *ui, const Option *option) {
    Text text = { 0 };
    if (option->type == OPTION_REAL || option->type == OPTION_INT)
        text_append(&text, "%.6g", option_number(ui->settings, option));
    else
        option_format(&text, ui->settings, option);
    snprintf(ui->edit, sizeof ui->edit, "%s", text.data);
    text_free(&text);
    ui->editing = edit_id(option);
    ui->edit_drawn = true;
    ui->edit_fresh = true;
    ui->press = false; // this press began it and does not end it
}

static void take_typed(Ui *ui) {
    if (ui->in.text[0]) {
        size_t used = ui->edit_fresh ? 0 : strlen(ui->edit);
        snprintf(ui->edit + used, sizeof ui->edit - used, "%s", ui->in.text);
        ui->edit_fresh = false;
        ui->in.text[0] = '\0';
    }
    if (ui->in.backspace) {
        size_t used = ui->edit_fresh ? 0 : strlen(ui->edit);
        while (used && (ui->edit[used - 1] & 0xC0) == 0x80) used--;
        ui->edit[used ? used - 1 : 0] = '\0';
        ui->edit_fresh = false;
    }
}

// Blanks about a number are nobody's intention; a value that was not touched is not sent.
static void send_typed(Ui *ui, const Option *option) {
    char *from = ui->edit + strspn(ui->edit, " \t");
    for (size_t n = strlen(from); n && strchr(" \t", from[n - 1]); n--) from[n - 1] = '\0';
    if (!*from || ui->edit_fresh) return;
    Text quoted = { 0 };
    command_quote(&quoted, from);
    ui_send(ui, "set %s %s", option->name, quoted.data);
    text_free(&quoted);
}

bool ui_edit_value(Ui *ui, Rect rect, const Option *option) {
    if (ui->editing != edit_id(option)) return false;
    ui->edit_drawn = true;
    take_typed(ui);
    bool left = ui->press && !rect_holds(rect, ui->in.x, ui->in.y);
    if (ui->in.enter || left) {
        // What was only looked at stays as it was, to the last digit.
        send_typed(ui, option);
        ui->editing = 0;
        return false;
    }
    if (ui->in.escape) {
        ui->in.escape = false; // it ends this and nothing else
        ui->editing = 0;
        return false;
    }
    RichStyle style = { FACE_TEXT, 14, HUE_INK, .plain = true };
    float pad = ui_px(ui, 7), baseline = rect.y + rect.h / 2 + ui_px(ui, 5);
    draw_rect(ui->list, rect, ui_px(ui, 4), ui_color(ui, HUE_X));
    draw_rect(ui->list, rect_inset(rect, fmaxf(1, ui_px(ui, 1.5f))), ui_px(ui, 3),
              ui_color(ui, HUE_GROUND));
    const char *shown = ui->edit; // its end, where it is longer than the field
    while (*shown && rich_width(ui, style, shown) > rect.w - 2 * pad) utf8_next(&shown);
    float width = rich_width(ui, style, shown);
    if (ui->edit_fresh && ui->edit[0])
        draw_rect(
            ui->list,
            (Rect){ rect.x + pad - 2, rect.y + ui_px(ui, 4), width + 4, rect.h - ui_px(ui, 8) }, 2,
            color_fade(ui_color(ui, HUE_X), 0.35f));
    rich_draw(ui, style, rect.x + pad, baseline, shown);
    draw_flat(ui->list,
              (Rect){ rect.x + pad + width + 1, rect.y + ui_px(ui, 4), fmaxf(1, ui_px(ui, 1)),
                      rect.h - ui_px(ui, 8) },
              ui_color(ui, HUE_INK));
    return true;
}

void ui_field_showing(Ui *ui, Rect rect, const Option *option, const char *shown, Hue hue) {
    if (ui_item(ui, option->name, rect, option->help) && ui->editing != edit_id(option))
        ui_edit_start(ui, option);
    else if (ui_over(ui, rect) && ui->in.right_pressed)
        ui_send(ui, "reset %s", option->name);
    if (ui_edit_value(ui, rect, option)) return;
    Text text = { 0 };
    text_append(&text, "%s", shown);
    draw_rect(ui->list, rect, ui_px(ui, 5), ui_color(ui, HUE_LINE));
    draw_rect(ui->list, rect_inset(rect, fmaxf(1, ui_px(ui, 1))), ui_px(ui, 4),
              ui_color(ui, HUE_GROUND));
    RichStyle style = { FACE_TEXT, 14, hue, .plain = true };
    while (text.length > 1 && rich_width(ui, style, text.data) > rect.w - ui_px(ui, 18)) {
        // A seed of twenty digits shows its first.
        size_t cut = text.length > 4 ? text.length - 4 : 0;
        while (cut && (text.data[cut] & 0xC0) == 0x80) cut--;
        text.data[text.length = cut] = '\0';
        text_append(&text, "…");
    }
    rich_draw(ui, style, rect.x + ui_px(ui, 9), rect.y + rect.h / 2 + ui_px(ui, 5), text.data);
    text_free(&text);
}

void ui_field(Ui *ui, Rect rect, const Option *option) {
    Text text = { 0 };
    option_format(&text, ui->settings, option);
    ui_field_showing(ui, rect, option, text.data ? text.data : "", HUE_INK);
    text_free(&text);
}
