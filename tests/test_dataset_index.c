// SPDX-License-Identifier: MIT
// The index of a large set: what it leaves out weighs nothing, by the definition, picture after
// picture; results with it are those without it; what is kept of it is read again or made again.
#include "base/parallel.h"
#include "core/dataset/index.h"
#include "core/kernels.h"
#include "core/mixture.h"
#include "core/mixture_exp.h"
#include "core/mixture_kernels.h"
#include "io/dataset/index_file.h"
#include "io/file.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// after what it uses
#include <cmocka.h>

static Error unused;

static int blocks_left = -1; // memory that runs out; -1: all one wants
void *__real_mem_try(size_t count, size_t size);
void *__wrap_mem_try(size_t count, size_t size);

void *__wrap_mem_try(size_t count, size_t size) {
    if (blocks_left == 0) return NULL;
    if (blocks_left > 0) blocks_left--;
    return __real_mem_try(count, size);
}

static void assert_close(double a, double b, double slack) {
    if (!(fabs(a - b) <= slack)) fail_msg("%.17g and %.17g are more than %g apart", a, b, slack);
}

static uint32_t next_random(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

// Smooth pictures in `kinds` groups of like ones, with some noise of their own.
static Dataset make_set(size_t count, int width, int height, int kinds, bool values) {
    Dataset set = { 0 };
    assert_true(values ? dataset_alloc_values(&set, count, width, height, 1, &unused)
                       : dataset_alloc(&set, count, width, height, 1, &unused));
    uint64_t state = 5;
    size_t length = dataset_length(&set);
    for (size_t i = 0; i < count; i++) {
        double phase = (double)(i % (size_t)kinds) * 1.7, bend = (next_random(&state) % 100) * 0.01;
        for (size_t j = 0; j < length; j++) {
            double wave = sin(phase + (double)(j % (size_t)width) * (0.3 + 0.05 * bend) +
                              (double)(i % 7) * (double)(j / (size_t)width) * 0.1);
            double own = (double)(next_random(&state) % 21) - 10;
            double v = fmax(0, fmin(255, 127 + 110 * wave + own));
            if (values)
                set.values[i * length + j] = (float)(v / 40 - 3);
            else
                set.bytes[i * length + j] = (uint8_t)v;
        }
    }
    dataset_finish(&set);
    return set;
}

static const double alphas[] = { 0.9999, 0.99, 0.9, 0.5, 0.1, 1e-3, 4e-5 };
enum { ALPHAS = sizeof alphas / sizeof alphas[0], EACH = 4 };

// z of a picture of the set; of none, far from all, where k is EACH - 1.
static void make_z(float *z, const Dataset *set, double alpha, int k) {
    size_t length = dataset_length(set);
    const NormalStream stream = { .seed = (uint64_t)k + 1 };
    dataset_values(set, (size_t)k * 997 % set->count, z);
    float *n = malloc(length * sizeof *n);
    kernels()->normals(n, length, &stream, 0);
    for (size_t j = 0; j < length; j++)
        z[j] = k == EACH - 1 ? 3 * n[j]
                             : (float)(sqrt(alpha) * (double)z[j] + sqrt(1 - alpha) * (double)n[j]);
    free(n);
}

static double log_weight(const Dataset *set, size_t i, const float *z, double alpha, double v,
                         float *picture) {
    double square = 0;
    dataset_values(set, i, picture);
    for (size_t j = 0; j < dataset_length(set); j++) {
        double away = (double)z[j] - sqrt(alpha) * (double)picture[j];
        square += away * away;
    }
    return -square / (2 * v);
}

// How many pictures the index leaves, all that weigh something among them.
static size_t check_near(const Dataset *set, const float *z, double alpha, double v) {
    size_t words = (set->count + 63) / 64, count = 0;
    uint64_t *near = calloc(words, sizeof *near);
    double *logs = malloc(set->count * sizeof *logs), top = -INFINITY;
    float *picture = malloc(dataset_length(set) * sizeof *picture);
    if (dataset_index_near(set, z, alpha, v, MIXTURE_CUT - 1, near)) {
        for (size_t i = 0; i < set->count; i++) {
            logs[i] = log_weight(set, i, z, alpha, v, picture);
            top = fmax(top, logs[i]);
        }
        for (size_t i = 0; i < set->count; i++) {
            bool is_near = near[i / 64] >> i % 64 & 1;
            if (logs[i] >= top + MIXTURE_CUT) assert_true(is_near);
            count += is_near;
        }
        assert_true(count > 0 && count <= set->count / INDEX_SHARE);
    } else {
        count = set->count;
    }
    free(picture);
    free(logs);
    free(near);
    return count;
}

static void check_results(Dataset *set, const MixtureQuery queries[], size_t count) {
    size_t length = dataset_length(set);
    double *means = malloc(2 * count * length * sizeof *means);
    MixtureResult *with = calloc(count, sizeof *with), *without = calloc(count, sizeof *with);
    for (size_t k = 0; k < count; k++) {
        with[k].x_mean = means + 2 * k * length;
        without[k].x_mean = with[k].x_mean + length;
    }
    assert_true(mixture_run(set, queries, with, count, NULL, &unused));
    DatasetIndex *index = set->index;
    set->index = NULL;
    assert_true(mixture_run(set, queries, without, count, NULL, &unused));
    set->index = index;
    for (size_t k = 0; k < count; k++) {
        assert_close(with[k].log_q, without[k].log_q, 1e-5);
        assert_close(with[k].effective / without[k].effective, 1, 1e-5);
        assert_int_equal(with[k].drawn, without[k].drawn);
        assert_int_equal(with[k].best_count, without[k].best_count);
        for (int i = 0; i < with[k].best_count; i++)
            assert_close(with[k].best_weight[i], without[k].best_weight[i], 1e-5);
        assert_int_equal(with[k].best[0], without[k].best[0]);
        for (size_t j = 0; j < length; j++)
            assert_close(with[k].x_mean[j], without[k].x_mean[j], 1e-6);
    }
    free(without);
    free(with);
    free(means);
}

static void check_set(Dataset *set, size_t early_most) {
    size_t length = dataset_length(set);
    float *z = malloc(EACH * length * sizeof *z);
    assert_true(dataset_index_make(set, NULL, NULL, &unused));
    for (int a = 0; a < ALPHAS; a++) {
        MixtureQuery queries[EACH];
        for (int k = 0; k < EACH; k++) {
            double h = k == 1 ? 0.05 : 0, alpha = alphas[a];
            make_z(z + (size_t)k * length, set, alpha, k);
            queries[k] = (MixtureQuery){ .z = z + (size_t)k * length,
                                         .alpha = alpha,
                                         .one_minus_alpha = 1 - alpha,
                                         .h = h,
                                         .draws = k == 2,
                                         .seed = 3 };
            size_t left = check_near(set, queries[k].z, alpha, 1 - alpha + alpha * h * h);
            if (a == 0 && k != 1 && k < EACH - 1) assert_in_range(left, 1, early_most);
            if (a == ALPHAS - 1) assert_int_equal(left, set->count);
        }
        check_results(set, queries, EACH);
    }
    free(z);
}

static void test_what_is_left_out_weighs_nothing(void **state) {
    (void)state;
    Dataset bytes = make_set(5000, 13, 11, 40, false), values = make_set(3001, 9, 8, 30, true);
    check_set(&bytes, 20);
    check_set(&values, 20);
    dataset_free(&bytes);
    dataset_free(&values);
}

// All alike, fewer than axes, of one value: axes that are missing are no trouble.
static void test_small_and_like_sets(void **state) {
    (void)state;
    const int shapes[][3] = { { 64, 1, 1 }, { 1, 5, 5 }, { 130, 3, 3 }, { 65, 16, 16 } };
    for (int i = 0; i < 4; i++) {
        Dataset set = { 0 };
        assert_true(
            dataset_alloc(&set, (size_t)shapes[i][0], shapes[i][1], shapes[i][2], 1, &unused));
        size_t all = set.count * dataset_length(&set);
        for (size_t j = 0; j < all; j++) set.bytes[j] = i == 2 ? 200 : (uint8_t)(j * 37 % 251);
        dataset_finish(&set);
        check_set(&set, set.count);
        dataset_free(&set);
    }
}

static void test_every_variant_and_number_of_threads_leaves_the_same(void **state) {
    (void)state;
    Dataset set = make_set(5000, 13, 11, 40, false);
    uint64_t before[79] = { 0 }, near[79];
    float z[143];
    assert_true(dataset_index_make(&set, NULL, NULL, &unused));
    make_z(z, &set, 0.9, 0);
    assert_true(dataset_index_near(&set, z, 0.9, 0.1, -33, before));
    for (int i = 0; kernels_variant(i); i++) {
        Dataset other = make_set(5000, 13, 11, 40, false);
        assert_int_equal(setenv("ALPHABAR_ISA", kernels_variant(i)->isa, 1), 0);
        assert_true(kernels_choose(&unused));
        parallel_set_threads(1 + i);
        assert_true(dataset_index_make(&other, NULL, NULL, &unused));
        size_t places = other.index->blocks * INDEX_BLOCK;
        assert_memory_equal(other.index->axes, set.index->axes, 143 * AXES_PADDED * sizeof(float));
        assert_memory_equal(other.index->first, set.index->first,
                            places * INDEX_FIRST * sizeof(float));
        assert_memory_equal(other.index->second, set.index->second, places * INDEX_SECOND);
        memset(near, 0, sizeof near);
        assert_true(dataset_index_near(&other, z, 0.9, 0.1, -33, near));
        assert_memory_equal(near, before, sizeof near);
        dataset_free(&other);
    }
    unsetenv("ALPHABAR_ISA");
    assert_true(kernels_choose(&unused));
    parallel_set_threads(0);
    dataset_free(&set);
}

static bool ends_at_half(void *user, double done) {
    (void)user;
    return done < 0.5;
}

static void test_an_index_is_cancelled(void **state) {
    (void)state;
    Dataset set = make_set(200000, 2, 1, 3, false);
    Error error;
    assert_false(dataset_index_make(&set, ends_at_half, NULL, &error));
    assert_string_equal(error.text, "cancelled");
    assert_null(set.index);
    dataset_free(&set);
}

static void test_memory_that_runs_out(void **state) {
    (void)state;
    Dataset set = make_set(300, 5, 5, 3, false);
    float z[25];
    Error error;
    int n = 0;
    for (;; n++) {
        blocks_left = n;
        bool made = dataset_index_make(&set, NULL, NULL, &error);
        blocks_left = -1;
        if (made) break;
        assert_string_equal(error.text, "there is no memory for the index of 300 pictures");
        assert_null(set.index);
    }
    assert_true(n > 8);
    make_z(z, &set, 0.99, 0);
    const MixtureQuery query = { .z = z, .alpha = 0.99, .one_minus_alpha = 0.01 };
    MixtureResult whole = { 0 }, result = { 0 };
    assert_true(mixture_run(&set, &query, &whole, 1, NULL, &unused));
    for (n = 0;; n++) { // all pictures are weighed, or it is said
        blocks_left = n;
        bool good = mixture_run(&set, &query, &result, 1, NULL, &error);
        blocks_left = -1;
        if (!good)
            assert_string_equal(error.text, "there is not enough memory to weigh 300 pictures");
        else
            assert_close(result.log_q, whole.log_q, 1e-9);
        if (n > 20 && good) break;
    }
    dataset_free(&set);
}

// The cache --------------------------------------------------------------------------------------

static char cache[] = "/tmp/alphabar-index-XXXXXX";

static int enter_cache(void **state) {
    (void)state;
    return mkdtemp(cache) && setenv("XDG_CACHE_HOME", cache, 1) == 0 ? 0 : -1;
}

static int leave_cache(void **state) {
    char line[sizeof cache + 16];
    (void)state;
    snprintf(line, sizeof line, "rm -r %s", cache);
    return system(line);
}

static int reports;

static bool counts(void *user, double done) {
    (void)user;
    (void)done;
    reports++;
    return true;
}

// Whether it was made, not read.
static bool load(Dataset *set, size_t first_byte) {
    const DatasetWatch watch = { counts, NULL };
    *set = make_set(3000, 5, 4, 20, false);
    set->bytes[0] = (uint8_t)first_byte;
    dataset_finish(set);
    reports = 0;
    assert_true(dataset_index_load(set, &watch, &unused));
    assert_non_null(set->index);
    return reports > 0;
}

static char *only_file(char path[200]) {
    FILE *list = popen("ls \"$XDG_CACHE_HOME\"/alphabar/index/*", "r");
    assert_non_null(fgets(path, 200, list));
    path[strcspn(path, "\n")] = '\0';
    pclose(list);
    return path;
}

static void test_an_index_is_kept(void **state) {
    (void)state;
    Dataset first, second;
    char path[200];
    assert_true(load(&first, 1));
    assert_false(load(&second, 1));
    size_t places = first.index->blocks * INDEX_BLOCK;
    assert_memory_equal(first.index->order, second.index->order, places * sizeof(uint32_t));
    assert_memory_equal(first.index->second, second.index->second, places * INDEX_SECOND);
    assert_memory_equal(first.index->middle, second.index->middle, sizeof first.index->middle);
    assert_true(first.index->step == second.index->step && first.index->blur == second.index->blur);
    assert_true(first.index->reach == second.index->reach);
    dataset_free(&second);
    assert_true(load(&second, 2)); // another set
    dataset_free(&second);
    uint8_t *data;
    size_t length;
    assert_true(file_read(&data, &length, only_file(path), 1 << 24, &unused));
    const size_t places_wrong[] = { 0, 17, 30, length / 2, length - 1 };
    for (int i = 0; i < 5; i++) { // damaged: made again, and whole again
        data[places_wrong[i]] ^= 1;
        assert_true(file_write(path, data, length, &unused));
        data[places_wrong[i]] ^= 1;
        bool made = load(&second, 1);
        dataset_free(&second);
        made |= load(&second, 2);
        dataset_free(&second);
        assert_true(made);
    }
    for (size_t cut = 0; cut < length; cut += length / 3) {
        assert_true(file_write(path, data, cut, &unused));
        bool made = load(&second, 1);
        dataset_free(&second);
        made |= load(&second, 2);
        dataset_free(&second);
        assert_true(made);
    }
    free(data);
    dataset_free(&first);
}

static void test_without_a_cache_it_is_made(void **state) {
    (void)state;
    Dataset set;
    assert_int_equal(setenv("XDG_CACHE_HOME", "/dev/null/nowhere", 1), 0);
    assert_true(load(&set, 1));
    dataset_free(&set);
    assert_true(load(&set, 1));
    dataset_free(&set);
    assert_int_equal(setenv("XDG_CACHE_HOME", cache, 1), 0);
}

static void test_only_large_sets_want_one(void **state) {
    (void)state;
    const Dataset fashion = { .width = 28, .height = 28, .channels = 1, .count = 60000 };
    const Dataset digits = { .width = 28, .height = 28, .channels = 1, .count = 2000 };
    const Dataset photos = { .width = 512, .height = 512, .channels = 3, .count = 5000 };
    assert_true(dataset_wants_index(&fashion));
    assert_false(dataset_wants_index(&digits));
    assert_false(dataset_wants_index(&photos));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_left_out_weighs_nothing),
        cmocka_unit_test(test_small_and_like_sets),
        cmocka_unit_test(test_every_variant_and_number_of_threads_leaves_the_same),
        cmocka_unit_test(test_an_index_is_cancelled),
        cmocka_unit_test(test_memory_that_runs_out),
        cmocka_unit_test(test_an_index_is_kept),
        cmocka_unit_test(test_without_a_cache_it_is_made),
        cmocka_unit_test(test_only_large_sets_want_one),
    };
    return cmocka_run_group_tests(tests, enter_cache, leave_cache);
}
