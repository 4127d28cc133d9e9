// SPDX-License-Identifier: MIT
// A folder of folders of pictures, whose names are labels: the input is the names, one a line, and
// behind a '/' that of the picture.
#define _XOPEN_SOURCE 700 // nftw

#include "fuzz.h"
#include "io/dataset.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *place) {
    (void)info, (void)kind, (void)place;
    return remove(path);
}

static void put(const char *root, char *line) {
    static const char picture[] = "P5 2 2 255\n\1\2\3\4";
    char path[1024];
    char *name = strchr(line, '/');
    if (name) *name++ = '\0';
    if (!*line || strcmp(line, ".") == 0 || strcmp(line, "..") == 0 || strlen(line) > 100) return;
    snprintf(path, sizeof path, "%s/%s", root, line);
    mkdir(path, 0700);
    if (!name || !*name || strchr(name, '/') || strlen(name) > 100) return;
    snprintf(path, sizeof path, "%s/%s/%s", root, line, name);
    FILE *file = fopen(path, "wb");
    if (!file) return;
    fwrite(picture, 1, sizeof picture - 1, file);
    fclose(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char root[128];
    char *text = fuzz_text(data, size > 2000 ? 2000 : size), *rest = NULL;
    snprintf(root, sizeof root, "%s/set", fuzz_folder());
    mkdir(root, 0700);
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        put(root, line);
    free(text);
    Dataset set = { 0 };
    Error error;
    if (dataset_load(&set, root, 2, 1, NULL, &error)) {
        for (size_t i = 0; set.labels && i < set.count; i++)
            fuzz_require(set.labels[i] < set.label_count, "a label has a name");
        dataset_free(&set);
    }
    nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return 0;
}
