// SPDX-License-Identifier: MIT
#include "io/session.h"

#include "base/memory.h"
#include "io/file.h"
#include "io/json_out.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SESSION_BYTES = 1 << 20 };

void session_set(Session *session, const char *name, const char *value, bool is_number) {
    session->values = mem_grow(session->values, &session->value_room, session->value_count + 1,
                               sizeof *session->values);
    session->values[session->value_count++] =
        (SessionValue){ mem_copy_text(name), mem_copy_text(value), is_number };
}

void session_set_picture(Session *session, const char *name) {
    free(session->picture);
    session->picture = mem_copy_text(name);
}

void session_set_range(Session *session, const char *name, double x0, double x1, double y0,
                       double y1) {
    session->ranges = mem_grow(session->ranges, &session->range_room, session->range_count + 1,
                               sizeof *session->ranges);
    session->ranges[session->range_count++] = (SessionRange){ mem_copy_text(name), x0, x1, y0, y1 };
}

void session_free(Session *session) {
    for (size_t i = 0; i < session->value_count; i++) {
        free(session->values[i].name);
        free(session->values[i].value);
    }
    for (size_t i = 0; i < session->range_count; i++) free(session->ranges[i].name);
    free(session->values);
    free(session->ranges);
    free(session->picture);
    text_free(&session->unknown);
    *session = (Session){ 0 };
}

// In -------------------------------------------------------------------------------------------

static bool is_session(const json_t *root) {
    const char *kind = json_string_value(json_object_get(root, "alphabar"));
    return kind && strcmp(kind, "session") == 0;
}

// A name from a file as a message shows it.
typedef struct Shown {
    char text[64];
} Shown;

static Shown show(const char *name) {
    Shown shown;
    snprintf(shown.text, sizeof shown.text, "%.60s", name);
    for (char *c = shown.text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = '?';
    return shown;
}

static json_t *load(const char *path, Error *error) {
    uint8_t *data;
    size_t length;
    if (!file_read(&data, &length, path, SESSION_BYTES, error)) return NULL;
    json_error_t why;
    json_t *root = json_loadb((const char *)data, length, JSON_REJECT_DUPLICATES, &why);
    free(data);
    if (root) return root;
    error_set(error, "%s: line %d: no JSON: %s", path, why.line, show(why.text).text);
    return NULL;
}

bool session_is(const char *path) {
    Error ignored;
    json_t *root = load(path, &ignored);
    bool is = root && is_session(root);
    json_decref(root);
    return is;
}

void session_pass_over(Session *session, const char *name) {
    if (session->unknown_count++ < SESSION_TOLD)
        text_append(&session->unknown, "%s%s", session->unknown.length ? ", " : "",
                    show(name).text);
}

static bool read_value(Session *session, const char *name, const json_t *value) {
    char number[40];
    if (json_is_string(value)) {
        session_set(session, name, json_string_value(value), false);
        return true;
    }
    if (json_is_boolean(value))
        snprintf(number, sizeof number, "%d", json_is_true(value));
    else if (json_is_integer(value))
        snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        snprintf(number, sizeof number, "%.17g", json_real_value(value));
    else
        return false;
    session_set(session, name, number, true);
    return true;
}

static bool read_range(Session *session, const char *name, const json_t *ends) {
    double end[4];
    if (json_array_size(ends) != 4) return false;
    for (size_t i = 0; i < 4; i++) {
        const json_t *number = json_array_get(ends, i);
        if (!json_is_number(number)) return false;
        end[i] = json_number_value(number);
    }
    session_set_range(session, name, end[0], end[1], end[2], end[3]);
    return true;
}

static bool read_members(Session *session, const char *path, const char *group, json_t *members,
                         bool (*read)(Session *, const char *, const json_t *), Error *error) {
    const char *name;
    json_t *value;
    if (!json_is_object(members)) return error_set(error, "%s: \"%s\" is no object", path, group);
    json_object_foreach(members, name, value) if (!read(session, name, value)) return error_set(
        error, "%s: %s: \"%s\" has a value of the wrong kind", path, group, show(name).text);
    return true;
}

static bool read_member(Session *session, const char *path, const char *name, json_t *value,
                        Error *error) {
    if (strcmp(name, "settings") == 0)
        return read_members(session, path, name, value, read_value, error);
    if (strcmp(name, "plots") == 0)
        return read_members(session, path, name, value, read_range, error);
    if (strcmp(name, "picture") == 0) {
        if (!json_is_string(value) && !json_is_null(value))
            return error_set(error, "%s: \"picture\" is neither a name nor null", path);
        if (json_is_string(value)) session_set_picture(session, json_string_value(value));
    } else if (strcmp(name, "place") == 0) {
        if (!json_is_number(value)) return error_set(error, "%s: \"place\" is no number", path);
        session->place = json_number_value(value);
    } else if (strcmp(name, "alphabar") != 0 && strcmp(name, "version") != 0) {
        session_pass_over(session, name);
    }
    return true;
}

bool session_read(Session *session, const char *path, Error *error) {
    json_t *root = load(path, error);
    if (!root) return false;
    *session = (Session){ .place = NAN };
    bool good = is_session(root);
    if (!good)
        error_set(error, "%s: no session of alphabar: \"alphabar\" is not \"session\"", path);
    for (void *at = json_object_iter(root); good && at; at = json_object_iter_next(root, at))
        good =
            read_member(session, path, json_object_iter_key(at), json_object_iter_value(at), error);
    json_decref(root);
    if (!good) session_free(session);
    return good;
}

// Out ------------------------------------------------------------------------------------------

static json_t *values_of(const Session *session) {
    json_t *values = json_object();
    for (size_t i = 0; i < session->value_count; i++) {
        const SessionValue *value = &session->values[i];
        json_object_set_new(values, value->name,
                            value->is_number ? json_parsed(value->value) : json_text(value->value));
    }
    return values;
}

static json_t *ranges_of(const Session *session) {
    json_t *ranges = json_object();
    for (size_t i = 0; i < session->range_count; i++) {
        const SessionRange *range = &session->ranges[i];
        const double ends[] = { range->x0, range->x1, range->y0, range->y1 };
        json_t *list = json_array();
        for (int e = 0; e < 4; e++) json_array_append_new(list, json_number(ends[e]));
        json_object_set_new(ranges, range->name, list);
    }
    return ranges;
}

// JSON is UTF-8; a name of a file may be other bytes, which would not be found again.
static bool check_utf8(const char *text, Error *error) {
    for (const char *at = text; *at;) {
        const char *from = at;
        if (utf8_next(&at) == 0xFFFD && strncmp(from, "\xEF\xBF\xBD", 3) != 0)
            return error_set(error, "%s: is no UTF-8, and no session can name it; rename it", text);
    }
    return true;
}

static bool check_names(const Session *session, Error *error) {
    if (session->picture && !check_utf8(session->picture, error)) return false;
    for (size_t i = 0; i < session->value_count; i++)
        if (!check_utf8(session->values[i].value, error)) return false;
    return true;
}

bool session_write(const Session *session, const char *path, Error *error) {
    if (!check_names(session, error)) return false;
    json_t *root = json_object();
    json_object_set_new(root, "alphabar", json_string("session"));
    json_object_set_new(root, "version", json_integer(SESSION_VERSION));
    json_object_set_new(root, "picture",
                        session->picture ? json_text(session->picture) : json_null());
    if (!isnan(session->place)) json_object_set_new(root, "place", json_number(session->place));
    json_object_set_new(root, "settings", values_of(session));
    json_object_set_new(root, "plots", ranges_of(session));
    bool good = json_write(path, root, 2, error);
    json_decref(root);
    return good;
}
