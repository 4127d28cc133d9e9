// SPDX-License-Identifier: MIT
#include "panel/mixture/parts.h"

#include "base/translate.h"
#include "core/kernels.h"
#include "io/dataset.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool mixture_is_ready(const Scene *scene, Rect rect) {
    const MixtureState *state = scene->mixture;
    Ui *ui = scene->ui;
    char text[SETTINGS_PATH + 64];
    snprintf(text, sizeof text, "%s", _("one moment"));
    if (state && state->set.count && state->shown.any && state->shown.x.width == state->set.width &&
        state->shown.x.height == state->set.height)
        return true;
    if (state && state->reading) snprintf(text, sizeof text, _("reading %s"), _(state->wanted));
    rich_draw_centred(ui, (RichStyle){ FACE_TEXT, 16, HUE_MUTED, .plain = true },
                      rect.x + rect.w / 2, rect.y + rect.h / 2, text);
    return false;
}

// Textures ---------------------------------------------------------------------------------------

static int shown_key(const int shown[3]) {
    return shown[0] | shown[1] << 8 | shown[2] << 16;
}

int mixture_texture(Scene *scene, Texture *texture, const Picture *picture, unsigned stamp) {
    int shown[3];
    settings_shown_channels(scene->settings, picture->channels, shown);
    const Key key = {
        .x = stamp, .width = picture->width, .height = picture->height, .channel = shown_key(shown)
    };
    Error error;
    if (!texture_is_fresh(texture, &key)) {
        uint8_t *rgba = textures_scratch(scene->textures, 4 * picture_plane_length(picture));
        const Mix mix = { .h = 1 };
        MixPlanes planes[3] = { { NULL } };
        for (int c = 0; c < 3; c++) planes[c].x = picture_plane(picture, shown[c]);
        kernels()->mix_rgba(rgba, picture_plane_length(picture), &mix, planes);
        if (!texture_upload(scene->textures, texture, &key, rgba, &error))
            scene_report(scene, &error);
    }
    return texture_number(scene->textures, texture);
}

static void copy_cell(uint8_t *rgba, size_t stride, const Dataset *set, const uint8_t *bytes,
                      const int shown[3]) {
    size_t w = (size_t)set->width, h = (size_t)set->height, plane = w * h;
    const uint8_t *red = bytes + (size_t)shown[0] * plane,
                  *green = bytes + (size_t)shown[1] * plane,
                  *blue = bytes + (size_t)shown[2] * plane;
    for (size_t y = 0; y < h; y++)
        for (size_t x = 0; x < w; x++) {
            size_t at = y * w + x;
            const uint8_t pixel[4] = { red[at], green[at], blue[at], 255 };
            memcpy(rgba + 4 * (y * stride + x), pixel, 4);
        }
}

// Rows of so many that no side is longer than any texture may be.
static size_t columns_for(const Dataset *set, size_t count) {
    size_t most = 4096 / (size_t)set->width;
    most = most < 1 ? 1 : most;
    return count < most ? count : most;
}

int mixture_texture_row(Scene *scene, RowTexture *row, MixtureBytes *bytes, const void *user,
                        size_t count, Key key) {
    const Dataset *set = &scene->mixture->set;
    size_t columns = columns_for(set, count), rows = (count + columns - 1) / columns;
    key.width = (int)columns * set->width;
    key.height = (int)rows * set->height;
    row->columns = (int)columns, row->rows = (int)rows;
    int shown[3];
    settings_shown_channels(scene->settings, set->channels, shown);
    key.channel = shown_key(shown);
    Error error;
    if (!texture_is_fresh(&row->texture, &key)) {
        size_t width = (size_t)key.width, all = 4 * width * (size_t)key.height;
        uint8_t *rgba = textures_scratch(scene->textures, all);
        memset(rgba, 0, all);
        for (size_t i = 0; i < count; i++) {
            size_t x = i % columns * (size_t)set->width, y = i / columns * (size_t)set->height;
            copy_cell(rgba + 4 * (y * width + x), width, set, bytes(user, i), shown);
        }
        if (!texture_upload(scene->textures, &row->texture, &key, rgba, &error))
            scene_report(scene, &error);
    }
    return texture_number(scene->textures, &row->texture);
}

Rect mixture_cell(const RowTexture *row, size_t index) {
    size_t columns = (size_t)row->columns;
    if (!columns) return (Rect){ 0, 0, 1, 1 };
    float w = 1 / (float)columns, h = 1 / (float)row->rows;
    return (Rect){ (float)(index % columns) * w, (float)(index / columns) * h, w, h };
}

float mixture_whole_pixels(float width, int pixels) {
    float whole = floorf(width / (float)pixels) * (float)pixels;
    return whole >= 2 * (float)pixels && whole > 0.85f * width ? whole : floorf(width);
}

// Words ------------------------------------------------------------------------------------------

void mixture_write_count(char *out, size_t size, double value) {
    if (value >= 10000)
        snprintf(out, size, "%d %03d", (int)(value / 1000), (int)fmod(floor(value), 1000));
    else
        snprintf(out, size, "%.*f", value >= 100 || fabs(value - round(value)) < 5e-4 ? 0 : 1,
                 value);
}

void mixture_write_label(char *out, size_t size, const Dataset *set, size_t index) {
    char number[16];
    const char *label = dataset_label(set, index, number);
    bool digit = label[0] >= '0' && label[0] <= '9'; // which by itself could be anything
    snprintf(out, size, digit ? _("label %s") : "%s", label);
}

float mixture_paragraph(Ui *ui, Rect rect, float y, const char *text) {
    RichStyle style = { FACE_TEXT, 13, HUE_MUTED };
    RichLines lines = rich_wrap(ui, style, rect.w, text);
    for (int i = 0; i < lines.count; i++)
        rich_draw(ui, style, rect.x, y + ui_px(ui, 14 + 20 * (float)i), lines.line[i]);
    return y + ui_px(ui, 20 * (float)lines.count + 8);
}

float mixture_heading(Ui *ui, Rect rect, float y, const char *text) {
    rich_draw(ui, (RichStyle){ FACE_BOLD, 14.5f, HUE_INK }, rect.x, y + ui_px(ui, 15), text);
    return y + ui_px(ui, 24);
}
