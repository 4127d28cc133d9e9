// SPDX-License-Identifier: MIT
// The normals as numbers: against Box-Muller in long double on the same words, as a sample of
// N(0, 1), and against the bytes they have always been.
#include "core/kernels.h"
#include "core/noise.h"
#include "core/philox.h"

#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

#define PI_LONG 3.14159265358979323846264338327950288L

enum { SIDE = 1024, PLANE = SIDE * SIDE, SAMPLE = 2 * PLANE };

static float *sample(size_t count, uint64_t seed, uint32_t plane, uint64_t node) {
    float *values = malloc(count * sizeof *values);
    assert_non_null(values);
    const NormalStream stream = { seed, plane, node };
    kernels()->normals(values, count, &stream, 0);
    return values;
}

// Accuracy -----------------------------------------------------------------------------------

static void exact_pair(long double out[2], uint32_t radius, uint32_t angle) {
    long double u = ((long double)radius + 0.5L) / 4294967296.0L;
    long double rest = ((long double)(0xFFFFFFFFu - radius) + 0.5L) / 4294967296.0L;
    long double r = sqrtl(-2 * (radius < 0x80000000u ? logl(u) : log1pl(-rest)));
    long double theta = 2 * PI_LONG * ((long double)angle / 4294967296.0L);
    out[0] = r * cosl(theta);
    out[1] = r * sinl(theta);
}

static void exact_block(long double out[4], const NormalStream *stream, uint32_t block) {
    const uint32_t counter[4] = { block, stream->plane, (uint32_t)(stream->node & 0xFFFFFFFFu),
                                  (uint32_t)(stream->node >> 32) };
    const uint32_t key[2] = { (uint32_t)(stream->seed & 0xFFFFFFFFu),
                              (uint32_t)(stream->seed >> 32) };
    uint32_t word[4];
    philox4x32(word, counter, key);
    exact_pair(out, word[0], word[1]);
    exact_pair(out + 2, word[2], word[3]);
}

static void test_accuracy(void **state) {
    (void)state;
    const NormalStream stream = { 7, 0, 0 };
    float *values = sample(SAMPLE, 7, 0, 0);
    long double largest = 0, sum = 0;
    for (uint32_t block = 0; block < SAMPLE / 4; block++) {
        long double wanted[4];
        exact_block(wanted, &stream, block);
        for (size_t i = 0; i < 4; i++) {
            long double off = fabsl(values[4 * block + i] - wanted[i]);
            if (off > largest) largest = off;
            sum += off * off;
        }
    }
    print_message("largest error %.3Lg, root mean square %.3Lg\n", largest, sqrtl(sum / SAMPLE));
    assert_true(largest < 8e-7L);
    assert_true(sqrtl(sum / SAMPLE) < 7e-8L);
    free(values);
}

// Blocks with a word at an end of its range; the first two lie as far out as any normal can.
static void test_accuracy_at_the_ends(void **state) {
    (void)state;
    static const uint32_t blocks[] = { 4225561152u, 3081970260u, 3685269260u, 604141639u,
                                       3572335532u, 1329654589u, 2750306297u, 815928670u,
                                       1092467968u, 2572536010u, 2217607808u, 700057773u,
                                       601292160u,  2466764027u };
    const NormalStream stream = { 7, 0, 0 };
    if (SIZE_MAX / 4 <= UINT32_MAX) return;
    float values[4];
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        long double wanted[4];
        exact_block(wanted, &stream, blocks[i]);
        kernels()->normals(values, 4, &stream, (size_t)blocks[i] * 4);
        for (size_t j = 0; j < 4; j++)
            if (!(fabsl(values[j] - wanted[j]) < 1.5e-6L))
                fail_msg("block %" PRIu32 ", normal %zu: %.9g, not %.12Lg", blocks[i], j,
                         (double)values[j], wanted[j]);
        double farthest = hypot((double)values[0], (double)values[1]);
        if (i == 0) assert_true(fabs(farthest - 6.7637) < 1e-4); // sqrt(-2 ln 2^-33)
    }
}

// Near u = 1 the radius goes to 0 smoothly: 1 - u is not on the grid of floats next to 1.
static void test_small_radii(void **state) {
    (void)state;
    float *values = sample(SAMPLE, 3, 0, 0);
    size_t near = 0, repeated = 0;
    float last = -1;
    for (size_t i = 0; i < SAMPLE; i += 2) {
        float r = hypotf(values[i], values[i + 1]);
        if (r > 0.02f) continue; // P = 1 - exp(-r^2/2) = 2.0e-4
        near++;
        repeated += r == last;
        last = r;
    }
    assert_in_range(near, 150, 272); // 210, and four standard deviations
    assert_int_equal(repeated, 0);
    free(values);
}

// Distribution -------------------------------------------------------------------------------

static void assert_within(const char *what, double value, double wanted, double standard_error) {
    if (!(fabs(value - wanted) <= 4 * standard_error))
        fail_msg("%s: %.6g, %.1f standard errors from %g", what, value,
                 fabs(value - wanted) / standard_error, wanted);
}

static void check_moments(const float *values, size_t count) {
    double n = (double)count, mean = 0, m2 = 0, m3 = 0, m4 = 0;
    for (size_t i = 0; i < count; i++) mean += (double)values[i] / n;
    for (size_t i = 0; i < count; i++) {
        double d = (double)values[i] - mean;
        m2 += d * d / n;
        m3 += d * d * d / n;
        m4 += d * d * d * d / n;
    }
    assert_within("mean", mean, 0, sqrt(1 / n));
    assert_within("variance", m2, 1, sqrt(2 / n));
    assert_within("skewness", m3 / pow(m2, 1.5), 0, sqrt(6 / n));
    assert_within("kurtosis", m4 / (m2 * m2), 3, sqrt(24 / n));
}

static int compare_floats(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

// P of a largest distance of at least this between the sample's distribution and N(0, 1):
// Kolmogorov's limit law, at the finite sample's argument of Stephens (1970).
static double kolmogorov_p(float *values, size_t count) {
    double n = (double)count, distance = 0, p = 0;
    qsort(values, count, sizeof *values, compare_floats);
    for (size_t i = 0; i < count; i++) {
        double normal = 0.5 * erfc(-(double)values[i] / sqrt(2));
        distance = fmax(distance, fmax(normal - (double)i / n, (double)(i + 1) / n - normal));
    }
    double lambda = (sqrt(n) + 0.12 + 0.11 / sqrt(n)) * distance;
    for (int k = 1; k < 100; k++) p += (k % 2 ? 2 : -2) * exp(-2.0 * k * k * lambda * lambda);
    return p;
}

static void test_distribution(void **state) {
    (void)state;
    static const uint64_t seeds[] = { 0, 7, (uint64_t)1 << 40 };
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        float *values = sample(SAMPLE, seeds[i], 0, NOISE_NODE_EPS);
        check_moments(values, SAMPLE);
        double p = kolmogorov_p(values, SAMPLE);
        if (!(p > 0.001)) fail_msg("seed %" PRIu64 ": Kolmogorov-Smirnov p = %g", seeds[i], p);
        free(values);
    }
}

// Each place in a block is a formula of its own.
static void test_distribution_of_each_place(void **state) {
    (void)state;
    float *values = sample(SAMPLE, 11, 1, NOISE_NODE_ETA), *some = malloc(SAMPLE);
    assert_non_null(some);
    for (size_t place = 0; place < 4; place++) {
        for (size_t i = 0; i < SAMPLE / 4; i++) some[i] = values[4 * i + place];
        check_moments(some, SAMPLE / 4);
        assert_true(kolmogorov_p(some, SAMPLE / 4) > 0.001);
    }
    free(some);
    free(values);
}

// What lies beyond k sigma, to where a sample of this size still has some hundred values.
static void test_tails(void **state) {
    (void)state;
    float *values = sample(4 * (size_t)SAMPLE, 5, 0, 0);
    for (double sigma = 1; sigma < 4.2; sigma += 0.5) {
        double above = 0, below = 0, n = 4 * (double)SAMPLE, p = 0.5 * erfc(sigma / sqrt(2));
        for (size_t i = 0; i < 4 * (size_t)SAMPLE; i++) {
            above += (double)values[i] > sigma;
            below += (double)values[i] < -sigma;
        }
        assert_within("upper tail", above, n * p, sqrt(n * p));
        assert_within("lower tail", below, n * p, sqrt(n * p));
    }
    free(values);
}

// Independence -------------------------------------------------------------------------------

static void assert_uncorrelated(const char *what, const float *a, const float *b, size_t count) {
    double n = (double)count, product = 0, squares = 0;
    for (size_t i = 0; i < count; i++) {
        double x = a[i], y = b[i];
        product += x * y / n;
        squares += (x * x - 1) * (y * y - 1) / n; // a shared radius would show here
    }
    assert_within(what, product, 0, 1 / sqrt(n));
    assert_within(what, squares, 0, 2 / sqrt(n));
}

static void test_neighbours(void **state) {
    (void)state;
    static const size_t lags[] = { 1, 2, 3, 4, 5, 8, 64, 256, SIDE - 1, SIDE, SIDE + 1 };
    float *values = sample(PLANE, 7, 0, 0);
    for (size_t i = 0; i < sizeof lags / sizeof *lags; i++)
        assert_uncorrelated("neighbours", values, values + lags[i], PLANE - lags[i]);
    free(values);
}

static void test_streams(void **state) {
    (void)state;
    static const NormalStream streams[] = {
        { 7, 0, NOISE_NODE_EPS },     { 7, 1, NOISE_NODE_EPS },
        { 7, 2, NOISE_NODE_EPS },     { 7, 0, NOISE_NODE_ETA },
        { 7, 0, NOISE_NODE_ETA + 1 }, { 7, 1, NOISE_NODE_ETA },
        { 8, 0, NOISE_NODE_EPS },     { ((uint64_t)1 << 32) + 7, 0, NOISE_NODE_EPS },
        { 0, 0, NOISE_NODE_EPS },
    };
    enum { STREAMS = sizeof streams / sizeof *streams };
    float *values[STREAMS];
    for (size_t i = 0; i < STREAMS; i++) {
        values[i] = sample(PLANE, streams[i].seed, streams[i].plane, streams[i].node);
        for (size_t j = 0; j < i; j++) {
            assert_uncorrelated("streams", values[i], values[j], PLANE);
            assert_memory_not_equal(values[i], values[j], 4 * sizeof(float));
        }
    }
    for (size_t i = 0; i < STREAMS; i++) free(values[i]);
}

// Bytes --------------------------------------------------------------------------------------

// FNV-1a over the floats' bytes, lowest first.
static uint64_t hash_of(const float *values, size_t count) {
    uint64_t hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, &values[i], sizeof bits);
        for (int byte = 0; byte < 4; byte++)
            hash = (hash ^ (bits >> 8 * byte & 0xFF)) * 0x100000001B3u;
    }
    return hash;
}

// A seed means a picture: these change for nobody, on no compiler and no machine.
static void check_golden(const Kernels *variant) {
    static const struct {
        uint32_t plane, node;
        uint64_t hash;
    } golden[] = {
        { 0, NOISE_NODE_EPS, 0x7F83430FC905B54Bu },
        { 2, NOISE_NODE_ETA, 0x9C0E8E1EF3A4B9FEu },
    };
    for (size_t i = 0; i < 2; i++) {
        float values[4096];
        const NormalStream stream = { 7, golden[i].plane, golden[i].node };
        variant->normals(values, 4096, &stream, 0);
        uint64_t hash = hash_of(values, 4096);
        if (hash != golden[i].hash)
            fail_msg("%s: plane %" PRIu32 ", node %" PRIu32 ": %016" PRIx64 ", not %016" PRIx64,
                     variant->isa, golden[i].plane, golden[i].node, hash, golden[i].hash);
    }
}

static void test_golden(void **state) {
    (void)state;
    for (int i = 0; kernels_variant(i); i++) check_golden(kernels_variant(i));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accuracy),
        cmocka_unit_test(test_accuracy_at_the_ends),
        cmocka_unit_test(test_small_radii),
        cmocka_unit_test(test_distribution),
        cmocka_unit_test(test_distribution_of_each_place),
        cmocka_unit_test(test_tails),
        cmocka_unit_test(test_neighbours),
        cmocka_unit_test(test_streams),
        cmocka_unit_test(test_golden),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
