// SPDX-License-Identifier: MIT
#include "panel/picture.h"

#include <math.h>

// The part of the picture that is shown, 0..1.
Rect picture_part(const Settings *settings) {
    float side = 1 / (float)settings->picture.zoom;
    return (Rect){ (float)settings->picture.zoom_x - side / 2,
                   (float)settings->picture.zoom_y - side / 2, side, side };
}

void picture_find_pixel(Scene *scene, Rect rect) {
    const Ui *ui = scene->ui;
    if (!ui_over(ui, rect)) return;
    Rect part = picture_part(scene->settings);
    float u = part.x + part.w * (ui->in.x - rect.x) / rect.w;
    float v = part.y + part.h * (ui->in.y - rect.y) / rect.h;
    int x = (int)(u * (float)scene->model->x.width), y = (int)(v * (float)scene->model->x.height);
    if (x < 0 || y < 0 || x >= scene->model->x.width || y >= scene->model->x.height) return;
    scene->under = (Pixel){ true, false, x, y };
}

static void zoom_about_pointer(Scene *scene, Rect rect, float notches) {
    Ui *ui = scene->ui;
    Rect part = picture_part(scene->settings);
    float across = (ui->in.x - rect.x) / rect.w, down = (ui->in.y - rect.y) / rect.h;
    double factor = fmin(ZOOM_MOST, fmax(1, scene->settings->picture.zoom * pow(1.25, notches)));
    double u = part.x + part.w * across, v = part.y + part.h * down, side = 1 / factor;
    ui_send(ui, "zoom %.9g %.9g %.9g", factor, u + side * (0.5 - across), v + side * (0.5 - down));
}

static void toggle_pin(Scene *scene) {
    const Settings *settings = scene->settings;
    bool same =
        scene->under.x == settings->picture.pin_x && scene->under.y == settings->picture.pin_y;
    if (same)
        ui_send(scene->ui, "unpin");
    else
        ui_send(scene->ui, "pin %d %d", scene->under.x, scene->under.y);
}

// A click pins, a second one on the same pixel frees; a drag moves an enlarged picture.
void picture_pin_and_zoom(Scene *scene, Rect rect, const char *label) {
    Ui *ui = scene->ui;
    bool pressed = ui_area(ui, label, rect, NULL);
    const Settings *settings = scene->settings;
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
        if (ui->in.released && !ui->moved && scene->under.any) toggle_pin(scene);
    } else if (ui_over(ui, rect) && ui->in.right_pressed) {
        ui_send(ui, "zoom 1 0.5 0.5");
    }
    float notches = held ? 0 : ui_wheel(ui, ui_id(label), rect);
    if (notches != 0) zoom_about_pointer(scene, rect, notches);
}

void picture_mark(Scene *scene, Rect rect, Pixel pixel) {
    if (!pixel.any) return;
    Ui *ui = scene->ui;
    Rect part = picture_part(scene->settings);
    float w = (float)scene->model->x.width, h = (float)scene->model->x.height;
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

void picture_draw_framed(Scene *scene, Rect rect, int texture, Part part, Hue hue) {
    Ui *ui = scene->ui;
    bool lit = ui_is_pointed(ui, hue);
    float frame = fmaxf(1, ui_px(ui, lit ? 2 : 1)), bar = ui_px(ui, lit ? 6 : 3);
    draw_flat(ui->list, rect_inset(rect, -frame), ui_color(ui, lit ? hue : HUE_LINE));
    draw_picture(ui->list, texture, rect,
                 (Rect){ (float)part.x, (float)part.y, (float)part.width, (float)part.height });
    ui_point(ui, rect, hue);
    draw_flat(ui->list, (Rect){ rect.x, rect.y - bar, rect.w, bar }, ui_color(ui, hue));
}

float picture_aspect(const Model *model) {
    return fminf(fmaxf((float)model->x.height / (float)model->x.width, 0.2f), 5);
}

void picture_size_within(const Model *model, float width, float height, float *out_width,
                         float *out_height) {
    const Picture *x = &model->x;
    float aspect = picture_aspect(model);
    *out_width = floorf(fminf(width, height / aspect));
    *out_height = floorf(*out_width * aspect);
    // Whole multiples of the picture's pixels look even, which matters most below two; take one
    // if it costs little.
    float times = *out_width / (float)x->width, whole = floorf(times);
    bool fits = whole * (float)x->height <= *out_height;
    if (times >= 1 && whole / times > (times < 2 ? 0.8f : 0.9f) && fits) {
        *out_width = whole * (float)x->width;
        *out_height = whole * (float)x->height;
    }
}

float picture_whole_pixels(float width, int pixels, float least) {
    float whole = floorf(width / (float)pixels) * (float)pixels;
    return whole >= (float)pixels && whole > least * width ? whole : floorf(width);
}
