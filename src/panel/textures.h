// SPDX-License-Identifier: MIT
// Pictures on the screen: bytes are made where what they were made from has changed, and uploaded.
#ifndef ALPHABAR_PANEL_TEXTURES_H
#define ALPHABAR_PANEL_TEXTURES_H

#include "draw/renderer.h"
#include "model/key.h"

typedef struct Textures {
    Renderer *renderer; // borrowed
    uint8_t *scratch;   // RGBA for those that are being made
    size_t room;
} Textures;

// Zero is none yet. `key` is what it was made from; its width and height are the texture's.
typedef struct Texture {
    int place; // its number with 1 added
    Key key;
} Texture;

void textures_free(Textures *textures); // what is on the card is the renderer's

// Whether it holds what is made from that.
bool texture_is_fresh(const Texture *texture, const Key *key);

// Room for `bytes` of RGBA, until the next call.
uint8_t *textures_scratch(Textures *textures, size_t bytes);

// Uploads key->width × key->height pixels. False, with an error, where the driver has no such
// texture.
bool texture_upload(Textures *textures, Texture *texture, const Key *key, const uint8_t *rgba,
                    Error *error);

int texture_number(Textures *textures, Texture *texture); // for draw_picture

#endif
