// SPDX-License-Identifier: MIT
#include "ui/keys.h"

static const UiStop *stop_in_focus(const Ui *ui) {
    for (size_t i = ui->stop_first; ui->focus && i < ui->stop_count; i++)
        if (ui->stops[i].id == ui->focus) return &ui->stops[i];
    return NULL;
}

void keys_walk(Ui *ui, bool back) {
    const UiStop *stops = ui->stops + ui->stop_first;
    size_t count = ui->stop_count - ui->stop_first, at = back ? 0 : count - 1;
    uint32_t from = ui->focus ? ui->focus : ui->pressed_last;
    if (!count) return;
    for (size_t i = 0; i < count; i++)
        if (stops[i].id == from) at = i;
    ui->focus = stops[(at + (back ? count - 1 : 1)) % count].id;
    ui->focus_by_tab = true;
}

static bool menu_takes(Ui *ui, UiKey key, bool ctrl) {
    UiInput *in = &ui->in;
    if (ctrl || key == UI_KEY_OTHER || key == UI_KEY_SPACE) return false;
    switch (key) {
    case UI_KEY_UP: in->menu_rows--; break;
    case UI_KEY_DOWN: in->menu_rows++; break;
    case UI_KEY_HOME: in->menu_first = true; break;
    case UI_KEY_END: in->menu_last = true; break;
    case UI_KEY_RETURN: in->enter = true; break;
    case UI_KEY_ESCAPE: in->escape = true; break;
    default: break; // across, and Tab: they do nothing here, nor behind it
    }
    return true;
}

static bool stop_takes(Ui *ui, const UiStop *stop, UiKey key, bool shift, bool ctrl) {
    float by = (shift ? 10.0f : 1.0f) * (ctrl ? 0.1f : 1.0f);
    switch (key) {
    case UI_KEY_LEFT:
    case UI_KEY_DOWN: by = -by; break;
    case UI_KEY_RIGHT:
    case UI_KEY_UP: break;
    case UI_KEY_RETURN: ui->in.activate = !ctrl; return !ctrl;
    case UI_KEY_SPACE:
        if (stop->moves || ctrl) return false;
        return ui->in.activate = true;
    case UI_KEY_ESCAPE: ui->focus = ui->pressed_last = 0; return ui->focus_by_tab;
    default: return false;
    }
    if (stop->moves) ui->in.arrow += by;
    return stop->moves;
}

bool keys_take(Ui *ui, UiKey key, bool shift, bool ctrl) {
    if (ui->opened) return menu_takes(ui, key, ctrl);
    if (key == UI_KEY_TAB && !ctrl) {
        keys_walk(ui, shift);
        return true;
    }
    const UiStop *stop = stop_in_focus(ui);
    return stop && stop_takes(ui, stop, key, shift, ctrl);
}
