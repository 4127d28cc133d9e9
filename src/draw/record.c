// SPDX-License-Identifier: MIT
#include "draw/record.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void record_clear(DrawRecord *record) {
    record->count = record->point_count = record->byte_count = 0;
}

void record_free(DrawRecord *record) {
    free(record->items);
    free(record->points);
    free(record->bytes);
    *record = (DrawRecord){ 0 };
}

static RecordItem *add(DrawRecord *record, RecordItem item) {
    record->items = mem_grow(record->items, &record->room, record->count + 1, sizeof item);
    record->items[record->count] = item;
    return &record->items[record->count++];
}

static size_t add_points(DrawRecord *record, const Point *points, size_t count) {
    size_t first = record->point_count;
    record->points =
        mem_grow(record->points, &record->point_room, first + count, sizeof *record->points);
    memcpy(record->points + first, points, count * sizeof *points);
    record->point_count += count;
    return first;
}

static void add_bytes(DrawRecord *record, const char *text, size_t length) {
    record->bytes = mem_grow(record->bytes, &record->byte_room, record->byte_count + length, 1);
    memcpy(record->bytes + record->byte_count, text, length);
    record->byte_count += length;
}

void record_rect(DrawRecord *record, Layer layer, RecordKind kind, Rect rect, float radius,
                 Color color) {
    add(record, (RecordItem){
                    .kind = kind, .layer = layer, .rect = rect, .radius = radius, .color = color });
}

void record_line(DrawRecord *record, Layer layer, const Point *points, size_t count, float width,
                 float on, float off, Color color) {
    if (count < 2) return;
    size_t first = add_points(record, points, count);
    add(record, (RecordItem){ .kind = RECORD_LINE,
                              .layer = layer,
                              .color = color,
                              .width = width,
                              .on = on,
                              .off = off,
                              .first = first,
                              .count = count });
}

void record_polygon(DrawRecord *record, Layer layer, const Point *points, size_t count,
                    Color color) {
    size_t first = add_points(record, points, count);
    add(record, (RecordItem){ .kind = RECORD_POLYGON,
                              .layer = layer,
                              .color = color,
                              .first = first,
                              .count = count });
}

void record_picture(DrawRecord *record, Layer layer, int texture, Rect to, Rect from) {
    add(record,
        (RecordItem){
            .kind = RECORD_PICTURE, .layer = layer, .rect = to, .from = from, .texture = texture });
}

static bool goes_on(const DrawRecord *record, const RecordItem *last, Layer layer, TextStyle style,
                    float x, float baseline) {
    return last->kind == RECORD_TEXT && last->layer == layer && last->style.face == style.face &&
           last->style.size == style.size && last->rect.y == baseline &&
           memcmp(&last->style.color, &style.color, sizeof style.color) == 0 &&
           last->first + last->count == record->byte_count &&
           fabsf(last->rect.x + last->rect.w - x) < 0.01f * (float)style.size;
}

void record_text(DrawRecord *record, Layer layer, TextStyle style, float x, float baseline,
                 float width, const char *text) {
    size_t length = strlen(text);
    RecordItem *last = record->count ? &record->items[record->count - 1] : NULL;
    bool joins = last && goes_on(record, last, layer, style, x, baseline);
    if (!joins && !text[strspn(text, " ")]) return; // some programs drop a blank at the front
    if (!joins)
        last = add(record, (RecordItem){ .kind = RECORD_TEXT,
                                         .layer = layer,
                                         .color = style.color,
                                         .style = style,
                                         .rect = { x, baseline, 0, 0 },
                                         .first = record->byte_count });
    add_bytes(record, text, length);
    last->count += length;
    last->rect.w = x + width - last->rect.x;
}
