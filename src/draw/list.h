// SPDX-License-Identifier: MIT
// A frame as data: shapes, pictures and text, to be replayed by draw/renderer.h.
//
// Coordinates are pixels of the target, origin at the top left, y down. A layer draws its flat
// rectangles, then its shapes, then its pictures, then its text: within a layer nothing needs to be
// sorted, and a whole layer costs a handful of draw calls. What must lie above a picture or a
// label goes into a higher layer.
#ifndef ALPHABAR_DRAW_LIST_H
#define ALPHABAR_DRAW_LIST_H

#include "draw/color.h"
#include "draw/geometry.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct FlatVertex {
    float x, y;
    Color color;
} FlatVertex;

// A corner of a box with rounded corners; see draw/shapes.c.
typedef struct ShapeVertex {
    float x, y;
    Color color;
    float place_x, place_y;       // from the box's centre, along its sides
    float half_x, half_y, radius; // of the box
} ShapeVertex;

typedef struct TextVertex {
    float x, y;
    uint16_t u, v; // atlas texels
    Color color;
} TextVertex;

typedef struct PictureQuad {
    Rect to;
    Rect from; // of the texture, 0..1
    int texture;
} PictureQuad;

typedef struct DrawLayer {
    FlatVertex *flats; // triangles without blending
    size_t flat_count, flat_room;
    ShapeVertex *shapes; // triangles, blended
    size_t shape_count, shape_room;
    PictureQuad *pictures;
    size_t picture_count, picture_room;
    TextVertex *text; // triangles
    size_t text_count, text_room;
} DrawLayer;

// Zero is an empty list. It owns its arrays and keeps their room from frame to frame.
typedef struct DrawList {
    DrawLayer layers[LAYERS];
    Layer layer;               // where the functions below draw
    struct DrawRecord *record; // borrowed: what is drawn is kept there too (draw/record.h)
} DrawList;

void draw_clear(DrawList *list);
void draw_free(DrawList *list);

// Opaque rectangle with edges on whole pixels; the cheapest thing there is.
void draw_flat(DrawList *list, Rect rect, Color color);

// Antialiased, blended. radius 0 gives sharp corners.
void draw_rect(DrawList *list, Rect rect, float radius, Color color);
void draw_outline(DrawList *list, Rect rect, float width, Color color); // inside of rect, sharp
void draw_circle(DrawList *list, Point centre, float radius, Color color);
void draw_triangle(DrawList *list, Point a, Point b, Point c, Color color);

void draw_line(DrawList *list, Point from, Point to, float width, Color color);
void draw_polyline(DrawList *list, const Point *points, size_t count, float width, Color color);
void draw_dashes(DrawList *list, const Point *points, size_t count, float width, float on,
                 float off, Color color);

// The area between two curves over the same x.
void draw_band(DrawList *list, const float *x, const float *low, const float *high, size_t count,
               Color color);

void draw_picture(DrawList *list, int texture, Rect to, Rect from);

// A glyph's quad; text is laid out by draw/text.h.
void draw_glyph(DrawList *list, Rect to, uint16_t u, uint16_t v, uint16_t w, uint16_t h,
                Color color);

#endif
