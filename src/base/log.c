// SPDX-License-Identifier: MIT
#include "base/log.h"

#include "base/translate.h"

#include <stdarg.h>
#include <stdio.h>

static LogListener *listening;
static void *listening_user;

void log_error(const Error *error) {
    fprintf(stderr, "alphabar: %s\n", error_line(error));
    if (listening) listening(listening_user, error->shown);
}

void log_line(const char *format, ...) {
    char text[1024], shown[1024];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    vsnprintf(text, sizeof text, format, arguments);
    vsnprintf(shown, sizeof shown, translate(format), again);
    va_end(again);
    va_end(arguments);
    fprintf(stderr, "alphabar: %s\n", translate_terminal_follows() ? shown : text);
    if (listening) listening(listening_user, shown);
}

void log_listen(LogListener *listener, void *user) {
    listening = listener;
    listening_user = user;
}
