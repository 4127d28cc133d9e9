// SPDX-License-Identifier: MIT
// Text: a string that grows, UTF-8, and strict reading of numbers.
#ifndef ALPHABAR_BASE_TEXT_H
#define ALPHABAR_BASE_TEXT_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

// Zero is an empty text. `data` is NULL or ends with '\0'. text_free when done.
typedef struct Text {
    char *data;
    size_t length, capacity;
} Text;

void text_append(Text *text, const char *format, ...) PRINTF_LIKE(2, 3);
void text_append_bytes(Text *text, const char *bytes, size_t length);
void text_append_real(Text *text, double value); // with as few digits as give it back
// A row of --help: a name, and words beside it, broken at blanks to lines of TEXT_COLUMNS.
enum { TEXT_COLUMNS = 92 };
void text_append_row(Text *text, const char *name, const char *words);
void text_clear(Text *text); // keeps its room
void text_free(Text *text);

// Reads one code point and moves on; a malformed byte gives U+FFFD. 0 at the end.
uint32_t utf8_next(const char **text);
size_t utf8_put(char out[4], uint32_t code_point); // bytes written, not terminated

// The whole text must be one number: no blanks, no rest, in the C locale's way of writing.
// read_real takes no "nan" and no "inf".
bool read_real(const char *text, double *out);
bool read_int(const char *text, long long *out);
bool read_unsigned(const char *text, uint64_t *out);

bool text_equal_ignoring_case(const char *a, const char *b);

#endif
