// SPDX-License-Identifier: MIT
// The draw list: what shapes become, before any OpenGL sees them.
#include "draw/list.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static const Color ink = { 10, 20, 30, 200 };

enum { QUAD = 6 }; // vertices

static size_t quads(const DrawList *list) {
    assert_int_equal(list->layers[LAYER_BASE].shape_count % QUAD, 0);
    return list->layers[LAYER_BASE].shape_count / QUAD;
}

static const ShapeVertex *quad(const DrawList *list, size_t i) {
    return list->layers[LAYER_BASE].shapes + QUAD * i;
}

// Half the longer side of the box that stands for a line, without its round ends.
static float line_length(const ShapeVertex *box) {
    return 2 * (box->half_x - box->half_y);
}

static float area(const ShapeVertex *v) {
    return 0.5f *
           fabsf((v[1].x - v[0].x) * (v[2].y - v[0].y) - (v[2].x - v[0].x) * (v[1].y - v[0].y));
}

// The two triangles cover the box and a pixel of soft edge around it; places are distances from
// the centre along its sides.
static void expect_box(const ShapeVertex *box) {
    float wide = 2 * box->half_x + 2, high = 2 * box->half_y + 2;
    assert_true(fabsf(area(box) + area(box + 3) - wide * high) < 1e-3f * wide * high);
    for (int i = 0; i < QUAD; i++) {
        assert_true(box[i].half_x == box->half_x && box[i].half_y == box->half_y);
        assert_true(box[i].radius == box->radius);
        assert_true(box->radius <= fminf(box->half_x, box->half_y) + 1e-4f);
        assert_true(fabsf(box[i].place_x) == box->half_x + 1);
        assert_true(fabsf(box[i].place_y) == box->half_y + 1);
        for (int k = 0; k < i; k++) {
            float across = hypotf(box[i].x - box[k].x, box[i].y - box[k].y);
            float placed = hypotf(box[i].place_x - box[k].place_x, box[i].place_y - box[k].place_y);
            assert_true(fabsf(across - placed) < 1e-2f); // turned and moved, never stretched
        }
    }
}

static void boxes_hold_their_rectangle(void **state) {
    DrawList *list = *state;
    draw_rect(list, (Rect){ 10, 20, 30, 8 }, 3, ink);
    assert_int_equal(quads(list), 1);
    const ShapeVertex *box = quad(list, 0);
    expect_box(box);
    assert_true(box->half_x == 15 && box->half_y == 4 && box->radius == 3);
    float left = INFINITY, top = INFINITY;
    for (int i = 0; i < QUAD; i++) left = fminf(left, box[i].x), top = fminf(top, box[i].y);
    assert_true(left == 9 && top == 19);
    draw_rect(list, (Rect){ 0, 0, 30, 8 }, 100, ink); // no rounder than a half circle
    assert_true(quad(list, 1)->radius == 4);
    draw_rect(list, (Rect){ 0, 0, 30, 8 }, -5, ink);
    assert_true(quad(list, 2)->radius == 0);
    draw_rect(list, (Rect){ 0, 0, 0, 8 }, 0, ink);
    draw_rect(list, (Rect){ 0, 0, 8, -1 }, 0, ink);
    assert_int_equal(quads(list), 3);
}

static void circles_are_all_corner(void **state) {
    DrawList *list = *state;
    draw_circle(list, (Point){ 5, 6 }, 4, ink);
    const ShapeVertex *box = quad(list, 0);
    expect_box(box);
    assert_true(box->half_x == 4 && box->half_y == 4 && box->radius == 4);
}

static void lines_are_turned_boxes(void **state) {
    DrawList *list = *state;
    for (int i = 0; i < 16; i++) {
        float angle = 0.4f * (float)i;
        Point from = { 100, 50 }, to = { 100 + 40 * cosf(angle), 50 + 40 * sinf(angle) };
        draw_line(list, from, to, 3, ink);
        const ShapeVertex *box = quad(list, (size_t)i);
        expect_box(box);
        assert_true(fabsf(line_length(box) - 40) < 1e-3f);
        assert_true(box->half_y == 1.5f && box->radius == 1.5f); // round ends
        float x = 0, y = 0;                                      // the middle of opposite corners
        x = (box[0].x + box[2].x) / 2, y = (box[0].y + box[2].y) / 2;
        assert_true(fabsf(x - (from.x + to.x) / 2) < 1e-3f);
        assert_true(fabsf(y - (from.y + to.y) / 2) < 1e-3f);
        assert_int_equal(box->color.a, ink.a);
    }
}

static void thin_lines_are_faint(void **state) {
    DrawList *list = *state;
    draw_line(list, (Point){ 0, 0 }, (Point){ 10, 0 }, 0.5f, ink);
    assert_true(quad(list, 0)->half_y == 0.5f);
    assert_int_equal(quad(list, 0)->color.a, 100);
    draw_line(list, (Point){ 3, 3 }, (Point){ 3, 3 }, 2, ink); // of no length: a dot
    expect_box(quad(list, 1));
    assert_true(isfinite(quad(list, 1)->x) && line_length(quad(list, 1)) == 0);
}

static void polylines_have_a_line_each(void **state) {
    DrawList *list = *state;
    const Point points[] = { { 0, 0 }, { 10, 0 }, { 10, 20 }, { 40, 60 } };
    draw_polyline(list, points, 0, 1, ink);
    draw_polyline(list, points, 1, 1, ink);
    assert_int_equal(quads(list), 0);
    draw_polyline(list, points, 4, 1, ink);
    assert_int_equal(quads(list), 3);
    static const float lengths[] = { 10, 20, 50 };
    for (size_t i = 0; i < 3; i++)
        assert_true(fabsf(line_length(quad(list, i)) - lengths[i]) < 1e-3f);
}

static float dashed_length(DrawList *list, const Point *points, size_t count, float on, float off) {
    draw_clear(list);
    draw_dashes(list, points, count, 1, on, off, ink);
    float total = 0;
    for (size_t i = 0; i < quads(list); i++) {
        float length = line_length(quad(list, i));
        assert_true(length <= on + 1e-2f);
        total += length;
    }
    return total;
}

// The pattern goes on around corners: however a line is cut, as much of it is drawn.
static void dashes_keep_their_share(void **state) {
    DrawList *list = *state;
    const Point whole[] = { { 0, 0 }, { 300, 0 } };
    assert_true(fabsf(dashed_length(list, whole, 2, 8, 7) - 160) < 0.1f);
    assert_int_equal(quads(list), 20);
    Point cut[301];
    for (int i = 0; i <= 300; i++) cut[i] = (Point){ (float)i, 0 };
    assert_true(fabsf(dashed_length(list, cut, 301, 8, 7) - 160) < 0.5f);
    for (int i = 0; i <= 300; i++) cut[i] = (Point){ (float)i * 0.37f, (float)(i % 2) * 0.2f };
    float length = 300 * hypotf(0.37f, 0.2f);
    float share = dashed_length(list, cut, 301, 3, 3) / length;
    assert_true(fabsf(share - 0.5f) < 0.03f);
    const Point still[] = { { 5, 5 }, { 5, 5 }, { 5, 5 } }; // ends, though nothing moves
    assert_true(dashed_length(list, still, 3, 8, 7) == 0);
}

static void flats_stand_on_whole_pixels(void **state) {
    DrawList *list = *state;
    draw_flat(list, (Rect){ 1.4f, 2.6f, 3.3f, 1.2f }, ink);
    const DrawLayer *layer = &list->layers[LAYER_BASE];
    assert_int_equal(layer->flat_count, QUAD);
    for (int i = 0; i < QUAD; i++) {
        assert_true(layer->flats[i].x == 1 || layer->flats[i].x == 5);
        assert_true(layer->flats[i].y == 3 || layer->flats[i].y == 4);
    }
    draw_flat(list, (Rect){ 1, 1, 0.4f, 5 }, ink); // less than half a pixel is none
    draw_flat(list, (Rect){ 1, 1, -4, 5 }, ink);
    assert_int_equal(layer->flat_count, QUAD);
    // Neighbours that share an edge leave no gap and do not overlap.
    draw_clear(list);
    draw_flat(list, (Rect){ 0, 0, 10.5f, 4 }, ink);
    draw_flat(list, (Rect){ 10.5f, 0, 5, 4 }, ink);
    assert_true(layer->flats[1].x == layer->flats[QUAD].x);
}

static void bands_and_triangles_are_filled(void **state) {
    DrawList *list = *state;
    const float x[] = { 0, 10, 20 }, low[] = { 5, 6, 7 }, high[] = { 1, 2, 3 };
    draw_band(list, x, low, high, 0, ink);
    draw_band(list, x, low, high, 1, ink);
    assert_int_equal(quads(list), 0);
    draw_band(list, x, low, high, 3, ink);
    assert_int_equal(quads(list), 2);
    float covered = 0;
    for (size_t i = 0; i < 4; i++) covered += area(list->layers[LAYER_BASE].shapes + 3 * i);
    assert_true(fabsf(covered - 80) < 1e-3f);
    draw_clear(list);
    draw_triangle(list, (Point){ 0, 0 }, (Point){ 10, 0 }, (Point){ 0, 10 }, ink);
    assert_true(area(list->layers[LAYER_BASE].shapes) == 50);
}

static void layers_are_apart_and_cleared(void **state) {
    DrawList *list = *state;
    for (int i = 0; i < LAYERS; i++) {
        list->layer = (Layer)i;
        for (int k = 0; k <= i; k++) draw_circle(list, (Point){ 0, 0 }, 1, ink);
        draw_picture(list, 7 + i, (Rect){ 0, 0, 1, 1 }, (Rect){ 0, 0, 1, 1 });
        draw_glyph(list, (Rect){ 2, 3, 4, 5 }, 10, 20, 4, 5, ink);
    }
    for (int i = 0; i < LAYERS; i++) {
        assert_int_equal(list->layers[i].shape_count, QUAD * (i + 1));
        assert_int_equal(list->layers[i].picture_count, 1);
        assert_int_equal(list->layers[i].pictures[0].texture, 7 + i);
        assert_int_equal(list->layers[i].text_count, QUAD);
    }
    const TextVertex *glyph = list->layers[LAYER_BASE].text;
    assert_true(glyph[0].x == 2 && glyph[0].y == 3 && glyph[0].u == 10 && glyph[0].v == 20);
    assert_true(glyph[2].x == 6 && glyph[2].y == 8 && glyph[2].u == 14 && glyph[2].v == 25);
    draw_clear(list);
    assert_int_equal(list->layer, LAYER_BASE);
    for (int i = 0; i < LAYERS; i++) {
        const DrawLayer *layer = &list->layers[i];
        assert_int_equal(layer->shape_count + layer->flat_count, 0);
        assert_int_equal(layer->picture_count + layer->text_count, 0);
        assert_true(layer->shape_room > 0); // kept for the next frame
    }
}

static void rectangles_hold_what_is_inside(void **state) {
    (void)state;
    const Rect rect = { 10, 20, 5, 6 };
    assert_true(rect_holds(rect, 10, 20) && rect_holds(rect, 14.9f, 25.9f));
    assert_false(rect_holds(rect, 15, 22)); // the next one's
    assert_false(rect_holds(rect, 12, 26));
    assert_false(rect_holds(rect, 9.9f, 22));
    Rect smaller = rect_inset(rect, 1), larger = rect_inset(rect, -2);
    assert_true(smaller.x == 11 && smaller.y == 21 && smaller.w == 3 && smaller.h == 4);
    assert_true(larger.x == 8 && larger.y == 18 && larger.w == 9 && larger.h == 10);
}

static void colours_are_read_and_faded(void **state) {
    (void)state;
    Color color = color_hex(0x5ab4f0);
    assert_true(color.r == 0x5a && color.g == 0xb4 && color.b == 0xf0 && color.a == 255);
    assert_int_equal(color_fade(color, 0.5f).a, 128);
}

static int set_up(void **state) {
    *state = calloc(1, sizeof(DrawList));
    return *state ? 0 : -1;
}

static int tear_down(void **state) {
    draw_free(*state);
    free(*state);
    return 0;
}

#define WITH_LIST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_LIST(boxes_hold_their_rectangle),
        WITH_LIST(circles_are_all_corner),
        WITH_LIST(lines_are_turned_boxes),
        WITH_LIST(thin_lines_are_faint),
        WITH_LIST(polylines_have_a_line_each),
        WITH_LIST(dashes_keep_their_share),
        WITH_LIST(flats_stand_on_whole_pixels),
        WITH_LIST(bands_and_triangles_are_filled),
        WITH_LIST(layers_are_apart_and_cleared),
        cmocka_unit_test(rectangles_hold_what_is_inside),
        cmocka_unit_test(colours_are_read_and_faded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
