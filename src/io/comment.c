// SPDX-License-Identifier: MIT
// No container is taken apart: all of them hold the text as it is, and what begins as no other
// text does is found by looking for it. Where it ends differs.
#include "io/comment.h"

#include "base/memory.h"
#include "io/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum Kind { KIND_OTHER, KIND_PNG, KIND_GIF, KIND_SVG } Kind;

static Kind kind_of(const uint8_t *bytes, size_t length) {
    if (length >= 8 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0) return KIND_PNG;
    if (length >= 6 && memcmp(bytes, "GIF8", 4) == 0) return KIND_GIF;
    if (length >= 5 && (memcmp(bytes, "<?xml", 5) == 0 || memcmp(bytes, "<svg", 4) == 0))
        return KIND_SVG;
    return KIND_OTHER;
}

// A text chunk says its length, four bytes before its type; the keyword and, in iTXt, five zeros
// stand between the type and the text.
static size_t png_length(const uint8_t *window, size_t at) {
    for (size_t back = 8; back <= 64 && back <= at; back++) {
        const uint8_t *type = window + at - back;
        if (memcmp(type, "tEXt", 4) != 0 && memcmp(type, "iTXt", 4) != 0) continue;
        if (at < back + 4) return 0;
        const uint8_t *size = type - 4;
        size_t length =
            (size_t)size[0] << 24 | (size_t)size[1] << 16 | (size_t)size[2] << 8 | size[3];
        size_t keyword = back - 4;
        return length > keyword && length - keyword <= COMMENT_MOST ? length - keyword : 0;
    }
    return 0;
}

// Sub-blocks of at most 255 bytes, each after a byte that says how many; 0 ends them.
static void take_gif(Text *out, const uint8_t *from, size_t room) {
    for (size_t at = 0, length; at < room && (length = from[at]) > 0; at += length + 1) {
        if (at + 1 + length > room) return;
        text_append_bytes(out, (const char *)from + at + 1, length);
    }
}

static void take_svg(Text *out, const char *from, size_t room) {
    static const struct {
        const char *name;
        char letter;
    } entities[] = { { "&lt;", '<' }, { "&gt;", '>' }, { "&amp;", '&' }, { "&quot;", '"' } };
    for (size_t i = 0; i < room && from[i] != '<'; i++) {
        char letter = from[i];
        for (size_t k = 0; k < sizeof entities / sizeof entities[0]; k++) {
            size_t length = strlen(entities[k].name);
            if (i + length > room || memcmp(from + i, entities[k].name, length) != 0) continue;
            letter = entities[k].letter;
            i += length - 1;
            break;
        }
        text_append_bytes(out, &letter, 1);
    }
}

static void take(Text *out, Kind kind, const uint8_t *window, size_t at, size_t length) {
    const char *from = (const char *)window + at;
    size_t room = length - at, used = 0;
    if (room > COMMENT_MOST) room = COMMENT_MOST;
    switch (kind) {
    case KIND_PNG:
        used = png_length(window, at);
        if (used <= room) text_append_bytes(out, from, used);
        break;
    case KIND_GIF:
        if (at > 0) take_gif(out, window + at - 1, room + 1);
        break;
    case KIND_SVG: take_svg(out, from, room); break;
    case KIND_OTHER: // film_open's writers end it with a line
        while (used < room && window[at + used] >= ' ') used++;
        text_append_bytes(out, from, used);
        break;
    }
    while (out->length && strchr(" \n", out->data[out->length - 1]))
        out->data[--out->length] = '\0';
}

static bool search(Text *out, FILE *stream, const char *start) {
    enum { STEP = 1 << 18, KEEP = 64 };
    uint8_t *window = mem_alloc(STEP + COMMENT_MOST + KEEP, 1);
    size_t length = 0, start_length = strlen(start);
    Kind kind = KIND_OTHER;
    bool first = true, end = false;
    while (!end && !out->length) {
        size_t got = fread(window + length, 1, STEP + COMMENT_MOST + KEEP - length, stream);
        length += got;
        end = feof(stream) || ferror(stream) || got == 0;
        if (first) kind = kind_of(window, length);
        first = false;
        // What begins near the end is looked at again with what follows it.
        size_t last = end ? length : length - COMMENT_MOST;
        for (size_t at = 0; at + start_length <= length && at < last && !out->length; at++) {
            const uint8_t *found = memchr(window + at, start[0], last - at);
            if (!found) break;
            at = (size_t)(found - window);
            if (at + start_length <= length && memcmp(found, start, start_length) == 0)
                take(out, kind, window, at, length);
        }
        size_t keep = length < COMMENT_MOST + KEEP ? length : COMMENT_MOST + KEEP;
        memmove(window, window + length - keep, keep);
        length = keep;
    }
    free(window);
    return out->length > 0;
}

bool comment_read(Text *out, const char *path, const char *start, Error *error) {
    FILE *stream = file_open_to_read(path, error);
    if (!stream) return false;
    errno = 0;
    bool found = search(out, stream, start);
    bool broken = ferror(stream) != 0;
    int reason = errno;
    fclose(stream);
    if (broken && !found) return error_set(error, "%s: %s", path, strerror(reason));
    return found || error_set(error, "%s: carries no command line of alphabar", path);
}
