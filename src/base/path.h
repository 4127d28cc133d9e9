// SPDX-License-Identifier: MIT
// Names of files. Paths are UTF-8 with '/' between the parts.
#ifndef ALPHABAR_BASE_PATH_H
#define ALPHABAR_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

const char *path_base(const char *path);   // "a/cat.png" -> "cat.png"; points into path
const char *path_ending(const char *path); // "a/cat.PNG" -> ".PNG"; "" where there is none
bool path_ends_in(const char *path, const char *ending); // ".png", ignoring case
bool path_exists(const char *path);
bool path_is_folder(const char *path);
long long path_changed_at(const char *path); // nanoseconds since 1970; 0 where there is nothing
long long path_bytes(const char *path);      // of a file; 0 where there is nothing
size_t path_folder(char *out, size_t size, const char *path); // "a/cat.png" -> "a", "cat" -> "."

bool path_is_whole(const char *path); // from the root
// From the root, by the folder the program is in: what a command line elsewhere can name. "" stays.
void path_whole(char *out, size_t size, const char *path);
void path_join(char *out, size_t size, const char *folder, const char *path);

#endif
