// SPDX-License-Identifier: MIT
// Formulas: how large they are set in a rectangle, and that nothing of them leaves it.
#include "app_run.h"
#include "draw/record.h"
#include "panel/rows.h"

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

static int set_up(void **state) {
    *state = app_drawing("--size 1600x900 --resolution 32");
    return 0;
}

// What the panel draws into a rectangle, with its choices in words; `least` of all type there, as
// a stage for a room has it.
static DrawRecord draw(App *app, const char *choices, Rect rect, float least) {
    PanelChoice choice;
    Error error;
    DrawRecord record = { 0 };
    app_layout(app);
    if (!panel_choose(&panel_formula, choices, &choice, &error)) fail_msg("%s", error.text);
    app->list.record = &record;
    app->ui.least_type = least;
    app->ui.smallest = INFINITY;
    panel_formula.draw(&app->scene, NULL, &choice, rect);
    app->ui.least_type = 0;
    app->list.record = NULL;
    return record;
}

static bool writes(const DrawRecord *record, const char *text) {
    for (size_t i = 0; i < record->count; i++) {
        const RecordItem *item = &record->items[i];
        size_t length = strlen(text);
        if (item->kind != RECORD_TEXT) continue;
        for (size_t k = 0; k + length <= item->count; k++)
            if (memcmp(record->bytes + item->first + k, text, length) == 0) return true;
    }
    return false;
}

// In pixels.
static float largest(const DrawRecord *record) {
    float most = 0;
    for (size_t i = 0; i < record->count; i++)
        if (record->items[i].kind == RECORD_TEXT)
            most = fmaxf(most, (float)record->items[i].style.size);
    return most;
}

static void expect_inside(const DrawRecord *record, Rect rect, const char *what) {
    int count = 0;
    for (size_t i = 0; i < record->count; i++) {
        const RecordItem *item = &record->items[i];
        if (item->kind != RECORD_TEXT) continue;
        float high = 0.7f * (float)item->style.size, deep = 0.22f * (float)item->style.size;
        count++;
        if (item->rect.x < rect.x - 1 || item->rect.x + item->rect.w > rect.x + rect.w + 1 ||
            item->rect.y - high < rect.y - 1 || item->rect.y + deep > rect.y + rect.h + 1)
            fail_msg("%s in %g × %g: \"%.*s\" at %g, %g", what, (double)rect.w, (double)rect.h,
                     (int)item->count, record->bytes + item->first, (double)(item->rect.x - rect.x),
                     (double)(item->rect.y - rect.y));
    }
    assert_true(count > 0);
}

static const char *const all[] = {
    "",        "jump",       "mean",           "variance",    "step",
    "bayes",   "precisions", "weights",        "expectation", "mixture",
    "product", "posterior",  "jump posterior", "step bayes",  "weights expectation mixture"
};

static void they_stay_inside(void **state) {
    App *app = *state;
    static const Rect rects[] = {
        { 20, 30, 240, 40 },  { 20, 30, 400, 60 },  { 20, 30, 800, 90 },
        { 20, 30, 800, 300 }, { 20, 30, 240, 700 }, { 20, 30, 1500, 92 }
    };
    static const char *const steps[] = { "set t 1", "set t 2", "set t 1000", "set t 360" };
    for (int n = 0; n < NOTATIONS; n++)
        for (size_t t = 0; t < sizeof steps / sizeof steps[0]; t++) {
            run(app, (const char *const[]){ "set notation bishop", "set notation ho",
                                            "set notation edm", "set notation vdm" }[n]);
            run(app, steps[t]);
            for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
                for (size_t k = 0; k < sizeof rects / sizeof rects[0]; k++) {
                    Rect rect = rects[k];
                    if (strstr(all[i], "bayes")) rect.w = fmaxf(rect.w, 320); // its least
                    DrawRecord record = draw(app, all[i], rect, 0);
                    expect_inside(&record, rect, all[i]);
                    record_free(&record);
                }
        }
}

static void they_fill_their_room(void **state) {
    App *app = *state;
    run(app, "set t 360");
    // Letters and numbers, the letters at 25 and more; beside them alpha's product.
    DrawRecord record = draw(app, "jump", (Rect){ 0, 0, 800, 90 }, 0);
    assert_true(largest(&record) >= 25 * 1.16f);
    assert_true(app->ui.smallest >= 18);
    assert_true(writes(&record, "∏") && writes(&record, "0.265") && writes(&record, "0.515"));
    record_free(&record);
    // Twice the room, twice the type, up to a point.
    record = draw(app, "posterior", (Rect){ 0, 0, 600, 90 }, 0);
    float once = largest(&record);
    record_free(&record);
    record = draw(app, "posterior", (Rect){ 0, 0, 1240, 180 }, 0);
    assert_true(largest(&record) > 1.8f * once);
    record_free(&record);
    // Nothing is written smaller than a room can read, and what is larger for it has its place.
    record = draw(app, "bayes", (Rect){ 0, 0, 800, 120 }, 21);
    expect_inside(&record, (Rect){ 0, 0, 800, 120 }, "bayes for a room");
    assert_true(app->ui.smallest >= 20);
    record_free(&record);
}

static void the_product_steps_aside(void **state) {
    App *app = *state;
    DrawRecord record = draw(app, "jump", (Rect){ 0, 0, 300, 60 }, 0);
    assert_false(writes(&record, "∏"));
    record_free(&record);
    record = draw(app, "", (Rect){ 0, 0, 1500, 92 }, 0); // what stands below the views
    assert_false(writes(&record, "∏"));
    record_free(&record);
    record = draw(app, "product", (Rect){ 0, 0, 300, 60 }, 0);
    assert_true(writes(&record, "∏"));
    record_free(&record);
}

static void numbers_near_one_are_told_from_it(void **state) {
    App *app = *state;
    run(app, "set t 2");
    DrawRecord record = draw(app, "step", (Rect){ 0, 0, 800, 90 }, 0);
    assert_true(writes(&record, "0.99994") && !writes(&record, "1.000"));
    record_free(&record);
    record = draw(app, "precisions", (Rect){ 0, 0, 800, 120 }, 0);
    assert_true(writes(&record, "10000") && writes(&record, "18338"));
    record_free(&record);
}

int main(void) {
#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, set_up, app_end)
    const struct CMUnitTest tests[] = {
        WITH_APP(they_stay_inside),
        WITH_APP(they_fill_their_room),
        WITH_APP(the_product_steps_aside),
        WITH_APP(numbers_near_one_are_told_from_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
