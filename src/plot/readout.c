// SPDX-License-Identifier: MIT
#include "plot/readout.h"

#include "ui/rich.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

static const RichStyle usual = { FACE_TEXT, 12.5f, HUE_INK };

ReadoutLine *readout_add(Readout *readout, Hue hue, const char *format, ...) {
    static ReadoutLine beyond;
    bool fits = readout->count < READOUT_LINES;
    ReadoutLine *line = fits ? &readout->lines[readout->count++] : &beyond;
    *line = (ReadoutLine){ .hue = hue };
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line->text[0], sizeof line->text[0], format, arguments);
    va_end(arguments);
    return line;
}

static void draw_box(Ui *ui, Rect box, float radius) {
    draw_rect(ui->list, rect_inset(box, -1), ui_px(ui, radius), ui_color(ui, HUE_LINE));
    draw_rect(ui->list, box, ui_px(ui, radius - 1), ui_color(ui, HUE_GROUND));
}

// Widths of the three columns; lines without a middle are as wide as they are.
typedef struct Columns {
    float wide[3], all, gap;
} Columns;

static Columns measure(Ui *ui, const Readout *readout) {
    Columns columns = { .gap = ui_px(ui, 14) };
    float alone = 0;
    for (int i = 0; i < readout->count; i++) {
        const ReadoutLine *line = &readout->lines[i];
        float wide[3], own = 0;
        for (int k = 0; k < 3; k++) {
            wide[k] = *line->text[k] ? rich_width(ui, usual, line->text[k]) : 0;
            own += wide[k] + (k && *line->text[k] ? columns.gap : 0);
        }
        alone = fmaxf(alone, own);
        for (int k = 0; k < 3 && *line->text[1]; k++)
            columns.wide[k] = fmaxf(columns.wide[k], wide[k]);
    }
    float all = columns.wide[0] + columns.wide[1] + columns.wide[2] + 2 * columns.gap;
    columns.all = fmaxf(alone, columns.wide[1] > 0 ? all : 0);
    return columns;
}

void readout_draw(Ui *ui, Rect frame, float x, const Readout *readout) {
    float line = ui_px(ui, 18), pad = ui_px(ui, 8), beside = ui_px(ui, 14);
    const Columns columns = measure(ui, readout);
    Rect box = { x + beside, 0, columns.all + 2 * pad, line * (float)readout->count + pad };
    if (box.x + box.w > frame.x + frame.w) box.x -= box.w + 2 * beside;
    box.y = fminf(fmaxf(ui->in.y - box.h / 2, frame.y), frame.y + frame.h - box.h);
    ui->list->layer = LAYER_TOOLTIP;
    draw_box(ui, box, 5);
    float right = box.x + pad + columns.all;
    for (int i = 0; i < readout->count; i++) {
        const ReadoutLine *shown = &readout->lines[i];
        RichStyle style = usual;
        style.hue = shown->hue;
        float y = box.y + pad / 2 + line * ((float)i + 0.74f);
        rich_draw(ui, style, box.x + pad, y, shown->text[0]);
        if (*shown->text[1])
            rich_draw_right(ui, style, right - columns.wide[2] - columns.gap, y, shown->text[1]);
        if (*shown->text[2]) rich_draw_right(ui, style, right, y, shown->text[2]);
    }
    ui->list->layer = LAYER_BASE;
}

void readout_draw_line(Ui *ui, Rect frame, const char *text) {
    RichStyle style = { FACE_TEXT, 11.5f, HUE_INK };
    float pad = ui_px(ui, 5), w = rich_width(ui, style, text) + 2 * pad;
    Rect box = { fminf(fmaxf(ui->in.x - w / 2, frame.x), frame.x + frame.w - w), frame.y, w,
                 ui_px(ui, 18) };
    ui->list->layer = LAYER_TOOLTIP;
    draw_box(ui, box, 4);
    rich_draw(ui, style, box.x + pad, box.y + ui_px(ui, 13), text);
    ui->list->layer = LAYER_BASE;
}
