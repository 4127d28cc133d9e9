// SPDX-License-Identifier: MIT
#include "base/translate.h"

#include "base/embedded_files.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

// A catalogue as msgfmt writes it: two tables of (length, offset), of the originals in the order of
// strcmp and of the translations, each text followed by '\0'. An original with a plural is its
// singular, '\0' and the plural; Korean has one form for both.
typedef struct Catalogue {
    const char *language;
    const unsigned char *bytes;
    size_t size, originals, translations; // places of the tables
    size_t count;                         // 0: not read yet, or not to be read
} Catalogue;

static Catalogue catalogues[] = { { .language = "ko" } };
enum { CATALOGUES = sizeof catalogues / sizeof catalogues[0] };

static _Atomic(const Catalogue *) in_use; // NULL: English
static atomic_bool terminal_follows;

static size_t word_at(const Catalogue *catalogue, size_t place) {
    const unsigned char *at = catalogue->bytes + place;
    return (size_t)at[0] | (size_t)at[1] << 8 | (size_t)at[2] << 16 | (size_t)at[3] << 24;
}

static const char *text_at(const Catalogue *catalogue, size_t table, size_t index) {
    return (const char *)catalogue->bytes + word_at(catalogue, table + 8 * index + 4);
}

static bool lies_within(const Catalogue *catalogue, size_t table, size_t index) {
    size_t length = word_at(catalogue, table + 8 * index);
    size_t offset = word_at(catalogue, table + 8 * index + 4);
    return offset < catalogue->size && length < catalogue->size - offset &&
           catalogue->bytes[offset + length] == '\0';
}

static bool is_whole(const Catalogue *catalogue, size_t count) {
    size_t room = catalogue->size / 8;
    if (count > room || catalogue->originals > catalogue->size - 8 * count ||
        catalogue->translations > catalogue->size - 8 * count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!lies_within(catalogue, catalogue->originals, i) ||
            !lies_within(catalogue, catalogue->translations, i))
            return false;
        if (i && strcmp(text_at(catalogue, catalogue->originals, i - 1),
                        text_at(catalogue, catalogue->originals, i)) >= 0)
            return false;
    }
    return true;
}

static void read_catalogue(Catalogue *catalogue, const EmbeddedFile *file) {
    enum { HEADER = 28 };
    static const unsigned char magic[4] = { 0xDE, 0x12, 0x04, 0x95 }; // little endian
    if (file->length < HEADER || memcmp(file->bytes, magic, sizeof magic) != 0) return;
    catalogue->bytes = file->bytes;
    catalogue->size = file->length;
    catalogue->originals = word_at(catalogue, 12);
    catalogue->translations = word_at(catalogue, 16);
    size_t count = word_at(catalogue, 8);
    if (is_whole(catalogue, count)) catalogue->count = count;
}

static const Catalogue *find_catalogue(const char *language) {
    for (int i = 0; language && i < CATALOGUES; i++) {
        Catalogue *catalogue = &catalogues[i];
        if (strcmp(catalogue->language, language) != 0) continue;
        char name[16];
        snprintf(name, sizeof name, "%s.mo", language);
        const EmbeddedFile *file = embedded_files;
        while (file->name && strcmp(file->name, name) != 0) file++;
        if (file->name && !catalogue->count) read_catalogue(catalogue, file);
        return catalogue->count ? catalogue : NULL;
    }
    return NULL;
}

bool translate_has(const char *language) {
    return find_catalogue(language) != NULL;
}

bool translate_use(const char *language) {
    const Catalogue *catalogue = find_catalogue(language);
    atomic_store(&in_use, catalogue);
    return catalogue || !language || strcmp(language, "en") == 0;
}

const char *translate_language(void) {
    const Catalogue *catalogue = atomic_load(&in_use);
    return catalogue ? catalogue->language : "en";
}

void translate_terminal(bool follows) {
    atomic_store(&terminal_follows, follows);
}

bool translate_terminal_follows(void) {
    return atomic_load(&terminal_follows);
}

// NULL where there is none.
static const char *look_up(const char *key) {
    const Catalogue *catalogue = atomic_load(&in_use);
    if (!catalogue || !*key) return NULL; // the empty key has the catalogue's header
    size_t from = 0, to = catalogue->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(key, text_at(catalogue, catalogue->originals, middle));
        if (order == 0) return text_at(catalogue, catalogue->translations, middle);
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

const char *translate(const char *text) {
    const char *found = look_up(text);
    return found ? found : text;
}

const char *translate_in_context(const char *key, const char *text) {
    const char *found = look_up(key);
    return found ? found : text;
}

const char *translate_plural(const char *one, const char *many, long long n) {
    const char *found = look_up(one);
    return found ? found : n == 1 ? one : many;
}
