// SPDX-License-Identifier: MIT
#include "core/mixture_kernels.h"

#include "base/error.h"
#include "core/kernels.h"

#include <stdbool.h>
#include <string.h>

extern const MixtureKernels mixture_kernels_c;
#ifdef KERNELS_X86
extern const MixtureKernels mixture_kernels_sse2, mixture_kernels_avx2, mixture_kernels_avx512,
    mixture_kernels_avx512vnni;
#endif
#ifdef KERNELS_ARM
extern const MixtureKernels mixture_kernels_neon;
#endif
#ifdef KERNELS_WASM
extern const MixtureKernels mixture_kernels_simd128;
#endif

// Each with the name of those of core/kernels.h that it goes with.
typedef struct Variant {
    const char *with;
    const MixtureKernels *table;
} Variant;

static const Variant variants[] = {
    { "c", &mixture_kernels_c },
#ifdef KERNELS_X86
    { "sse2", &mixture_kernels_sse2 },
    { "avx2", &mixture_kernels_avx2 },
    { "avx512", &mixture_kernels_avx512 },
    { "avx512", &mixture_kernels_avx512vnni },
#endif
#ifdef KERNELS_ARM
    { "neon", &mixture_kernels_neon },
#endif
#ifdef KERNELS_WASM
    { "simd128", &mixture_kernels_simd128 },
#endif
};
enum { VARIANTS = sizeof variants / sizeof *variants };

static bool goes_with(const Variant *variant, const Kernels *table) {
#ifdef KERNELS_X86
    if (variant->table == &mixture_kernels_avx512vnni && !__builtin_cpu_supports("avx512vnni"))
        return false;
#endif
    return strcmp(variant->with, table->isa) == 0;
}

const MixtureKernels *mixture_kernels(void) {
    const Variant *found = variants + VARIANTS - 1;
    while (found > variants && !goes_with(found, kernels())) found--;
    CHECK(goes_with(found, kernels()));
    return found->table;
}

const MixtureKernels *mixture_kernels_variant(int i) {
    for (const Variant *v = variants; v < variants + VARIANTS; v++)
        for (int k = 0; kernels_variant(k); k++)
            if (goes_with(v, kernels_variant(k)) && i-- == 0) return v->table;
    return NULL;
}
