// SPDX-License-Identifier: MIT
// OpenMP, where the compiler has it: its threads are made once and wait for work between calls.
#include "base/parallel.h"

#include "base/error.h"

#ifdef _OPENMP
#include <omp.h>
#endif

static int wanted; // 0: one a processor

void parallel_set_threads(int threads) {
    CHECK(threads >= 0 && threads <= PARALLEL_MOST);
    wanted = threads;
}

int parallel_threads(void) {
#ifdef _OPENMP
    if (wanted > 0) return wanted;
    int processors = omp_get_num_procs();
    return processors > PARALLEL_MOST ? PARALLEL_MOST : processors;
#else
    return 1;
#endif
}

void parallel_run(size_t parts, void (*work)(void *user, size_t part), void *user) {
#ifdef _OPENMP
    int threads = parallel_threads();
    if (threads > 1 && parts > 1 && !omp_in_parallel()) {
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
        for (size_t part = 0; part < parts; part++) work(user, part);
        return;
    }
#endif
    for (size_t part = 0; part < parts; part++) work(user, part);
}
