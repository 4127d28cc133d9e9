// SPDX-License-Identifier: MIT
#include "app/app.h"
#include "app/compare.h"
#include "base/memory.h"
#include "base/parallel.h"

#include <string.h>

static uint8_t *scratch(App *app, size_t bytes) {
    app->scratch = mem_grow(app->scratch, &app->scratch_room, bytes, 1);
    return app->scratch;
}

static bool same_key(const TextureKey *a, const TextureKey *b) {
    return a->x == b->x && a->n == b->n && a->eta == b->eta && a->schedule == b->schedule &&
           a->t == b->t && a->width == b->width && a->height == b->height;
}

static void upload(App *app, AppTexture *texture, TextureKey key, const uint8_t *rgba) {
    Error error;
    texture->key = (TextureKey){ 0 };
    if (renderer_texture_set(app->renderer, texture->number, key.width, key.height, rgba, &error))
        texture->key = key;
    else
        app_say(app, true, error.text);
}

// A picture with more pixels than its place on the screen is thinned out once a plane of noise, and
// what is shown is made of what is left.
static bool follow_thin(App *app, Part part, int width, int height) {
    const Model *model = &app->model;
    TextureKey key = { .x = model->x_stamp,
                       .n = model->n_stamp,
                       .eta = model->eta_stamp,
                       .width = width,
                       .height = height };
    if (same_key(&key, &app->thin_key) && memcmp(&part, &app->thin_part, sizeof part) == 0)
        return true;
    Error error;
    if (!model_thin(model, &app->thin, part, width, height, &error)) {
        app_say(app, true, error.text);
        return false;
    }
    app->thin_key = key;
    app->thin_part = part;
    app->thin_stamp++;
    return true;
}

static TextureKey key_of(const App *app, PictureKind kind, bool thin, int width, int height) {
    const Model *model = &app->model;
    bool moves = kind != PICTURE_X && kind != PICTURE_NOISE;
    return (TextureKey){ .x = thin ? app->thin_stamp : model->x_stamp,
                         .n = kind == PICTURE_X ? 0 : model->n_stamp,
                         .eta = kind == PICTURE_SAMPLE ? model->eta_stamp : 0,
                         .schedule = moves ? model->schedule_stamp : 0,
                         .t = moves ? model->made.t : 0,
                         .width = thin ? width : model->x.width,
                         .height = thin ? height : model->x.height };
}

void app_textures(App *app, const PictureKind kinds[], int count, Part *part, int width,
                  int height) {
    const Model *model = &app->model;
    bool large = model->x.width > width || model->x.height > height;
    bool thin = large && follow_thin(app, *part, width, height);
    PictureKind stale[PICTURE_KINDS];
    TextureKey keys[PICTURE_KINDS];
    uint8_t *rgba[PICTURE_KINDS];
    int stale_count = 0;
    for (int i = 0; i < count; i++) {
        const AppTexture *texture = &app->pictures[kinds[i]];
        TextureKey key = key_of(app, kinds[i], thin, width, height);
        if (same_key(&key, &texture->key) && thin == texture->thin) continue;
        keys[stale_count] = key;
        stale[stale_count++] = kinds[i];
    }
    if (thin) *part = (Part){ 0, 0, 1, 1 };
    if (!stale_count) return;
    size_t bytes = (size_t)keys[0].width * (size_t)keys[0].height * 4;
    rgba[0] = scratch(app, (size_t)stale_count * bytes);
    for (int i = 1; i < stale_count; i++) rgba[i] = rgba[i - 1] + bytes;
    model_pictures(model, thin ? &app->thin : NULL, stale, stale_count, rgba);
    for (int i = 0; i < stale_count; i++) {
        upload(app, &app->pictures[stale[i]], keys[i], rgba[i]);
        app->pictures[stale[i]].thin = thin;
    }
}

int app_texture(App *app, PictureKind kind, Part *part, int width, int height) {
    app_textures(app, &kind, 1, part, width, height);
    return app->pictures[kind].number;
}

int app_strip_texture(App *app, int cell, int t, int width, int height) {
    const Model *model = &app->model;
    TextureKey key = { .x = model->x_stamp,
                       .n = model->noise_stamp,
                       .schedule = model->schedule_stamp,
                       .t = t,
                       .width = width,
                       .height = height };
    AppTexture *texture = &app->strip[cell];
    if (!same_key(&key, &texture->key)) {
        uint8_t *rgba = scratch(app, (size_t)width * (size_t)height * 4);
        model_strip_rgba(model, t, width, height, rgba);
        upload(app, texture, key, rgba);
    }
    return texture->number;
}

// Compare ------------------------------------------------------------------------------------

typedef struct StaleCell {
    AppTexture *texture;
    const Schedule *schedule;
    TextureKey key;
} StaleCell;

typedef struct StaleCells {
    const Model *model;
    StaleCell cells[COMPARE_MOST * STRIP_CELLS];
    size_t count, bytes; // of one
    uint8_t *rgba;
} StaleCells;

static void make_stale_cell(void *user, size_t part) {
    const StaleCells *stale = user;
    const StaleCell *cell = &stale->cells[part];
    model_strip_rgba_of(stale->model, cell->schedule, cell->key.t, cell->key.width,
                        cell->key.height, stale->rgba + part * stale->bytes);
}

void compare_textures(App *app, const CompareCells *cells) {
    const Model *model = &app->model;
    StaleCells stale = { .model = model,
                         .bytes = (size_t)cells->width * (size_t)cells->height * 4 };
    for (int i = 0; i < model->made.compare.list.count; i++)
        for (int k = 0; k < cells->count; k++) {
            TextureKey key = { .x = model->x_stamp,
                               .n = model->noise_stamp,
                               .schedule = compare_stamp(model, i),
                               .t = cells->steps[i][k],
                               .width = cells->width,
                               .height = cells->height };
            AppTexture *texture = &app->compared[i][k];
            if (!same_key(&key, &texture->key))
                stale.cells[stale.count++] = (StaleCell){ texture, compare_table(model, i), key };
        }
    if (!stale.count) return;
    stale.rgba = scratch(app, stale.count * stale.bytes);
    parallel_run(stale.count, make_stale_cell, &stale);
    for (size_t i = 0; i < stale.count; i++)
        upload(app, stale.cells[i].texture, stale.cells[i].key, stale.rgba + i * stale.bytes);
}
