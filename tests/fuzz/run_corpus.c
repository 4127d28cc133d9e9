// SPDX-License-Identifier: MIT
// A target without a fuzzer: runs the files that are named, and those in folders that are.
#define _XOPEN_SOURCE 700

#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int run_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return perror(path), 1;
    uint8_t *data = NULL;
    size_t size = 0, got;
    do {
        data = realloc(data, size + 65536);
        if (!data) abort();
        got = fread(data + size, 1, 65536, file);
        size += got;
    } while (got > 0);
    fclose(file);
    // A block of its very size, so that a sanitizer sees what is read beyond it.
    uint8_t *exact = malloc(size ? size : 1);
    if (!exact) abort();
    if (size) memcpy(exact, data, size);
    free(data);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 0;
}

static int run_folder(const char *path, DIR *folder, int *count) {
    int failed = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        char whole[1024];
        if (entry->d_name[0] == '.') continue;
        snprintf(whole, sizeof whole, "%s/%s", path, entry->d_name);
        failed |= run_file(whole);
        ++*count;
    }
    return failed;
}

int main(int argc, char **argv) {
    int failed = 0, count = 0;
    LLVMFuzzerInitialize(&argc, &argv);
    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);
        failed |= folder ? run_folder(argv[i], folder, &count) : (count++, run_file(argv[i]));
        if (folder) closedir(folder);
    }
    printf("%d inputs\n", count);
    return failed || count == 0;
}
