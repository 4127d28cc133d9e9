// SPDX-License-Identifier: MIT
// A pool of threads that sleep between calls. (OpenMP's spin for some milliseconds after each,
// which takes the processors from a renderer in software; a frame then takes twice as long.)
#include "base/parallel.h"

#include "base/error.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

typedef struct Job {
    void (*work)(void *user, size_t part);
    void *user;
    size_t parts;
    atomic_size_t next; // the part that nobody has taken yet
} Job;

static struct Pool {
    pthread_mutex_t caller; // held by the thread whose job it is
    pthread_mutex_t mutex;  // of what follows
    pthread_cond_t begin, end;
    int started;        // threads there are, without callers
    Job *job;           // NULL: none
    int wanted, inside; // threads that the job may still have, and those at work on it
} pool = { .caller = PTHREAD_MUTEX_INITIALIZER,
           .mutex = PTHREAD_MUTEX_INITIALIZER,
           .begin = PTHREAD_COND_INITIALIZER,
           .end = PTHREAD_COND_INITIALIZER };

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
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    known = processors < 1 ? 1 : processors > PARALLEL_MOST ? PARALLEL_MOST : (int)processors;
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

static void *serve(void *unused) {
    (void)unused;
    pthread_mutex_lock(&pool.mutex);
    for (;;) {
        while (!pool.job || pool.wanted == 0) pthread_cond_wait(&pool.begin, &pool.mutex);
        Job *job = pool.job;
        pool.wanted--;
        pool.inside++;
        pthread_mutex_unlock(&pool.mutex);
        take_parts(job);
        pthread_mutex_lock(&pool.mutex);
        if (--pool.inside == 0) pthread_cond_signal(&pool.end);
    }
    return NULL;
}

// Where a thread cannot be had, those that are there do its work.
static void start_threads(int count) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    for (pthread_t thread; pool.started < count; pool.started++)
        if (pthread_create(&thread, &attributes, serve, NULL) != 0) break;
    pthread_attr_destroy(&attributes);
}

static void share(Job *job, int helpers) {
    pthread_mutex_lock(&pool.mutex);
    start_threads(helpers);
    pool.job = job;
    pool.wanted = helpers;
    if (helpers == 1)
        pthread_cond_signal(&pool.begin);
    else
        pthread_cond_broadcast(&pool.begin);
    pthread_mutex_unlock(&pool.mutex);
    take_parts(job);
    pthread_mutex_lock(&pool.mutex);
    pool.job = NULL; // whoever wakes up late finds nothing
    while (pool.inside > 0) pthread_cond_wait(&pool.end, &pool.mutex);
    pthread_mutex_unlock(&pool.mutex);
}

void parallel_run(size_t parts, void (*work)(void *user, size_t part), void *user) {
    Job job = { .work = work, .user = user, .parts = parts };
    size_t threads = (size_t)parallel_threads();
    if (threads > parts) threads = parts;
    // A pool that is at work for another thread has no time either.
    if (threads > 1 && !within && pthread_mutex_trylock(&pool.caller) == 0) {
        share(&job, (int)threads - 1);
        pthread_mutex_unlock(&pool.caller);
        return;
    }
    for (size_t part = 0; part < parts; part++) work(user, part);
}
