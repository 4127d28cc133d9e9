// SPDX-License-Identifier: MIT
// The residual (z_{t-1} - m_t)/sigma_t: N(0, 1) where the chain is one (path), and not where one
// noise serves every t (jump); its statistics against sorting and long double; any threads.
#include "base/parallel.h"
#include "chance.h"
#include "core/kernels.h"
#include "core/noise.h"
#include "core/posterior.h"
#include "core/residual.h"
#include "reverse_fixture.h"

static Picture make_picture(int width, int height, int channels) {
    Picture picture = { 0 };
    Error error = { 0 };
    if (!picture_alloc(&picture, width, height, channels, &error)) fail_msg("%s", error.text);
    return picture;
}

// The statistics -----------------------------------------------------------------------------

static int ascending(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static double sorted_distance(const float *values, size_t count) {
    float *sorted = malloc(count * sizeof *sorted);
    double most = 0, n = (double)count;
    memcpy(sorted, values, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, ascending);
    for (size_t i = 0; i < count; i++) {
        double at = 0.5 * erfc(-(double)sorted[i] / sqrt(2.0));
        most = fmax(most, fmax((double)(i + 1) / n - at, at - (double)i / n));
    }
    free(sorted);
    return most;
}

static void expect_statistics(const float *values, size_t count) {
    static Residual residual;
    long double sum = 0, square = 0;
    residual_of_values(&residual, values, count);
    for (size_t i = 0; i < count; i++) sum += (long double)values[i];
    for (size_t i = 0; i < count; i++)
        square += ((long double)values[i] - sum / count) * ((long double)values[i] - sum / count);
    assert_int_equal(residual.count, count);
    assert_true(fabs(residual.mean - (double)(sum / count)) < 1e-11);
    assert_true(fabs(residual.variance - (double)(square / count)) < 1e-10);
    double wanted = sorted_distance(values, count);
    if (fabs(residual.ks - wanted) > 1e-14)
        fail_msg("%zu values: KS %.17g, not %.17g", count, residual.ks, wanted);
    size_t cells = 0;
    for (int i = 0; i < RESIDUAL_CELLS; i++) cells += residual.cells[i];
    assert_int_equal(cells, count);
}

static void test_statistics_are_exact(void **state) {
    (void)state;
    static const size_t counts[] = { 1, 2, 3, 7, 8, 9, 100, 16384, 16385, 40000 };
    float *values = malloc(40000 * sizeof *values);
    uint64_t chance = 3;
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        kernels()->normals(values, counts[k], &(NormalStream){ 11, 0, 0 }, 0);
        expect_statistics(values, counts[k]);
        for (size_t i = 0; i < counts[k]; i++) values[i] = values[i] * 0.01f + 0.3f; // few cells
        expect_statistics(values, counts[k]);
        for (size_t i = 0; i < counts[k]; i++) // ties, cells' ends, far out
            values[i] = (float)(chance_below(&chance, 41) - 20) * 0.5f;
        expect_statistics(values, counts[k]);
        for (size_t i = 0; i < counts[k]; i++) values[i] = (float)(20 * chance_real(&chance) - 10);
        expect_statistics(values, counts[k]);
    }
    free(values);
}

// Kolmogorov's table: P(lambda > 1.3581) = 0.05, > 1.6276 = 0.01, > 0.8276 = 0.5.
static void test_tail(void **state) {
    (void)state;
    size_t n = (size_t)1 << 40;
    double root = sqrt((double)n);
    assert_true(fabs(residual_ks_tail(1.35810 / root, n) - 0.05) < 1e-5);
    assert_true(fabs(residual_ks_tail(1.62762 / root, n) - 0.01) < 1e-5);
    assert_true(fabs(residual_ks_tail(0.82757 / root, n) - 0.5) < 1e-5);
    assert_true(fabs(residual_ks_tail(0.99999999 / root, n) - residual_ks_tail(1 / root, n)) <
                1e-6);
    assert_true(residual_ks_tail(0, n) == 1);
    assert_true(residual_ks_tail(0.01 / root, n) > 1 - 1e-12);
    assert_true(residual_ks_tail(1, 1000000) == 0);
}

// What is measured -----------------------------------------------------------------------------

// x cancels: the residual is that of the values z_{t-1} and m_t of the pictures.
static void test_is_that_of_the_pictures(void **state) {
    (void)state;
    static Residual residual;
    Schedule schedule = schedule_of(SCHEDULE_COSINE, 50, NULL, false);
    Picture x = make_picture(20, 10, 3), n = make_picture(20, 10, 3),
            before = make_picture(20, 10, 3);
    size_t count = picture_length(&x);
    float *values = malloc(count * sizeof *values);
    for (size_t i = 0; i < count; i++) x.values[i] = (float)i / 300 - 1;
    const NoiseSpec spec = { 5, COUPLING_PATH };
    for (int t = 2; t <= 50; t += 6) {
        noise_fill(&n, &spec, &schedule, t);
        noise_fill(&before, &spec, &schedule, t - 1);
        residual_measure(&residual, values, &before, &n, &schedule, t);
        double a = sqrt(schedule.alpha[t]), b = sqrt(schedule.one_minus_alpha[t]);
        double a0 = sqrt(schedule.alpha[t - 1]), b0 = sqrt(schedule.one_minus_alpha[t - 1]);
        for (size_t i = 0; i < count; i++) {
            double z = a * (double)x.values[i] + b * (double)n.values[i];
            double z0 = a0 * (double)x.values[i] + b0 * (double)before.values[i];
            double m = schedule.coef_z[t] * z + schedule.coef_x[t] * (double)x.values[i];
            double wanted = (z0 - m) / sqrt(schedule.sigma2[t]);
            assert_true(fabs((double)values[i] - wanted) <= 1e-6 + 1e-6 * fabs(wanted));
        }
    }
    free(values);
    picture_free(&x);
    picture_free(&n);
    picture_free(&before);
    schedule_free(&schedule);
}

// 3 × 600 × 600 values at a dozen t.
static void check_law(ScheduleFamily family, Coupling coupling) {
    static Residual residual;
    Schedule schedule = schedule_of(family, 1000, NULL, family == SCHEDULE_COSINE);
    Picture n = make_picture(600, 600, 3), before = make_picture(600, 600, 3);
    float *values = malloc(picture_length(&n) * sizeof *values);
    NoiseSpec spec = { 20260 + (uint64_t)family, coupling };
    static const int steps[] = { 2, 3, 10, 50, 120, 240, 400, 500, 650, 800, 999, 1000 };
    assert_true(picture_length(&n) >= 1000000);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        int t = steps[i];
        if (coupling == COUPLING_PATH || i == 0) { // one noise for all t in jump
            noise_fill(&n, &spec, &schedule, t);
            noise_fill(&before, &spec, &schedule, t - 1);
        }
        residual_measure(&residual, values, &before, &n, &schedule, t);
        if (coupling == COUPLING_PATH) {
            if (!(residual.p > 0.001))
                fail_msg("family %d, t %d: p = %g", (int)family, t, residual.p);
            assert_true(fabs(residual.mean) < 5 / sqrt((double)residual.count));
            assert_true(fabs(residual.variance - 1) < 5 * sqrt(2.0 / (double)residual.count));
        } else { // not even nearly: its variance is not 1 but this
            double scale = residual_scale_of_one_noise(&schedule, t);
            // Where beta_T = 1, z_{T-1} is what it was and m_T is its mean: nothing is shared.
            if (schedule.beta[t] == 1) {
                assert_true(residual.p > 0.001);
                assert_false(residual_tells_one_noise(&schedule, t, residual.count));
                continue;
            }
            assert_true(residual_tells_one_noise(&schedule, t, residual.count));
            assert_false(residual_tells_one_noise(&schedule, t, 5));
            assert_true(residual.p < 1e-100 && residual.ks > 0.1);
            expect_near(residual.variance, scale * scale, 0.01, "variance in jump");
            assert_true(scale < 0.8);
        }
    }
    free(values);
    picture_free(&n);
    picture_free(&before);
    schedule_free(&schedule);
}

// What is foretold of one noise is what is measured with it, also where beta nears 1.
static void test_foretells_what_jump_does(void **state) {
    (void)state;
    static Residual residual;
    static const double ends[] = { 0.5, 0.9, 0.99, 0.999, 0.9999, 0.999999, 1 };
    Picture n = make_picture(200, 200, 3);
    float *values = malloc(picture_length(&n) * sizeof *values);
    bool both[2] = { false, false };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const double betas[] = { 0.1, 0.2, ends[i] };
        Schedule schedule = schedule_of(SCHEDULE_FILE, 3, betas, false);
        noise_fill(&n, &(NoiseSpec){ 5, COUPLING_JUMP }, &schedule, 3);
        residual_measure(&residual, values, &n, &n, &schedule, 3);
        bool told = residual_tells_one_noise(&schedule, 3, residual.count);
        if (told != (residual.p < 0.001))
            fail_msg("beta %g: foretold %d, measured p = %g", ends[i], told, residual.p);
        both[told] = true;
        schedule_free(&schedule);
    }
    assert_true(both[0] && both[1]);
    free(values);
    picture_free(&n);
}

static void test_path_is_a_chain(void **state) {
    (void)state;
    check_law(SCHEDULE_LINEAR, COUPLING_PATH);
    check_law(SCHEDULE_COSINE, COUPLING_PATH);
    check_law(SCHEDULE_VDM, COUPLING_PATH);
}

static void test_jump_is_none(void **state) {
    (void)state;
    check_law(SCHEDULE_LINEAR, COUPLING_JUMP);
    check_law(SCHEDULE_COSINE, COUPLING_JUMP);
    check_law(SCHEDULE_VDM, COUPLING_JUMP);
}

// A shift of two hundredths of a deviation is seen in as many values: the test can fail.
static void test_sees_a_small_shift(void **state) {
    (void)state;
    static Residual residual;
    enum { COUNT = 1 << 20 };
    float *values = malloc(COUNT * sizeof *values);
    kernels()->normals(values, COUNT, &(NormalStream){ 4, 0, 0 }, 0);
    residual_of_values(&residual, values, COUNT);
    assert_true(residual.p > 0.001);
    for (size_t i = 0; i < COUNT; i++) values[i] += 0.02f;
    residual_of_values(&residual, values, COUNT);
    assert_true(residual.p < 1e-10);
    free(values);
}

static void test_any_number_of_threads(void **state) {
    (void)state;
    static Residual one, many;
    Schedule schedule = schedule_of(SCHEDULE_LINEAR, 100, NULL, false);
    Picture n = make_picture(211, 173, 3), before = make_picture(211, 173, 3);
    size_t count = picture_length(&n);
    float *first = malloc(count * sizeof *first), *second = malloc(count * sizeof *second);
    const NoiseSpec spec = { 8, COUPLING_PATH };
    noise_fill(&n, &spec, &schedule, 60);
    noise_fill(&before, &spec, &schedule, 59);
    parallel_set_threads(1);
    residual_measure(&one, first, &before, &n, &schedule, 60);
    parallel_set_threads(7);
    residual_measure(&many, second, &before, &n, &schedule, 60);
    parallel_set_threads(0);
    assert_memory_equal(&one, &many, sizeof one);
    assert_memory_equal(first, second, count * sizeof *first);
    free(first);
    free(second);
    picture_free(&n);
    picture_free(&before);
    schedule_free(&schedule);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statistics_are_exact),
        cmocka_unit_test(test_tail),
        cmocka_unit_test(test_is_that_of_the_pictures),
        cmocka_unit_test(test_path_is_a_chain),
        cmocka_unit_test(test_jump_is_none),
        cmocka_unit_test(test_foretells_what_jump_does),
        cmocka_unit_test(test_sees_a_small_shift),
        cmocka_unit_test(test_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
