// SPDX-License-Identifier: MIT
// A pool of threads that sleep between calls. (OpenMP's spin for some milliseconds after each,
// which takes the processors from a renderer in software; a frame then takes twice as long.)
#include "base/parallel.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/thread.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

typedef struct Job {
    void (*work)(void *user, size_t part);
    void *user;
    size_t parts;
    atomic_size_t next; // the part that nobody has taken yet
} Job;

typedef struct Pool {
    Mutex *caller; // held by the thread whose job it is
    Mutex *mutex;  // of what follows
    Condition *begin, *end;
    int started;        // threads there are, without callers
    Job *job;           // NULL: none
    int wanted, inside; // threads that the job may still have, and those at work on it
} Pool;

static atomic_int threads_set; // 0: one a processor
static _Thread_local bool within;

void parallel_set_threads(int threads) {
    CHECK(threads >= 0 && threads <= PARALLEL_MOST);
    threads_set = threads;
}

int parallel_threads(void) {
    static atomic_int known; // asking costs ten microseconds
    if (threads_set > 0) return threads_set;
    if (known > 0) return known;
    int processors = thread_processors();
    known = processors > PARALLEL_MOST ? PARALLEL_MOST : processors;
    return known;
}

void parallel_alone(void) {
    within = true;
}

static void take_parts(Job *job) {
    within = true;
    for (size_t part; (part = atomic_fetch_add(&job->next, 1)) < job->parts;)
        job->work(job->user, part);
    within = false;
}

static void serve(void *user) {
    Pool *pool = user;
    mutex_lock(pool->mutex);
    for (;;) {
        while (!pool->job || pool->wanted == 0) condition_wait(pool->begin, pool->mutex);
        Job *job = pool->job;
        pool->wanted--;
        pool->inside++;
        mutex_unlock(pool->mutex);
        take_parts(job);
        mutex_lock(pool->mutex);
        if (--pool->inside == 0) condition_signal(pool->end);
    }
}

// The one pool, from the first call on to the program's end. Threads that meet here make two; one
// of these stays.
static Pool *the_pool(void) {
    static _Atomic(Pool *) only;
    Pool *pool = atomic_load(&only);
    if (pool) return pool;
    Pool *made = mem_alloc(1, sizeof *made);
    *made = (Pool){ .caller = mutex_create(),
                    .mutex = mutex_create(),
                    .begin = condition_create(),
                    .end = condition_create() };
    if (atomic_compare_exchange_strong(&only, &pool, made)) return made;
    mutex_free(made->caller);
    mutex_free(made->mutex);
    condition_free(made->begin);
    condition_free(made->end);
    free(made);
    return pool;
}

// Where a thread cannot be had, those that are there do its work.
static void start_threads(Pool *pool, int count) {
    for (Thread *thread; pool->started < count; pool->started++) {
        thread = thread_start(serve, pool);
        if (!thread) break;
        thread_detach(thread);
    }
}

static void share(Pool *pool, Job *job, int helpers) {
    mutex_lock(pool->mutex);
    start_threads(pool, helpers);
    pool->job = job;
    pool->wanted = helpers;
    if (helpers == 1)
        condition_signal(pool->begin);
    else
        condition_broadcast(pool->begin);
    mutex_unlock(pool->mutex);
    take_parts(job);
    mutex_lock(pool->mutex);
    pool->job = NULL; // whoever wakes up late finds nothing
    while (pool->inside > 0) condition_wait(pool->end, pool->mutex);
    mutex_unlock(pool->mutex);
}

void parallel_run(size_t parts, void (*work)(void *user, size_t part), void *user) {
    Job job = { .work = work, .user = user, .parts = parts };
    size_t threads = (size_t)parallel_threads();
    if (threads > parts) threads = parts;
    if (threads > 1 && !within) {
        Pool *pool = the_pool();
        // A pool that is at work for another thread has no time either.
        if (mutex_try_lock(pool->caller)) {
            share(pool, &job, (int)threads - 1);
            mutex_unlock(pool->caller);
            return;
        }
    }
    for (size_t part = 0; part < parts; part++) work(user, part);
}
