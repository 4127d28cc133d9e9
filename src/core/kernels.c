// SPDX-License-Identifier: MIT
// Which of the variants of core/kernels_isa.c are used. The build says which there are:
// KERNELS_X86, KERNELS_ARM, KERNELS_WASM or, for any other processor, plain C alone.
#include "core/kernels.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

typedef struct Variant {
    const char *isa;
    const Kernels *table; // NULL: not for this kind of processor
    bool (*has)(void);
} Variant;

extern const Kernels kernels_c;

static bool always(void) {
    return true;
}

#ifdef KERNELS_X86
extern const Kernels kernels_sse2, kernels_avx2, kernels_avx512;

// These ask whether the operating system keeps the registers, too.
static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2");
}

static bool has_avx512(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

#define X86(table, has) table, has
#else
#define X86(table, has) NULL, NULL
#endif

#ifdef KERNELS_ARM
extern const Kernels kernels_neon;
#define ARM(table, has) table, has
#else
#define ARM(table, has) NULL, NULL
#endif

#ifdef KERNELS_WASM
extern const Kernels kernels_simd128;
#define WASM(table, has) table, has
#else
#define WASM(table, has) NULL, NULL
#endif

// From the plainest to the best of each kind of processor.
static const Variant variants[] = {
    { "c", &kernels_c, always },
    { "sse2", X86(&kernels_sse2, always) },
    { "avx2", X86(&kernels_avx2, has_avx2) },
    { "avx512", X86(&kernels_avx512, has_avx512) },
    { "neon", ARM(&kernels_neon, always) },
    { "simd128", WASM(&kernels_simd128, always) },
};
enum { VARIANTS = sizeof variants / sizeof *variants };

static bool usable(const Variant *variant) {
    return variant->table && variant->has();
}

const Kernels *kernels_variant(int i) {
    for (const Variant *v = variants; v < variants + VARIANTS; v++)
        if (usable(v) && i-- == 0) return v->table;
    return NULL;
}

static const Kernels *best(void) {
    int last = VARIANTS - 1;
    while (!usable(&variants[last])) last--;
    return variants[last].table;
}

// Threads that meet here unset all come to the same answer.
static _Atomic(const Kernels *) chosen;

const Kernels *kernels(void) {
    const Kernels *table = atomic_load_explicit(&chosen, memory_order_relaxed);
    if (table) return table;
    table = best();
    atomic_store_explicit(&chosen, table, memory_order_relaxed);
    return table;
}

bool kernels_choose(Error *error) {
    const char *wanted = getenv("ALPHABAR_ISA");
    if (!wanted || !*wanted) {
        atomic_store(&chosen, best());
        return true;
    }
    for (const Variant *v = variants; v < variants + VARIANTS; v++) {
        if (strcmp(wanted, v->isa) != 0) continue;
        if (!usable(v)) return error_set(error, "ALPHABAR_ISA: this processor has no %s", wanted);
        atomic_store(&chosen, v->table);
        return true;
    }
    return error_set(error, "ALPHABAR_ISA: %s is none of c, sse2, avx2, avx512, neon, simd128",
                     wanted);
}
