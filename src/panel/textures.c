// SPDX-License-Identifier: MIT
#include "panel/textures.h"

#include "base/memory.h"

#include <stdlib.h>

void textures_free(Textures *textures) {
    free(textures->scratch);
    *textures = (Textures){ 0 };
}

bool texture_is_fresh(const Texture *texture, const Key *key) {
    return texture->place && key_same(&texture->key, key);
}

uint8_t *textures_scratch(Textures *textures, size_t bytes) {
    textures->scratch = mem_grow(textures->scratch, &textures->room, bytes, 1);
    return textures->scratch;
}

int texture_number(Textures *textures, Texture *texture) {
    if (!texture->place) texture->place = renderer_texture(textures->renderer) + 1;
    return texture->place - 1;
}

bool texture_upload(Textures *textures, Texture *texture, const Key *key, const uint8_t *rgba,
                    Error *error) {
    texture->key = (Key){ 0 };
    if (!renderer_texture_set(textures->renderer, texture_number(textures, texture), key->width,
                              key->height, rgba, error))
        return false;
    texture->key = *key;
    return true;
}
