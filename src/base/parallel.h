// SPDX-License-Identifier: MIT
// Work in parts on several threads. A result never depends on how many there are: each part writes
// its own place, and what is summed over parts is summed afterwards, in their order.
#ifndef ALPHABAR_BASE_PARALLEL_H
#define ALPHABAR_BASE_PARALLEL_H

#include <stddef.h>

// Calls work(user, part) for part = 0..parts-1, in any order, and returns when all are done. They
// run one after the other where there is one thread, from within a part that runs beside others,
// and while another thread's call is under way. After a fork the child has no threads: it must not
// call this before exec.
void parallel_run(size_t parts, void (*work)(void *user, size_t part), void *user);

// From now on the calling thread's calls run their parts one after the other: for a thread whose
// work must leave the others' processors alone.
void parallel_alone(void);

// How many threads parallel_run uses: at first, and with 0, one a processor.
enum { PARALLEL_MOST = 256 };
void parallel_set_threads(int threads); // 0..PARALLEL_MOST
int parallel_threads(void);

#endif
