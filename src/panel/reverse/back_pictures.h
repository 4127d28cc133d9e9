// SPDX-License-Identifier: MIT
// A row of pictures: one step back and its residual, draws side by side, differences, or a walk
// beside the chain.
#ifndef ALPHABAR_PANEL_REVERSE_BACK_PICTURES_H
#define ALPHABAR_PANEL_REVERSE_BACK_PICTURES_H

#include "panel/reverse/back_row.h"

typedef struct BackPictures {
    BackPlanes planes;
    Texture textures[BACK_CELLS];
    float *values; // of a difference
    size_t values_room;
} BackPictures;

void back_pictures_free(BackPictures *back);

// What a row needs at that width, of at most `room`; pixels.
float back_pictures_height(const Scene *scene, float width, float room);

// The row of that kind (ReverseRow). `chosen`: which row it is can be chosen in it. Where there is
// no memory for its planes nothing is drawn, and the scene says why (scene_report).
void back_pictures_draw(Scene *scene, BackPictures *back, int kind, bool chosen, Rect rect);

#endif
