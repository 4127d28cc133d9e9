// SPDX-License-Identifier: MIT
// A saved session as its file has it: JSON that a person can read and change.
//
//     { "alphabar": "session", "version": 1,
//       "picture": "cat.jpg",                       null: the built-in one
//       "place": 0.24,                              t/T when t was last chosen
//       "settings": { "schedule": "cosine", "steps": 250, "zero_snr": false, ... },
//       "plots": { "signal": [x0, x1, y0, y1], ... } }
//
// Names and values of settings are those of the option rows; what they mean is the caller's.
#ifndef ALPHABAR_IO_SESSION_H
#define ALPHABAR_IO_SESSION_H

#include "base/error.h"
#include "base/text.h"

#include <stddef.h>

enum { SESSION_VERSION = 1 };

typedef struct SessionValue {
    char *name, *value; // value as the command `set` takes it
    bool is_number;     // else a text
} SessionValue;

typedef struct SessionRange {
    char *name;
    double x0, x1, y0, y1;
} SessionRange;

enum { SESSION_TOLD = 5 }; // unknown names, at most

// Zero is an empty one. session_free when done.
typedef struct Session {
    char *picture; // NULL: the built-in one
    double place;  // NaN where there is none
    SessionValue *values;
    size_t value_count, value_room;
    SessionRange *ranges;
    size_t range_count, range_room;
    size_t unknown_count; // how many names were passed over
    Text unknown;         // the first few of them: "a, b"
} Session;

void session_set(Session *session, const char *name, const char *value, bool is_number);
void session_set_picture(Session *session, const char *name);
void session_set_range(Session *session, const char *name, double x0, double x1, double y0,
                       double y1);
void session_pass_over(Session *session, const char *name);
void session_free(Session *session);

// Whether a file looks like one: a JSON object whose "alphabar" is "session".
bool session_is(const char *path);

// Errors read "PATH: WHY", with the line where the JSON is broken. At most 1 MB.
bool session_read(Session *session, const char *path, Error *error);
bool session_write(const Session *session, const char *path, Error *error);

#endif
