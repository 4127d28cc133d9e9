// SPDX-License-Identifier: MIT
// Small pictures of files, decoded beside the window, those first that were asked for last. What
// would take long or much memory is left out.
#ifndef ALPHABAR_APP_FILES_THUMBNAILS_H
#define ALPHABAR_APP_FILES_THUMBNAILS_H

#include "panel/textures.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Thumbnails Thumbnails;

// What is wanted: a file's picture within so many pixels, on that ground (RGB).
typedef struct ThumbnailWish {
    const char *path; // NULL: the built-in picture
    bool picture;     // else only its size is of interest
    int width, height;
    uint8_t ground[3];
} ThumbnailWish;

typedef struct Thumbnail {
    bool known; // the file was looked at
    long long bytes;
    int image_width, image_height; // in the file; 0: it cannot be decoded, or is too large to be
    int width, height;             // of the texture
    int texture;                   // its number; -1: there is none
} Thumbnail;

// Without `beside` everything is made where it is asked for. `wake` is called in the thread when
// something has become known.
Thumbnails *thumbnails_create(bool beside, void (*wake)(void));
void thumbnails_free(Thumbnails *thumbnails); // waits for nothing; takes NULL

// Between the two what is asked for in this pass; anything else is forgotten unless it is cheap to
// keep. Textures stay the renderer's.
void thumbnails_begin(Thumbnails *thumbnails, Textures *textures);
Thumbnail thumbnails_find(Thumbnails *thumbnails, Textures *textures, const ThumbnailWish *wish);
// What is known of a file already, in whatever size; asks for nothing.
Thumbnail thumbnails_look(Thumbnails *thumbnails, const char *path);
void thumbnails_end(Thumbnails *thumbnails);

// A file may have changed since: all are looked at again when they are asked for.
void thumbnails_forget(Thumbnails *thumbnails);

#endif
