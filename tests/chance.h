// SPDX-License-Identifier: MIT
// Chance of a fixed seed, for tests: splitmix64 (Steele, Lea, Flood 2014).
#ifndef ALPHABAR_TESTS_CHANCE_H
#define ALPHABAR_TESTS_CHANCE_H

#include <stdint.h>

static inline uint64_t chance_word(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static inline int chance_below(uint64_t *state, int end) { // 0..end-1
    return (int)(chance_word(state) >> 33) % end;
}

static inline double chance_real(uint64_t *state) { // [0, 1)
    return (double)(chance_word(state) >> 11) * 0x1p-53;
}

#endif
