// SPDX-License-Identifier: MIT
// The walk back from z_T to x: its law is the forward chain's, it ends at x, and it is the same on
// any way, any number of threads, for one value or all.
#include "base/parallel.h"
#include "core/kernels.h"
#include "core/posterior.h"
#include "core/walk.h"
#include "reverse_fixture.h"

static Picture make_picture(int width, int height, int channels) {
    Picture picture = { 0 };
    Error error = { 0 };
    if (!picture_alloc(&picture, width, height, channels, &error)) fail_msg("%s", error.text);
    return picture;
}

// Values from -1 to 1 in no order that the noise knows of.
static Picture make_x(int width, int height, int channels) {
    Picture x = make_picture(width, height, channels);
    for (size_t i = 0; i < picture_length(&x); i++)
        x.values[i] = (float)(i * 7919 % 2048) / 1023.5f - 1;
    return x;
}

static void start(Walk *walk, const Picture *x, const Schedule *schedule, const NoiseSpec *noise,
                  uint32_t number) {
    Error error = { 0 };
    if (!walk_start(walk, x, schedule, noise, number, &error)) fail_msg("%s", error.text);
}

// Mean, variance about it, and covariance of two planes' values.
typedef struct Two {
    double mean_a, mean_b, variance_a, variance_b, covariance;
} Two;

static Two measure(const float *a, const float *b, size_t count) {
    Two two = { 0 };
    double n = (double)count;
    for (size_t i = 0; i < count; i++)
        two.mean_a += (double)a[i] / n, two.mean_b += (double)b[i] / n;
    for (size_t i = 0; i < count; i++) {
        double da = (double)a[i] - two.mean_a, db = (double)b[i] - two.mean_b;
        two.variance_a += da * da / n;
        two.variance_b += db * db / n;
        two.covariance += da * db / n;
    }
    return two;
}

static void expect_within(double got, double wanted, double error, const char *what, int t) {
    if (fabs(got - wanted) > 5 * error)
        fail_msg("t = %d: %s is %.6f, not %.6f ± %.6f", t, what, got, wanted, error);
}

// z_t of the walk against the law of the chain: with x, and with its neighbour z_{t+1}.
static void check_law(const Walk *walk, const Picture *x, const float *neighbour,
                      const Schedule *schedule, int t) {
    size_t count = picture_length(x);
    double n = (double)count, a = sqrt(schedule->alpha[t]), open = schedule->one_minus_alpha[t];
    Two with_x = measure(walk->z.values, x->values, count);
    double vx = with_x.variance_b, v = a * a * vx + open;
    expect_within(with_x.mean_a, a * with_x.mean_b, sqrt(open / n), "mean", t);
    expect_within(with_x.variance_a, v, sqrt((2 * open * open + 4 * a * a * vx * open) / n),
                  "variance", t);
    expect_within(with_x.covariance, a * vx, sqrt(open * vx / n), "covariance with x", t);
    if (t == schedule->steps) return;
    // z_{t+1} = sqrt(1 - beta) z_t + noise
    Two with_next = measure(walk->z.values, neighbour, count);
    double beta = schedule->beta[t + 1];
    expect_within(with_next.covariance, sqrt(1 - beta) * with_next.variance_a, sqrt(beta * v / n),
                  "covariance with z_{t+1}", t);
    // .. and that noise is the step's.
    double residue = with_next.variance_b - 2 * sqrt(1 - beta) * with_next.covariance +
                     (1 - beta) * with_next.variance_a;
    expect_within(residue, beta, beta * sqrt(2 / n), "variance of the step", t);
}

static void check_chain(ScheduleFamily family, int steps, bool zero_snr) {
    Schedule schedule = schedule_of(family, steps, NULL, zero_snr);
    Picture x = make_x(300, 300, 3), next = make_picture(300, 300, 3);
    Walk walk = { 0 };
    const NoiseSpec noise = { 77, COUPLING_PATH };
    start(&walk, &x, &schedule, &noise, 3);
    const int at[] = { 3 * steps / 4, steps / 2, steps / 4, 1 };
    for (int i = 0; i < 4; i++) {
        assert_true(walk_to(&walk, &x, &schedule, at[i] + 1, steps));
        memcpy(next.values, walk.z.values, picture_length(&x) * sizeof(float));
        assert_true(walk_to(&walk, &x, &schedule, at[i], 1));
        check_law(&walk, &x, next.values, &schedule, at[i]);
    }
    assert_true(walk_to(&walk, &x, &schedule, 0, 1));
    assert_memory_equal(walk.z.values, x.values, picture_length(&x) * sizeof(float));
    walk_free(&walk);
    picture_free(&x);
    picture_free(&next);
    schedule_free(&schedule);
}

static void test_has_the_chains_law(void **state) {
    (void)state;
    check_chain(SCHEDULE_LINEAR, 40, false);
    check_chain(SCHEDULE_COSINE, 100, true);
    check_chain(SCHEDULE_CONSTANT, 60, false);
}

// It shares z_T and x with the forward chain, and nothing else.
static void test_is_another_sample(void **state) {
    (void)state;
    Schedule schedule = schedule_of(SCHEDULE_LINEAR, 200, NULL, false);
    Picture x = make_x(100, 100, 1), n = make_picture(100, 100, 1), z = make_picture(100, 100, 1);
    size_t count = picture_length(&x);
    Walk walk = { 0 };
    const NoiseSpec noise = { 9, COUPLING_PATH };
    start(&walk, &x, &schedule, &noise, 0);
    noise_fill(&n, &noise, &schedule, 200);
    Mix mix = posterior_mix(&schedule, 200, PICTURE_Z);
    kernels()->mix(z.values, count, &mix, &(MixPlanes){ .x = x.values, .n = n.values });
    assert_memory_equal(z.values, walk.z.values, count * sizeof(float));
    assert_true(walk_to(&walk, &x, &schedule, 100, 200));
    noise_fill(&n, &noise, &schedule, 100);
    for (size_t i = 0; i < count; i++)
        z.values[i] = walk.z.values[i] - (float)sqrt(schedule.alpha[100]) * x.values[i];
    // Two bridges between the same ends correlate through z_T alone.
    Two two = measure(z.values, n.values, count);
    double through_end = sqrt(schedule.noise_clock[100] / schedule.noise_clock[200]);
    expect_within(two.covariance / sqrt(two.variance_a * two.variance_b), through_end * through_end,
                  1 / sqrt((double)count), "correlation", 100);
    walk_free(&walk);
    picture_free(&x);
    picture_free(&n);
    picture_free(&z);
    schedule_free(&schedule);
}

static void test_same_on_any_way(void **state) {
    (void)state;
    Schedule schedule = schedule_of(SCHEDULE_LINEAR, 300, NULL, false);
    Picture x = make_x(70, 67, 3);
    Walk straight = { 0 }, winding = { 0 };
    const NoiseSpec noise = { 1, COUPLING_PATH };
    static const int way[] = { 290, 12, 250, 251, 0, 300, 3, 149, 150, 148, 1, 299, 77 };
    start(&straight, &x, &schedule, &noise, 2);
    start(&winding, &x, &schedule, &noise, 2);
    for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
        parallel_set_threads((int)(i % 3) + 1);
        for (int calls = 0; !walk_to(&winding, &x, &schedule, way[i], 7); calls++)
            assert_true(calls < 100); // gets there by small steps
        assert_int_equal(winding.at, way[i]);
        start(&straight, &x, &schedule, &noise, 2);
        assert_true(walk_to(&straight, &x, &schedule, way[i], 300));
        assert_memory_equal(straight.z.values, winding.z.values,
                            picture_length(&x) * sizeof(float));
    }
    parallel_set_threads(0);
    walk_free(&straight);
    walk_free(&winding);
    picture_free(&x);
    schedule_free(&schedule);
}

// One value over all t is the picture's.
static void test_one_value(void **state) {
    (void)state;
    static const Coupling couplings[] = { COUPLING_PATH, COUPLING_JUMP };
    for (int c = 0; c < 2; c++)
        for (int steps = 1; steps <= 41; steps += 20) {
            Schedule schedule = schedule_of(SCHEDULE_COSINE, steps, NULL, steps == 21);
            Picture x = make_x(90, 80, 3);
            float line[64];
            Walk walk = { 0 };
            const NoiseSpec noise = { 123456789012345u, couplings[c] };
            size_t index = 90 * 80 - 2;
            start(&walk, &x, &schedule, &noise, WALK_NUMBERS - 1);
            walk_value_over_t(line, picture_plane(&x, 2)[index], &schedule, &noise,
                              WALK_NUMBERS - 1, 2, index);
            for (int t = steps; t >= 0; t--) {
                assert_true(walk_to(&walk, &x, &schedule, t, 1));
                assert_memory_equal(&line[t], &picture_plane(&walk.z, 2)[index], sizeof(float));
            }
            walk_free(&walk);
            picture_free(&x);
            schedule_free(&schedule);
        }
}

static void test_other_numbers_other_walks(void **state) {
    (void)state;
    Schedule schedule = schedule_of(SCHEDULE_LINEAR, 10, NULL, false);
    const NoiseSpec noise = { 7, COUPLING_PATH };
    float a[11], b[11];
    walk_value_over_t(a, 0.5f, &schedule, &noise, 0, 0, 0);
    walk_value_over_t(b, 0.5f, &schedule, &noise, 1, 0, 0);
    assert_true(a[10] == b[10] && a[0] == b[0]);
    for (int t = 1; t < 10; t++) assert_true(a[t] != b[t]);
    schedule_free(&schedule);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_has_the_chains_law),        cmocka_unit_test(test_is_another_sample),
        cmocka_unit_test(test_same_on_any_way),           cmocka_unit_test(test_one_value),
        cmocka_unit_test(test_other_numbers_other_walks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
