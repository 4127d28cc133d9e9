// SPDX-License-Identifier: MIT
// A row of z_t for each schedule: the same picture on the same noise at the same t/T. The column
// nearest to the cursor stands at the cursor itself.
#include "panel/rows.h"

#include "base/number.h"
#include "base/parallel.h"
#include "base/translate.h"
#include "conf/compare.h"
#include "model/compare.h"
#include "model/thin.h"
#include "panel/compare/legend.h"
#include "panel/compare/words.h"
#include "plot/axis.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// The families that make a schedule by themselves: all but those that need knots or a list.
static const char *name_family(int index) {
    return index < SCHEDULE_CUSTOM ? schedule_family_info((ScheduleFamily)index)->name : NULL;
}

typedef struct Rows {
    int columns, marked;        // the column at the cursor
    double places[STRIP_CELLS]; // t/T
    float x, pitch, cell_w, cell_h, row_h;
    int count, numbers[COMPARE_MOST]; // of the schedules that are shown
} Rows;

// All that are compared, or those of them that are named.
static void list_schedules(const Scene *scene, const PanelChoice *choice, Rows *rows) {
    rows->count = 0;
    for (int i = 0; i < scene->settings->compare.list.count; i++) {
        int family = compare_schedule(scene->settings, i).family;
        bool shown = choice->count == 0;
        for (int k = 0; k < choice->count; k++) shown |= choice->at[k] == family;
        if (shown) rows->numbers[rows->count++] = i;
    }
}

static float head_height(const Ui *ui) {
    return ui_px(ui, 25);
}

static float foot_height(const Ui *ui) {
    return ui_px(ui, 22);
}

enum { ROOM_CELLS = 6 }; // columns that a room can tell apart

static int most_steps(const Model *model) {
    int most = 1;
    for (int i = 0; i < model->made.compare.list.count; i++) {
        int steps = compare_table(model, i)->steps;
        if (steps > most) most = steps;
    }
    return most;
}

static void find_places(const Scene *scene, Rows *rows) {
    int most = most_steps(scene->model), columns = scene->lecture ? ROOM_CELLS : STRIP_CELLS;
    bool all = most <= columns;
    rows->columns = all ? most : columns;
    for (int i = 0; i < rows->columns; i++)
        rows->places[i] = all ? (double)(i + 1) / most : (double)i / (columns - 1);
    for (int i = 1; i < rows->columns; i++)
        if (fabs(rows->places[i] - scene->settings->u) <
            fabs(rows->places[rows->marked] - scene->settings->u))
            rows->marked = i;
    rows->places[rows->marked] = scene->settings->u;
}

// The largest cells that fit both ways.
static Rows lay_out(const Scene *scene, const PanelChoice *choice, float x, float width,
                    float most) {
    const Ui *ui = scene->ui;
    Rows rows = { 0 };
    find_places(scene, &rows);
    list_schedules(scene, choice, &rows);
    float aspect = (float)scene->model->x.height / (float)scene->model->x.width;
    float bar = ui_px(ui, 10), gap = ui_px(ui, 5);
    float wide = width - bar;
    float count = fmaxf(1, (float)rows.count), columns = (float)rows.columns;
    float room = (most - foot_height(ui)) / count - head_height(ui) - ui_px(ui, 10);
    rows.cell_w = floorf((wide - gap * (columns - 1)) / columns);
    rows.cell_h = roundf(rows.cell_w * aspect);
    if (rows.cell_h > room) {
        rows.cell_h = floorf(fmaxf(room, 8));
        rows.cell_w = fmaxf(8, roundf(rows.cell_h / aspect));
    }
    rows.x = roundf(x + bar);
    rows.pitch = columns > 1 ? (wide - rows.cell_w) / (columns - 1) : 0;
    // Cells that stand far apart look scattered: closer, and in the middle.
    float closest = rows.cell_w + ui_px(ui, 22);
    if (rows.pitch > closest) {
        rows.x = roundf(rows.x + (rows.pitch - closest) * (columns - 1) / 2);
        rows.pitch = closest;
    }
    rows.row_h = head_height(ui) + rows.cell_h + ui_px(ui, 10);
    return rows;
}

static float height(const Scene *scene, const PanelChoice *choice, float width, float room) {
    // What stands below keeps some room, and cells are no larger than they need to be.
    float most = fmaxf(room * 0.4f, fminf(room * 0.66f, room - ui_px(scene->ui, 190)));
    Rows rows = lay_out(scene, choice, 0, width, most);
    return rows.row_h * fmaxf(1, (float)rows.count) + foot_height(scene->ui);
}

typedef struct StaleCell {
    Texture *texture;
    const Schedule *schedule;
    Key key;
    bool made;
    Error error;
} StaleCell;

typedef struct StaleCells {
    const Model *model;
    StaleCell cells[COMPARE_MOST * STRIP_CELLS];
    size_t count, bytes; // of one
    uint8_t *rgba;
} StaleCells;

static void make_stale_cell(void *user, size_t part) {
    StaleCells *stale = user;
    StaleCell *cell = &stale->cells[part];
    cell->made =
        model_strip_rgba_of(stale->model, cell->schedule, cell->key.t, cell->key.width,
                            cell->key.height, stale->rgba + part * stale->bytes, &cell->error);
}

// The cells' textures at these steps.
typedef struct Cells {
    int count, width, height; // of each, pixels
    int steps[COMPARE_MOST][STRIP_CELLS];
} Cells;

typedef struct State {
    Texture textures[COMPARE_MOST][STRIP_CELLS];
} State;

// All that are not there yet, beside each other.
static void make_textures(Scene *scene, State *state, const Rows *rows, const Cells *cells) {
    const Model *model = scene->model;
    StaleCells stale = { .model = model,
                         .bytes = (size_t)cells->width * (size_t)cells->height * 4 };
    for (int row = 0; row < rows->count; row++)
        for (int k = 0; k < cells->count; k++) {
            int i = rows->numbers[row];
            Key key = { .x = model->x_stamp,
                        .noise = model->noise_stamp,
                        .schedule = compare_stamp(model, i),
                        .t = cells->steps[i][k],
                        .width = cells->width,
                        .height = cells->height };
            Texture *texture = &state->textures[i][k];
            if (!texture_is_fresh(texture, &key))
                stale.cells[stale.count++] = (StaleCell){ .texture = texture,
                                                          .schedule = compare_table(model, i),
                                                          .key = key };
        }
    if (!stale.count) return;
    stale.rgba = textures_scratch(scene->textures, stale.count * stale.bytes);
    parallel_run(stale.count, make_stale_cell, &stale);
    for (size_t i = 0; i < stale.count; i++) {
        StaleCell *cell = &stale.cells[i];
        if (!cell->made || !texture_upload(scene->textures, cell->texture, &cell->key,
                                           stale.rgba + i * stale.bytes, &cell->error))
            scene_report(scene, &cell->error);
    }
}

// "equal weights (<alpha> = ½) at t = 260", "<signal_T> = 0.0064".
static void describe(const Scene *scene, int number, char *half, char *left, size_t size) {
    const Schedule *table = compare_table(scene->model, number);
    int last = table->steps;
    double end = sqrt(table->alpha[last]);
    char text[48];
    if (table->alpha[last] >= 0.5)
        snprintf(half, size, "%s", _("<alpha> stays at ½ or more"));
    else if (table->alpha[1] < 0.5)
        snprintf(half, size, "%s", _("<alpha> is below ½ from the first step on"));
    else
        snprintf(half, size, _("equal weights (<alpha> = ½) at $t$ = %d"),
                 compare_t_at_log_snr(table, 0));
    axis_number_of_log(text, sizeof text, end, table->log_snr[last] / 2);
    snprintf(left, size, "<signal_T> = %s", text);
}

static void draw_head(Scene *scene, int number, float x, float y, float right) {
    Ui *ui = scene->ui;
    char label[32], title[160], half[160], left[160];
    bool here = number == scene->settings->compare.list.focus;
    RichStyle bold = { FACE_BOLD, 14, HUE_INK }, small = { FACE_TEXT, 12.5f, HUE_MUTED };
    Rect head = { x, y, right - x, head_height(ui) };
    snprintf(label, sizeof label, "row %d", number + 1);
    if (ui_item(ui, label, head,
                N_("A click brings this schedule into focus: the options, the "
                   "formulas and the Forward view are its own then.")) &&
        !here)
        ui_send(ui, "compare focus %d", number + 1);
    float baseline = y + ui_px(ui, 17);
    float thick = ui_px(ui, here ? 4 : 3), middle = roundf(y + ui_px(ui, 12.5f));
    compare_swatch(scene, number, (Point){ x + thick / 2, middle },
                   (Point){ x + ui_px(ui, 28) - thick / 2, middle }, thick);
    compare_title(scene->model, number, title, sizeof title);
    float at = x + ui_px(ui, 35);
    if (at + rich_width(ui, bold, title) > right)
        compare_short_title(scene->model, number, title, sizeof title);
    if (!here && !ui_over(ui, head)) bold.hue = HUE_MUTED;
    at += rich_draw(ui, bold, at, baseline, title) + ui_px(ui, 16);
    describe(scene, number, half, left, sizeof half);
    if (at + rich_width(ui, small, half) > right) return;
    at += rich_draw(ui, small, at, baseline, half) + ui_px(ui, 16);
    if (at + rich_width(ui, small, left) <= right) rich_draw(ui, small, at, baseline, left);
}

static void draw_cell(const Scene *scene, int texture, Rect cell, int number, int column, int t,
                      bool marked) {
    Ui *ui = scene->ui;
    char label[48], help[320], number_text[48];
    const Schedule *table = compare_table(scene->model, number);
    snprintf(label, sizeof label, "row %d cell %d", number + 1, column + 1);
    axis_number(number_text, sizeof number_text,
                notation_level((Notation)scene->settings->look.notation, table->log_snr[t]));
    snprintf(help, sizeof help,
             _("<z_%d> of %d steps, <level_%d> = %s. A click moves all to this t/T."), t,
             table->steps, t, number_text);
    if (ui_item(ui, label, cell, help)) {
        int own = scene->settings->schedule.steps;
        bool focus = number == scene->settings->compare.list.focus;
        ui_send(ui, "set t %d", focus ? t : settings_t_at((double)t / table->steps, own));
    }
    draw_picture(ui->list, texture, cell, (Rect){ 0, 0, 1, 1 });
    if (!marked) return;
    float line = fmaxf(2, ui_px(ui, 2));
    ui->list->layer = LAYER_MARKS;
    draw_outline(ui->list, rect_inset(cell, -line), line, ui_color(ui, HUE_INK));
    ui->list->layer = LAYER_BASE;
}

static bool same_steps(const Model *model) {
    for (int i = 1; i < model->made.compare.list.count; i++)
        if (compare_table(model, i)->steps != compare_table(model, 0)->steps) return false;
    return true;
}

// Under the columns: t where all have the same T, else t/T.
static void draw_foot(Scene *scene, const Rows *rows, const Cells *cells, float y) {
    Ui *ui = scene->ui;
    bool same = same_steps(scene->model);
    // As many as have room, counted from the one at the cursor.
    float wide = rich_width(ui, (RichStyle){ FACE_TEXT, 12, HUE_MUTED }, same ? "0000" : "0.00");
    int every = (int)fmaxf(1, ceilf((wide + ui_px(ui, 6)) / fmaxf(1, rows->pitch)));
    for (int i = 0; i < rows->columns; i++) {
        char text[48];
        if ((i - rows->marked) % every) continue;
        bool here = i == rows->marked, first = i == 0 && rows->columns > 1 && every == 1;
        if (same)
            snprintf(text, sizeof text, first ? "$t$ = %d" : "%d",
                     cells->steps[rows->numbers[0]][i]);
        else
            snprintf(text, sizeof text, first ? "$t/T$ = %s" : "%s", NUMBER(rows->places[i], 3));
        rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 12, here ? HUE_INK : HUE_MUTED },
                          rows->x + rows->pitch * (float)i + rows->cell_w / 2, y + ui_px(ui, 9),
                          text);
    }
}

static void draw_row(Scene *scene, State *state, const Rows *rows, const Cells *cells, int number,
                     Rect rect) {
    Ui *ui = scene->ui;
    draw_head(scene, number, rect.x, rect.y, rect.x + rect.w);
    float top = roundf(rect.y + head_height(ui));
    bool here = number == scene->settings->compare.list.focus;
    draw_flat(ui->list, (Rect){ rect.x, top, ui_px(ui, here ? 4 : 2), rows->cell_h },
              ui_color(ui, compare_hue(scene->settings, number)));
    for (int k = 0; k < rows->columns; k++) {
        Rect cell = { roundf(rows->x + rows->pitch * (float)k), top, rows->cell_w, rows->cell_h };
        int texture = texture_number(scene->textures, &state->textures[number][k]);
        draw_cell(scene, texture, cell, number, k, cells->steps[number][k], k == rows->marked);
    }
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    State *state = data;
    Ui *ui = scene->ui;
    const Model *model = scene->model;
    Rows rows = lay_out(scene, choice, rect.x, rect.w, rect.h);
    if (!rows.count) {
        rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 13, HUE_MUTED }, rect.x + rect.w / 2,
                          rect.y + rect.h / 2, _("none of these is compared"));
        return;
    }
    Cells cells = { .count = rows.columns };
    cells.width = (int)fminf(rows.cell_w, (float)model->x.width);
    cells.height = (int)fminf(rows.cell_h, (float)model->x.height);
    for (int i = 0; i < model->made.compare.list.count; i++)
        for (int k = 0; k < rows.columns; k++)
            cells.steps[i][k] = settings_t_at(rows.places[k], compare_table(model, i)->steps);
    make_textures(scene, state, &rows, &cells);
    float y = rect.y, left = rows.x - ui_px(ui, 10);
    float right =
        fmaxf(rows.x + rows.pitch * (float)(rows.columns - 1) + rows.cell_w, rect.x + rect.w);
    for (int i = 0; i < rows.count; i++, y += rows.row_h)
        draw_row(scene, state, &rows, &cells, rows.numbers[i], (Rect){ left, y, right - left, 0 });
    draw_foot(scene, &rows, &cells, y);
}

const Panel panel_compare_rows = {
    .name = "compare_rows",
    .title = N_("Rows of <z_t>"),
    .help = N_("A row of <z_t> for each compared schedule: the same picture, the same path of "
               "noise, the same "
               "$t/T$. Those that are named, which are put into the comparison."),
    .name_choice = name_family,
    .most_choices = COMPARE_MOST,
    .natural = { 1000, 320 },
    .least = { 280, 130 },
    .height = height,
    .draw = draw,
    .state_size = sizeof(State),
    .of_compared = true,
};
