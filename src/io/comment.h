// SPDX-License-Identifier: MIT
// The comment that an exported file carries: the command line that made it.
#ifndef ALPHABAR_IO_COMMENT_H
#define ALPHABAR_IO_COMMENT_H

#include "base/error.h"
#include "base/text.h"

// The first comment of a PNG, APNG, GIF, MP4, WebM or SVG file that begins with `start`, without
// what follows it in the file. Errors read "PATH: WHY".
bool comment_read(Text *out, const char *path, const char *start, Error *error);

enum { COMMENT_MOST = 16384 }; // bytes; longer ones are not found

#endif
