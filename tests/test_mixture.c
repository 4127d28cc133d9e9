// SPDX-License-Identifier: MIT
// The mixture next to its definition in double, one picture after the other.
#include "base/parallel.h"
#include "core/kernels.h"
#include "core/mixture.h"
#include "core/mixture_kernels.h"
#include "core/posterior.h"
#include "core/sampler.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static Error unused; // of calls that are seen to by their results

// Memory that runs out: how many blocks there still are; -1 is all one wants.
static int blocks_left = -1;
void *__real_mem_try(size_t count, size_t size);
void *__wrap_mem_try(size_t count, size_t size);
float *__real_mem_try_plane(size_t count);
float *__wrap_mem_try_plane(size_t count);

static bool have_block(void) {
    if (blocks_left > 0)
        blocks_left--;
    else if (blocks_left == 0)
        return false;
    return true;
}

void *__wrap_mem_try(size_t count, size_t size) {
    return have_block() ? __real_mem_try(count, size) : NULL;
}

float *__wrap_mem_try_plane(size_t count) {
    return have_block() ? __real_mem_try_plane(count) : NULL;
}

static uint32_t next_random(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

// Pictures in `kinds` groups of like ones, so that neighbours compete at every t.
static Dataset make_set(size_t count, int width, int height, int channels, int kinds) {
    Dataset set = { 0 };
    Error error;
    assert_true(dataset_alloc(&set, count, width, height, channels, &error));
    size_t length = dataset_length(&set);
    uint64_t state = 5;
    uint8_t *kind = malloc((size_t)kinds * length);
    for (size_t i = 0; i < (size_t)kinds * length; i++) kind[i] = (uint8_t)next_random(&state);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < length; j++) {
            int v = kind[i % (size_t)kinds * length + j] + (int)(next_random(&state) % 21) - 10;
            set.bytes[i * length + j] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
        }
    free(kind);
    dataset_finish(&set);
    return set;
}

static Schedule make_schedule(bool zero_snr) {
    Schedule schedule = { 0 };
    Error error;
    const ScheduleParams params = { .steps = 1000,
                                    .beta_min = NAN,
                                    .beta_max = NAN,
                                    .cosine_s = NAN,
                                    .shift = NAN,
                                    .snr_shift = NAN,
                                    .zero_snr = zero_snr };
    assert_true(schedule_build(&schedule, &params, &error));
    return schedule;
}

// A value as float32 has it.
static double single(const Dataset *set, size_t i, size_t j) {
    return (double)(set->values ? set->values[i * dataset_length(set) + j]
                                : dataset_value(dataset_bytes(set, i)[j]));
}

// z_t of the set's picture `index`.
static void make_z(float *z, const Dataset *set, size_t index, const Schedule *schedule, int t,
                   uint64_t seed) {
    size_t length = dataset_length(set);
    const NormalStream stream = { .seed = seed };
    kernels()->normals(z, length, &stream, 0);
    for (size_t j = 0; j < length; j++)
        z[j] = (float)(sqrt(schedule->alpha[t]) * single(set, index, j) +
                       sqrt(schedule->one_minus_alpha[t]) * z[j]);
}

typedef struct Reference {
    double log_q, effective, x_trace;
    double *mean;
} Reference;

static double value(const Dataset *set, size_t i, size_t j) {
    return set->values ? single(set, i, j) : dataset_bytes(set, i)[j] / 127.5 - 1;
}

static Reference reference(const Dataset *set, const MixtureQuery *query) {
    size_t length = dataset_length(set);
    double v = query->one_minus_alpha + query->alpha * query->h * query->h, top = -INFINITY;
    double root = sqrt(query->alpha), sum = 0, square = 0;
    double *logs = malloc(set->count * sizeof *logs);
    Reference result = { .mean = calloc(length, sizeof(double)) };
    for (size_t i = 0; i < set->count; i++) {
        double d = 0;
        for (size_t j = 0; j < length; j++) {
            double away = (double)query->z[j] - root * value(set, i, j);
            d += away * away;
        }
        logs[i] = -d / (2 * v);
        top = fmax(top, logs[i]);
    }
    double *plain = calloc(length, sizeof *plain), squares = 0;
    for (size_t i = 0; i < set->count; i++) {
        double w = exp(logs[i] - top);
        sum += w;
        square += w * w;
        for (size_t j = 0; j < length; j++) plain[j] += w * value(set, i, j);
        for (size_t j = 0; j < length; j++) squares += w * value(set, i, j) * value(set, i, j);
    }
    double g = root * query->h * query->h / v, means = 0;
    for (size_t j = 0; j < length; j++) {
        plain[j] /= sum;
        means += plain[j] * plain[j];
        result.mean[j] = (1 - g * root) * plain[j] + g * (double)query->z[j];
    }
    result.effective = sum * sum / square;
    result.log_q = top + log(sum / (double)set->count) -
                   0.5 * (double)length * log(2 * 3.14159265358979323846 * v);
    double inside = query->h * query->h * query->one_minus_alpha / v;
    result.x_trace =
        (1 - g * root) * (1 - g * root) * (squares / sum - means) + inside * (double)length;
    free(plain);
    free(logs);
    return result;
}

static void check(const Dataset *set, const Schedule *schedule, int t, double h, size_t index) {
    size_t length = dataset_length(set);
    float *z = malloc(length * sizeof *z);
    double *mean = malloc(length * sizeof *mean);
    make_z(z, set, index, schedule, t, (uint64_t)t);
    const MixtureQuery query = {
        .z = z, .alpha = schedule->alpha[t], .one_minus_alpha = schedule->one_minus_alpha[t], .h = h
    };
    MixtureResult result = { .x_mean = mean };
    assert_true(mixture_run(set, &query, &result, 1, NULL, &unused));
    Reference expected = reference(set, &query);
    double worst = 0;
    for (size_t j = 0; j < length; j++) worst = fmax(worst, fabs(mean[j] - expected.mean[j]));
    // Over bytes weights have 16 bits, z has 31; over values all is double.
    double loose = set->values ? 1e-6 : 1;
    if (!(worst < 5e-6 * loose)) fail_msg("t = %d, h = %g: E[x | z] is off by %g", t, h, worst);
    assert_true(fabs(result.effective / expected.effective - 1) < 2e-4 * loose);
    assert_true(fabs(result.log_q - expected.log_q) < 1e-5 * loose * (1 + fabs(expected.log_q)));
    assert_true(fabs(result.x_trace - expected.x_trace) < 1e-4 * loose * (1 + expected.x_trace));
    double sum = 0;
    for (int i = 0; i < result.best_count; i++) {
        sum += result.best_weight[i];
        if (i) assert_true(result.best_weight[i] <= result.best_weight[i - 1]);
    }
    assert_true(sum > 0 && sum < 1 + 1e-4);
    free(expected.mean);
    free(mean);
    free(z);
}

static const int steps[] = { 1, 10, 100, 300, 600, 1000 };
enum { STEPS = sizeof steps / sizeof steps[0] };

static void test_against_the_definition(void **state) {
    (void)state;
    Schedule schedule = make_schedule(false);
    // Lengths that are no multiple of a vector, above one chunk, and of one value; parts and blocks
    // that are not full.
    static const int shapes[][5] = {
        { 2500, 7, 5, 1, 60 },
        { 700, 33, 37, 1, 20 },
        { 300, 9, 9, 3, 300 },
        { 65, 1, 1, 1, 3 },
    };
    for (size_t s = 0; s < 4; s++) {
        const int *at = shapes[s];
        Dataset set = make_set((size_t)at[0], at[1], at[2], at[3], at[4]);
        for (int i = 0; i < STEPS; i++)
            for (int h = 0; h < 2; h++) check(&set, &schedule, steps[i], 0.3 * h, 17);
        dataset_free(&set);
    }
    schedule_free(&schedule);
}

// Values of any size that are no whole bytes, in groups of like ones.
static Dataset make_values(size_t count, int width, int height, int channels, double size) {
    Dataset set = { 0 };
    Error error;
    assert_true(dataset_alloc_values(&set, count, width, height, channels, &error));
    size_t length = dataset_length(&set);
    uint64_t state = 11;
    for (size_t i = 0; i < count * length; i++) {
        double like = i < 20 * length ? 0 : (double)set.values[i % (20 * length)];
        double own = next_random(&state) / 1073741824.0 - 1;
        set.values[i] = (float)(i < 20 * length ? size * own : like + 0.05 * own);
    }
    dataset_finish(&set);
    return set;
}

static void test_values_against_the_definition(void **state) {
    (void)state;
    Schedule schedule = make_schedule(false);
    static const int shapes[][4] = { { 2500, 7, 5, 1 }, { 700, 9, 11, 4 }, { 65, 1, 1, 1 } };
    for (size_t s = 0; s < 3; s++) {
        const int *at = shapes[s];
        Dataset set = make_values((size_t)at[0], at[1], at[2], at[3], s == 1 ? 4 : 1);
        for (int i = 0; i < STEPS; i++)
            for (int h = 0; h < 2; h++) check(&set, &schedule, steps[i], 0.3 * h, 17);
        dataset_free(&set);
    }
    schedule_free(&schedule);
}

// Bytes and the same set as values say the same, as far as bytes are exact; draws are the same.
static void test_bytes_as_values(void **state) {
    (void)state;
    Schedule schedule = make_schedule(false);
    Dataset bytes = make_set(3000, 6, 6, 1, 60), values = make_set(3000, 6, 6, 1, 60);
    Error error;
    assert_true(dataset_scale(&values, 1, &error));
    dataset_finish(&values);
    assert_memory_equal(bytes.bytes, values.bytes, 3000 * 36);
    for (int i = 0; i < STEPS; i++) {
        int t = steps[i];
        float z[36];
        make_z(z, &bytes, 5, &schedule, t, 3);
        double mean[2][36];
        MixtureResult result[2] = { { .x_mean = mean[0] }, { .x_mean = mean[1] } };
        const MixtureQuery query = { .z = z,
                                     .alpha = schedule.alpha[t],
                                     .one_minus_alpha = schedule.one_minus_alpha[t],
                                     .draws = true,
                                     .seed = 8 };
        assert_true(mixture_run(&bytes, &query, &result[0], 1, NULL, &unused));
        assert_true(mixture_run(&values, &query, &result[1], 1, NULL, &unused));
        for (int j = 0; j < 36; j++) assert_true(fabs(mean[0][j] - mean[1][j]) < 5e-6);
        assert_int_equal(result[0].best[0], result[1].best[0]);
        assert_int_equal(result[0].drawn, result[1].drawn);
    }
    dataset_free(&bytes);
    dataset_free(&values);
    schedule_free(&schedule);
}

static void test_the_run_returns_values(void **state) {
    (void)state;
    Schedule schedule = make_schedule(false);
    Dataset set = make_values(400, 5, 5, 4, 4);
    const SamplerParams params = { .kind = SAMPLER_ANCESTRAL, .steps = 20, .seed = 2 };
    Sampler sampler;
    assert_true(sampler_start(&sampler, &set, &schedule, &params, 0, 5, &unused));
    for (int k = 0; k < 20; k++) assert_true(sampler_advance(&sampler, NULL, &unused));
    for (size_t i = 0; i < 5; i++)
        assert_memory_equal(sampler.z + i * 100, set.values + sampler.drawn[i] * 100, 400);
    size_t nearest[5];
    double rms[5];
    assert_true(mixture_nearest(&set, sampler.z, 5, nearest, rms, NULL, &unused));
    for (size_t i = 0; i < 5; i++) assert_true(nearest[i] == sampler.drawn[i] && rms[i] == 0);
    sampler_free(&sampler);
    dataset_free(&set);
    schedule_free(&schedule);
}

static void test_ties_share_the_weight(void **state) {
    (void)state;
    Schedule schedule = make_schedule(false);
    Dataset set = make_set(200, 6, 6, 1, 200);
    memcpy(set.bytes + 150 * 36, set.bytes + 40 * 36, 36);
    dataset_finish(&set);
    float z[36];
    make_z(z, &set, 40, &schedule, 1, 3);
    const MixtureQuery query = { .z = z,
                                 .alpha = schedule.alpha[1],
                                 .one_minus_alpha = schedule.one_minus_alpha[1] };
    double mean[36];
    MixtureResult result = { .x_mean = mean };
    mixture_run(&set, &query, &result, 1, NULL, &unused);
    assert_int_equal(result.best_count, 2); // all others weigh nothing
    assert_int_equal(result.best[0], 40);
    assert_int_equal(result.best[1], 150);
    assert_true(result.best_weight[0] == 0.5 && result.best_weight[1] == 0.5);
    assert_true(result.effective == 2);
    for (int j = 0; j < 36; j++)
        assert_true((float)mean[j] == dataset_value(set.bytes[40 * 36 + j]));
    dataset_free(&set);
    schedule_free(&schedule);
}

static void test_no_signal_gives_the_plain_mean(void **state) {
    (void)state;
    Schedule schedule = make_schedule(true);
    assert_true(schedule.alpha[1000] == 0);
    Dataset set = make_set(3000, 4, 4, 1, 3000);
    float z[16];
    make_z(z, &set, 0, &schedule, 1000, 3);
    const MixtureQuery query = { .z = z, .alpha = 0, .one_minus_alpha = 1 };
    double mean[16];
    MixtureResult result = { .x_mean = mean };
    mixture_run(&set, &query, &result, 1, NULL, &unused);
    assert_true(result.effective == 3000);
    for (size_t j = 0; j < 16; j++) {
        double sum = 0;
        for (size_t i = 0; i < 3000; i++) sum += value(&set, i, j);
        assert_true(fabs(mean[j] - sum / 3000) < 1e-6);
    }
    dataset_free(&set);
    schedule_free(&schedule);
}

// With one training picture q(z_{t-1} | z_t) is q(z_{t-1} | z_t, x).
static void test_one_picture_is_the_posterior(void **state) {
    (void)state;
    Schedule schedule = make_schedule(false);
    Dataset set = make_set(1, 16, 16, 1, 1);
    float x[256], n[256], z[256], from_x[256], from_mean[256];
    double mean[256];
    for (int j = 0; j < 256; j++) x[j] = dataset_value(set.bytes[j]);
    for (int i = 0; i < STEPS; i++) {
        int t = steps[i];
        const NormalStream stream = { .seed = 9 };
        kernels()->normals(n, 256, &stream, 0);
        Mix mix = posterior_mix(&schedule, t, PICTURE_Z);
        MixPlanes planes = { .x = x, .n = n };
        kernels()->mix(z, 256, &mix, &planes);
        mix = posterior_mix(&schedule, t, PICTURE_MEAN);
        kernels()->mix(from_x, 256, &mix, &planes);
        const MixtureQuery query = { .z = z,
                                     .alpha = schedule.alpha[t],
                                     .one_minus_alpha = schedule.one_minus_alpha[t] };
        MixtureResult result = { .x_mean = mean };
        mixture_run(&set, &query, &result, 1, NULL, &unused);
        for (int j = 0; j < 256; j++) x[j] = (float)mean[j];
        for (int j = 0; j < 256; j++) assert_true(x[j] == dataset_value(set.bytes[j]));
        mix.a = 0, mix.b = 1;
        planes = (MixPlanes){ .x = x, .n = z };
        kernels()->mix(from_mean, 256, &mix, &planes);
        assert_memory_equal(from_mean, from_x, sizeof from_x);
        assert_true(result.effective == 1 && result.x_trace == 0);
        assert_true(mixture_step_trace(&set, &schedule, t, &result) == 256 * schedule.sigma2[t]);
    }
    dataset_free(&set);
    schedule_free(&schedule);
}

// Many z, of several t, together and alone, with any number of threads.
static void test_company_changes_no_bit(void **state) {
    (void)state;
    enum { Z = 21, LENGTH = 100 };
    Schedule schedule = make_schedule(false);
    Dataset set = make_set(5000, 10, 10, 1, 500);
    float z[Z][LENGTH];
    double mean[2][Z][LENGTH];
    MixtureQuery queries[Z];
    MixtureResult together[Z] = { { .x_mean = NULL } };
    for (uint32_t k = 0; k < Z; k++) {
        int t = steps[k % STEPS];
        make_z(z[k], &set, 31 * k, &schedule, t, k);
        queries[k] = (MixtureQuery){ .z = z[k],
                                     .alpha = schedule.alpha[t],
                                     .one_minus_alpha = schedule.one_minus_alpha[t],
                                     .draws = true,
                                     .seed = 4,
                                     .sample = k };
        together[k].x_mean = mean[0][k];
    }
    parallel_set_threads(3);
    mixture_run(&set, queries, together, Z, NULL, &unused);
    parallel_set_threads(1);
    for (int k = 0; k < Z; k++) {
        MixtureResult alone = { .x_mean = mean[1][k] };
        mixture_run(&set, &queries[k], &alone, 1, NULL, &unused);
        assert_memory_equal(mean[0][k], mean[1][k], sizeof mean[0][k]);
        assert_true(alone.log_q == together[k].log_q && alone.effective == together[k].effective);
        assert_true(alone.x_trace == together[k].x_trace);
        assert_int_equal(alone.drawn, together[k].drawn);
        assert_int_equal(alone.best_count, together[k].best_count);
        assert_memory_equal(alone.best, together[k].best,
                            (size_t)alone.best_count * sizeof alone.best[0]);
    }
    parallel_set_threads(0);
    dataset_free(&set);
    schedule_free(&schedule);
}

// The same digits of `bits` bits for a variant that takes such, and for plain C.
static void fill_digits(void *digits, int16_t *plain, int bits, size_t length, size_t padded,
                        bool extreme, uint64_t *random) {
    for (size_t j = 0; j < padded; j++) {
        int any = (int)(next_random(random) & 0xFFFF) - 32768;
        if (bits == 8) any >>= 8;
        plain[j] = (int16_t)(j >= length ? 0 : !extreme ? any : bits == 8 ? INT8_MIN : INT16_MIN);
        if (bits == 8)
            ((int8_t *)digits)[j] = (int8_t)plain[j];
        else
            ((int16_t *)digits)[j] = plain[j];
    }
}

static void test_every_variant_gives_the_bits_of_plain_c(void **state) {
    (void)state;
    enum { ROWS = 64, PADDED = 2112, GROUP = 16 };
    static const size_t lengths[] = { 1, 15, 16, 17, 31, 33, 63, 64, 65, 784, 1024, 1025, 2049 };
    const MixtureKernels *plain = mixture_kernels_variant(0);
    assert_int_equal(plain->digit_bits, 16);
    uint64_t random = 77;
    uint8_t *bytes = malloc(ROWS * PADDED);
    int16_t(*digits)[GROUP][PADDED] = malloc(2 * sizeof *digits);
    double(*sums)[GROUP][PADDED] = malloc(2 * sizeof *sums);
    static int64_t dots[2][GROUP][ROWS];
    static float w[GROUP][ROWS];
    for (int i = 0; mixture_kernels_variant(i); i++) {
        const MixtureKernels *fast = mixture_kernels_variant(i);
        for (size_t l = 0; l < sizeof lengths / sizeof lengths[0]; l++) {
            size_t length = lengths[l];
            bool extreme = l % 2;
            const uint8_t *rows[ROWS];
            const void *z[2][GROUP];
            const float *weights[GROUP];
            int64_t *out[2][GROUP];
            double *to[2][GROUP];
            for (size_t b = 0; b < ROWS * PADDED; b++)
                bytes[b] = extreme ? 255 : (uint8_t)next_random(&random);
            for (int r = 0; r < ROWS; r++)
                rows[r] = bytes + (size_t)r * (length < 2000 ? length : 2049);
            for (int k = 0; k < GROUP; k++) {
                fill_digits(digits[1][k], digits[0][k], fast->digit_bits, length, PADDED, extreme,
                            &random);
                for (int r = 0; r < ROWS; r++) {
                    const double at = -(double)(next_random(&random) % 40000) / 1000;
                    plain->weights(&w[k][r], &at, 1, 0);
                }
                weights[k] = w[k];
                for (int v = 0; v < 2; v++)
                    z[v][k] = digits[v][k], out[v][k] = dots[v][k], to[v][k] = sums[v][k];
            }
            memset(sums, 0, 2 * sizeof *sums);
            for (int group = 1; group <= GROUP; group += 5) {
                size_t count = (size_t)(ROWS - group);
                plain->dots(out[0], rows, length, count, z[0], group);
                fast->dots(out[1], rows, length, count, z[1], group);
                plain->gather(to[0], rows, length, count, weights, group);
                fast->gather(to[1], rows, length, count, weights, group);
                for (int k = 0; k < group; k++) {
                    assert_memory_equal(dots[0][k], dots[1][k], count * sizeof(int64_t));
                    assert_memory_equal(sums[0][k], sums[1][k], length * sizeof(double));
                }
            }
        }
        double logs[2][ROWS], at[ROWS], tops[2];
        int64_t norms[ROWS];
        for (int r = 0; r < ROWS; r++) {
            at[r] = r == 3 ? -INFINITY : -r * 0.7;
            norms[r] = next_random(&random);
        }
        MixtureTotals totals[2][GROUP] = { { { 1, 2, 3 } }, { { 1, 2, 3 } } };
        const float *of[GROUP];
        for (int k = 0; k < GROUP; k++) of[k] = w[k];
        plain->totals(totals[0], of, norms, ROWS - 1, GROUP - 1);
        fast->totals(totals[1], of, norms, ROWS - 1, GROUP - 1);
        assert_memory_equal(totals[0], totals[1], sizeof totals[0]);
        double scaled = sums[1][0][5];
        fast->scale(sums[1][0], 6, 0.75);
        assert_true(sums[1][0][5] == scaled * 0.75);
        int64_t joined = dots[1][1][8] + dots[1][0][8] * 128;
        fast->join(dots[1][1], dots[1][0], 9, 7);
        assert_true(dots[1][1][8] == joined);
        const MixtureScale scale = { 1.25e-9, 3e-7, 12345 };
        tops[0] = plain->logs(logs[0], dots[0][0], norms, ROWS, &scale);
        tops[1] = fast->logs(logs[1], dots[0][0], norms, ROWS, &scale);
        assert_memory_equal(logs[0], logs[1], sizeof logs[0]);
        assert_true(tops[0] == tops[1]);
        for (int r = 0; r < 40; r++) {
            const double slack = 3.5 * r, top = tops[0] + 5 * r;
            assert_true(plain->near(dots[0][0], norms, ROWS, &scale, slack, top) ==
                        fast->near(dots[0][0], norms, ROWS, &scale, slack, top));
        }
        plain->weights(w[0], at, ROWS, 0);
        fast->weights(w[1], at, ROWS, 0);
        assert_memory_equal(w[0], w[1], sizeof w[0]);
        for (int r = 0; r < ROWS; r++) {
            double expected = at[r] < -32 ? 0 : exp(at[r]);
            assert_true(fabs((double)w[1][r] - expected) <= expected * 0x1p-16);
        }
    }
    free(sums);
    free(digits);
    free(bytes);
}

// Whole passes, with z at the ends of what their digits hold.
static void test_every_instruction_set_gives_the_same(void **state) {
    (void)state;
    enum { Z = 7, LENGTH = 100 };
    Schedule schedule = make_schedule(false);
    Dataset set = make_set(2500, 10, 10, 1, 80);
    float z[Z][LENGTH];
    double mean[2][Z][LENGTH];
    MixtureQuery queries[Z];
    MixtureResult results[2][Z] = { { { .x_mean = NULL } } };
    for (int k = 0; k < Z; k++) {
        static const float ends[] = { 2, 1.9999999f, -1.9999999f, 1.995f, -1.997f, 1.9844f, -4 };
        int t = steps[k % STEPS];
        make_z(z[k], &set, (size_t)k, &schedule, t, (uint64_t)k);
        for (int j = 0; j < LENGTH; j++) z[k][j] = fmaxf(-1.98f, fminf(1.98f, z[k][j]));
        z[k][3] = ends[k];
        queries[k] = (MixtureQuery){ .z = z[k],
                                     .alpha = schedule.alpha[t],
                                     .one_minus_alpha = schedule.one_minus_alpha[t],
                                     .draws = true };
    }
    Error error;
    for (int i = 0; kernels_variant(i); i++) {
        assert_int_equal(setenv("ALPHABAR_ISA", kernels_variant(i)->isa, 1), 0);
        assert_true(kernels_choose(&error));
        MixtureResult *at = results[i > 0];
        for (int k = 0; k < Z; k++) at[k] = (MixtureResult){ .x_mean = mean[i > 0][k] };
        assert_true(mixture_run(&set, queries, at, Z, NULL, &unused));
        for (int k = 0; k < Z && i; k++) {
            const MixtureResult *plain = &results[0][k];
            assert_memory_equal(mean[0][k], mean[1][k], sizeof mean[0][k]);
            assert_true(at[k].log_q == plain->log_q && at[k].effective == plain->effective);
            assert_true(at[k].x_trace == plain->x_trace);
            assert_int_equal(at[k].drawn, plain->drawn);
            assert_int_equal(at[k].best_count, plain->best_count);
            assert_memory_equal(at[k].best, plain->best,
                                (size_t)plain->best_count * sizeof plain->best[0]);
        }
    }
    unsetenv("ALPHABAR_ISA");
    assert_true(kernels_choose(&error));
    for (int k = 0; k < Z; k++) {
        Reference expected = reference(&set, &queries[k]);
        double worst = 0;
        for (int j = 0; j < LENGTH; j++)
            worst = fmax(worst, fabs(mean[0][k][j] - expected.mean[j]));
        assert_true(worst < 5e-6);
        assert_true(fabs(results[0][k].log_q - expected.log_q) < 1e-5 * (1 + fabs(expected.log_q)));
        free(expected.mean);
    }
    dataset_free(&set);
    schedule_free(&schedule);
}

// Draws follow the weights: chi square over the pictures of a set that all weigh something.
static void test_draws_follow_the_weights(void **state) {
    (void)state;
    enum { N = 4, LENGTH = 9, DRAWS = 4000 };
    Schedule schedule = make_schedule(false);
    Dataset set = make_set(N, 3, 3, 1, N);
    float z[LENGTH];
    make_z(z, &set, 1, &schedule, 560, 5);
    int seen[N] = { 0 };
    double weight[N] = { 0 };
    for (uint32_t i = 0; i < DRAWS; i++) {
        const MixtureQuery query = { .z = z,
                                     .alpha = schedule.alpha[560],
                                     .one_minus_alpha = schedule.one_minus_alpha[560],
                                     .draws = true,
                                     .seed = 1,
                                     .sample = i };
        MixtureResult result = { .x_mean = NULL };
        mixture_run(&set, &query, &result, 1, NULL, &unused);
        seen[result.drawn]++;
        for (int k = 0; k < result.best_count; k++) weight[result.best[k]] = result.best_weight[k];
    }
    double chi2 = 0;
    for (int i = 0; i < N; i++) {
        double expected = DRAWS * weight[i];
        assert_true(expected > 20);
        chi2 += (seen[i] - expected) * (seen[i] - expected) / expected;
    }
    assert_true(chi2 < 21); // three degrees of freedom: one in ten thousand
    dataset_free(&set);
    schedule_free(&schedule);
}

static void run_sampler(const Dataset *set, const Schedule *schedule, SamplerParams params,
                        size_t first, size_t count, float *out) {
    Sampler sampler;
    Error error;
    assert_true(sampler_start(&sampler, set, schedule, &params, first, count, &error));
    while (sampler.at < params.steps) assert_true(sampler_advance(&sampler, NULL, &unused));
    memcpy(out, sampler.z, count * dataset_length(set) * sizeof *out);
    sampler_free(&sampler);
}

static void test_the_reverse_run_returns_training_pictures(void **state) {
    (void)state;
    enum { COUNT = 20, LENGTH = 64 };
    Schedule schedule = make_schedule(false);
    Dataset set = make_set(150, 8, 8, 1, 150);
    static float z[COUNT * LENGTH], again[COUNT * LENGTH];
    for (int kind = 0; kind < 2; kind++)
        for (int eta = 0; eta <= kind; eta++) {
            const SamplerParams params = { (SamplerKind)kind, 50, eta, 0, 7 };
            size_t nearest[COUNT];
            double rms[COUNT];
            run_sampler(&set, &schedule, params, 0, COUNT, z);
            mixture_nearest(&set, z, COUNT, nearest, rms, NULL, &unused);
            for (int i = 0; i < COUNT; i++) assert_true(rms[i] < (kind ? 1e-2 : 1e-12));
            // A sample depends on its number alone.
            run_sampler(&set, &schedule, params, 13, 3, again);
            assert_memory_equal(again, z + 13 * LENGTH, 3 * LENGTH * sizeof *z);
            bool differ = false;
            for (int i = 1; i < COUNT; i++) differ |= nearest[i] != nearest[0];
            assert_true(differ);
        }
    // Widened, it returns them under noise of that deviation.
    const SamplerParams wide = { SAMPLER_ANCESTRAL, 50, 0, 0.05, 7 };
    size_t nearest[COUNT];
    double rms[COUNT], mean = 0;
    run_sampler(&set, &schedule, wide, 0, COUNT, z);
    mixture_nearest(&set, z, COUNT, nearest, rms, NULL, &unused);
    for (int i = 0; i < COUNT; i++) mean += rms[i] / COUNT;
    assert_true(fabs(mean - 0.05) < 0.005);
    dataset_free(&set);
    schedule_free(&schedule);
}

// z_s = coef_z z_t + coef_x x + sigma n keeps the law N(sqrt(alpha_s) x, (1 - alpha_s) I).
static void test_steps_keep_the_marginals(void **state) {
    (void)state;
    for (int zero = 0; zero < 2; zero++) {
        Schedule schedule = make_schedule(zero);
        static const int pairs[][2] = {
            { 1, 0 }, { 20, 0 }, { 500, 480 }, { 1000, 980 }, { 1000, 999 }
        };
        for (int i = 0; i < 5; i++)
            for (int kind = 0; kind < 2; kind++)
                for (int eta = 0; eta <= 2 * kind; eta++) {
                    int t = pairs[i][0], s = pairs[i][1];
                    const SamplerParams params = { .kind = (SamplerKind)kind, .eta = eta / 2.0 };
                    SamplerStep step = sampler_step(&schedule, &params, t, s);
                    double mean = step.coef_z * sqrt(schedule.alpha[t]) + step.coef_x;
                    double variance = step.coef_z * step.coef_z * schedule.one_minus_alpha[t] +
                                      step.sigma * step.sigma;
                    assert_true(fabs(mean - sqrt(schedule.alpha[s])) < 1e-11);
                    assert_true(fabs(variance - schedule.one_minus_alpha[s]) < 1e-11);
                }
        schedule_free(&schedule);
    }
}

static void test_times(void **state) {
    (void)state;
    Schedule schedule = make_schedule(false);
    int times[1001];
    sampler_times(times, &schedule, 50);
    for (int k = 0; k <= 50; k++) assert_int_equal(times[k], 1000 - 20 * k);
    sampler_times(times, &schedule, 1000);
    for (int k = 0; k <= 1000; k++) assert_int_equal(times[k], 1000 - k);
    sampler_times(times, &schedule, 7);
    for (int k = 1; k <= 7; k++) assert_true(times[k] < times[k - 1]);
    assert_true(times[0] == 1000 && times[7] == 0);
    schedule_free(&schedule);
}

static bool always(void *user) {
    ++*(int *)user;
    return true;
}

static void test_cancel(void **state) {
    (void)state;
    Dataset set = make_set(100, 4, 4, 1, 100);
    float z[16] = { 0 };
    int asked = 0;
    const MixtureQuery query = { .z = z, .alpha = 0.5, .one_minus_alpha = 0.5 };
    MixtureResult result = { .x_mean = NULL };
    const MixtureWatch watch = { always, &asked };
    Error error = { 0 };
    assert_false(mixture_run(&set, &query, &result, 1, &watch, &error));
    assert_true(asked > 0);
    assert_string_equal(error.text, "cancelled");
    dataset_free(&set);
}

static bool once(void *user) {
    return ++*(int *)user == 2;
}

// A cancel in the middle of a part ends it, and is one even where it is taken back.
static void test_a_cancel_is_not_taken_back(void **state) {
    (void)state;
    Dataset set = make_set(2000, 4, 4, 1, 100);
    float z[16] = { 0 };
    int asked = 0;
    const MixtureQuery query = { .z = z, .alpha = 0.5, .one_minus_alpha = 0.5 };
    MixtureResult result = { .x_mean = NULL };
    const MixtureWatch watch = { once, &asked };
    Error error = { 0 };
    assert_false(mixture_run(&set, &query, &result, 1, &watch, &error));
    assert_int_equal(asked, 2);
    dataset_free(&set);
}

// Each block that is asked for may be the one that is not there.
static void test_no_memory(void **state) {
    (void)state;
    Dataset set = make_set(300, 4, 4, 1, 100);
    Schedule schedule = make_schedule(false);
    const SamplerParams params = { .kind = SAMPLER_ANCESTRAL, .steps = 10, .h = 0.1, .seed = 3 };
    Sampler sampler;
    Error error = { 0 };
    assert_true(sampler_start(&sampler, &set, &schedule, &params, 0, 3, &error));
    int failures = 0;
    for (int blocks = 0;; blocks++) {
        error = (Error){ 0 };
        blocks_left = blocks;
        bool good = sampler_advance(&sampler, NULL, &error);
        blocks_left = -1;
        if (good) break;
        failures++;
        assert_int_equal(error.kind, ERROR_FAILED);
        assert_non_null(strstr(error.text, "memory"));
        assert_int_equal(sampler.at, 0);
    }
    assert_true(failures > 6);
    assert_int_equal(sampler.at, 1);
    sampler_free(&sampler);
    schedule_free(&schedule);
    dataset_free(&set);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_the_definition),
        cmocka_unit_test(test_values_against_the_definition),
        cmocka_unit_test(test_bytes_as_values),
        cmocka_unit_test(test_the_run_returns_values),
        cmocka_unit_test(test_ties_share_the_weight),
        cmocka_unit_test(test_no_signal_gives_the_plain_mean),
        cmocka_unit_test(test_one_picture_is_the_posterior),
        cmocka_unit_test(test_company_changes_no_bit),
        cmocka_unit_test(test_every_variant_gives_the_bits_of_plain_c),
        cmocka_unit_test(test_every_instruction_set_gives_the_same),
        cmocka_unit_test(test_draws_follow_the_weights),
        cmocka_unit_test(test_the_reverse_run_returns_training_pictures),
        cmocka_unit_test(test_steps_keep_the_marginals),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_a_cancel_is_not_taken_back),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
