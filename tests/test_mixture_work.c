// SPDX-License-Identifier: MIT
// The Mixture view's work beside the window: sets that replace each other, and its end.
#include "base/clock.h"
#include "base/path.h"
#include "conf/option.h"
#include "model/mixture.h"
#include "model/model.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// after what it uses
#include "threads.h"

#include <cmocka.h>

// A pass that lasts until it is cancelled, where a test wants one.
static atomic_bool endless, was_cancelled, passing;
bool __real_mixture_run(const Dataset *set, const MixtureQuery queries[], MixtureResult results[],
                        size_t count, const MixtureWatch *watch, Error *error);
bool __wrap_mixture_run(const Dataset *set, const MixtureQuery queries[], MixtureResult results[],
                        size_t count, const MixtureWatch *watch, Error *error);

bool __wrap_mixture_run(const Dataset *set, const MixtureQuery queries[], MixtureResult results[],
                        size_t count, const MixtureWatch *watch, Error *error) {
    if (!endless) return __real_mixture_run(set, queries, results, count, watch, error);
    passing = true;
    for (double start = clock_seconds(); clock_seconds() - start < 5;)
        if (watch && watch->cancelled(watch->user)) {
            was_cancelled = true;
            break;
        }
    return error_set(error, "cancelled");
}

static Model model;
static Settings settings;
static char folder[] = "/tmp/alphabar-mixture-XXXXXX";
static char large[128], small[128], broken[128];

static void write_idx(const char *path, unsigned count, unsigned side, size_t bytes) {
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    const uint8_t head[16] = {
        0,
        0,
        8,
        3,
        (uint8_t)(count >> 24),
        (uint8_t)(count >> 16),
        (uint8_t)(count >> 8),
        (uint8_t)count,
        0,
        0,
        0,
        (uint8_t)side,
        0,
        0,
        0,
        (uint8_t)side,
    };
    fwrite(head, 1, sizeof head, stream);
    for (size_t i = 0; i < bytes; i++) fputc((int)(i * i % 251), stream);
    assert_int_equal(fclose(stream), 0);
}

static int set_up(void **state) {
    (void)state;
    Error error;
    settings_reset(&settings);
    settings.mixture.sample_steps = 3;
    settings.mixture.count = 2;
    settings.schedule.steps = 4;
    settings.t = 2;
    if (!mkdtemp(folder)) return 1;
    snprintf(large, sizeof large, "%s/large.idx", folder);
    snprintf(small, sizeof small, "%s/small.idx", folder);
    snprintf(broken, sizeof broken, "%s/broken.idx", folder);
    write_idx(large, 5000, 28, (size_t)5000 * 28 * 28);
    write_idx(small, 10, 8, 10 * 8 * 8);
    write_idx(broken, 5000, 28, (size_t)4999 * 28 * 28);
    return !model_open_built_in(&model, &error) || !model_update(&model, &settings, &error);
}

static int tear_down(void **state) {
    (void)state;
    model_free(&model);
    remove(large);
    remove(small);
    remove(broken);
    return rmdir(folder);
}

static void want(const char *path) {
    snprintf(settings.mixture.dataset, sizeof settings.mixture.dataset, "%s", path);
}

// What a hand does while the first set is read: `then` is dropped, or "" cancels.
static Mixture *work;
static const char *then;

static void wake(void) {
    if (!then) return;
    bool reading = mixture_lock(work)->reading;
    mixture_unlock(work);
    if (!reading) return;
    if (*then) {
        want(then);
        mixture_follow(work, &settings, &model);
    } else {
        mixture_cancel(work);
    }
    then = NULL;
}

static void read_first(const char *path) {
    work = mixture_create(false, wake);
    want(path);
    mixture_follow(work, &settings, &model);
    mixture_finish(work);
}

static size_t count_of_set(void) {
    size_t count = mixture_lock(work)->set.count;
    mixture_unlock(work);
    return count;
}

static void test_a_second_set_while_the_first_is_read(void **state) {
    (void)state;
    Error error;
    then = small;
    read_first(large);
    assert_null(then);
    assert_false(mixture_pop_error(work, &error));
    assert_int_equal(count_of_set(), 10);
    mixture_free(work);
}

// The first one breaks in the moment in which the second is dropped: its error is old by then.
static void test_an_error_about_a_set_that_nobody_wants(void **state) {
    (void)state;
    Error error;
    then = NULL;
    read_first(broken);
    want(small);
    mixture_follow(work, &settings, &model);
    assert_false(mixture_pop_error(work, &error));
    mixture_finish(work);
    assert_false(mixture_pop_error(work, &error));
    assert_int_equal(count_of_set(), 10);
    want(broken);
    mixture_follow(work, &settings, &model);
    mixture_finish(work);
    assert_true(mixture_pop_error(work, &error)); // about this one there is one
    assert_int_equal(error.kind, ERROR_FAILED);
    assert_int_equal(count_of_set(), 10);
    mixture_free(work);
}

static void test_cancelling_is_no_error(void **state) {
    (void)state;
    Error error = { ERROR_FAILED, "left" };
    char path[SETTINGS_PATH];
    then = NULL;
    read_first(small);
    then = "";
    want(large);
    mixture_follow(work, &settings, &model);
    mixture_finish(work);
    assert_true(mixture_pop_error(work, &error));
    assert_int_equal(error.kind, ERROR_NONE);
    assert_string_equal(error.text, "");
    mixture_path(work, path);
    assert_string_equal(path, small);
    assert_int_equal(count_of_set(), 10);
    mixture_free(work);
}

// Where there is no thread the window's loop does the work, a part a turn.
static void test_parts_in_the_loop(void **state) {
    (void)state;
    if (there_are_threads()) {
        work = mixture_create(true, NULL);
        assert_false(mixture_work(work, 1));
        mixture_free(work);
        skip();
    }
    then = NULL;
    endless = false;
    int turns = 1;
    work = mixture_create(true, NULL);
    want(small);
    mixture_follow(work, &settings, &model);
    assert_int_equal(count_of_set(), 0); // nothing is waited for
    while (mixture_work(work, 0)) turns++;
    assert_true(turns > 3);
    assert_int_equal(count_of_set(), 10);
    assert_false(mixture_work(work, 1));
    mixture_free(work);
}

static void wait_for(atomic_bool *flag) {
    for (double start = clock_seconds(); !*flag;) assert_true(clock_seconds() - start < 20);
}

static void test_the_end_waits_for_no_pass(void **state) {
    (void)state;
    need_threads();
    then = NULL;
    endless = true;
    was_cancelled = passing = false;
    work = mixture_create(true, NULL);
    want(small);
    mixture_follow(work, &settings, &model);
    wait_for(&passing);
    mixture_free(work);
    endless = false;
    assert_true(was_cancelled);
}

// Another set ends the pass over the one at hand; another t does not.
static void test_another_set_ends_the_pass(void **state) {
    (void)state;
    need_threads();
    endless = true;
    was_cancelled = passing = false;
    work = mixture_create(true, NULL);
    want(small);
    mixture_follow(work, &settings, &model);
    wait_for(&passing);
    settings.t = 3;
    mixture_follow(work, &settings, &model);
    for (double start = clock_seconds(); clock_seconds() - start < 0.05;)
        assert_false(was_cancelled);
    endless = false;
    want(large);
    mixture_follow(work, &settings, &model);
    mixture_finish(work);
    settings.t = 2;
    assert_true(was_cancelled);
    assert_int_equal(count_of_set(), 5000);
    const MixtureState *at_hand = mixture_lock(work);
    assert_true(at_hand->shown.any && at_hand->shown.t == 3);
    assert_int_equal(at_hand->run.frames, at_hand->run.steps + 1);
    mixture_unlock(work);
    mixture_free(work);
}

// The variance of a step back over the set: only where a panel shows it. Where z_t can come from
// one picture alone it is sigma_t², where it says nothing of x the set's own variance comes to it.
static void test_variance_of_a_step_back(void **state) {
    (void)state;
    then = NULL;
    Settings before = settings;
    Error error;
    settings.schedule.beta_max = 0.9999999;
    assert_true(model_update(&model, &settings, &error));
    read_first(small);
    assert_int_equal(mixture_lock(work)->variance.count, 0);
    mixture_unlock(work);
    snprintf(settings.stage, sizeof settings.stage, "mixture_variance");
    mixture_follow(work, &settings, &model);
    mixture_finish(work);
    const MixtureState *now = mixture_lock(work);
    const Dataset *set = &now->set;
    const Schedule *table = &model.schedule;
    double spread = 0; // of the set, a value
    for (size_t j = 0; j < 64; j++) {
        double sum = 0, square = 0;
        for (size_t i = 0; i < 10; i++) {
            double value = set->bytes[i * 64 + j] / 127.5 - 1;
            sum += value, square += value * value;
        }
        spread += (square / 10 - sum * sum / 100) / 64;
    }
    assert_int_equal(now->variance.count, 4);
    for (int i = 0; i < 4; i++) {
        int t = now->variance.t[i];
        assert_int_equal(t, i + 1);
        double whole = table->sigma2[t] + table->coef_x[t] * table->coef_x[t] * spread;
        double mean = now->variance.mean[i];
        assert_true(mean >= table->sigma2[t] && mean < 1.05 * whole);
        if (t < 3) assert_true(fabs(mean - table->sigma2[t]) < 1e-3 * whole);
        if (t == 4) assert_true(fabs(mean / whole - 1) < 0.01);
        assert_true(now->variance.error[i] >= 0);
    }
    mixture_unlock(work);
    mixture_free(work);
    settings = before;
    assert_true(model_update(&model, &settings, &error));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_second_set_while_the_first_is_read),
        cmocka_unit_test(test_an_error_about_a_set_that_nobody_wants),
        cmocka_unit_test(test_cancelling_is_no_error),
        cmocka_unit_test(test_variance_of_a_step_back),
        cmocka_unit_test(test_parts_in_the_loop),
        cmocka_unit_test(test_the_end_waits_for_no_pass),
        cmocka_unit_test(test_another_set_ends_the_pass),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
