// SPDX-License-Identifier: MIT
#include "panel/reverse/step.h"

#include "base/translate.h"

#include <stdio.h>

static double followed_value(const Scene *scene, PictureKind kind) {
    return (double)model_value(scene->model, kind, scene_channel(scene),
                               scene_followed_index(scene));
}

Step step_of(const Scene *scene) {
    const Schedule *table = &scene->model->schedule;
    const ReverseSettings *settings = &scene->settings->reverse;
    int t = scene->settings->t;
    Step step = { .t = t, .first = t == 1, .flat = table->beta[t] == 1 };
    step.x = followed_value(scene, PICTURE_X);
    step.own_z = followed_value(scene, PICTURE_Z);
    step.before = followed_value(scene, PICTURE_ZPREV);
    step.z = settings->hold_z ? settings->held_z : step.own_z;
    step.bayes = bayes_step(table, t, step.x, step.z);
    return step;
}

void step_value_name(const Scene *scene, char *out, size_t size) {
    Pixel pixel = scene_followed_pixel(scene);
    bool coloured = scene_has_channels(scene);
    char name[64], channel[CHANNEL_NAME];
    snprintf(name, sizeof name, _("pixel %d, %d"), pixel.x, pixel.y);
    snprintf(out, size, "%s%s%s%s", name, coloured ? " · " : "",
             coloured ? scene_channel_name(scene, channel) : "",
             scene->under.any ? _(" · under the pointer")
             : pixel.pinned   ? _(" · pinned")
                              : _(" · the middle one"));
}
