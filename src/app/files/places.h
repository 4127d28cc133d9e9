// SPDX-License-Identifier: MIT
// Where files often are: the recent ones, the home folder, Pictures, the shown picture's folder,
// the folder alphabar was started in, drives.
#ifndef ALPHABAR_APP_FILES_PLACES_H
#define ALPHABAR_APP_FILES_PLACES_H

#include <stdbool.h>

enum { PLACES_MOST = 10 };

typedef struct Place {
    char *path;     // NULL: the recent files
    char label[64]; // what stands on it
    bool is_word;   // which is translated; else a folder's name
} Place;

typedef struct Places {
    Place list[PLACES_MOST];
    int count;
} Places;

void places_find(Places *places, const char *picture); // its path; "": the built-in one
void places_free(Places *places);

// The folder of pictures, or the home folder, or the root.
const char *places_first(const Places *places);

#endif
