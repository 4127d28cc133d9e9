// SPDX-License-Identifier: MIT
// Tests that are about threads are left out of a build without them.
#ifndef ALPHABAR_TESTS_THREADS_H
#define ALPHABAR_TESTS_THREADS_H

#include "base/thread.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

// after what it uses
#include <cmocka.h>

static inline void do_nothing(void *user) {
    (void)user;
}

static inline bool there_are_threads(void) {
    Thread *thread = thread_start(do_nothing, NULL);
    if (thread) thread_join(thread);
    return thread != NULL;
}

static inline void need_threads(void) {
    if (!there_are_threads()) skip();
}

#endif
