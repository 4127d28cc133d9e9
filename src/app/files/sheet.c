// SPDX-License-Identifier: MIT
// The sheet of files, drawn: places, the path, what is typed, tiles, a foot.
#include "app/files/opening.h"
#include "app/files/tile.h"
#include "app/files/words.h"
#include "base/path.h"
#include "base/text.h"
#include "base/translate.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct Parts {
    Rect card, close, filter, places, path, grid, track, foot;
    bool narrow; // the places stand in lines above
} Parts;

static const float PLACE_HEIGHT = 30, PLACES_WIDTH = 168, TILE = 142, TILE_WORDS = 58; // units
static const RichStyle place_style = { FACE_TEXT, 13.5f, HUE_INK, .plain = true };

// Places ------------------------------------------------------------------------------------------

static bool is_here(const Files *files, const Place *place) {
    if (!place->path || !files->folder) return !place->path && !files->folder;
    return strcmp(place->path, files->folder) == 0;
}

static const char *words_of(const Place *place) {
    return place->is_word ? _(place->label) : place->label;
}

static void draw_place(App *app, int index, Rect rect) {
    Ui *ui = &app->ui;
    const Place *place = &app->files->places.list[index];
    char label[80], text[160];
    snprintf(label, sizeof label, "place %.40s", place->label);
    bool pressed = ui_item(ui, label, rect, NULL), here = is_here(app->files, place);
    RichStyle style = place_style;
    style.hue = here || ui_over(ui, rect) ? HUE_INK : HUE_MUTED;
    if (here) draw_rect(ui->list, rect, ui_px(ui, 5), ui_color(ui, HUE_LINE));
    words_fit(ui, style, rect.w - ui_px(ui, 16), words_of(place), text, sizeof text);
    rich_draw(ui, style, rect.x + ui_px(ui, 8), rect.y + rect.h / 2 + ui_px(ui, 5), text);
    if (pressed) list_go(app, place->path, NULL);
}

// One below the other, or in lines; returns where they end. Without `draw` they are only measured.
static float lay_places(App *app, Rect at, bool lines, bool draw) {
    Ui *ui = &app->ui;
    float high = ui_px(ui, PLACE_HEIGHT), gap = ui_px(ui, lines ? 4 : 2), x = at.x, y = at.y;
    int count = app->files->places.count;
    for (int i = 0; i < count && i < app->files->places.count; i++) {
        const char *label = words_of(&app->files->places.list[i]);
        float wide = lines
                         ? fminf(ui_px(ui, 150), rich_width(ui, place_style, label) + ui_px(ui, 18))
                         : at.w;
        if (lines && x > at.x && x + wide > at.x + at.w) x = at.x, y += high + gap;
        if (!lines && y + high > at.y + at.h) break;
        if (draw) draw_place(app, i, (Rect){ x, y, wide, high });
        if (lines)
            x += wide + gap;
        else
            y += high + gap;
    }
    return lines ? y + high : y;
}

// The path ----------------------------------------------------------------------------------------

// Up to the part that begins at `end`, "/home/me" of "/home/me/Pictures".
static void go_to_part(App *app, size_t end) {
    char folder[8192];
    snprintf(folder, sizeof folder, "%.*s", (int)end, app->files->folder);
    list_go(app, folder, NULL);
}

// Its parts from the last one back, as many as there is room for.
static void draw_path(App *app, Rect rect) {
    enum { MOST = 64 };
    Ui *ui = &app->ui;
    const char *folder = app->files->folder;
    RichStyle style = { FACE_TEXT, 14, HUE_MUTED, .plain = true };
    float baseline = rect.y + rect.h / 2 + ui_px(ui, 5), gap = ui_px(ui, 6), x = rect.x;
    if (!folder) {
        style.hue = HUE_INK;
        rich_draw(ui, style, x, baseline, _("Recent files"));
        return;
    }
    size_t begins[MOST], ends[MOST];
    int count = 0, first;
    begins[count] = 0, ends[count++] = 1;
    for (const char *at = folder + 1; *at && count < MOST;) {
        size_t length = strcspn(at, "/");
        begins[count] = (size_t)(at - folder);
        ends[count] = begins[count] + length;
        count++;
        at += length + (at[length] == '/');
    }
    char part[300], label[48];
    float left = rect.w - ui_px(ui, 24);
    for (first = count; first > 0; first--) {
        snprintf(part, sizeof part, "%.*s", (int)(ends[first - 1] - begins[first - 1]),
                 folder + begins[first - 1]);
        left -= rich_width(ui, style, part) + 2 * gap + rich_width(ui, style, "›");
        if (left < 0 && first < count) break;
    }
    if (first > 0) x += rich_draw(ui, style, x, baseline, "…") + gap;
    for (int i = first; i < count; i++) {
        char fitting[300];
        snprintf(part, sizeof part, "%.*s", (int)(ends[i] - begins[i]), folder + begins[i]);
        words_fit(ui, style, rect.x + rect.w - x, part, fitting, sizeof fitting);
        float wide = rich_width(ui, style, fitting);
        Rect item = { x - gap / 2, rect.y, wide + gap, rect.h };
        snprintf(label, sizeof label, "path %.40s", part);
        bool pressed = ui_item(ui, label, item, NULL);
        style.hue = i == count - 1 || ui_over(ui, item) ? HUE_INK : HUE_MUTED;
        x += rich_draw(ui, style, x, baseline, fitting) + gap;
        style.hue = HUE_MUTED;
        if (i > 0 && i < count - 1) x += rich_draw(ui, style, x, baseline, "›") + gap;
        if (!pressed) continue;
        go_to_part(app, ends[i]);
        break;
    }
}

// The field of what is typed ----------------------------------------------------------------------

static void draw_filter(App *app, Rect rect) {
    Ui *ui = &app->ui;
    Files *files = app->files;
    RichStyle style = { FACE_TEXT, 13.5f, HUE_INK, .plain = true };
    float pad = ui_px(ui, 9), baseline = rect.y + rect.h / 2 + ui_px(ui, 5);
    bool typed = *files->filter != '\0';
    draw_rect(ui->list, rect, ui_px(ui, 5), ui_color(ui, typed ? HUE_X : HUE_LINE));
    draw_rect(ui->list, rect_inset(rect, fmaxf(1, ui_px(ui, 1))), ui_px(ui, 4),
              ui_color(ui, HUE_GROUND));
    if (!typed) {
        style.hue = HUE_FAINT;
        rich_draw(ui, style, rect.x + pad, baseline, _("type to find a name"));
        return;
    }
    const char *shown = files->filter;
    float room = rect.w - 3 * pad - ui_px(ui, 14);
    while (*shown && rich_width(ui, style, shown) > room) utf8_next(&shown);
    float x = rect.x + pad + rich_draw(ui, style, rect.x + pad, baseline, shown);
    draw_rect(
        ui->list,
        (Rect){ x + 1, rect.y + ui_px(ui, 6), fmaxf(1, ui_px(ui, 1)), rect.h - ui_px(ui, 12) }, 0,
        ui_color(ui, HUE_INK));
    Rect clear = { rect.x + rect.w - rect.h, rect.y, rect.h, rect.h };
    style.hue = ui_over(ui, clear) ? HUE_INK : HUE_MUTED;
    if (ui_area(ui, "clear filter", clear, NULL)) list_show(files, "");
    rich_draw_centred(ui, style, clear.x + clear.w / 2, baseline, "×");
}

// Tiles -------------------------------------------------------------------------------------------

// A folder is gone into, a file is chosen; one that was chosen so is opened, as a double click
// does.
static void press_tile(App *app, int index) {
    Files *files = app->files;
    const ListedFile *file = list_file(files, index);
    bool again = files->clicked == index;
    if (app->ui.in.double_pressed && !again) return; // its first half was on another tile
    list_choose(files, index);
    if (again || file->kind == FILE_FOLDER)
        ui_send(&app->ui, "files_open");
    else
        files->clicked = index;
    files->why[0] = '\0';
}

static void draw_scroll_bar(App *app, Rect track) {
    Ui *ui = &app->ui;
    Files *files = app->files;
    int all = list_row_count(files), hidden = all - files->rows;
    if (hidden <= 0) return;
    float high = fmaxf(ui_px(ui, 28), track.h * (float)files->rows / (float)all);
    uint32_t id = ui_id("files scroll");
    ui_area(ui, "files scroll", track, NULL);
    if (ui->active == id && ui->in.down) {
        float part = (ui->in.y - track.y - high / 2) / fmaxf(1, track.h - high);
        files->top = (int)lroundf(fminf(1, fmaxf(0, part)) * (float)hidden);
    }
    float y = track.y + (track.h - high) * (float)files->top / (float)hidden;
    float wide = ui_px(ui, 6);
    bool bright = ui->active == id || ui_over(ui, track);
    draw_rect(ui->list, (Rect){ track.x + (track.w - wide) / 2, y, wide, high }, wide / 2,
              bright ? ui_color(ui, HUE_MUTED) : ui_edge(ui));
}

// In place of tiles.
static void draw_nothing(App *app, Rect grid) {
    Ui *ui = &app->ui;
    const Files *files = app->files;
    RichStyle style = { FACE_TEXT, 14, HUE_MUTED, .plain = true };
    const char *text = files->reading         ? _("reading …")
                       : *files->filter       ? _("No name here has that in it.")
                       : files->listing.count ? ""
                                              : files->why;
    RichLines lines = rich_wrap(ui, style, grid.w - ui_px(ui, 20), text);
    for (int i = 0; i < lines.count; i++)
        rich_draw_centred(ui, style, grid.x + grid.w / 2, grid.y + ui_px(ui, 50 + 20 * (float)i),
                          lines.line[i]);
}

static void draw_tiles(App *app, Rect grid) {
    Ui *ui = &app->ui;
    Files *files = app->files;
    int columns = (int)fmaxf(1, floorf(grid.w / ui_px(ui, TILE)));
    float wide = floorf(grid.w / (float)columns);
    int rows = (int)fmaxf(1, floorf(grid.h / (wide * 0.66f + ui_px(ui, TILE_WORDS))));
    list_lay_out(files, columns, rows);
    float high = floorf(grid.h / (float)files->rows);
    int notches = ui_wheel_notches(ui, ui_id("files scroll"), grid);
    list_scroll(files, -notches);
    if (!files->shown_count) draw_nothing(app, grid);
    int first = files->top * files->columns, pressed = -1;
    for (int i = first; i < first + files->rows * files->columns; i++) {
        const ListedFile *file = list_file(files, i);
        if (!file) break;
        Rect tile = { grid.x + wide * (float)((i - first) % files->columns),
                      grid.y + high * (float)((i - first) / files->columns), wide, high };
        if (tile_draw(app, file, tile, i == files->chosen)) pressed = i;
    }
    if (pressed >= 0) press_tile(app, pressed);
}

// The foot ----------------------------------------------------------------------------------------

static void draw_foot(App *app, Rect foot) {
    Ui *ui = &app->ui;
    const Files *files = app->files;
    const ListedFile *file = list_file(files, files->chosen);
    RichStyle name = { FACE_TEXT, 14, HUE_INK, .plain = true };
    RichStyle small = { FACE_TEXT, 13, HUE_MUTED, .plain = true };
    Rect button = { foot.x + foot.w - ui_px(ui, 96), foot.y + ui_px(ui, 8), ui_px(ui, 96),
                    ui_px(ui, 32) };
    float room = foot.w - button.w - ui_px(ui, 16);
    char words[640];
    double done;
    if (file &&
        ui_button(ui, button, "files open", N_("open"), N_("Return opens it, Escape leaves.")))
        ui_send(ui, "files_open");
    if (*files->why && files->shown_count) {
        small.hue = HUE_BETA;
        RichLines lines = rich_wrap(ui, small, room, files->why);
        for (int i = 0; i < lines.count && i < 2; i++)
            rich_draw(ui, small, foot.x, foot.y + ui_px(ui, 19 + 19 * (float)i), lines.line[i]);
        return;
    }
    if (!file) return;
    words_fit(ui, name, room, file->kind == FILE_BUILT_IN ? _(file->name) : file->name, words,
              sizeof words);
    rich_draw(ui, name, foot.x, foot.y + ui_px(ui, 20), words);
    if (opening_words(app, small, room, words, sizeof words, &done)) {
        rich_draw(ui, small, foot.x, foot.y + ui_px(ui, 39), words);
        return;
    }
    tile_words(app, file, words, sizeof words);
    if (!*words && files->listing.more)
        snprintf(words, sizeof words, _("the first %d of this folder"), LISTING_MOST);
    rich_draw(ui, small, foot.x, foot.y + ui_px(ui, 39), words);
}

// All of it ---------------------------------------------------------------------------------------

static Parts lay_out(App *app) {
    const Ui *ui = &app->ui;
    float margin = ui_px(ui, ui->width < ui_px(ui, 600) ? 10 : 28), pad = ui_px(ui, 18);
    float w = fminf(ui->width - 2 * margin, ui_px(ui, 1180));
    float h = fminf(ui->height - 2 * margin, ui_px(ui, 800));
    Parts at = { .card = { roundf((ui->width - w) / 2), roundf((ui->height - h) / 2), w, h },
                 .narrow = w < ui_px(ui, 640) };
    float x = at.card.x + pad, right = at.card.x + w - pad, y = at.card.y + ui_px(ui, 54);
    at.close =
        (Rect){ right - ui_px(ui, 26), at.card.y + ui_px(ui, 10), ui_px(ui, 34), ui_px(ui, 34) };
    float wide = fminf(ui_px(ui, 250), at.close.x - x - ui_px(ui, 152));
    at.filter =
        (Rect){ at.close.x - ui_px(ui, 14) - wide, at.card.y + ui_px(ui, 12), wide, ui_px(ui, 30) };
    at.foot = (Rect){ x, at.card.y + h - ui_px(ui, 58), right - x, ui_px(ui, 50) };
    at.places = (Rect){ x, y, at.narrow ? right - x : ui_px(ui, PLACES_WIDTH), at.foot.y - y };
    if (at.narrow)
        y = lay_places(app, at.places, true, false) + ui_px(ui, 6);
    else
        x += at.places.w + pad;
    at.path = (Rect){ x, y, right - x, ui_px(ui, 30) };
    y += at.path.h + ui_px(ui, 6);
    at.track = (Rect){ right - ui_px(ui, 10), y, ui_px(ui, 18), at.foot.y - y - ui_px(ui, 6) };
    at.grid = (Rect){ x, y, at.track.x - x, at.track.h };
    return at;
}

static void draw_card(Ui *ui, const Parts *at) {
    float hair = fmaxf(1, ui_px(ui, 1));
    draw_rect(ui->list, (Rect){ 0, 0, ui->width, ui->height }, 0, (Color){ 0, 0, 0, 110 });
    draw_rect(ui->list, rect_inset(at->card, -hair), ui_px(ui, 10), ui_edge(ui));
    draw_rect(ui->list, at->card, ui_px(ui, 9), ui_color(ui, HUE_PANEL));
    rich_draw(ui, (RichStyle){ FACE_BOLD, 16, HUE_INK }, at->card.x + ui_px(ui, 18),
              at->card.y + ui_px(ui, 33), _("Open a picture, a schedule or a session"));
    draw_rect(ui->list, (Rect){ at->foot.x, at->foot.y - hair, at->foot.w, hair }, 0,
              ui_color(ui, HUE_LINE));
    if (at->narrow) return;
    draw_rect(ui->list, (Rect){ at->path.x - ui_px(ui, 10), at->places.y, hair, at->places.h }, 0,
              ui_color(ui, HUE_LINE));
}

static void draw_close(Ui *ui, Rect close) {
    if (ui_item(ui, "files close", close, N_("Ctrl+O"))) ui_send(ui, "files");
    rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 18, ui_over(ui, close) ? HUE_INK : HUE_MUTED },
                      close.x + close.w / 2, close.y + ui_px(ui, 23), "×");
}

void files_draw(App *app) {
    if (!files_are_shown(app)) return;
    Ui *ui = &app->ui;
    ui->blocked = false;
    ui_stops_begin(ui);
    ui->list->layer = LAYER_POPUP;
    list_follow(app);
    thumbnails_begin(app->files->thumbnails, &app->textures);
    Parts at = lay_out(app);
    draw_card(ui, &at);
    lay_places(app, at.places, at.narrow, true);
    draw_path(app, at.path);
    draw_tiles(app, at.grid);
    draw_scroll_bar(app, at.track);
    draw_filter(app, at.filter);
    draw_foot(app, at.foot);
    draw_close(ui, at.close);
    thumbnails_end(app->files->thumbnails);
    ui->list->layer = LAYER_BASE;
    if (ui->in.pressed && !rect_holds(at.card, ui->in.x, ui->in.y)) ui_send(ui, "files");
    ui->in.pressed = false; // it is for nothing below
}
