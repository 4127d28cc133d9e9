// SPDX-License-Identifier: MIT
#include "conf/link.h"

#include "conf/command_line.h"
#include "conf/option.h"

#include <string.h>

void link_append_settings(Text *out, const Settings *settings) {
    Settings shown = *settings;
    option_reset(&shown, option_row(OPT_SIZE));
    command_line_append_unfiled(out, &shown);
}

static int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The next byte that is meant, or -1.
static int next_byte(const char **at) {
    const char *c = *at;
    if (*c != '%') {
        *at = c + 1;
        return *c == '+' ? ' ' : (unsigned char)*c;
    }
    int high = digit(c[1]), low = high < 0 ? -1 : digit(c[2]);
    *at = c + 3;
    return low < 0 ? -1 : high << 4 | low;
}

bool link_read(Text *out, const char *address, Error *error) {
    if (strlen(address) > LINK_MOST)
        return error_set(error, "the link is longer than the %d bytes that alphabar reads",
                         LINK_MOST);
    const char *hash = strchr(address, '#');
    for (const char *at = hash ? hash + 1 : address; *at;) {
        int byte = next_byte(&at);
        if (byte < 0)
            return error_set(error,
                             "the link holds a %% that two hexadecimal digits do not follow");
        if (byte < 0x20 || byte == 0x7F)
            return error_set(error, "the link holds a control character");
        char c = (char)byte;
        text_append_bytes(out, &c, 1);
    }
    return true;
}
