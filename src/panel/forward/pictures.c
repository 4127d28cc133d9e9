// SPDX-License-Identifier: MIT
// Pictures side by side, as large as they fit. All show the same part of the picture; the pixel
// under the pointer, or the pinned one, is marked in all of them.
#include "base/translate.h"
#include "panel/forward/captions.h"
#include "panel/inspector.h"
#include "panel/picture.h"
#include "panel/reverse/back_pictures.h"
#include "panel/rows.h"

#include <math.h>
#include <string.h>

typedef struct State {
    Texture textures[PICTURE_KINDS];
    bool thin[PICTURE_KINDS]; // of the thinned planes
    Thin planes;              // for pictures larger than their place
    Key planes_key;
    BackPictures back;
} State;

static void free_state(void *data) {
    State *state = data;
    thin_free(&state->planes);
    back_pictures_free(&state->back);
}

// Textures ---------------------------------------------------------------------------------------

static Key part_key(const Model *model, Part part, int width, int height) {
    return (Key){ .x = model->x_stamp,
                  .n = model->n_stamp,
                  .eta = model->eta_stamp,
                  .width = width,
                  .height = height,
                  .part_x = part.x,
                  .part_y = part.y,
                  .part_width = part.width,
                  .part_height = part.height };
}

// A picture with more pixels than its place on the screen is thinned out once a plane of noise, and
// what is shown is made of what is left.
static bool follow_thin(Scene *scene, State *state, const Key *key, Part part) {
    if (key_same(&state->planes_key, key)) return true;
    Error error;
    state->planes_key = (Key){ 0 };
    if (!model_thin(scene->model, &state->planes, part, key->width, key->height, &error)) {
        scene_report(scene, &error);
        return false;
    }
    state->planes_key = *key;
    return true;
}

// What the picture of this kind is made from. x and the noise do not move with t.
static Key key_of(const Model *model, PictureKind kind, const Key *place) {
    bool moves = kind != PICTURE_X && kind != PICTURE_NOISE;
    Key key = *place;
    key.n = kind == PICTURE_X ? 0 : model->n_stamp;
    key.eta = kind == PICTURE_SAMPLE ? model->eta_stamp : 0;
    key.schedule = moves ? model->schedule_stamp : 0;
    key.t = moves ? model->made.t : 0;
    return key;
}

// Makes those that are not up to date, at once, which is faster than one by one. `part` becomes
// what of the textures is to be drawn.
static void make_textures(Scene *scene, State *state, const Cell *const *cells, int count,
                          Part *part, int width, int height) {
    const Model *model = scene->model;
    bool large = model->x.width > width || model->x.height > height;
    const Part whole = { 0, 0, 1, 1 };
    Key place = part_key(model, *part, width, height);
    bool thin = large && follow_thin(scene, state, &place, *part);
    if (thin)
        *part = whole;
    else
        place = part_key(model, whole, model->x.width, model->x.height);
    PictureKind stale[PICTURE_KINDS];
    uint8_t *rgba[PICTURE_KINDS];
    int stale_count = 0;
    for (int i = 0; i < count; i++) {
        Key key = key_of(model, cells[i]->kind, &place);
        bool fresh = texture_is_fresh(&state->textures[cells[i]->kind], &key);
        if (!fresh || state->thin[cells[i]->kind] != thin) stale[stale_count++] = cells[i]->kind;
    }
    if (!stale_count) return;
    size_t bytes = (size_t)place.width * (size_t)place.height * 4;
    rgba[0] = textures_scratch(scene->textures, (size_t)stale_count * bytes);
    for (int i = 1; i < stale_count; i++) rgba[i] = rgba[i - 1] + bytes;
    model_pictures(model, thin ? &state->planes : NULL, stale, stale_count, rgba);
    for (int i = 0; i < stale_count; i++) {
        Key key = key_of(model, stale[i], &place);
        Error error;
        state->thin[stale[i]] = thin;
        if (!texture_upload(scene->textures, &state->textures[stale[i]], &key, rgba[i], &error))
            scene_report(scene, &error);
    }
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
    const Picture *x = &scene->model->x;
    float aspect = picture_aspect(scene->model);
    Grid grid = { .columns = columns,
                  .rows = (count + columns - 1) / columns,
                  .gap = ui_px(ui, 16),
                  .caption = ui_px(ui, 30) };
    float rows = (float)grid.rows, wide = (float)columns;
    float room_h = rect.h - ui_px(ui, 3) - rows * grid.caption - between_rows(ui) * (rows - 1);
    float cell_w = (rect.w - grid.gap * (wide - 1)) / wide, cell_h = room_h / rows;
    grid.cell_w = floorf(fminf(cell_w, cell_h / aspect));
    grid.cell_h = floorf(grid.cell_w * aspect);
    // Whole multiples of the picture's pixels look even, which matters most below two; take one
    // if it costs little.
    float times = grid.cell_w / (float)x->width;
    bool fits = floorf(times) * (float)x->height <= grid.cell_h;
    if (times >= 1 && floorf(times) / times > (times < 2 ? 0.8f : 0.9f) && fits) {
        grid.cell_w = floorf(times) * (float)x->width;
        grid.cell_h = floorf(times) * (float)x->height;
    }
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
    int texture = texture_number(scene->textures, &state->textures[cell->kind]);
    picture_pin_and_zoom(scene, rect, cell->label);
    caption_explain(scene, rect, cell);
    picture_draw_framed(scene, rect, texture, part, cell->hue);
    inspector_pixels(scene, rect, picture_part(scene->settings), cell->kind);
}

static void draw_grid(Scene *scene, State *state, const Cell *const *cells, int count, Rect rect) {
    Grid grid = lay_out(scene, rect, count);
    if (grid.cell_w < 8) return;
    Rect rects[PICTURE_CELLS], shown = picture_part(scene->settings);
    Part part = { shown.x, shown.y, shown.w, shown.h };
    for (int i = 0; i < count; i++) {
        rects[i] = cell_rect(scene->ui, &grid, i);
        picture_find_pixel(scene, rects[i]);
    }
    Pixel pixel = scene_inspected_pixel(scene), pinned = { 0 };
    if (!pixel.pinned) pinned = scene_pinned_pixel(scene);
    make_textures(scene, state, cells, count, &part, (int)grid.cell_w, (int)grid.cell_h);
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
                                       "back", "step",  "draws", "differences", "walk",   NULL };
enum { CHOICE_BACK = PICTURE_CELLS };

// Which row of one step back it is, -1 where it is none.
static int back_row(const Scene *scene, const PanelChoice *choice) {
    if (!choice->count || choice->at[0] < CHOICE_BACK) return -1;
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
    for (int i = 0; i < choice->count && count < PICTURE_CELLS; i++)
        if (choice->at[i] < CHOICE_BACK) cells[count++] = &picture_cells[choice->at[i]];
    for (int i = 0; !choice->count && i < PICTURE_CELLS; i++) cells[count++] = &picture_cells[i];
    draw_grid(scene, state, cells, count, rect);
}

// Six need more room than one.
static PanelSize least_of(const PanelChoice *choice) {
    bool back = choice->count && choice->at[0] >= CHOICE_BACK;
    int count = choice->count ? choice->count : PICTURE_CELLS;
    if (back) return (PanelSize){ 300, 140 };
    return count > 3 ? (PanelSize){ 300, 210 } : (PanelSize){ 90 + 70 * (float)(count - 1), 120 };
}

const Panel panel_pictures = {
    .name = "pictures",
    .title = N_("Pictures"),
    .help = N_("The picture and its noised versions: all six, or those that are named; back: the row "
            "of one step back that is chosen in it, or one of step, draws, differences, walk."),
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
