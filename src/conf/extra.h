// SPDX-License-Identifier: MIT
// Options that belong to one invocation and are no part of the state: --what, --run, --session. One
// row each, in conf/extra.c.
#ifndef ALPHABAR_CONF_EXTRA_H
#define ALPHABAR_CONF_EXTRA_H

#include "conf/invocation.h"

typedef struct Extra Extra;

const Extra *extra_find(Action action, const char *name); // NULL: that action has none
bool extra_has_value(const Extra *extra);                 // else it is a flag
bool extra_read(const Extra *extra, Arguments *out, const char *value, Error *error);
void extra_help(Text *out); // all of them, for --help, and the presets

#endif
