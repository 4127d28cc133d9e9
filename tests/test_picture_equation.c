// SPDX-License-Identifier: MIT
// Equations of pictures: that they hold for every value, how their factors are written, and that
// their parts lie apart and inside of any rectangle.
#include "app_run.h"
#include "draw/record.h"
#include "panel/equation/places.h"
#include "panel/rows.h"
#include "ui/rich.h"

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

enum { KINDS = EQUATION_POSTERIOR + 1 };

static int set_up(void **state) {
    *state = app_drawing("--size 1280x720 --resolution 64");
    return 0;
}

static void run_with(App *app, const char *format, ...) PRINTF_LIKE(2, 3);

static void run_with(App *app, const char *format, ...) {
    char line[256];
    va_list list;
    va_start(list, format);
    vsnprintf(line, sizeof line, format, list);
    va_end(list);
    run(app, line);
}

// Values -----------------------------------------------------------------------------------------

static double value_of(const Model *model, const Term *term, int channel, size_t index) {
    double value = (double)model_value(model, term->kind, channel, index);
    return term->factor.any ? term->factor.value * value : value;
}

// Planes are float32, and what a small step adds is the difference of two of them.
static void expect_holds(const Model *model, const Equation *equation, const char *what) {
    for (int channel = 0; channel < 3; channel++)
        for (size_t index = 5; index < 64 * 64; index += 509) {
            double sum = value_of(model, &equation->terms[0], channel, index) +
                         value_of(model, &equation->terms[1], channel, index);
            double wanted = value_of(model, &equation->terms[ADDENDS], channel, index);
            if (fabs(sum - wanted) > 2e-6 * (1 + fabs(wanted)))
                fail_msg("%s at t = %d: %.9g is not %.9g", what, model->made.t, sum, wanted);
        }
}

static void expect_all_hold(App *app, const char *what) {
    for (int kind = 0; kind < KINDS; kind++) {
        Equation equations[EQUATIONS_MOST];
        int count = equations_make(&app->model, (EquationKind)kind, equations);
        assert_int_equal(count, kind == EQUATION_POSTERIOR ? 2 : 1);
        for (int i = 0; i < count; i++) expect_holds(&app->model, &equations[i], what);
    }
}

static void equations_hold_for_every_value(void **state) {
    App *app = *state;
    // `jsd` and zero terminal SNR end with a beta of 1.
    static const char *const schedules[][3] = {
        { "set schedule linear", "set steps 1000", "set zero_snr 0" },
        { "set schedule cosine", "set steps 20", "set zero_snr 0" },
        { "set schedule jsd", "set steps 30", "set zero_snr 0" },
        { "set schedule linear", "set steps 500", "set zero_snr 1" },
        { "set schedule vdm", "set steps 10000", "set zero_snr 0" },
        { "set schedule linear", "set steps 1", "set zero_snr 0" },
    };
    for (size_t i = 0; i < sizeof schedules / sizeof schedules[0]; i++)
        for (int path = 0; path < 2; path++) {
            for (int k = 0; k < 3; k++) run_with(app, "%s", schedules[i][k]);
            run_with(app, "set coupling %s", path ? "path" : "jump");
            int steps = app->settings.schedule.steps;
            const int at[] = { 1, 2, steps / 2, steps - 1, steps };
            for (int k = 0; k < 5; k++) {
                run_with(app, "set t %d", at[k] < 1 ? 1 : at[k] > steps ? steps : at[k]);
                expect_all_hold(app, schedules[i][0]);
            }
        }
}

static void a_step_adds_noise_of_its_own(void **state) {
    App *app = *state;
    static const int steps[] = { 1, 2, 500, 1000 };
    Picture values = { 0 }, before = { 0 };
    Error error;
    assert_true(picture_alloc(&values, 64, 64, 3, &error) &&
                picture_alloc(&before, 64, 64, 3, &error));
    run(app, "set coupling path");
    for (int i = 0; i < 4; i++) {
        run_with(app, "set t %d", steps[i]);
        values_of(app, PICTURE_STEP_NOISE, &values);
        values_of(app, PICTURE_ZPREV, &before);
        Moments moments = picture_moments(&values);
        double root = sqrt((double)picture_length(&values)), together = 0;
        assert_true(fabs(moments.mean) < 5 / root);
        assert_true(fabs(moments.mean_square - 1) < 8 / root);
        for (size_t k = 0; k < picture_length(&values); k++)
            together += (double)values.values[k] * (double)before.values[k];
        assert_true(fabs(together) / root < 6); // independent of all before
    }
    picture_free(&values);
    picture_free(&before);
}

static void at_the_first_step_numbers_say_so(void **state) {
    App *app = *state;
    Equation equations[EQUATIONS_MOST];
    char text[64];
    run(app, "set t 1");
    equations_make(&app->model, EQUATION_POSTERIOR, equations);
    factor_text(text, sizeof text, &equations[0].terms[0].factor);
    assert_string_equal(text, "0");
    factor_text(text, sizeof text, &equations[0].terms[1].factor);
    assert_string_equal(text, "1");
    assert_false(equations[1].terms[0].factor.any);
    factor_text(text, sizeof text, &equations[1].terms[1].factor);
    assert_string_equal(text, "0");
    equations_make(&app->model, EQUATION_STEP, equations);
    assert_non_null(strstr(equations[0].terms[0].symbol, "<z_0> = [x:<x>]"));
}

// Factors ----------------------------------------------------------------------------------------

static void expect_factor(double value, int decimals, const char *wanted) {
    const Factor factor = { .any = true, .value = value, .decimals = decimals };
    char text[64];
    factor_text(text, sizeof text, &factor);
    assert_string_equal(text, wanted);
}

static void factors_are_rounded_once(void **state) {
    (void)state;
    expect_factor(0.5147, 3, "0.515");
    expect_factor(0.0011, 3, "0.001");
    expect_factor(0.00096, 3, "1·10^{−3}");
    expect_factor(0.00049, 3, "5·10^{−4}");
    expect_factor(9.6e-5, 3, "1·10^{−4}");
    expect_factor(0.9999, 3, "1.000"); // nearly
    expect_factor(1, 3, "1");
    expect_factor(0, 4, "0");
}

// What is written at any t is no wider than its slot, and tells it from 0.
static void factors_keep_their_width(void **state) {
    App *app = *state;
    static const char *const schedules[] = { "linear", "cosine", "vdm", "flow", "jsd" };
    for (size_t s = 0; s < 5; s++) {
        run_with(app, "set schedule %s", schedules[s]);
        for (int t = 1; t <= app->settings.schedule.steps; t += t < 12 || t > 980 ? 1 : 97) {
            run_with(app, "set t %d", t);
            for (int kind = 0; kind < KINDS; kind++) {
                Equation equations[EQUATIONS_MOST];
                int count = equations_make(&app->model, (EquationKind)kind, equations);
                for (int i = 0; i < count * ADDENDS; i++) {
                    const Factor *factor = &equations[i / ADDENDS].terms[i % ADDENDS].factor;
                    char text[64], widest[64], set[2][80];
                    if (!factor->any) continue;
                    factor_text(text, sizeof text, factor);
                    factor_widest_text(widest, sizeof widest, factor);
                    snprintf(set[0], sizeof set[0], "$%s$", text);
                    snprintf(set[1], sizeof set[1], "$%s$", widest);
                    const RichStyle style = { FACE_MATH, 30, HUE_INK };
                    if (rich_width(&app->ui, style, set[0]) >
                        rich_width(&app->ui, style, set[1]) + 0.5f)
                        fail_msg("%s, t = %d: %s is wider than %s", schedules[s], t, text, widest);
                    assert_true(factor->value == 0 || strspn(text, "0.") < strlen(text));
                }
            }
        }
    }
}

// Places -----------------------------------------------------------------------------------------

static bool inside(Rect a, Rect b) {
    return a.x >= b.x - 1 && a.y >= b.y - 1 && a.x + a.w <= b.x + b.w + 1 &&
           a.y + a.h <= b.y + b.h + 1;
}

static bool meet(Rect a, Rect b) {
    return a.x + 1 < b.x + b.w && b.x + 1 < a.x + a.w && a.y + 1 < b.y + b.h && b.y + 1 < a.y + a.h;
}

// Pictures with their symbols, factors, signs and lines.
static int list_parts(const App *app, const Places *places, Rect parts[32]) {
    int count = 0;
    for (int i = 0; i < places->count; i++) {
        const EquationPlaces *at = &places->of[i];
        for (int k = 0; k < PICTURES; k++) {
            parts[count] = at->picture[k];
            parts[count++].h += places->caption;
        }
        for (int k = 0; k < ADDENDS; k++) {
            float half = ui_px(&app->ui, places->type * 0.4f);
            if (at->factor[k].w > 0) parts[count++] = at->factor[k];
            parts[count++] =
                (Rect){ at->sign[k].x - half, at->sign[k].y - half, 2 * half, 2 * half };
        }
        parts[count++] = at->line;
    }
    return count;
}

static void expect_apart(const App *app, EquationKind kind, Rect rect) {
    Equation equations[EQUATIONS_MOST];
    Rect parts[32];
    int count = equations_make(&app->model, kind, equations);
    const char *numbers = "0.99950 · (−8.888) + 0.8888 · (−8.888) = −8.888";
    char line[256];
    snprintf(line, sizeof line, "one value, row 63, column 63, red:  %s", numbers);
    Places places = places_of(&app->scene, equations, count, rect, line, numbers);
    int all = list_parts(app, &places, parts);
    assert_true(places.type >= 15 && places.symbol >= 12.5f && places.value >= 12.5f);
    assert_true(places.count >= 1 && places.count <= count);
    for (int i = 0; i < all; i++) {
        if (!inside(parts[i], rect))
            fail_msg("%d in %.0f × %.0f: part %d at %.0f, %.0f, %.0f × %.0f lies outside", kind,
                     (double)rect.w, (double)rect.h, i, (double)parts[i].x, (double)parts[i].y,
                     (double)parts[i].w, (double)parts[i].h);
        for (int k = 0; k < i; k++)
            if (meet(parts[i], parts[k]))
                fail_msg("%d in %.0f × %.0f: parts %d and %d meet", kind, (double)rect.w,
                         (double)rect.h, k, i);
    }
    // As large as can be seen.
    assert_true(places.of[0].picture[0].w >= ui_px(&app->ui, 30));
}

static void parts_lie_apart_and_inside(void **state) {
    App *app = *state;
    static const float sizes[][2] = { { 320, 150 },  { 320, 280 },  { 368, 700 }, { 480, 480 },
                                      { 640, 200 },  { 768, 200 },  { 768, 330 }, { 1240, 390 },
                                      { 1240, 150 }, { 1600, 900 }, { 500, 1400 } };
    static const char *const scales[] = { "1", "1.6" };
    for (size_t s = 0; s < 2; s++) {
        run_with(app, "set ui_scale %s", scales[s]);
        app_draw(app);
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
            for (int kind = 0; kind < KINDS; kind++)
                expect_apart(
                    app, (EquationKind)kind,
                    (Rect){ 10, 20, ui_px(&app->ui, sizes[i][0]), ui_px(&app->ui, sizes[i][1]) });
    }
}

static const UiItem *item(App *app, const char *label) {
    const UiItem *found = ui_find(&app->ui, label);
    if (!found) fail_msg("there is no \"%s\"", label);
    return found;
}

// The picture of the least size that a stage gives it, with words that are no smaller than theirs.
static void it_is_drawn_on_a_stage(void **state) {
    App *app = *state;
    run(app, "stage picture_equation(posterior) / picture_equation(jump)");
    run(app, "set t 300");
    app_draw(app);
    item(app, "jump x");
    item(app, "posterior mean again");
    item(app, "posterior eta");
    for (int i = 0; i < app->stage.count; i++) {
        const StageNode *leaf = &app->stage.nodes[i];
        if (leaf->kind != STAGE_LEAF) continue;
        assert_false(leaf->left_out);
        if (leaf->panel == &panel_picture_equation)
            assert_true(leaf->type + 0.5f >= 12.5f * app->ui.scale);
    }
    // Enlarged until the numbers show, which are as large as the rest.
    run(app, "zoom 32 0.25 0.75");
    app_draw(app);
    Pixel pixel = scene_followed_pixel(&app->scene);
    assert_true(pixel.any && pixel.x == 16 && pixel.y == 48); // the middle of what is shown
    for (int i = 0; i < app->stage.count; i++)
        if (app->stage.nodes[i].kind == STAGE_LEAF &&
            app->stage.nodes[i].panel == &panel_picture_equation)
            assert_true(app->stage.nodes[i].type + 0.5f >= 12.5f * app->ui.scale);
}

// The numbers of the line about one value, as they are written; how many. `equal`: not ≈.
static int numbers_of_line(App *app, double numbers[8], bool *equal) {
    DrawRecord record = { 0 };
    app->list.record = &record;
    app_layout(app);
    app->list.record = NULL;
    Text line = { 0 };
    bool begun = false;
    for (size_t i = 0; i < record.count; i++) {
        const RecordItem *item = &record.items[i];
        if (item->kind != RECORD_TEXT) continue;
        const char *bytes = record.bytes + item->first;
        begun |= item->count > 9 && strncmp(bytes, "one value", 9) == 0;
        if (begun) text_append_bytes(&line, bytes, item->count);
        if (begun) text_append(&line, " ");
    }
    record_free(&record);
    const char *at = strchr(line.data, ':');
    int count = 0;
    assert_non_null(at);
    *equal = strchr(at, '=') != NULL;
    for (; *at && count < 5;) {
        bool minus = strncmp(at, "−", strlen("−")) == 0;
        if (minus) at += strlen("−");
        if (*at >= '0' && *at <= '9') {
            char *end;
            numbers[count++] = (minus ? -1 : 1) * strtod(at, &end);
            at = end;
        } else if (!minus) {
            at++;
        }
    }
    text_free(&line);
    return count;
}

// Who adds up what is written finds the sum that is written, at most steps; at the others it is
// said to be about that.
static void the_line_adds_up(void **state) {
    App *app = *state;
    int equal_count = 0, steps = 0;
    run(app, "stage picture_equation(jump)");
    for (int t = 20; t <= 980; t += 24, steps++) {
        double n[8];
        bool equal;
        run_with(app, "set t %d", t);
        assert_int_equal(numbers_of_line(app, n, &equal), 5);
        equal_count += equal;
        double off = fabs(n[0] * n[1] + n[2] * n[3] - n[4]);
        if (equal) assert_true(off <= 0.00051);
    }
    assert_true(equal_count > steps * 9 / 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(equations_hold_for_every_value, set_up, app_end),
        cmocka_unit_test_setup_teardown(a_step_adds_noise_of_its_own, set_up, app_end),
        cmocka_unit_test_setup_teardown(at_the_first_step_numbers_say_so, set_up, app_end),
        cmocka_unit_test(factors_are_rounded_once),
        cmocka_unit_test_setup_teardown(factors_keep_their_width, set_up, app_end),
        cmocka_unit_test_setup_teardown(parts_lie_apart_and_inside, set_up, app_end),
        cmocka_unit_test_setup_teardown(it_is_drawn_on_a_stage, set_up, app_end),
        cmocka_unit_test_setup_teardown(the_line_adds_up, set_up, app_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
