// SPDX-License-Identifier: MIT
// What is shown, as an address: a page's, then '#', then the words of the command line that gives
// it, percent-encoded. No name of a file is in it, and none may be.
#ifndef ALPHABAR_CONF_LINK_H
#define ALPHABAR_CONF_LINK_H

#include "base/error.h"
#include "base/text.h"
#include "conf/settings.h"

enum { LINK_MOST = 16384 }; // bytes of an address

// " --t 240 ...", not encoded: every option that is not at its default, but files and the size,
// which is that of whoever looks.
void link_append_settings(Text *out, const Settings *settings);

// The words of an address, or of what follows its '#'; '+' is a blank, as "%20" is. Errors say what
// is wrong with it.
bool link_read(Text *out, const char *address, Error *error);

#endif
