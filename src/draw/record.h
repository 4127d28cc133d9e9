// SPDX-License-Identifier: MIT
// What was drawn, not how: the same calls that fill a draw list, kept as lines, areas and words,
// for files that hold such things (draw/svg.h). A list records where it has been given a record.
#ifndef ALPHABAR_DRAW_RECORD_H
#define ALPHABAR_DRAW_RECORD_H

#include "draw/font.h"
#include "draw/geometry.h"

#include <stddef.h>

typedef enum RecordKind {
    RECORD_FLAT, // in the order of a layer's drawing: see draw/list.h
    RECORD_RECT,
    RECORD_POLYGON,
    RECORD_LINE,
    RECORD_PICTURE,
    RECORD_TEXT,
} RecordKind;

typedef struct RecordItem {
    RecordKind kind;
    Layer layer;
    Color color;
    Rect rect; // flat, rectangle, picture; of a text its pen: x, baseline, width
    Rect from; // of the texture
    int texture;
    float radius;         // of a rectangle's corners
    float width, on, off; // of a line; off 0: no dashes
    size_t first, count;  // points of a line or polygon, bytes of a text
    TextStyle style;
} RecordItem;

typedef struct DrawRecord {
    RecordItem *items;
    size_t count, room;
    Point *points;
    size_t point_count, point_room;
    char *bytes; // UTF-8 of the texts
    size_t byte_count, byte_room;
} DrawRecord;

void record_clear(DrawRecord *record);
void record_free(DrawRecord *record); // leaves an empty one

// One call each for the functions of draw/list.h and draw/text.h.
void record_rect(DrawRecord *record, Layer layer, RecordKind kind, Rect rect, float radius,
                 Color color);
void record_line(DrawRecord *record, Layer layer, const Point *points, size_t count, float width,
                 float on, float off, Color color);
void record_polygon(DrawRecord *record, Layer layer, const Point *points, size_t count,
                    Color color);
void record_picture(DrawRecord *record, Layer layer, int texture, Rect to, Rect from);
// Text that goes on where the last one ended joins it.
void record_text(DrawRecord *record, Layer layer, TextStyle style, float x, float baseline,
                 float width, const char *text);

#endif
