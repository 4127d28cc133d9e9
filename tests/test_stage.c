// SPDX-License-Identifier: MIT
// Stages: their text, and where their panels stand at any shape of the window and size of the type.
#include "app/app.h"
#include "base/memory.h"
#include "conf/compare.h"
#include "conf/stage_check.h"
#include "draw/record.h"
#include "panel/rows.h"
#include "stage/compared.h"
#include "stage/views.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static void expect_refused(const char *text, const char *why) {
    Stage stage;
    Error error = { 0 };
    if (stage_parse(&stage, text, &error)) fail_msg("\"%s\" is a stage", text);
    assert_int_equal(error.kind, ERROR_USAGE);
    if (!strstr(error.text, why)) fail_msg("\"%s\": %s", text, error.text);
    assert_null(strchr(error.text, '\n'));
}

static void wrong_text_is_named(void **state) {
    (void)state;
    expect_refused("", "ends where a panel's name should be");
    expect_refused("nothing", "there is no panel \"nothing\"");
    expect_refused("signal |", "ends where");
    expect_refused("signal / / strip", "a panel's name at \"/ strip\"");
    expect_refused("pictures(x y)", "pictures: takes x, zprev, z");
    expect_refused("pictures(x", "not closed");
    expect_refused("strip(x)", "strip: has no choice");
    expect_refused("signal(alpha log_snr)", "takes 1 at most");
    expect_refused("signal:0", "a share from 0.01 to 100");
    expect_refused("signal:x", "a share from 0.01 to 100");
    expect_refused("3 signal", "a * after a column's share");
    expect_refused("signal strip", "at \"strip\"");
    expect_refused("[signal | strip", "closing bracket");
    expect_refused("[[[[[[signal]]]]]]", "too many brackets");
    char longest[STAGE_TEXT + 8];
    memset(longest, ' ', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    expect_refused(longest, "at most");
    Text many = { 0 };
    for (int i = 0; i < STAGE_LEAVES + 1; i++) text_append(&many, "%ssignal", i ? "/" : "");
    expect_refused(many.data, "more than");
    text_free(&many);
}

static void text_gives_shares_and_choices(void **state) {
    (void)state;
    Stage stage;
    Error error;
    assert_true(stage_parse(&stage,
                            " 3* pictures(x z mean):2.5/strip|2*signal(log_snr) / [marginal | "
                            "4*without_x] : 2 ",
                            &error));
    const StageNode *nodes = stage.nodes;
    int first = nodes[0].first, second = nodes[first].next;
    assert_true(nodes[first].share == 3 && nodes[second].share == 2 && !nodes[second].next);
    const StageNode *pictures = &nodes[nodes[first].first];
    assert_string_equal(pictures->text, "pictures(x z mean)");
    assert_true(pictures->shared && pictures->share == 2.5f);
    assert_string_equal(nodes[pictures->next].text, "strip");
    const StageNode *signal = &nodes[nodes[second].first];
    assert_string_equal(signal->text, "signal(log_snr)");
    assert_int_equal(nodes[signal->next].kind, STAGE_COLUMNS);
    assert_true(nodes[signal->next].share == 2);
    assert_true(stage_has(&stage, &panel_without_x) && !stage_has(&stage, &panel_bayes));
    assert_false(stage_needs_mixture(&stage));
}

static void every_panel_has_a_row_that_can_be_read(void **state) {
    (void)state;
    for (int i = 0; panels[i]; i++) {
        const Panel *panel = panels[i];
        assert_ptr_equal(panel_find(panel->name), panel);
        assert_true(*panel->title && *panel->help && panel->draw);
        assert_true(panel->least.w > 0 && panel->least.h > 0);
        assert_true(panel->natural.w >= panel->least.w &&
                    panel->natural.h >= panel->least.h * 0.8f);
        Stage stage;
        Error error = { 0 };
        if (!stage_parse(&stage, panel->name, &error)) fail_msg("%s: %s", panel->name, error.text);
    }
}

static bool meet(Rect a, Rect b) {
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

// All that are shown lie in the window, apart, and none is less than its least.
static void expect_places(const App *app, const char *what) {
    const Stage *stage = &app->stage;
    int shown = 0;
    bool left_out = false;
    for (int i = 0; i < stage->count; i++) {
        const StageNode *leaf = &stage->nodes[i];
        if (leaf->kind != STAGE_LEAF) continue;
        left_out |= leaf->left_out;
        if (leaf->left_out) continue;
        shown++;
        Rect rect = leaf->rect;
        if (rect.x < 0 || rect.y < 0 || rect.x + rect.w > app->ui.width + 0.5f ||
            rect.y + rect.h > app->ui.height + 0.5f)
            fail_msg("%s: %s lies outside", what, leaf->text);
        PanelSize least = stage_least(leaf, &app->scene);
        bool small = rect.w + 1 < ui_px(&app->ui, least.w) || rect.h + 1 < ui_px(&app->ui, least.h);
        if (small && shown > 1)
            fail_msg("%s: %s has %.0f x %.0f of %.0f x %.0f", what, leaf->text, (double)rect.w,
                     (double)rect.h, (double)ui_px(&app->ui, least.w),
                     (double)ui_px(&app->ui, least.h));
        for (int k = 0; k < i; k++) {
            const StageNode *other = &stage->nodes[k];
            if (other->kind == STAGE_LEAF && !other->left_out && meet(rect, other->rect))
                fail_msg("%s: %s and %s overlap", what, leaf->text, other->text);
        }
    }
    assert_true(shown > 0);
    if (left_out) assert_non_null(ui_find(&app->ui, "more")); // there is a way to them
}

static App *create(int width, int height) {
    char size[32];
    snprintf(size, sizeof size, "%dx%d", width, height);
    char *argv[] = { (char *)"alphabar", (char *)"--size", size, (char *)"--resolution",
                     (char *)"64" };
    Arguments arguments;
    Error error = { 0 };
    App *app = mem_alloc(1, sizeof *app);
    if (!arguments_parse(&arguments, 5, argv, &error) || !app_create(app, &arguments, &error) ||
        !canvas_open_hidden(app, NULL, &error))
        fail_msg("%s", error.text);
    return app;
}

static void run(App *app, const char *line) {
    Error error = { 0 };
    if (!app_run(app, line, &error)) fail_msg("%s: %s", line, error.text);
}

static void panels_fit_every_window(void **state) {
    (void)state;
    static const int sizes[][2] = { { 1600, 900 }, { 1280, 720 }, { 640, 480 }, { 1000, 1400 },
                                    { 400, 860 },  { 320, 320 },  { 1600, 320 } };
    static const char *const views[] = { "view forward", "view reverse", "view mixture",
                                         "view compare" };
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        App *app = create(sizes[s][0], sizes[s][1]);
        for (int v = 0; v < VIEWS; v++) {
            run(app, views[v]);
            run(app, "reset ui_scale");
            for (int type = 0; type <= 6; type += 3) {
                char what[64];
                snprintf(what, sizeof what, "%s at %d x %d, type +%d", views[v], sizes[s][0],
                         sizes[s][1], type);
                app_layout(app);
                expect_places(app, what);
                for (int k = 0; k < 3; k++) run(app, "add ui_scale 6");
            }
        }
        app_free(app);
        free(app);
    }
}

static const StageNode *leaf_of(const App *app, const char *name) {
    for (int i = 0; i < app->stage.count; i++)
        if (app->stage.nodes[i].panel && strcmp(app->stage.nodes[i].text, name) == 0)
            return &app->stage.nodes[i];
    fail_msg("%s is not on the stage", name);
    return NULL;
}

static void high_rooms_stack_columns(void **state) {
    (void)state;
    App *wide = create(1600, 900), *high = create(700, 1400);
    app_layout(wide), app_layout(high);
    assert_true(leaf_of(wide, "signal")->rect.x > leaf_of(wide, "strip")->rect.x + 400);
    assert_true(leaf_of(high, "signal")->rect.x == leaf_of(high, "strip")->rect.x);
    assert_true(leaf_of(high, "signal")->rect.y > leaf_of(high, "strip")->rect.y);
    // Shares say how the height is parted.
    Rect pictures = leaf_of(high, "pictures")->rect, signal = leaf_of(high, "signal")->rect;
    assert_true(pictures.h > 2.8f * signal.h && pictures.h < 3.2f * signal.h);
    app_free(wide), app_free(high);
    free(wide), free(high);
}

static void named_schedules_are_compared(void **state) {
    (void)state;
    Settings settings, before;
    Error error = { 0 };
    settings_reset(&settings);
    const Option *stage = option_row(OPT_STAGE);
    stage_follow_use(stage_compare_named);
    // Those that are compared already stay as they are, and so do others.
    assert_true(
        option_set(&settings, option_row(OPT_COMPARE), "*; cosine steps=250; flow", &error));
    before = settings;
    assert_true(option_set(&settings, stage, "compare_rows(cosine linear)", &error));
    assert_memory_equal(&settings.compare.list, &before.compare.list, sizeof before.compare.list);
    // Where one is missing the comparison is of the named ones.
    assert_true(option_set(&settings, stage, "signal | compare_rows(edm cosine)", &error));
    assert_int_equal(settings.compare.list.count, 2);
    assert_int_equal(compare_schedule(&settings, 0).family, SCHEDULE_EDM);
    assert_int_equal(compare_schedule(&settings, 1).family, SCHEDULE_COSINE);
    assert_int_equal(compare_schedule(&settings, 1).steps, 250);
    before = settings;
    assert_true(option_set(&settings, stage, "compare_rows(edm cosine)", &error));
    assert_memory_equal(&settings.compare.list, &before.compare.list, sizeof before.compare.list);
    stage_follow_use(NULL);
}

// A plot whose quantity is named has the zoom of the view's plot that shows the same, or none.
static void named_plots_take_no_other_plots_zoom(void **state) {
    (void)state;
    App *app = create(1000, 700);
    run(app, "stage signal(alpha) | signal(log_snr)");
    app_layout(app);
    assert_non_null(ui_find(&app->ui, "plot signal"));
    assert_non_null(ui_find(&app->ui, "plot log_snr"));
    run(app, "stage compare_plot(alpha) | compare_plot(sigma2) | compare_plot(kl)");
    app_layout(app);
    assert_non_null(ui_find(&app->ui, "plot compare"));
    assert_null(ui_find(&app->ui, "plot compare2"));
    const UiItem *kl = ui_find(&app->ui, "plot kl");
    assert_non_null(kl);
    app->ui.in.x = kl->rect.x + kl->rect.w / 2, app->ui.in.y = kl->rect.y + kl->rect.h / 2;
    app->ui.in.wheel = 3;
    app_layout(app);
    for (int i = 0; i < PLOTS; i++) assert_false(app->ranges[i].zoomed);
    app_free(app);
    free(app);
}

// A run that is shorter, or has not begun, is shown as far as it goes; the step that was asked for
// stays.
static void drawing_a_run_moves_no_step(void **state) {
    (void)state;
    App *app = create(1000, 700);
    run(app, "stage mixture_run");
    run(app, "set sample_step 30");
    run(app, "set sample_steps 10");
    app_layout(app);
    app_layout(app);
    assert_int_equal(app->settings.mixture.sample_step, 30);
    app_free(app);
    free(app);
}

static void every_panel_draws_by_itself(void **state) {
    (void)state;
    App *app = create(1000, 700);
    for (int i = 0; panels[i]; i++) {
        snprintf(app->settings.stage, sizeof app->settings.stage, "%s", panels[i]->name);
        app_layout(app);
        app_layout(app);
        expect_places(app, panels[i]->name);
        const StageNode *leaf = leaf_of(app, panels[i]->name);
        if (!(leaf->type >= 7)) fail_msg("%s: type of %g", panels[i]->name, (double)leaf->type);
    }
    app_free(app);
    free(app);
}

// Words on one line, so many pixels apart at least.
static void expect_apart(const DrawRecord *record, float least, const char *what) {
    for (size_t i = 0; i < record->count; i++) {
        const RecordItem *a = &record->items[i];
        if (a->kind != RECORD_TEXT) continue;
        for (size_t k = 0; k < i; k++) {
            const RecordItem *b = &record->items[k];
            if (b->kind != RECORD_TEXT || b->rect.y != a->rect.y) continue;
            if (a->rect.x < b->rect.x + b->rect.w + least &&
                b->rect.x < a->rect.x + a->rect.w + least)
                fail_msg("%s: \"%.*s\" and \"%.*s\" stand at %.0f and %.0f", what, (int)a->count,
                         record->bytes + a->first, (int)b->count, record->bytes + b->first,
                         (double)a->rect.x, (double)b->rect.x);
        }
    }
}

static void a_strip_says_its_steps_as_far_as_there_is_room(void **state) {
    (void)state;
    static const int widths[] = { 900, 480, 320 }, steps[] = { 240, 1, 1000 };
    Error error = { 0 };
    for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++) {
        App *app = create(widths[w], 600);
        Stage stage;
        if (!stage_parse(&stage, "strip", &error)) fail_msg("%s", error.text);
        for (size_t t = 0; t < sizeof steps / sizeof steps[0]; t++) {
            char line[32];
            DrawRecord record = { 0 };
            snprintf(line, sizeof line, "set t %d", steps[t]);
            run(app, line);
            app_layout(app);
            app->list.record = &record;
            for (int still = 0; still < 2; still++) {
                record_clear(&record);
                app->scene.still = still;
                stage_lay_out(&stage, &app->scene, (Rect){ 0, 0, app->ui.width, 200 });
                stage_draw(&stage, &app->scene, &app->states);
                expect_apart(&record, still ? -0.5f : 2, line); // "t" and "= 1" touch
            }
            app->list.record = NULL;
            record_free(&record);
        }
        app_free(app);
        free(app);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_text_is_named),
        cmocka_unit_test(text_gives_shares_and_choices),
        cmocka_unit_test(every_panel_has_a_row_that_can_be_read),
        cmocka_unit_test(panels_fit_every_window),
        cmocka_unit_test(high_rooms_stack_columns),
        cmocka_unit_test(every_panel_draws_by_itself),
        cmocka_unit_test(named_schedules_are_compared),
        cmocka_unit_test(named_plots_take_no_other_plots_zoom),
        cmocka_unit_test(drawing_a_run_moves_no_step),
        cmocka_unit_test(a_strip_says_its_steps_as_far_as_there_is_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
