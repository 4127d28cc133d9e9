// SPDX-License-Identifier: MIT
#include "app/files/state.h"

#include "base/folder.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "io/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 1 << 20, PATH_ROOM = 8192 };

// False where nothing says whose it is.
static bool name_file(Text *path, const char *name) {
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && path_is_whole(state)) { // another one is to be passed over
        text_append(path, "%s/alphabar/%s", state, name);
        return true;
    }
    if (!home || !path_is_whole(home)) return false;
    text_append(path, "%s/.local/state/alphabar/%s", home, name);
    return true;
}

static bool write_state(const char *name, const Text *text) {
    Text path = { 0 };
    Error ignored;
    bool named = name_file(&path, name);
    if (named) folder_make_parents(path.data);
    bool good =
        named && file_write(path.data, text->data ? text->data : "", text->length, &ignored);
    text_free(&path);
    return good;
}

// Recent files ------------------------------------------------------------------------------------

// A path a line; a name may have the end of a line in it, which is "\n" then, and '\' is "\\".
static void append_line(Text *out, const char *path) {
    for (; *path; path++) {
        if (*path == '\n')
            text_append(out, "\\n");
        else if (*path == '\\')
            text_append(out, "\\\\");
        else
            text_append_bytes(out, path, 1);
    }
    text_append(out, "\n");
}

static void read_line(Recent *recent, const char *line, size_t length) {
    Text path = { 0 };
    for (size_t i = 0; i < length; i++) {
        bool escaped = line[i] == '\\' && i + 1 < length;
        i += escaped;
        text_append_bytes(&path, escaped && line[i] == 'n' ? "\n" : line + i, 1);
    }
    if (path.data && path_is_whole(path.data) && recent->count < RECENT_MOST)
        recent->paths[recent->count++] = path.data;
    else
        text_free(&path);
}

void recent_read(Recent *recent) {
    Text path = { 0 };
    uint8_t *data;
    size_t length;
    Error ignored;
    *recent = (Recent){ 0 };
    bool good =
        name_file(&path, "recent") && file_read(&data, &length, path.data, FILE_MOST, &ignored);
    text_free(&path);
    if (!good) return;
    for (const char *at = (char *)data; *at;) {
        size_t line = strcspn(at, "\n");
        read_line(recent, at, line);
        at += line + (at[line] == '\n');
    }
    free(data);
}

void recent_free(Recent *recent) {
    for (int i = 0; i < recent->count; i++) free(recent->paths[i]);
    *recent = (Recent){ 0 };
}

bool recent_add(const char *path) {
    char whole[PATH_ROOM];
    Recent before;
    Text text = { 0 };
    path_whole(whole, sizeof whole, path);
    if (!path_is_whole(whole) || strlen(path) >= sizeof whole) return false;
    recent_read(&before);
    append_line(&text, whole);
    for (int i = 0, kept = 1; i < before.count && kept < RECENT_MOST; i++) {
        if (strcmp(before.paths[i], whole) == 0) continue;
        append_line(&text, before.paths[i]);
        kept++;
    }
    bool good = write_state("recent", &text);
    recent_free(&before);
    text_free(&text);
    return good;
}

// -------------------------------------------------------------------------------------------------

bool state_first_time(const char *name) {
    Text path = { 0 }, empty = { 0 };
    bool first = name_file(&path, name) && !path_exists(path.data) && write_state(name, &empty);
    text_free(&path);
    return first;
}
