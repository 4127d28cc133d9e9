// SPDX-License-Identifier: MIT
// Pointing at a term, a picture, a curve or a slider: what else shows the quantity stands out, and
// nothing moves.
#include "app_run.h"
#include "draw/record.h"
#include "plot/chart.h"
#include "ui/rich.h"
#include "ui/widgets.h"

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

static const float AWAY = -1e6f;

static App *create(int width, int height, const char *view) {
    char words[96];
    snprintf(words, sizeof words, "--size %dx%d --resolution 64 --view %s", width, height, view);
    return app_drawing(words);
}

static void end(App *app) {
    app_free(app);
    free(app);
}

// What is drawn, and where its writing stands.
typedef struct Drawn {
    uint64_t all, text;
    size_t shapes;
} Drawn;

static uint64_t hash(uint64_t before, const void *bytes, size_t length) {
    const unsigned char *at = bytes;
    for (size_t i = 0; i < length; i++) before = (before ^ at[i]) * 1099511628211u;
    return before;
}

static Drawn drawn(const DrawList *list) {
    Drawn what = { .text = 14695981039346656037u };
    for (int i = 0; i < LAYERS; i++) {
        const DrawLayer *layer = &list->layers[i];
        what.text = hash(what.text, layer->text, layer->text_count * sizeof *layer->text);
        what.shapes += layer->shape_count;
    }
    what.all = what.text;
    for (int i = 0; i < LAYERS; i++) {
        const DrawLayer *layer = &list->layers[i];
        what.all = hash(what.all, layer->flats, layer->flat_count * sizeof *layer->flats);
        what.all = hash(what.all, layer->shapes, layer->shape_count * sizeof *layer->shapes);
    }
    return what;
}

// One term after the other -----------------------------------------------------------------------

typedef struct Window {
    Ui ui;
    DrawList list;
    Settings settings;
} Window;

static void ignore(void *user, const char *line) {
    (void)user, (void)line;
}

static int open_window(void **state) {
    static Window window;
    Error error;
    window = (Window){ 0 };
    settings_reset(&window.settings);
    Ui *ui = &window.ui;
    ui->list = &window.list;
    ui->fonts = fonts_open(&error);
    assert_non_null(ui->fonts);
    ui->settings = &window.settings;
    ui->width = 800, ui->height = 600, ui->scale = 1;
    ui->in.x = ui->in.y = AWAY;
    ui->send = ignore, ui->user = &window;
    ui->now = 100;
    *state = &window;
    return 0;
}

static int close_window(void **state) {
    Window *window = *state;
    fonts_close(window->ui.fonts);
    ui_free(&window->ui);
    draw_free(&window->list);
    return 0;
}

static const char *const sum = "$[z:z] = [x:√{[a:α]} x] + [b:βββββ] [u:uuuuu]$";
static const Rect slider = { 20, 200, 240, 40 };

static void pass(Window *window, bool linked) {
    Ui *ui = &window->ui;
    ui_begin(ui);
    rich_draw(ui, (RichStyle){ FACE_MATH, 20, HUE_MUTED, .linked = linked }, 20, 100, sum);
    ui_slider(ui, slider, option_row(OPT_BETA_MAX), HUE_BETA);
    ui_end(ui);
}

// What is pointed at there, after it has been taken in.
static Hue at(Window *window, float x, float y, bool linked) {
    window->ui.in.x = x, window->ui.in.y = y;
    pass(window, linked);
    pass(window, linked);
    return window->ui.pointed;
}

static void the_innermost_term_is_pointed_at(void **state) {
    Window *window = *state;
    const RichStyle style = { FACE_MATH, 20, HUE_MUTED };
    static const Hue wanted[] = { HUE_Z, 0, HUE_X, HUE_ALPHA, HUE_X, 0, HUE_BETA, 0 };
    size_t found = 0;
    Hue last = HUES;
    float wide = rich_width(&window->ui, style, sum);
    for (float x = 20; x < 20 + wide + 8; x += 1) {
        Hue hue = at(window, x, 95, true);
        if (hue == last) continue;
        if (found == sizeof wanted / sizeof wanted[0] || hue != wanted[found])
            fail_msg("at %g: hue %d", (double)x, hue);
        found++;
        last = hue;
        assert_int_equal(at(window, x, 95, false), 0);
    }
    assert_int_equal(found, sizeof wanted / sizeof wanted[0]);
}

static void a_group_colours_its_own_brackets(void **state) {
    Window *window = *state;
    Ui *ui = &window->ui;
    DrawRecord record = { 0 };
    window->list.record = &record;
    ui_begin(ui);
    const Color wanted = ui_color(ui, HUE_MEAN);
    const RichStyle style = { FACE_TEXT, 13, HUE_INK, .tinted = true };
    rich_draw(ui, style, 20, 100, "[m:E[<x> | <z_8>]]");
    ui_end(ui);
    window->list.record = NULL;
    assert_true(record.count > 0);
    for (size_t i = 0; i < record.count; i++)
        assert_memory_equal(&record.items[i].style.color, &wanted, sizeof wanted);
    record_free(&record);
}

static void the_slider_lights_its_term_and_the_term_its_slider(void **state) {
    Window *window = *state;
    assert_int_equal(at(window, AWAY, AWAY, true), 0);
    const Drawn alone = drawn(&window->list);
    float wide = rich_width(&window->ui, (RichStyle){ FACE_MATH, 20, HUE_MUTED }, sum);
    float beta = 20;
    while (beta < 20 + wide && at(window, beta, 95, true) != HUE_BETA) beta += 2;
    const Drawn term = drawn(&window->list);
    assert_int_equal(at(window, 100, 215, true), HUE_BETA);
    const Drawn pointed = drawn(&window->list);
    assert_true(term.all != alone.all && pointed.all != alone.all);
    assert_true(pointed.shapes > alone.shapes && term.shapes > alone.shapes);
    assert_true(term.text == alone.text && pointed.text == alone.text); // nothing moves
    // With no terms about, the slider itself is another than at rest.
    at(window, AWAY, AWAY, false);
    const Drawn rest = drawn(&window->list);
    window->ui.pointed = HUE_BETA;
    pass(window, false);
    assert_true(drawn(&window->list).all != rest.all);
    at(window, AWAY, AWAY, true);
    assert_true(drawn(&window->list).all == alone.all);
}

static void a_dragged_slider_keeps_its_term_lit(void **state) {
    Window *window = *state;
    at(window, 100, 231, true);
    window->ui.in.down = window->ui.in.pressed = true;
    pass(window, true);
    window->ui.in.x = 500, window->ui.in.y = 500;
    pass(window, true);
    pass(window, true);
    assert_int_equal(window->ui.pointed, HUE_BETA);
    window->ui.in.down = false, window->ui.in.released = true;
    pass(window, true);
    pass(window, true);
    assert_int_equal(window->ui.pointed, 0);
}

static void the_nearest_curve_is_pointed_at(void **state) {
    Window *window = *state;
    Ui *ui = &window->ui;
    const double x[] = { 0, 1 }, low[] = { 0.2, 0.2 }, high[] = { 0.24, 0.24 };
    const Chart chart = { ui, { 100, 100, 400, 200 }, { 0, 1, false }, { 0, 1, false } };
    static const struct {
        float y;
        Hue hue;
    } points[] = { { 262, HUE_X },    { 259, HUE_X }, { 253, HUE_MEAN },
                   { 248, HUE_MEAN }, { 200, 0 },     { 295, 0 } };
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        ui->in.x = 300, ui->in.y = points[i].y;
        for (int again = 0; again < 2; again++) {
            ui_begin(ui);
            chart_curve(&chart, x, low, 2, (ChartLine){ ui_color(ui, HUE_X), 2, false, HUE_X });
            chart_curve(&chart, x, high, 2,
                        (ChartLine){ ui_color(ui, HUE_MEAN), 2, false, HUE_MEAN });
            ui_end(ui);
        }
        assert_int_equal(ui->pointed, points[i].hue);
    }
}

// Whole windows ----------------------------------------------------------------------------------

static Hue point(App *app, float x, float y) {
    app->ui.in.x = x, app->ui.in.y = y;
    app_layout(app);
    app_layout(app);
    return app->ui.pointed;
}

// Where in a part of the window each quantity is pointed at; x < 0: nowhere.
static void find(App *app, Rect part, Point places[HUES]) {
    for (int i = 0; i < HUES; i++) places[i] = (Point){ -1, -1 };
    for (float y = part.y; y < part.y + part.h; y += 12)
        for (float x = part.x; x < part.x + part.w; x += 9) {
            app->ui.in.x = x, app->ui.in.y = y;
            app_layout(app);
            places[app->ui.pointed] = (Point){ x, y };
        }
}

static void formulas_light_pictures_curves_and_sliders(void **state) {
    (void)state;
    static const Hue hues[] = { HUE_X, HUE_NOISE, HUE_Z, HUE_MEAN, HUE_SIGMA, HUE_BETA, HUE_ALPHA };
    App *app = create(1200, 760, "forward");
    Point places[HUES];
    find(app, (Rect){ 0, 650, 1200, 110 }, places);
    point(app, AWAY, AWAY);
    const Drawn rest = drawn(&app->list);
    for (size_t i = 0; i < sizeof hues / sizeof hues[0]; i++) {
        if (places[hues[i]].x < 0) fail_msg("no term of hue %d", hues[i]);
        point(app, places[hues[i]].x, places[hues[i]].y);
        const Drawn lit = drawn(&app->list);
        assert_true(lit.all != rest.all && lit.text == rest.text);
        assert_int_equal(point(app, AWAY, AWAY), 0);
        assert_true(drawn(&app->list).all == rest.all);
    }
    static const struct {
        const char *label;
        Hue hue;
    } items[] = { { "picture x", HUE_X },          { "picture noise", HUE_NOISE },
                  { "picture z", HUE_Z },          { "picture mean", HUE_MEAN },
                  { "picture sample", HUE_SIGMA }, { "beta_min", HUE_BETA },
                  { "snr_shift", HUE_ALPHA } };
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        const UiItem *item = ui_find(&app->ui, items[i].label);
        assert_non_null(item);
        Rect rect = item->rect;
        assert_int_equal(point(app, rect.x + rect.w / 2, rect.y + rect.h / 2), items[i].hue);
    }
    end(app);
}

// Where the pointer would be over a term it lights nothing in what leaves the program.
static void figures_have_no_pointer(void **state) {
    (void)state;
    App *app = create(1200, 400, "forward");
    Error error;
    assert_true(app_run(app, "stage formula", &error));
    Stage stage;
    assert_true(stage_parse(&stage, "formula", &error));
    for (int still = 0; still < 2; still++) {
        int seen = 0;
        for (float x = 0; x < 1200; x += 7) {
            app->ui.in.x = x, app->ui.in.y = 60;
            app->scene.still = still;
            ui_begin(&app->ui);
            stage_lay_out(&stage, &app->scene, (Rect){ 0, 0, 1200, 200 });
            stage_draw(&stage, &app->scene, &app->states);
            ui_end(&app->ui);
            seen += app->ui.pointed != 0;
        }
        assert_true(still ? seen == 0 : seen > 15);
    }
    end(app);
}

int main(void) {
#define WITH_WINDOW(test) cmocka_unit_test_setup_teardown(test, open_window, close_window)
    const struct CMUnitTest tests[] = {
        WITH_WINDOW(the_innermost_term_is_pointed_at),
        WITH_WINDOW(a_group_colours_its_own_brackets),
        WITH_WINDOW(the_slider_lights_its_term_and_the_term_its_slider),
        WITH_WINDOW(a_dragged_slider_keeps_its_term_lit),
        WITH_WINDOW(the_nearest_curve_is_pointed_at),
        cmocka_unit_test(formulas_light_pictures_curves_and_sliders),
        cmocka_unit_test(figures_have_no_pointer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
