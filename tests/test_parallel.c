// SPDX-License-Identifier: MIT
#include "base/parallel.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

// after what it uses
#include "threads.h"

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

// Two parts that wait for each other end only if two threads are at work.
static void wait_for_the_other(void *user, size_t part) {
    atomic_int *here = user;
    (void)part;
    atomic_fetch_add(here, 1);
    for (time_t end = time(NULL) + 20; *here < 2 && time(NULL) < end;) continue;
}

static void parts_run_beside_each_other(void **state) {
    (void)state;
    need_threads();
    atomic_int here = 0;
    parallel_set_threads(2);
    time_t begin = time(NULL);
    parallel_run(2, wait_for_the_other, &here);
    assert_int_equal(here, 2);
    assert_true(time(NULL) - begin < 20);
}

static void *call_often(void *user) {
    int *seen = user;
    for (int i = 0; i < 500; i++) parallel_run(50, count, seen);
    return NULL;
}

// One has the pool, the other does its parts itself.
static void two_may_call_at_once(void **state) {
    (void)state;
    need_threads();
    int one[50] = { 0 }, two[50] = { 0 };
    pthread_t other;
    parallel_set_threads(3);
    assert_int_equal(pthread_create(&other, NULL, call_often, one), 0);
    call_often(two);
    pthread_join(other, NULL);
    for (int i = 0; i < 50; i++) assert_true(one[i] == 500 && two[i] == 500);
}

static void zero_is_at_least_one(void **state) {
    (void)state;
    parallel_set_threads(0);
    assert_true(parallel_threads() >= 1 && parallel_threads() <= PARALLEL_MOST);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_runs_once),        cmocka_unit_test(parts_may_have_parts),
        cmocka_unit_test(parts_run_beside_each_other), cmocka_unit_test(two_may_call_at_once),
        cmocka_unit_test(zero_is_at_least_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
