// SPDX-License-Identifier: MIT
#include "app/files/tile.h"

#include "app/files/words.h"
#include "base/path.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>

static const float PAD = 8, LINE = 17, WORDS = 42; // units

static ThumbnailWish wish_for(const Ui *ui, const ListedFile *file, float width, float height) {
    Color ground = ui_color(ui, HUE_GROUND);
    return (ThumbnailWish){ .path = file->kind == FILE_BUILT_IN ? NULL : file->path,
                            .picture = file->kind == FILE_PICTURE || file->kind == FILE_BUILT_IN,
                            .width = (int)width,
                            .height = (int)height,
                            .ground = { ground.r, ground.g, ground.b } };
}

// Pixel by pixel, or a small one enlarged by a whole factor.
static void draw_thumbnail(Ui *ui, const Thumbnail *thumbnail, Rect box) {
    const Rect whole = { 0, 0, 1, 1 };
    float w = (float)thumbnail->width, h = (float)thumbnail->height;
    float by = fminf(box.w / w, box.h / h);
    if (by >= 1) by = floorf(by);
    w *= by, h *= by;
    Rect to = { roundf(box.x + (box.w - w) / 2), roundf(box.y + (box.h - h) / 2), fmaxf(1, w),
                fmaxf(1, h) };
    draw_picture(ui->list, thumbnail->texture, to, whole);
}

static void draw_folder(Ui *ui, Rect box) {
    float h = fminf(box.h * 0.62f, box.w * 0.5f), w = h * 1.3f, radius = ui_px(ui, 4);
    Rect body = { roundf(box.x + (box.w - w) / 2), roundf(box.y + (box.h - h) / 2 + h * 0.06f), w,
                  h };
    Color color = ui_edge(ui), light = ui_color(ui, HUE_FAINT);
    draw_rect(ui->list, (Rect){ body.x, body.y - h * 0.13f, w * 0.44f, h * 0.4f }, radius, color);
    draw_rect(ui->list, body, radius, color);
    float line = fmaxf(1, ui_px(ui, 1.5f));
    draw_rect(ui->list, (Rect){ body.x + w * 0.08f, body.y + h * 0.16f, w * 0.84f, line }, 0,
              light);
}

// A sheet with the ending of the name on it.
static void draw_sheet(Ui *ui, Rect box, const char *name) {
    float h = box.h * 0.8f, w = h * 0.8f;
    Rect sheet = { roundf(box.x + (box.w - w) / 2), roundf(box.y + (box.h - h) / 2), w, h };
    char word[12] = "";
    const char *ending = path_ending(name);
    for (size_t i = 0; ending[i] && ending[i + 1] && i < sizeof word - 1; i++) {
        char c = ending[i + 1];
        word[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    draw_rect(ui->list, sheet, ui_px(ui, 4), ui_color(ui, HUE_LINE));
    draw_rect(ui->list, rect_inset(sheet, fmaxf(1, ui_px(ui, 1))), ui_px(ui, 3),
              ui_color(ui, HUE_GROUND));
    RichStyle style = { FACE_BOLD, 12, HUE_MUTED, .plain = true };
    if (rich_width(ui, style, word) <= w)
        rich_draw_centred(ui, style, sheet.x + w / 2, sheet.y + h / 2 + ui_px(ui, 5), word);
}

// The last folder of a path.
static void name_folder(char *out, size_t size, const char *path) {
    char folder[4096];
    path_folder(folder, sizeof folder, path);
    const char *name = path_base(folder);
    snprintf(out, size, "%.250s", *name ? name : folder);
}

// Its size; among the recent files where it is.
static void draw_words(App *app, const ListedFile *file, Rect rect, const Thumbnail *thumbnail) {
    Ui *ui = &app->ui;
    RichStyle name = { FACE_TEXT, 13, HUE_INK, .plain = true };
    RichStyle small = { FACE_TEXT, 12, HUE_MUTED, .plain = true };
    float middle = rect.x + rect.w / 2, room = rect.w - ui_px(ui, 8);
    float y = rect.y + rect.h - ui_px(ui, WORDS - 16);
    char words[256] = "", fitting[600];
    if (!app->files->folder && file->kind != FILE_BUILT_IN)
        name_folder(words, sizeof words, file->path);
    else if (file->kind != FILE_FOLDER && file->kind != FILE_BUILT_IN && thumbnail->known)
        words_bytes(words, sizeof words, thumbnail->bytes);
    words_fit(ui, name, room, file->kind == FILE_BUILT_IN ? _(file->name) : file->name, fitting,
              sizeof fitting);
    rich_draw_centred(ui, name, middle, y, fitting);
    words_fit(ui, small, room, words, fitting, sizeof fitting);
    rich_draw_centred(ui, small, middle, y + ui_px(ui, LINE), fitting);
}

bool tile_draw(App *app, const ListedFile *file, Rect rect, bool chosen) {
    Ui *ui = &app->ui;
    float pad = ui_px(ui, PAD);
    Rect body = rect_inset(rect, ui_px(ui, 3));
    Rect box = { body.x + pad, body.y + pad, body.w - 2 * pad, body.h - pad - ui_px(ui, WORDS) };
    ThumbnailWish wish = wish_for(ui, file, box.w, box.h);
    Thumbnail thumbnail = { .texture = -1 };
    char label[sizeof ui->items->label];
    snprintf(label, sizeof label, "%s%s",
             file->kind == FILE_BUILT_IN ? ""
             : file->kind == FILE_FOLDER ? "folder "
                                         : "file ",
             file->name);
    bool pressed = ui_area(ui, label, rect, NULL);
    if (file->kind != FILE_FOLDER)
        thumbnail = thumbnails_find(app->files->thumbnails, &app->textures, &wish);
    if (chosen) {
        draw_rect(ui->list, body, ui_px(ui, 6), ui_color(ui, HUE_X));
        draw_rect(ui->list, rect_inset(body, fmaxf(1.5f, ui_px(ui, 2))), ui_px(ui, 5),
                  ui_color(ui, HUE_GROUND));
    } else if (ui_over(ui, rect)) {
        draw_rect(ui->list, body, ui_px(ui, 6), ui_color(ui, HUE_LINE));
    }
    if (file->kind == FILE_FOLDER)
        draw_folder(ui, box);
    else if (thumbnail.texture >= 0)
        draw_thumbnail(ui, &thumbnail, box);
    else if (thumbnail.known || file->kind == FILE_OTHER)
        draw_sheet(ui, box, file->name);
    draw_words(app, file, body, &thumbnail);
    return pressed;
}

void tile_words(App *app, const ListedFile *file, char *out, size_t size) {
    char bytes[32];
    *out = '\0';
    Thumbnail thumbnail =
        thumbnails_look(app->files->thumbnails, file->kind == FILE_BUILT_IN ? NULL : file->path);
    if (file->kind == FILE_FOLDER || !thumbnail.known) return;
    words_bytes(bytes, sizeof bytes, thumbnail.bytes);
    if (thumbnail.image_width && file->kind == FILE_BUILT_IN)
        snprintf(out, size, "%d × %d", thumbnail.image_width, thumbnail.image_height);
    else if (thumbnail.image_width)
        snprintf(out, size, "%d × %d · %s", thumbnail.image_width, thumbnail.image_height, bytes);
    else
        snprintf(out, size, "%s", bytes);
}
