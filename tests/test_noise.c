// SPDX-License-Identifier: MIT
// Pictures, and the noise that fills them.
#include "base/parallel.h"
#include "core/kernels.h"
#include "core/noise.h"

#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static Picture make_picture(int width, int height, int channels) {
    Picture picture = { 0 };
    Error error = { 0 };
    if (!picture_alloc(&picture, width, height, channels, &error)) fail_msg("%s", error.text);
    return picture;
}

static Schedule make_schedule(int steps) {
    Schedule schedule = { 0 };
    Error error = { 0 };
    const ScheduleParams params = { .family = SCHEDULE_LINEAR,
                                    .steps = steps,
                                    .beta_min = NAN,
                                    .beta_max = NAN,
                                    .cosine_s = NAN,
                                    .shift = NAN,
                                    .snr_shift = NAN };
    if (!schedule_build(&schedule, &params, &error)) fail_msg("%s", error.text);
    return schedule;
}

static bool same_values(const Picture *a, const Picture *b) {
    assert_int_equal(picture_length(a), picture_length(b));
    return memcmp(a->values, b->values, picture_length(a) * sizeof(float)) == 0;
}

// Pictures -----------------------------------------------------------------------------------

static void test_picture_shape(void **state) {
    (void)state;
    Picture picture = make_picture(7, 5, 3);
    assert_int_equal(picture_plane_length(&picture), 35);
    assert_int_equal(picture_length(&picture), 105);
    for (int c = 0; c < 3; c++)
        assert_ptr_equal(picture_plane(&picture, c), picture.values + 35 * c);
    assert_int_equal((uintptr_t)picture.values % 64, 0);
    memset(picture.values, 0, 105 * sizeof(float));
    Error error = { 0 };
    assert_true(picture_alloc(&picture, 2, 3, 1, &error)); // in the old one's place
    assert_int_equal(picture_length(&picture), 6);
    picture_free(&picture);
    assert_null(picture.values);
    assert_int_equal(picture_length(&picture), 0);
    picture_free(&picture);
}

static void test_picture_too_large(void **state) {
    (void)state;
    Picture picture = make_picture(2, 2, 1), before = picture;
    Error error = { 0 };
    assert_false(picture_alloc(&picture, INT_MAX, INT_MAX, 3, &error));
    assert_int_equal(error.kind, ERROR_FAILED);
    assert_string_equal(error.text,
                        "picture: no memory for 2147483647 x 2147483647 values in 3 channels");
    assert_memory_equal(&picture, &before, sizeof picture);
    picture_free(&picture);
}

static void test_moments(void **state) {
    (void)state;
    static const int widths[] = { 1, 2, 7, 8, 9, 15, 16, 17, 100 };
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        for (int channels = 1; channels <= 3; channels += 2) {
            Picture picture = make_picture(widths[i], 3, channels);
            size_t length = picture_length(&picture);
            long double sum = 0, square = 0;
            for (size_t j = 0; j < length; j++) {
                float value = (float)((j * 37 + 11) % 256) / 127.5f - 1;
                picture.values[j] = value;
                sum += value;
                square += (long double)value * value;
            }
            Moments moments = picture_moments(&picture);
            assert_true(fabsl(moments.mean - sum / length) < 1e-15L);
            assert_true(fabsl(moments.mean_square - square / length) < 1e-15L);
            picture_free(&picture);
        }
    Moments none = picture_moments(&(Picture){ 0 });
    assert_true(none.mean == 0 && none.mean_square == 0);
}

// Each value counts once, wherever it is.
static void test_moments_of_one_value(void **state) {
    (void)state;
    Picture picture = make_picture(29, 1, 1);
    for (size_t i = 0; i < 29; i++) {
        memset(picture.values, 0, 29 * sizeof(float));
        picture.values[i] = 2;
        Moments moments = picture_moments(&picture);
        assert_true(moments.mean == 2.0 / 29 && moments.mean_square == 4.0 / 29);
    }
    picture_free(&picture);
}

// Noise --------------------------------------------------------------------------------------

static void test_jump_is_one_plane_for_all_t(void **state) {
    (void)state;
    Schedule schedule = make_schedule(50);
    const NoiseSpec spec = { 7, COUPLING_JUMP };
    static const int sizes[][3] = { { 1, 1, 1 }, { 1, 1, 3 }, { 13, 11, 3 }, { 64, 5, 1 } };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        Picture first = make_picture(sizes[i][0], sizes[i][1], sizes[i][2]);
        Picture other = make_picture(sizes[i][0], sizes[i][1], sizes[i][2]);
        size_t length = picture_plane_length(&first);
        float *plane = malloc(length * sizeof *plane);
        noise_fill(&first, &spec, &schedule, 1);
        noise_fill(&other, &spec, &schedule, 50);
        assert_true(same_values(&first, &other));
        for (int c = 0; c < first.channels; c++) {
            const NormalStream stream = { 7, (uint32_t)c, NOISE_NODE_EPS };
            kernels()->normals(plane, length, &stream, 0);
            assert_memory_equal(plane, picture_plane(&first, c), length * sizeof *plane);
        }
        free(plane);
        picture_free(&first);
        picture_free(&other);
    }
    schedule_free(&schedule);
}

static void test_value_over_t(void **state) {
    (void)state;
    Schedule schedule = make_schedule(9);
    const NoiseSpec spec = { 123456789012345u, COUPLING_JUMP };
    Picture picture = make_picture(17, 3, 3);
    float over_t[12];
    for (int c = 0; c < 3; c++)
        for (size_t index = 0; index < 17 * 3; index++) {
            for (int i = 0; i < 12; i++) over_t[i] = 77;
            noise_value_over_t(over_t, &spec, &schedule, c, index);
            assert_true(over_t[0] == 0 && over_t[10] == 77 && over_t[11] == 77);
            for (int t = 1; t <= 9; t++) {
                noise_fill(&picture, &spec, &schedule, t);
                assert_memory_equal(&over_t[t], picture_plane(&picture, c) + index, sizeof(float));
            }
        }
    picture_free(&picture);
    schedule_free(&schedule);
}

static void test_seeds_and_draws_differ(void **state) {
    (void)state;
    Schedule schedule = make_schedule(2);
    enum { FILLS = 7 };
    Picture fills[FILLS];
    for (int i = 0; i < FILLS; i++) fills[i] = make_picture(8, 8, 3);
    noise_fill(&fills[0], &(NoiseSpec){ 7, COUPLING_JUMP }, &schedule, 1);
    noise_fill(&fills[1], &(NoiseSpec){ 8, COUPLING_JUMP }, &schedule, 1);
    noise_fill(&fills[2], &(NoiseSpec){ 7 + ((uint64_t)1 << 32), COUPLING_JUMP }, &schedule, 1);
    noise_fill_eta(&fills[3], 7, 0);
    noise_fill_eta(&fills[4], 7, 1);
    noise_fill_eta(&fills[5], 7, NOISE_NODE_ETA - 1);
    noise_fill_eta(&fills[6], 8, 0);
    for (int i = 0; i < FILLS; i++)
        for (int j = 0; j < i; j++) assert_false(same_values(&fills[i], &fills[j]));
    for (int i = 0; i < FILLS; i++) // and channels
        assert_memory_not_equal(picture_plane(&fills[i], 0), picture_plane(&fills[i], 1), 16);
    noise_fill_eta(&fills[0], 7, 1);
    assert_true(same_values(&fills[0], &fills[4]));
    for (int i = 0; i < FILLS; i++) picture_free(&fills[i]);
    schedule_free(&schedule);
}

// More than one tile a plane, and a last one that is cut.
static void test_threads(void **state) {
    (void)state;
    Schedule schedule = make_schedule(50);
    Picture alone = make_picture(301, 211, 3), many = make_picture(301, 211, 3);
    int rows[211];
    for (int i = 0; i < 211; i++) rows[i] = (i * 37) % 211;
    for (int way = 0; way < 5; way++) {
        const NoiseSpec spec = { 7, way % 2 ? COUPLING_PATH : COUPLING_JUMP };
        for (int threads = 1; threads <= 4; threads++) {
            NoiseCache cache = { 0 };
            Picture *out = threads == 1 ? &alone : &many;
            parallel_set_threads(threads);
            for (int t = 20; t <= 22; t++) {
                memset(out->values, 0xFF, picture_length(out) * sizeof(float));
                if (way < 2) noise_fill(out, &spec, &schedule, t);
                if (way == 2) noise_fill_rows(out, &spec, &schedule, t, rows);
                if (way == 3) noise_fill_cached(out, &cache, &spec, &schedule, t);
                if (way == 4) noise_fill_eta(out, 7, (uint32_t)t);
            }
            noise_cache_free(&cache);
            if (threads > 1) assert_true(same_values(&alone, &many));
        }
    }
    parallel_set_threads(0);
    picture_free(&alone);
    picture_free(&many);
    schedule_free(&schedule);
}

// Places --------------------------------------------------------------------------------------

// What a screen shows of a large picture is drawn alone: in any order, some of it twice.
static void test_places_are_those_of_the_plane(void **state) {
    (void)state;
    enum { WIDE = 90, HIGH = 70, SOME = 700 };
    Picture whole = make_picture(WIDE, HIGH, 3), some = make_picture(35, 20, 3);
    Schedule schedule = make_schedule(1000);
    NoiseCache cache = { 0 };
    uint32_t places[SOME];
    for (uint32_t i = 0; i < SOME; i++) places[i] = i % 9 == 8 ? places[i - 1] : i * 4129 % 6300;
    static const int steps[] = { 500, 501, 502, 501, 1000, 1, 2, 30 };
    for (int coupling = 0; coupling < 2; coupling++)
        for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
            const NoiseSpec spec = { 5, (Coupling)coupling };
            noise_fill(&whole, &spec, &schedule, steps[k]);
            for (int cached = 0; cached < 2; cached++) {
                memset(some.values, 0, picture_length(&some) * sizeof(float));
                if (cached)
                    noise_fill_cached_at(&some, &cache, &spec, &schedule, steps[k],
                                         (PathPlaces){ .list = places });
                else
                    noise_fill_at(&some, &spec, &schedule, steps[k],
                                  (PathPlaces){ .list = places });
                for (int c = 0; c < 3; c++)
                    for (size_t i = 0; i < SOME; i++)
                        assert_memory_equal(&picture_plane(&some, c)[i],
                                            &picture_plane(&whole, c)[places[i]], sizeof(float));
            }
        }
    noise_fill_eta(&whole, 5, 9);
    noise_fill_eta_at(&some, 5, 9, (PathPlaces){ .list = places });
    for (int c = 0; c < 3; c++)
        for (size_t i = 0; i < SOME; i++)
            assert_memory_equal(&picture_plane(&some, c)[i], &picture_plane(&whole, c)[places[i]],
                                sizeof(float));
    noise_cache_free(&cache);
    schedule_free(&schedule);
    picture_free(&whole);
    picture_free(&some);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places_are_those_of_the_plane),
        cmocka_unit_test(test_picture_shape),
        cmocka_unit_test(test_picture_too_large),
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_moments_of_one_value),
        cmocka_unit_test(test_jump_is_one_plane_for_all_t),
        cmocka_unit_test(test_value_over_t),
        cmocka_unit_test(test_seeds_and_draws_differ),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
