// SPDX-License-Identifier: MIT
// What is remembered from one start to the next: files that were opened by hand, and that the first
// line was seen. Each is a file in $XDG_STATE_HOME/alphabar, ~/.local/state/alphabar where that is
// not set. It is a comfort: where it cannot be read or written nothing is said.
#ifndef ALPHABAR_APP_FILES_STATE_H
#define ALPHABAR_APP_FILES_STATE_H

#include <stdbool.h>

enum { RECENT_MOST = 12 };

typedef struct Recent {
    char *paths[RECENT_MOST]; // from the root, the latest first
    int count;
} Recent;

void recent_read(Recent *recent); // none where there is no file
void recent_free(Recent *recent);
bool recent_add(const char *path); // it becomes the first; false where it cannot be remembered

// True the first time that it is asked, and where that can be remembered.
bool state_first_time(const char *name);

#endif
