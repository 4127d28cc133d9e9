// SPDX-License-Identifier: MIT
// Statistics in closed form against passes over the values, and against theory; their kernels, the
// same bits with every variant and any number of threads.
#include "base/parallel.h"
#include "core/noise.h"
#include "core/statistics.h"

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

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const size_t lengths[] = { 0,  1,  2,  3,  7,   8,   9,   15,  16,  17,  31,  32,  33,
                                  63, 64, 65, 95, 127, 128, 129, 255, 256, 257, 511, 1000 };

static Picture make(int width, int height, int channels) {
    Picture picture = { 0 };
    Error error;
    assert_true(picture_alloc(&picture, width, height, channels, &error));
    return picture;
}

// x: any values in [-1, 1], not symmetric; n and eta: normals.
typedef struct Planes {
    Schedule schedule;
    Picture x, n, eta;
} Planes;

static Planes make_planes(int width, int height, int t) {
    Planes planes = { .x = make(width, height, 3),
                      .n = make(width, height, 3),
                      .eta = make(width, height, 3) };
    const ScheduleParams params = { .family = SCHEDULE_LINEAR,
                                    .steps = 1000,
                                    .beta_min = NAN,
                                    .beta_max = NAN,
                                    .cosine_s = NAN,
                                    .shift = NAN,
                                    .snr_shift = NAN };
    Error error;
    assert_true(schedule_build(&planes.schedule, &params, &error));
    for (size_t i = 0; i < picture_length(&planes.x); i++)
        planes.x.values[i] = (float)((i * 7919 + i / 97) % 200) / 127.5f - 1;
    noise_fill(&planes.n, &(NoiseSpec){ 7, COUPLING_PATH }, &planes.schedule, t);
    noise_fill_eta(&planes.eta, 7, 0);
    return planes;
}

static void free_planes(Planes *planes) {
    schedule_free(&planes->schedule);
    picture_free(&planes->x);
    picture_free(&planes->n);
    picture_free(&planes->eta);
}

// Kernels -----------------------------------------------------------------------------------------

static void fill(float *values, size_t count, uint32_t state) {
    static const float hostile[] = { INFINITY, -INFINITY, NAN, 1e30f, -1e30f, 0x1p-149f, -0.0f };
    for (size_t i = 0; i < count; i++) {
        state = state * 1664525u + 1013904223u;
        values[i] = (float)(state >> 8) * 0x1p-22f - 2;
        if (state >> 24 == 3) values[i] = hostile[(state >> 8) % COUNT_OF(hostile)];
    }
}

// Eight sums of every eighth value, one value at a time.
static void plain_sums(double sums[5], const float *a, const float *b, size_t count) {
    for (int j = 0; j < 5; j++) {
        double lanes[8] = { 0 }, total = 0;
        for (size_t i = 0; i < count; i++) {
            double u = a[i], v = b[i];
            const double terms[5] = { u, v, u * u, u * v, v * v };
            lanes[i % 8] += terms[j];
        }
        for (int k = 0; k < 8; k++) total += lanes[k];
        sums[j] += total;
    }
}

static void pair_sums_are_those_of_plain_c(void **state) {
    (void)state;
    float a[1008], b[1008];
    const Kernels *tested;
    for (int v = 0; (tested = kernels_variant(v)); v++)
        for (size_t i = 0; i < COUNT_OF(lengths); i++)
            for (size_t offset = 0; offset < 4; offset++) {
                double sums[5] = { 1, 2, 3, 4, 5 }, wanted[5] = { 1, 2, 3, 4, 5 };
                fill(a, 1008, 5);
                fill(b, 1008, 6);
                for (size_t j = 0; j < 1008; j++) {
                    if (!isfinite(a[j])) a[j] = 1; // sums of these say nothing
                    if (!isfinite(b[j])) b[j] = 2;
                }
                tested->pair_sums(sums, a + offset, b + 2 * offset, lengths[i]);
                plain_sums(wanted, a + offset, b + 2 * offset, lengths[i]);
                assert_memory_equal(sums, wanted, sizeof sums);
            }
}

static void bins_are_those_of_plain_c(void **state) {
    (void)state;
    enum { BINS = 37 };
    static const float low = -1.9f, scale = 11.7f;
    float values[1008];
    const Kernels *tested;
    fill(values, 1008, 9);
    for (int v = 0; (tested = kernels_variant(v)); v++)
        for (size_t i = 0; i < COUNT_OF(lengths); i++) {
            uint32_t counts[BINS + 4], wanted[BINS + 2];
            for (size_t j = 0; j < BINS + 4; j++) counts[j] = 77;
            for (size_t j = 0; j < BINS + 2; j++) wanted[j] = 77;
            tested->count_bins(counts + 1, BINS, low, scale, values + i % 8, lengths[i]);
            for (size_t j = 0; j < lengths[i]; j++) {
                float off = values[i % 8 + j] - low, place = off * scale, moved = place + 1.0f;
                int bin = !(moved > 0) ? 0 : moved >= BINS + 1 ? BINS + 1 : (int)moved;
                wanted[bin]++;
            }
            assert_memory_equal(counts + 1, wanted, sizeof wanted);
            assert_int_equal(counts[0], 77);
            assert_int_equal(counts[BINS + 3], 77);
        }
}

static void most_bins_fit(void **state) {
    (void)state;
    static uint32_t counts[KERNELS_BINS + 2];
    float values[KERNELS_BINS];
    for (int i = 0; i < KERNELS_BINS; i++) values[i] = (float)i + 0.5f;
    const Kernels *tested;
    for (int v = 0; (tested = kernels_variant(v)); v++) {
        memset(counts, 0, sizeof counts);
        tested->count_bins(counts, KERNELS_BINS, 0, 1, values, KERNELS_BINS);
        for (int i = 0; i < KERNELS_BINS; i++) assert_int_equal(counts[1 + i], 1);
    }
}

// Moments -----------------------------------------------------------------------------------------

static void moments_of_mixes_are_those_of_their_values(void **state) {
    (void)state;
    static const int steps[] = { 1, 2, 240, 1000 };
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        Planes p = make_planes(67, 43, steps[i]);
        PairMoments x_n = statistics_pair(&p.x, &p.n), x_eta = statistics_pair(&p.x, &p.eta);
        PairMoments n_eta = statistics_pair(&p.n, &p.eta);
        PlaneMoments moments = statistics_planes(&x_n, &x_eta, &n_eta);
        Picture values = make(67, 43, 3);
        for (int kind = 0; kind < PICTURE_KINDS; kind++) {
            Mix mix = posterior_mix(&p.schedule, steps[i], (PictureKind)kind);
            const MixPlanes planes = { p.x.values, p.n.values, p.eta.values };
            kernels()->mix(values.values, picture_length(&values), &mix, &planes);
            Moments direct = picture_moments(&values);
            MeanVariance closed = statistics_mix(&moments, &mix);
            double variance = direct.mean_square - direct.mean * direct.mean;
            double size = fmax(1, variance); // the score's is 1e4 at t = 1
            assert_true(fabs(closed.mean - direct.mean) < 1e-7 * sqrt(size));
            assert_true(fabs(closed.variance - variance) < 1e-6 * size);
        }
        picture_free(&values);
        free_planes(&p);
    }
}

// Within five standard errors, at steps all over the chain.
static void moments_are_as_expected(void **state) {
    (void)state;
    static const int steps[] = { 1, 2, 3, 100, 240, 500, 999, 1000 };
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        int t = steps[i];
        Planes p = make_planes(256, 256, t);
        PairMoments x_n = statistics_pair(&p.x, &p.n), x_eta = statistics_pair(&p.x, &p.eta);
        PairMoments n_eta = statistics_pair(&p.n, &p.eta);
        PlaneMoments moments = statistics_planes(&x_n, &x_eta, &n_eta);
        Mix of_x = posterior_mix(&p.schedule, t, PICTURE_X);
        MeanVariance x = statistics_mix(&moments, &of_x);
        double root = sqrt((double)picture_length(&p.x));
        for (int kind = 0; kind < PICTURE_KINDS; kind++) {
            // the n of t - 1 is theirs
            if (kind == PICTURE_ZPREV || kind == PICTURE_RESIDUAL || kind == PICTURE_STEP_NOISE)
                continue;
            Mix mix = posterior_mix(&p.schedule, t, (PictureKind)kind);
            MeanVariance is = statistics_mix(&moments, &mix);
            MeanVariance wanted = statistics_expected(&p.schedule, t, (PictureKind)kind, x);
            assert_true(fabs(is.mean - wanted.mean) < 1e-6 + 5 * sqrt(wanted.variance) / root);
            assert_true(fabs(is.variance - wanted.variance) < 1e-6 + 8 * wanted.variance / root);
        }
        free_planes(&p);
    }
}

static void a_step_before_is_expected_to_be_z_there(void **state) {
    (void)state;
    Planes p = make_planes(2, 2, 1);
    const MeanVariance x = { -0.2, 0.4 };
    for (int t = 2; t <= 1000; t += 111) {
        MeanVariance before = statistics_expected(&p.schedule, t, PICTURE_ZPREV, x);
        MeanVariance z = statistics_expected(&p.schedule, t - 1, PICTURE_Z, x);
        MeanVariance draw = statistics_expected(&p.schedule, t, PICTURE_SAMPLE, x);
        assert_true(before.mean == z.mean && before.variance == z.variance);
        assert_true(draw.mean == z.mean && draw.variance == z.variance);
        // and what the draw adds to the mean is sigma^2
        MeanVariance mean = statistics_expected(&p.schedule, t, PICTURE_MEAN, x);
        assert_true(fabs(mean.variance + p.schedule.sigma2[t] - z.variance) < 1e-12);
    }
    MeanVariance first = statistics_expected(&p.schedule, 1, PICTURE_MEAN, x);
    assert_true(first.mean == x.mean && first.variance == x.variance);
    free_planes(&p);
}

// Histograms --------------------------------------------------------------------------------------

static void histograms_count_every_value(void **state) {
    (void)state;
    Planes p = make_planes(301, 211, 240);
    Mix mix = posterior_mix(&p.schedule, 240, PICTURE_SAMPLE);
    Picture values = make(301, 211, 3);
    const MixPlanes planes = { p.x.values, p.n.values, p.eta.values };
    kernels()->mix(values.values, picture_length(&values), &mix, &planes);
    Histogram alone = { 0 };
    for (int threads = 1; threads <= 3; threads++) {
        parallel_set_threads(threads);
        Histogram h = histogram_of_mix(-1.5, 1.5, 60, &mix, &p.x, &p.n, &p.eta);
        if (threads == 1) alone = h;
        assert_memory_equal(&h, &alone, sizeof h);
    }
    parallel_set_threads(0);
    uint64_t sum = alone.below + alone.above;
    for (int bin = 0; bin < 60; bin++) {
        uint32_t wanted = 0;
        double from = -1.5 + 0.05 * bin, to = from + 0.05;
        for (size_t i = 0; i < picture_length(&values); i++)
            wanted += (double)values.values[i] >= from && (double)values.values[i] < to;
        assert_true(abs((int)wanted - (int)alone.counts[bin]) <= 2); // on a bin's very end
        double density = histogram_density(&alone, bin);
        assert_true(fabs(density * 0.05 * (double)alone.total - alone.counts[bin]) < 1e-6);
        sum += alone.counts[bin];
    }
    assert_true(sum == alone.total && alone.total == picture_length(&values));
    picture_free(&values);
    free_planes(&p);
}

static void moments_do_not_depend_on_threads(void **state) {
    (void)state;
    Planes p = make_planes(301, 211, 7);
    PairMoments alone = { 0 };
    for (int threads = 1; threads <= 4; threads++) {
        parallel_set_threads(threads);
        PairMoments made = statistics_pair(&p.x, &p.n);
        if (threads == 1) alone = made;
        assert_memory_equal(&made, &alone, sizeof made);
    }
    parallel_set_threads(0);
    free_planes(&p);
}

// Theory ------------------------------------------------------------------------------------------

static double normal_density(double x, double mean, double deviation) {
    double off = (x - mean) / deviation;
    return exp(-0.5 * off * off) / (deviation * 2.5066282746310002);
}

// Simpson's rule over the bin.
static double plain_density(const Levels *levels, const Schedule *schedule, int t, double from,
                            double to) {
    double sum = 0, step = (to - from) / 64;
    for (int i = 0; i <= 64; i++) {
        double weight = i == 0 || i == 64 ? 1 : i % 2 ? 4 : 2, value = 0;
        for (int k = 0; k < 256; k++)
            value += levels->share[k] * normal_density(from + step * i,
                                                       sqrt(schedule->alpha[t]) * (k / 127.5 - 1),
                                                       sqrt(schedule->one_minus_alpha[t]));
        sum += weight * value;
    }
    return sum / (3 * 64);
}

static void density_is_that_of_the_mixture(void **state) {
    (void)state;
    static const int steps[] = { 1, 20, 240, 1000 };
    enum { BINS = 40 };
    Planes p = make_planes(97, 61, 1);
    Levels levels = levels_of(&p.x);
    double shares = 0;
    for (int k = 0; k < 256; k++) shares += levels.share[k];
    assert_true(fabs(shares - 1) < 1e-12);
    assert_true(levels.share[0] > 0 && levels.share[199] > 0 && levels.share[200] == 0);
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        double density[BINS], mass = 0;
        levels_density(density, -5, 5, BINS, &levels, &p.schedule, steps[i]);
        for (int bin = 0; bin < BINS; bin++) {
            double from = -5 + 0.25 * bin;
            double wanted = plain_density(&levels, &p.schedule, steps[i], from, from + 0.25);
            assert_true(fabs(density[bin] - wanted) < 2e-6);
            mass += density[bin] * 0.25;
        }
        assert_true(fabs(mass - 1) < 1e-5);
    }
    free_planes(&p);
}

// Chi-squared of the histogram of z_t next to the mixture: about one a bin.
static void histogram_of_z_follows_the_mixture(void **state) {
    (void)state;
    enum { BINS = 48 };
    static const int steps[] = { 2, 60, 240, 700, 1000 };
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        Planes p = make_planes(256, 256, steps[i]);
        Levels levels = levels_of(&p.x);
        Mix mix = posterior_mix(&p.schedule, steps[i], PICTURE_Z);
        Histogram h = histogram_of_mix(-3, 3, BINS, &mix, &p.x, &p.n, NULL);
        double density[BINS], chi = 0;
        levels_density(density, -3, 3, BINS, &levels, &p.schedule, steps[i]);
        for (int bin = 0; bin < BINS; bin++) {
            double wanted = density[bin] * 0.125 * (double)h.total;
            double off = h.counts[bin] - wanted;
            if (wanted > 5) chi += off * off / wanted;
        }
        print_message("t = %d: chi-squared %.1f of %d bins\n", steps[i], chi, BINS);
        assert_true(chi < 100);
        free_planes(&p);
    }
}

// KL ----------------------------------------------------------------------------------------------

static Schedule built(ScheduleFamily family, const double *betas, int steps) {
    const ScheduleParams params = { .family = family,
                                    .steps = steps,
                                    .beta_min = NAN,
                                    .beta_max = NAN,
                                    .cosine_s = NAN,
                                    .shift = NAN,
                                    .snr_shift = NAN,
                                    .betas = betas };
    Schedule schedule = { 0 };
    Error error;
    if (!schedule_build(&schedule, &params, &error)) fail_msg("%s", error.text);
    return schedule;
}

// From the definition: Simpson's rule in long double over 60 000 parts.
static double plain_kl(const Levels *levels, double alpha, double rest) {
    enum { PARTS = 60000 };
    long double root = sqrtl((long double)alpha), s = sqrtl((long double)rest), sum = 0;
    long double low = -root - 10 * s, step = -2 * low / PARTS;
    for (int i = 0; i <= PARTS; i++) {
        long double z = low + step * i, q = 0;
        for (int k = 0; k < 256; k++) {
            long double off = (z - root * (k / 127.5L - 1)) / s;
            if (levels->share[k] > 0 && fabsl(off) < 10)
                q += levels->share[k] * expl(-off * off / 2) / s / 2.50662827463100050242L;
        }
        if (q > 0)
            sum += (i == 0 || i == PARTS ? 1
                    : i % 2              ? 4
                                         : 2) *
                   q * (logl(q) + z * z / 2 + 0.91893853320467274178L);
    }
    return (double)(sum * step / 3);
}

static void kl_of_all_values_is_that_of_the_definition(void **state) {
    (void)state;
    Planes p = make_planes(64, 48, 1);
    Levels levels = levels_of(&p.x);
    static const int steps[] = { 1, 2, 20, 300, 1000 };
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        int t = steps[i];
        double alpha = p.schedule.alpha[t], rest = p.schedule.one_minus_alpha[t];
        double is = levels_kl(&levels, &p.schedule, t), wanted = plain_kl(&levels, alpha, rest);
        if (fabs(is - wanted) > 1e-6) fail_msg("t = %d: %.10g, not %.10g", t, is, wanted);
        // Knowing x says more: by the information that z_t has of x, which is never less than 0.
        assert_true(is <= schedule_kl(&p.schedule, t, 1e9) + 1e-12);
    }
    // Where levels can no longer be told apart, and before that.
    static const double first[] = { 1e-9, 1.5e-5, 1.6e-5, 1e-4 };
    for (size_t i = 0; i < COUNT_OF(first); i++) {
        Schedule one = built(SCHEDULE_FILE, first + i, 1);
        double is = levels_kl(&levels, &one, 1);
        if (i < 2)
            assert_true(isnan(is));
        else
            assert_true(fabs(is - plain_kl(&levels, one.alpha[1], one.one_minus_alpha[1])) < 1e-6);
        schedule_free(&one);
    }
    free_planes(&p);
    const double all[] = { 0.5, 1 };
    Schedule zero = built(SCHEDULE_FILE, all, 2);
    assert_true(levels_kl(&levels, &zero, 2) < 1e-12); // N(0, 1) itself
    schedule_free(&zero);
}

// With bins a quarter as wide as the noise: near theory at any t, from the first to the last.
static void kl_of_the_histogram_is_near_theory(void **state) {
    (void)state;
    static const int steps[] = { 1, 2, 10, 60, 300, 1000 };
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        int t = steps[i], bins = 56;
        Planes p = make_planes(256, 256, t);
        Levels levels = levels_of(&p.x);
        Mix mix = posterior_mix(&p.schedule, t, PICTURE_Z);
        while (7.0 / bins > sqrt(p.schedule.one_minus_alpha[t]) / 4 && bins < 3584) bins *= 2;
        Histogram h = histogram_of_mix(-3.5, 3.5, bins, &mix, &p.x, &p.n, NULL);
        double is = histogram_kl(&h), wanted = levels_kl(&levels, &p.schedule, t);
        print_message("t = %d: KL %.5f, theory %.5f\n", t, is, wanted);
        assert_true(fabs(is - wanted) < 0.004 + 0.002 * wanted);
        Histogram grouped = histogram_grouped(&h, bins / 56);
        Histogram direct = histogram_of_mix(-3.5, 3.5, 56, &mix, &p.x, &p.n, NULL);
        uint64_t all = grouped.below + grouped.above, moved = 0;
        for (int bin = 0; bin < 56; bin++) {
            all += grouped.counts[bin];
            moved += (uint64_t)labs((long)grouped.counts[bin] - (long)direct.counts[bin]);
        }
        assert_int_equal(all, h.total);
        assert_true(moved < 20); // values on an end
        free_planes(&p);
    }
}

// Of values that are N(0, 1) the estimate is 0 on average, where there are many a bin.
static void kl_of_standard_normals_is_0(void **state) {
    (void)state;
    static const int bins[] = { 14, 56, 448 };
    Picture n = make(200, 200, 3);
    const Mix mix = { .h = 1 };
    for (size_t k = 0; k < COUNT_OF(bins); k++) {
        double most = 0;
        for (uint64_t seed = 0; seed < 10; seed++) {
            noise_fill_eta(&n, seed, 0);
            Histogram h = histogram_of_mix(-3.5, 3.5, bins[k], &mix, &n, NULL, NULL);
            most = fmax(most, histogram_kl(&h));
        }
        print_message("%d bins: KL at most %.6f\n", bins[k], most);
        assert_true(most < 6 * sqrt(2.0 * bins[k]) / (2.0 * 120000));
    }
    const Histogram none = { .low = -1, .high = 1, .bins = 2 };
    assert_true(histogram_kl(&none) == 0);
    picture_free(&n);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pair_sums_are_those_of_plain_c),
        cmocka_unit_test(bins_are_those_of_plain_c),
        cmocka_unit_test(most_bins_fit),
        cmocka_unit_test(moments_of_mixes_are_those_of_their_values),
        cmocka_unit_test(moments_are_as_expected),
        cmocka_unit_test(a_step_before_is_expected_to_be_z_there),
        cmocka_unit_test(histograms_count_every_value),
        cmocka_unit_test(moments_do_not_depend_on_threads),
        cmocka_unit_test(density_is_that_of_the_mixture),
        cmocka_unit_test(histogram_of_z_follows_the_mixture),
        cmocka_unit_test(kl_of_all_values_is_that_of_the_definition),
        cmocka_unit_test(kl_of_the_histogram_is_near_theory),
        cmocka_unit_test(kl_of_standard_normals_is_0),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
