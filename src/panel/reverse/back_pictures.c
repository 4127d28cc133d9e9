// SPDX-License-Identifier: MIT
// The row of pictures: one step back and its residual, draws side by side, differences, or a walk
// beside the chain. Each is a mix of a few planes; a difference shows the followed channel in two
// hues about 0, with its scale printed below.
#include "panel/reverse/back_pictures.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/translate.h"
#include "core/kernels.h"
#include "core/statistics.h"
#include "panel/picture.h"
#include "plot/colormap.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void back_pictures_free(BackPictures *back) {
    back_planes_free(&back->planes);
    free(back->values);
}

// Textures ---------------------------------------------------------------------------------------

static MixPlanes planes_of(const RowCell *cell, int channel) {
    return (MixPlanes){ cell->x ? picture_plane(cell->x, channel) : NULL,
                        cell->n ? picture_plane(cell->n, channel) : NULL,
                        cell->eta ? picture_plane(cell->eta, channel) : NULL };
}

static void color_values(const Scene *scene, BackPictures *back, const RowCell *cell, size_t count,
                         uint8_t *rgba) {
    enum { SHADES = 512 };
    Color shades[SHADES];
    for (int i = 0; i < SHADES; i++)
        shades[i] = colormap_diverging(scene->settings->look.theme, 2.0 * i / (SHADES - 1) - 1);
    back->values = mem_grow(back->values, &back->values_room, count, sizeof *back->values);
    MixPlanes planes = planes_of(cell, scene_channel(scene));
    kernels()->mix(back->values, count, &cell->mix, &planes);
    float scale = (float)((SHADES - 1) / (2 * cell->span)), middle = (SHADES - 1) / 2.0f + 0.5f;
    for (size_t i = 0; i < count; i++) {
        float place = back->values[i] * scale + middle;
        int shade = !(place > 0) ? 0 : place >= SHADES ? SHADES - 1 : (int)place;
        memcpy(rgba + 4 * i, &shades[shade], 4);
    }
}

static void follow_texture(Scene *scene, BackPictures *back, int i, const RowCell *cell,
                           const Key *key) {
    size_t count = (size_t)key->width * (size_t)key->height;
    Texture *texture = &back->textures[i];
    Error error;
    if (texture_is_fresh(texture, key)) return;
    uint8_t *rgba = textures_scratch(scene->textures, 4 * count);
    if (cell->colored) {
        color_values(scene, back, cell, count, rgba);
    } else {
        MixPlanes planes[3];
        for (int c = 0; c < 3; c++) planes[c] = planes_of(cell, scene->model->shown[c]);
        kernels()->mix_rgba(rgba, count, &cell->mix, planes);
    }
    if (!texture_upload(scene->textures, texture, key, rgba, &error)) scene_report(scene, &error);
}

// What the row's textures are made from.
static Key row_key(const Scene *scene, const Row *row, Part part, int width, int height) {
    const Model *model = scene->model;
    return (Key){ .x = model->x_stamp,
                  .n = model->n_stamp,
                  .eta = model->eta_stamp,
                  .schedule = model->schedule_stamp,
                  .noise = row->kind == ROW_WALK ? (unsigned)row->walk_at + 1 : 0,
                  .t = scene->settings->t,
                  .channel = scene_channel(scene),
                  .number = row->kind,
                  .theme = scene->settings->look.theme,
                  .width = width,
                  .height = height,
                  .z = row->gain,
                  .part_x = part.x,
                  .part_y = part.y,
                  .part_width = part.width,
                  .part_height = part.height };
}

// Drawing --------------------------------------------------------------------------------------

static void values_text(const Scene *scene, PictureKind kind, Pixel pixel, char *out, size_t size) {
    size_t index = (size_t)pixel.y * (size_t)scene->model->x.width + (size_t)pixel.x;
    double value = (double)model_value(scene->model, kind, scene_channel(scene), index);
    axis_fixed(out, size, value, 3);
}

static const float HEAD = 34, CAPTION = 28, SECOND = 18, SCALES = 22 + 12; // units

// The value of a picture at a pixel in the followed channel, where it is one of the model's.
static bool cell_value(const Scene *scene, const RowCell *cell, Pixel pixel, char *out,
                       size_t size) {
    static const struct {
        const char *label;
        PictureKind kind;
    } kinds[] = { { "picture z", PICTURE_Z },           { "picture mean", PICTURE_MEAN },
                  { "picture sample", PICTURE_SAMPLE }, { "picture zprev", PICTURE_ZPREV },
                  { "picture x", PICTURE_X },           { "picture residual", PICTURE_RESIDUAL } };
    for (size_t i = 0; pixel.any && i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].label, cell->label) == 0) {
            values_text(scene, kinds[i].kind, pixel, out, size);
            return true;
        }
    return false;
}

// Beside what stands up to `left`; where that is in its way, in the picture's corner.
static void draw_value(Ui *ui, float left, Rect rect, const char *value) {
    RichStyle style = { FACE_TEXT, 12, HUE_INK };
    float wide = rich_width(ui, style, value), right = rect.x + rect.w;
    if (!*value) return;
    if (left + wide <= right)
        rich_draw_right(ui, style, right, rect.y + rect.h + ui_px(ui, 20), value);
    else if (2 * wide < rect.w)
        rich_draw_note(ui, style, right - wide - ui_px(ui, 6), rect.y + rect.h - ui_px(ui, 6),
                       HUE_GROUND, value);
}

// `room`: how wide the symbol may be, which in a narrow picture stands out at its right; where it
// does not fit the words stand alone. The last picture's ends with it.
static void draw_caption(Scene *scene, Rect rect, const RowCell *cell, Pixel pixel, float room,
                         bool last) {
    Ui *ui = scene->ui;
    float baseline = rect.y + rect.h + ui_px(ui, 20), gap = ui_px(ui, 6);
    RichStyle large = { FACE_TEXT, 15, HUE_INK }, small = { FACE_TEXT, 12, HUE_MUTED };
    large.linked = !scene->still;
    const char *symbol = cell->symbol, *text = _(cell->caption);
    while (large.size > 11 && rich_width(ui, large, symbol) > room) large.size -= 1;
    if (rich_width(ui, large, symbol) > room) {
        large = small, symbol = text, text = "";
        while (large.size > 10 && rich_width(ui, large, symbol) > room) large.size -= 0.5f;
    }
    float wide = rich_width(ui, large, symbol);
    float x = last && wide > rect.w ? rect.x + rect.w - wide : rect.x;
    if (wide <= room) rich_draw(ui, large, x, baseline, symbol);
    float left = x + (wide <= room ? wide : 0) + gap;
    char value[48];
    float right = rect.x + rect.w;
    if (!cell_value(scene, cell, pixel, value, sizeof value)) *value = '\0';
    bool named = left + rich_width(ui, small, text) <= right;
    if (named && *value)
        rich_draw(ui, small, left, baseline, text);
    else if (named)
        rich_draw_right(ui, small, right, baseline, text);
    draw_value(ui, named ? left + rich_width(ui, small, text) + gap : left, rect, value);
    Rect caption = { rect.x, rect.y + rect.h, rect.w, ui_px(ui, 28) };
    ui_tooltip(ui, ui_id(cell->label), caption, cell->help);
}

// "−0.2 ▬▬▬ 0.2  ×5", the colours of a difference and what they stand for. The wheel changes the
// enlargement, a right click makes it fit.
static float draw_scale(Scene *scene, float x, float y, float right, const Row *row, double span,
                        bool in_sigma) {
    Ui *ui = scene->ui;
    RichStyle style = { FACE_TEXT, 11.5f, HUE_MUTED };
    char low[64], high[48], text[96];
    axis_number(high, sizeof high, span);
    if (span >= 0.01) snprintf(high, sizeof high, "%s", NUMBER(span, 3));
    snprintf(low, sizeof low, "−%s", high);
    float baseline = y + ui_px(ui, 12), start = x, wide = ui_px(ui, 84);
    x += rich_draw(ui, style, x, baseline, low) + ui_px(ui, 5);
    enum { PARTS = 42 };
    for (int i = 0; i < PARTS; i++) {
        float from = roundf(x + wide * (float)i / PARTS),
              to = roundf(x + wide * (float)(i + 1) / PARTS);
        draw_flat(ui->list, (Rect){ from, y + ui_px(ui, 3), to - from, ui_px(ui, 10) },
                  colormap_diverging(scene->settings->look.theme, 2.0 * i / (PARTS - 1) - 1));
    }
    x += wide + ui_px(ui, 5);
    x += rich_draw(ui, style, x, baseline, high) + ui_px(ui, 8);
    if (in_sigma)
        snprintf(text, sizeof text, _("in [s:<sigma_%d>] = %s"), scene->settings->t,
                 NUMBER(row->sigma, 3));
    else
        snprintf(text, sizeof text, row->gain > 1 ? _("enlarged ×%s") : "×%s",
                 NUMBER(row->gain, 3));
    if (x + rich_width(ui, style, text) <= right) x += rich_draw(ui, style, x, baseline, text);
    if (in_sigma) return x;
    double more = back_row_round_gain(row->gain * 2.51),
           less = back_row_round_gain(row->gain / 1.9);
    Rect rect = { start, y, x - start, ui_px(ui, 18) };
    if (ui_item(
            ui, "gain", rect,
            N_("How many times differences are enlarged: a click or the wheel changes it, a right "
               "click makes it fit.")))
        ui_send(ui, "set gain %.6g", more > 1000 ? 1 : more);
    else if (ui_over(ui, rect) && ui->in.right_pressed)
        ui_send(ui, "reset gain");
    float notches = ui_wheel(ui, ui_id("gain"), rect);
    if (notches != 0)
        ui_send(ui, "set gain %.6g", notches > 0 ? fmin(1000, more) : fmax(0.1, less));
    return x;
}

// For a room: the symbol, or where it is wider than the picture its words, and below it the other
// one. Words may reach up to `end`, and so may the symbol of the last.
static void draw_two_lines(Scene *scene, Rect rect, const RowCell *cell, Pixel pixel, float end,
                           bool last) {
    Ui *ui = scene->ui;
    float baseline = rect.y + rect.h + ui_px(ui, 20), room = rect.w;
    RichStyle first = { FACE_TEXT, 15, HUE_INK }, second = { FACE_TEXT, 12, HUE_MUTED };
    const char *symbol = cell->symbol, *words = _(cell->caption);
    bool symbol_first = rich_width(ui, first, symbol) <= room || !*words;
    char value[48];
    first.linked = symbol_first, second.linked = !symbol_first;
    if (!symbol_first) first.size = 13;
    rich_draw(ui, first, rect.x, baseline, symbol_first ? symbol : words);
    if (symbol_first) {
        float left = rect.x + rich_width(ui, first, symbol) + ui_px(ui, 6);
        bool one = cell_value(scene, cell, pixel, value, sizeof value);
        if (one) draw_value(ui, left, rect, value);
        symbol = words;
    }
    float most = symbol_first || last ? fmaxf(room, end - rect.x) : room;
    while (second.size > 11 && rich_width(ui, second, symbol) > room) second.size -= 0.5f;
    if (rich_width(ui, second, symbol) <= most)
        rich_draw(ui, second, rect.x, baseline + ui_px(ui, SECOND), symbol);
    Rect caption = { rect.x, rect.y + rect.h, rect.w, ui_px(ui, CAPTION + SECOND) };
    ui_tooltip(ui, ui_id(cell->label), caption, cell->help);
}

// Plays the chain from z_T to x.
static void draw_play(Scene *scene, Rect rect) {
    Ui *ui = scene->ui;
    const char *text = _("play from <z_T>");
    RichStyle style = { FACE_TEXT, 12.5f, HUE_INK };
    float wide = rich_width(ui, style, text) + ui_px(ui, 20), high = ui_px(ui, 22);
    Rect button = { rect.x + rect.w - wide, rect.y - ui_px(ui, 2), wide, high };
    if (ui_button(ui, button, "walk play", "",
                  N_("Plays the chain backwards from <z_T>: the walk takes every step between."))) {
        ui_send(ui, "pause");
        ui_send(ui, "set backward 1");
        ui_send(ui, "set t %d", scene->settings->schedule.steps);
        ui_send(ui, "play");
    }
    rich_draw_centred(ui, style, button.x + wide / 2, button.y + ui_px(ui, 15), text);
}

static void draw_scales(Scene *scene, Rect rect, const Row *row) {
    Ui *ui = scene->ui;
    float x = rect.x, y = rect.y, right = rect.x + rect.w;
    if (row->kind != ROW_STEP)
        x = draw_scale(scene, x, y, right, row, 1 / row->gain, false) + ui_px(ui, 24);
    if (row->kind != ROW_WALK) x = draw_scale(scene, x, y, right, row, 3, true) + ui_px(ui, 24);
    char text[96], name[CHANNEL_NAME];
    snprintf(text, sizeof text,
             scene_has_channels(scene) && !scene->still ? _("%s (R: next)") : "%s",
             scene_channel_title(scene, name));
    RichStyle style = { FACE_TEXT, 11.5f, HUE_MUTED };
    if (x + rich_width(ui, style, text) <= rect.x + rect.w)
        rich_draw(ui, style, x, y + ui_px(ui, 12), text);
    if (row->kind == ROW_WALK && !scene->still) draw_play(scene, rect);
}

typedef struct Places {
    float x, y, width, height, pitch;
} Places;

static float gap_between(const Ui *ui) {
    return ui_px(ui, 14);
}

// The width of a cell where `room` is wide and its picture may be `most` high.
static Places place_cells(const Scene *scene, Rect rect, float most) {
    const Ui *ui = scene->ui;
    const Picture *x = &scene->model->x;
    float aspect = fminf(fmaxf((float)x->height / (float)x->width, 0.2f), 5);
    float room = (rect.w - (BACK_CELLS - 1) * gap_between(ui)) / BACK_CELLS;
    Places places = { .width = floorf(fminf(room, most / aspect)) };
    places.height = floorf(places.width * aspect);
    places.pitch = (rect.w - places.width) / (BACK_CELLS - 1);
    places.x = rect.x, places.y = rect.y + ui_px(ui, 3);
    // Closer than the width would have it, with room for the captions, and in the middle.
    float closest = fmaxf(places.width + ui_px(ui, 22), ui_px(ui, 132));
    if (places.pitch > closest) {
        places.x += roundf((places.pitch - closest) * (BACK_CELLS - 1) / 2);
        places.pitch = closest;
    }
    return places;
}

// A room does without the scale of the one picture that has one.
static bool has_scales(const Scene *scene, int kind) {
    return !scene->lecture || kind != ROW_STEP;
}

// Whether captions have two lines where the pictures may be `high` with them.
static bool has_two_lines(const Scene *scene, int kind, float high) {
    return !has_scales(scene, kind) && high >= ui_px(scene->ui, 120);
}

static float foot_height(const Scene *scene, int kind, float high) {
    float second = has_two_lines(scene, kind, high) ? SECOND : 0;
    return ui_px(scene->ui, CAPTION + second + (has_scales(scene, kind) ? SCALES : 0));
}

float back_pictures_height(const Scene *scene, float width, float room) {
    const Ui *ui = scene->ui;
    float high = room * 0.42f - ui_px(ui, HEAD);
    float around = ui_px(ui, HEAD) + foot_height(scene, scene->settings->reverse.row, high);
    float most = room * 0.42f - around;
    const Rect rect = { 0, 0, width, 0 };
    return place_cells(scene, rect, fmaxf(most, ui_px(ui, 40))).height + around;
}

static void draw_head(const Scene *scene, int kind, bool chosen, Rect rect) {
    static const char *const names[] = { N_("one step"), N_("draws"), N_("differences"),
                                         N_("walk back") };
    static const char *const titles[] = { N_("One step back: q(<z_t−1> | <z_t>, <x>)"),
                                          N_("Draws: q(<z_t−1> | <z_t>, <x>), D draws anew"),
                                          N_("Differences: from the mean <mean_t>, enlarged"),
                                          N_("A walk back: from <z_T> to <x>, step by step") };
    float right = rect.x + rect.w;
    // In the narrowest window the choice is left to its key.
    float wide = fminf(330, rect.w / scene->ui->scale);
    if (chosen && wide > 250)
        right = scene_segments(scene, right, rect.y, wide, OPT_REVERSE_ROW, names, 4);
    scene_title(scene, rect.x, rect.y, right - rect.x - ui_px(scene->ui, 12), _(titles[kind]));
}

// A difference at t = 1, where there is none.
static void draw_none(Ui *ui, Rect cell) {
    ui->list->layer = LAYER_MARKS;
    rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 13, HUE_MUTED }, cell.x + cell.w / 2,
                      cell.y + cell.h / 2, _("none: $<sigma_1> = 0$"));
    ui->list->layer = LAYER_BASE;
}

static void draw_cells(Scene *scene, BackPictures *back, const Row *row, Places at, const Key *key,
                       Part shown, Rect rect) {
    Ui *ui = scene->ui;
    Rect cell = { at.x, at.y, at.width, at.height };
    Pixel pixel = scene_inspected_pixel(scene), pinned = { 0 };
    if (!pixel.pinned) pinned = scene_pinned_pixel(scene);
    for (int i = 0; i < row->count; i++) {
        cell.x = roundf(at.x + at.pitch * (float)i);
        follow_texture(scene, back, i, &row->cells[i], key);
        picture_pin_and_zoom(scene, cell, row->cells[i].label);
        int texture = texture_number(scene->textures, &back->textures[i]);
        picture_draw_framed(scene, cell, texture, shown, row->cells[i].hue);
        float room = at.width + fmaxf(0, (at.pitch - at.width - gap_between(ui)) / 2);
        bool last = i == row->count - 1;
        if (has_two_lines(scene, row->kind, rect.h))
            draw_two_lines(scene, cell, &row->cells[i], pixel,
                           last ? rect.x + rect.w : cell.x + at.pitch - gap_between(ui), last);
        else
            draw_caption(scene, cell, &row->cells[i], pixel,
                         scene->lecture && *row->cells[i].caption ? at.width : room, last);
        picture_mark(scene, cell, pinned);
        picture_mark(scene, cell, pixel);
        bool none = row->cells[i].colored && scene->settings->t == 1 && row->kind != ROW_WALK;
        if (none && i > 0) draw_none(ui, cell);
    }
}

void back_pictures_draw(Scene *scene, BackPictures *back, int kind, bool chosen, Rect rect) {
    const Ui *ui = scene->ui;
    const Picture *x = &scene->model->x;
    float head = ui_px(ui, HEAD);
    draw_head(scene, kind, chosen, rect);
    rect.y += head, rect.h -= head;
    Places at = place_cells(scene, rect, rect.h - foot_height(scene, kind, rect.h));
    if (at.width < 8 || at.height < 8) return;
    // A picture larger than its place skips pixels, as in the Forward view.
    Rect shown = picture_part(scene->settings);
    Part part = { shown.x, shown.y, shown.w, shown.h }, whole = { 0, 0, 1, 1 };
    bool large = (float)x->width > at.width || (float)x->height > at.height;
    int width = large ? (int)at.width : x->width, height = large ? (int)at.height : x->height;
    Part made = large ? part : whole;
    Row row;
    if (!back_row_make(scene, &back->planes, &row, kind, made, width, height)) return;
    const Key key = row_key(scene, &row, made, width, height);
    for (int i = 0; i < row.count; i++)
        picture_find_pixel(scene,
                           (Rect){ roundf(at.x + at.pitch * (float)i), at.y, at.width, at.height });
    draw_cells(scene, back, &row, at, &key, large ? whole : part, rect);
    if (!has_scales(scene, kind)) return;
    float foot = at.y + at.height + ui_px(ui, CAPTION);
    if (row.scale) draw_scales(scene, (Rect){ rect.x, foot, rect.w, ui_px(ui, 20) }, &row);
}
