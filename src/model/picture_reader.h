// SPDX-License-Identifier: MIT
// A thread beside the window that reads a picture's file, decodes it and makes its values. It has
// one wish at a time: another one ends what is left of the one before.
#ifndef ALPHABAR_MODEL_PICTURE_READER_H
#define ALPHABAR_MODEL_PICTURE_READER_H

#include "model/opened.h"

typedef struct PictureReader PictureReader;

// `wake` is called from the thread when there is something new. NULL where no thread is to be had.
PictureReader *picture_reader_create(void (*wake)(void));
void picture_reader_free(PictureReader *reader); // waits for nothing, and wakes nobody; takes NULL

void picture_reader_ask(PictureReader *reader, const char *path, int resolution, int theme);
void picture_reader_leave(PictureReader *reader); // what was asked for is not wanted any more

// True once for each wish that was not left: `ready` and `good`, or why not. It does not wait.
bool picture_reader_pop(PictureReader *reader, ReadyPicture *ready, bool *good, Error *error);

// How much of the wish is decoded, 0..1; stays 0 where that is not known.
double picture_reader_done(PictureReader *reader);

#endif
