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
    ui->edit_behind = 0;
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

// The place of the next character: what was typed up to there has so many bytes.
static size_t caret_of(const Ui *ui) {
    size_t length = strlen(ui->edit);
    return ui->edit_behind < length ? length - ui->edit_behind : 0;
}

static size_t character_before(const Ui *ui, size_t at) {
    while (at && (ui->edit[at - 1] & 0xC0) == 0x80) at--;
    return at ? at - 1 : 0;
}

static size_t character_after(const Ui *ui, size_t at) {
    const char *next = ui->edit + at;
    if (*next) utf8_next(&next);
    return (size_t)(next - ui->edit);
}

static void move_caret(Ui *ui) {
    size_t length = strlen(ui->edit), at = caret_of(ui);
    switch (ui->in.caret) {
    case UI_CARET_LEFT: at = character_before(ui, at); break;
    case UI_CARET_RIGHT: at = character_after(ui, at); break;
    case UI_CARET_FIRST: at = 0; break;
    case UI_CARET_LAST: at = length; break;
    case UI_CARET_STAYS: return;
    }
    ui->edit_behind = length - at;
    ui->edit_fresh = false;
    ui->in.caret = UI_CARET_STAYS;
}

// What stands from `from` to `to` gives way to `text`, as far as there is room.
static void put_in(Ui *ui, size_t from, size_t to, const char *text) {
    char behind[sizeof ui->edit];
    snprintf(behind, sizeof behind, "%s", ui->edit + to);
    size_t room = sizeof ui->edit - 1 - from - strlen(behind), length = strlen(text);
    if (length > room) length = room;
    while (length && (text[length] & 0xC0) == 0x80) length--;
    memcpy(ui->edit + from, text, length);
    memcpy(ui->edit + from + length, behind, strlen(behind) + 1);
    ui->edit_behind = strlen(behind);
    ui->edit_fresh = false;
}

static void take_typed(Ui *ui) {
    move_caret(ui);
    size_t length = strlen(ui->edit), at = caret_of(ui);
    bool all = ui->edit_fresh;
    if (ui->in.text[0])
        put_in(ui, all ? 0 : at, all ? length : at, ui->in.text);
    else if (ui->in.backspace)
        put_in(ui, all ? 0 : character_before(ui, at), all ? length : at, "");
    else if (ui->in.forward_delete)
        put_in(ui, all ? 0 : at, all ? length : character_after(ui, at), "");
    ui->in.text[0] = '\0';
    ui->in.backspace = ui->in.forward_delete = false;
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

// Of what stands from `from` up to the byte `end` of all.
static float width_before(Ui *ui, RichStyle style, const char *from, size_t end) {
    char text[sizeof ui->edit];
    size_t skipped = (size_t)(from - ui->edit);
    snprintf(text, sizeof text, "%.*s", end > skipped ? (int)(end - skipped) : 0, from);
    return rich_width(ui, style, text);
}

static void draw_typed(Ui *ui, Rect rect) {
    RichStyle style = { FACE_TEXT, 14, HUE_INK, .plain = true };
    float pad = ui_px(ui, 7), baseline = rect.y + rect.h / 2 + ui_px(ui, 5);
    float top = rect.y + ui_px(ui, 4), high = rect.h - ui_px(ui, 8);
    draw_rect(ui->list, rect, ui_px(ui, 4), ui_color(ui, HUE_X));
    draw_rect(ui->list, rect_inset(rect, fmaxf(1, ui_px(ui, 1.5f))), ui_px(ui, 3),
              ui_color(ui, HUE_GROUND));
    float room = rect.w - 2 * pad;
    char text[sizeof ui->edit];
    // Where it is longer than the field what is before the caret is seen to its end.
    const char *shown = ui->edit;
    float before = width_before(ui, style, shown, caret_of(ui));
    while (*shown && before > room) {
        utf8_next(&shown);
        before = width_before(ui, style, shown, caret_of(ui));
    }
    snprintf(text, sizeof text, "%s", shown);
    for (size_t n = strlen(text); n && rich_width(ui, style, text) > room;) {
        do n--;
        while (n && (text[n] & 0xC0) == 0x80);
        text[n] = '\0';
    }
    shown = text;
    float width = rich_width(ui, style, shown);
    if (ui->edit_fresh && ui->edit[0])
        draw_rect(ui->list, (Rect){ rect.x + pad - 2, top, width + 4, high }, 2,
                  color_fade(ui_color(ui, HUE_X), 0.35f));
    rich_draw(ui, style, rect.x + pad, baseline, shown);
    draw_rect(ui->list, (Rect){ rect.x + pad + before + 1, top, fmaxf(1, ui_px(ui, 1)), high }, 0,
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
