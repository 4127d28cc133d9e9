// SPDX-License-Identifier: MIT
// Names and sizes of files as words.
#ifndef ALPHABAR_APP_FILES_WORDS_H
#define ALPHABAR_APP_FILES_WORDS_H

#include "ui/rich.h"

// A name within `room` pixels: "a long na….png" where it does not fit, cut in its middle.
void words_fit(Ui *ui, RichStyle style, float room, const char *name, char *out, size_t size);

void words_bytes(char *out, size_t size, long long bytes); // "1.4 MB"

#endif
