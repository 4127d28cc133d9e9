// SPDX-License-Identifier: MIT
// The page's own part of each stands in web/page.js, as Module.alphabar.
#include "base/platform.h"

#include <errno.h>
#include <spawn.h>
#include <stddef.h>

// after the standard's
#include <emscripten.h> // keeps what is below: emscripten_set_main_loop_arg, EM_JS

EM_JS(void, page_file_written, (const char *path), {
    if (Module.alphabar) Module.alphabar.fileWritten(UTF8ToString(path));
});
EM_JS(void, page_copy, (const char *text), {
    if (Module.alphabar) Module.alphabar.copy(UTF8ToString(text));
});
EM_JS(void, page_pick_files, (void), {
    if (Module.alphabar) Module.alphabar.pickFiles();
});
EM_JS(void, page_show_address, (const char *words), {
    if (Module.alphabar) Module.alphabar.showAddress(UTF8ToString(words));
});

static bool (*turn_of_window)(void *user);

static void turn_once(void *user) {
    if (!turn_of_window(user)) emscripten_cancel_main_loop();
}

void platform_loop(bool (*turn)(void *user), void *user) {
    turn_of_window = turn;
    emscripten_set_main_loop_arg(turn_once, user, 0, true);
}

int platform_rest(int timeout) {
    (void)timeout;
    return 0; // the browser waits
}

void platform_file_written(const char *path) {
    page_file_written(path);
}

bool platform_copy(const char *text) {
    page_copy(text);
    return true;
}

bool platform_pick_files(void) {
    page_pick_files();
    return true;
}

bool platform_has_address(void) {
    return true;
}

void platform_show_address(const char *words) {
    page_show_address(words);
}

bool platform_has_processes(void) {
    return false;
}

// Declared by the C library, and not there.
int posix_spawnp(pid_t *restrict process, const char *restrict file,
                 const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *restrict attributes, char *const *restrict words,
                 char *const *restrict environment) {
    (void)process, (void)file, (void)actions, (void)attributes, (void)words, (void)environment;
    return ENOSYS;
}
