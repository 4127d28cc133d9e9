// SPDX-License-Identifier: MIT
#include "conf/link.h"

#include "base/translate.h"
#include "conf/command_line.h"
#include "conf/option.h"

#include <string.h>

static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-_.~=:,/()|*!;@", c));
}

// Options that name files of a machine, and those that are about the window's place on it.
static void leave_out(Settings *settings) {
    for (int i = 0; i < OPTIONS; i++) {
        const Option *option = option_row((OptionId)i);
        Text value = { 0 };
        option_format(&value, settings, option);
        if (option_is_path(option, value.data ? value.data : "")) option_reset(settings, option);
        text_free(&value);
    }
    option_reset(settings, option_row(OPT_SIZE));
    option_reset(settings, option_row(OPT_THREADS));
}

void link_write(Text *out, const Settings *settings, const char *runs) {
    Settings shown = *settings;
    Text line = { 0 };
    leave_out(&shown);
    command_line_append_settings(&line, &shown, false);
    text_append(&line, "%s", runs);
    for (const char *c = line.data + strspn(line.data, " "); *c; c++)
        text_append(out, is_plain(*c) ? "%c" : "%%%02X", (unsigned char)*c);
    text_free(&line);
}

static int digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

bool link_read(Text *line, const char *link, Error *error) {
    const char *hash = strchr(link, '#');
    const char *at = hash ? hash + 1 : link;
    if (strlen(at) > LINK_MOST)
        return error_usage(error, "--link: is longer than %d characters", LINK_MOST);
    while (*at) {
        if (*at == '%') {
            int high = digit(at[1]), low = high < 0 ? -1 : digit(at[2]);
            if (low < 0) return error_usage(error, "--link: a %% needs two hexadecimal digits");
            char byte = (char)(16 * high + low);
            if (byte == '\0' || byte == '\n')
                return error_usage(error, "--link: has a byte that no command line has");
            text_append_bytes(line, &byte, 1);
            at += 3;
        } else {
            text_append_bytes(line, *at == '+' ? " " : at, 1);
            at++;
        }
    }
    return true;
}
