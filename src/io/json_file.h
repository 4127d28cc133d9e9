// SPDX-License-Identifier: MIT
// A JSON text from a file that anybody may have written: its size is limited here, its depth by
// jansson (2048), and what is wrong with it is said in one line with its place.
#ifndef ALPHABAR_IO_JSON_FILE_H
#define ALPHABAR_IO_JSON_FILE_H

#include "base/error.h"

#include <jansson.h>

// json_decref it. NULL on failure: "PATH: line 3: WHY".
json_t *json_file_read(const char *path, Error *error);

// The same of what Python's json module writes: NaN, Infinity and -Infinity as values, which are no
// JSON, come as the texts of these letters, so that who wants a number refuses them by name.
json_t *json_file_read_python(const char *path, Error *error);

// A list of numbers, free() them. Errors name the index and the value.
bool json_numbers(double **values, size_t *count, const json_t *list, const char *path,
                  Error *error);

// A value as a message shows it: compact, its first 40 bytes, nothing a terminal may not like.
typedef struct JsonShown {
    char text[48];
} JsonShown;
JsonShown json_show(const json_t *value);

#endif
