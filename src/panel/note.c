// SPDX-License-Identifier: MIT
#include "panel/note.h"

#include <math.h>

static RichLines note_lines(Ui *ui, float width, const char *text) {
    return rich_wrap(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_MUTED }, width - ui_px(ui, 14), text);
}

float note_height(Ui *ui, float width, const char *text) {
    return ui_px(ui, 17) * (float)note_lines(ui, width, text).count + ui_px(ui, 2);
}

void note_draw(Ui *ui, Rect rect, Hue hue, const char *text) {
    RichStyle style = { FACE_TEXT, 12.5f, HUE_MUTED };
    RichLines lines = note_lines(ui, rect.w, text);
    float line = ui_px(ui, 17);
    int count = lines.count;
    while (count > 0 && line * (float)count > rect.h) count--;
    if (!count) return;
    draw_flat(ui->list,
              (Rect){ rect.x, rect.y, ui_px(ui, 2.5f), line * (float)count + ui_px(ui, 2) },
              ui_color(ui, hue));
    for (int i = 0; i < count; i++)
        rich_draw(ui, style, rect.x + ui_px(ui, 11), rect.y + ui_px(ui, 13) + line * (float)i,
                  lines.line[i]);
}
