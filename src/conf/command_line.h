// SPDX-License-Identifier: MIT
// The command line that makes a file, as text: every export carries it, `--from FILE` reads it.
#ifndef ALPHABAR_CONF_COMMAND_LINE_H
#define ALPHABAR_CONF_COMMAND_LINE_H

#include "base/text.h"
#include "conf/invocation.h"

// Every option that is not at its default; what changes nothing of what is shown is left out, such
// as the number of threads. `whole`: files are named from the root.
void command_line_append_settings(Text *out, const Settings *settings, bool whole);

// "alphabar export OUT IMAGE --t 240 ..." as a POSIX shell takes it: the picture and the list of
// betas as they were named. What changes no byte of the file is left out: the number of threads, a
// folder of shaders, what was already there.
void command_line_write(Text *out, const Arguments *arguments);

// Every such line begins with this.
#define COMMAND_LINE_START "alphabar export "

#endif
