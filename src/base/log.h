// SPDX-License-Identifier: MIT
// One line a message, on standard error: "alphabar: TEXT". The window listens too, so that what a
// terminal would show is seen by someone who has none. Formats are looked up as those of errors are
// (base/error.h): the window hears the line in the language in use.
#ifndef ALPHABAR_BASE_LOG_H
#define ALPHABAR_BASE_LOG_H

#include "base/error.h"

typedef void LogListener(void *user, const char *text);

void log_line(const char *format, ...) PRINTF_LIKE(1, 2);
void log_error(const Error *error);
void log_listen(LogListener *listener, void *user); // NULL stops it

#endif
