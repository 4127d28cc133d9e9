// SPDX-License-Identifier: MIT
// The model's pictures as textures: each is made again where what it is made from has changed.
#ifndef ALPHABAR_PANEL_PICTURE_TEXTURES_H
#define ALPHABAR_PANEL_PICTURE_TEXTURES_H

#include "model/thin.h"
#include "panel/scene.h"

// Zero is none yet.
typedef struct PictureTextures {
    Texture textures[PICTURE_KINDS];
    bool thin[PICTURE_KINDS]; // of the thinned planes
    Thin planes;              // for pictures larger than their place
    Key planes_key;
} PictureTextures;
void picture_textures_free(PictureTextures *textures);

// Makes those of these kinds that are not up to date, at once, which is faster than one by one.
// `part` of the picture is shown on width × height pixels; it becomes what of the textures is to be
// drawn. `channel`: in that one's levels of grey, as numbers in the pixels say; ALL_CHANNELS: in
// colour. What fails is reported to the scene.
enum { ALL_CHANNELS = -1 };
void picture_textures_make(Scene *scene, PictureTextures *textures, const PictureKind kinds[],
                           int count, Part *part, int width, int height, int channel);

int picture_texture(Scene *scene, PictureTextures *textures, PictureKind kind); // for draw_picture

#endif
