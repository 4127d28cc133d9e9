// SPDX-License-Identifier: MIT
// Pictures that are read on a thread beside the window: the same as those that are read at once.
#include "conf/option.h"
#include "model/model.h"
#include "model/picture_reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// after what it uses
#include "threads.h"

#include <cmocka.h>

#define PICTURE SOURCE_DIR "/assets/scene.png"
#define CORPUS  SOURCE_DIR "/tests/fuzz/corpus/picture/"

static atomic_int woken;

static void wake(void) {
    atomic_fetch_add(&woken, 1);
}

static void rest(void) {
    const struct timespec millisecond = { .tv_nsec = 1000000 };
    nanosleep(&millisecond, NULL);
}

// Whether it could be read.
static bool wait_for(PictureReader *reader, ReadyPicture *ready, Error *error) {
    bool good;
    while (!picture_reader_pop(reader, ready, &good, error)) rest();
    return good;
}

static void expect_same_x(const Model *a, const Model *b) {
    assert_string_equal(a->picture->path, b->picture->path);
    assert_string_equal(a->name, b->name);
    assert_int_equal(a->x.width, b->x.width);
    assert_int_equal(a->x.height, b->x.height);
    assert_int_equal(a->x.channels, b->x.channels);
    assert_memory_equal(a->x.values, b->x.values, picture_length(&a->x) * sizeof(float));
    assert_memory_equal(&a->moments, &b->moments, sizeof a->moments);
    assert_memory_equal(a->n.values, b->n.values, picture_length(&a->n) * sizeof(float));
}

// Its values count where the settings are still those that they were made for, and else are made
// anew.
static void test_the_same_as_at_once(void **state) {
    (void)state;
    need_threads();
    static const char *const paths[] = { PICTURE, CORPUS "grey_alpha.png", CORPUS "baseline.jpg",
                                         CORPUS "progressive.jpg", CORPUS "a.bmp" };
    PictureReader *reader = picture_reader_create(wake);
    assert_non_null(reader);
    for (int i = 0; i < 3 * 5; i++) {
        const char *path = paths[i / 3];
        Model at_once = { 0 }, beside = { 0 };
        ReadyPicture ready;
        Settings settings;
        Error error = { 0 };
        settings_reset(&settings);
        settings.resolution = 24;
        picture_reader_ask(reader, path, settings.resolution, settings.look.theme);
        assert_true(wait_for(reader, &ready, &error));
        assert_non_null(ready.x.values);
        if (i % 3 == 1) settings.resolution = 12;
        if (i % 3 == 2)
            settings.look.theme =
                settings.look.theme == THEME_DARK ? (int)THEME_LIGHT : (int)THEME_DARK;
        assert_true(model_open(&at_once, path, &error));
        assert_true(model_update(&at_once, &settings, &error));
        model_open_ready(&beside, &ready);
        assert_null(ready.picture);
        assert_true(model_update(&beside, &settings, &error));
        assert_null(beside.ready.picture);
        expect_same_x(&at_once, &beside);
        model_free(&at_once);
        model_free(&beside);
    }
    assert_true(woken >= 15);
    picture_reader_free(reader);
}

static void test_a_model_that_does_not_take_it(void **state) {
    (void)state;
    need_threads();
    Model model = { 0 };
    PictureReader *reader = picture_reader_create(wake);
    ReadyPicture ready;
    Settings settings;
    Error error = { 0 };
    settings_reset(&settings);
    assert_true(model_open_built_in(&model, &error) && model_update(&model, &settings, &error));
    picture_reader_ask(reader, CORPUS "rgb.png", settings.resolution, settings.look.theme);
    assert_true(wait_for(reader, &ready, &error));
    model_open_ready(&model, &ready);
    Settings wrong = settings;
    wrong.schedule.family = SCHEDULE_FILE; // without a list
    assert_false(model_update(&model, &wrong, &error));
    assert_true(model_update(&model, &settings, &error));
    assert_string_equal(model.picture->path, "");
    assert_null(model.ready.picture);
    model_free(&model);
    picture_reader_free(reader);
}

static void test_errors_are_the_same(void **state) {
    (void)state;
    need_threads();
    static const char *const paths[] = { "no such file.png", SOURCE_DIR, __FILE__ };
    PictureReader *reader = picture_reader_create(wake);
    for (int i = 0; i < 3; i++) {
        Model model = { 0 };
        ReadyPicture ready;
        Error error = { 0 }, wanted = { 0 };
        picture_reader_ask(reader, paths[i], 0, 0);
        assert_false(wait_for(reader, &ready, &error));
        assert_false(model_open(&model, paths[i], &wanted));
        assert_string_equal(error.text, wanted.text);
        assert_int_equal(error.kind, wanted.kind);
        assert_null(ready.picture);
        model_free(&model);
    }
    picture_reader_free(reader);
}

// Only the last wish is fulfilled, and none that was left; who goes does not wait.
static void test_wishes(void **state) {
    (void)state;
    need_threads();
    PictureReader *reader = picture_reader_create(wake);
    ReadyPicture ready;
    Error error = { 0 };
    bool good;
    for (int i = 0; i < 20; i++) picture_reader_ask(reader, PICTURE, 0, 0);
    picture_reader_ask(reader, CORPUS "a.bmp", 0, 0);
    assert_true(wait_for(reader, &ready, &error));
    assert_string_equal(ready.picture->name, "a.bmp");
    ready_picture_free(&ready);
    for (int i = 0; i < 50; i++) rest();
    assert_false(picture_reader_pop(reader, &ready, &good, &error));
    picture_reader_ask(reader, PICTURE, 0, 0);
    if (!picture_reader_pop(reader, &ready, &good, &error)) picture_reader_leave(reader);
    for (int i = 0; i < 50; i++) rest();
    assert_false(picture_reader_pop(reader, &ready, &good, &error));
    assert_true(picture_reader_done(reader) == 0);
    picture_reader_ask(reader, PICTURE, 0, 0);
    for (int i = 0; i < 50; i++) rest(); // one that is there and not taken
    picture_reader_free(reader);
    reader = picture_reader_create(wake);
    picture_reader_ask(reader, PICTURE, 0, 0);
    picture_reader_free(reader);
    int before = woken;
    for (int i = 0; i < 50; i++) rest();
    assert_int_equal(woken, before);
}

typedef struct Follower {
    int looks, ends_after; // -1: never
    double last;
} Follower;

static bool follow(void *user, double done) {
    Follower *follower = user;
    assert_true(done >= follower->last && done <= 1);
    follower->last = done;
    return follower->looks++ != follower->ends_after;
}

static void test_decoding_that_is_ended(void **state) {
    (void)state;
    need_threads();
    static const char *const paths[] = { PICTURE, CORPUS "deep_interlaced.png",
                                         CORPUS "baseline.jpg", CORPUS "progressive.jpg" };
    for (int i = 0; i < 4; i++) {
        Image image = { 0 };
        Error error = { 0 };
        char wanted[512];
        snprintf(wanted, sizeof wanted, "%s: cancelled", paths[i]);
        Follower all = { .ends_after = -1 };
        assert_true(image_load_watched(&image, paths[i], &(ImageWatch){ follow, &all }, &error));
        image_free(&image);
        assert_true(all.looks > 0);
        for (int k = 0; k < 2; k++) {
            Follower some = { .ends_after = k ? all.looks - 1 : 0 };
            ImageWatch watch = { follow, &some };
            assert_false(image_load_watched(&image, paths[i], &watch, &error));
            assert_string_equal(error.text, wanted);
            assert_null(image.data);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_same_as_at_once),
        cmocka_unit_test(test_a_model_that_does_not_take_it),
        cmocka_unit_test(test_errors_are_the_same),
        cmocka_unit_test(test_wishes),
        cmocka_unit_test(test_decoding_that_is_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
