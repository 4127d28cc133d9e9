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
                            .mu = chain->mu != 0 ? chain->mu : NAN,
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

static int compare_sigma(const NoiseLevels *levels, const json_t *sigma, const Chain *chain,
                         const char *name) {
    int wrong = 0;
    if (levels->count != (int)json_array_size(sigma)) {
        print_error("%s: %d levels, not %zu\n", name, levels->count, json_array_size(sigma));
        return 1;
    }
    for (int i = 0; i < levels->count; i++) {
        double expected = json_number_value(json_array_get(sigma, (size_t)i));
        if (fabs(levels->sigma[i] - expected) > chain->sigma_within * expected && !wrong++)
            print_error("%s: sigma %d is %.9g, not %.9g\n", name, i, levels->sigma[i], expected);
    }
    return wrong > 0;
}

static int compare(const NoiseLevels *levels, const json_t *list, const Chain *chain,
                   const char *name) {
    const json_t *t = json_object_get(list, "t");
    int wrong = compare_sigma(levels, json_object_get(list, "sigma"), chain, name), moved = 0;
    bool whole = is_whole(t);
    for (int i = 0; i < levels->count; i++) {
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
                    // ln 1 is no linear shift, own.config stands for another method, and an LCM
                    // has fifty steps.
                    assert_true(strstr(error.text, "levels_mu") || method == LEVELS_OWN_CONFIG ||
                                (method == LEVELS_DIFFUSERS_LCM && steps[s] > 50));
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

static void all_parts_are_sound(void **state) {
    (void)state;
    static const int steps[] = { 1, 2, 7, 61, 1000 };
    const int combinations = LEVELS_SPACINGS * LEVELS_BENDS * LEVELS_ENDS;
    for (size_t c = 0; c < sizeof chains / sizeof chains[0]; c++) {
        Schedule schedule = schedule_of(&chains[c]);
        for (int k = 0; k < combinations * 5; k++) {
            LevelsParams params = params_of("own.parts", steps[k / combinations], &chains[c]);
            int of = k % combinations;
            params.parts.spacing = (LevelsSpacing)(of % LEVELS_SPACINGS);
            params.parts.curve = (LevelsBend)(of / LEVELS_SPACINGS % LEVELS_BENDS);
            params.parts.ends = (LevelsEnds)(of / (LEVELS_SPACINGS * LEVELS_BENDS));
            NoiseLevels levels = build(&schedule, &params);
            for (int i = 0; i < levels.count; i++) {
                bool falls = !i || levels.sigma[i] <= levels.sigma[i - 1] * (1 + 1e-12);
                if (!falls || !(levels.sigma[i] >= 0) || isnan(levels.log_snr[i]))
                    fail_msg("parts %d, %d steps on %s: sigma %d is %g", of, params.steps,
                             chains[c].name, i, levels.sigma[i]);
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

// Composed of its parts a method lists what its peer does, by what the peer itself listed.
static void composed_lists_are_the_peers(void **state) {
    (void)state;
    static const struct {
        const char *method;
        LevelsParts parts;
        LevelsFinal final;
    } peers[] = {
        { "diffusers.euler_leading0", { LEVELS_LEADING0, LEVELS_TABLE, 0 }, 0 },
        { "diffusers.euler_leading1", { LEVELS_LEADING1, LEVELS_TABLE, 0 }, 0 },
        { "diffusers.euler_trailing", { LEVELS_TRAILING, LEVELS_TABLE, 0 }, 0 },
        { "diffusers.euler_linspace", { LEVELS_LINSPACE, LEVELS_TABLE, 0 }, 0 },
        { "diffusers.euler_linspace_final_sigma_min",
          { LEVELS_LINSPACE, LEVELS_TABLE, 0 },
          LEVELS_FINAL_SIGMA_MIN },
        { "diffusers.euler_karras_linspace", { LEVELS_LINSPACE, LEVELS_KARRAS, 0 }, 0 },
        { "diffusers.euler_karras_leading1", { LEVELS_LEADING1, LEVELS_KARRAS, 0 }, 0 },
        { "diffusers.euler_karras_trailing", { LEVELS_TRAILING, LEVELS_KARRAS, 0 }, 0 },
        { "diffusers.euler_exponential_leading1", { LEVELS_LEADING1, LEVELS_EXPONENTIAL, 0 }, 0 },
        { "diffusers.euler_exponential_linspace", { LEVELS_LINSPACE, LEVELS_EXPONENTIAL, 0 }, 0 },
        { "diffusers.euler_beta_leading1", { LEVELS_LEADING1, LEVELS_BETA, 0 }, 0 },
        { "diffusers.euler_beta_trailing", { LEVELS_TRAILING, LEVELS_BETA, 0 }, 0 },
        { "diffusers.dpm_lu", { 0, LEVELS_LU, LEVELS_ENDS_TABLE }, 0 },
        { "k_diffusion.polyexponential", { 0, LEVELS_POLYEXPONENTIAL, LEVELS_ENDS_TABLE }, 0 },
        { "comfy.karras", { 0, LEVELS_KARRAS, LEVELS_ENDS_TABLE }, 0 },
        { "comfy.kl_optimal", { 0, LEVELS_KL_OPTIMAL, LEVELS_ENDS_TABLE }, 0 },
        { "comfy.beta", { LEVELS_QUANTILES, LEVELS_TABLE, 0 }, 0 },
        { "a1111.simple", { LEVELS_SIMPLE, LEVELS_TABLE, 0 }, 0 },
        { "a1111.sgm_uniform", { LEVELS_LINSPACE_OPEN, LEVELS_TABLE, 0 }, 0 },
        { "a1111.ddim", { LEVELS_STRIDE, LEVELS_TABLE, 0 }, 0 },
        { "diffusers.ddim_linspace", { LEVELS_LINSPACE_WHOLE, LEVELS_TABLE, 0 }, 0 },
        { "diffusers.dpm_linspace", { LEVELS_LINSPACE_OPEN_WHOLE, LEVELS_TABLE, 0 }, 0 },
        { "diffusers.dpm_leading0", { LEVELS_LEADING0_OPEN, LEVELS_TABLE, 0 }, 0 },
        { "diffusers.dpm_leading1", { LEVELS_LEADING1_OPEN, LEVELS_TABLE, 0 }, 0 },
        { "ldm.ddim_uniform", { LEVELS_STRIDE_ALL, LEVELS_TABLE, 0 }, LEVELS_FINAL_SIGMA_MIN },
        { "ldm.ddim_quad", { LEVELS_QUAD, LEVELS_TABLE, 0 }, LEVELS_FINAL_SIGMA_MIN },
        { "forge.turbo", { LEVELS_TURBO, LEVELS_TABLE, 0 }, 0 },
        { "diffusers.flowmatch_sigmas_1_to_1overN", { LEVELS_FLOW_ONCE, LEVELS_TABLE, 0 }, 0 },
        { "diffusers.flowmatch_default", { LEVELS_FLOW_TWICE, LEVELS_TABLE, 0 }, 0 },
        { "diffusers.flowmatch_karras", { LEVELS_FLOW_TWICE, LEVELS_KARRAS, 0 }, 0 },
        { "diffusers.flowmatch_dynamic_exponential_pipeline",
          { LEVELS_FLOW_MU, LEVELS_TABLE, 0 },
          0 },
        { "diffusers.dpm_flow", { LEVELS_FLOW_SOLVER, LEVELS_TABLE, 0 }, 0 },
    };
    json_error_t at;
    json_t *lists = json_load_file(TEST_DATA "/reference/levels.json", 0, &at);
    if (!lists) fail_msg("levels.json:%d: %s", at.line, at.text);
    int wrong = 0, found = 0;
    for (size_t p = 0; p < sizeof peers / sizeof peers[0]; p++) {
        int of_this = 0;
        for (size_t i = 0; i < json_array_size(lists); i++) {
            const json_t *list = json_array_get(lists, i);
            const char *method = json_string_value(json_object_get(list, "method"));
            if (strcmp(method, peers[p].method) != 0) continue;
            const Chain *chain = chain_of(json_string_value(json_object_get(list, "chain")));
            int steps = (int)json_integer_value(json_object_get(list, "steps"));
            Schedule schedule = schedule_of(chain);
            LevelsParams params = params_of("own.parts", steps, chain);
            params.parts = peers[p].parts;
            params.final = peers[p].final;
            NoiseLevels levels = build(&schedule, &params);
            char name[200];
            snprintf(name, sizeof name, "%s composed, %d steps on %s", method, steps, chain->name);
            json_t *sigma = json_object_get(list, "sigma");
            wrong += compare_sigma(&levels, sigma, chain, name);
            levels_free(&levels);
            schedule_free(&schedule);
            of_this++;
        }
        if (!of_this) fail_msg("no list of %s", peers[p].method);
        found += of_this;
    }
    json_decref(lists);
    assert_int_equal(wrong, 0);
    assert_true(found >= 40);
}

static void parts_tell_the_peers_that_list_the_same(void **state) {
    (void)state;
    const Chain *chain = chain_of("scaled_linear");
    Schedule schedule = schedule_of(chain);
    LevelsMethod same[3];
    for (int method = 0; method < LEVELS_METHODS; method++) {
        LevelsParams params = params_of("own.parts", 10, chain);
        if (!levels_parts_of(&params.parts, (LevelsMethod)method)) continue;
        const LevelsMethodInfo *info = levels_method_info((LevelsMethod)method);
        LevelsParams peer = params_of(info->name, 10, chain);
        params.rho = info->rho > 0 ? info->rho : NAN;
        params.final = peer.final = LEVELS_FINAL_ZERO;
        NoiseLevels composed = build(&schedule, &params), expected = build(&schedule, &peer);
        assert_int_equal(composed.count, expected.count);
        for (int i = 0; i < composed.count; i++)
            assert_near(composed.sigma[i], expected.sigma[i], 1e-12 * expected.sigma[i]);
        levels_free(&composed);
        levels_free(&expected);
    }
    LevelsParams params = params_of("own.parts", 10, chain);
    params.parts = (LevelsParts){ LEVELS_LEADING1, LEVELS_KARRAS, LEVELS_ENDS_SPACING };
    NoiseLevels levels = build(&schedule, &params);
    assert_int_equal(levels_same(same, 3, &levels, &schedule, &params), 1);
    assert_string_equal(levels_method_info(same[0])->name, "diffusers.euler_karras_leading1");
    params.final = LEVELS_FINAL_NONE; // which that one has not
    levels_free(&levels);
    levels = build(&schedule, &params);
    assert_int_equal(levels_same(same, 3, &levels, &schedule, &params), 0);
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
        cmocka_unit_test(all_parts_are_sound),
        cmocka_unit_test(composed_lists_are_the_peers),
        cmocka_unit_test(parts_tell_the_peers_that_list_the_same),
        cmocka_unit_test(mu_follows_the_pictures_size),
        cmocka_unit_test(near_names_come_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
