// SPDX-License-Identifier: MIT
// The controls of the export sheet, a row each.
#ifndef ALPHABAR_APP_EXPORT_ROWS_H
#define ALPHABAR_APP_EXPORT_ROWS_H

#include "app/export.h"
#include "ui/widgets.h"

typedef struct Sheet {
    App *app;
    Rect rect;        // all of it
    float x, y, w;    // the next row of the controls
    float gap;        // after each
    Rect what_anchor; // where the list of pictures hangs
} Sheet;

extern const RichStyle export_row_style;

void export_rows_draw(Sheet *sheet);
UiChoices export_whats(const App *app); // for the list that hangs at what_anchor

#endif
