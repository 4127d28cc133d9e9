// SPDX-License-Identifier: MIT
// A bar on standard error, where that is a terminal.
#ifndef ALPHABAR_CLI_PROGRESS_H
#define ALPHABAR_CLI_PROGRESS_H

#include <stdbool.h>

typedef struct Progress {
    const char *label;
    double shown_at;
    bool shown;
} Progress;

void progress_show(Progress *progress, double done);        // 0..1, as a percentage
void progress_count(Progress *progress, int done, int all); // the same as "done / all"
void progress_end(Progress *progress);                      // takes it away
void progress_keep(Progress *progress);                     // the line's end instead: it stays

#endif
