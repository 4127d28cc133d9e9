// SPDX-License-Identifier: MIT
// Words as a POSIX shell takes them, and a line cut into them again.
#ifndef ALPHABAR_CONF_SHELL_H
#define ALPHABAR_CONF_SHELL_H

#include "base/text.h"

void shell_quote(Text *out, const char *word); // so that a shell gives it back

// Cuts a line into its words, in place. Returns how many, -1 where a quote is not closed or there
// are more than SHELL_WORDS.
enum { SHELL_WORDS = 256 };
int shell_split(char *line, char *words[SHELL_WORDS]);

#endif
