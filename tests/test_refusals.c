// SPDX-License-Identifier: MIT
// Commands that cannot be carried out: each says why in one line, and nothing changes.
#define FIXTURE_NAME "refusals"
#include "app_fixture.h"
#include "core/knots_edit.h"
#include "core/levels/levels.h"
#include "model/levels.h"

typedef struct Refusal {
    const char *line, *why;
} Refusal;

static void expect_refused(App *app, const Refusal *refusal) {
    Settings before = app->settings;
    Error error = { 0 };
    if (app_run(app, refusal->line, &error)) fail_msg("\"%s\" is carried out", refusal->line);
    if (!strstr(error.text, refusal->why) || strchr(error.text, '\n'))
        fail_msg("%s: \"%s\" does not say \"%s\"", refusal->line, error.text, refusal->why);
    assert_memory_equal(&before, &app->settings, sizeof before);
}

#define EXPECT_REFUSED(app, list)                                                                  \
    for (size_t i = 0; i < sizeof(list) / sizeof *(list); i++) expect_refused(app, &(list)[i])

static void knots_are_refused(void **state) {
    App *app = *state;
    static const Refusal without[] = {
        { "move_knot 0 0.5 0 log_snr", "the schedule is linear; fit_knots turns it into knots" },
        { "add_knot 0.5", "fit_knots turns it into knots" },
        { "fit_knots 1", "takes a whole number from" },
        { "fit_knots many", "takes a whole number from" },
    };
    EXPECT_REFUSED(app, without);
    run(app, "fit_knots 6");
    static const Refusal with[] = {
        { "move_knot 99 0.5 0 log_snr", "there is no knot 99, but 0 to" },
        { "move_knot -1 0.5 0 log_snr", "there is no knot -1" },
        { "move_knot one 0.5 0 log_snr", "there is no knot one" },
        { "move_knot 1 half 0 log_snr", "takes numbers, not \"half 0\"" },
        { "move_knot 1 0.5 up log_snr", "takes numbers, not \"0.5 up\"" },
        { "move_knot 1 0.5 0 gamma", "take log_snr, alpha or beta, not \"gamma\"" },
        { "nudge_knot 1 up", "takes numbers, not \"1 up\"" },
        { "nudge_knot left 0", "takes numbers, not \"left 0\"" },
        { "add_knot here", "takes a number, not \"here\"" },
        { "remove_knot 99", "there is no knot 99" },
        { "next_knot half", "takes a whole number, not \"half\"" },
        { "next_knot 100000", "takes a whole number" },
        { "next_knot -100000", "takes a whole number" },
    };
    EXPECT_REFUSED(app, with);
    assert_int_equal(app->settings.knot, -1);
    static const Refusal unchosen[] = {
        { "nudge_knot 1 0", "no knot is chosen" },
        { "remove_knot", "no knot is chosen" },
    };
    EXPECT_REFUSED(app, unchosen);
    run(app, "set snr_shift 2");
    static const Refusal bent[] = { { "add_knot 0.5", "bend the curve away from them" } };
    EXPECT_REFUSED(app, bent);
}

// Each way that a knot is nudged moves it as the plot shows it.
static void knots_are_nudged_as_they_are_shown(void **state) {
    App *app = *state;
    run(app, "fit_knots 6");
    const Knots *knots = &app->settings.schedule.knots;
    for (int space = 0; space < 3; space++) {
        static const char *const names[] = { "log_snr", "alpha", "beta" };
        char line[64];
        snprintf(line, sizeof line, "move_knot 2 %.17g %.17g %s", knots->u[2],
                 knots_value(knots, 2, (KnotSpace)space, app->settings.schedule.steps),
                 names[space]);
        run(app, line);
        double before = knots_value(knots, 2, (KnotSpace)space, app->settings.schedule.steps);
        run(app, "nudge_knot 0 1");
        double after = knots_value(knots, 2, (KnotSpace)space, app->settings.schedule.steps);
        double expected[] = { before + 0.2, before + 0.01, before * 1.05 };
        assert_true(fabs(after - expected[space]) < 1e-6 * fabs(expected[space]));
    }
    double u = knots->u[2], level = knots->log_snr[2];
    run(app, "nudge_knot 0.001 0"); // a whole step at least
    assert_true(fabs(knots->u[2] - u - 1.0 / app->settings.schedule.steps) < 1e-9);
    assert_true(fabs(knots->log_snr[2] - level) < 1e-9);
}

static void levels_are_refused(void **state) {
    App *app = *state;
    static const Refusal off[] = { { "move_level 3 0", "no levels are shown" } };
    EXPECT_REFUSED(app, off);
    run(app, "set levels comfy.karras");
    run(app, "set sample_steps 5");
    static const Refusal on[] = {
        { "move_level 99 0", "there is no level 99 that can be moved" },
        { "move_level -1 0", "there is no level -1 that can be moved" },
        { "move_level 5 0", "there is no level 5 that can be moved" }, // the final 0
        { "move_level first 0", "takes" },
        { "move_level 1 high", "takes" },
    };
    EXPECT_REFUSED(app, on);
    // A list may be wrong while it is typed: it is not used, and the window says why.
    run(app, "set levels own.sigma");
    static const Refusal lists[] = {
        { "set levels_list 3,2,x", "as 14.6,7,2,0.5,0, not \"3,2,x\"" },
        { "set levels_list 3,2,", "as 14.6,7,2,0.5,0, not \"3,2,\"" },
        { "set levels_list 1,2,3", "levels" },
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        run(app, lists[i].line);
        const ModelLevels *levels = model_levels(&app->model);
        assert_false(levels->on);
        assert_non_null(strstr(levels->trouble.text, lists[i].why));
    }
    run(app, "set levels_list 3,2,1");
    assert_true(model_levels(&app->model)->on);
}

// A level that is moved stays between its neighbours, on a flow as on a table.
static void levels_stay_in_order(void **state) {
    App *app = *state;
    static const char *const schedules[] = { "linear", "flow" };
    for (size_t k = 0; k < 2; k++) {
        char line[64];
        snprintf(line, sizeof line, "set schedule %s", schedules[k]);
        run(app, line);
        run(app, k ? "set levels flux.get_schedule" : "set levels comfy.karras");
        run(app, "set sample_steps 4");
        for (int way = -1; way <= 1; way += 2) {
            snprintf(line, sizeof line, "move_level 2 %d", 100 * way);
            run(app, line);
            const NoiseLevels *list = &model_levels(&app->model)->lists[0];
            assert_int_equal(list->count, 5);
            for (int i = 1; i < list->count; i++) assert_true(list->sigma[i] < list->sigma[i - 1]);
        }
        assert_int_equal(app->settings.levels.method, 1 + LEVELS_OWN_SIGMA);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(knots_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(knots_are_nudged_as_they_are_shown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(levels_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(levels_stay_in_order, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
