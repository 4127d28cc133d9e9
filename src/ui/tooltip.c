// SPDX-License-Identifier: MIT
#include "ui/tooltip.h"

#include "ui/rich.h"

#include <math.h>

void tooltip_draw(Ui *ui) {
    if (!ui->tooltip[0]) return;
    RichStyle style = { FACE_TEXT, 13, HUE_INK };
    float pad = ui_px(ui, 10), line = ui_px(ui, 19), widest = ui_px(ui, 320);
    RichLines lines = rich_wrap(ui, style, widest, ui->tooltip);
    Rect box = { 0, 0, lines.width + 2 * pad, (float)lines.count * line + 1.4f * pad };
    Rect of = ui->tooltip_for;
    box.x = fminf(fmaxf(of.x + of.w / 2 - box.w / 2, pad), ui->width - box.w - pad);
    box.y = of.y + of.h + ui_px(ui, 6);
    bool fits_above = of.y - box.h - ui_px(ui, 6) >= 0;
    if (box.y + box.h > ui->height || (ui->tooltip_above && fits_above))
        box.y = of.y - box.h - ui_px(ui, 6);
    ui->list->layer = LAYER_TOOLTIP;
    draw_rect(ui->list, rect_inset(box, -1), ui_px(ui, 6), ui_color(ui, HUE_LINE));
    draw_rect(ui->list, box, ui_px(ui, 5), ui_color(ui, HUE_PANEL));
    for (int i = 0; i < lines.count; i++)
        rich_draw(ui, style, box.x + pad, box.y + pad * 0.7f + line * ((float)i + 0.74f),
                  lines.line[i]);
    ui->list->layer = LAYER_BASE;
}
