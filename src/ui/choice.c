// SPDX-License-Identifier: MIT
#include "base/translate.h"
#include "ui/menu.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void draw_box(Ui *ui, Rect rect, Color line) {
    draw_rect(ui->list, rect, ui_px(ui, 5), line);
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
    } else if (ui->opened != id) {
        int by = ui_wheel_notches(ui, id, rect);
        int next = by ? neighbour(option, choices, chosen, by > 0 ? -1 : 1) : chosen;
        if (next != chosen) ui_send(ui, "set %s %s", option->name, option_choice(option, next));
    }
    draw_box(ui, rect, over || ui->opened == id ? ui_edge(ui) : ui_color(ui, HUE_LINE));
    // A title that is too long goes without what it has in brackets.
    RichStyle style = { FACE_TEXT, 14, HUE_INK };
    char title[160];
    snprintf(title, sizeof title, "%s", _(choices->title(chosen)));
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

// Below what it hangs on, or above where there is more room; its rows as high as that leaves them.
static Rect place_list(const Ui *ui, Rect anchor, int count, float pad, float *row) {
    Rect list = { anchor.x, anchor.y + anchor.h + ui_px(ui, 3), anchor.w,
                  *row * (float)count + 2 * pad };
    float room = ui->height - list.y - ui_px(ui, 8), above = anchor.y - ui_px(ui, 11);
    bool upward = list.h > room && above > room;
    if (upward) room = above;
    if (list.h > room) *row = floorf((room - 2 * pad) / (float)count);
    list.h = *row * (float)count + 2 * pad;
    if (upward) list.y = anchor.y - ui_px(ui, 3) - list.h;
    return list;
}

void ui_choice_popup(Ui *ui, Rect anchor, const Option *option, const UiChoices *choices) {
    int count = 0, chosen = (int)option_number(ui->settings, option), chosen_row = -1;
    for (int i = 0; option_choice(option, i); i++) {
        if (!is_offered(choices, i)) continue;
        if (i == chosen) chosen_row = count;
        count++;
    }
    if (!menu_begin(ui, ui_id(option->name), chosen_row, count)) return;
    float row = ui_px(ui, 27), pad = ui_px(ui, 5);
    Rect list = place_list(ui, anchor, count, pad, &row);
    menu_draw_ground(ui, list);
    Rect line = { list.x + pad, list.y + pad, list.w - 2 * pad, row };
    for (int i = 0, at = 0; option_choice(option, i); i++) {
        if (!is_offered(choices, i)) continue;
        char label[48];
        snprintf(label, sizeof label, "%s %s", option->name, option_choice(option, i));
        if (menu_row(ui, at++, label, line, choices->help(i)))
            ui_send(ui, "set %s %s", option->name, option_choice(option, i));
        rich_draw(ui, (RichStyle){ i == chosen ? FACE_BOLD : FACE_TEXT, 13.5f, HUE_INK },
                  line.x + ui_px(ui, 7), line.y + line.h / 2 + ui_px(ui, 5), _(choices->title(i)));
        line.y += row;
    }
    menu_end(ui);
}
