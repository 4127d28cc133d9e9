// SPDX-License-Identifier: MIT
// Pictures side by side, as large as they fit. All show the same part of the picture; the pixel
// under the pointer, or the pinned one, is marked in all of them.
#include "base/translate.h"
#include "panel/forward/captions.h"
#include "panel/inspector.h"
#include "panel/picture.h"
#include "panel/picture_textures.h"
#include "panel/reverse/back_pictures.h"
#include "panel/rows.h"

#include <math.h>
#include <string.h>

typedef struct State {
    PictureTextures textures;
    BackPictures back;
} State;

static void free_state(void *data) {
    State *state = data;
    picture_textures_free(&state->textures);
    back_pictures_free(&state->back);
}

// Places -----------------------------------------------------------------------------------------

typedef struct Grid {
    int columns, rows;
    float cell_w, cell_h, gap, caption;
    bool two_lines; // of captions: there is room to spare
    float x, y;
} Grid;

static float between_rows(const Ui *ui) {
    return ui_px(ui, 6);
}

// So many columns, as large as they fit.
static Grid try_grid(const Scene *scene, Rect rect, int count, int columns) {
    const Ui *ui = scene->ui;
    Grid grid = { .columns = columns,
                  .rows = (count + columns - 1) / columns,
                  .gap = ui_px(ui, 16),
                  .caption = ui_px(ui, 30) };
    float rows = (float)grid.rows, wide = (float)columns;
    float room_h = rect.h - ui_px(ui, 3) - rows * grid.caption - between_rows(ui) * (rows - 1);
    float cell_w = (rect.w - grid.gap * (wide - 1)) / wide, cell_h = room_h / rows;
    picture_size_within(scene->model, cell_w, cell_h, &grid.cell_w, &grid.cell_h);
    return grid;
}

// The largest pictures that fit, in rows that are full.
static Grid lay_out(const Scene *scene, Rect rect, int count) {
    const Ui *ui = scene->ui;
    Grid best = { 0 };
    for (int columns = count; columns >= 1; columns--) {
        bool full = count % columns == 0 || count == 5 || count == 7;
        Grid grid = full ? try_grid(scene, rect, count, columns) : best;
        if (grid.cell_w > best.cell_w) best = grid;
    }
    float rows = (float)best.rows, line = ui_px(ui, 15);
    // As wide as what stands below, where that does not part them.
    float between =
        best.columns > 1
            ? floorf((rect.w - best.cell_w * (float)best.columns) / (float)(best.columns - 1))
            : 0;
    if (between > best.gap && between <= ui_px(ui, 72)) best.gap = between;
    float wide = best.cell_w * (float)best.columns + best.gap * (float)(best.columns - 1);
    float high = (best.cell_h + best.caption) * rows + between_rows(ui) * (rows - 1);
    float spare = rect.h - ui_px(ui, 3) - high;
    best.two_lines = spare >= (rows + 1) * line;
    if (best.two_lines) {
        best.caption += line;
        spare -= rows * line;
    }
    best.x = roundf(rect.x + (rect.w - wide) / 2);
    best.y = roundf(rect.y + ui_px(ui, 3) + fmaxf(0, spare) / 2);
    return best;
}

static Rect cell_rect(const Ui *ui, const Grid *grid, int cell) {
    int column = cell % grid->columns, row = cell / grid->columns;
    return (Rect){ grid->x + (float)column * (grid->cell_w + grid->gap),
                   grid->y + (float)row * (grid->cell_h + grid->caption + between_rows(ui)),
                   grid->cell_w, grid->cell_h };
}

// Drawing ----------------------------------------------------------------------------------------

static void draw_cell(Scene *scene, State *state, Rect rect, const Cell *cell, Part part) {
    int texture = picture_texture(scene, &state->textures, cell->kind);
    picture_pin_and_zoom(scene, rect, cell->label);
    caption_explain(scene, rect, cell);
    picture_draw_framed(scene, rect, texture, part, cell->hue);
    Rect shown = picture_part(scene->settings);
    if (scene->lecture)
        inspector_channel(scene, rect, shown, cell->kind);
    else
        inspector_pixels(scene, rect, shown, cell->kind);
}

static void draw_grid(Scene *scene, State *state, const Cell *const *cells, int count, Rect rect) {
    Grid grid = lay_out(scene, rect, count);
    if (grid.cell_w < 8) return;
    Rect rects[PICTURE_CELLS], shown = picture_part(scene->settings);
    PictureKind kinds[PICTURE_CELLS];
    Part part = { shown.x, shown.y, shown.w, shown.h };
    for (int i = 0; i < count; i++) {
        kinds[i] = cells[i]->kind;
        rects[i] = cell_rect(scene->ui, &grid, i);
        picture_find_pixel(scene, rects[i]);
    }
    Pixel pixel = scene_inspected_pixel(scene), pinned = { 0 };
    if (!pixel.pinned) pinned = scene_pinned_pixel(scene);
    bool one_channel = scene->lecture && inspector_has_room(scene, rects[0], shown);
    picture_textures_make(scene, &state->textures, kinds, count, &part, (int)grid.cell_w,
                          (int)grid.cell_h,
                          one_channel ? scene->settings->picture.channel : ALL_CHANNELS);
    Captions captions[PICTURE_CELLS];
    captions_choose(scene, rects, cells, count, grid.columns, grid.two_lines, captions);
    for (int i = 0; i < count; i++) {
        draw_cell(scene, state, rects[i], cells[i], part);
        caption_draw(scene, rects[i], cells[i], pixel, captions[i / grid.columns], grid.two_lines);
        picture_mark(scene, rects[i], pinned);
        picture_mark(scene, rects[i], pixel);
    }
}

// The model's pictures in the order of picture_cells, then rows of one step back.
static const char *const choices[] = { "x",    "zprev", "z",     "mean",        "sample", "noise",
                                       "back", "step",  "draws", "differences", "walk",   "x_hat",
                                       "eps",  "v",     "score", "velocity",    NULL };
enum { CHOICE_BACK = PICTURE_CELLS, BACK_ROWS = 5, CHOICE_TARGET = CHOICE_BACK + BACK_ROWS };

static bool is_back(int choice) {
    return choice >= CHOICE_BACK && choice < CHOICE_TARGET;
}

// Which row of one step back it is, -1 where it is none.
static int back_row(const Scene *scene, const PanelChoice *choice) {
    if (!choice->count || !is_back(choice->at[0])) return -1;
    return choice->at[0] == CHOICE_BACK ? scene->settings->reverse.row
                                        : choice->at[0] - CHOICE_BACK - 1;
}

static float height(const Scene *scene, const PanelChoice *choice, float width, float room) {
    return back_row(scene, choice) < 0 ? 0 : back_pictures_height(scene, width, room);
}

static void draw(Scene *scene, void *data, const PanelChoice *choice, Rect rect) {
    State *state = data;
    const Cell *cells[PICTURE_CELLS];
    int row = back_row(scene, choice), count = 0;
    if (row >= 0) {
        bool chosen = choice->at[0] == CHOICE_BACK; // in the panel itself
        back_pictures_draw(scene, &state->back, row, chosen, rect);
        return;
    }
    for (int i = 0; i < choice->count && count < PICTURE_CELLS; i++) {
        int at = choice->at[i];
        if (!is_back(at))
            cells[count++] =
                at < CHOICE_BACK ? &picture_cells[at] : &target_cells[at - CHOICE_TARGET];
    }
    for (int i = 0; !choice->count && i < PICTURE_CELLS; i++) cells[count++] = &picture_cells[i];
    draw_grid(scene, state, cells, count, rect);
}

// Six need more room than one.
static PanelSize least_of(const PanelChoice *choice) {
    bool back = choice->count && is_back(choice->at[0]);
    int count = choice->count ? choice->count : PICTURE_CELLS;
    if (back) return (PanelSize){ 300, 140 };
    return count > 3 ? (PanelSize){ 300, 210 } : (PanelSize){ 90 + 70 * (float)(count - 1), 120 };
}

const Panel panel_pictures = {
    .name = "pictures",
    .title = N_("Pictures"),
    .help =
        N_("The picture and its noised versions: all six, or those that are named; back: the row "
           "of one step back that is chosen in it, or one of step, draws, differences, walk. And "
           "what a network may predict: x_hat, eps, v, score, velocity."),
    .choices = choices,
    .most_choices = PICTURE_CELLS,
    .natural = { 900, 620 },
    .least = { 300, 210 },
    .least_of = least_of,
    .height = height,
    .draw = draw,
    .state_size = sizeof(State),
    .free_state = free_state,
};
