// SPDX-License-Identifier: MIT
// Threads, and how they wait for each other. One source a system:
// base/thread_posix.c, and base/thread_none.c where there are none.
#ifndef ALPHABAR_BASE_THREAD_H
#define ALPHABAR_BASE_THREAD_H

#include <stdbool.h>

typedef struct Thread Thread;
typedef struct Mutex Mutex;
typedef struct Condition Condition;

// NULL where the system has no more of them. A thread is either joined or detached; both free it.
Thread *thread_start(void (*work)(void *user), void *user);
void thread_join(Thread *thread); // waits for its end
void thread_detach(Thread *thread);
int thread_processors(void); // that are there for this program; at least 1

// Not recursive. Creating one never fails, as the mem_ functions do not.
Mutex *mutex_create(void);
void mutex_free(Mutex *mutex); // takes NULL; nobody holds it
void mutex_lock(Mutex *mutex);
bool mutex_try_lock(Mutex *mutex); // false where somebody holds it
void mutex_unlock(Mutex *mutex);

// Waiting gives the mutex up and has it again on return, which may come without a signal.
Condition *condition_create(void);
void condition_free(Condition *condition); // takes NULL; nobody waits for it
void condition_wait(Condition *condition, Mutex *mutex);
void condition_signal(Condition *condition); // one of those that wait
void condition_broadcast(Condition *condition);

#endif
