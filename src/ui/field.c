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

void ui_type_start(Ui *ui, uint32_t id, const char *text) {
    snprintf(ui->edit, sizeof ui->edit, "%s", text);
    ui->editing = id;
    ui->edit_drawn = true;
    ui->edit_fresh = true;
    ui->press = false; // this press began it and does not end it
}

void ui_edit_start(Ui *ui, const Option *option) {
    Text text = { 0 };
    if (option->type == OPTION_REAL || option->type == OPTION_INT)
        text_append(&text, "%.6g", option_number(ui->settings, option));
    else
        option_format(&text, ui->settings, option);
    ui_type_start(ui, edit_id(option), text.data);
    text_free(&text);
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

static void draw_typed(Ui *ui, Rect rect) {
    RichStyle style = { FACE_TEXT, 14, HUE_INK, .plain = true };
    float pad = ui_px(ui, 7), baseline = rect.y + rect.h / 2 + ui_px(ui, 5);
    float top = rect.y + ui_px(ui, 4), high = rect.h - ui_px(ui, 8);
    draw_rect(ui->list, rect, ui_px(ui, 4), ui_color(ui, HUE_X));
    draw_rect(ui->list, rect_inset(rect, fmaxf(1, ui_px(ui, 1.5f))), ui_px(ui, 3),
              ui_color(ui, HUE_GROUND));
    const char *shown = ui->edit; // its end, where it is longer than the field
    while (*shown && rich_width(ui, style, shown) > rect.w - 2 * pad) utf8_next(&shown);
    float width = rich_width(ui, style, shown);
    if (ui->edit_fresh && ui->edit[0])
        draw_rect(ui->list, (Rect){ rect.x + pad - 2, top, width + 4, high }, 2,
                  color_fade(ui_color(ui, HUE_X), 0.35f));
    rich_draw(ui, style, rect.x + pad, baseline, shown);
    draw_rect(ui->list, (Rect){ rect.x + pad + width + 1, top, fmaxf(1, ui_px(ui, 1)), high }, 0,
              ui_color(ui, HUE_INK));
}

UiTyping ui_type(Ui *ui, uint32_t id, Rect rect) {
    if (ui->editing != id) return UI_TYPING_NOT;
    ui->edit_drawn = true;
    take_typed(ui);
    UiTyping ends = UI_TYPING;
    if (ui->in.escape)
        ends = UI_TYPING_LEFT;
    else if (ui->in.enter || (ui->press && !rect_holds(rect, ui->in.x, ui->in.y)))
        ends = ui->in.enter ? UI_TYPED : UI_TYPED_BY_PRESS;
    // What ends this is for nothing else.
    if (ends == UI_TYPING) {
        draw_typed(ui, rect);
        return ends;
    }
    ui->in.escape = ui->in.enter = false;
    ui->editing = 0;
    return ends;
}

bool ui_edit_value(Ui *ui, Rect rect, const Option *option) {
    UiTyping typing = ui_type(ui, edit_id(option), rect);
    // What was only looked at stays as it was, to the last digit.
    if (typing == UI_TYPED || typing == UI_TYPED_BY_PRESS) send_typed(ui, option);
    return typing == UI_TYPING;
}

void ui_field_shown(Ui *ui, Rect rect, const char *shown, Hue hue) {
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

void ui_field_showing(Ui *ui, Rect rect, const Option *option, const char *shown, Hue hue) {
    if (ui_item(ui, option->name, rect, option->help) && ui->editing != edit_id(option))
        ui_edit_start(ui, option);
    else if (ui_over(ui, rect) && ui->in.right_pressed)
        ui_send(ui, "reset %s", option->name);
    if (ui_edit_value(ui, rect, option)) return;
    ui_field_shown(ui, rect, shown, hue);
}

void ui_field(Ui *ui, Rect rect, const Option *option) {
    Text text = { 0 };
    option_format(&text, ui->settings, option);
    ui_field_showing(ui, rect, option, text.data ? text.data : "", HUE_INK);
    text_free(&text);
}
