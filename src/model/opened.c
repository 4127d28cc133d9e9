// SPDX-License-Identifier: MIT
#include "model/opened.h"

#include "base/memory.h"
#include "base/path.h"
#include "conf/palette.h"

#include <stdio.h>
#include <stdlib.h>

static Opened *opened_new(const char *name, const char *path) {
    Opened *opened = mem_alloc(1, sizeof *opened);
    opened->holders = 1;
    snprintf(opened->name, sizeof opened->name, "%s", name);
    path_whole(opened->path, sizeof opened->path, path);
    return opened;
}

Opened *opened_picture(Image image, const char *name, const char *path) {
    Opened *opened = opened_new(name, path);
    opened->image = image;
    return opened;
}

Opened *opened_list(double *betas, int count, const char *name, const char *path) {
    Opened *opened = opened_new(name, path);
    opened->betas = betas;
    opened->beta_count = count;
    return opened;
}

Opened *opened_hold(Opened *opened) {
    if (opened) atomic_fetch_add(&opened->holders, 1);
    return opened;
}

void opened_drop(Opened *opened) {
    if (!opened || atomic_fetch_sub(&opened->holders, 1) > 1) return;
    image_free(&opened->image);
    free(opened->betas);
    free(opened);
}

void ready_picture_free(ReadyPicture *ready) {
    opened_drop(ready->picture);
    picture_free(&ready->x);
    *ready = (ReadyPicture){ 0 };
}

bool ready_picture_make(ReadyPicture *ready, Error *error) {
    const Image *image = &ready->picture->image;
    unsigned ground = palette_hex(ready->theme, HUE_GROUND);
    const uint8_t background[3] = { (uint8_t)(ground >> 16), (uint8_t)(ground >> 8),
                                    (uint8_t)ground };
    enum { PLANES_HELD = 5, PLANES_LARGE = 2 }; // x and the one before it; n_t, n_{t-1}, eta
    int width, height, channels;
    image_size_at(image, ready->resolution, &width, &height, &channels);
    bool held = (double)width * height * channels <= MODEL_HELD_VALUES;
    if (!picture_fits(width, height, channels, held ? PLANES_HELD : PLANES_LARGE, error) ||
        !image_to_picture(&ready->x, image, ready->resolution, background, error))
        return false;
    ready->moments = picture_moments(&ready->x);
    ready->levels = levels_of(&ready->x);
    return true;
}

size_t opened_bytes(const Opened *opened) {
    if (!opened) return 0;
    const Image *image = &opened->image;
    size_t pixels = (size_t)image->width * (size_t)image->height;
    return sizeof *opened + pixels * (size_t)image->channels * (size_t)(image->bits / 8) +
           (size_t)opened->beta_count * sizeof(double);
}
