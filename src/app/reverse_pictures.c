// SPDX-License-Identifier: MIT
// The row of pictures: one step back and its residual, draws side by side, differences, or a walk
// beside the chain. Each is a mix of a few planes; a difference shows the followed channel in two
// hues about 0, with its scale printed below.
#include "app/reverse_row.h"
#include "base/memory.h"
#include "core/kernels.h"
#include "core/statistics.h"
#include "plot/colormap.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Textures ---------------------------------------------------------------------------------------

static MixPlanes planes_of(const RowCell *cell, int channel) {
    return (MixPlanes){ cell->x ? picture_plane(cell->x, channel) : NULL,
                        cell->n ? picture_plane(cell->n, channel) : NULL,
                        cell->eta ? picture_plane(cell->eta, channel) : NULL };
}

static void color_values(App *app, const RowCell *cell, size_t count, uint8_t *rgba) {
    enum { SHADES = 512 };
    Reverse *reverse = reverse_of(app);
    Color shades[SHADES];
    for (int i = 0; i < SHADES; i++)
        shades[i] = colormap_diverging(app->settings.look.theme, 2.0 * i / (SHADES - 1) - 1);
    reverse->values =
        mem_grow(reverse->values, &reverse->values_room, count, sizeof *reverse->values);
    MixPlanes planes = planes_of(cell, app_channel(app));
    kernels()->mix(reverse->values, count, &cell->mix, &planes);
    float scale = (float)((SHADES - 1) / (2 * cell->span)), middle = (SHADES - 1) / 2.0f + 0.5f;
    for (size_t i = 0; i < count; i++) {
        float place = reverse->values[i] * scale + middle;
        int shade = !(place > 0) ? 0 : place >= SHADES ? SHADES - 1 : (int)place;
        memcpy(rgba + 4 * i, &shades[shade], 4);
    }
}

static void set_texture(App *app, int i, const RowCell *cell, int width, int height) {
    Reverse *reverse = reverse_of(app);
    size_t count = (size_t)width * (size_t)height;
    Error error;
    reverse->rgba = mem_grow(reverse->rgba, &reverse->rgba_room, 4 * count, 1);
    if (cell->colored) {
        color_values(app, cell, count, reverse->rgba);
    } else {
        MixPlanes planes[3];
        for (int c = 0; c < 3; c++) planes[c] = planes_of(cell, app->model.x.channels == 3 ? c : 0);
        kernels()->mix_rgba(reverse->rgba, count, &cell->mix, planes);
    }
    if (!renderer_texture_set(app->renderer, reverse_texture(app, i), width, height, reverse->rgba,
                              &error))
        app_say(app, true, error.text);
}

// Whether the textures show this row already.
static bool same_row(App *app, const Row *row, Part part, int width, int height) {
    Reverse *reverse = reverse_of(app);
    const Model *model = &app->model;
    const Settings *settings = &app->settings;
    bool walk = settings->reverse.row == ROW_WALK;
    const ReverseKey key = { .x = model->x_stamp,
                             .n = model->n_stamp,
                             .eta = model->eta_stamp,
                             .schedule = model->schedule_stamp,
                             .noise = walk ? (unsigned)reverse->walk.at + 1 : 0,
                             .t = settings->t,
                             .channel = app_channel(app),
                             .number = settings->reverse.row,
                             .theme = settings->look.theme,
                             .width = width,
                             .height = height,
                             .z = row->gain,
                             .part = part };
    return reverse_same_key(&reverse->row_key, &key);
}

// Drawing --------------------------------------------------------------------------------------

static void values_text(const App *app, PictureKind kind, Pixel pixel, char *out, size_t size) {
    size_t index = (size_t)pixel.y * (size_t)app->model.x.width + (size_t)pixel.x;
    double value = (double)model_value(&app->model, kind, app_channel(app), index);
    axis_fixed(out, size, value, 3);
}

// The value of a picture at a pixel in the followed channel, where it is one of the model's.
static bool cell_value(const App *app, const RowCell *cell, Pixel pixel, char *out, size_t size) {
    static const struct {
        const char *label;
        PictureKind kind;
    } kinds[] = { { "picture z", PICTURE_Z },           { "picture mean", PICTURE_MEAN },
                  { "picture sample", PICTURE_SAMPLE }, { "picture zprev", PICTURE_ZPREV },
                  { "picture x", PICTURE_X },           { "picture residual", PICTURE_RESIDUAL } };
    for (size_t i = 0; pixel.any && i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].label, cell->label) == 0) {
            values_text(app, kinds[i].kind, pixel, out, size);
            return true;
        }
    return false;
}

// `room`: how wide the symbol may be, which in a narrow picture stands out at its right; where it
// does not fit the words stand alone. The last picture's ends with it.
static void draw_caption(App *app, Rect rect, const RowCell *cell, Pixel pixel, float room,
                         bool last) {
    Ui *ui = &app->ui;
    float baseline = rect.y + rect.h + ui_px(ui, 20), gap = ui_px(ui, 6);
    RichStyle large = { FACE_TEXT, 15, HUE_INK }, small = { FACE_TEXT, 12, HUE_MUTED };
    const char *symbol = cell->symbol, *text = cell->caption;
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
    if (cell_value(app, cell, pixel, value, sizeof value)) text = value, small.hue = HUE_INK;
    if (left + rich_width(ui, small, text) <= rect.x + rect.w)
        rich_draw_right(ui, small, rect.x + rect.w, baseline, text);
    Rect caption = { rect.x, rect.y + rect.h, rect.w, ui_px(ui, 28) };
    ui_tooltip(ui, ui_id(cell->label), caption, cell->help);
}

static void draw_cell(App *app, Rect rect, const RowCell *cell, int texture, Part part) {
    Ui *ui = &app->ui;
    draw_flat(ui->list, rect_inset(rect, -fmaxf(1, ui_px(ui, 1))), ui_color(ui, HUE_LINE));
    draw_picture(ui->list, texture, rect,
                 (Rect){ (float)part.x, (float)part.y, (float)part.width, (float)part.height });
    draw_flat(ui->list, (Rect){ rect.x, rect.y - ui_px(ui, 3), rect.w, ui_px(ui, 3) },
              ui_color(ui, cell->hue));
}

// "−0.2 ▬▬▬ 0.2  ×5", the colours of a difference and what they stand for. The wheel changes the
// enlargement, a right click makes it fit.
static float draw_scale(App *app, float x, float y, const Row *row, double span, bool in_sigma) {
    Ui *ui = &app->ui;
    RichStyle style = { FACE_TEXT, 11.5f, HUE_MUTED };
    char low[64], high[48], text[96];
    axis_number(high, sizeof high, span);
    if (span >= 0.01) snprintf(high, sizeof high, "%.3g", span);
    snprintf(low, sizeof low, "−%s", high);
    float baseline = y + ui_px(ui, 12), start = x, wide = ui_px(ui, 84);
    x += rich_draw(ui, style, x, baseline, low) + ui_px(ui, 5);
    enum { PARTS = 42 };
    for (int i = 0; i < PARTS; i++) {
        float from = roundf(x + wide * (float)i / PARTS),
              to = roundf(x + wide * (float)(i + 1) / PARTS);
        draw_flat(ui->list, (Rect){ from, y + ui_px(ui, 3), to - from, ui_px(ui, 10) },
                  colormap_diverging(app->settings.look.theme, 2.0 * i / (PARTS - 1) - 1));
    }
    x += wide + ui_px(ui, 5);
    x += rich_draw(ui, style, x, baseline, high) + ui_px(ui, 8);
    if (in_sigma)
        snprintf(text, sizeof text, "in [s:<sigma_%d>] = %.3g", app->settings.t, row->sigma);
    else
        snprintf(text, sizeof text, row->gain > 1 ? "enlarged ×%.3g" : "×%.3g", row->gain);
    x += rich_draw(ui, style, x, baseline, text);
    if (in_sigma) return x;
    double more = row_round_gain(row->gain * 2.51), less = row_round_gain(row->gain / 1.9);
    Rect rect = { start, y, x - start, ui_px(ui, 18) };
    if (ui_item(ui, "gain", rect,
                "How many times differences are enlarged: a click or the wheel changes it, a right "
                "click makes it fit."))
        ui_send(ui, "set gain %.6g", more > 1000 ? 1 : more);
    else if (ui_over(ui, rect) && ui->in.wheel != 0)
        ui_send(ui, "set gain %.6g", ui->in.wheel > 0 ? fmin(1000, more) : fmax(0.1, less));
    else if (ui_over(ui, rect) && ui->in.right_pressed)
        ui_send(ui, "reset gain");
    return x;
}

// Plays the chain from z_T to x.
static void draw_play(App *app, Rect rect) {
    Ui *ui = &app->ui;
    const char *text = "play from <z_T>";
    RichStyle style = { FACE_TEXT, 12.5f, HUE_INK };
    float wide = rich_width(ui, style, text) + ui_px(ui, 20), high = ui_px(ui, 22);
    Rect button = { rect.x + rect.w - wide, rect.y - ui_px(ui, 2), wide, high };
    if (ui_button(ui, button, "walk play", "",
                  "Plays the chain backwards from <z_T>: the walk takes every step between.")) {
        ui_send(ui, "pause");
        ui_send(ui, "set backward 1");
        ui_send(ui, "set t %d", app->settings.schedule.steps);
        ui_send(ui, "play");
    }
    rich_draw_centred(ui, style, button.x + wide / 2, button.y + ui_px(ui, 15), text);
}

static void draw_scales(App *app, Rect rect, const Row *row) {
    Ui *ui = &app->ui;
    float x = rect.x, y = rect.y;
    if (app->settings.reverse.row != ROW_STEP)
        x = draw_scale(app, x, y, row, 1 / row->gain, false) + ui_px(ui, 24);
    if (app->settings.reverse.row != ROW_WALK)
        x = draw_scale(app, x, y, row, 3, true) + ui_px(ui, 24);
    char text[96];
    const char *channel = app->model.x.channels == 3
                              ? option_choice(option_row(OPT_CHANNEL), app_channel(app))
                              : "grey";
    snprintf(text, sizeof text, "%s channel%s", channel,
             app->model.x.channels == 3 && !app->only_plots ? " (R: next)" : "");
    RichStyle style = { FACE_TEXT, 11.5f, HUE_MUTED };
    if (x + rich_width(ui, style, text) <= rect.x + rect.w)
        rich_draw(ui, style, x, y + ui_px(ui, 12), text);
    if (app->settings.reverse.row == ROW_WALK) draw_play(app, rect);
}

typedef struct Places {
    float x, y, width, height, pitch;
    int pixels_w, pixels_h; // of the textures
} Places;

static float gap_between(const Ui *ui) {
    return ui_px(ui, 14);
}

// The width of a cell where `room` is wide and its picture may be `most` high.
static Places place_cells(const App *app, Rect rect, float most) {
    const Ui *ui = &app->ui;
    const Picture *x = &app->model.x;
    float aspect = fminf(fmaxf((float)x->height / (float)x->width, 0.2f), 5);
    float room = (rect.w - (REVERSE_CELLS - 1) * gap_between(ui)) / REVERSE_CELLS;
    Places places = { .width = floorf(fminf(room, most / aspect)) };
    places.height = floorf(places.width * aspect);
    places.pitch = (rect.w - places.width) / (REVERSE_CELLS - 1);
    places.x = rect.x, places.y = rect.y + ui_px(ui, 3);
    return places;
}

float reverse_pictures_height(const App *app, Rect room) {
    const Ui *ui = &app->ui;
    float around = ui_px(ui, 34 + 28 + 22 + 12), most = room.h * 0.42f - around;
    if (most < ui_px(ui, 40)) return 0;
    return place_cells(app, room, most).height + around;
}

void reverse_pictures_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    const Picture *x = &app->model.x;
    Places at = place_cells(app, rect, rect.h - ui_px(ui, 28 + 22 + 12));
    if (at.width < 8 || at.height < 8) return;
    // A picture larger than its place skips pixels, as in the Forward view.
    Rect shown = pictures_shown_part(&app->settings);
    Part part = { shown.x, shown.y, shown.w, shown.h }, whole = { 0, 0, 1, 1 };
    bool large = (float)x->width > at.width || (float)x->height > at.height;
    int width = large ? (int)at.width : x->width, height = large ? (int)at.height : x->height;
    Row row;
    if (!row_make(app, &row, large ? part : whole, width, height)) return;
    bool same = same_row(app, &row, large ? part : whole, width, height);
    Rect cell = { at.x, at.y, at.width, at.height };
    for (int i = 0; i < row.count; i++)
        pictures_look(app, (Rect){ roundf(at.x + at.pitch * (float)i), cell.y, cell.w, cell.h });
    Pixel pixel = inspected_pixel(app), pinned = { 0 };
    if (!pixel.pinned) pinned = app_pinned_pixel(app);
    for (int i = 0; i < row.count; i++) {
        cell.x = roundf(at.x + at.pitch * (float)i);
        if (!same) set_texture(app, i, &row.cells[i], width, height);
        pictures_touch(app, cell, row.cells[i].label);
        draw_cell(app, cell, &row.cells[i], reverse_texture(app, i), large ? whole : part);
        float room = at.width + fmaxf(0, (at.pitch - at.width - gap_between(ui)) / 2);
        draw_caption(app, cell, &row.cells[i], pixel, room, i == row.count - 1);
        pictures_mark(app, cell, pinned);
        pictures_mark(app, cell, pixel);
        if (!row.cells[i].colored || app->settings.t > 1 || app->settings.reverse.row == ROW_WALK)
            continue;
        ui->list->layer = LAYER_MARKS;
        rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 13, HUE_MUTED }, cell.x + cell.w / 2,
                          cell.y + cell.h / 2, i ? "none: $<sigma_1> = 0$" : "");
        ui->list->layer = LAYER_BASE;
    }
    if (row.scale)
        draw_scales(app, (Rect){ rect.x, at.y + at.height + ui_px(ui, 28), rect.w, ui_px(ui, 20) },
                    &row);
}
