// SPDX-License-Identifier: MIT
#include "base/error.h"

#include "base/translate.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void format_both(Error *error, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    vsnprintf(error->shown, sizeof error->shown, translate(format), again);
    va_end(again);
}

bool error_set(Error *error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    error->kind = ERROR_FAILED;
    format_both(error, format, arguments);
    va_end(arguments);
    return false;
}

bool error_usage(Error *error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    error->kind = ERROR_USAGE;
    format_both(error, format, arguments);
    va_end(arguments);
    return false;
}

static void append(char *to, size_t size, const char *separator, const char *more) {
    size_t used = strlen(to);
    snprintf(to + used, size - used, "%s%s", separator, more);
}

bool error_prefix(Error *error, const char *format, ...) {
    const Error rest = *error;
    va_list arguments;
    va_start(arguments, format);
    format_both(error, format, arguments);
    va_end(arguments);
    append(error->text, sizeof error->text, ": ", rest.text);
    append(error->shown, sizeof error->shown, ": ", rest.shown);
    return false;
}

void error_append(Error *error, const char *format, ...) {
    Error more;
    va_list arguments;
    va_start(arguments, format);
    format_both(&more, format, arguments);
    va_end(arguments);
    append(error->text, sizeof error->text, "", more.text);
    append(error->shown, sizeof error->shown, "", more.shown);
}

const char *error_line(const Error *error) {
    return translate_terminal_follows() ? error->shown : error->text;
}

void check_failed(const char *condition, const char *file, int line) {
    fprintf(stderr, "alphabar: %s:%d: internal error: %s does not hold\n", file, line, condition);
    abort();
}
