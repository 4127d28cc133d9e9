// SPDX-License-Identifier: MIT
// The look at what an export will be, in the sheet of an application without a window.
#include "app_run.h"
#include "base/clock.h"
#include "draw/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

enum { WIDTH = 1000, HEIGHT = 640, SHOT_W = 608, SHOT_H = 404 };

// Memory for a frame of the export, alone, can be refused.
void *__real_malloc(size_t bytes);
void *__wrap_malloc(size_t bytes);
static bool refusing;
static int refused;

void *__wrap_malloc(size_t bytes) {
    if (!refusing || bytes != (size_t)SHOT_W * SHOT_H * 4) return __real_malloc(bytes);
    refused++;
    return NULL;
}

static int set_up(void **state) {
    App *app = app_drawing("--size 1000x640 --resolution 48");
    run(app, "set export_size 608x404");
    *state = app;
    return 0;
}

static int tear_down(void **state) {
    refusing = false;
    app_free(*state);
    free(*state);
    return 0;
}

static void draw(App *app) {
    app->dirty = false;
    app_draw(app);
}

// Whether the frames come to rest: none is wanted for a second.
static bool comes_to_rest(App *app) {
    double start = clock_seconds(), last = start;
    while (clock_seconds() - start < 20) {
        draw(app);
        double now = clock_seconds();
        bool woken = app->ui.wake_at > 0 && app->ui.wake_at < now + 0.2;
        if (app->dirty || woken) last = now;
        if (now - last > 1) return true;
    }
    return false;
}

static uint8_t *bytes_of(App *app, int texture, int *width, int *height) {
    uint8_t *rgba = renderer_texture_get(app->renderer, texture, width, height);
    if (!rgba) fail_msg("texture %d is empty", texture);
    return rgba;
}

// The texture that is drawn and has the shape of the export's frames.
static int shown_texture(App *app) {
    DrawRecord record = { 0 };
    int found = -1;
    app->list.record = &record;
    app_layout(app);
    app->list.record = NULL;
    for (size_t i = 0; i < record.count; i++) {
        int w, h, texture = record.items[i].texture;
        if (record.items[i].kind != RECORD_PICTURE) continue;
        free(bytes_of(app, texture, &w, &h));
        if (abs(w * SHOT_H - h * SHOT_W) < SHOT_W) found = texture;
    }
    record_free(&record);
    return found;
}

// x, the first picture that is drawn.
static int first_texture(App *app) {
    DrawRecord record = { 0 };
    int found = -1;
    app->list.record = &record;
    app_layout(app);
    app->list.record = NULL;
    for (size_t i = record.count; i-- > 0;)
        if (record.items[i].kind == RECORD_PICTURE) found = record.items[i].texture;
    record_free(&record);
    return found;
}

// There is no residual at t = 1: the first of its shots fails.
static void a_failed_shot_leaves_the_pictures(void **state) {
    App *app = *state;
    int width, height, w, h;
    draw(app);
    int x = first_texture(app);
    uint8_t *was = bytes_of(app, x, &width, &height);
    run(app, "set export_what residual");
    run(app, "set export_format apng");
    run(app, "set export_from 1");
    run(app, "set export_to 20");
    run(app, "set export_sheet 1");
    assert_true(comes_to_rest(app));
    uint8_t *is = bytes_of(app, x, &w, &h);
    assert_true(w == width && h == height);
    assert_memory_equal(is, was, (size_t)width * (size_t)height * 4);
    free(is);
    free(was);
}

static void memory_that_is_refused_ends_it(void **state) {
    App *app = *state;
    run(app, "set export_what window");
    refusing = true;
    run(app, "set export_sheet 1");
    assert_true(comes_to_rest(app));
    assert_in_range(refused, 1, 2);
}

// In the middle the waiting screen has but two words.
static void what_a_thread_weighs_is_shown_whole(void **state) {
    App *app = *state;
    run(app, "view mixture");
    run(app, "set export_what window");
    run(app, "set export_sheet 1");
    assert_true(comes_to_rest(app));
    int w, h, changes = 0, all = 0;
    uint8_t *rgba = bytes_of(app, shown_texture(app), &w, &h);
    for (int y = h / 6; y < h * 2 / 3; y++)
        for (int x = w / 3; x < w * 9 / 10; x++, all++) {
            const uint8_t *pixel = rgba + 4 * ((size_t)y * (size_t)w + (size_t)x);
            changes += memcmp(pixel, pixel - 4, 3) != 0;
        }
    free(rgba);
    assert_true(changes > all / 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_failed_shot_leaves_the_pictures, set_up, tear_down),
        cmocka_unit_test_setup_teardown(memory_that_is_refused_ends_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_a_thread_weighs_is_shown_whole, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
