// SPDX-License-Identifier: MIT
// A thread beside the others, and the lock by which two of them meet.
#ifndef ALPHABAR_BASE_THREAD_H
#define ALPHABAR_BASE_THREAD_H

#include "base/error.h"

typedef struct Thread Thread;

// NULL where there is none to be had.
Thread *thread_start(void (*work)(void *user), void *user, Error *error);
void thread_join(Thread *thread); // waits for its end and frees it; takes NULL

typedef struct Lock Lock;

Lock *lock_create(void);
void lock_free(Lock *lock); // takes NULL
void lock_hold(Lock *lock);
void lock_release(Lock *lock);
// Releases the lock until another thread signals, and holds it again. May return without a signal.
void lock_wait(Lock *lock);
void lock_signal(Lock *lock); // all that wait

#endif
