// SPDX-License-Identifier: MIT
#include "ui/menu.h"

#include <math.h>

static int within(int row, int count) {
    return row < 0 ? 0 : row >= count ? count - 1 : row;
}

static void move_by_keys(Ui *ui, int count) {
    UiInput *in = &ui->in;
    if (!in->menu_rows && !in->menu_first && !in->menu_last) return;
    ui->menu_row = within(ui->menu_row + in->menu_rows, count);
    if (in->menu_first) ui->menu_row = 0;
    if (in->menu_last) ui->menu_row = count - 1;
    in->menu_rows = 0;
    in->menu_first = in->menu_last = false;
    ui->menu_by_keys = true;
}

bool menu_begin(Ui *ui, uint32_t id, int chosen, int count) {
    if (ui->opened != id) {
        if (ui->menu == id) ui->menu = 0;
        return false;
    }
    ui->popup_drawn = true;
    if (ui->in.escape) {
        ui->in.escape = false; // it ends this and nothing else
        ui->opened = ui->menu = 0;
        return false;
    }
    bool moved = ui->in.x != ui->menu_x || ui->in.y != ui->menu_y;
    if (ui->menu != id) ui->menu_row = chosen;
    if (ui->menu != id || moved) ui->menu_by_keys = false;
    ui->menu = id;
    ui->menu_x = ui->in.x, ui->menu_y = ui->in.y;
    move_by_keys(ui, count);
    ui->blocked = false;
    ui->list->layer = LAYER_POPUP;
    return true;
}

bool menu_row(Ui *ui, int row, const char *label, Rect rect, const char *tooltip) {
    bool taken = ui_area(ui, label, rect, tooltip);
    bool over = ui_over(ui, rect);
    if (over && !ui->menu_by_keys) ui->menu_row = row; // where the keys go on from
    bool here = ui->menu_by_keys ? ui->menu_row == row : over;
    if (here) draw_rect(ui->list, rect, ui_px(ui, 4), ui_color(ui, HUE_LINE));
    if (here && ui->in.enter) {
        ui->in.enter = false;
        taken = true;
    }
    if (taken) ui->opened = ui->menu = ui->active = 0;
    return taken;
}

void menu_draw_ground(Ui *ui, Rect list) {
    draw_rect(ui->list, (Rect){ list.x - 1, list.y - 1, list.w + 2, list.h + 2 }, ui_px(ui, 6),
              ui_edge(ui));
    draw_rect(ui->list, list, ui_px(ui, 5), ui_color(ui, HUE_PANEL));
}

void menu_end(Ui *ui) {
    ui->in.enter = false; // on no row: it is nobody else's
    ui->list->layer = LAYER_BASE;
}
