// SPDX-License-Identifier: MIT
#include "app/files/words.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// So many characters of the name, those in its middle left out.
static void cut(char *out, size_t size, const char *name, int count, int kept) {
    int front = (kept + 1) / 2, back = kept / 2;
    const char *head = name, *tail = name;
    for (int i = 0; i < front; i++) utf8_next(&head);
    for (int i = 0; i < count - back; i++) utf8_next(&tail);
    snprintf(out, size, "%.*s…%s", (int)(head - name), name, tail);
}

void words_fit(Ui *ui, RichStyle style, float room, const char *name, char *out, size_t size) {
    int count = 0;
    snprintf(out, size, "%s", name);
    if (rich_width(ui, style, out) <= room) return;
    for (const char *at = name; utf8_next(&at);) count++;
    int fits = 0, most = count - 1;
    while (fits < most) { // between what fits and what may
        int kept = (fits + most + 1) / 2;
        cut(out, size, name, count, kept);
        if (rich_width(ui, style, out) <= room)
            fits = kept;
        else
            most = kept - 1;
    }
    cut(out, size, name, count, fits);
}

void words_bytes(char *out, size_t size, long long bytes) {
    double count = (double)bytes;
    if (count < 1e3)
        snprintf(out, size, "%lld B", bytes);
    else if (count < 1e6)
        snprintf(out, size, "%.0f kB", count / 1e3);
    else if (count < 1e9)
        snprintf(out, size, count < 1e7 ? "%.1f MB" : "%.0f MB", count / 1e6);
    else
        snprintf(out, size, "%.1f GB", count / 1e9);
}
