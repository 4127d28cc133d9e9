// SPDX-License-Identifier: MIT
// The six pictures and the film strip. All show the same part of the picture; the pixel under the
// pointer, or the pinned one, is marked in all of them.
#include "app/app.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Cell {
    PictureKind kind;
    const char *label; // what `click` calls it
    Hue hue;
    const char *symbol;  // format of t or t - 1
    const char *caption; // in a word or two
    const char *help;
} Cell;

// The chain above; below each z its estimate, and the noise.
static const Cell cells[] = {
    { PICTURE_X, "picture x", HUE_X, "[x:<x>]", "the picture",
      "<x>: the picture itself, each value in [−1, 1]. Pictures larger than their place skip "
      "pixels and average none, since averaging hides noise. The wheel enlarges, a right click "
      "shows all again." },
    { PICTURE_ZPREV, "picture zprev", HUE_Z, "<z_%d>", "before",
      "<z_t−1>: the step before. In jump coupling all steps share one noise, so it is no sample "
      "of the chain together with <z_t>." },
    { PICTURE_Z, "picture z", HUE_Z, "<z_%d>", "now",
      "$<z_t> = <signal_t> <x> + <noise_t> <n_t>$: the picture after t noisy steps." },
    { PICTURE_MEAN, "picture mean", HUE_MEAN, "[m:<mean_%d>]", "the mean",
      "<mean_t>: the mean of q(<z_t−1> | <z_t>, <x>), where the chain was most likely one step "
      "before, knowing the picture." },
    { PICTURE_SAMPLE, "picture sample", HUE_SIGMA, "$[m:<mean_%d>] + [s:<sigma_%d>] η$", "a draw",
      "A draw from q(<z_t−1> | <z_t>, <x>): the mean and fresh noise of deviation <sigma_t>. D "
      "draws "
      "again. Compare it with the chain's own <z_t−1> above." },
    { PICTURE_NOISE, "picture noise", HUE_NOISE, "[n:<n_%d>]", "the noise",
      "<n_t>: standard normal noise, shown as [−1, 1] like the rest." },
};
enum { CELLS = sizeof cells / sizeof cells[0] };

typedef struct Grid {
    int columns, rows;
    float cell_w, cell_h, gap, caption;
    bool two_lines; // of captions: there is room to spare
    float x, y;
    float strip_y, strip_h;
} Grid;

// Height over width; very long pictures are drawn less so.
static float shown_aspect(const App *app) {
    float aspect = (float)app->model.x.height / (float)app->model.x.width;
    return fminf(fmaxf(aspect, 0.2f), 5);
}

// The largest pictures that fit: three by two where the room is wide, else two by three or six in a
// row.
static Grid lay_out(const App *app, Rect rect) {
    static const int shapes[3][2] = { { 3, 2 }, { 2, 3 }, { 6, 1 } };
    const Ui *ui = &app->ui;
    float aspect = shown_aspect(app);
    float pad = ui_px(ui, 20), gap = ui_px(ui, 16), caption = ui_px(ui, 30);
    float room_w = rect.w - 2 * pad;
    Grid best = { 0 };
    for (int i = 0; i < 3; i++) {
        Grid grid = {
            .columns = shapes[i][0], .rows = shapes[i][1], .gap = gap, .caption = caption
        };
        float strip_cell = (room_w - (STRIP_CELLS - 1) * ui_px(ui, 5)) / STRIP_CELLS;
        grid.strip_h = roundf(fminf(strip_cell * aspect, fminf(rect.h * 0.16f, 84 * ui->scale)));
        float strip = rect.h / ui->scale > 330 ? grid.strip_h + ui_px(ui, 30) : 0;
        if (strip == 0) grid.strip_h = 0;
        float room_h = rect.h - pad - strip - (float)grid.rows * caption;
        float cell_w = (room_w - gap * (float)(grid.columns - 1)) / (float)grid.columns;
        float cell_h = (room_h - ui_px(ui, 6) * (float)(grid.rows - 1)) / (float)grid.rows;
        grid.cell_w = floorf(fminf(cell_w, cell_h / aspect));
        grid.cell_h = floorf(grid.cell_w * aspect);
        // Whole multiples of the picture's pixels look even, which matters most below two; take one
        // if it costs little.
        float times = grid.cell_w / (float)app->model.x.width;
        bool fits = floorf(times) * (float)app->model.x.height <= grid.cell_h;
        if (times >= 1 && floorf(times) / times > (times < 2 ? 0.8f : 0.9f) && fits) {
            grid.cell_w = floorf(times) * (float)app->model.x.width;
            grid.cell_h = floorf(times) * (float)app->model.x.height;
        }
        if (grid.cell_w > best.cell_w) best = grid;
    }
    float wide = best.cell_w * (float)best.columns + gap * (float)(best.columns - 1);
    float high = (best.cell_h + caption) * (float)best.rows + ui_px(ui, 6) * (float)(best.rows - 1);
    best.x = roundf(rect.x + (rect.w - wide) / 2);
    float strip = best.strip_h > 0 ? best.strip_h + ui_px(ui, 30) : 0;
    float spare = rect.h - pad - high - strip, line = ui_px(ui, 15);
    best.two_lines = spare >= ((float)best.rows + 1) * line;
    if (best.two_lines) {
        best.caption += line;
        high += (float)best.rows * line;
        spare -= (float)best.rows * line;
    }
    // What is left over stands above and below, a little of it before the strip.
    float between = fminf(fmaxf(0, spare) / 3, ui_px(ui, 22));
    best.y = roundf(rect.y + pad + fmaxf(0, spare - between) / 2);
    best.strip_y = roundf(best.y + high + between);
    return best;
}

static Rect cell_rect(const Ui *ui, const Grid *grid, int cell) {
    int column = cell % grid->columns, row = cell / grid->columns;
    return (Rect){ grid->x + (float)column * (grid->cell_w + grid->gap),
                   grid->y + (float)row * (grid->cell_h + grid->caption + ui_px(ui, 6)),
                   grid->cell_w, grid->cell_h };
}

// The part of the picture that is shown, 0..1.
Rect pictures_shown_part(const Settings *settings) {
    float side = 1 / (float)settings->picture.zoom;
    return (Rect){ (float)settings->picture.zoom_x - side / 2,
                   (float)settings->picture.zoom_y - side / 2, side, side };
}

void pictures_look(App *app, Rect rect) {
    const Ui *ui = &app->ui;
    if (!ui_over(ui, rect)) return;
    Rect part = pictures_shown_part(&app->settings);
    float u = part.x + part.w * (ui->in.x - rect.x) / rect.w;
    float v = part.y + part.h * (ui->in.y - rect.y) / rect.h;
    int x = (int)(u * (float)app->model.x.width), y = (int)(v * (float)app->model.x.height);
    if (x < 0 || y < 0 || x >= app->model.x.width || y >= app->model.x.height) return;
    app->under = (Pixel){ true, false, x, y };
}

static void zoom_about_pointer(App *app, Rect rect, float notches) {
    Ui *ui = &app->ui;
    Rect part = pictures_shown_part(&app->settings);
    float across = (ui->in.x - rect.x) / rect.w, down = (ui->in.y - rect.y) / rect.h;
    double factor = fmin(64, fmax(1, app->settings.picture.zoom * pow(1.25, notches)));
    double u = part.x + part.w * across, v = part.y + part.h * down, side = 1 / factor;
    ui_send(ui, "zoom %.9g %.9g %.9g", factor, u + side * (0.5 - across), v + side * (0.5 - down));
}

static void toggle_pin(App *app) {
    const Settings *settings = &app->settings;
    bool same = app->under.x == settings->picture.pin_x && app->under.y == settings->picture.pin_y;
    if (same)
        ui_send(&app->ui, "unpin");
    else
        ui_send(&app->ui, "pin %d %d", app->under.x, app->under.y);
}

// The tooltip stands over the caption, where it hides neither the picture nor its numbers.
static void explain(App *app, Rect rect, const Cell *cell) {
    Ui *ui = &app->ui;
    Rect caption = { rect.x, rect.y + rect.h, rect.w, ui_px(ui, 28) };
    if (!ui_over(ui, caption)) return;
    MeanVariance is = model_statistics(&app->model, cell->kind);
    MeanVariance wanted = model_expected(&app->model, cell->kind);
    char text[512], numbers[4][32];
    axis_fixed(numbers[0], sizeof numbers[0], is.mean, 4);
    axis_fixed(numbers[1], sizeof numbers[1], wanted.mean, 4);
    axis_fixed(numbers[2], sizeof numbers[2], is.variance, 4);
    axis_fixed(numbers[3], sizeof numbers[3], wanted.variance, 4);
    if (cell->kind == PICTURE_X)
        snprintf(text, sizeof text, "%s Over all values: mean %s, variance %s.", cell->help,
                 numbers[0], numbers[2]);
    else
        snprintf(text, sizeof text,
                 "%s Over all values: mean %s (theory %s), variance %s (theory %s).", cell->help,
                 numbers[0], numbers[1], numbers[2], numbers[3]);
    ui_tooltip(ui, ui_id(cell->label), caption, text);
}

// A click pins, a second one on the same pixel frees; a drag moves an enlarged picture.
void pictures_touch(App *app, Rect rect, const char *label) {
    Ui *ui = &app->ui;
    bool pressed = ui_area(ui, label, rect, NULL);
    const Settings *settings = &app->settings;
    bool held = ui->active == ui_id(label);
    if (held && !pressed) {
        float dx = ui->in.x - rect.x - ui->grab_x, dy = ui->in.y - rect.y - ui->grab_y;
        ui->moved |= hypotf(dx, dy) >= ui_px(ui, 4);
        if (ui->moved && settings->picture.zoom > 1 && (dx != 0 || dy != 0)) {
            ui_send(ui, "zoom %.9g %.9g %.9g", settings->picture.zoom,
                    settings->picture.zoom_x - dx / rect.w / settings->picture.zoom,
                    settings->picture.zoom_y - dy / rect.h / settings->picture.zoom);
            ui->grab_x += dx, ui->grab_y += dy;
        }
        if (ui->in.released && !ui->moved && app->under.any) toggle_pin(app);
    } else if (ui_over(ui, rect) && ui->in.wheel != 0) {
        zoom_about_pointer(app, rect, ui->in.wheel);
    } else if (ui_over(ui, rect) && ui->in.right_pressed) {
        ui_send(ui, "zoom 1 0.5 0.5");
    }
}

void pictures_mark(App *app, Rect rect, Pixel pixel) {
    if (!pixel.any) return;
    Ui *ui = &app->ui;
    Rect part = pictures_shown_part(&app->settings);
    float w = (float)app->model.x.width, h = (float)app->model.x.height;
    Rect box = { rect.x + ((float)pixel.x / w - part.x) / part.w * rect.w,
                 rect.y + ((float)pixel.y / h - part.y) / part.h * rect.h, rect.w / w / part.w,
                 rect.h / h / part.h };
    float least = ui_px(ui, 9);
    if (box.w < least) box.x -= (least - box.w) / 2, box.w = least;
    if (box.h < least) box.y -= (least - box.h) / 2, box.h = least;
    if (box.x + box.w < rect.x || box.y + box.h < rect.y || box.x > rect.x + rect.w ||
        box.y > rect.y + rect.h)
        return;
    float line = fmaxf(1, ui_px(ui, 1.5f));
    ui->list->layer = LAYER_MARKS;
    draw_outline(ui->list, rect_inset(box, -2 * line), line, color_hex(0x000000));
    draw_outline(ui->list, rect_inset(box, -line), line,
                 pixel.pinned ? style_color(THEME_DARK, HUE_ALPHA) : color_hex(0xffffff));
    ui->list->layer = LAYER_BASE;
}

// How large the picture is shown, where that is not pixel by pixel; `brief` where that is too much.
static void picture_words(const App *app, Rect rect, bool brief, char *out, size_t size) {
    float times = fminf(rect.w / (float)app->model.x.width, rect.h / (float)app->model.x.height);
    bool scaled = times < 0.999f || fabsf(times - roundf(times)) > 1e-3f;
    if (app->settings.picture.zoom > 1)
        snprintf(out, size, "zoom %.1f×", app->settings.picture.zoom);
    else if (scaled && !brief)
        snprintf(out, size, "shown at %.0f %%%s", (double)times * 100,
                 times < 0.5f ? ", pixels skipped" : "");
    else
        snprintf(out, size, "picture");
}

// "mean −0.09 · var 0.51"
static void format_moments(const App *app, PictureKind kind, char *out, size_t size) {
    MeanVariance is = model_statistics(&app->model, kind);
    char mean[32], variance[32];
    axis_fixed(mean, sizeof mean, is.mean, 2);
    axis_fixed(variance, sizeof variance, is.variance, 2);
    snprintf(out, size, "mean %s · var %s", mean, variance);
}

// What stands at the right where no pixel is looked at: what is special at t = 1, or mean and
// variance.
static void caption_text(const App *app, const Cell *cell, char *out, size_t size) {
    int t = app->settings.t;
    if (cell->kind == PICTURE_MEAN && t == 1)
        snprintf(out, size, "at $t = 1$ it is <x> itself");
    else if (cell->kind == PICTURE_SAMPLE && t == 1)
        snprintf(out, size, "no spread: $<sigma_1> = 0$");
    else
        format_moments(app, cell->kind, out, size);
}

// What of their captions the pictures of a row have room for.
typedef struct Captions {
    bool words, brief, numbers;
} Captions;

static void caption_word(const App *app, Rect rect, const Cell *cell, Pixel pixel,
                         Captions captions, char *out, size_t size) {
    bool special = app->settings.t == 1 && !captions.numbers; // which else say so
    if (cell->kind == PICTURE_X && pixel.any)
        snprintf(out, size, "%d, %d", pixel.x, pixel.y);
    else if (cell->kind == PICTURE_X)
        picture_words(app, rect, captions.brief, out, size);
    else if (cell->kind == PICTURE_ZPREV && app->settings.t == 1)
        snprintf(out, size, "$= <x>$");
    else if (cell->kind == PICTURE_MEAN && special)
        snprintf(out, size, "it is <x>");
    else if (cell->kind == PICTURE_SAMPLE && special)
        snprintf(out, size, "$<sigma_1> = 0$");
    else
        snprintf(out, size, "%s", cell->caption);
}

// Every format takes t at most twice; only z_{t-1} is about the step before.
static void caption_symbol(const Cell *cell, int t, char *out, size_t size) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(out, size, cell->symbol, cell->kind == PICTURE_ZPREV ? t - 1 : t, t);
#pragma GCC diagnostic pop
}

static const RichStyle symbol_style = { FACE_TEXT, 16, HUE_INK };
static const RichStyle word_style = { FACE_TEXT, 12.5f, HUE_MUTED };

// The same at every t, or captions would come and go while t is dragged.
static bool caption_fits(App *app, Rect rect, const Cell *cell, Captions captions) {
    Ui *ui = &app->ui;
    char symbol[96], text[96], word[64];
    float gap = ui_px(ui, 8);
    caption_symbol(cell, app->settings.schedule.steps, symbol, sizeof symbol);
    caption_word(app, rect, cell, (Pixel){ 0 }, captions, word, sizeof word);
    caption_text(app, cell, text, sizeof text);
    float wide = rich_width(ui, symbol_style, symbol);
    bool of_x = cell->kind == PICTURE_X;
    if (captions.words)
        wide += gap + fmaxf(rich_width(ui, word_style, word),
                            of_x ? 0 : rich_width(ui, word_style, cell->caption));
    // The draw's symbol is the longest; where numbers do not fit beside it, it alone has none.
    if (captions.numbers && (captions.words || cell->kind != PICTURE_SAMPLE))
        wide += gap + fmaxf(rich_width(ui, word_style, text),
                            rich_width(ui, word_style, "mean −0.00 · var 0.00"));
    return wide <= rect.w;
}

static bool row_fits(App *app, const Rect *rects, const Cell *row, int count, Captions captions) {
    for (int i = 0; i < count; i++)
        if (!caption_fits(app, rects[i], &row[i], captions)) return false;
    return true;
}

// A row has all where its tightest picture has room for it. The others have the numbers alone, or
// the words alone, or neither: all of them the same.
static void choose_captions(App *app, const Rect *rects, int columns, bool two_lines,
                            Captions *of_row) {
    static const Captions whole[] = { { true, false, true }, { true, true, true } };
    static const Captions parts[] = {
        { false, true, true }, { true, false, false }, { true, true, false }, { false, true, false }
    };
    enum { PARTS = sizeof parts / sizeof parts[0] };
    int part = two_lines ? 1 : 0; // the numbers have a line of their own
    for (int i = 0; i < CELLS; i += columns) {
        Captions *captions = &of_row[i / columns];
        *captions = whole[!row_fits(app, rects + i, cells + i, columns, whole[0])];
        if (two_lines) *captions = parts[1];
        if (row_fits(app, rects + i, cells + i, columns, *captions)) continue;
        *captions = (Captions){ 0 };
        while (part < PARTS - 1 && !row_fits(app, rects + i, cells + i, columns, parts[part]))
            part++;
    }
    for (int i = 0; i < CELLS / columns; i++)
        if (!of_row[i].words) of_row[i] = parts[part];
}

// The symbol, a word for it, and numbers.
static void draw_caption(App *app, Rect rect, const Cell *cell, Pixel pixel, Captions captions,
                         bool two_lines) {
    Ui *ui = &app->ui;
    int t = app->settings.t;
    char symbol[96], text[96], word[64];
    caption_symbol(cell, t, symbol, sizeof symbol);
    float baseline = rect.y + rect.h + ui_px(ui, 20), gap = ui_px(ui, 8);
    RichStyle style = symbol_style;
    float wide = rich_width(ui, style, symbol);
    bool narrow = wide + gap + inspector_room(app) > rect.w;
    if ((pixel.any && narrow && cell->kind == PICTURE_SAMPLE) || wide > rect.w) {
        snprintf(symbol, sizeof symbol, "%s", cell->caption);
        style = word_style;
        if (rich_width(ui, style, symbol) > rect.w + ui_px(ui, 8)) *symbol = '\0';
    }
    float room = rect.w - rich_draw(ui, style, rect.x, baseline, symbol) - gap;
    float left = rect.x + rect.w - room;
    caption_word(app, rect, cell, pixel, captions, word, sizeof word);
    if (pixel.any) {
        float name = cell->kind == PICTURE_X ? rich_width(ui, word_style, word) + gap : 0;
        if (name > 0 && name + inspector_room(app) <= room) {
            rich_draw(ui, word_style, left, baseline, word);
            left += name;
        }
        inspector_caption(app, cell->kind, pixel, left, rect.x + rect.w, rect.y + rect.h);
        return;
    }
    caption_text(app, cell, text, sizeof text);
    if (captions.words) rich_draw(ui, word_style, left, baseline, word);
    if (two_lines)
        rich_draw(ui, word_style, rect.x, baseline + ui_px(ui, 17), text);
    else if (captions.numbers && rich_width(ui, word_style, text) <= room)
        rich_draw_right(ui, word_style, rect.x + rect.w, baseline, text);
}

static void draw_cell(App *app, Rect rect, const Cell *cell, Pixel pixel, Captions captions,
                      bool two_lines) {
    Ui *ui = &app->ui;
    Rect shown = pictures_shown_part(&app->settings);
    Part part = { shown.x, shown.y, shown.w, shown.h };
    int texture = app_texture(app, cell->kind, &part, (int)rect.w, (int)rect.h);
    draw_flat(ui->list, rect_inset(rect, -fmaxf(1, ui_px(ui, 1))), ui_color(ui, HUE_LINE));
    draw_picture(ui->list, texture, rect,
                 (Rect){ (float)part.x, (float)part.y, (float)part.width, (float)part.height });
    draw_flat(ui->list, (Rect){ rect.x, rect.y - ui_px(ui, 3), rect.w, ui_px(ui, 3) },
              ui_color(ui, cell->hue));
    inspector_pixels(app, rect, shown, cell->kind);
    draw_caption(app, rect, cell, pixel, captions, two_lines);
}

static void draw_strip(App *app, const Grid *grid) {
    Ui *ui = &app->ui;
    const Picture *x = &app->model.x;
    int steps[STRIP_CELLS], count = model_strip_steps(&app->model.schedule, steps);
    float wide = grid->cell_w * (float)grid->columns + grid->gap * (float)(grid->columns - 1);
    float gap = ui_px(ui, 5);
    float cell_w = floorf((wide - gap * (STRIP_CELLS - 1)) / STRIP_CELLS);
    float aspect = shown_aspect(app);
    float cell_h = roundf(cell_w * aspect);
    if (cell_h > grid->strip_h) {
        cell_h = grid->strip_h;
        cell_w = fmaxf(8, roundf(cell_h / aspect));
    }
    if (cell_w < 4 || cell_h < 4) return;
    float pitch = count > 1 ? (wide - cell_w) / (float)(count - 1) : 0;
    int nearest = 0;
    for (int i = 1; i < count; i++)
        if (abs(steps[i] - app->settings.t) < abs(steps[nearest] - app->settings.t)) nearest = i;
    steps[nearest] = app->settings.t; // the step that is shown stands among them
    for (int i = 0; i < count; i++) {
        Rect cell = { roundf(grid->x + pitch * (float)i), grid->strip_y, cell_w, cell_h };
        int thin_w = cell_w < (float)x->width ? (int)cell_w : x->width;
        int thin_h = cell_h < (float)x->height ? (int)cell_h : x->height;
        char label[32];
        snprintf(label, sizeof label, "strip %d", steps[i]);
        if (ui_item(ui, label, cell,
                    "The chain at a glance: z at evenly spaced steps. A click goes there."))
            ui_send(ui, "set t %d", steps[i]);
        draw_picture(ui->list, app_strip_texture(app, i, steps[i], thin_w, thin_h), cell,
                     (Rect){ 0, 0, 1, 1 });
        bool here = i == nearest;
        if (here) {
            float line = fmaxf(2, ui_px(ui, 2));
            ui->list->layer = LAYER_MARKS;
            draw_outline(ui->list, rect_inset(cell, -line), line, ui_color(ui, HUE_INK));
            ui->list->layer = LAYER_BASE;
        }
        snprintf(label, sizeof label, "%d", steps[i]);
        rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 12, here ? HUE_INK : HUE_MUTED },
                          cell.x + cell.w / 2, cell.y + cell.h + ui_px(ui, 17), label);
    }
}

static void make_textures(App *app, const Grid *grid) {
    PictureKind kinds[CELLS];
    Rect shown = pictures_shown_part(&app->settings);
    Part part = { shown.x, shown.y, shown.w, shown.h };
    for (int i = 0; i < CELLS; i++) kinds[i] = cells[i].kind;
    app_textures(app, kinds, CELLS, &part, (int)grid->cell_w, (int)grid->cell_h);
}

void pictures_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    Grid grid = lay_out(app, rect);
    app->under.any = false;
    if (grid.cell_w < 8) return;
    for (int i = 0; i < CELLS; i++) pictures_look(app, cell_rect(ui, &grid, i));
    Pixel pixel = inspected_pixel(app), pinned = { 0 };
    if (!pixel.pinned) pinned = app_pinned_pixel(app);
    make_textures(app, &grid);
    Rect rects[CELLS];
    for (int i = 0; i < CELLS; i++) rects[i] = cell_rect(ui, &grid, i);
    Captions captions[CELLS];
    choose_captions(app, rects, grid.columns, grid.two_lines, captions);
    for (int i = 0; i < CELLS; i++) {
        Rect cell = rects[i];
        pictures_touch(app, cell, cells[i].label);
        explain(app, cell, &cells[i]);
        draw_cell(app, cell, &cells[i], pixel, captions[i / grid.columns], grid.two_lines);
        pictures_mark(app, cell, pinned);
        pictures_mark(app, cell, pixel);
    }
    if (grid.strip_h > 0) draw_strip(app, &grid);
}
