// SPDX-License-Identifier: MIT
#include "base/thread.h"

#include "base/memory.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct Thread {
    pthread_t id;
    void (*work)(void *user);
    void *user;
};

static void *run(void *user) {
    Thread *thread = user;
    thread->work(thread->user);
    return NULL;
}

Thread *thread_start(void (*work)(void *user), void *user, Error *error) {
    Thread *thread = mem_alloc(1, sizeof *thread);
    thread->work = work;
    thread->user = user;
    int why = pthread_create(&thread->id, NULL, run, thread);
    if (why == 0) return thread;
    error_set(error, "there is no thread to be had: %s", strerror(why));
    free(thread);
    return NULL;
}

void thread_join(Thread *thread) {
    if (!thread) return;
    pthread_join(thread->id, NULL);
    free(thread);
}

struct Lock {
    pthread_mutex_t mutex;
    pthread_cond_t signalled;
};

Lock *lock_create(void) {
    Lock *lock = mem_alloc(1, sizeof *lock);
    CHECK(pthread_mutex_init(&lock->mutex, NULL) == 0);
    CHECK(pthread_cond_init(&lock->signalled, NULL) == 0);
    return lock;
}

void lock_free(Lock *lock) {
    if (!lock) return;
    pthread_cond_destroy(&lock->signalled);
    pthread_mutex_destroy(&lock->mutex);
    free(lock);
}

void lock_hold(Lock *lock) {
    pthread_mutex_lock(&lock->mutex);
}

void lock_release(Lock *lock) {
    pthread_mutex_unlock(&lock->mutex);
}

void lock_wait(Lock *lock) {
    pthread_cond_wait(&lock->signalled, &lock->mutex);
}

void lock_signal(Lock *lock) {
    pthread_cond_broadcast(&lock->signalled);
}
