// SPDX-License-Identifier: MIT
#include "io/json_file.h"

#include "io/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A JSON text takes many times its size once read.
enum { MOST_BYTES = 16 << 20 };

static char *make_printable(char *text) {
    for (char *c = text; *c; c++)
        if (*c < 0x20 || *c > 0x7e) *c = '?';
    return text;
}

json_t *json_file_read(const char *path, Error *error) {
    uint8_t *data = NULL;
    size_t length = 0;
    json_error_t why;
    if (!file_read(&data, &length, path, MOST_BYTES, error)) return NULL;
    bool empty = !data[strspn((const char *)data, " \t\r\n")] && !memchr(data, 0, length);
    json_t *root = empty ? NULL : json_loadb((const char *)data, length, 0, &why);
    if (empty)
        error_set(error, "%s: the file is empty", path);
    else if (!root)
        error_set(error, "%s: line %d: %.200s", path, why.line, make_printable(why.text));
    free(data);
    return root;
}

JsonShown json_show(const json_t *value) {
    JsonShown shown;
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(9));
    snprintf(shown.text, sizeof shown.text, "%.40s%s", text ? text : "?",
             text && strlen(text) > 40 ? "..." : "");
    make_printable(shown.text);
    free(text);
    return shown;
}
