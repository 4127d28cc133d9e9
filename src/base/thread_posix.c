// SPDX-License-Identifier: MIT
#include "base/error.h"
#include "base/memory.h"
#include "base/thread.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

struct Thread {
    pthread_t thread;
};

struct Mutex {
    pthread_mutex_t mutex;
};

struct Condition {
    pthread_cond_t condition;
};

typedef struct Start {
    void (*work)(void *user);
    void *user;
} Start;

static void *run(void *argument) {
    Start start = *(Start *)argument;
    free(argument);
    start.work(start.user);
    return NULL;
}

Thread *thread_start(void (*work)(void *user), void *user) {
    Thread *thread = mem_alloc(1, sizeof *thread);
    Start *start = mem_alloc(1, sizeof *start);
    *start = (Start){ work, user };
    if (pthread_create(&thread->thread, NULL, run, start) == 0) return thread;
    free(start);
    free(thread);
    return NULL;
}

void thread_join(Thread *thread) {
    CHECK(pthread_join(thread->thread, NULL) == 0);
    free(thread);
}

void thread_detach(Thread *thread) {
    CHECK(pthread_detach(thread->thread) == 0);
    free(thread);
}

int thread_processors(void) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors < 1 ? 1 : processors > 1 << 20 ? 1 << 20 : (int)processors;
}

Mutex *mutex_create(void) {
    Mutex *mutex = mem_alloc(1, sizeof *mutex);
    CHECK(pthread_mutex_init(&mutex->mutex, NULL) == 0);
    return mutex;
}

void mutex_free(Mutex *mutex) {
    if (!mutex) return;
    CHECK(pthread_mutex_destroy(&mutex->mutex) == 0);
    free(mutex);
}

void mutex_lock(Mutex *mutex) {
    CHECK(pthread_mutex_lock(&mutex->mutex) == 0);
}

bool mutex_try_lock(Mutex *mutex) {
    return pthread_mutex_trylock(&mutex->mutex) == 0;
}

void mutex_unlock(Mutex *mutex) {
    CHECK(pthread_mutex_unlock(&mutex->mutex) == 0);
}

Condition *condition_create(void) {
    Condition *condition = mem_alloc(1, sizeof *condition);
    CHECK(pthread_cond_init(&condition->condition, NULL) == 0);
    return condition;
}

void condition_free(Condition *condition) {
    if (!condition) return;
    CHECK(pthread_cond_destroy(&condition->condition) == 0);
    free(condition);
}

void condition_wait(Condition *condition, Mutex *mutex) {
    CHECK(pthread_cond_wait(&condition->condition, &mutex->mutex) == 0);
}

void condition_signal(Condition *condition) {
    CHECK(pthread_cond_signal(&condition->condition) == 0);
}

void condition_broadcast(Condition *condition) {
    CHECK(pthread_cond_broadcast(&condition->condition) == 0);
}
