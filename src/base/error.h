// SPDX-License-Identifier: MIT
// What went wrong, as one line for a person: "WHAT: WHY". A function that can fail on a user's or
// the machine's account returns bool and fills an Error; a programmer's mistake is a CHECK.
//
// The line is made twice, in English for the terminal and in the language in use for the window
// (base/translate.h): formats are looked up here, so callers write them plainly. What goes into
// them by %s stands in both as it is: names, numbers and what the system says.
#ifndef ALPHABAR_BASE_ERROR_H
#define ALPHABAR_BASE_ERROR_H

#include <stdbool.h>

#if defined(__GNUC__)
#define PRINTF_LIKE(text, rest) __attribute__((format(printf, text, rest)))
#else
#define PRINTF_LIKE(text, rest)
#endif

// The values are the program's exit statuses.
typedef enum ErrorKind {
    ERROR_NONE = 0,
    ERROR_FAILED = 1, // file, decoder, disk, display
    ERROR_USAGE = 2,  // an option or a command used wrongly
} ErrorKind;

typedef struct Error {
    ErrorKind kind;
    char text[600];
    char shown[600]; // in the language in use
} Error;

// Both return false, so that a caller writes: return error_set(error, "%s: %s", path, why);
bool error_set(Error *error, const char *format, ...) PRINTF_LIKE(2, 3);
bool error_usage(Error *error, const char *format, ...) PRINTF_LIKE(2, 3);

// Puts "PREFIX: " before the text of an error that is already set. Returns false.
bool error_prefix(Error *error, const char *format, ...) PRINTF_LIKE(2, 3);

// Appends to an error that is already set.
void error_append(Error *error, const char *format, ...) PRINTF_LIKE(2, 3);

// As a terminal has it: in English, except where --language says otherwise.
const char *error_line(const Error *error);

// A condition that only a mistake in this program can break: aborts with file and line.
#define CHECK(condition) ((condition) ? (void)0 : check_failed(#condition, __FILE__, __LINE__))
_Noreturn void check_failed(const char *condition, const char *file, int line);

#endif
