// SPDX-License-Identifier: MIT
// A schedule's health: each finding appears where it should, and nowhere else.
#include "core/health.h"

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

static ScheduleParams params_of(ScheduleFamily family, int steps) {
    return (ScheduleParams){ .family = family,
                             .steps = steps,
                             .beta_min = NAN,
                             .beta_max = NAN,
                             .cosine_s = NAN,
                             .shift = NAN,
                             .snr_shift = NAN };
}

typedef struct Health {
    HealthFinding findings[HEALTH_MOST];
    int count;
} Health;

static Health look_at(ScheduleParams params) {
    Health health = { 0 };
    Schedule schedule = { 0 };
    Error error;
    if (!schedule_build(&schedule, &params, &error)) fail_msg("%s", error.text);
    health.count = health_of(health.findings, &schedule, &params);
    schedule_free(&schedule);
    for (int i = 0; i < health.count; i++) {
        assert_true(*health.findings[i].brief && *health.findings[i].text);
        assert_true(strlen(health.findings[i].text) < sizeof health.findings[i].text - 1);
        if (i > 1) assert_true(health.findings[i].severity <= health.findings[i - 1].severity);
    }
    return health;
}

static const HealthFinding *find(const Health *health, const char *word) {
    for (int i = 0; i < health->count; i++)
        if (strstr(health->findings[i].text, word)) return &health->findings[i];
    return NULL;
}

static void expect(ScheduleParams params, const char *word, HealthSeverity severity) {
    Health health = look_at(params);
    const HealthFinding *found = find(&health, word);
    if (!found)
        fail_msg("%s, T = %d: no \"%s\"", schedule_family_info(params.family)->name, params.steps,
                 word);
    if (found->severity != severity)
        fail_msg("%s: \"%s\" is %d", schedule_family_info(params.family)->name, found->text,
                 (int)found->severity);
}

static void expect_none(ScheduleParams params, const char *word) {
    Health health = look_at(params);
    const HealthFinding *found = find(&health, word);
    if (found) fail_msg("%s: %s", schedule_family_info(params.family)->name, found->text);
}

static void signal_at_the_end(void **state) {
    (void)state;
    ScheduleParams sd = params_of(SCHEDULE_SCALED_LINEAR, 1000);
    expect(sd, "never sees pure noise", HEALTH_WRONG);
    expect(sd, "0.0683", HEALTH_WRONG); // sqrt(alpha_T) of Stable Diffusion; Lin et al., table 1
    expect(sd, "SNR 0.0047", HEALTH_WRONG);
    Health health = look_at(sd);
    assert_true(health.findings[0].zero_snr_helps);
    sd.zero_snr = true;
    expect(sd, "nothing of the picture", HEALTH_GOOD);
    // There z_T = n: the prediction is trivial, not impossible.
    expect(sd, "<z_T> is the noise itself", HEALTH_GOOD);
    expect(sd, "another target (<x> or v)", HEALTH_GOOD);
    expect(sd, "sampling must start at t = T", HEALTH_GOOD);
    expect_none(sd, "cannot predict");
    expect_none(sd, "never sees");
    expect(params_of(SCHEDULE_LINEAR, 1000), "hard to tell from pure noise", HEALTH_GOOD);
    expect(params_of(SCHEDULE_EDM, 1000), "a trace", HEALTH_NOTE);
    health = look_at(params_of(SCHEDULE_LINEAR, 1000));
    assert_int_equal(health.count, 1); // DDPM's own is fine
    assert_false(health.findings[0].zero_snr_helps);
}

static void lengths(void **state) {
    (void)state;
    ScheduleParams linear = params_of(SCHEDULE_LINEAR, 100);
    expect(linear, "<alpha_T> = 0.364", HEALTH_WRONG);
    linear.scale_with_t = true;
    expect_none(linear, "do not know T");
    expect_none(linear, "scaled by 1000/T");
    linear.steps = 20;
    expect(linear, "scaled by 1000/T = 50", HEALTH_WRONG);
    expect_none(params_of(SCHEDULE_LINEAR, 1000), "do not know T");
    expect_none(params_of(SCHEDULE_COSINE, 100), "do not know T");
}

static void beta(void **state) {
    (void)state;
    const double falling[] = { 0.1, 0.3, 0.2, 0.25 };
    ScheduleParams file = params_of(SCHEDULE_FILE, 4);
    file.betas = falling;
    expect(file, "falls at 1 step, first at t = 3 from 0.3 to 0.2", HEALTH_NOTE);
    expect_none(params_of(SCHEDULE_LINEAR, 1000), "not increasing");
    expect_none(params_of(SCHEDULE_LINEAR, 1000), "level");
    expect_none(params_of(SCHEDULE_CONSTANT, 1000), "not increasing");
    expect(params_of(SCHEDULE_CONSTANT, 1000), "is 0.02 at every step", HEALTH_NOTE);
    expect(params_of(SCHEDULE_EXP, 1000), "at every step", HEALTH_NOTE);
    expect(params_of(SCHEDULE_WARMUP10, 1000), "level at 900 steps, first at t = 101", HEALTH_NOTE);
    expect(params_of(SCHEDULE_COSINE, 1000), "clipped at <beta> = 0.999", HEALTH_NOTE);
    expect(params_of(SCHEDULE_COSINE, 1000), "1 step is clipped", HEALTH_NOTE);
    expect_none(params_of(SCHEDULE_LINEAR, 1000), "clipped");
    const double high[] = { 0.1, 0.3, 0.5, 0.999 }; // of its own
    file.betas = high;
    expect_none(file, "clipped");
}

static ScheduleParams list_of(const double *betas, int steps) {
    ScheduleParams file = params_of(SCHEDULE_FILE, steps);
    file.betas = betas;
    return file;
}

static void two_numbers_that_differ_are_written_so(void **state) {
    (void)state;
    const double betas[] = { 0.1, 0.006710001, 0.006709999, 0.2 }, near[] = { 0.2, 0.2 - 1e-9 };
    expect(list_of(betas + 1, 3), "from 0.006710001 to 0.006709999.", HEALTH_NOTE);
    const double little[] = { 1e-3, 5.4e-5, 1e-5, 0.2 };
    expect(list_of(little, 4), "from 0.001 to 5.4·10⁻⁵.", HEALTH_NOTE);
    expect(list_of(near, 2), "from 0.2 to 0.199999999.", HEALTH_NOTE);
    expect(params_of(SCHEDULE_EDM, 1000), "falls", HEALTH_NOTE);
    Health edm = look_at(params_of(SCHEDULE_EDM, 1000));
    char from[32], to[32];
    assert_int_equal(
        sscanf(strstr(find(&edm, "falls")->text, " from "), " from %31s to %31s", from, to), 2);
    to[strlen(to) - 1] = '\0'; // the full stop
    assert_string_not_equal(from, to);
    assert_true(atof(from) > atof(to));
}

static void large_steps(void **state) {
    (void)state;
    const double halves[] = { 0.5, 0.5, 0.5, 0.5 }, last[] = { 0.1, 0.99 },
                 first[] = { 0.98, 0.99 };
    expect(list_of(halves, 4), "first step takes 50 %", HEALTH_WRONG);
    expect(list_of(halves, 4), "deviation 0.71 already", HEALTH_WRONG);
    expect(list_of(last, 2), "Step 2 takes 89.1 %", HEALTH_WRONG);
    expect(list_of(last, 2), "first step takes 10 %", HEALTH_NOTE);
    expect(list_of(first, 2), "first step takes 98 %", HEALTH_WRONG);
    ScheduleParams two = params_of(SCHEDULE_LINEAR, 2);
    two.beta_min = 1e-4, two.beta_max = 0.9999;
    expect(two, "Step 2 takes 100 %", HEALTH_WRONG);
}

// Against the definition: how many steps begin where sqrt(alpha) is below a thousandth.
static void empty_steps(void **state) {
    (void)state;
    ScheduleParams linear = params_of(SCHEDULE_LINEAR, 10000);
    double log_alpha = 0;
    int first = 0;
    for (int t = 1; t <= 10000 && !first; t++) {
        log_alpha += log1p(-(1e-4 + (0.02 - 1e-4) * (t - 1) / 9999));
        if (0.5 * log_alpha < log(1e-3)) first = t;
    }
    char words[96];
    snprintf(words, sizeof words, "From t = %d on <signal_t> is below 0.001: the %d steps", first,
             10000 - first);
    expect(linear, words, HEALTH_WRONG);
    expect(params_of(SCHEDULE_CONSTANT, 1000), "exchange noise for noise", HEALTH_NOTE);
}

// What people train with is not blamed for a step that is too large or empty.
static void no_false_alarms(void **state) {
    (void)state;
    static const struct {
        ScheduleFamily family;
        int steps;
        double snr_shift;
    } good[] = {
        { SCHEDULE_LINEAR, 1000, NAN },   { SCHEDULE_COSINE, 1000, NAN },
        { SCHEDULE_COSINE, 4000, NAN },   { SCHEDULE_COSINE, 50, NAN },
        { SCHEDULE_COSINE, 10, NAN },     { SCHEDULE_SCALED_LINEAR, 1000, NAN },
        { SCHEDULE_SIGMOID, 1000, NAN },  { SCHEDULE_SIGMOID_ALPHA, 1000, NAN },
        { SCHEDULE_VP, 1000, NAN },       { SCHEDULE_VDM, 1000, NAN },
        { SCHEDULE_SIMPLE, 1000, NAN },   { SCHEDULE_SIMPLE, 1000, 0.125 },
        { SCHEDULE_EDM, 1000, NAN },      { SCHEDULE_FLOW, 1000, NAN },
        { SCHEDULE_FLOW, 50, NAN },       { SCHEDULE_JSD, 1000, NAN },
        { SCHEDULE_EXP, 1000, NAN },      { SCHEDULE_GEOMETRIC, 1000, NAN },
        { SCHEDULE_WARMUP50, 1000, NAN }, { SCHEDULE_LAPLACE, 1000, NAN },
        { SCHEDULE_CUSTOM, 1000, NAN },
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        for (int zero = 0; zero < 2; zero++) {
            ScheduleParams params = params_of(good[i].family, good[i].steps);
            params.snr_shift = good[i].snr_shift;
            params.zero_snr = zero;
            expect_none(params, "first step takes");
            expect_none(params, "variance at once");
            expect_none(params, "noise for noise");
        }
    ScheduleParams short_linear = params_of(SCHEDULE_LINEAR, 50);
    short_linear.scale_with_t = true;
    expect_none(short_linear, "variance at once");
}

static void float32(void **state) {
    (void)state;
    expect(params_of(SCHEDULE_VDM, 1000), "wrong by 19 %", HEALTH_NOTE);
    const double tiny[] = { 1e-9, 1e-9, 0.9, 0.999 };
    ScheduleParams file = params_of(SCHEDULE_FILE, 4);
    file.betas = tiny;
    expect(file, "exactly 1 up to t = 2", HEALTH_WRONG);
    expect_none(params_of(SCHEDULE_LINEAR, 1000), "float32");
    expect(params_of(SCHEDULE_VDM, 1000), "keeps <alpha> in float32", HEALTH_NOTE);
}

static void every_family_has_findings_that_fit(void **state) {
    (void)state;
    static const int steps[] = { 1, 2, 3, 50, 1000, 10000 };
    for (int family = 0; family < SCHEDULE_FILE; family++)
        for (int i = 0; i < 6; i++)
            for (int zero = 0; zero < 2; zero++) {
                ScheduleParams params = params_of((ScheduleFamily)family, steps[i]);
                params.zero_snr = zero && steps[i] > 1;
                Health health = look_at(params);
                assert_true(health.count >= 1);
            }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signal_at_the_end),
        cmocka_unit_test(lengths),
        cmocka_unit_test(beta),
        cmocka_unit_test(two_numbers_that_differ_are_written_so),
        cmocka_unit_test(large_steps),
        cmocka_unit_test(empty_steps),
        cmocka_unit_test(no_false_alarms),
        cmocka_unit_test(float32),
        cmocka_unit_test(every_family_has_findings_that_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
