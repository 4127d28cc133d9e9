// SPDX-License-Identifier: MIT
// Memory. The mem_ functions for the program's own small things never fail (they end the program
// with one line); planes of a picture can be large, so the mem_try_ functions leave that to
// their caller.
#ifndef ALPHABAR_BASE_MEMORY_H
#define ALPHABAR_BASE_MEMORY_H

#include <stddef.h>

void *mem_alloc(size_t count, size_t size); // zeroed; free()
void *mem_resize(void *block, size_t count, size_t size);
char *mem_copy_text(const char *text);

// Called, on whichever thread it is, before the program ends for want of memory.
void mem_clean_up_with(void (*function)(void));

// As mem_alloc, for what can be large: NULL when the machine has no such block.
void *mem_try(size_t count, size_t size); // zeroed; free()

// Room for count floats, aligned to 64 bytes and padded to a multiple of them, not zeroed.
// NULL when the machine has no such block. mem_free_plane, which takes NULL.
float *mem_try_plane(size_t count);
void mem_free_plane(float *plane);

// A block that is read from end to end again and again, on 2 MiB pages where the system has them: a
// fifth less time. Not zeroed; NULL when the machine has none; free().
void *mem_try_large(size_t bytes);
size_t mem_of_machine(void); // bytes of memory that it has, SIZE_MAX where that is not known

// Grows an array by doubling so that it holds at least `need` items; returns the new block.
void *mem_grow(void *block, size_t *capacity, size_t need, size_t size);

#endif
