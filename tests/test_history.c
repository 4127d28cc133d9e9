// SPDX-License-Identifier: MIT
// Undo and redo: what is one step, and that all of the state comes back, the pictures to the byte.
#define FIXTURE_NAME "test_history"
#include "random_commands.h"

typedef struct Shown {
    Text settings;
    PlotRange ranges[PLOTS];
    char names[2][256];
    uint8_t *rgba[PICTURE_KINDS];
    size_t bytes;
} Shown;

static Shown look(const App *app) {
    Shown shown = { .bytes = 4 * picture_plane_length(&app->model.x) };
    put_settings(&shown.settings, &app->settings);
    memcpy(shown.ranges, app->ranges, sizeof shown.ranges);
    memcpy(shown.names[0], app->model.name, sizeof shown.names[0]);
    memcpy(shown.names[1], app->model.betas_name, sizeof shown.names[1]);
    for (int i = 0; i < PICTURE_KINDS; i++) {
        shown.rgba[i] = malloc(shown.bytes);
        rgba_of(app, (PictureKind)i, shown.rgba[i]);
    }
    return shown;
}

static void shown_free(Shown *shown) {
    text_free(&shown->settings);
    for (int i = 0; i < PICTURE_KINDS; i++) free(shown->rgba[i]);
}

static void expect_same(Shown *a, Shown *b) {
    assert_string_equal(a->settings.data, b->settings.data);
    assert_memory_equal(a->ranges, b->ranges, sizeof a->ranges);
    assert_string_equal(a->names[0], b->names[0]);
    assert_string_equal(a->names[1], b->names[1]);
    assert_int_equal(a->bytes, b->bytes);
    for (int i = 0; i < PICTURE_KINDS; i++) assert_memory_equal(a->rgba[i], b->rgba[i], a->bytes);
}

static void hand(App *app, const char *line) {
    Error error = { 0 };
    if (!app_run_by_hand(app, line, &error)) fail_msg("%s: %s", line, error.text);
}

// All the way --------------------------------------------------------------------------------

static void random_commands_are_undone_and_redone(void **state) {
    App *app = *state;
    enum { COMMANDS_RUN = 200 };
    for (uint64_t seed = 1; seed <= 3; seed++) {
        uint64_t chance = seed;
        Shown first = look(app);
        size_t before = app->history.undo.count;
        for (int i = 0; i < COMMANDS_RUN;) {
            Text line = { 0 };
            Error error = { 0 };
            put_command(&line, &chance);
            i += app_run(app, line.data, &error);
            text_free(&line);
        }
        Shown last = look(app);
        size_t steps = app->history.undo.count - before;
        assert_true(steps > COMMANDS_RUN / 2);
        for (size_t i = 0; i < steps; i++) {
            run(app, "undo");
            expect_consistent(app, "undo");
        }
        Shown undone = look(app);
        expect_same(&undone, &first);
        assert_int_equal(app->history.redo.count, steps);
        for (size_t i = 0; i < steps; i++) run(app, "redo");
        expect_consistent(app, "redo");
        expect_pictures(app);
        Shown redone = look(app);
        expect_same(&redone, &last);
        shown_free(&first);
        shown_free(&last);
        shown_free(&undone);
        shown_free(&redone);
    }
}

static void the_ends_are_quiet(void **state) {
    App *app = *state;
    run(app, "undo");
    run(app, "redo");
    run(app, "set t 300");
    run(app, "undo");
    run(app, "undo");
    assert_int_equal(app->settings.t, 240);
    run(app, "redo");
    run(app, "redo");
    assert_int_equal(app->settings.t, 300);
}

static void another_change_ends_redo(void **state) {
    App *app = *state;
    run(app, "set t 300");
    run(app, "undo");
    run(app, "set seed 9");
    run(app, "redo");
    assert_int_equal(app->settings.t, 240);
    assert_true(app->settings.noise.seed == 9);
}

static void what_changes_nothing_is_no_step(void **state) {
    App *app = *state;
    run(app, "set theme dark");
    run(app, "step 0");
    run(app, "fit signal");
    run(app, "wait 1");
    Error error;
    assert_false(app_run(app, "set t 99999", &error));
    assert_int_equal(app->history.undo.count, 0);
}

static void pictures_and_lists_come_back(void **state) {
    App *app = *state;
    Shown built_in = look(app);
    run(app, "open " PICTURE_FILE);
    run(app, "pin 3 4");
    run(app, "open " BETAS_FILE);
    assert_int_equal(app->settings.schedule.steps, 20);
    for (int i = 0; i < 3; i++) run(app, "undo");
    Shown undone = look(app);
    expect_same(&built_in, &undone);
    assert_null(app->model.betas);
    for (int i = 0; i < 3; i++) run(app, "redo");
    assert_string_equal(app->model.name, "scene.png");
    assert_int_equal(app->model.beta_count, 20);
    assert_int_equal(app->settings.picture.pin_y, 4);
    expect_pictures(app);
    shown_free(&built_in);
    shown_free(&undone);
}

// One step -----------------------------------------------------------------------------------

static void a_drag_is_one_step(void **state) {
    App *app = *state;
    for (unsigned press = 1; press <= 2; press++) {
        app->hand_press = press;
        for (int t = 300; t < 320; t++) {
            char line[32];
            snprintf(line, sizeof line, "set t %d", t + 100 * (int)press);
            hand(app, line);
        }
        hand(app, "set seed 5"); // whatever it does
    }
    app->hand_press = 0;
    assert_int_equal(app->history.undo.count, 2);
    run(app, "undo");
    assert_int_equal(app->settings.t, 419);
    run(app, "undo");
    assert_int_equal(app->settings.t, 240);
    assert_true(app->settings.noise.seed == 7);
}

static void a_run_on_one_control_is_one_step(void **state) {
    App *app = *state;
    for (int i = 0; i < 5; i++) hand(app, "add beta_max 1");
    for (int i = 0; i < 5; i++) hand(app, "step 1");
    for (int i = 0; i < 3; i++) hand(app, "toggle theme"); // each a step
    assert_int_equal(app->history.undo.count, 5);
    for (int i = 0; i < 5; i++) run(app, "add beta_max 1"); // so in a script
    assert_int_equal(app->history.undo.count, 10);
}

static void a_step_that_comes_back_is_none(void **state) {
    App *app = *state;
    hand(app, "step 1");
    hand(app, "step -1");
    assert_int_equal(app->history.undo.count, 0);
    app->hand_press = 1; // a double click: the first press moves the knob, the second puts it back
    hand(app, "set t 300");
    app->hand_press = 2;
    hand(app, "set t 240");
    assert_int_equal(app->history.undo.count, 0);
    app->hand_press = 3; // but not after the next step
    hand(app, "set t 300");
    app->hand_press = 4;
    hand(app, "set t 310");
    assert_int_equal(app->history.undo.count, 2);
}

static void playing_is_one_step(void **state) {
    App *app = *state;
    Error error;
    hand(app, "toggle playing");
    for (int t = 241; t < 1000; t++) {
        char line[32];
        snprintf(line, sizeof line, "set t %d", t);
        assert_true(app_run_quietly(app, line, &error));
    }
    hand(app, "toggle playing");
    assert_int_equal(app->history.undo.count, 1);
    run(app, "undo");
    assert_int_equal(app->settings.t, 240);
    assert_false(app->settings.play.playing);
    run(app, "redo");
    assert_int_equal(app->settings.t, 999);
    assert_false(app->settings.play.playing);
}

// An undo while it plays takes back what was done, not the clock.
static void the_clock_is_not_turned_back(void **state) {
    App *app = *state;
    Error error;
    hand(app, "play");
    hand(app, "set beta_max 0.05");
    assert_true(app_run_quietly(app, "set t 700", &error));
    app->history.ticked = true;
    run(app, "undo");
    assert_int_equal(app->settings.t, 700);
    assert_true(isnan(app->settings.schedule.beta_max) && app->settings.play.playing);
}

static void the_window_size_is_nobodys_step(void **state) {
    App *app = *state;
    Error error;
    run(app, "set t 300");
    assert_true(app_run_quietly(app, "set size 800x600", &error));
    history_follow_size(&app->history, app->settings.look.width, app->settings.look.height);
    run(app, "undo");
    assert_int_equal(app->settings.look.width, 800);
    run(app, "redo");
    assert_int_equal(app->settings.look.height, 600);
}

// Bounds -------------------------------------------------------------------------------------

static void the_oldest_steps_are_forgotten(void **state) {
    App *app = *state;
    for (int i = 0; i < HISTORY_STEPS + 50; i++) run(app, i % 2 ? "set t 300" : "set t 301");
    assert_int_equal(app->history.undo.count, HISTORY_STEPS);
}

static void opened_pictures_are_bounded(void **state) {
    App *app = *state;
    // Pictures that claim to be large: a tenth of what may be kept each.
    for (int i = 0; i < 30; i++) {
        run(app, "open " PICTURE_FILE);
        app->model.picture->beta_count = (int)(HISTORY_BYTES / 10 / sizeof(double));
        run(app, "set t 300");
        run(app, "set t 301");
    }
    size_t steps = app->history.undo.count;
    assert_true(steps >= 3 * 8 && steps <= 3 * 10);
    for (size_t i = 0; i < steps; i++) run(app, "undo");
    expect_pictures(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_APP(random_commands_are_undone_and_redone),
        WITH_APP(the_ends_are_quiet),
        WITH_APP(another_change_ends_redo),
        WITH_APP(what_changes_nothing_is_no_step),
        WITH_APP(pictures_and_lists_come_back),
        WITH_APP(a_drag_is_one_step),
        WITH_APP(a_run_on_one_control_is_one_step),
        WITH_APP(a_step_that_comes_back_is_none),
        WITH_APP(playing_is_one_step),
        WITH_APP(the_clock_is_not_turned_back),
        WITH_APP(the_window_size_is_nobodys_step),
        WITH_APP(the_oldest_steps_are_forgotten),
        WITH_APP(opened_pictures_are_bounded),
    };
    return cmocka_run_group_tests(tests, write_betas, remove_betas);
}
