// SPDX-License-Identifier: MIT
// Numbers as people read them: "0.25", "1000", "−3.2·10⁻⁵", "10⁻⁵", "∞", never "1e-05". What is
// typed, copied or written to a file stays as C has it.
#ifndef ALPHABAR_BASE_NUMBER_H
#define ALPHABAR_BASE_NUMBER_H

#include <stddef.h>

enum { NUMBER_TEXT = 48 };

// `digits` (1..17) that count, none of them a 0 at the end; whole numbers below a million whole,
// and a power of ten below 10⁻⁴ and from a million on. NaN is "–". Returns `out`.
const char *number_text(char out[NUMBER_TEXT], double value, int digits);

// The same as an expression; it lives as long as the block that it stands in.
#define NUMBER(value, digits) number_text((char[NUMBER_TEXT]){ 0 }, value, digits)

// With so many decimals before the power of ten, always: "1.00·10⁻⁵". `value` is finite and not 0.
void number_scientific(char *out, size_t size, double value, int decimals);

void number_power(char *out, size_t size, int exponent); // "10⁻⁵"

#endif
