// SPDX-License-Identifier: MIT
// One file of the sheet: its picture, or a sign of what it is, with its name and size below.
#ifndef ALPHABAR_APP_FILES_TILE_H
#define ALPHABAR_APP_FILES_TILE_H

#include "app/files/list.h"

// True when it was pressed.
bool tile_draw(App *app, const ListedFile *file, Rect rect, bool chosen);

// What is known of its file, as far as it is: "640 × 480 · 1.2 MB". Looks for no more than tiles of
// that size do.
void tile_words(App *app, const ListedFile *file, char *out, size_t size);

#endif
