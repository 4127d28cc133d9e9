// SPDX-License-Identifier: MIT
// Philox4x32-10 against the answers that its authors publish.
#include "core/philox.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static void test_known_answers(void **state) {
    (void)state;
    FILE *file = fopen(TEST_DATA "/philox_kat.txt", "r");
    if (!file) fail_msg("%s: cannot be opened", TEST_DATA "/philox_kat.txt");
    char line[200];
    int vectors = 0;
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#') continue;
        uint32_t c[4], k[2], wanted[4], out[4];
        int read = sscanf(line,
                          "%" SCNx32 "%" SCNx32 "%" SCNx32 "%" SCNx32 "%" SCNx32 "%" SCNx32
                          "%" SCNx32 "%" SCNx32 "%" SCNx32 "%" SCNx32,
                          &c[0], &c[1], &c[2], &c[3], &k[0], &k[1], &wanted[0], &wanted[1],
                          &wanted[2], &wanted[3]);
        assert_int_equal(read, 10);
        philox4x32(out, c, k);
        for (int i = 0; i < 4; i++)
            if (out[i] != wanted[i])
                fail_msg("vector %d, word %d: %08" PRIx32 ", not %08" PRIx32, vectors + 1, i,
                         out[i], wanted[i]);
        vectors++;
    }
    fclose(file);
    assert_int_equal(vectors, 3);
}

// One bit of the counter or of the key changes about half of the bits of the block.
static void test_every_bit_matters(void **state) {
    (void)state;
    const uint32_t zero[6] = { 0 };
    uint32_t base[4], moved[4];
    philox4x32(base, zero, zero + 4);
    for (int bit = 0; bit < 6 * 32; bit++) {
        uint32_t in[6] = { 0 };
        in[bit / 32] = (uint32_t)1 << bit % 32;
        philox4x32(moved, in, in + 4);
        uint32_t changed = 0;
        for (int i = 0; i < 128; i++) changed += (base[i / 32] ^ moved[i / 32]) >> i % 32 & 1u;
        assert_in_range(changed, 36, 92); // 64, five times its standard deviation
    }
}

// The output may take the counter's place.
static void test_in_place(void **state) {
    (void)state;
    uint32_t counter[4] = { 1, 2, 3, 4 }, key[2] = { 5, 6 }, out[4];
    philox4x32(out, counter, key);
    philox4x32(counter, counter, key);
    assert_memory_equal(out, counter, sizeof out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_every_bit_matters),
        cmocka_unit_test(test_in_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
