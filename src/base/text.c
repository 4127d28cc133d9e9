// SPDX-License-Identifier: MIT
#include "base/text.h"

#include "base/memory.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_append_bytes(Text *text, const char *bytes, size_t length) {
    text->data = mem_grow(text->data, &text->capacity, text->length + length + 1, 1);
    memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void text_append(Text *text, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    CHECK(length >= 0);
    text->data = mem_grow(text->data, &text->capacity, text->length + (size_t)length + 1, 1);
    vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
    va_end(again);
    text->length += (size_t)length;
}

void text_append_real(Text *text, double value) {
    char digits[40];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtod(digits, NULL) == value) break;
    }
    text_append(text, "%s", digits);
}

enum { ROW_INDENT = 26 };

// On a terminal: letters of Korean, Chinese and Japanese are two columns wide.
static int columns_of(const char *text, size_t length) {
    const char *end = text + length;
    int wide = 0;
    while (text < end) {
        uint32_t code = utf8_next(&text);
        wide += code >= 0x1100 && (code <= 0x115F || (code >= 0x2E80 && code <= 0xD7A3)) ? 2 : 1;
    }
    return wide;
}

// Lines after the first are indented.
static void append_wrapped(Text *text, const char *words, int indent, int width) {
    int column = 0;
    while (*words) {
        size_t word = strcspn(words, " ");
        int wide = columns_of(words, word);
        if (column && column + 1 + wide > width) {
            text_append(text, "\n%*s", indent, "");
            column = 0;
        }
        text_append(text, "%s%.*s", column ? " " : "", (int)word, words);
        column += wide + (column ? 1 : 0);
        words += word + strspn(words + word, " ");
    }
    text_append(text, "\n");
}

void text_append_row(Text *text, const char *name, const char *words) {
    enum { ROOM = ROW_INDENT - 4 };
    if (strlen(name) > ROOM)
        text_append(text, "  %s\n%*s", name, ROW_INDENT, "");
    else
        text_append(text, "  %-*s  ", ROOM, name);
    append_wrapped(text, words, ROW_INDENT, TEXT_COLUMNS - ROW_INDENT);
}

void text_clear(Text *text) {
    text->length = 0;
    if (text->data) text->data[0] = '\0';
}

void text_free(Text *text) {
    free(text->data);
    *text = (Text){ 0 };
}

uint32_t utf8_next(const char **text) {
    const unsigned char *at = (const unsigned char *)*text;
    if (!*at) return 0;
    int more = *at < 0x80 ? 0 : *at >= 0xF0 ? 3 : *at >= 0xE0 ? 2 : *at >= 0xC0 ? 1 : -1;
    if (more <= 0) {
        *text += 1;
        return more == 0 ? *at : 0xFFFD;
    }
    uint32_t code = *at & (0x3Fu >> more);
    for (int i = 1; i <= more; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            *text += i;
            return 0xFFFD;
        }
        code = code << 6 | (at[i] & 0x3F);
    }
    *text += more + 1;
    // Forms longer than they need be, surrogates, and what lies beyond the last code point.
    static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
    bool good = code >= least[more] && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    return good ? code : 0xFFFD;
}

size_t utf8_put(char out[4], uint32_t code) {
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, code >>= 6) out[i] = (char)(0x80 | (code & 0x3F));
    static const unsigned lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    out[0] = (char)(lead[length] | code);
    return length;
}

static bool starts_number(const char *text) {
    return isdigit((unsigned char)*text) || *text == '-' || *text == '+' || *text == '.';
}

bool read_real(const char *text, double *out) {
    if (!starts_number(text) || strpbrk(text, "xX")) return false; // strtod reads 0x10 too
    char *end;
    double value = strtod(text, &end);
    if (*end || end == text || !isfinite(value)) return false;
    *out = value;
    return true;
}

bool read_int(const char *text, long long *out) {
    if (!starts_number(text)) return false;
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (*end || end == text || errno) return false;
    *out = value;
    return true;
}

bool read_unsigned(const char *text, uint64_t *out) {
    if (!isdigit((unsigned char)*text)) return false;
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (*end || end == text || errno) return false;
    *out = value;
    return true;
}

bool text_equal_ignoring_case(const char *a, const char *b) {
    for (; *a && *b; a++, b++)
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b)) return false;
    return *a == *b;
}
