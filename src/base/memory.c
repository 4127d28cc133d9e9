// SPDX-License-Identifier: MIT
#define _DEFAULT_SOURCE // madvise

#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if defined(__unix__) || defined(__APPLE__)
#include <sys/mman.h>
#include <unistd.h>
#endif

static void (*clean_up)(void);

void mem_clean_up_with(void (*function)(void)) {
    clean_up = function;
}

// Without what exit calls: the drivers' own ends, on a thread beside the one that draws with them.
static _Noreturn void out_of_memory(size_t count, size_t size) {
    fprintf(stderr, "alphabar: memory: no room for %zu × %zu bytes\n", count, size);
    if (clean_up) clean_up();
    _Exit(1);
}

void *mem_try(size_t count, size_t size) {
    return calloc(count ? count : 1, size ? size : 1);
}

void *mem_alloc(size_t count, size_t size) {
    void *block = mem_try(count, size);
    if (!block) out_of_memory(count, size);
    return block;
}

void *mem_resize(void *block, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size) out_of_memory(count, size);
    size_t bytes = count * size;
    void *resized = realloc(block, bytes ? bytes : 1);
    if (!resized) out_of_memory(count, size);
    return resized;
}

char *mem_copy_text(const char *text) {
    size_t length = strlen(text) + 1;
    return memcpy(mem_alloc(length, 1), text, length);
}

float *mem_try_plane(size_t count) {
    if (count > (SIZE_MAX - 64) / sizeof(float)) return NULL;
    size_t bytes = (count * sizeof(float) + 64) / 64 * 64;
    return aligned_alloc(64, bytes);
}

void mem_free_plane(float *plane) {
    free(plane);
}

void *mem_grow(void *block, size_t *capacity, size_t need, size_t size) {
    if (need <= *capacity) return block;
    size_t grown = *capacity ? *capacity : 16;
    while (grown < need) grown *= 2;
    *capacity = grown;
    return mem_resize(block, grown, size);
}

void *mem_try_large(size_t bytes) {
    enum { PAGE = 2 << 20 };
    if (bytes < 4 * (size_t)PAGE) return malloc(bytes);
    if (bytes > SIZE_MAX - PAGE) return NULL;
    void *block = aligned_alloc(PAGE, (bytes + PAGE - 1) / PAGE * PAGE);
#ifdef MADV_HUGEPAGE
    if (block) madvise(block, bytes, MADV_HUGEPAGE);
#endif
    return block;
}

size_t mem_of_machine(void) {
#ifdef _SC_PHYS_PAGES
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    if (pages > 0 && size > 0) return (size_t)pages * (size_t)size;
#endif
    return SIZE_MAX;
}
