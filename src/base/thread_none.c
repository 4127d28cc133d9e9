// SPDX-License-Identifier: MIT
// A system without threads, or a build without them (ALPHABAR_THREADS): whoever asks for one gets
// none, and what would have been done beside the window is done by its loop, step by step.
#include "base/error.h"
#include "base/thread.h"

#include <stddef.h>

struct Mutex {
    int unused;
};

struct Condition {
    int unused;
};

static Mutex the_mutex;
static Condition the_condition;

Thread *thread_start(void (*work)(void *user), void *user) {
    (void)work, (void)user;
    return NULL;
}

void thread_join(Thread *thread) {
    CHECK(!thread);
}

void thread_detach(Thread *thread) {
    CHECK(!thread);
}

int thread_processors(void) {
    return 1;
}

// Nobody else is there to hold one.
Mutex *mutex_create(void) {
    return &the_mutex;
}

void mutex_free(Mutex *mutex) {
    (void)mutex;
}

void mutex_lock(Mutex *mutex) {
    (void)mutex;
}

bool mutex_try_lock(Mutex *mutex) {
    (void)mutex;
    return true;
}

void mutex_unlock(Mutex *mutex) {
    (void)mutex;
}

Condition *condition_create(void) {
    return &the_condition;
}

void condition_free(Condition *condition) {
    (void)condition;
}

void condition_wait(Condition *condition, Mutex *mutex) {
    (void)mutex;
    CHECK(!condition); // it would never come back
}

void condition_signal(Condition *condition) {
    (void)condition;
}

void condition_broadcast(Condition *condition) {
    (void)condition;
}
