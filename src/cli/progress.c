// SPDX-License-Identifier: MIT
#include "cli/progress.h"

#include "base/clock.h"

#include <stdio.h>
#include <unistd.h>

// True where it is time to draw it: then the bar is there, and what is counted goes behind it.
static bool draw(Progress *progress, double done) {
    enum { WIDTH = 30 };
    static const double often = 0.1; // seconds
    if (!isatty(STDERR_FILENO)) return false;
    double now = clock_seconds();
    if (progress->shown && done < 1 && now - progress->shown_at < often) return false;
    progress->shown_at = now;
    progress->shown = true;
    int full = (int)(WIDTH * done);
    fprintf(stderr, "\r%s  ", progress->label);
    for (int i = 0; i < WIDTH; i++) fputs(i < full ? "█" : "·", stderr);
    return true;
}

void progress_show(Progress *progress, double done) {
    if (draw(progress, done)) fprintf(stderr, "  %3.0f %%", 100 * done);
}

void progress_count(Progress *progress, int done, int all) {
    if (draw(progress, (double)done / all)) fprintf(stderr, "  %d / %d", done, all);
}

void progress_end(Progress *progress) {
    if (progress->shown) fputs("\r\033[K", stderr);
    progress->shown = false;
}

void progress_keep(Progress *progress) {
    if (progress->shown) fputc('\n', stderr);
    progress->shown = false;
}
