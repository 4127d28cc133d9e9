// SPDX-License-Identifier: MIT
// The kernel `bridge` of every variant that this processor has, against plain C one value at a
// time, bit for bit: all lengths around the sizes it works in, unaligned, from anywhere in the
// stream, with guards around what it writes, on hostile values.
#include "core/kernels.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

enum { LONGEST = 1000, GUARD = 16, ROOM = LONGEST + 2 * GUARD };
static const size_t lengths[] = { 0,   1,   2,   3,   4,   5,   7,   8,   9,   15,  16,
                                  17,  31,  32,  33,  63,  64,  65,  127, 128, 129, 255,
                                  256, 257, 258, 259, 260, 261, 511, 512, 513, 1000 };
static const float hostile[] = { 0,       -0.0f,    INFINITY, -INFINITY, NAN,
                                 FLT_MAX, -FLT_MAX, FLT_MIN,  0x1p-149f, -0x1p-149f };

static const NormalStream stream = { 7, 2, 0x8000012345678901u };
static const float guard = -12345.5f;

static void fill(float plane[ROOM], uint32_t state, bool with_hostile) {
    for (size_t i = 0; i < ROOM; i++) {
        state = state * 1664525u + 1013904223u;
        plane[i] = (float)(state >> 8) * 0x1p-22f - 2;
        if (with_hostile && (state >> 8) % 8 == 0)
            plane[i] = hostile[(state >> 12) % COUNT_OF(hostile)];
    }
}

static bool same(float a, float b) {
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static float plain(BridgeWeights weights, float a, float b, size_t index) {
    float n;
    kernels_variant(0)->normals(&n, 1, &stream, index);
    float from_a = weights.a * a, from_b = weights.b * b, fresh = weights.n * n;
    float sum = from_a + from_b;
    return sum + fresh;
}

static void check(const Kernels *tested, BridgeWeights weights, size_t count, size_t first,
                  bool with_hostile) {
    float a[ROOM], b[ROOM], out[ROOM];
    size_t offset = (count + first) % 8, start = GUARD - offset;
    fill(a, 1, with_hostile);
    fill(b, 2, with_hostile);
    for (size_t i = 0; i < ROOM; i++) out[i] = guard;
    tested->bridge(out + start, count, weights, a + offset, b + 3, &stream, first);
    for (size_t i = 0; i < count; i++) {
        float wanted = plain(weights, a[offset + i], b[3 + i], first + i);
        if (!same(out[start + i], wanted))
            fail_msg("%s: value %zu of %zu from %zu is %a, not %a", tested->isa, i, count, first,
                     (double)out[start + i], (double)wanted);
    }
    for (size_t i = 0; i < ROOM; i++)
        if ((i < start || i >= start + count) && out[i] != guard)
            fail_msg("%s: value %zu is written, outside of %zu from %zu", tested->isa, i, count,
                     start);
}

static void every_variant_is_plain_c(void **state) {
    (void)state;
    static const BridgeWeights weights[] = { { 0.5f, 0.5f, 0.25f },
                                             { 0, 0.7f, 0.71f },
                                             { -1.5f, 0x1p-140f, 1 } };
    const Kernels *tested;
    for (int v = 0; (tested = kernels_variant(v)); v++)
        for (size_t i = 0; i < COUNT_OF(lengths); i++)
            for (size_t first = 0; first < 6; first++)
                check(tested, weights[(i + first) % 3], lengths[i], first, false);
}

static void on_hostile_values_too(void **state) {
    (void)state;
    const Kernels *tested;
    for (int v = 0; (tested = kernels_variant(v)); v++)
        for (size_t i = 0; i < COUNT_OF(hostile); i++) {
            check(tested, (BridgeWeights){ hostile[i], 0.5f, 0.25f }, 300, 4000001, true);
            check(tested, (BridgeWeights){ 0.5f, 0.5f, hostile[i] }, 67, 1, true);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_variant_is_plain_c),
        cmocka_unit_test(on_hostile_values_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
