// SPDX-License-Identifier: MIT
// Antialiasing by geometry: every edge carries a fringe one pixel wide whose outer side is
// transparent. The fragment shader then only passes a colour on.
#include "base/memory.h"
#include "draw/list.h"

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

static void triangle(DrawList *list, ShapeVertex a, ShapeVertex b, ShapeVertex c) {
    ShapeVertex *to = room_for(list, 3);
    to[0] = a, to[1] = b, to[2] = c;
}

static void quad(DrawList *list, ShapeVertex a, ShapeVertex b, ShapeVertex c, ShapeVertex d) {
    ShapeVertex *to = room_for(list, 6);
    to[0] = to[3] = a, to[1] = b, to[2] = to[4] = c, to[5] = d;
}

static ShapeVertex vertex(Point at, Color color) {
    return (ShapeVertex){ at.x, at.y, color };
}

// The unit normal of a -> b; zero for a point.
static Point normal_of(Point a, Point b) {
    float dx = b.x - a.x, dy = b.y - a.y;
    float length = sqrtf(dx * dx + dy * dy);
    if (length < 1e-6f) return (Point){ 0, 0 };
    return (Point){ -dy / length, dx / length };
}

static Point moved(Point at, Point along, float by) {
    return (Point){ at.x + along.x * by, at.y + along.y * by };
}

// The mitre of two normals: along it, a distance of 1 is a distance of 1 from both edges. Sharp
// turns are cut short.
static Point mitre_of(Point a, Point b) {
    Point sum = { a.x + b.x, a.y + b.y };
    float square = sum.x * sum.x + sum.y * sum.y;
    if (square < 1e-4f) return a;
    float scale = fminf(2 / square, 2.5f);
    return (Point){ sum.x * scale, sum.y * scale };
}

void draw_convex(DrawList *list, const Point *points, size_t count, Color color) {
    if (count < 3) return;
    Color clear = color_fade(color, 0);
    float area = 0;
    for (size_t i = 0; i < count; i++) {
        Point a = points[i], b = points[(i + 1) % count];
        area += a.x * b.y - b.x * a.y;
    }
    float out = area > 0 ? -0.5f : 0.5f;
    Point first_in = { 0, 0 }, last_in = { 0, 0 }, last_out = { 0, 0 };
    Point first_out = { 0, 0 }, previous = { 0, 0 };
    for (size_t i = 0; i <= count; i++) {
        size_t at = i % count;
        Point in, outer;
        if (i == count) {
            in = first_in, outer = first_out;
        } else {
            Point mitre = mitre_of(normal_of(points[(at + count - 1) % count], points[at]),
                                   normal_of(points[at], points[(at + 1) % count]));
            in = moved(points[at], mitre, -out);
            outer = moved(points[at], mitre, out);
        }
        if (i == 0) {
            first_in = in, first_out = outer;
        } else {
            quad(list, vertex(last_in, color), vertex(in, color), vertex(outer, clear),
                 vertex(last_out, clear));
            if (i >= 2 && i < count)
                triangle(list, vertex(first_in, color), vertex(previous, color), vertex(in, color));
        }
        previous = in, last_in = in, last_out = outer;
    }
}

// Corner points of a rounded rectangle, clockwise from the top left; at most 4 * 13.
static size_t round_corners(Point *out, Rect r, float radius) {
    radius = fminf(radius, fminf(r.w, r.h) / 2);
    if (radius < 0.5f) {
        out[0] = (Point){ r.x, r.y };
        out[1] = (Point){ r.x + r.w, r.y };
        out[2] = (Point){ r.x + r.w, r.y + r.h };
        out[3] = (Point){ r.x, r.y + r.h };
        return 4;
    }
    int parts = (int)fminf(12, 3 + radius / 2);
    const Point centres[4] = { { r.x + radius, r.y + radius },
                               { r.x + r.w - radius, r.y + radius },
                               { r.x + r.w - radius, r.y + r.h - radius },
                               { r.x + radius, r.y + r.h - radius } };
    size_t count = 0;
    for (int corner = 0; corner < 4; corner++)
        for (int i = 0; i <= parts; i++) {
            float angle = 1.57079633f * ((float)corner + 2 + (float)i / (float)parts);
            out[count++] = (Point){ centres[corner].x + radius * cosf(angle),
                                    centres[corner].y + radius * sinf(angle) };
        }
    return count;
}

void draw_rect(DrawList *list, Rect rect, float radius, Color color) {
    if (rect.w <= 0 || rect.h <= 0) return;
    Point points[4 * 13];
    draw_convex(list, points, round_corners(points, rect, radius), color);
}

void draw_circle(DrawList *list, Point centre, float radius, Color color) {
    Point points[64];
    size_t count = (size_t)fminf(64, 10 + radius * 2);
    for (size_t i = 0; i < count; i++) {
        float angle = 6.28318531f * (float)i / (float)count;
        points[i] = (Point){ centre.x + radius * cosf(angle), centre.y + radius * sinf(angle) };
    }
    draw_convex(list, points, count, color);
}

void draw_outline(DrawList *list, Rect rect, float radius, float width, Color color) {
    Point points[4 * 13 + 2];
    Rect middle = rect_inset(rect, width / 2);
    if (middle.w <= 0 || middle.h <= 0) return;
    size_t count = round_corners(points, middle, radius - width / 2);
    points[count] = points[0];
    points[count + 1] = points[1];
    draw_polyline(list, points, count + 2, width, color);
}

// Lines thinner than a pixel are drawn one pixel wide and fainter.
static float line_core(float *width, Color *color) {
    if (*width < 1) {
        *color = color_fade(*color, *width);
        *width = 1;
    }
    return *width / 2;
}

void draw_polyline(DrawList *list, const Point *points, size_t count, float width, Color color) {
    if (count < 2) return;
    float half = line_core(&width, &color);
    Color clear = color_fade(color, 0);
    ShapeVertex last[4] = { 0 };
    for (size_t i = 0; i < count; i++) {
        Point before = normal_of(points[i ? i - 1 : 0], points[i ? i : 1]);
        Point after =
            normal_of(points[i + 1 < count ? i : i - 1], points[i + 1 < count ? i + 1 : i]);
        Point mitre = mitre_of(before, after);
        float inner = half - 0.5f, outer = half + 0.5f;
        ShapeVertex now[4] = { vertex(moved(points[i], mitre, -outer), clear),
                               vertex(moved(points[i], mitre, -inner), color),
                               vertex(moved(points[i], mitre, inner), color),
                               vertex(moved(points[i], mitre, outer), clear) };
        if (i) {
            quad(list, last[0], last[1], now[1], now[0]);
            if (inner > 0.01f) quad(list, last[1], last[2], now[2], now[1]);
            quad(list, last[2], last[3], now[3], now[2]);
        }
        for (int k = 0; k < 4; k++) last[k] = now[k];
    }
}

void draw_line(DrawList *list, Point from, Point to, float width, Color color) {
    draw_polyline(list, (Point[]){ from, to }, 2, width, color);
}

void draw_dashes(DrawList *list, const Point *points, size_t count, float width, float on,
                 float off, Color color) {
    float left = on;
    bool drawing = true;
    for (size_t i = 1; i < count; i++) {
        Point at = points[i - 1], to = points[i];
        float length = hypotf(to.x - at.x, to.y - at.y);
        for (float done = 0; done < length;) {
            float part = fminf(left, length - done);
            Point next = { at.x + (to.x - at.x) * part / (length - done),
                           at.y + (to.y - at.y) * part / (length - done) };
            if (drawing) draw_line(list, at, next, width, color);
            at = next;
            done += part;
            left -= part;
            if (left <= 1e-3f) {
                drawing = !drawing;
                left = drawing ? on : off;
            }
        }
    }
}

void draw_band(DrawList *list, const float *x, const float *low, const float *high, size_t count,
               Color color) {
    for (size_t i = 1; i < count; i++)
        quad(list, (ShapeVertex){ x[i - 1], low[i - 1], color },
             (ShapeVertex){ x[i], low[i], color }, (ShapeVertex){ x[i], high[i], color },
             (ShapeVertex){ x[i - 1], high[i - 1], color });
}
