// SPDX-License-Identifier: MIT
// The levels that a sampler visits, in the window and in what the Mixture view runs.
#define FIXTURE_NAME "test_levels_view"
#include "app_fixture.h"
#include "core/levels/chain.h"
#include "model/levels.h"
#include "model/mixture_distance.h"

static const int *steps_of(const App *app, int *count) {
    const ModelLevels *levels = model_levels(&app->model);
    *count = levels->step_count;
    return levels->steps;
}

static void stepping_goes_from_level_to_level(void **state) {
    App *app = *state;
    int count, shown[STRIP_MOST];
    run(app, "set t 240");
    run(app, "step 1");
    assert_int_equal(app->settings.t, 241); // no levels yet
    run(app, "set sample_steps 10");
    run(app, "set levels comfy.simple"); // t = 99, 199, .. 999, counted from 0
    const int *steps = steps_of(app, &count);
    assert_int_equal(count, 10);
    for (int i = 0; i < count; i++) assert_int_equal(steps[i], 100 * (i + 1));
    run(app, "step 1");
    assert_int_equal(app->settings.t, 300);
    run(app, "step -2");
    assert_int_equal(app->settings.t, 100);
    run(app, "step -1");
    assert_int_equal(app->settings.t, 100); // there is none below
    run(app, "step 10000");
    assert_int_equal(app->settings.t, 1000);
    assert_int_equal(model_strip(&app->model, shown), 10);
    assert_memory_equal(shown, steps, 10 * sizeof *shown);
    run(app, "undo");
    run(app, "undo");
    run(app, "undo");
    run(app, "undo");
    run(app, "undo"); // the steps were one run of changes each
    run(app, "reset levels");
    assert_false(model_levels(&app->model)->on);
}

static void a_level_moves_and_comes_back(void **state) {
    App *app = *state;
    Text line = { 0 };
    run(app, "set sample_steps 4");
    run(app, "set levels k_diffusion.karras");
    NoiseLevels before = { .count = 0 };
    const ModelLevels *levels = model_levels(&app->model);
    before.count = levels->lists[0].count;
    double second = levels->lists[0].log_snr[1], third = levels->lists[0].log_snr[2];
    double wanted = (second + third) / 2;
    char move[64];
    snprintf(move, sizeof move, "move_level 1 %.9g", wanted);
    run(app, move);
    levels = model_levels(&app->model);
    assert_int_equal(levels->methods[0], LEVELS_OWN_SIGMA);
    assert_int_equal(levels->lists[0].count, before.count);
    assert_true(fabs(levels->lists[0].log_snr[1] - wanted) < 1e-4);
    assert_true(fabs(levels->lists[0].log_snr[2] - third) < 1e-4);
    run(app, "move_level 1 15"); // as far as the next one
    levels = model_levels(&app->model);
    assert_true(levels->lists[0].log_snr[1] < levels->lists[0].log_snr[2]);
    app_command_line(app, &line);
    assert_non_null(strstr(line.data, "--levels own.sigma"));
    assert_non_null(strstr(line.data, "--levels-list"));
    text_free(&line);
    run(app, "undo");
    run(app, "undo");
    levels = model_levels(&app->model);
    assert_string_equal(levels_method_info(levels->methods[0])->name, "k_diffusion.karras");
    assert_true(levels->lists[0].log_snr[1] == second);
    Error error = { 0 };
    assert_false(app_run(app, "move_level 4 1", &error)); // σ = 0
    assert_false(app_run(app, "move_level x 1", &error));
    run(app, "set levels off");
    assert_false(app_run(app, "move_level 1 1", &error));
}

static void what_cannot_be_made_is_said(void **state) {
    App *app = *state;
    run(app, "set levels own.sigma");
    const ModelLevels *levels = model_levels(&app->model);
    assert_false(levels->on);
    assert_int_equal(levels->trouble.kind, ERROR_USAGE);
    run(app, "set levels_list 14,2,0");
    assert_true(model_levels(&app->model)->on);
    run(app, "set levels_list 2,14");
    assert_false(model_levels(&app->model)->on);
    run(app, "set t 5");
    run(app, "step 1");
    assert_int_equal(app->settings.t, 6);
    run(app, "set levels_beside2 comfy.beta");
    levels = model_levels(&app->model);
    assert_int_equal(levels->count, 1);
    assert_int_equal(levels->slots[0], 2);
}

static void parts_are_chosen_and_undone(void **state) {
    App *app = *state;
    Text line = { 0 };
    run(app, "preset sd1");
    run(app, "set sample_steps 10");
    run(app, "set levels own.parts");
    const ModelLevels *levels = model_levels(&app->model);
    assert_true(levels->on);
    assert_int_equal(levels->same_count, 1);
    assert_string_equal(levels_method_info(levels->same)->name, "diffusers.euler_karras_leading1");
    double before = levels->lists[0].log_snr[1];
    run(app, "set levels_curve table");
    run(app, "set levels_spacing trailing");
    levels = model_levels(&app->model);
    assert_true(levels->lists[0].log_snr[1] != before);
    assert_string_equal(levels_method_info(levels->same)->name, "diffusers.euler_trailing");
    app_command_line(app, &line);
    assert_non_null(strstr(line.data, "--levels own.parts"));
    assert_non_null(strstr(line.data, "--levels-spacing trailing"));
    assert_non_null(strstr(line.data, "--levels-curve table"));
    assert_null(strstr(line.data, "--levels-ends"));
    text_free(&line);
    run(app, "undo");
    run(app, "undo");
    levels = model_levels(&app->model);
    assert_true(levels->lists[0].log_snr[1] == before);
    assert_int_equal(app->settings.levels.curve, LEVELS_KARRAS);
    run(app, "redo");
    assert_int_equal(app->settings.levels.curve, LEVELS_TABLE);
    run(app, "set levels_curve polyexponential");
    assert_true(levels_own_rho(&app->settings) == 1);
    run(app, "set levels_ends table");
    levels = model_levels(&app->model);
    assert_string_equal(levels_method_info(levels->same)->name, "a1111.polyexponential");
    run(app, "set levels comfy.karras");
    assert_int_equal(model_levels(&app->model)->same_count, 0);
    Error error = { 0 };
    assert_false(app_run(app, "set levels_curve none", &error));
}

// Its steps have exactly the levels' log SNR, and α is their product.
static void chain_has_the_levels(void **state) {
    (void)state;
    static const double lists[][5] = { { -INFINITY, -3, 0.5, 2, INFINITY },
                                       { -12, -3, -3, 2, 9 },
                                       { -9, -8.999999, 0, 30, INFINITY } };
    static const int steps[] = { 4, 4, 4 };
    for (int i = 0; i < 3; i++) {
        Schedule chain = { 0 };
        Error error = { 0 };
        if (!levels_chain(&chain, lists[i], 5, &error)) fail_msg("%s", error.text);
        assert_int_equal(chain.steps, steps[i]);
        for (int t = 1, k = 4; t <= chain.steps; t++, k--) {
            while (lists[i][k] == INFINITY || (k < 4 && lists[i][k] == lists[i][k + 1])) k--;
            double off = chain.log_snr[t] - lists[i][k];
            if (lists[i][k] != chain.log_snr[t] && !(fabs(off) < 1e-9 * (1 + fabs(lists[i][k]))))
                fail_msg("list %d, step %d: %.17g is not %.17g", i, t, chain.log_snr[t],
                         lists[i][k]);
        }
        schedule_free(&chain);
    }
    static const double clean[] = { INFINITY };
    Schedule chain = { 0 };
    Error error = { 0 };
    assert_false(levels_chain(&chain, clean, 1, &error));
}

static const MixtureState *finish(App *app) {
    Error error = { 0 };
    app->hidden = true;
    if (!app_follow_mixture(app, &error)) fail_msg("%s", error.text);
    const MixtureState *state = mixture_lock(app->mixture);
    mixture_unlock(app->mixture);
    return state;
}

static void run_visits_them(void **state) {
    App *app = *state;
    run(app, "view mixture");
    run(app, "set sampler ddim");
    run(app, "set count 2");
    run(app, "set sample_steps 5");
    run(app, "set levels ldm.ddim_uniform");
    const MixtureRun *backwards = &finish(app)->run;
    static const int times[] = { 802, 602, 402, 202, 2, 1, 0 };
    assert_int_equal(backwards->steps,
                     6); // the last one is the table's first, and then the picture
    for (int k = 0; k <= 6; k++) assert_int_equal(backwards->times[k], times[k]);
    run(app, "set levels off");
    backwards = &finish(app)->run;
    assert_int_equal(backwards->steps, 5);
    assert_int_equal(backwards->times[1], 800);
}

// All of them from the same noise: as many steps as the long run has end where that does.
static void distances_shrink_to_nothing(void **state) {
    App *app = *state;
    run(app, "set steps 16");
    run(app, "set bandwidth 0.3"); // else one picture has all the weight
    run(app, "set levels a1111.simple");
    run(app, "set levels_beside diffusers.ddim_leading0");
    run(app, "stage levels_distance");
    const MixtureDistance *distance = &finish(app)->distance;
    assert_true(distance->done == 1);
    assert_int_equal(distance->methods, 2);
    assert_int_equal(distance->reference, 16);
    int last = distance->nodes[0] - 1;
    assert_int_equal(distance->steps[0][last], 16);
    assert_true(distance->rms[0][last] < 1e-4);
    assert_true(distance->rms[0][0] > 0.001);
    for (int m = 0; m < 2; m++)
        for (int k = 0; k < distance->nodes[m]; k++) assert_true(distance->rms[m][k] >= 0);
    for (int k = 1; k <= last; k++)
        assert_true(distance->rms[0][k] < 1.2 * distance->rms[0][k - 1] + 1e-6);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(stepping_goes_from_level_to_level, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_level_moves_and_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_made_is_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parts_are_chosen_and_undone, set_up, tear_down),
        cmocka_unit_test(chain_has_the_levels),
        cmocka_unit_test_setup_teardown(run_visits_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(distances_shrink_to_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
