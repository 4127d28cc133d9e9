// SPDX-License-Identifier: MIT
// Lessons: what a file may hold, going on and back, what is brought back, and lessons as films.
#define FIXTURE_NAME "test_lesson"
#include "app/lesson/lesson.h"
#include "app/script.h"
#include "app_fixture.h"

#define LESSON_FILE FIXTURE_NAME ".lesson"

static void write_lesson(const char *text) {
    Error error = { 0 };
    if (!file_write(LESSON_FILE, text, strlen(text), &error)) fail_msg("%s", error.text);
}

static void expect_error(App *app, const char *text, const char *wanted) {
    Error error = { 0 };
    Text before = { 0 }, after = { 0 };
    write_lesson(text);
    put_settings(&before, &app->settings);
    assert_false(lesson_start(app, LESSON_FILE, &error));
    assert_string_equal(error.text, wanted);
    assert_null(app->lesson);
    put_settings(&after, &app->settings);
    assert_string_equal(before.data, after.data);
    text_free(&before);
    text_free(&after);
}

static void files_that_are_no_lessons_say_why(void **state) {
    App *app = *state;
    Error error = { 0 };
    expect_error(app, "", LESSON_FILE ": has no stop (no `pause`)");
    expect_error(app, "say hello\nset t 3\n", LESSON_FILE ": has no stop (no `pause`)");
    expect_error(app, "set t 3\npause\n", LESSON_FILE ":2: pause: the stop has no `say`");
    expect_error(app, "say a\njump about\npause\n",
                 LESSON_FILE ":2: jump: there is no such command (see alphabar --help)");
    expect_error(app, "say a\nplay 1 2\npause\n",
                 LESSON_FILE ":2: play: takes FROM TO SECONDS in a lesson");
    expect_error(app, "say a\nplay 0 2 1\npause\n",
                 LESSON_FILE ":2: play: takes FROM TO SECONDS in a lesson");
    // Numbers that no int holds, and what is no number.
    expect_error(app, "say a\nplay 4294967297 2 1\npause\n",
                 LESSON_FILE ":2: play: takes FROM TO SECONDS in a lesson");
    expect_error(app, "say a\nplay 1 2 nan\npause\n",
                 LESSON_FILE ":2: play: takes FROM TO SECONDS in a lesson");
    expect_error(app, "say a\nglide beta_max 0.1 0.2\npause\n",
                 LESSON_FILE ":2: glide: takes NAME FROM TO SECONDS");
    expect_error(app, "say a\nglide beta_max 0.1 0.2 0\npause\n",
                 LESSON_FILE ":2: glide: takes NAME FROM TO SECONDS");
    expect_error(app, "say a\nglide theme 0 1 1\npause\n",
                 LESSON_FILE ":2: glide: theme is no option that is a number");
    expect_error(app, "say a\nglide seed 0 1 1\npause\n",
                 LESSON_FILE ":2: glide: seed is no option that is a number");
    expect_error(app, "say a\nplay 1 2 1\nplay 1 2 1\nplay 1 2 1\nplay 1 2 1\nplay 1 2 1\npause\n",
                 LESSON_FILE ":6: glide: a stop has at most 4");
    expect_error(app, "stage signal\nfocus variance\nsay a\npause\n",
                 LESSON_FILE ": stop 1: focus: there is no variance on the stage");
    expect_error(app, "# one\nset t 99999\nsay a\npause\n",
                 LESSON_FILE ":2: t: takes a whole number from 1 to 10000, not \"99999\"");
    expect_error(app, "say a\npause\nsay b\nset t 9\n",
                 LESSON_FILE ": the last stop has no `pause`");
    // What goes elsewhere, writes files, or acts on the window.
    static const char *const own[] = { "lesson off",
                                       "lesson_next",
                                       "undo",
                                       "redo",
                                       "quit",
                                       "slide 1",
                                       "slide -1",
                                       "lesson_previous",
                                       "lesson_stop 1",
                                       "black",
                                       "key PageDown",
                                       "click t",
                                       "lesson forward",
                                       "drag t 3",
                                       "wait 1",
                                       "dump a.json",
                                       "screenshot a.png",
                                       "save a.json",
                                       "copy a.txt",
                                       "export a.png",
                                       "export_schedule a.csv",
                                       "export_cancel",
                                       "export_show" };
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        Text text = { 0 }, wanted = { 0 };
        text_append(&text, "say a\n%s\npause\n", own[i]);
        text_append(&wanted, LESSON_FILE ":2: %.*s: is no command for a lesson",
                    (int)strcspn(own[i], " "), own[i]);
        expect_error(app, text.data, wanted.data);
        text_free(&text);
        text_free(&wanted);
    }
    static const char *const machines[] = { "export_path", "export_folder", "size", "threads" };
    for (size_t i = 0; i < sizeof machines / sizeof machines[0]; i++) {
        Text text = { 0 }, wanted = { 0 };
        text_append(&text, "say a\nset %s 1\npause\n", machines[i]);
        text_append(&wanted, LESSON_FILE ":2: %s: is not for a lesson to set", machines[i]);
        expect_error(app, text.data, wanted.data);
        text_free(&text);
        text_free(&wanted);
    }
    assert_false(lesson_start(app, "no such lesson", &error));
    assert_string_equal(error.text, "no such lesson: No such file or directory");
}

static void every_stop_begins_where_the_last_one_ended(void **state) {
    App *app = *state;
    Error error = { 0 };
    write_lesson("set t 10\nsay a\npause\nset steps 500\nplay 20 100 5\nsay b\npause\n"
                 "set seed 9\nsay c\npause\n");
    run(app, "set t 300");
    run(app, "lesson " LESSON_FILE);
    assert_int_equal(app->settings.t, 10);
    assert_int_equal(app->settings.schedule.steps, 1000);
    run(app, "set schedule cosine"); // tried out in between
    run(app, "lesson_next");
    assert_int_equal(app->settings.schedule.family, SCHEDULE_LINEAR);
    assert_int_equal(app->settings.schedule.steps, 500);
    assert_int_equal(app->settings.t, 20);
    assert_true(lesson_is_gliding(app));
    assert_true(lesson_continue(app, &error));
    run(app, "lesson_next"); // before the glide has ended
    assert_int_equal(app->settings.t, 100);
    assert_int_equal(app->settings.noise.seed, 9);
    assert_false(lesson_is_gliding(app));
    run(app, "lesson_previous");
    assert_int_equal(app->settings.t, 20);
    assert_int_equal(app->settings.noise.seed, 7);
    run(app, "lesson_previous");
    run(app, "lesson_previous"); // there is none before the first
    assert_int_equal(app->settings.t, 10);
    for (int i = 0; i < 3; i++) run(app, "lesson_next");
    assert_null(app->lesson); // past the last
    assert_int_equal(app->settings.t, 300);
    run(app, "lesson_next"); // nothing
    run(app, "lesson off");
    expect_consistent(app, "a lesson");
}

static void what_glides_moves_from_where_to_where_it_says(void **state) {
    App *app = *state;
    Error error = { 0 };
    write_lesson(
        "say a\nglide beta_max 0.02 0.04 4\nglide sample_step 0 10 2\npause\nsay b\npause\n");
    run(app, "lesson " LESSON_FILE);
    assert_true(app->settings.schedule.beta_max == 0.02);
    assert_int_equal(app->settings.mixture.sample_step, 0);
    assert_true(lesson_seek(app, 1, &error));
    assert_int_equal(app->settings.mixture.sample_step, 5);
    assert_true(lesson_seek(app, 2, &error));
    assert_true(fabs(app->settings.schedule.beta_max - 0.03) < 1e-9);
    assert_int_equal(app->settings.mixture.sample_step, 10);
    run(app, "lesson_next"); // which begins where all of it ends
    assert_true(fabs(app->settings.schedule.beta_max - 0.04) < 1e-9);
    run(app, "lesson off");
}

static void what_is_moved_by_hand_no_longer_glides(void **state) {
    App *app = *state;
    Error error = { 0 };
    write_lesson("say a\nplay 1 900 60\npause\n");
    run(app, "lesson " LESSON_FILE);
    assert_true(lesson_continue(app, &error));
    assert_true(lesson_is_gliding(app));
    run(app, "set t 300");
    assert_true(lesson_continue(app, &error));
    assert_false(lesson_is_gliding(app));
    assert_int_equal(app->settings.t, 300);
    run(app, "lesson off");
}

static void any_stop_can_be_gone_to(void **state) {
    App *app = *state;
    Error error = { 0 };
    assert_false(app_run(app, "lesson_stop 1", &error));
    write_lesson("title One\nsay a\npause\nset steps 500\nsay b\npause\nset seed 9\ntitle "
                 "Three\ntitle:ko 셋\nsay c\npause\n");
    run(app, "lesson " LESSON_FILE);
    assert_int_equal(lesson_stops(app), 3);
    run(app, "lesson_stop 3"); // what stop 2 sets holds
    assert_int_equal(lesson_stop(app), 2);
    assert_int_equal(app->settings.schedule.steps, 500);
    assert_int_equal(app->settings.noise.seed, 9);
    run(app, "lesson_stop 1");
    assert_int_equal(app->settings.schedule.steps, 1000);
    assert_false(app_run(app, "lesson_stop 4", &error));
    assert_string_equal(error.text, "lesson_stop: takes a number from 1 to 3");
    assert_false(app_run(app, "lesson_stop 0", &error));
    assert_string_equal(lesson_title(app, 0), "One");
    assert_string_equal(lesson_title(app, 1), "");
    assert_string_equal(lesson_caption(app, 2), "c");
    run(app, "lesson off");
}

// What the lecturer chooses for the room stays from stop to stop; all of it comes back at the end.
static void looks_stay_from_stop_to_stop(void **state) {
    App *app = *state;
    write_lesson("say a\npause\nset t 3\nsay b\npause\n");
    run(app, "range signal 1 9 0 1");
    run(app, "lesson " LESSON_FILE);
    run(app, "set theme light");
    run(app, "set notation ho");
    run(app, "fit signal");
    run(app, "lesson_next");
    assert_int_equal(app->settings.look.theme, THEME_LIGHT);
    assert_int_equal(app->settings.look.notation, NOTATION_HO);
    run(app, "lesson off");
    assert_int_equal(app->settings.look.theme, THEME_DARK);
    assert_int_equal(app->settings.look.notation, NOTATION_BISHOP);
    assert_true(app->ranges[PLOT_SIGNAL].zoomed);
}

// What was opened belongs to the state: a picture and a list of betas that the lesson opens, or
// that somebody drops meanwhile, are gone afterwards.
static void what_was_opened_comes_back(void **state) {
    App *app = *state;
    Error error = { 0 };
    run(app, "open " BETAS_FILE);
    run(app, "set t 17");
    write_lesson(
        "set schedule linear\nset steps 50\nsay a\npause \nopen missing.png\nsay b\npause\n"
        "set t 3\nsay c\npause\n");
    run(app, "lesson " LESSON_FILE);
    run(app, "open " PICTURE_FILE);
    assert_string_equal(app->model.picture->name, "scene.png");
    assert_false(lesson_next(app, &error)); // there is no such picture, and the lesson goes on
    assert_string_equal(app->model.picture->name, "built-in");
    run(app, "lesson_next");
    assert_int_equal(app->settings.t, 3);
    run(app, "open " BETAS_FILE);
    run(app, "lesson off");
    assert_int_equal(app->settings.schedule.family, SCHEDULE_FILE);
    assert_int_equal(app->settings.t, 17);
    assert_int_equal(app->settings.schedule.steps, 20);
    expect_consistent(app, "a lesson");
}

static void a_film_of_it_is_its_stops_in_time(void **state) {
    App *app = *state;
    Error error = { 0 };
    write_lesson("set t 10\nsay a\npause\nplay 20 100 5\nsay b\npause\nset t 7\nsay c\npause\n");
    run(app, "lesson " LESSON_FILE);
    double first = 2.5 + 1 / 16.0, second = 6.5, seconds;
    assert_true(lesson_measure(LESSON_FILE, &seconds, &error));
    assert_true(fabs(seconds - (2 * first + second)) < 1e-9);
    const struct {
        double seconds;
        int t;
    } wanted[] = { { 0, 10 },           { first - 0.01, 10 }, { first + 0.001, 20 },
                   { first + 2.5, 60 }, { first + 6, 100 },   { first + second + 0.1, 7 },
                   { 1000, 7 },         { first + 2.5, 60 },  { 1, 10 } };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        assert_true(lesson_seek(app, wanted[i].seconds, &error));
        assert_int_equal(app->settings.t, wanted[i].t);
    }
    run(app, "lesson off");
}

static void the_built_in_lesson_can_be_given(void **state) {
    App *app = *state;
    Error error = { 0 };
    for (int language = 0; language < LANGUAGES; language++) {
        run(app, language ? "set language ko" : "set language en");
        run(app, "lesson forward");
        int stops = 0;
        for (; app->lesson; stops++) {
            expect_consistent(app, "a stop");
            if (!lesson_next(app, &error)) fail_msg("%s", error.text);
        }
        assert_int_equal(stops, 15);
    }
}

static void one_key_goes_in_and_out(void **state) {
    App *app = *state;
    Error error = { 0 };
    run(app, "set t 300");
    assert_true(app_key(app, "F2", &error));
    assert_non_null(app->lesson);
    assert_true(app_key(app, "F2", &error));
    assert_null(app->lesson);
    assert_int_equal(app->settings.t, 300);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_APP(files_that_are_no_lessons_say_why),
        WITH_APP(every_stop_begins_where_the_last_one_ended),
        WITH_APP(what_glides_moves_from_where_to_where_it_says),
        WITH_APP(what_is_moved_by_hand_no_longer_glides),
        WITH_APP(any_stop_can_be_gone_to),
        WITH_APP(looks_stay_from_stop_to_stop),
        WITH_APP(what_was_opened_comes_back),
        WITH_APP(a_film_of_it_is_its_stops_in_time),
        WITH_APP(the_built_in_lesson_can_be_given),
        WITH_APP(one_key_goes_in_and_out),
    };
    int failed = cmocka_run_group_tests(tests, write_betas, remove_betas);
    remove(LESSON_FILE);
    return failed;
}
