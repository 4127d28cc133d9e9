// SPDX-License-Identifier: MIT
// What the panels of the mixture share: pictures of the set as textures, numbers and words.
#ifndef ALPHABAR_PANEL_MIXTURE_PARTS_H
#define ALPHABAR_PANEL_MIXTURE_PARTS_H

#include "panel/picture.h"
#include "panel/scene.h"

// Whether there is something of the set to show; else says in `rect` what is waited for.
bool mixture_is_ready(const Scene *scene, Rect rect);

// The texture of one picture, for draw_picture; `stamp` says which. Where there is no memory for it
// the scene says so (scene_report).
int mixture_texture(Scene *scene, Texture *texture, const Picture *picture, unsigned stamp);

// Pictures of the set, or bytes like them, side by side in one texture. `key` says what they are
// made from; its width and height are set here. Fails as mixture_texture.
typedef struct RowTexture {
    Texture texture;
    int columns, rows; // of pictures in it
} RowTexture;
typedef const uint8_t *MixtureBytes(const void *user, size_t index);
int mixture_texture_row(Scene *scene, RowTexture *row, MixtureBytes *bytes, const void *user,
                        size_t count, Key key);
Rect mixture_cell(const RowTexture *row, size_t index); // of the texture, 0..1

// The largest whole multiple of the set's pixels within `width`, where that costs little.
float mixture_whole_pixels(float width, int pixels);

void mixture_write_count(char *out, size_t size, double value); // "60 000", "12.5"
// What the picture is labelled as, "sneaker" or "7"; empty where the set has no labels.
void mixture_write_label(char *out, size_t size, const Dataset *set, size_t index);

// Wrapped text, and a heading, from y on; both return the y below.
float mixture_paragraph(Ui *ui, Rect rect, float y, const char *text);
float mixture_heading(Ui *ui, Rect rect, float y, const char *text);

#endif
