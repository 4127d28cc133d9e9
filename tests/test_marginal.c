// SPDX-License-Identifier: MIT
// One dimension without x: against fifty-digit arithmetic from the definition
// (tests/data/reference/make_reverse.py), direct sums, normalisation, and the edges.
#include "base/parallel.h"
#include "chance.h"
#include "core/marginal.h"
#include "reverse_fixture.h"

enum { Z, AT, BEFORE, NOW, POSTERIOR };

static const double cells16[16] = { 0, 3, 9, 4, 0, 0, 0, 1, 0, 0, 2, 8, 8, 2, 0, 0 };

static void check_row(const Schedule *schedule, int t, const double *cells) {
    Humps p = humps_of_cells(cells16, 16);
    Humps before = marginal_at(&p, schedule, t - 1), now = marginal_at(&p, schedule, t);
    Humps back = marginal_step_back(&p, schedule, t, cells[Z]);
    expect_near(humps_density(&before, cells[AT]), cells[BEFORE], 1e-10, "q(z_{t-1})");
    expect_near(humps_density(&now, cells[Z]), cells[NOW], 1e-10, "q(z_t)");
    // A density of 1e-200 has an exponent of 460, whose own rounding is seen.
    if (cells[POSTERIOR] > 1e-200)
        expect_near(humps_density(&back, cells[AT]), cells[POSTERIOR], 1e-10, "q(z_{t-1} | z_t)");
    else
        assert_true(humps_density(&back, cells[AT]) < 1e-199);
}

static void test_against_fifty_digits(void **state) {
    (void)state;
    assert_int_equal(for_each_row(TEST_DATA "/reference/reverse_marginal.csv", check_row), 300);
}

static Humps two_peaks(void) {
    double cells[HUMPS_MOST];
    for (int i = 0; i < HUMPS_MOST; i++) {
        double x = -1 + (i + 0.5) / 128, a = (x + 0.6) / 0.07, b = (x - 0.5) / 0.11;
        cells[i] = exp(-a * a / 2) + 0.6 * exp(-b * b / 2);
    }
    return humps_of_cells(cells, HUMPS_MOST);
}

static long double direct(const Humps *humps, double at) {
    long double sum = 0, v = humps->variance;
    for (int i = 0; i < humps->count; i++) {
        long double d =
            (long double)at - ((long double)humps->first + i * (long double)humps->step);
        sum += humps->weight[i] * expl(-d * d / (2 * v));
    }
    return sum / sqrtl(2 * 3.14159265358979323846264338327950288L * v);
}

// The recurrence of the density next to an exponential a hump, for 256 of them, wide and narrow.
static void test_density_next_to_direct_sums(void **state) {
    (void)state;
    Humps humps = two_peaks();
    uint64_t chance = 5;
    static const double widths[] = { 1e-6, 1e-5, 1.5e-5, 1e-4, 1e-2, 0.3, 1, 30 };
    for (size_t k = 0; k < sizeof widths / sizeof *widths; k++) {
        humps.variance = widths[k];
        for (int i = 0; i < 300; i++) {
            double at = -3 + 6 * chance_real(&chance);
            double wanted = (double)direct(&humps, at);
            if (wanted > 1e-250) expect_near(humps_density(&humps, at), wanted, 1e-10, "density");
        }
    }
}

// Moments and mass of every q against quadrature.
static void expect_quadrature(const Humps *humps) {
    Gaussian same = humps_moments(humps);
    double s = sqrt(humps->variance), low = humps->first - 10 * s, mass = 0, mean = 0, square = 0;
    double high = humps->first + (humps->count - 1) * humps->step + 10 * s, step = s / 3;
    int nodes = (int)((high - low) / step);
    assert_true(nodes < 200000);
    for (int i = 0; i <= nodes; i++) {
        double at = low + i * step, q = humps_density(humps, at) * step;
        mass += q, mean += q * at, square += q * (at - same.mean) * (at - same.mean);
    }
    assert_true(fabs(mass - 1) < 1e-9);
    assert_true(fabs(mean - same.mean) < 1e-9);
    expect_near(square, same.variance, 1e-8, "variance by quadrature");
}

static void test_normalized_with_its_moments(void **state) {
    (void)state;
    static const char *const names[] = { "slow", "few", "edge", "zero" };
    Humps p = two_peaks();
    expect_quadrature(&p);
    for (int i = 0; i < 4; i++) {
        Schedule schedule = reference_schedule(names[i]);
        for (int t = 1; t <= schedule.steps; t++) {
            Humps now = marginal_at(&p, &schedule, t);
            Humps back = marginal_step_back(&p, &schedule, t, 0.4 - 0.1 * t);
            expect_quadrature(&now);
            expect_quadrature(&back);
        }
        schedule_free(&schedule);
    }
}

// Averaged over z_t ~ q(z_t), q(z_{t-1} | z_t) is q(z_{t-1}) again.
static void test_steps_back_keep_the_marginal(void **state) {
    (void)state;
    Schedule schedule = reference_schedule("few");
    Humps p = two_peaks();
    for (int t = 2; t <= 5; t++) {
        Humps before = marginal_at(&p, &schedule, t - 1), now = marginal_at(&p, &schedule, t);
        for (int k = -2; k <= 2; k++) {
            double sum = 0, step = 0.02;
            for (int i = -400; i <= 400; i++) {
                Humps back = marginal_step_back(&p, &schedule, t, i * step);
                sum += humps_density(&now, i * step) * humps_density(&back, 0.4 * k) * step;
            }
            expect_near(sum, humps_density(&before, 0.4 * k), 1e-9, "marginal");
        }
    }
    schedule_free(&schedule);
}

// Bao et al. 2022, theorem 1, as it stands there: by the score of q(z_t), from sums over the humps.
static double bao_variance(const Humps *p, const Schedule *schedule, int t) {
    double root = sqrt(schedule->alpha[t]), rest = schedule->one_minus_alpha[t];
    double v = schedule->alpha[t] * p->variance + rest, step = sqrt(v) / 8, score2 = 0, all = 0;
    for (double z = -1.2 * root - 10 * sqrt(v); z < 1.2 * root + 10 * sqrt(v); z += step) {
        double q = 0, slope = 0;
        for (int i = 0; i < p->count; i++) {
            double d = z - root * (p->first + i * p->step);
            double hump = p->weight[i] * exp(-d * d / (2 * v));
            q += hump;
            slope -= hump * d / v;
        }
        if (q > 0) score2 += slope * slope / q;
        all += q;
    }
    score2 /= all;
    double lambda2 = schedule->sigma2[t], before = schedule->one_minus_alpha[t - 1];
    double gap = sqrt(rest / (1 - schedule->beta[t])) - sqrt(fmax(0, before - lambda2));
    return lambda2 + gap * gap * (1 - rest * score2);
}

static void test_step_variance(void **state) {
    (void)state;
    static const int steps[] = { 1, 2, 5, 20, 100, 300, 700, 1000 };
    Schedule schedule = schedule_of(SCHEDULE_LINEAR, 1000, NULL, false);
    double cells[64] = { [5] = 3, [6] = 1, [30] = 2, [63] = 5 }, one[] = { 1 };
    const Humps priors[] = { two_peaks(), humps_of_cells(cells, 64), humps_of_cells(one, 1) };
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < 8; i++) {
            double is = marginal_step_variance(&priors[k], &schedule, steps[i]);
            expect_near(is, bao_variance(&priors[k], &schedule, steps[i]), 1e-7, "step variance");
            // Knowing x it is less, and a step forward adds more.
            assert_true(is >= schedule.sigma2[steps[i]] * (1 - 1e-9));
            assert_true(is <= schedule.beta[steps[i]] * (1 + 1e-9));
        }
    schedule_free(&schedule);
}

// The map's merged humps next to the exact ones.
static void test_map_is_near(void **state) {
    (void)state;
    enum { COLUMNS = 21, ROWS = 60 };
    Schedule schedule = schedule_of(SCHEDULE_LINEAR, 1000, NULL, false);
    Humps p = two_peaks();
    int t[COLUMNS];
    static double map[ROWS * COLUMNS];
    for (int i = 0; i < COLUMNS; i++) t[i] = i < 10 ? i : (i - 9) * 83;
    marginal_map(map, &p, &schedule, t, COLUMNS, -2, 2, ROWS);
    for (int i = 0; i < COLUMNS; i++) {
        Humps now = marginal_at(&p, &schedule, t[i]);
        double highest = 0, worst = 0;
        for (int row = 0; row < ROWS; row++) {
            double exact = humps_density(&now, 2 - 4 * (row + 0.5) / ROWS);
            highest = fmax(highest, exact);
            worst = fmax(worst, fabs(exact - map[row * COLUMNS + i]));
        }
        if (worst > 0.01 * highest) fail_msg("t = %d: %g of %g", t[i], worst, highest);
    }
    schedule_free(&schedule);
}

// One hump is a Gaussian, and then a step back is that of core/bayes with p's spread in the prior.
static void test_one_hump_is_gaussian(void **state) {
    (void)state;
    Schedule schedule = reference_schedule("few");
    static const double one[] = { 1 };
    Humps p = humps_of_cells(one, 1);
    for (int t = 1; t <= 5; t++) {
        Humps back = marginal_step_back(&p, &schedule, t, 0.8);
        HumpsDistance far = humps_distance(&back);
        assert_true(far.kl < 1e-9 && far.total_variation < 1e-9);
        double v = marginal_at(&p, &schedule, t - 1).variance, beta = schedule.beta[t];
        expect_near(1 / humps_moments(&back).variance, 1 / v + (1 - beta) / beta, 1e-12,
                    "precision");
    }
    schedule_free(&schedule);
}

// Two far humps: the distance has a closed form but for what they overlap.
static void test_distance(void **state) {
    (void)state;
    Humps humps = { .count = 2, .first = -1, .step = 2, .variance = 1e-4, .weight = { 0.5, 0.5 } };
    HumpsDistance far = humps_distance(&humps);
    // KL = H(g) - H(q): of variance 1 + 1e-4, and of two humps that never meet.
    double kl = 0.5 * log((1 + 1e-4) / 1e-4) - log(2);
    expect_near(far.kl, kl, 1e-9, "KL of two far humps");
    assert_true(far.total_variation > 0.95 && far.total_variation < 1);
    double before = 10;
    for (double v = 0.05; v < 10; v *= 2) { // wider humps are ever nearer to one
        humps.variance = v;
        far = humps_distance(&humps);
        assert_true(far.kl < before && far.kl >= 0);
        // Pinsker: TV <= sqrt(KL / 2)
        assert_true(far.total_variation <= sqrt(far.kl / 2) + 1e-6);
        before = far.kl;
    }
    assert_true(before < 1e-4);
}

static double farthest(const Schedule *schedule, int t) {
    Humps p = two_peaks();
    double most = 0;
    for (int i = -10; i <= 10; i++) {
        Humps back = marginal_step_back(&p, schedule, t, 0.15 * i);
        most = fmax(most, humps_distance(&back).total_variation);
    }
    return most;
}

// Small beta: almost a Gaussian at any t; a chain of five steps: visibly not.
static void test_small_steps_are_gaussian(void **state) {
    (void)state;
    Schedule fine = schedule_of(SCHEDULE_COSINE, 1000, NULL, false);
    Schedule coarse = schedule_of(SCHEDULE_COSINE, 5, NULL, false);
    for (int t = 1; t < 1000; t += 111) assert_true(farthest(&fine, t) < 0.02);
    assert_true(farthest(&coarse, 1) > 0.5);
    assert_true(farthest(&coarse, 2) > 0.1);
    schedule_free(&fine);
    schedule_free(&coarse);
}

static void test_edges(void **state) {
    (void)state;
    Humps p = two_peaks();
    Schedule zero = schedule_of(SCHEDULE_COSINE, 30, NULL, true);
    Humps end = marginal_at(&p, &zero, 30), back = marginal_step_back(&p, &zero, 30, 1.3);
    Humps before = marginal_at(&p, &zero, 29);
    for (int i = -3; i <= 3; i++) { // alpha_T = 0: N(0, 1), and z_T says nothing
        expect_near(humps_density(&end, i), gaussian_density((Gaussian){ 0, 1 }, i), 1e-12, "end");
        expect_near(humps_density(&back, 0.1 * i), humps_density(&before, 0.1 * i), 1e-12, "back");
    }
    Humps far = marginal_step_back(&p, &zero, 1, 1e3); // no weight is lost to underflow
    double sum = 0;
    for (int i = 0; i < far.count; i++) sum += far.weight[i];
    assert_true(fabs(sum - 1) < 1e-12);
    static const double none[4] = { 0 };
    Humps flat = humps_of_cells(none, 4);
    for (int i = 0; i < 4; i++) assert_true(flat.weight[i] == 0.25);
    schedule_free(&zero);
}

static void test_of_a_picture(void **state) {
    (void)state;
    Picture picture = { 0 };
    Error error;
    assert_true(picture_alloc(&picture, 16, 16, 1, &error));
    for (int i = 0; i < 256; i++) picture.values[i] = (float)i / 127.5f - 1;
    Humps humps = humps_of_picture(&picture);
    assert_int_equal(humps.count, 256);
    for (int i = 0; i < 256; i++) assert_true(humps.weight[i] == 1.0 / 256); // a level, a hump
    picture_free(&picture);
}

static void test_map_on_any_number_of_threads(void **state) {
    (void)state;
    enum { COLUMNS = 9, ROWS = 7 };
    Schedule schedule = schedule_of(SCHEDULE_COSINE, 8, NULL, false);
    Humps p = two_peaks();
    int t[COLUMNS];
    double one[ROWS * COLUMNS], many[ROWS * COLUMNS];
    for (int i = 0; i < COLUMNS; i++) t[i] = i;
    parallel_set_threads(1);
    marginal_map(one, &p, &schedule, t, COLUMNS, -2, 2, ROWS);
    parallel_set_threads(5);
    marginal_map(many, &p, &schedule, t, COLUMNS, -2, 2, ROWS);
    parallel_set_threads(0);
    assert_memory_equal(one, many, sizeof one);
    Humps now = marginal_at(&p, &schedule, 4);
    assert_true(fabs(one[3 * COLUMNS + 4] - humps_density(&now, 0)) < 0.01);
    schedule_free(&schedule);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_fifty_digits),
        cmocka_unit_test(test_density_next_to_direct_sums),
        cmocka_unit_test(test_normalized_with_its_moments),
        cmocka_unit_test(test_steps_back_keep_the_marginal),
        cmocka_unit_test(test_step_variance),
        cmocka_unit_test(test_map_is_near),
        cmocka_unit_test(test_one_hump_is_gaussian),
        cmocka_unit_test(test_distance),
        cmocka_unit_test(test_small_steps_are_gaussian),
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_of_a_picture),
        cmocka_unit_test(test_map_on_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
