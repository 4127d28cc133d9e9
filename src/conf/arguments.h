// SPDX-License-Identifier: MIT
// The command line, read.
#ifndef ALPHABAR_CONF_ARGUMENTS_H
#define ALPHABAR_CONF_ARGUMENTS_H

#include "base/error.h"
#include "base/text.h"
#include "conf/invocation.h"

// Options may stand anywhere, as --name value or --name=value; "--" ends them. Strings point into
// argv.
bool arguments_parse(Arguments *arguments, int argc, char **argv, Error *error);
// The same on top of `base`, a session's settings, and its picture (NULL: the built-in one).
bool arguments_parse_over(Arguments *arguments, const Settings *base, const char *image, int argc,
                          char **argv, Error *error);
// As above, on top of the picture and the settings of `line`, an `alphabar export` command line as
// conf/command_line.h writes it. Strings point into `line` too, whose blanks become '\0'.
bool arguments_parse_after(Arguments *arguments, char *line, int argc, char **argv, Error *error);
// As above, of the words of a link (conf/link.h), which may come from anybody: it names no files,
// its size is not taken, and of commands it has what arguments_parse_after takes. A line of
// SHELL_WORDS at most.
bool arguments_parse_link(Arguments *arguments, char *line, int argc, char **argv, Error *error);
void arguments_help(Text *out); // all but panels, commands and keys

#endif
