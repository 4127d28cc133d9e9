// SPDX-License-Identifier: MIT
// A picture whose planes are not held: what is drawn of it, counted over it and written of it is
// what it would be from whole planes, bit for bit.
#define FIXTURE_NAME "large"
#include "app_fixture.h"
#include "core/residual.h"
#include "model/curves.h"
#include "model/measure.h"
#include "model/thin.h"

enum { SIDE = 400 };

static int set_up_large(void **state) {
    *state = app_of("--resolution 400 --t 300");
    return 0;
}

static Picture plane_like(const Picture *like) {
    Picture picture = { 0 };
    Error error;
    assert_true(picture_alloc(&picture, like->width, like->height, like->channels, &error));
    return picture;
}

// As a small picture's planes are.
static Thin whole_planes(const App *app) {
    const Model *model = &app->model;
    const NoiseSettings *noise = &app->settings.noise;
    const NoiseSpec spec = { noise->seed, (Coupling)noise->coupling };
    Thin whole = { .x = plane_like(&model->x),
                   .n = plane_like(&model->x),
                   .n_prev = plane_like(&model->x),
                   .eta = plane_like(&model->x) };
    int t = app->settings.t;
    memcpy(whole.x.values, model->x.values, picture_length(&whole.x) * sizeof(float));
    noise_fill(&whole.n, &spec, &model->schedule, t);
    noise_fill(&whole.n_prev, &spec, &model->schedule, t > 1 ? t - 1 : t);
    noise_fill_eta(&whole.eta, spec.seed, (uint32_t)noise->draw);
    return whole;
}

static void expect_thinned(const Picture *out, const Picture *plane, Part part, const char *name) {
    Picture wanted = { 0 };
    Error error;
    assert_true(picture_thin(&wanted, plane, part, out->width, out->height, &error));
    if (memcmp(wanted.values, out->values, picture_length(out) * sizeof(float)) != 0)
        fail_msg("%s at %d x %d differs", name, out->width, out->height);
    picture_free(&wanted);
}

static void expect_large(const App *app) {
    const Model *model = &app->model;
    assert_false(model_holds_planes(model));
    assert_null(model->n.values);
    Thin whole = whole_planes(app), thin = { 0 };
    static const struct {
        Part part;
        int width, height;
    } shown[] = {
        { { 0, 0, 1, 1 }, 57, 57 },
        { { 0, 0, 1, 1 }, 300, 200 },
        { { 0, 0, 1, 1 }, SIDE, SIDE },
        { { 0.2, 0.3, 0.1, 0.2 }, 300, 300 },
        { { 0.2, 0.3, 0.5, 0.7 }, 33, 120 },
        { { -0.1, 0.9, 0.3, 0.3 }, 64, 64 },
        { { 0.2, 0.3, 0.003, 0.01 }, 50, 40 },
        { { 0.2, 0.3, 0.003, 0.01 }, 50, 40 },
    };
    Error error;
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        int width = shown[i].width, height = shown[i].height;
        if (!model_thin(model, &thin, shown[i].part, width, height, &error))
            fail_msg("%s", error.text);
        expect_thinned(&thin.x, &whole.x, shown[i].part, "x");
        expect_thinned(&thin.n, &whole.n, shown[i].part, "n");
        if (thin.n_prev.values)
            expect_thinned(&thin.n_prev, &whole.n_prev, shown[i].part, "n before");
        expect_thinned(&thin.eta, &whole.eta, shown[i].part, "eta");
        assert_true(model_thin_draw(model, &thin, (uint32_t)app->settings.noise.draw, shown[i].part,
                                    width, height, &thin.x, &error));
        expect_thinned(&thin.x, &whole.eta, shown[i].part, "a draw");
    }
    thin_free(&thin);
    thin_free(&whole);
}

static void what_is_shown_is_drawn(void **state) {
    App *app = *state;
    static const char *const lines[] = { "set coupling path", "set t 301",  "set t 700",
                                         "set t 1",           "set draw 3", "set seed 9",
                                         "set coupling jump", "set t 500",  "set resolution 390" };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        run(app, lines[i]);
        expect_large(app);
        expect_pictures(app);
    }
}

// Every kind, whole, by value and as bytes.
static void values_are_those_of_planes(void **state) {
    App *app = *state;
    const Model *model = &app->model;
    run(app, "set coupling path");
    for (int t = 1; t <= 301; t += 300) {
        app->settings.t = t;
        Error error;
        assert_true(model_update(&app->model, &app->settings, &error));
        Thin whole = whole_planes(app);
        if (t == 1) picture_free(&whole.n_prev);
        Picture values = plane_like(&model->x);
        size_t plane = picture_plane_length(&values);
        uint8_t *bytes = mem_alloc(2 * plane, 4), *wanted = bytes + 4 * plane;
        for (int kind = 0; kind < PICTURE_KINDS; kind++) {
            if (t == 1 && (kind == PICTURE_RESIDUAL || kind == PICTURE_STEP_NOISE)) continue;
            const PictureKind kinds[] = { (PictureKind)kind };
            values_of(app, kinds[0], &values);
            rgba_of(app, kinds[0], bytes);
            model_pictures(model, &whole, kinds, 1, &wanted);
            assert_memory_equal(bytes, wanted, 4 * plane);
            for (size_t i = 0; i < plane; i += 7919)
                for (int c = 0; c < 3; c++) {
                    float value = model_value(model, kinds[0], c, i);
                    assert_memory_equal(&value, &picture_plane(&values, c)[i], sizeof value);
                }
        }
        free(bytes);
        picture_free(&values);
        thin_free(&whole);
    }
}

static void expect_counted(const App *app) {
    const Model *model = &app->model;
    Thin whole = whole_planes(app);
    Mix mix = posterior_mix(&model->schedule, app->settings.t, PICTURE_Z);
    const PairMoments of[] = { statistics_pair(&whole.x, &whole.n),
                               statistics_pair(&whole.x, &whole.n_prev),
                               statistics_pair(&whole.x, &whole.eta),
                               statistics_pair(&whole.n, &whole.eta) };
    const PairMoments *got[] = { &model->x_n, &model->x_n_prev, &model->x_eta, &model->n_eta };
    for (int i = 0; i < 4; i++) assert_memory_equal(&of[i], got[i], sizeof of[i]);
    int bins = VALUE_BINS * model_value_parts(model);
    Histogram wanted =
        histogram_of_mix(VALUE_LOW, VALUE_HIGH, bins, &mix, &whole.x, &whole.n, &whole.eta);
    assert_memory_equal(&wanted, measure_histogram(model), sizeof wanted);
    assert_int_equal(model_histogram(model)->histogram.total, picture_length(&whole.x));
    thin_free(&whole);
}

// In any order, and with changes on the way, the sums come out as those of whole planes.
static void all_values_are_counted(void **state) {
    App *app = *state;
    Model *model = &app->model;
    for (int coupling = 0; coupling < 2; coupling++) {
        run(app, coupling ? "set coupling path" : "set coupling jump");
        run(app, "set t 300");
        assert_true(model_is_unmeasured(model));
        model_measure(model, 1);
        assert_false(model_is_unmeasured(model) || model_is_measured(model));
        double some = model_statistics(model, PICTURE_Z).variance;
        assert_true(model_histogram(model)->histogram.total == STATISTICS_PART);
        model_measure(model, 2);
        model_measure(model, 0);
        assert_true(model_is_measured(model));
        double all = model_statistics(model, PICTURE_Z).variance;
        assert_true(fabs(some - all) < 0.2 * all); // of one part in eight
        expect_counted(app);
        run(app, "set t 301"); // in jump coupling the same noise: its sums stay
        assert_int_equal(model_moments_are_whole(model), coupling == 0);
        assert_false(model_is_measured(model));
        model_measure(model, 3);
        run(app, "set draw 2");
        assert_false(model_moments_are_whole(model));
        model_measure(model, 2);
        model_measure(model, 0);
        expect_counted(app);
        run(app, "set draw 0");
        model_measure(model, 0);
        expect_counted(app);
    }
}

// Small again, and large: planes come and go.
static void planes_follow_the_size(void **state) {
    App *app = *state;
    run(app, "set resolution 64");
    assert_true(model_holds_planes(&app->model) && app->model.n.values);
    assert_true(model_is_measured(&app->model));
    expect_pictures(app);
    run(app, "set resolution 400");
    assert_null(app->model.n.values);
    assert_null(app->model.eta.values);
    expect_pictures(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_shown_is_drawn, set_up_large, tear_down),
        cmocka_unit_test_setup_teardown(values_are_those_of_planes, set_up_large, tear_down),
        cmocka_unit_test_setup_teardown(all_values_are_counted, set_up_large, tear_down),
        cmocka_unit_test_setup_teardown(planes_follow_the_size, set_up_large, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
