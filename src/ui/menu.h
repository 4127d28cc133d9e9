// SPDX-License-Identifier: MIT
// A list that hangs open: where it lies, its rows, and the keys in it. Whoever opens one keeps its
// id in ui->opened and draws it last:
//
//     if (!menu_begin(ui, id, chosen, count)) return;
//     (its ground)
//     for each row: if (menu_row(ui, row, label, rect, tooltip)) (send a command)
//     menu_end(ui);
#ifndef ALPHABAR_UI_MENU_H
#define ALPHABAR_UI_MENU_H

#include "ui/ui.h"

// False where it is not open, or Escape closes it. Up, Down, Home and End move from row `chosen`
// (−1: none) of `count`. Until menu_end nothing covers what is drawn.
bool menu_begin(Ui *ui, uint32_t id, int chosen, int count);

// Lights the row that the pointer or the keys are at; true when it was taken, which closes the
// list.
bool menu_row(Ui *ui, int row, const char *label, Rect rect, const char *tooltip);

void menu_draw_ground(Ui *ui, Rect list);
void menu_end(Ui *ui);

#endif
