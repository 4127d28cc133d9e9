// SPDX-License-Identifier: MIT
// What the window shows, as what stands behind the # of an address: the words of the command line,
// percent-encoded, "--t%20300%20--schedule%20cosine". A link may come from anybody. It says what is
// shown, and of a machine nothing: no files, no size.
#ifndef ALPHABAR_CONF_LINK_H
#define ALPHABAR_CONF_LINK_H

#include "base/error.h"
#include "base/text.h"
#include "conf/settings.h"

enum { LINK_MOST = 16384 }; // bytes of one, at most

// What differs from the defaults. `runs` are the plots' zooms as app_append_ranges writes them.
void link_write(Text *out, const Settings *settings, const char *runs);

// The words as a shell takes them. `link` is an address or what is behind its #; '+' is a blank,
// too. Fails where it is too long or a % has no two digits behind it, or where they make no text.
bool link_read(Text *line, const char *link, Error *error);

#endif
