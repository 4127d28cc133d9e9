// SPDX-License-Identifier: MIT
#include "io/json_out.h"

#include "io/file.h"

#include <math.h>
#include <stdlib.h>

static void append_scalar(Text *out, const json_t *value, int digits) {
    unsigned precision = digits ? (unsigned)digits : 15;
    for (;; precision++) {
        char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(precision));
        CHECK(text);
        bool enough = digits || precision >= 17 || !json_is_real(value) ||
                      strtod(text, NULL) == json_real_value(value);
        if (enough) text_append(out, "%s", text);
        free(text);
        if (enough) return;
    }
}

static bool holds_containers(const json_t *list) {
    const json_t *first = json_array_get(list, 0);
    return json_is_object(first) || json_is_array(first);
}

static void append(Text *out, const json_t *value, int deep, int digits, int indent);

// Between two members, before the first and after the last.
static void part(Text *out, bool spread, int indent, bool comma) {
    if (comma) text_append(out, spread ? "," : ", ");
    if (spread) text_append(out, "\n%*s", 2 * indent, "");
}

static void append_object(Text *out, const json_t *object, int deep, int digits, int indent) {
    bool spread = deep > 0 && json_object_size(object) > 0, comma = false;
    text_append(out, "{");
    json_t *tree = (json_t *)(uintptr_t)object; // jansson walks none that is const
    for (void *at = json_object_iter(tree); at; at = json_object_iter_next(tree, at)) {
        json_t *key = json_string(json_object_iter_key(at));
        part(out, spread, indent + 1, comma);
        append_scalar(out, key, digits);
        text_append(out, ": ");
        append(out, json_object_iter_value(at), deep - 1, digits, indent + 1);
        json_decref(key);
        comma = true;
    }
    part(out, spread, indent, false);
    text_append(out, "}");
}

static void append_list(Text *out, const json_t *list, int deep, int digits, int indent) {
    bool spread = deep > 0 && holds_containers(list);
    text_append(out, "[");
    for (size_t i = 0; i < json_array_size(list); i++) {
        part(out, spread, indent + 1, i > 0);
        append(out, json_array_get(list, i), deep - 1, digits, indent + 1);
    }
    part(out, spread, indent, false);
    text_append(out, "]");
}

static void append(Text *out, const json_t *value, int deep, int digits, int indent) {
    if (json_is_object(value))
        append_object(out, value, deep, digits, indent);
    else if (json_is_array(value))
        append_list(out, value, deep, digits, indent);
    else
        append_scalar(out, value, digits);
}

void json_append(Text *out, const json_t *value, int deep, int digits) {
    append(out, value, deep, digits, 0);
}

bool json_write(const char *path, const json_t *value, int deep, Error *error) {
    Text out = { 0 };
    json_append(&out, value, deep, 0);
    text_append(&out, "\n");
    bool good = file_write(path, out.data, out.length, error);
    text_free(&out);
    return good;
}

json_t *json_number(double value) {
    if (!isfinite(value)) return json_null();
    if (value == floor(value) && fabs(value) < 0x1p53) return json_integer((json_int_t)value);
    return json_real(value);
}

json_t *json_number_of(double value, int digits) {
    char text[40];
    snprintf(text, sizeof text, "%.*g", digits, value);
    return json_number(isfinite(value) ? strtod(text, NULL) : value);
}

json_t *json_text(const char *text) {
    json_t *string = json_string(text);
    if (string) return string;
    Text mended = { 0 };
    for (uint32_t code; (code = utf8_next(&text));) {
        char bytes[4];
        text_append_bytes(&mended, bytes, utf8_put(bytes, code));
    }
    string = json_string(mended.data ? mended.data : "");
    text_free(&mended);
    return string ? string : json_string("?");
}

json_t *json_parsed(const char *text) {
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
    return value ? value : json_text(text);
}
