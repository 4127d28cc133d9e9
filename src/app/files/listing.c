// SPDX-License-Identifier: MIT
#include "app/files/listing.h"

#include "base/folder.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "base/translate.h"

#include <stdlib.h>
#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static int lower(char c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : (unsigned char)c;
}

// Two runs of digits: the longer one without its zeros is larger. Moves both on.
static int compare_numbers(const char **a, const char **b) {
    *a += strspn(*a, "0"), *b += strspn(*b, "0");
    size_t long_a = strspn(*a, "0123456789"), long_b = strspn(*b, "0123456789");
    int order = long_a != long_b ? (long_a > long_b) - (long_a < long_b) : memcmp(*a, *b, long_a);
    *a += long_a, *b += long_b;
    return order;
}

int listing_compare(const char *a, const char *b) {
    const char *x = a, *y = b;
    while (*x && *y) {
        int order =
            is_digit(*x) && is_digit(*y) ? compare_numbers(&x, &y) : lower(*x++) - lower(*y++);
        if (order) return order;
    }
    if (*x || *y) return *x ? 1 : -1;
    return strcmp(a, b); // "a01" and "A1" have one order, too
}

bool listing_matches(const char *name, const char *filter) {
    for (;; name++) {
        size_t i = 0;
        while (filter[i] && name[i] && lower(name[i]) == lower(filter[i])) i++;
        if (!filter[i]) return true;
        if (!*name) return false;
    }
}

FileKind listing_kind(const char *name) {
    static const char *const pictures[] = { ".png", ".jpg", ".jpeg", ".bmp", ".tga", ".gif",
                                            ".psd", ".hdr", ".pnm",  ".pgm", ".ppm", ".pbm" };
    static const char *const others[] = { ".npy", ".csv", ".json" };
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++)
        if (path_ends_in(name, pictures[i])) return FILE_PICTURE;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (path_ends_in(name, others[i])) return FILE_OTHER;
    return strstr(name, "idx3") ? FILE_OTHER : FILE_NOTHING; // MNIST's pictures
}

static void add(Listing *listing, char *path, FileKind kind) {
    listing->files =
        mem_grow(listing->files, &listing->room, listing->count + 1, sizeof *listing->files);
    listing->files[listing->count++] = (ListedFile){ path, path_base(path), kind };
}

static void add_built_in(Listing *listing) {
    add(listing, mem_copy_text(N_("built-in picture")), FILE_BUILT_IN);
}

static int by_kind_and_name(const void *first, const void *second) {
    const ListedFile *a = first, *b = second;
    bool folder_a = a->kind == FILE_FOLDER, folder_b = b->kind == FILE_FOLDER;
    return folder_a != folder_b ? folder_b - folder_a : listing_compare(a->name, b->name);
}

bool listing_read(Listing *listing, const char *folder, Error *error) {
    FolderList list;
    *listing = (Listing){ 0 };
    if (!folder_list(&list, folder, LISTING_MOST, error)) return false;
    add_built_in(listing);
    for (size_t i = 0; i < list.count; i++) {
        const FolderItem *item = &list.items[i];
        FileKind kind = item->is_folder ? FILE_FOLDER : listing_kind(item->name);
        const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
        Text path = { 0 };
        if (kind == FILE_NOTHING) continue;
        text_append(&path, "%s%s%s", folder, slash, item->name);
        add(listing, path.data, kind);
    }
    listing->more = list.more;
    folder_list_free(&list);
    qsort(listing->files + 1, listing->count - 1, sizeof *listing->files, by_kind_and_name);
    return true;
}

void listing_of(Listing *listing, char *const *paths, int count) {
    *listing = (Listing){ 0 };
    add_built_in(listing);
    for (int i = 0; i < count; i++) {
        if (!path_exists(paths[i])) continue;
        FileKind kind = path_is_folder(paths[i]) ? FILE_FOLDER : listing_kind(path_base(paths[i]));
        add(listing, mem_copy_text(paths[i]), kind == FILE_NOTHING ? FILE_OTHER : kind);
    }
}

void listing_free(Listing *listing) {
    for (size_t i = 0; i < listing->count; i++) free(listing->files[i].path);
    free(listing->files);
    *listing = (Listing){ 0 };
}
