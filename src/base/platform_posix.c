// SPDX-License-Identifier: MIT
#include "base/platform.h"

void platform_loop(bool (*turn)(void *user), void *user) {
    while (turn(user)) continue;
}

int platform_rest(int timeout) {
    return timeout;
}

void platform_file_written(const char *path) {
    (void)path;
}

bool platform_copy(const char *text) {
    (void)text;
    return false;
}

bool platform_pick_files(void) {
    return false;
}

bool platform_has_address(void) {
    return false;
}

void platform_show_address(const char *link) {
    (void)link;
}

bool platform_has_processes(void) {
    return true;
}
