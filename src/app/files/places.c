// SPDX-License-Identifier: MIT
#include "app/files/places.h"

#include "base/folder.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "base/translate.h"
#include "io/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_ROOM = 4096 };

// Each folder once, and only where it is.
static void add(Places *places, char *path, const char *label, bool is_word) {
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') path[--length] = '\0';
    if (places->count == PLACES_MOST || !path_is_whole(path) || !path_is_folder(path)) return;
    for (int i = 0; i < places->count; i++)
        if (places->list[i].path && strcmp(places->list[i].path, path) == 0) return;
    Place *place = &places->list[places->count++];
    place->path = mem_copy_text(path);
    place->is_word = is_word;
    snprintf(place->label, sizeof place->label, "%s", label);
}

// XDG_PICTURES_DIR="$HOME/Pictures" in user-dirs.dirs, in the language of the desktop.
static void pictures_of_desktop(char *out, size_t size, const char *home) {
    static const char key[] = "XDG_PICTURES_DIR=\"";
    const char *config = getenv("XDG_CONFIG_HOME");
    char path[PATH_ROOM];
    uint8_t *data;
    size_t length;
    Error ignored;
    if (config && path_is_whole(config))
        snprintf(path, sizeof path, "%s/user-dirs.dirs", config);
    else
        snprintf(path, sizeof path, "%s/.config/user-dirs.dirs", home);
    if (!file_read(&data, &length, path, 1 << 16, &ignored)) return;
    const char *at = strstr((char *)data, key);
    if (at) {
        at += sizeof key - 1;
        bool below = strncmp(at, "$HOME", 5) == 0;
        if (below) at += 5;
        snprintf(out, size, "%s%.*s", below ? home : "", (int)strcspn(at, "\"\n"), at);
    }
    free(data);
}

static void add_drives(Places *places, const char *folder) {
    const char *user = getenv("USER");
    char path[PATH_ROOM], drive[2 * PATH_ROOM];
    FolderList list;
    Error ignored;
    if (!user || !*user) return;
    snprintf(path, sizeof path, "%s/%s", folder, user);
    if (!folder_list(&list, path, PLACES_MOST, &ignored)) return;
    for (size_t i = 0; i < list.count; i++) {
        snprintf(drive, sizeof drive, "%s/%s", path, list.items[i].name);
        if (list.items[i].is_folder) add(places, drive, list.items[i].name, false);
    }
    folder_list_free(&list);
}

void places_find(Places *places, const char *picture) {
    const char *home = getenv("HOME");
    char path[PATH_ROOM];
    places_free(places);
    Place *recent = &places->list[places->count++];
    snprintf(recent->label, sizeof recent->label, "%s", N_("Recent files"));
    recent->is_word = true;
    if (home && path_is_whole(home)) {
        snprintf(path, sizeof path, "%s", home);
        add(places, path, N_("Home"), true);
        snprintf(path, sizeof path, "%s/Pictures", home);
        pictures_of_desktop(path, sizeof path, home);
        add(places, path, N_("Pictures"), true);
    }
    if (*picture) {
        path_folder(path, sizeof path, picture);
        add(places, path, path_base(path), false);
    }
    path_whole(path, sizeof path, ".");
    size_t length = strlen(path);
    if (length > 2 && strcmp(path + length - 2, "/.") == 0) path[length - 2] = '\0';
    add(places, path, path_base(path), false);
    add_drives(places, "/media");
    add_drives(places, "/run/media");
}

void places_free(Places *places) {
    for (int i = 0; i < places->count; i++) free(places->list[i].path);
    *places = (Places){ 0 };
}

const char *places_first(const Places *places) {
    const char *first = NULL;
    for (int i = 0; i < places->count; i++) {
        if (places->list[i].path && (!first || strcmp(places->list[i].label, "Pictures") == 0))
            first = places->list[i].path;
    }
    return first ? first : "/";
}
