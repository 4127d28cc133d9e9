// SPDX-License-Identifier: MIT
// What differs between systems, beside their threads (base/thread.h), and nothing else asks which
// one it is. One source a system: base/platform_posix.c, base/platform_web.c.
#ifndef ALPHABAR_BASE_PLATFORM_H
#define ALPHABAR_BASE_PLATFORM_H

#include <stdbool.h>

// Calls `turn` until it returns false. In a browser, whose loop it is that calls it, once a frame
// of the screen, this does not return, and what the caller has on its stack stays.
void platform_loop(bool (*turn)(void *user), void *user);

// How long a turn may wait for events that wants to for `timeout` milliseconds, < 0: without limit.
int platform_rest(int timeout);

// A file of that path is written whole. In a browser it becomes a download.
void platform_file_written(const char *path);

// The system's clipboard where SDL's is not that; false: SDL's is.
bool platform_copy(const char *text);

// Asks the person for files, where the system's own dialog is all that sees them; they come as if
// they were dropped. False: the program's list of files does it.
bool platform_pick_files(void);

// Where the window is a page its state stands behind the # of its address: conf/link.h.
bool platform_has_address(void);
void platform_show_address(const char *link);

bool platform_has_processes(void); // whether other programs can be run, as ffmpeg

#endif
