// SPDX-License-Identifier: MIT
// One pixel in numbers: below every picture what it has at the pixel under the pointer, or at the
// pinned one, as values of the mathematics and as bytes of the screen; and inside of pixels that
// are enlarged enough.
#include "panel/inspector.h"

#include "plot/axis.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>

enum { CHANNELS = 3 };

Shade shade_of(double value) {
    double byte = (value + 1) * 127.5;
    return (Shade){ (int)fmin(255, fmax(0, floor(byte + 0.5))), byte < -0.5 || byte > 255.5 };
}

static int shown_channels(const Scene *scene) {
    int channels = scene->model->x.channels;
    return channels < CHANNELS ? channels : CHANNELS;
}

// Those shown as red, green and blue; of less than three channels the last one again. Returns how
// many are different.
static int values_at(const Scene *scene, PictureKind kind, int x, int y, double values[CHANNELS]) {
    size_t index = (size_t)y * (size_t)scene->model->x.width + (size_t)x;
    int channels = shown_channels(scene);
    for (int c = 0; c < CHANNELS; c++)
        values[c] = (double)model_value(scene->model, kind, scene->model->shown[c], index);
    return channels;
}

static const RichStyle value_style = { FACE_TEXT, 12, HUE_INK };

static float column_width(Ui *ui, int digits) {
    static const char *const widest[] = { "−0", "−0.0", "−0.00", "−0.000" };
    return rich_width(ui, value_style, widest[digits]);
}

static float columns_width(Ui *ui, int channels, int digits) {
    return column_width(ui, digits) * (float)channels + ui_px(ui, 9) * (float)(channels - 1);
}

float inspector_room(const Scene *scene) {
    return columns_width(scene->ui, shown_channels(scene), 2);
}

// Three columns, or one, right aligned; the values above, their bytes below.
void inspector_caption(const Scene *scene, PictureKind kind, Pixel pixel, float left, float right,
                       float top) {
    Ui *ui = scene->ui;
    double values[CHANNELS];
    int channels = values_at(scene, kind, pixel.x, pixel.y, values), digits = 3;
    while (digits > 0 && columns_width(ui, channels, digits) > right - left) digits--;
    if (digits == 0) return;
    float step = column_width(ui, digits) + ui_px(ui, 9);
    for (int c = channels; c-- > 0; right -= step) {
        char text[32];
        axis_fixed(text, sizeof text, values[c], digits);
        rich_draw_right(ui, value_style, right, top + ui_px(ui, 13), text);
        // A byte at its end says less than the value.
        Shade shade = shade_of(values[c]);
        RichStyle small = { FACE_TEXT, 12, shade.clipped ? HUE_FAINT : HUE_MUTED };
        snprintf(text, sizeof text, "%d", shade.byte);
        rich_draw_right(ui, small, right, top + ui_px(ui, 27), text);
    }
}

// Black or white, whichever is read on it.
static Color ink_on_grey(double light) {
    return color_hex(light > 140 ? 0x000000 : 0xffffff);
}

static Color ink_on(const double values[CHANNELS]) {
    static const double weights[CHANNELS] = { 0.299, 0.587, 0.114 };
    double light = 0;
    for (int c = 0; c < CHANNELS; c++) light += weights[c] * shade_of(values[c]).byte;
    return ink_on_grey(light);
}

// How much larger the numbers of a large pixel are.
static float growth(const Ui *ui, Rect box, int channels) {
    float across = box.w / ui->scale / (float)INSPECTOR_WIDE;
    float down = box.h / ui->scale / (20.0f * (float)channels + 16);
    return fminf(1.8f, fmaxf(1, fminf(across, down)));
}

// One line a channel about the middle of the box; its byte beside it where there is room.
static void draw_inside(const Scene *scene, Rect box, PictureKind kind, int x, int y) {
    Ui *ui = scene->ui;
    double values[CHANNELS];
    int channels = values_at(scene, kind, x, y, values);
    bool wide = box.w >= (float)INSPECTOR_WIDE * ui->scale;
    float grown = wide ? growth(ui, box, channels) : 1;
    float line = ui_px(ui, (wide ? 16 : 14.5f) * grown);
    TextStyle style = ui_text(ui, FACE_TEXT, 12.5f * grown, HUE_INK);
    style.color = ink_on(values);
    ui->smallest = fminf(ui->smallest, (float)style.size);
    float middle = box.x + box.w / 2;
    float baseline = box.y + box.h / 2 - line * (float)channels / 2 + line * 0.76f;
    for (int c = 0; c < channels; c++, baseline += line) {
        char value[32], byte[16];
        axis_fixed(value, sizeof value, values[c], 2);
        snprintf(byte, sizeof byte, "%d", shade_of(values[c]).byte);
        float width = text_width(ui->fonts, style, value);
        if (!wide) {
            text_draw(ui->list, ui->fonts, style, middle - width / 2, baseline, value);
            continue;
        }
        text_draw(ui->list, ui->fonts, style, middle - width + ui_px(ui, 2 * grown), baseline,
                  value);
        width = text_width(ui->fonts, style, byte);
        text_draw(ui->list, ui->fonts, style, middle + ui_px(ui, 38 * grown) - width, baseline,
                  byte);
    }
}

// The followed channel alone, as large as the box has room for.
static void draw_one_inside(const Scene *scene, Rect box, PictureKind kind, int x, int y) {
    Ui *ui = scene->ui;
    double values[CHANNELS];
    values_at(scene, kind, x, y, values);
    double value = values[scene->settings->picture.channel];
    float units = box.w / ui->scale, size = fminf(units * 0.29f, box.h / ui->scale * 0.4f);
    TextStyle style = ui_text(ui, FACE_TEXT, fminf(22, fmaxf(12.5f, size)), HUE_INK);
    style.color = ink_on_grey(shade_of(value).byte);
    ui->smallest = fminf(ui->smallest, (float)style.size);
    char text[32];
    axis_fixed(text, sizeof text, value, units >= INSPECTOR_WIDE && size >= 20 ? 3 : 2);
    float wide = text_width(ui->fonts, style, text);
    text_draw(ui->list, ui->fonts, style, box.x + (box.w - wide) / 2,
              box.y + box.h / 2 + (float)style.size * 0.36f, text);
}

// The smaller side of a pixel, in units.
static float pixel_units(const Scene *scene, Rect rect, Rect part) {
    const Picture *x = &scene->model->x;
    return fminf(rect.w / ((float)x->width * part.w), rect.h / ((float)x->height * part.h)) /
           scene->ui->scale;
}

// `least`: the units a side that the numbers need.
typedef void DrawInside(const Scene *scene, Rect box, PictureKind kind, int x, int y);

static void for_each_pixel(const Scene *scene, Rect rect, Rect part, PictureKind kind, int least,
                           DrawInside *draw) {
    const Picture *x = &scene->model->x;
    float wide = rect.w / ((float)x->width * part.w), high = rect.h / ((float)x->height * part.h);
    if (pixel_units(scene, rect, part) < (float)least) return;
    int left = (int)floorf(part.x * (float)x->width), top = (int)floorf(part.y * (float)x->height);
    for (int row = top < 0 ? 0 : top; row < x->height; row++) {
        float y = rect.y + ((float)row - part.y * (float)x->height) * high;
        if (y >= rect.y + rect.h) break;
        for (int column = left < 0 ? 0 : left; column < x->width; column++) {
            Rect box = { rect.x + ((float)column - part.x * (float)x->width) * wide, y, wide,
                         high };
            if (box.x >= rect.x + rect.w) break;
            // What is cut off at the picture's edge by more than its margin is left alone.
            float cut_x = wide * 0.12f, cut_y = high * 0.12f;
            bool whole = box.x >= rect.x - cut_x && box.y >= rect.y - cut_y &&
                         box.x + wide <= rect.x + rect.w + cut_x &&
                         box.y + high <= rect.y + rect.h + cut_y;
            if (whole) draw(scene, box, kind, column, row);
        }
    }
}

void inspector_pixels(const Scene *scene, Rect rect, Rect part, PictureKind kind) {
    bool one = scene->model->x.channels == 1;
    for_each_pixel(scene, rect, part, kind, one ? INSPECTOR_LEAST : INSPECTOR_LEAST_OF_THREE,
                   draw_inside);
}

void inspector_channel(const Scene *scene, Rect rect, Rect part, PictureKind kind) {
    for_each_pixel(scene, rect, part, kind, INSPECTOR_LEAST, draw_one_inside);
}

bool inspector_has_room(const Scene *scene, Rect rect, Rect part) {
    return pixel_units(scene, rect, part) >= INSPECTOR_LEAST;
}
