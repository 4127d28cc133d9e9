// SPDX-License-Identifier: MIT
#include "base/parallel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

// after what it uses
#include <cmocka.h>

enum { PARTS = 1000 };

static void count(void *user, size_t part) {
    int *seen = user;
    seen[part]++;
}

static void nested(void *user, size_t part) {
    int(*seen)[8] = user;
    parallel_run(8, count, seen[part]);
}

static void every_part_runs_once(void **state) {
    (void)state;
    for (int threads = 0; threads <= 5; threads++) {
        int seen[PARTS] = { 0 };
        parallel_set_threads(threads);
        parallel_run(PARTS, count, seen);
        for (int i = 0; i < PARTS; i++) assert_int_equal(seen[i], 1);
        parallel_run(0, count, seen);
    }
}

static void parts_may_have_parts(void **state) {
    (void)state;
    int seen[20][8] = { { 0 } };
    parallel_set_threads(2);
    parallel_run(20, nested, seen);
    for (int i = 0; i < 20; i++)
        for (int j = 0; j < 8; j++) assert_int_equal(seen[i][j], 1);
}

static void zero_is_at_least_one(void **state) {
    (void)state;
    parallel_set_threads(0);
    assert_true(parallel_threads() >= 1 && parallel_threads() <= PARALLEL_MOST);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_runs_once),
        cmocka_unit_test(parts_may_have_parts),
        cmocka_unit_test(zero_is_at_least_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
