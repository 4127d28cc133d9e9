// SPDX-License-Identifier: MIT
// The levels that samplers visit, against lists that the samplers' own programs made
// (tests/data/reference/levels.json): float32 mostly, so each family of schedules has a tolerance.
#include "core/levels/levels.h"

#include <jansson.h>
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

typedef struct Chain {
    const char *name;
    ScheduleParams params;
    double mu; // 0: none
    double sigma_within, t_within;
} Chain;

#define PARAMS(FAMILY, STEPS, ...)                                                                 \
    {                                                                                              \
        .family = FAMILY, .steps = STEPS, .beta_min = NAN, .beta_max = NAN, .cosine_s = NAN,       \
        .snr_shift = NAN, __VA_ARGS__                                                              \
    }

static const Chain chains[] = {
    { "linear", PARAMS(SCHEDULE_LINEAR, 1000, .shift = NAN), 0, 1e-4, 0.01 },
    { "scaled_linear", PARAMS(SCHEDULE_SCALED_LINEAR, 1000, .shift = NAN), 0, 2e-5, 0.01 },
    { "cosine", PARAMS(SCHEDULE_COSINE, 1000, .shift = NAN), 0, 6e-4, 0.06 },
    { "flow_shift", PARAMS(SCHEDULE_FLOW, 1000, .shift = 3), 0, 5e-6, 0.01 },
    { "flow_mu", PARAMS(SCHEDULE_FLOW, 1000, .shift = 3.158192909689767), 1.15, 5e-6, 0.01 },
    { "flux", PARAMS(SCHEDULE_FLOW, 10000, .shift = 3.158192909689767), 1.15, 5e-6, 0.01 },
    { "edm", PARAMS(SCHEDULE_EDM, 1000, .shift = NAN), 0, 5e-6, 0.01 },
    { "vp", PARAMS(SCHEDULE_VP, 1000, .shift = NAN), 0, 3e-4, 0.01 },
};

static const Chain *chain_of(const char *name) {
    for (size_t i = 0; i < sizeof chains / sizeof chains[0]; i++)
        if (strcmp(chains[i].name, name) == 0) return &chains[i];
    fail_msg("no chain %s", name);
    return NULL;
}

static LevelsParams params_of(const char *method, int steps, const Chain *chain) {
    LevelsParams params = { .steps = steps,
                            .chain = &chain->params,
                            .mu = chain->mu ? chain->mu : NAN,
                            .is_flux = chain->mu != 0,
                            .rho = NAN,
                            .shift = NAN,
                            .terminal = NAN };
    if (!levels_method_find(&params.method, method)) fail_msg("no method %s", method);
    return params;
}

static Schedule schedule_of(const Chain *chain) {
    Schedule schedule = { 0 };
    Error error;
    if (!schedule_build(&schedule, &chain->params, &error)) fail_msg("%s", error.text);
    return schedule;
}

static void assert_near(double value, double expected, double within) {
    if (!(fabs(value - expected) <= within)) fail_msg("%.17g is not %.17g", value, expected);
}

static NoiseLevels build(const Schedule *schedule, const LevelsParams *params) {
    NoiseLevels levels = { 0 };
    Error error;
    if (!levels_build(&levels, schedule, params, &error)) fail_msg("%s", error.text);
    return levels;
}

static bool is_whole(const json_t *list) {
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!json_is_integer(json_array_get(list, i))) return false;
    return true;
}

// Whole timesteps are equal, but for ties that float32 decides and what it cuts off.
static bool same_t(double t, double expected, bool whole, const Chain *chain) {
    if (whole && t == floor(t)) return fabs(t - expected) <= 1;
    return fabs(t - expected) <= chain->t_within;
}

static int compare(const NoiseLevels *levels, const json_t *list, const Chain *chain,
                   const char *name) {
    const json_t *sigma = json_object_get(list, "sigma"), *t = json_object_get(list, "t");
    int wrong = 0, moved = 0;
    if (levels->count != (int)json_array_size(sigma)) {
        print_error("%s: %d levels, not %zu\n", name, levels->count, json_array_size(sigma));
        return 1;
    }
    bool whole = is_whole(t);
    for (int i = 0; i < levels->count; i++) {
        double expected = json_number_value(json_array_get(sigma, (size_t)i));
        if (fabs(levels->sigma[i] - expected) > chain->sigma_within * expected && !wrong++)
            print_error("%s: sigma %d is %.9g, not %.9g\n", name, i, levels->sigma[i], expected);
        if (i >= (int)json_array_size(t)) {
            if (!isnan(levels->t[i]) && !wrong++)
                print_error("%s: t %d is %.9g, not none\n", name, i, levels->t[i]);
            continue;
        }
        double at = json_number_value(json_array_get(t, (size_t)i));
        if (!same_t(levels->t[i], at, whole, chain) && !wrong++)
            print_error("%s: t %d is %.9g, not %.9g\n", name, i, levels->t[i], at);
        moved += whole && fabs(levels->t[i] - at) > 0.5;
    }
    if (moved > 2 && !wrong++) print_error("%s: %d timesteps differ by one\n", name, moved);
    return wrong > 0;
}

static void all_peers_lists(void **state) {
    (void)state;
    json_error_t at;
    json_t *lists = json_load_file(TEST_DATA "/reference/levels.json", 0, &at);
    if (!lists) fail_msg("levels.json:%d: %s", at.line, at.text);
    int wrong = 0;
    assert_int_equal(json_array_size(lists), 352);
    for (size_t i = 0; i < json_array_size(lists); i++) {
        const json_t *list = json_array_get(lists, i);
        const char *method = json_string_value(json_object_get(list, "method"));
        const Chain *chain = chain_of(json_string_value(json_object_get(list, "chain")));
        int steps = (int)json_integer_value(json_object_get(list, "steps"));
        Schedule schedule = schedule_of(chain);
        LevelsParams params = params_of(method, steps, chain);
        NoiseLevels levels = build(&schedule, &params);
        char name[200];
        snprintf(name, sizeof name, "%s, %d steps on %s", method, steps, chain->name);
        wrong += compare(&levels, list, chain, name);
        levels_free(&levels);
        schedule_free(&schedule);
    }
    json_decref(lists);
    assert_int_equal(wrong, 0);
}

// What every list is, whatever the method, the schedule and the number of steps.
static void lists_are_sound(void **state) {
    (void)state;
    static const int steps[] = { 1, 2, 3, 7, 61, 999, 1000 };
    static const double list[] = { 0.9, 0.5, 0.25, 0 };
    for (size_t c = 0; c < sizeof chains / sizeof chains[0]; c++) {
        Schedule schedule = schedule_of(&chains[c]);
        for (int method = 0; method < LEVELS_METHODS; method++)
            for (size_t s = 0; s < sizeof steps / sizeof steps[0]; s++) {
                const LevelsMethodInfo *info = levels_method_info((LevelsMethod)method);
                LevelsParams params = params_of(info->name, steps[s], &chains[c]);
                params.list = list, params.list_count = 4;
                NoiseLevels levels = { 0 };
                Error error;
                if (!levels_build(&levels, &schedule, &params, &error)) {
                    assert_int_equal(error.kind, ERROR_USAGE);
                    // ln 1 is no linear shift, and own.config stands for another method.
                    assert_true(strstr(error.text, "levels_mu") || method == LEVELS_OWN_CONFIG);
                    continue;
                }
                for (int i = 0; i < levels.count; i++) {
                    bool falls = !i || levels.sigma[i] <= levels.sigma[i - 1] * (1 + 1e-12);
                    if (!falls || !(levels.sigma[i] >= 0) || isnan(levels.log_snr[i]))
                        fail_msg("%s, %d steps on %s: sigma %d is %g", info->name, steps[s],
                                 chains[c].name, i, levels.sigma[i]);
                    int step = levels_step(&schedule, levels.log_snr[i]);
                    assert_in_range(step, levels.sigma[i] > 0, schedule.steps);
                }
                levels_free(&levels);
            }
        schedule_free(&schedule);
    }
}

static void what_is_asked_for_changes_them(void **state) {
    (void)state;
    const Chain *chain = chain_of("flow_shift");
    Schedule schedule = schedule_of(chain);
    LevelsParams params = params_of("comfy.simple", 4, chain);
    params.shift = 1; // the chain has 3
    NoiseLevels levels = build(&schedule, &params);
    for (int i = 0; i <= 4; i++) assert_near(levels.sigma[i], 1 - i / 4.0, 1e-12);
    levels_free(&levels);
    params = params_of("diffusers.flowmatch_sigmas_1_to_1overN", 4, chain);
    params.terminal = 0.2;
    params.final = LEVELS_FINAL_NONE;
    levels = build(&schedule, &params);
    assert_int_equal(levels.count, 4);
    assert_near(levels.sigma[3], 0.2, 1e-12);
    levels_free(&levels);
    params = params_of("k_diffusion.karras", 3, chain_of("linear"));
    params.rho = 1; // evenly in sigma
    schedule_free(&schedule);
    schedule = schedule_of(chain_of("linear"));
    levels = build(&schedule, &params);
    assert_near(levels.sigma[1], (levels.sigma[0] + levels.sigma[2]) / 2, 1e-9);
    levels_free(&levels);
    schedule_free(&schedule);
}

static void mu_follows_the_pictures_size(void **state) {
    (void)state;
    assert_near(levels_mu(256, 256), 0.5, 1e-15);
    assert_near(levels_mu(1024, 1024), 1.15, 1e-15);
    assert_near(levels_mu(1024, 512), 0.5 + 0.65 * (2048 - 256) / 3840.0, 1e-15);
}

static void near_names_come_first(void **state) {
    (void)state;
    LevelsMethod near[3];
    assert_int_equal(levels_method_near(near, 3, "comfy.kl_optimum"), 3);
    assert_string_equal(levels_method_info(near[0])->name, "comfy.kl_optimal");
    assert_int_equal(levels_method_near(near, 1, "karras"), 1);
    assert_non_null(strstr(levels_method_info(near[0])->name, "karras"));
    assert_int_equal(levels_method_near(near, 1, ""), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_peers_lists),
        cmocka_unit_test(lists_are_sound),
        cmocka_unit_test(what_is_asked_for_changes_them),
        cmocka_unit_test(mu_follows_the_pictures_size),
        cmocka_unit_test(near_names_come_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
