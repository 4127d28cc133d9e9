// SPDX-License-Identifier: MIT
// What a file gave: a picture, or a list of betas. It does not change, and is counted, since the
// model and every step of the history that shows it hold the same one.
#ifndef ALPHABAR_MODEL_OPENED_H
#define ALPHABAR_MODEL_OPENED_H

#include "conf/settings.h"
#include "core/picture.h"
#include "core/statistics.h"
#include "io/image.h"

#include <stdatomic.h>

// A picture of more values than these has no planes of noise held beside it (model/model.h).
enum { MODEL_HELD_VALUES = 1 << 18 };

typedef struct Opened {
    atomic_int holders;       // an export's thread is one beside the window
    char name[256];           // for a person
    char path[SETTINGS_PATH]; // from the root; empty for the built-in picture
    Image image;
    double *betas; // NULL for a picture
    int beta_count;
} Opened;

// Both take what they are given; the caller is the first holder.
Opened *opened_picture(Image image, const char *name, const char *path);
Opened *opened_list(double *betas, int count, const char *name, const char *path);

// A picture that was read, and x of it: its values at a resolution, on the ground of a theme.
typedef struct ReadyPicture {
    Opened *picture; // held; NULL: there is none
    Picture x;       // empty where there is no memory for it: the model tries it, and says so
    Moments moments; // of x
    Levels levels;   // of x
    int resolution;
    int theme;
} ReadyPicture;

void ready_picture_free(ReadyPicture *ready);
bool ready_picture_make(ReadyPicture *ready, Error *error); // x of the other members

Opened *opened_hold(Opened *opened);       // takes NULL; returns its argument
void opened_drop(Opened *opened);          // takes NULL; frees with the last holder
size_t opened_bytes(const Opened *opened); // of memory; 0 of NULL

#endif
