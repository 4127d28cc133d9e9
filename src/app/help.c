// SPDX-License-Identifier: MIT
// All keys, over everything else.
#include "app/app.h"
#include "base/translate.h"
#include "ui/rich.h"

#include <math.h>

static const char *const mouse[][2] = {
    { N_("drag a slider"), N_("changes it; then arrows do, or the wheel") },
    { N_("double click a slider"), N_("types a value") },
    { N_("right click a slider"), N_("resets it") },
    { N_("click a picture"), N_("pins the pixel") },
    { N_("wheel on a picture"), N_("enlarges all; drag moves them") },
    { N_("click or drag in a plot"), N_("moves t") },
    { N_("wheel on a plot"), N_("zooms; double click fits") },
    { N_("drag a knot"), N_("bends a drawn schedule") },
    { N_("double, right click"), N_("adds, removes a knot") },
    { N_("drop a file"), N_("opens a picture, a schedule, a session") },
    { N_("Tab"), N_("walks through the controls; Escape leaves") },
    { N_("Return, arrows"), N_("press or move what Tab is at") },
};
enum { MOUSE = sizeof mouse / sizeof mouse[0] };

// Lines in one column or two, of which those between `top` and `bottom` are seen.
typedef struct Table {
    float x, y, column, line, top, bottom; // pixels
    int columns;
    float size; // of the type, units
} Table;

static bool is_seen(const Table *table, float y) {
    return y - table->line * 0.6f >= table->top && y + table->line * 0.3f <= table->bottom;
}

static void draw_entry(Ui *ui, const Table *table, float x, float y, const char *left,
                       const char *right, float indent) {
    const RichStyle key = { FACE_BOLD, table->size, HUE_INK };
    const RichStyle text = { FACE_TEXT, table->size, HUE_MUTED };
    if (!is_seen(table, y)) return;
    float wide = rich_draw(ui, key, x, y, left);
    rich_draw(ui, text, x + fmaxf(ui_px(ui, indent), wide + ui_px(ui, 10)), y, right);
}

// Each returns its height.
static float draw_keys(Ui *ui, const Table *table, int count) {
    int half = (count + table->columns - 1) / table->columns, at = 0;
    for (const KeyRow *row = key_rows; row->key; row++) {
        if (!row->help) continue;
        draw_entry(ui, table, table->x + table->column * (float)(at / half),
                   table->y + table->line * (float)(at % half + 1), row->key, _(row->help),
                   8.5f * table->size);
        at++;
    }
    return table->line * (float)half;
}

static float draw_mouse(Ui *ui, const Table *table) {
    for (int i = 0; i < MOUSE; i++)
        draw_entry(ui, table, table->x + table->column * (float)(i % table->columns),
                   table->y + table->line * (float)(i / table->columns + 1), _(mouse[i][0]),
                   _(mouse[i][1]), 0);
    return table->line * ceilf((float)MOUSE / (float)table->columns);
}

static void draw_title(Ui *ui, const Table *table, const char *title) {
    if (is_seen(table, table->y))
        rich_draw(ui, (RichStyle){ FACE_BOLD, table->size + 2, HUE_INK }, table->x, table->y,
                  title);
}

static void draw_table(Ui *ui, Table table, int keys) {
    draw_title(ui, &table, _("Keys"));
    table.y += draw_keys(ui, &table, keys) + 1.5f * table.line;
    draw_title(ui, &table, _("Mouse and controls"));
    draw_mouse(ui, &table);
}

// Two columns, or where the window is narrow one; smaller type where it is low, and the wheel where
// that is not enough.
static Table lay_out(const Ui *ui, int keys, float *rows, Rect *box) {
    static const float pad = 26, usual = 25, least = 17, widest = 384;
    bool two = ui->width - ui_px(ui, 70) >= ui_px(ui, 2 * 300);
    Table table = { .columns = two ? 2 : 1, .size = 13 };
    *rows =
        ceilf((float)keys / (float)table.columns) + ceilf((float)MOUSE / (float)table.columns) + 3;
    float room = ui->height - ui_px(ui, two ? 110 : 24 + 2 * pad);
    table.line = fmaxf(ui_px(ui, least), fminf(ui_px(ui, usual), room / *rows));
    if (table.line < ui_px(ui, 21)) table.size = 12;
    table.column =
        fminf(ui_px(ui, widest), (ui->width - ui_px(ui, 24 + 2 * pad)) / (float)table.columns);
    box->w = table.column * (float)table.columns + 2 * ui_px(ui, pad);
    box->h = fminf(table.line * *rows + 2 * ui_px(ui, pad), ui->height - ui_px(ui, 24));
    box->x = roundf((ui->width - box->w) / 2);
    box->y = roundf((ui->height - box->h) / 2);
    table.x = box->x + ui_px(ui, pad);
    table.y = box->y + ui_px(ui, pad) + table.line * 0.7f;
    table.top = box->y + ui_px(ui, 8);
    table.bottom = box->y + box->h - ui_px(ui, 8);
    return table;
}

void help_draw(App *app) {
    Ui *ui = &app->ui;
    int keys = 0;
    for (const KeyRow *row = key_rows; row->key; row++) keys += row->help != NULL;
    float rows;
    Rect box, all = { 0, 0, ui->width, ui->height };
    Table table = lay_out(ui, keys, &rows, &box);
    ui->blocked = false;
    ui_stops_begin(ui);
    ui->list->layer = LAYER_POPUP;
    draw_rect(ui->list, all, 0, (Color){ 0, 0, 0, 110 });
    draw_rect(ui->list, rect_inset(box, -1), ui_px(ui, 10), ui_color(ui, HUE_LINE));
    draw_rect(ui->list, box, ui_px(ui, 9), ui_color(ui, HUE_PANEL));
    float below = fmaxf(0, table.y + table.line * rows - table.bottom);
    float turned = ui_wheel(ui, ui_id("close help"), all);
    app->help_scroll = fminf(below, fmaxf(0, app->help_scroll - turned * 3 * table.line));
    table.y -= app->help_scroll;
    draw_table(ui, table, keys);
    Point at = { box.x + box.w / 2, box.y + box.h - ui_px(ui, 6) };
    const Point arrow[] = { { at.x - ui_px(ui, 5), at.y - ui_px(ui, 5) },
                            at,
                            { at.x + ui_px(ui, 5), at.y - ui_px(ui, 5) } };
    if (below > app->help_scroll + 1) // there is more
        draw_polyline(ui->list, arrow, 3, fmaxf(1.5f, ui_px(ui, 1.6f)), ui_color(ui, HUE_MUTED));
    if (ui_area(ui, "close help", all, NULL) || ui->in.escape) ui_send(ui, "set help 0");
    ui->list->layer = LAYER_BASE;
}
