// SPDX-License-Identifier: MIT
// All keys, over everything else.
#include "app/app.h"
#include "ui/rich.h"

#include <math.h>

void help_draw(App *app) {
    Ui *ui = &app->ui;
    static const char *const mouse[][2] = {
        { "drag a slider", "changes it; then arrows do, or the wheel" },
        { "double click a slider", "types a value" },
        { "right click a slider", "resets it" },
        { "click a picture", "pins the pixel" },
        { "wheel on a picture", "enlarges all; drag moves them" },
        { "click or drag in a plot", "moves t" },
        { "wheel on a plot", "zooms; double click fits" },
        { "drag a knot", "bends a drawn schedule" },
        { "double, right click", "adds, removes a knot" },
        { "drop a file", "opens a picture, β, a session" },
        { "Tab", "walks through the controls; Escape leaves" },
        { "Return, arrows", "press or move what Tab is at" },
    };
    enum { MOUSE = sizeof mouse / sizeof mouse[0] };
    int keys = 0;
    for (const KeyRow *row = key_rows; row->key; row++) keys += row->help != NULL;
    int half = (keys + 1) / 2;
    float line =
        fminf(ui_px(ui, 25), (ui->height - ui_px(ui, 110)) / (float)(half + MOUSE / 2 + 3));
    float column = fminf(ui_px(ui, 370), (ui->width - ui_px(ui, 70)) / 2), pad = ui_px(ui, 26);
    Rect box = { 0, 0, 2 * column + 2 * pad, line * (float)(half + MOUSE / 2 + 3) + 2 * pad };
    box.x = roundf((ui->width - box.w) / 2);
    box.y = roundf((ui->height - box.h) / 2);
    ui->blocked = false;
    ui_stops_begin(ui);
    ui->list->layer = LAYER_POPUP;
    draw_rect(ui->list, (Rect){ 0, 0, ui->width, ui->height }, 0, (Color){ 0, 0, 0, 110 });
    draw_rect(ui->list, rect_inset(box, -1), ui_px(ui, 10), ui_color(ui, HUE_LINE));
    draw_rect(ui->list, box, ui_px(ui, 9), ui_color(ui, HUE_PANEL));
    RichStyle key_style = { FACE_BOLD, 13, HUE_INK }, text = { FACE_TEXT, 13, HUE_MUTED };
    float y = box.y + pad + line * 0.7f;
    rich_draw(ui, (RichStyle){ FACE_BOLD, 15, HUE_INK }, box.x + pad, y, "Keys");
    int at = 0;
    for (const KeyRow *row = key_rows; row->key; row++) {
        if (!row->help) continue;
        float x = box.x + pad + column * (float)(at / half);
        float row_y = y + line * (float)(at % half + 1);
        rich_draw(ui, key_style, x, row_y, row->key);
        rich_draw(ui, text, x + ui_px(ui, 110), row_y, row->help);
        at++;
    }
    y += line * (float)(half + 1.5);
    rich_draw(ui, (RichStyle){ FACE_BOLD, 15, HUE_INK }, box.x + pad, y, "Mouse and controls");
    for (int i = 0; i < MOUSE; i++) {
        float x = box.x + pad + column * (float)(i % 2);
        float row_y = y + line * (float)(i / 2 + 1);
        rich_draw(ui, key_style, x, row_y, mouse[i][0]);
        rich_draw(ui, text, x + rich_width(ui, key_style, mouse[i][0]) + ui_px(ui, 10), row_y,
                  mouse[i][1]);
    }
    if (ui_area(ui, "close help", (Rect){ 0, 0, ui->width, ui->height }, NULL) || ui->in.escape)
        ui_send(ui, "set help 0");
    ui->list->layer = LAYER_BASE;
}
