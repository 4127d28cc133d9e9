// SPDX-License-Identifier: MIT
// Flow's own form, z = (1 - u) x + u n: whatever is computed of it is that of the equivalent which
// keeps the variance, each z_t times c_t.
#include "core/bayes.h"
#include "core/marginal.h"
#include "core/posterior.h"
#include "core/residual.h"
#include "core/sampler.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

enum { STEPS = 60 };

typedef struct Pair {
    Schedule kept, straight;
    double c[STEPS + 1]; // what z_t of the first is multiplied by
} Pair;

static Schedule build(bool straight) {
    Schedule schedule = { 0 };
    Error error;
    const ScheduleParams params = {
        .family = SCHEDULE_FLOW, .steps = STEPS, .shift = 2, .snr_shift = NAN, .straight = straight
    };
    if (!schedule_build(&schedule, &params, &error)) fail_msg("%s", error.text);
    return schedule;
}

static int open_pair(void **state) {
    static Pair pair;
    pair = (Pair){ .kept = build(false), .straight = build(true) };
    for (int t = 0; t <= STEPS; t++)
        pair.c[t] = 1 / (sqrt(pair.kept.alpha[t]) + sqrt(pair.kept.one_minus_alpha[t]));
    *state = &pair;
    return 0;
}

static int close_pair(void **state) {
    Pair *pair = *state;
    schedule_free(&pair->kept);
    schedule_free(&pair->straight);
    return 0;
}

static void expect_close(const char *what, int t, double value, double wanted) {
    if (fabs(value - wanted) > 1e-11 * fabs(wanted) + 1e-13)
        fail_msg("%s at t = %d is %.17g, not %.17g", what, t, value, wanted);
}

static void a_picture_is_the_straight_path(void **state) {
    const Pair *pair = *state;
    for (int t = 1; t <= STEPS; t++) {
        double u = 2.0 * t / (STEPS + t);
        Mix z = posterior_mix(&pair->straight, t, PICTURE_Z);
        assert_true(fabs((double)z.a - (1 - u)) < 1e-7 && fabs((double)z.b - u) < 1e-7);
        assert_true(z.g == 1 && z.h == 0 && z.k == 0);
    }
}

static void bayes_is_the_same(void **state) {
    const Pair *pair = *state;
    for (int t = 2; t <= STEPS; t++) {
        double x = 0.3, z = -0.7, c = pair->c[t], before = pair->c[t - 1];
        Bayes kept = bayes_step(&pair->kept, t, x, z);
        Bayes straight = bayes_step(&pair->straight, t, x, c * z);
        expect_close("prior", t, straight.prior.mean, before * kept.prior.mean);
        expect_close("prior's variance", t, straight.prior.variance,
                     before * before * kept.prior.variance);
        expect_close("posterior", t, straight.posterior.mean, before * kept.posterior.mean);
        expect_close("posterior's variance", t, straight.posterior.variance,
                     before * before * kept.posterior.variance);
        expect_close("weight", t, straight.prior_weight, kept.prior_weight);
        expect_close("weight", t, straight.likelihood_weight, kept.likelihood_weight);
        expect_close("evidence", t, straight.evidence * c, kept.evidence);
        if (t == STEPS) continue; // where z_T says nothing of z_{T-1}
        expect_close("likelihood", t, straight.likelihood.mean, before * kept.likelihood.mean);
        expect_close("precisions", t, straight.prior_precision + straight.likelihood_precision,
                     1 / straight.posterior.variance);
        double one = bayes_likelihood(&pair->straight, t, before * 0.2, c * z);
        expect_close("likelihood at 0.2", t, one * c, bayes_likelihood(&pair->kept, t, 0.2, z));
    }
}

static void noises_are_the_same(void **state) {
    const Pair *pair = *state;
    for (int t = 2; t <= STEPS; t++) {
        StepNoiseWeights kept = step_noise_weights(&pair->kept, t);
        StepNoiseWeights straight = step_noise_weights(&pair->straight, t);
        expect_close("step noise of n_t", t, straight.now, kept.now);
        expect_close("step noise of n_t-1", t, straight.before, kept.before);
        ResidualWeights is = residual_weights(&pair->straight, t);
        ResidualWeights was = residual_weights(&pair->kept, t);
        expect_close("residual of n_t", t, is.now, was.now);
        expect_close("residual of n_t-1", t, is.before, was.before);
    }
}

static void not_knowing_x_is_the_same(void **state) {
    const Pair *pair = *state;
    Humps p = { .count = 3, .first = -0.8, .step = 0.7, .variance = 0.01 };
    p.weight[0] = 0.2, p.weight[1] = 0.5, p.weight[2] = 0.3;
    for (int t = 2; t < STEPS; t++) {
        double before = pair->c[t - 1];
        Humps back = marginal_step_back(&p, &pair->kept, t, 0.4);
        Gaussian kept = humps_moments(&back);
        back = marginal_step_back(&p, &pair->straight, t, pair->c[t] * 0.4);
        Gaussian straight = humps_moments(&back);
        expect_close("mean", t, straight.mean, before * kept.mean);
        expect_close("variance", t, straight.variance, before * before * kept.variance);
    }
}

static void samplers_go_the_same_way(void **state) {
    const Pair *pair = *state;
    for (int kind = 0; kind < 3; kind++) {
        const SamplerParams params = { .kind = kind ? SAMPLER_DDIM : SAMPLER_ANCESTRAL,
                                       .eta = kind == 2 ? 0.6 : 0 };
        for (int t = 2; t <= STEPS; t++)
            for (int s = 0; s < t; s += 7) {
                SamplerStep kept = sampler_step(&pair->kept, &params, t, s);
                SamplerStep straight = sampler_step(&pair->straight, &params, t, s);
                expect_close("of z", t, straight.coef_z, kept.coef_z * pair->c[s] / pair->c[t]);
                expect_close("of x", t, straight.coef_x, kept.coef_x * pair->c[s]);
                expect_close("sigma", t, straight.sigma, kept.sigma * pair->c[s]);
            }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_is_the_straight_path),
        cmocka_unit_test(bayes_is_the_same),
        cmocka_unit_test(noises_are_the_same),
        cmocka_unit_test(not_knowing_x_is_the_same),
        cmocka_unit_test(samplers_go_the_same_way),
    };
    return cmocka_run_group_tests(tests, open_pair, close_pair);
}
