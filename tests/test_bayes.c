// SPDX-License-Identifier: MIT
// One step back by Bayes' rule: against fifty-digit arithmetic from the definition
// (tests/data/reference/make_reverse.py), the completed square, normalisation, and the edges.
#include "core/bayes.h"
#include "reverse_fixture.h"

enum { X, Z, AT, PRIOR, LIKELIHOOD, EVIDENCE, POSTERIOR, MEAN, SIGMA2 };

static void check_row(const Schedule *schedule, int t, const double *cells) {
    Bayes bayes = bayes_step(schedule, t, cells[X], cells[Z]);
    double at = cells[AT];
    expect_near(gaussian_density(bayes.prior, at), cells[PRIOR], 1e-10, "prior");
    expect_near(bayes_likelihood(schedule, t, at, cells[Z]), cells[LIKELIHOOD], 1e-10,
                "likelihood");
    expect_near(bayes.evidence, cells[EVIDENCE], 1e-10, "evidence");
    expect_near(gaussian_density(bayes.posterior, at), cells[POSTERIOR], 1e-10, "posterior");
    expect_near(bayes.posterior.mean, cells[MEAN], 1e-12, "mean");
    expect_near(bayes.posterior.variance, cells[SIGMA2], 1e-12, "sigma2");
    // Product over evidence is the posterior, also where it is not near its centre.
    expect_near(gaussian_density(bayes.prior, at) * bayes_likelihood(schedule, t, at, cells[Z]),
                bayes.evidence * gaussian_density(bayes.posterior, at), 1e-10, "product");
}

static void test_against_fifty_digits(void **state) {
    (void)state;
    assert_int_equal(for_each_row(TEST_DATA "/reference/reverse_bayes.csv", check_row), 153);
}

// The square as it is completed: what is said to add up does.
static void check_square(const Schedule *schedule) {
    for (int t = 2; t <= schedule->steps; t++)
        for (int i = 0; i < 9; i++) {
            double x = -1 + 0.25 * i, z = 2.5 - 0.75 * i;
            Bayes bayes = bayes_step(schedule, t, x, z);
            expect_near((bayes.prior_precision + bayes.likelihood_precision) *
                            bayes.posterior.variance,
                        1, 1e-12, "precisions");
            expect_near(bayes.prior_weight + bayes.likelihood_weight, 1, 1e-14, "weights");
            double size = fabs(bayes.prior_part) + fabs(bayes.likelihood_part) + 1e-300;
            double centres = bayes.prior_weight * bayes.prior.mean +
                             bayes.likelihood_weight * bayes.likelihood.mean;
            assert_true(fabs(centres - bayes.posterior.mean) <= 1e-12 * size);
            expect_near(bayes.prior_weight * bayes.prior.mean, bayes.prior_part, 1e-12, "of x");
            if (schedule->beta[t] < 1)
                expect_near(bayes.likelihood_weight * bayes.likelihood.mean, bayes.likelihood_part,
                            1e-12, "of z");
        }
}

static void test_the_square_is_complete(void **state) {
    (void)state;
    static const ScheduleFamily families[] = { SCHEDULE_LINEAR, SCHEDULE_COSINE, SCHEDULE_EDM,
                                               SCHEDULE_CONSTANT };
    for (int zero = 0; zero < 2; zero++)
        for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
            Schedule schedule = schedule_of(families[i], 200, NULL, zero);
            check_square(&schedule);
            schedule_free(&schedule);
        }
}

// By the trapezoidal rule, which for a Gaussian this fine is exact.
static void test_posterior_is_normalized(void **state) {
    (void)state;
    static const char *const names[] = { "slow", "few", "edge", "zero" };
    for (int i = 0; i < 4; i++) {
        Schedule schedule = reference_schedule(names[i]);
        for (int t = 2; t <= schedule.steps; t++) {
            Bayes bayes = bayes_step(&schedule, t, 0.3, -1.1);
            double step = sqrt(bayes.posterior.variance) / 8, posterior = 0, product = 0;
            for (int k = -120; k <= 120; k++) {
                double at = bayes.posterior.mean + k * step;
                posterior += gaussian_density(bayes.posterior, at) * step;
                product += gaussian_density(bayes.prior, at) *
                           bayes_likelihood(&schedule, t, at, -1.1) * step;
            }
            assert_true(fabs(posterior - 1) < 1e-9);
            expect_near(product, bayes.evidence, 1e-9, "evidence by quadrature");
        }
        schedule_free(&schedule);
    }
}

static void test_first_step_knows_x(void **state) {
    (void)state;
    for (int steps = 1; steps <= 2; steps++) {
        Schedule schedule = schedule_of(SCHEDULE_LINEAR, steps, NULL, false);
        Bayes bayes = bayes_step(&schedule, 1, 0.7, -3);
        assert_true(bayes.prior.mean == 0.7 && bayes.prior.variance == 0);
        assert_true(bayes.posterior.mean == 0.7 && bayes.posterior.variance == 0);
        assert_true(bayes.prior_weight == 1 && bayes.likelihood_weight == 0);
        assert_true(isinf(bayes.prior_precision) && isfinite(bayes.likelihood_precision));
        assert_true(isinf(gaussian_density(bayes.posterior, 0.7)));
        assert_true(gaussian_density(bayes.posterior, 0.70001) == 0);
        schedule_free(&schedule);
    }
}

// beta_T = 1: z_T says nothing of z_{T-1}, and the posterior is the prior.
static void test_last_step_may_say_nothing(void **state) {
    (void)state;
    Schedule schedule = schedule_of(SCHEDULE_LINEAR, 50, NULL, true);
    Bayes bayes = bayes_step(&schedule, 50, -0.4, 1.9);
    assert_true(isinf(bayes.likelihood.variance) && bayes.likelihood.mean == 0);
    assert_true(bayes.likelihood_precision == 0 && bayes.likelihood_weight == 0);
    expect_near(bayes.posterior.mean, bayes.prior.mean, 1e-14, "mean");
    expect_near(bayes.posterior.variance, bayes.prior.variance, 1e-14, "variance");
    assert_true(bayes_likelihood(&schedule, 50, -7, 1.9) ==
                bayes_likelihood(&schedule, 50, 7, 1.9));
    assert_true(gaussian_density(bayes.likelihood, 0) == 0);
    schedule_free(&schedule);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_fifty_digits),
        cmocka_unit_test(test_the_square_is_complete),
        cmocka_unit_test(test_posterior_is_normalized),
        cmocka_unit_test(test_first_step_knows_x),
        cmocka_unit_test(test_last_step_may_say_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
