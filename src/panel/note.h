// SPDX-License-Identifier: MIT
// A note: lines beside a bar in a colour.
#ifndef ALPHABAR_PANEL_NOTE_H
#define ALPHABAR_PANEL_NOTE_H

#include "ui/rich.h"

float note_height(Ui *ui, float width, const char *text); // pixels

// As many lines as there is room for.
void note_draw(Ui *ui, Rect rect, Hue hue, const char *text);

#endif
