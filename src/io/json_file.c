// SPDX-License-Identifier: MIT
#include "io/json_file.h"

#include "base/memory.h"
#include "base/text.h"
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

static json_t *parse(const char *text, size_t length, const char *path, Error *error) {
    json_error_t why;
    bool empty = !text[strspn(text, " \t\r\n")] && !memchr(text, 0, length);
    json_t *root = empty ? NULL : json_loadb(text, length, 0, &why);
    if (empty)
        error_set(error, "%s: the file is empty", path);
    else if (!root)
        error_set(error, "%s: line %d: %.200s", path, why.line, make_printable(why.text));
    return root;
}

json_t *json_file_read(const char *path, Error *error) {
    uint8_t *data = NULL;
    size_t length = 0;
    if (!file_read(&data, &length, path, MOST_BYTES, error)) return NULL;
    json_t *root = parse((const char *)data, length, path, error);
    free(data);
    return root;
}

// What Python writes for a number that is not finite ---------------------------------------------

// Its length at the start of `text`, 0 where there is none: it stands for a value, so that a comma
// or a bracket follows.
static size_t python_number(const char *text) {
    static const char *const all[] = { "NaN", "Infinity", "-Infinity" };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        size_t length = strlen(all[i]);
        if (strncmp(text, all[i], length) != 0) continue;
        char next = text[length + strspn(text + length, " \t\r\n")];
        return next == ',' || next == ']' || next == '}' ? length : 0;
    }
    return 0;
}

// Past a text in quotes, or to the end where it has none.
static const char *skip_string(const char *at, const char *end) {
    for (at++; at < end && *at != '"'; at++)
        if (*at == '\\' && at + 1 < end) at++;
    return at < end ? at + 1 : end;
}

// Puts quotes around them, outside of texts, where a value begins.
static void quote_python_numbers(Text *out, const char *text, size_t length) {
    const char *end = text + length, *done = text;
    bool value = false; // the last character but blanks was one that a value follows
    for (const char *at = text; at < end;) {
        size_t number = value ? python_number(at) : 0;
        if (number) {
            text_append_bytes(out, done, (size_t)(at - done));
            text_append_bytes(out, "\"", 1);
            text_append_bytes(out, at, number);
            text_append_bytes(out, "\"", 1);
            done = at += number;
            value = false;
        } else if (*at == '"') {
            at = skip_string(at, end);
            value = false;
        } else {
            if (!strchr(" \t\r\n", *at)) value = strchr(":[,", *at) != NULL;
            at++;
        }
    }
    text_append_bytes(out, done, (size_t)(end - done));
}

json_t *json_file_read_python(const char *path, Error *error) {
    uint8_t *data = NULL;
    size_t length = 0;
    Text text = { 0 };
    if (!file_read(&data, &length, path, MOST_BYTES, error)) return NULL;
    // A zero byte ends the text for the search; the parser then names its line.
    if (!memchr(data, 0, length)) quote_python_numbers(&text, (const char *)data, length);
    json_t *root = text.data ? parse(text.data, text.length, path, error)
                             : parse((const char *)data, length, path, error);
    text_free(&text);
    free(data);
    return root;
}

bool json_numbers(double **values, size_t *count, const json_t *list, const char *path,
                  Error *error) {
    size_t index, length = json_array_size(list);
    const json_t *item;
    double *numbers = mem_alloc(length ? length : 1, sizeof *numbers);
    json_array_foreach(list, index, item) {
        if (!json_is_number(item)) {
            free(numbers);
            return error_set(error, "%s: value %zu, %s, is not a number", path, index + 1,
                             json_show(item).text);
        }
        numbers[index] = json_number_value(item);
    }
    *values = numbers;
    *count = length;
    return true;
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
