// SPDX-License-Identifier: MIT
// Each picture's mix: against the table, the exact cases bit for bit, and the laws that the
// diffusion kernel and its posterior keep between them.
#include "core/noise.h"
#include "core/posterior.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

enum { COUNT = 301 };

static Schedule make_schedule(ScheduleFamily family, int steps, bool zero_snr) {
    Schedule schedule = { 0 };
    Error error = { 0 };
    const ScheduleParams params = { .family = family,
                                    .steps = steps,
                                    .beta_min = NAN,
                                    .beta_max = NAN,
                                    .cosine_s = NAN,
                                    .shift = NAN,
                                    .zero_snr = zero_snr,
                                    .snr_shift = NAN };
    if (!schedule_build(&schedule, &params, &error)) fail_msg("%s", error.text);
    return schedule;
}

typedef void ScheduleCheck(const Schedule *schedule);

static void for_each_schedule(ScheduleCheck *check) {
    for (int family = 0; family < SCHEDULE_FILE; family++)
        for (int steps = 1; steps <= 1000; steps += 333)
            for (int zero_snr = 0; zero_snr <= (steps > 1); zero_snr++) {
                Schedule schedule = make_schedule((ScheduleFamily)family, steps, zero_snr);
                check(&schedule);
                schedule_free(&schedule);
            }
}

typedef struct Planes {
    float x[COUNT], n[COUNT], eta[COUNT];
} Planes;

// x as 8 bit gives it, then a few values that only exact copying keeps.
static void fill_planes(Planes *planes) {
    static const float exact[] = { -0.0f, 0, FLT_MIN / 4, -FLT_MAX, FLT_MAX, 0x1.234567p-20f };
    const NormalStream n = { 7, 0, NOISE_NODE_EPS }, eta = { 7, 0, NOISE_NODE_ETA };
    for (int i = 0; i < COUNT; i++) planes->x[i] = (float)(i % 256) / 127.5f - 1;
    memcpy(planes->x + 270, exact, sizeof exact);
    kernels()->normals(planes->n, COUNT, &n, 0);
    kernels()->normals(planes->eta, COUNT, &eta, 0);
}

static void draw(float *out, const Schedule *schedule, int t, PictureKind kind,
                 const MixPlanes *planes) {
    Mix mix = posterior_mix(schedule, t, kind);
    kernels()->mix(out, COUNT, &mix, planes);
}

static void assert_mix(Mix mix, float a, float b, float g, float h, float k) {
    assert_true(mix.a == a && mix.b == b && mix.g == g && mix.h == h && mix.k == k);
}

static void check_coefficients(const Schedule *s) {
    for (int t = 1; t <= s->steps; t++) {
        float a = (float)sqrt(s->alpha[t]), b = (float)sqrt(s->one_minus_alpha[t]);
        float before_a = (float)sqrt(s->alpha[t - 1]);
        float before_b = (float)sqrt(s->one_minus_alpha[t - 1]);
        float g = (float)s->coef_z[t], h = (float)s->coef_x[t], k = (float)sqrt(s->sigma2[t]);
        assert_mix(posterior_mix(s, t, PICTURE_X), 0, 0, 0, 1, 0);
        assert_mix(posterior_mix(s, t, PICTURE_NOISE), 0, 1, 1, 0, 0);
        assert_mix(posterior_mix(s, t, PICTURE_Z), a, b, 1, 0, 0);
        assert_mix(posterior_mix(s, t, PICTURE_ZPREV), before_a, before_b, 1, 0, 0);
        assert_mix(posterior_mix(s, t, PICTURE_MEAN), a, b, g, h, 0);
        assert_mix(posterior_mix(s, t, PICTURE_SAMPLE), a, b, g, h, k);
    }
}

static void test_coefficients(void **state) {
    (void)state;
    for_each_schedule(check_coefficients);
}

// m_1 = x, a draw from the posterior at t = 1 is x, and so is z_0: the only things that are
// needed are x and no noise.
static void check_first_step(const Schedule *schedule) {
    Planes planes;
    float out[COUNT];
    fill_planes(&planes);
    const MixPlanes x_only = { .x = planes.x };
    draw(out, schedule, 1, PICTURE_ZPREV, &x_only);
    assert_memory_equal(out, planes.x, sizeof out);
    draw(out, schedule, 1, PICTURE_MEAN, &x_only);
    assert_memory_equal(out, planes.x, sizeof out);
    draw(out, schedule, 1, PICTURE_SAMPLE, &x_only);
    assert_memory_equal(out, planes.x, sizeof out);
}

static void test_first_step_is_x(void **state) {
    (void)state;
    for_each_schedule(check_first_step);
}

static void test_x_and_noise_are_copied(void **state) {
    (void)state;
    Schedule schedule = make_schedule(SCHEDULE_COSINE, 10, false);
    Planes planes;
    float out[COUNT];
    fill_planes(&planes);
    for (int t = 1; t <= 10; t++) {
        draw(out, &schedule, t, PICTURE_X, &(MixPlanes){ .x = planes.x });
        assert_memory_equal(out, planes.x, sizeof out);
        draw(out, &schedule, t, PICTURE_NOISE, &(MixPlanes){ .n = planes.n });
        assert_memory_equal(out, planes.n, sizeof out);
    }
    schedule_free(&schedule);
}

// The mean and a draw, made from the picture of z_t with the numbers on screen.
static void check_composed(const Schedule *schedule) {
    Planes planes;
    float z[COUNT], previous[COUNT], mean[COUNT], draws[COUNT];
    fill_planes(&planes);
    const MixPlanes all = { planes.x, planes.n, planes.eta };
    for (int t = 2; t <= schedule->steps; t++) {
        float g = (float)schedule->coef_z[t], h = (float)schedule->coef_x[t];
        float k = (float)sqrt(schedule->sigma2[t]);
        draw(z, schedule, t, PICTURE_Z, &all);
        draw(mean, schedule, t, PICTURE_MEAN, &all);
        draw(draws, schedule, t, PICTURE_SAMPLE, &all);
        for (int i = 0; i < COUNT; i++) {
            float gz = g * z[i], hx = h * planes.x[i], m = gz + hx, ke = k * planes.eta[i];
            float s = m + ke;
            assert_true(memcmp(&mean[i], &m, sizeof m) == 0);
            assert_true(memcmp(&draws[i], &s, sizeof s) == 0);
        }
        draw(z, schedule, t - 1, PICTURE_Z, &all); // z_{t-1} is z_t, a step before
        draw(previous, schedule, t, PICTURE_ZPREV, &all);
        assert_memory_equal(previous, z, sizeof z);
    }
}

static void test_composed_from_z(void **state) {
    (void)state;
    static const ScheduleFamily families[] = { SCHEDULE_LINEAR, SCHEDULE_COSINE, SCHEDULE_EDM };
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        Schedule schedule = make_schedule(families[i], 100, false);
        check_composed(&schedule);
        schedule_free(&schedule);
    }
}

// beta_T = 1: z_T is the noise itself, and the mean knows of x alone.
static void test_zero_terminal_snr(void **state) {
    (void)state;
    static const ScheduleFamily families[] = { SCHEDULE_JSD, SCHEDULE_FLOW, SCHEDULE_LINEAR };
    Planes planes;
    float out[COUNT];
    fill_planes(&planes);
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        Schedule schedule = make_schedule(families[i], 40, true);
        draw(out, &schedule, 40, PICTURE_Z, &(MixPlanes){ .n = planes.n });
        assert_memory_equal(out, planes.n, sizeof out);
        draw(out, &schedule, 40, PICTURE_MEAN, &(MixPlanes){ .x = planes.x });
        float h = (float)sqrt(schedule.alpha[39]);
        for (int j = 0; j < COUNT; j++)
            assert_true(fabsf(out[j] - h * planes.x[j]) <= 1e-6f * fabsf(out[j]));
        schedule_free(&schedule);
    }
}

// z_{t-1} given x has the law it had, whether it is drawn from the diffusion kernel or from the
// posterior about a z_t: the same multiple of x, the same variance.
static void check_consistent(const Schedule *schedule) {
    for (int t = 1; t <= schedule->steps; t++) {
        Mix draw_mix = posterior_mix(schedule, t, PICTURE_SAMPLE);
        Mix before = posterior_mix(schedule, t, PICTURE_ZPREV);
        double of_x = (double)draw_mix.g * (double)draw_mix.a + (double)draw_mix.h;
        double of_n = (double)draw_mix.g * (double)draw_mix.b, of_eta = draw_mix.k;
        double variance = (double)before.b * (double)before.b;
        assert_true(fabs(of_x - (double)before.a) < 3e-7);
        assert_true(fabs(of_n * of_n + of_eta * of_eta - variance) <= 5e-7 * variance);
    }
}

static void test_draws_keep_the_law(void **state) {
    (void)state;
    for_each_schedule(check_consistent);
}

// What a network may predict, from x and n, from z and x, and x from z and it: for every schedule,
// written out as the papers have it.
static void check_targets(const Schedule *schedule) {
    static const PictureKind kinds[] = { PICTURE_NOISE, PICTURE_X_HAT, PICTURE_V, PICTURE_SCORE,
                                         PICTURE_VELOCITY };
    double x = 0.375, n = -1.25;
    for (int t = 1; t <= schedule->steps; t += t < 5 ? 1 : 37) {
        double a = sqrt(schedule->alpha[t]), s = sqrt(schedule->one_minus_alpha[t]);
        double z = a * x + s * n;
        const double wanted[] = { n, x, a * n - s * x, -(z - a * x) / (s * s), n - x };
        for (int i = 0; i < 5; i++) {
            Mix mix = posterior_mix(schedule, t, kinds[i]);
            float in[2] = { (float)x, (float)n }, out = 0;
            const MixPlanes planes = { .x = &in[0], .n = &in[1] };
            kernels()->mix(&out, 1, &mix, &planes);
            double size = fmax(1, fabs(wanted[i]));
            assert_true(fabs((double)out - wanted[i]) < 1e-6 * size);
            TargetWeights of = target_weights(schedule, t, kinds[i]);
            // z and x all but cancel where s is small.
            double lost = fmax(fabs(of.of_z), fabs(of.of_x)) * 1e-14;
            assert_true(fabs(of.of_z * z + of.of_x * x - wanted[i]) < 1e-13 * size + lost);
            TargetInverse back = target_inverse(schedule, t, kinds[i]);
            bool open = a == 0 && (i == 0 || i == 3);
            assert_int_equal(isnan(back.of_z) != 0, open);
            if (open) continue;
            double again = back.of_z * z + back.of_target * wanted[i];
            assert_true(fabs(again - x) < 1e-13 * (1 + fabs(back.of_z)));
        }
    }
}

static void test_targets(void **state) {
    (void)state;
    for_each_schedule(check_targets);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_targets),
        cmocka_unit_test(test_coefficients),
        cmocka_unit_test(test_first_step_is_x),
        cmocka_unit_test(test_x_and_noise_are_copied),
        cmocka_unit_test(test_composed_from_z),
        cmocka_unit_test(test_zero_terminal_snr),
        cmocka_unit_test(test_draws_keep_the_law),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
