// SPDX-License-Identifier: MIT
// An application without its window, and what must hold of one at any time.
#ifndef ALPHABAR_TESTS_APP_FIXTURE_H
#define ALPHABAR_TESTS_APP_FIXTURE_H

#include "app_run.h"
#include "conf/compare.h"
#include "core/noise.h"
#include "io/file.h"
#include "model/compare.h"
#include "panel/compare/words.h"

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

#define BETAS_FILE   FIXTURE_NAME ".csv" // 20 of them, in the folder the test runs in
#define PICTURE_FILE SOURCE_DIR "/assets/scene.png"

static inline App *create(void) {
    return app_of("--resolution 48");
}

static inline int set_up(void **state) {
    *state = create();
    return 0;
}

static inline int tear_down(void **state) {
    return app_end(state);
}

// The settings as text, so that what lies between the members does not count.
static inline void put_settings(Text *out, const Settings *settings) {
    for (int i = 0; i < OPTIONS; i++) {
        option_format(out, settings, option_row((OptionId)i));
        text_append(out, "\n");
    }
    text_append(out, "%.17g", settings->u);
}

static inline void expect_same_settings(const Settings *a, const Settings *b) {
    for (int i = 0; i < OPTIONS; i++) {
        Text first = { 0 }, second = { 0 };
        option_format(&first, a, option_row((OptionId)i));
        option_format(&second, b, option_row((OptionId)i));
        if (strcmp(first.data, second.data) != 0)
            fail_msg("%s: \"%s\" is not \"%s\"", option_row((OptionId)i)->name, first.data,
                     second.data);
        text_free(&first);
        text_free(&second);
    }
    if (a->u != b->u) fail_msg("u = %.17g is not %.17g", a->u, b->u);
}

// What holds between any two commands.
static inline void expect_consistent(const App *app, const char *after) {
    const Settings *settings = &app->settings;
    const Model *model = &app->model;
    if (settings->t < 1 || settings->t > settings->schedule.steps)
        fail_msg("%s: t = %d of %d", after, settings->t, settings->schedule.steps);
    if (model->schedule.steps != settings->schedule.steps)
        fail_msg("%s: a schedule of %d steps, not %d", after, model->schedule.steps,
                 settings->schedule.steps);
    double place = fmax(1, round(settings->u * settings->schedule.steps));
    if (settings->t != (int)place) fail_msg("%s: t = %d, not %g", after, settings->t, place);
    assert_true(model->any && !model->source_replaced && !model->betas_replaced);
    expect_same_settings(&model->made, settings);
    const Picture *all[] = { &model->n, &model->eta };
    for (int i = 0; i < 2; i++) {
        assert_int_equal(all[i]->width, model->x.width);
        assert_int_equal(all[i]->height, model->x.height);
        assert_int_equal(all[i]->channels, model->x.channels);
    }
    if (settings->resolution > 0) {
        assert_true(model->x.width <= settings->resolution);
        assert_true(model->x.height <= settings->resolution);
    }
    for (int i = 0; i < COMPARE_PLOTS; i++)
        if (app->ranges[PLOT_COMPARE + i].zoomed && compare_plot_is_log(settings, i))
            assert_true(app->ranges[PLOT_COMPARE + i].y0 > 0);
    for (int i = 0; i < PLOTS; i++) {
        const PlotRange *range = &app->ranges[i];
        if (range->zoomed) assert_true(range->x0 < range->x1 && range->y0 < range->y1);
    }
    if (app->ranges[PLOT_VARIANCE].zoomed && settings->plots.variance_scale == AXIS_LOG)
        assert_true(app->ranges[PLOT_VARIANCE].y0 > 0);
    if (app->ranges[PLOT_SIGNAL].zoomed && settings->plots.signal == SIGNAL_LOG_ALPHA)
        assert_true(app->ranges[PLOT_SIGNAL].y0 > 0);
    for (int i = 0; i < OPTIONS; i++) { // every value is one that its row takes
        const Option *option = option_row((OptionId)i);
        Settings trial = *settings;
        Text value = { 0 };
        Error error;
        option_format(&value, settings, option);
        if (!option_set(&trial, option, value.data, &error))
            fail_msg("%s: %s = %s", after, option->name, value.data);
        text_free(&value);
    }
}

// Every compared schedule's table is the one that its options give, built anew.
static inline void expect_compared(const App *app, const char *after) {
    const Model *model = &app->model;
    for (int i = 0; i < app->settings.compare.list.count; i++) {
        Settings as = compare_settings(&app->settings, i);
        ScheduleParams params = settings_schedule(&as, model->betas, model->beta_count);
        params.straight = false; // compared are those that keep the variance
        Schedule wanted = { 0 };
        Error error = { 0 };
        const Schedule *table = compare_table(model, i);
        if (!schedule_build(&wanted, &params, &error)) fail_msg("%s: %s", after, error.text);
        if (table->steps != wanted.steps ||
            memcmp(table->beta, wanted.beta, ((size_t)wanted.steps + 1) * sizeof(double)) != 0)
            fail_msg("%s: schedule %d has another table", after, i + 1);
        assert_in_range(compare_t(model, i), 1, table->steps);
        schedule_free(&wanted);
    }
}

// z_t = sqrt(alpha_t) x + sqrt(1 - alpha_t) n_t, and the parts are what the settings say.
static inline void expect_pictures(const App *app) {
    const Model *model = &app->model;
    const Settings *settings = &app->settings;
    Picture x = { 0 }, n = { 0 }, z = { 0 }, fresh = { 0 };
    Picture *const all[] = { &x, &n, &z, &fresh };
    Error error;
    for (int i = 0; i < 4; i++)
        assert_true(
            picture_alloc(all[i], model->x.width, model->x.height, model->x.channels, &error));
    values_of(app, PICTURE_X, &x);
    values_of(app, PICTURE_NOISE, &n);
    values_of(app, PICTURE_Z, &z);
    const NoiseSpec spec = { settings->noise.seed, (Coupling)settings->noise.coupling };
    noise_fill(&fresh, &spec, &model->schedule, settings->t);
    assert_memory_equal(n.values, fresh.values, picture_length(&n) * sizeof(float));
    double alpha = model->schedule.alpha[settings->t];
    double rest = model->schedule.one_minus_alpha[settings->t];
    for (size_t i = 0; i < picture_length(&z); i++) {
        double wanted = sqrt(alpha) * (double)x.values[i] + sqrt(rest) * (double)n.values[i];
        if (fabs(wanted - (double)z.values[i]) > 1e-6)
            fail_msg("z[%zu] = %.9g, not %.9g", i, (double)z.values[i], wanted);
    }
    for (int i = 0; i < 4; i++) picture_free(all[i]);
}

static inline int write_betas(void **state) {
    (void)state;
    Text text = { 0 };
    Error error = { 0 };
    for (int t = 1; t <= 20; t++) text_append(&text, "%.3f\n", 0.009 + 0.001 * t);
    bool good = file_write(BETAS_FILE, text.data, text.length, &error);
    text_free(&text);
    return good ? 0 : -1;
}

static inline int remove_betas(void **state) {
    (void)state;
    return remove(BETAS_FILE);
}

#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
