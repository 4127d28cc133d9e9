// SPDX-License-Identifier: MIT
#include "panel/scene.h"

#include "base/translate.h"
#include "ui/widgets.h"

#include <stdio.h>
#include <string.h>

void scene_report(Scene *scene, const Error *error) {
    scene->trouble = *error;
}

Pixel scene_pinned_pixel(const Scene *scene) {
    const PictureSettings *shown = &scene->settings->picture;
    bool any = shown->pin_x >= 0 && shown->pin_x < scene->model->x.width && shown->pin_y >= 0 &&
               shown->pin_y < scene->model->x.height;
    return (Pixel){ any, true, shown->pin_x, shown->pin_y };
}

Pixel scene_inspected_pixel(const Scene *scene) {
    return scene->under.any ? scene->under : scene_pinned_pixel(scene);
}

Pixel scene_followed_pixel(const Scene *scene) {
    const Picture *x = &scene->model->x;
    Pixel pixel = scene_inspected_pixel(scene);
    if (pixel.any) return pixel;
    int across = (int)(scene->settings->picture.zoom_x * x->width);
    int down = (int)(scene->settings->picture.zoom_y * x->height);
    return (Pixel){ true, false, across, down }; // in the middle of what is shown
}

size_t scene_followed_index(const Scene *scene) {
    Pixel pixel = scene_followed_pixel(scene);
    return (size_t)pixel.y * (size_t)scene->model->x.width + (size_t)pixel.x;
}

bool scene_has_channels(const Scene *scene) {
    return scene->model->x.channels > 1;
}

int scene_channel(const Scene *scene) {
    return scene->model->shown[scene->settings->picture.channel];
}

const char *scene_channel_name(const Scene *scene, char out[CHANNEL_NAME]) {
    const Picture *x = &scene->model->x;
    if (x->channels == 1) return _("grey");
    if (x->channels == 3)
        return _(option_choice(option_row(OPT_CHANNEL), scene->settings->picture.channel));
    snprintf(out, CHANNEL_NAME, _("channel %d"), scene_channel(scene));
    return out;
}

const char *scene_channel_title(const Scene *scene, char out[CHANNEL_NAME]) {
    int channels = scene->model->x.channels;
    const char *name = scene_channel_name(scene, out);
    if (channels == 1 || channels == 3) snprintf(out, CHANNEL_NAME, _("%s channel"), name);
    return out;
}

float scene_segments(const Scene *scene, float right, float y, float units, OptionId id,
                     const char *const *texts, int count) {
    Ui *ui = scene->ui;
    if (scene->still || scene->lecture) return right;
    float width = ui_px(ui, units);
    ui_segments(ui, (Rect){ right - width, y, width, ui_px(ui, 22) }, option_row(id), texts, count);
    return right - width;
}

void scene_title(const Scene *scene, float x, float y, float room, const char *full) {
    Ui *ui = scene->ui;
    RichStyle style = { FACE_BOLD, 13.5f, HUE_INK };
    char text[256];
    snprintf(text, sizeof text, "%s", full);
    char *rest = strchr(text, ':');
    if (rest && rich_width(ui, style, text) > room) *rest = '\0';
    if (rich_width(ui, style, text) <= room) rich_draw(ui, style, x, y + ui_px(ui, 16), text);
}

bool scene_consume_escape(const Scene *scene) {
    Ui *ui = scene->ui;
    const LookSettings *look = &scene->settings->look;
    bool above = ui->opened || ui->editing || look->help || scene->settings->export.sheet ||
                 look->presenting;
    bool taken = ui->in.escape && !above;
    if (taken) ui->in.escape = false;
    return taken;
}
