// SPDX-License-Identifier: MIT
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool set(Error *error, ErrorKind kind, const char *format, va_list arguments) {
    error->kind = kind;
    vsnprintf(error->text, sizeof error->text, format, arguments);
    return false;
}

bool error_set(Error *error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    set(error, ERROR_FAILED, format, arguments);
    va_end(arguments);
    return false;
}

bool error_usage(Error *error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    set(error, ERROR_USAGE, format, arguments);
    va_end(arguments);
    return false;
}

bool error_prefix(Error *error, const char *format, ...) {
    char rest[sizeof error->text];
    memcpy(rest, error->text, sizeof rest);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    size_t used = strlen(error->text);
    snprintf(error->text + used, sizeof error->text - used, ": %s", rest);
    return false;
}

void check_failed(const char *condition, const char *file, int line) {
    fprintf(stderr, "alphabar: %s:%d: internal error: %s does not hold\n", file, line, condition);
    abort();
}
