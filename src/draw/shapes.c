// SPDX-License-Identifier: MIT
// Every shape is a box with rounded corners, turned any way: two triangles. Lines are thin boxes,
// circles are boxes that are all corner. The fragment shader takes the distance to its edge and
// makes the antialiasing of it.
#include "base/memory.h"
#include "draw/list.h"
#include "draw/record.h"

#include <math.h>
#include <stdlib.h>

static ShapeVertex *room_for(DrawList *list, size_t count) {
    DrawLayer *layer = &list->layers[list->layer];
    layer->shapes = mem_grow(layer->shapes, &layer->shape_room, layer->shape_count + count,
                             sizeof *layer->shapes);
    ShapeVertex *to = layer->shapes + layer->shape_count;
    layer->shape_count += count;
    return to;
}

static void put_quad(DrawList *list, const ShapeVertex corners[4]) {
    ShapeVertex *to = room_for(list, 6);
    to[0] = to[3] = corners[0];
    to[1] = corners[1];
    to[2] = to[4] = corners[2];
    to[5] = corners[3];
}

// A box about `centre`, half as long as half_x along `along` (a unit vector), half_y across.
static void put_box(DrawList *list, Point centre, Point along, float half_x, float half_y,
                    float radius, Color color) {
    float out_x = half_x + 1, out_y = half_y + 1; // room for the soft edge
    static const float sign[4][2] = { { -1, -1 }, { 1, -1 }, { 1, 1 }, { -1, 1 } };
    ShapeVertex corners[4];
    for (int i = 0; i < 4; i++) {
        float x = sign[i][0] * out_x, y = sign[i][1] * out_y;
        corners[i] = (ShapeVertex){ .x = centre.x + x * along.x - y * along.y,
                                    .y = centre.y + x * along.y + y * along.x,
                                    .place_x = x,
                                    .place_y = y,
                                    .half_x = half_x,
                                    .half_y = half_y,
                                    .radius = radius,
                                    .color = color };
    }
    put_quad(list, corners);
}

void draw_rect(DrawList *list, Rect rect, float radius, Color color) {
    if (rect.w <= 0 || rect.h <= 0) return;
    radius = fmaxf(0, fminf(radius, fminf(rect.w, rect.h) / 2));
    if (list->record) record_rect(list->record, list->layer, RECORD_RECT, rect, radius, color);
    put_box(list, (Point){ rect.x + rect.w / 2, rect.y + rect.h / 2 }, (Point){ 1, 0 }, rect.w / 2,
            rect.h / 2, radius, color);
}

void draw_circle(DrawList *list, Point centre, float radius, Color color) {
    const Rect box = { centre.x - radius, centre.y - radius, 2 * radius, 2 * radius };
    if (list->record) record_rect(list->record, list->layer, RECORD_RECT, box, radius, color);
    put_box(list, centre, (Point){ 1, 0 }, radius, radius, radius, color);
}

void draw_outline(DrawList *list, Rect rect, float width, Color color) {
    draw_flat(list, (Rect){ rect.x, rect.y, rect.w, width }, color);
    draw_flat(list, (Rect){ rect.x, rect.y + rect.h - width, rect.w, width }, color);
    draw_flat(list, (Rect){ rect.x, rect.y, width, rect.h }, color);
    draw_flat(list, (Rect){ rect.x + rect.w - width, rect.y, width, rect.h }, color);
}

// Round ends, so that the segments of a curve join. Thinner than a pixel is one pixel and fainter.
static void put_line(DrawList *list, Point from, Point to, float width, Color color) {
    if (width < 1) {
        color = color_fade(color, width);
        width = 1;
    }
    float dx = to.x - from.x, dy = to.y - from.y, length = sqrtf(dx * dx + dy * dy);
    Point along = length > 1e-6f ? (Point){ dx / length, dy / length } : (Point){ 1, 0 };
    put_box(list, (Point){ (from.x + to.x) / 2, (from.y + to.y) / 2 }, along, (length + width) / 2,
            width / 2, width / 2, color);
}

void draw_line(DrawList *list, Point from, Point to, float width, Color color) {
    const Point ends[] = { from, to };
    draw_polyline(list, ends, 2, width, color);
}

void draw_polyline(DrawList *list, const Point *points, size_t count, float width, Color color) {
    if (list->record) record_line(list->record, list->layer, points, count, width, 0, 0, color);
    for (size_t i = 1; i < count; i++) put_line(list, points[i - 1], points[i], width, color);
}

void draw_dashes(DrawList *list, const Point *points, size_t count, float width, float on,
                 float off, Color color) {
    if (list->record) record_line(list->record, list->layer, points, count, width, on, off, color);
    float left = on;
    bool drawing = true;
    for (size_t i = 1; i < count; i++) {
        Point at = points[i - 1], to = points[i];
        float rest = hypotf(to.x - at.x, to.y - at.y);
        while (rest > 1e-3f) {
            float part = fminf(left, rest);
            Point next = { at.x + (to.x - at.x) * part / rest, at.y + (to.y - at.y) * part / rest };
            if (drawing) put_line(list, at, next, width, color);
            at = next;
            rest -= part;
            left -= part;
            if (left > 1e-3f) continue;
            drawing = !drawing;
            left = drawing ? on : off;
        }
    }
}

// A corner well inside of a box that has no edges.
static ShapeVertex inside(float x, float y, Color color) {
    return (ShapeVertex){ .x = x, .y = y, .half_x = 1e3f, .half_y = 1e3f, .color = color };
}

void draw_triangle(DrawList *list, Point a, Point b, Point c, Color color) {
    const Point corners[] = { a, b, c };
    if (list->record) record_polygon(list->record, list->layer, corners, 3, color);
    ShapeVertex *to = room_for(list, 3);
    to[0] = inside(a.x, a.y, color);
    to[1] = inside(b.x, b.y, color);
    to[2] = inside(c.x, c.y, color);
    // Its sides are soft as lines are.
    put_line(list, a, b, 1, color);
    put_line(list, b, c, 1, color);
    put_line(list, c, a, 1, color);
}

// There along the lower curve, back along the upper.
static void record_band(DrawList *list, const float *x, const float *low, const float *high,
                        size_t count, Color color) {
    Point *outline = mem_alloc(2 * count, sizeof *outline);
    for (size_t i = 0; i < count; i++) {
        outline[i] = (Point){ x[i], low[i] };
        outline[2 * count - 1 - i] = (Point){ x[i], high[i] };
    }
    record_polygon(list->record, list->layer, outline, 2 * count, color);
    free(outline);
}

void draw_band(DrawList *list, const float *x, const float *low, const float *high, size_t count,
               Color color) {
    if (list->record && count > 1) record_band(list, x, low, high, count, color);
    for (size_t i = 1; i < count; i++) {
        const ShapeVertex corners[4] = { inside(x[i - 1], low[i - 1], color),
                                         inside(x[i], low[i], color), inside(x[i], high[i], color),
                                         inside(x[i - 1], high[i - 1], color) };
        put_quad(list, corners);
    }
}
