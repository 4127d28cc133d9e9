// SPDX-License-Identifier: MIT
#include "model/opened.h"

#include "base/memory.h"
#include "base/path.h"

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

size_t opened_bytes(const Opened *opened) {
    if (!opened) return 0;
    const Image *image = &opened->image;
    size_t pixels = (size_t)image->width * (size_t)image->height;
    return sizeof *opened + pixels * (size_t)image->channels * (size_t)(image->bits / 8) +
           (size_t)opened->beta_count * sizeof(double);
}
