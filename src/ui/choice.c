// SPDX-License-Identifier: MIT
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void draw_box(Ui *ui, Rect rect, Hue line) {
    draw_rect(ui->list, rect, ui_px(ui, 5), ui_color(ui, line));
    draw_rect(ui->list, rect_inset(rect, fmaxf(1, ui_px(ui, 1))), ui_px(ui, 4),
              ui_color(ui, HUE_GROUND));
}

static bool is_offered(const UiChoices *choices, int index) {
    return !(choices->hidden >> index & 1);
}

static int neighbour(const Option *option, const UiChoices *choices, int from, int by) {
    for (int i = from + by; i >= 0 && option_choice(option, i); i += by)
        if (is_offered(choices, i)) return i;
    return from;
}

void ui_choice(Ui *ui, Rect rect, const Option *option, const UiChoices *choices) {
    uint32_t id = ui_id(option->name);
    int chosen = (int)option_number(ui->settings, option);
    bool over = ui_over(ui, rect);
    if (ui_item(ui, option->name, rect, choices->help(chosen))) {
        ui->opened = ui->opened == id ? 0 : id;
    } else if (over && ui->in.right_pressed) {
        ui_send(ui, "reset %s", option->name);
    } else if (over && ui->in.wheel != 0 && ui->opened != id) {
        int by = ui_notches(ui);
        int next = by ? neighbour(option, choices, chosen, by > 0 ? -1 : 1) : chosen;
        if (next != chosen) ui_send(ui, "set %s %s", option->name, option_choice(option, next));
    }
    draw_box(ui, rect, over || ui->opened == id ? HUE_FAINT : HUE_LINE);
    // A title that is too long goes without what it has in brackets.
    RichStyle style = { FACE_TEXT, 14, HUE_INK };
    char title[96];
    snprintf(title, sizeof title, "%s", choices->title(chosen));
    char *bracket = strstr(title, " (");
    if (bracket && rich_width(ui, style, title) > rect.w - ui_px(ui, 36)) *bracket = '\0';
    rich_draw(ui, style, rect.x + ui_px(ui, 11), rect.y + rect.h / 2 + ui_px(ui, 5), title);
    Point at = { rect.x + rect.w - ui_px(ui, 16), roundf(rect.y + rect.h / 2) };
    float arm = ui_px(ui, 4);
    const Point arrow[] = { { at.x - arm, at.y - arm / 2 },
                            { at.x, at.y + arm / 2 },
                            { at.x + arm, at.y - arm / 2 } };
    draw_polyline(ui->list, arrow, 3, fmaxf(1.2f, ui->scale * 1.6f), ui_color(ui, HUE_MUTED));
}

void ui_choice_popup(Ui *ui, Rect anchor, const Option *option, const UiChoices *choices) {
    if (ui->opened != ui_id(option->name)) return;
    ui->popup_drawn = true;
    if (ui->in.escape) {
        ui->opened = 0;
        return;
    }
    int count = 0;
    for (int i = 0; option_choice(option, i); i++) count += is_offered(choices, i);
    float row = ui_px(ui, 27), pad = ui_px(ui, 5);
    Rect list = { anchor.x, anchor.y + anchor.h + ui_px(ui, 3), anchor.w,
                  row * (float)count + 2 * pad };
    float room = ui->height - list.y - ui_px(ui, 8), above = anchor.y - ui_px(ui, 11);
    bool upward = list.h > room && above > room; // where there is more of it
    if (upward) room = above;
    if (list.h > room) row = floorf((room - 2 * pad) / (float)count);
    list.h = row * (float)count + 2 * pad;
    if (upward) list.y = anchor.y - ui_px(ui, 3) - list.h;
    ui->blocked = false;
    ui->list->layer = LAYER_POPUP;
    draw_rect(ui->list, (Rect){ list.x - 1, list.y - 1, list.w + 2, list.h + 2 }, ui_px(ui, 6),
              ui_color(ui, HUE_FAINT));
    draw_rect(ui->list, list, ui_px(ui, 5), ui_color(ui, HUE_PANEL));
    Rect line = { list.x + pad, list.y + pad, list.w - 2 * pad, row };
    for (int i = 0; option_choice(option, i); i++) {
        if (!is_offered(choices, i)) continue;
        char label[48];
        snprintf(label, sizeof label, "%s %s", option->name, option_choice(option, i));
        if (ui_item(ui, label, line, choices->help(i))) {
            ui_send(ui, "set %s %s", option->name, option_choice(option, i));
            ui->opened = 0;
            ui->active = 0;
        }
        bool over = ui_over(ui, line), chosen = i == (int)option_number(ui->settings, option);
        if (over) draw_rect(ui->list, line, ui_px(ui, 4), ui_color(ui, HUE_LINE));
        rich_draw(ui, (RichStyle){ chosen ? FACE_BOLD : FACE_TEXT, 13.5f, HUE_INK },
                  line.x + ui_px(ui, 7), line.y + line.h / 2 + ui_px(ui, 5), choices->title(i));
        line.y += row;
    }
    ui->list->layer = LAYER_BASE;
}
