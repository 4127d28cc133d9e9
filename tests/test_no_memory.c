// SPDX-License-Identifier: MIT
// Memory that runs out at every plane in turn, of small and of large pictures: what was asked for
// is there, or one line says why and everything is as it was.
#define FIXTURE_NAME "no_memory"
#include "app_fixture.h"
#include "model/measure.h"
#include "model/reverse.h"
#include "model/thin.h"

static int left = -1; // planes until one cannot be had; -1: all can

void *__real_mem_try(size_t count, size_t size);
float *__real_mem_try_plane(size_t count);
void *__wrap_mem_try(size_t count, size_t size);
float *__wrap_mem_try_plane(size_t count);

static bool fails(void) {
    if (left < 0) return false;
    return left-- == 0;
}

void *__wrap_mem_try(size_t count, size_t size) {
    return fails() ? NULL : __real_mem_try(count, size);
}

float *__wrap_mem_try_plane(size_t count) {
    return fails() ? NULL : __real_mem_try_plane(count);
}

// Does something with the model; false with a line where it cannot.
typedef bool Deed(App *app, Error *error);

static bool move_t(App *app, Error *error) {
    return app_run(app, "set t 400", error) && app_run(app, "set t 401", error);
}

static bool grow(App *app, Error *error) {
    return app_run(app, "set resolution 60", error);
}

static bool grow_large(App *app, Error *error) {
    return app_run(app, "set resolution 420", error);
}

static bool change_coupling(App *app, Error *error) {
    return app_run(app, "set coupling jump", error) && app_run(app, "set coupling path", error);
}

static bool start_anew(App *app, Error *error) {
    return app_run(app, "set t 1", error) && app_run(app, "set seed 3", error) &&
           app_run(app, "set t 700", error) && app_run(app, "set draw 4", error);
}

static bool open_picture(App *app, Error *error) {
    return app_run(app, "open " PICTURE_FILE, error);
}

static bool thin_out(App *app, Error *error) {
    const Part part = { 0.1, 0.2, 0.7, 0.3 };
    Thin thin = { 0 };
    Picture draw = { 0 };
    bool good = model_thin(&app->model, &thin, part, 30, 20, error) &&
                model_thin_draw(&app->model, &thin, 9, part, 30, 20, &draw, error) &&
                model_thin(&app->model, &thin, part, 20, 30, error);
    picture_free(&draw);
    thin_free(&thin);
    return good;
}

static bool make_strip(App *app, Error *error) {
    uint8_t rgba[20 * 20 * 4];
    return model_strip_rgba(&app->model, 300, 20, 20, rgba, error) &&
           model_strip_rgba(&app->model, app->settings.t, 20, 20, rgba, error);
}

static bool make_whole(App *app, Error *error) {
    const Picture *x = &app->model.x;
    Picture values = { 0 };
    uint8_t *rgba = mem_alloc(picture_plane_length(x), 4);
    bool good = model_rgba(&app->model, PICTURE_ZPREV, rgba, error) &&
                picture_alloc(&values, x->width, x->height, x->channels, error) &&
                model_values(&app->model, PICTURE_SAMPLE, &values, error);
    picture_free(&values);
    free(rgba);
    return good;
}

static bool measure_residual(App *app, Error *error) {
    return model_residual(&app->model, error) != NULL;
}

static bool walk_back(App *app, Error *error) {
    return model_walk(&app->model, 0, error) != NULL;
}

static Deed *const deeds[] = { move_t,           grow,       grow_large,
                               change_coupling,  start_anew, open_picture,
                               thin_out,         make_strip, make_whole,
                               measure_residual, walk_back };

// How many of the planes that the deed takes could fail without a word: caches, which it goes on
// without.
static void expect_told(Deed *deed, const char *line) {
    for (int n = 0; n < 200; n++) {
        Error error = { 0 };
        App *app = app_of(line);
        Settings before = app->settings;
        left = n;
        bool good = deed(app, &error), all = left >= 0;
        left = -1;
        if (!good && (!*error.text || strchr(error.text, '\n')))
            fail_msg("plane %d of deed %s: \"%s\"", n, line, error.text);
        if (!good && deed == grow) assert_memory_equal(&before, &app->settings, sizeof before);
        expect_pictures(app); // whatever it is now, it is whole
        app_free(app);
        free(app);
        if (all) return; // it took no more
    }
    fail_msg("there is no end of planes");
}

static void small_pictures(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        expect_told(deeds[i], "--resolution 40 --t 300 --coupling path");
}

static void large_pictures(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        expect_told(deeds[i], "--resolution 300 --t 300 --coupling path");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_pictures),
        cmocka_unit_test(large_pictures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
