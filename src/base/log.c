// SPDX-License-Identifier: MIT
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

static LogListener *listening;
static void *listening_user;

void log_line(const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fprintf(stderr, "alphabar: %s\n", text);
    if (listening) listening(listening_user, text);
}

void log_listen(LogListener *listener, void *user) {
    listening = listener;
    listening_user = user;
}
