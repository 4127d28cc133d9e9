// SPDX-License-Identifier: MIT
#include "app/app.h"
#include "base/memory.h"
#include "core/kernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool same_key(const TextureKey *a, const TextureKey *b) {
    return a->x == b->x && a->n == b->n && a->eta == b->eta && a->schedule == b->schedule &&
           a->t == b->t && a->width == b->width && a->height == b->height;
}

// The bytes to fill, NULL where the texture is up to date. Its number is kept with 1 added: 0 is
// none yet.
static uint8_t *start(App *app, AppTexture *texture, const TextureKey *key) {
    if (!texture->number) texture->number = renderer_texture(app->renderer) + 1;
    if (same_key(&texture->key, key)) return NULL;
    return mem_alloc((size_t)key->width * (size_t)key->height, 4);
}

static void finish(App *app, AppTexture *texture, const TextureKey *key, uint8_t *rgba) {
    Error error;
    if (renderer_texture_set(app->renderer, texture->number - 1, key->width, key->height, rgba,
                             &error))
        texture->key = *key;
    else
        app_say(app, true, error.text);
    free(rgba);
}

int mixture_texture(App *app, MixtureTexture which, const Picture *picture, unsigned stamp) {
    AppTexture *texture = &app->mixture.textures[which];
    const TextureKey key = { .x = stamp, .width = picture->width, .height = picture->height };
    uint8_t *rgba = start(app, texture, &key);
    if (rgba) {
        const Mix mix = { .h = 1 };
        MixPlanes planes[3] = { { NULL } };
        for (int c = 0; c < 3; c++)
            planes[c].x = picture_plane(picture, picture->channels == 3 ? c : 0);
        kernels()->mix_rgba(rgba, picture_plane_length(picture), &mix, planes);
        finish(app, texture, &key, rgba);
    }
    return texture->number - 1;
}

static void put_cell(uint8_t *rgba, size_t stride, const Dataset *set, const uint8_t *bytes) {
    size_t w = (size_t)set->width, h = (size_t)set->height, plane = w * h;
    for (size_t y = 0; y < h; y++)
        for (size_t x = 0; x < w; x++) {
            const uint8_t *at = bytes + y * w + x;
            bool grey = set->channels == 1;
            const uint8_t pixel[4] = { at[0], at[grey ? 0 : plane], at[grey ? 0 : 2 * plane], 255 };
            memcpy(rgba + 4 * (y * stride + x), pixel, 4);
        }
}

// Rows of so many that no side is longer than any texture may be.
static size_t columns_for(const Dataset *set, size_t count) {
    size_t most = 4096 / (size_t)set->width;
    most = most < 1 ? 1 : most;
    return count < most ? count : most;
}

int mixture_texture_row(App *app, MixtureTexture which, const Dataset *set, MixtureBytes *bytes,
                        const void *user, size_t count, TextureKey key) {
    AppTexture *texture = &app->mixture.textures[which];
    size_t columns = columns_for(set, count), rows = (count + columns - 1) / columns;
    key.width = (int)columns * set->width;
    key.height = (int)rows * set->height;
    app->mixture.columns[which] = (int)columns;
    app->mixture.rows[which] = (int)rows;
    uint8_t *rgba = start(app, texture, &key);
    if (rgba) {
        for (size_t i = 0; i < count; i++) {
            size_t x = i % columns * (size_t)set->width, y = i / columns * (size_t)set->height;
            put_cell(rgba + 4 * (y * (size_t)key.width + x), (size_t)key.width, set,
                     bytes(user, i));
        }
        finish(app, texture, &key, rgba);
    }
    return texture->number - 1;
}

float mixture_whole_pixels(float width, int pixels) {
    float whole = floorf(width / (float)pixels) * (float)pixels;
    return whole >= 2 * (float)pixels && whole > 0.85f * width ? whole : floorf(width);
}

Rect mixture_cell(const App *app, MixtureTexture which, size_t index) {
    const MixtureView *view = &app->mixture;
    size_t columns = (size_t)view->columns[which];
    if (!columns) return (Rect){ 0, 0, 1, 1 };
    float w = 1 / (float)columns, h = 1 / (float)view->rows[which];
    return (Rect){ (float)(index % columns) * w, (float)(index / columns) * h, w, h };
}
