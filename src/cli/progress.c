// SPDX-License-Identifier: MIT
#include "cli/progress.h"

#include "base/clock.h"

#include <stdio.h>
#include <unistd.h>

void progress_show(Progress *progress, double done) {
    enum { WIDTH = 30 };
    static const double often = 0.1; // seconds
    if (!isatty(STDERR_FILENO)) return;
    double now = clock_seconds();
    if (progress->shown && done < 1 && now - progress->shown_at < often) return;
    progress->shown_at = now;
    progress->shown = true;
    int full = (int)(WIDTH * done);
    fprintf(stderr, "\r%s  ", progress->label);
    for (int i = 0; i < WIDTH; i++) fputs(i < full ? "█" : "·", stderr);
    fprintf(stderr, "  %3.0f %%", 100 * done);
}

void progress_end(Progress *progress) {
    if (progress->shown) fputs("\r\033[K", stderr);
    progress->shown = false;
}
