// SPDX-License-Identifier: MIT
#include "base/path.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *path_base(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *path_ending(const char *path) {
    const char *base = path_base(path);
    const char *dot = strrchr(base, '.');
    return dot && dot != base ? dot : base + strlen(base);
}

bool path_ends_in(const char *path, const char *ending) {
    return text_equal_ignoring_case(path_ending(path), ending);
}

bool path_exists(const char *path) {
    struct stat info;
    return stat(path, &info) == 0;
}

bool path_is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

long long path_changed_at(const char *path) {
    struct stat info;
    if (stat(path, &info)) return 0;
    return (long long)info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
}

long long path_bytes(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 ? (long long)info.st_size : 0;
}

size_t path_folder(char *out, size_t size, const char *path) {
    const char *slash = strrchr(path, '/');
    if (!slash) return (size_t)snprintf(out, size, ".");
    if (slash == path) return (size_t)snprintf(out, size, "/");
    return (size_t)snprintf(out, size, "%.*s", (int)(slash - path), path);
}

bool path_is_whole(const char *path) {
#ifdef _WIN32
    if (path[0] && path[1] == ':') return true;
#endif
    return path[0] == '/';
}

void path_whole(char *out, size_t size, const char *path) {
    char folder[4096], whole[8192];
    snprintf(out, size, "%s", path);
    if (!*path || path_is_whole(path) || !getcwd(folder, sizeof folder)) return;
    path_join(whole, sizeof whole, folder, path);
    if (strlen(whole) < size) snprintf(out, size, "%s", whole); // else it stays as it was given
}

void path_join(char *out, size_t size, const char *folder, const char *path) {
    while (path[0] == '.' && path[1] == '/') path += 2 + strspn(path + 2, "/");
    size_t length = strlen(folder);
    const char *slash = length && folder[length - 1] == '/' ? "" : "/";
    snprintf(out, size, "%s%s%s", folder, slash, path);
}
