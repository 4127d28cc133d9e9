// SPDX-License-Identifier: MIT
// All keys, over everything else.
#include "app/app.h"
#include "ui/rich.h"

#include <math.h>

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

// Two columns of so many rows.
typedef struct Table {
    float x, y, column, line;
} Table;

static const RichStyle key_style = { FACE_BOLD, 13, HUE_INK }, text = { FACE_TEXT, 13, HUE_MUTED };

static void draw_keys(Ui *ui, Table table, int half) {
    int at = 0;
    for (const KeyRow *row = key_rows; row->key; row++) {
        if (!row->help) continue;
        float x = table.x + table.column * (float)(at / half);
        float y = table.y + table.line * (float)(at % half + 1);
        rich_draw(ui, key_style, x, y, row->key);
        rich_draw(ui, text, x + ui_px(ui, 110), y, row->help);
        at++;
    }
}

static void draw_mouse(Ui *ui, Table table) {
    for (int i = 0; i < MOUSE; i++) {
        float x = table.x + table.column * (float)(i % 2);
        float y = table.y + table.line * (float)(i / 2 + 1);
        x += rich_draw(ui, key_style, x, y, mouse[i][0]);
        rich_draw(ui, text, x + ui_px(ui, 10), y, mouse[i][1]);
    }
}

void help_draw(App *app) {
    Ui *ui = &app->ui;
    int keys = 0;
    for (const KeyRow *row = key_rows; row->key; row++) keys += row->help != NULL;
    int half = (keys + 1) / 2;
    float rows = (float)(half + MOUSE / 2 + 3), pad = ui_px(ui, 26);
    float line = fminf(ui_px(ui, 25), (ui->height - ui_px(ui, 110)) / rows);
    float column = fminf(ui_px(ui, 384), (ui->width - ui_px(ui, 70)) / 2);
    Rect box = { 0, 0, 2 * column + 2 * pad, line * rows + 2 * pad };
    box.x = roundf((ui->width - box.w) / 2);
    box.y = roundf((ui->height - box.h) / 2);
    ui->blocked = false;
    ui_stops_begin(ui);
    ui->list->layer = LAYER_POPUP;
    draw_rect(ui->list, (Rect){ 0, 0, ui->width, ui->height }, 0, (Color){ 0, 0, 0, 110 });
    draw_rect(ui->list, rect_inset(box, -1), ui_px(ui, 10), ui_color(ui, HUE_LINE));
    draw_rect(ui->list, box, ui_px(ui, 9), ui_color(ui, HUE_PANEL));
    Table table = { box.x + pad, box.y + pad + line * 0.7f, column, line };
    rich_draw(ui, (RichStyle){ FACE_BOLD, 15, HUE_INK }, table.x, table.y, "Keys");
    draw_keys(ui, table, half);
    table.y += line * (float)(half + 1.5);
    rich_draw(ui, (RichStyle){ FACE_BOLD, 15, HUE_INK }, table.x, table.y, "Mouse and controls");
    draw_mouse(ui, table);
    if (ui_area(ui, "close help", (Rect){ 0, 0, ui->width, ui->height }, NULL) || ui->in.escape)
        ui_send(ui, "set help 0");
    ui->list->layer = LAYER_BASE;
}
