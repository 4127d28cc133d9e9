// SPDX-License-Identifier: MIT
#include "conf/shell.h"

#include <string.h>

void shell_quote(Text *out, const char *word) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_./:,%+=@-";
    if (*word && !word[strspn(word, plain)]) {
        text_append(out, "%s", word);
        return;
    }
    text_append(out, "'");
    for (; *word; word++) {
        if (*word == '\'')
            text_append(out, "'\\''");
        else
            text_append_bytes(out, word, 1);
    }
    text_append(out, "'");
}

int shell_split(char *line, char *words[SHELL_WORDS]) {
    int count = 0;
    char *from = line, *to = line;
    for (;;) {
        while (*from == ' ' || *from == '\n') from++;
        if (!*from) return count;
        if (count == SHELL_WORDS) return -1;
        words[count++] = to;
        char quote = '\0';
        for (; *from && (quote || (*from != ' ' && *from != '\n')); from++) {
            if (quote == *from)
                quote = '\0';
            else if (!quote && (*from == '\'' || *from == '"'))
                quote = *from;
            else if (quote != '\'' && *from == '\\' && from[1])
                *to++ = *++from;
            else
                *to++ = *from;
        }
        if (quote) return -1;
        if (*from) from++; // before `to` overwrites it
        *to++ = '\0';
    }
}
