// SPDX-License-Identifier: MIT
#include "core/mixture_kernels.h"

#include "base/error.h"
#include "core/kernels.h"

#include <string.h>

extern const MixtureKernels mixture_kernels_c;
#ifdef KERNELS_X86
extern const MixtureKernels mixture_kernels_sse2, mixture_kernels_avx2, mixture_kernels_avx512;
#endif
#ifdef KERNELS_ARM
extern const MixtureKernels mixture_kernels_neon;
#endif

static const MixtureKernels *const variants[] = {
    &mixture_kernels_c,
#ifdef KERNELS_X86
    &mixture_kernels_sse2, &mixture_kernels_avx2, &mixture_kernels_avx512,
#endif
#ifdef KERNELS_ARM
    &mixture_kernels_neon,
#endif
};

const MixtureKernels *mixture_kernels_named(const char *isa) {
    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++)
        if (strcmp(variants[i]->isa, isa) == 0) return variants[i];
    return NULL;
}

const MixtureKernels *mixture_kernels(void) {
    const MixtureKernels *found = mixture_kernels_named(kernels()->isa);
    CHECK(found);
    return found;
}
