// SPDX-License-Identifier: MIT
// Replays a draw list with OpenGL 3.3 core (the part of it that OpenGL ES 3.0 has too). All calls
// need the context that was current at renderer_create.
#ifndef ALPHABAR_DRAW_RENDERER_H
#define ALPHABAR_DRAW_RENDERER_H

#include "base/error.h"
#include "draw/font.h"
#include "draw/list.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Renderer Renderer;

// shader_folder: where to look for shape.vert and so on before the built-in ones; NULL for none.
Renderer *renderer_create(const char *shader_folder, Error *error);
void renderer_free(Renderer *renderer);

const char *renderer_describe(void); // "OpenGL 3.3 on ..." for bench and bug reports

// Reads changed shader files again. One that fails to compile is reported in the log with its name,
// and the last good one stays. Returns whether anything changed.
bool renderer_reload_shaders(Renderer *renderer);

// Textures hold RGBA bytes, top row first, and show their texels unblended (nearest).
int renderer_texture(Renderer *renderer);
// Fails when the driver has no texture that large.
bool renderer_texture_set(Renderer *renderer, int texture, int width, int height,
                          const uint8_t *rgba, Error *error);

// A copy of a texture's bytes; free() it. NULL where it holds none.
uint8_t *renderer_texture_get(Renderer *renderer, int texture, int *width, int *height);

// Draws to the window, or to the off-screen target where renderer_target made one.
void renderer_draw(Renderer *renderer, const DrawList *list, Fonts *fonts, int width, int height,
                   Color ground);

// An off-screen target of that size, at most renderer_max_side; renderer_read copies what was drawn
// as RGBA, top row first, from it or from the window's back buffer.
bool renderer_target(Renderer *renderer, int width, int height, Error *error);
int renderer_max_side(void);
void renderer_finish(void); // waits until all is drawn
void renderer_read(Renderer *renderer, int width, int height, uint8_t *rgba);

#endif
