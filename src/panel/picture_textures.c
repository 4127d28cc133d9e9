// SPDX-License-Identifier: MIT
#include "panel/picture_textures.h"

void picture_textures_free(PictureTextures *textures) {
    thin_free(&textures->planes);
}

static Key part_key(const Model *model, Part part, int width, int height) {
    return (Key){ .x = model->x_stamp,
                  .n = model->n_stamp,
                  .eta = model->eta_stamp,
                  .width = width,
                  .height = height,
                  .part_x = part.x,
                  .part_y = part.y,
                  .part_width = part.width,
                  .part_height = part.height };
}

// A picture with more pixels than its place on the screen is thinned out once a plane of noise, and
// what is shown is made of what is left.
static bool follow_thin(Scene *scene, PictureTextures *textures, const Key *key, Part part) {
    if (key_same(&textures->planes_key, key)) return true;
    Error error;
    textures->planes_key = (Key){ 0 };
    if (!model_thin(scene->model, &textures->planes, part, key->width, key->height, &error)) {
        scene_report(scene, &error);
        return false;
    }
    textures->planes_key = *key;
    return true;
}

// What the picture of this kind is made from. x and the noises do not move with t.
static Key key_of(const Model *model, PictureKind kind, const Key *place) {
    bool own = kind == PICTURE_X || kind == PICTURE_ETA;
    bool moves = !own && kind != PICTURE_NOISE;
    Key key = *place;
    key.n = own ? 0 : model->n_stamp;
    key.eta = kind == PICTURE_SAMPLE || kind == PICTURE_ETA ? model->eta_stamp : 0;
    key.schedule = moves ? model->schedule_stamp : 0;
    key.t = moves ? model->made.t : 0;
    return key;
}

static void make_grey(uint8_t *rgba, size_t count, int channel) {
    for (uint8_t *at = rgba; count--; at += 4) at[0] = at[1] = at[2] = at[channel];
}

void picture_textures_make(Scene *scene, PictureTextures *textures, const PictureKind kinds[],
                           int count, Part *part, int width, int height, int channel) {
    const Model *model = scene->model;
    // What is not held is drawn as the screen has it, however few pixels that skips.
    bool large = model->x.width > width || model->x.height > height || !model_holds_planes(model);
    if (!model_holds_planes(model) && part->width == 1 && part->height == 1) {
        width = width < model->x.width ? width : model->x.width;
        height = height < model->x.height ? height : model->x.height;
    }
    const Part whole = { 0, 0, 1, 1 };
    Key place = part_key(model, *part, width, height);
    bool thin = large && follow_thin(scene, textures, &place, *part);
    if (!thin && !model_holds_planes(model)) return; // there is no memory: it was said
    if (thin)
        *part = whole;
    else
        place = part_key(model, whole, model->x.width, model->x.height);
    place.channel = channel - ALL_CHANNELS;
    PictureKind stale[PICTURE_KINDS];
    uint8_t *rgba[PICTURE_KINDS];
    int stale_count = 0;
    for (int i = 0; i < count; i++) {
        Key key = key_of(model, kinds[i], &place);
        bool fresh = texture_is_fresh(&textures->textures[kinds[i]], &key);
        if (!fresh || textures->thin[kinds[i]] != thin) stale[stale_count++] = kinds[i];
    }
    if (!stale_count) return;
    size_t bytes = (size_t)place.width * (size_t)place.height * 4;
    rgba[0] = textures_scratch(scene->textures, (size_t)stale_count * bytes);
    for (int i = 1; i < stale_count; i++) rgba[i] = rgba[i - 1] + bytes;
    model_pictures(model, thin ? &textures->planes : NULL, stale, stale_count, rgba);
    if (channel != ALL_CHANNELS) make_grey(rgba[0], (size_t)stale_count * bytes / 4, channel);
    for (int i = 0; i < stale_count; i++) {
        Key key = key_of(model, stale[i], &place);
        Error error;
        textures->thin[stale[i]] = thin;
        if (!texture_upload(scene->textures, &textures->textures[stale[i]], &key, rgba[i], &error))
            scene_report(scene, &error);
    }
}

int picture_texture(Scene *scene, PictureTextures *textures, PictureKind kind) {
    return texture_number(scene->textures, &textures->textures[kind]);
}
