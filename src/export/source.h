// SPDX-License-Identifier: MIT
// Where an export's frames come from. The model and what is made of it are any thread's; what
// OpenGL draws is for the thread that has the context: `draw`, `record` and `texture`.
#ifndef ALPHABAR_EXPORT_SOURCE_H
#define ALPHABAR_EXPORT_SOURCE_H

#include "draw/record.h"
#include "model/model.h"

typedef struct ExportSource {
    void *user;
    // As they are now; borrowed until the next go_to or seek.
    const Model *(*model)(void *user);
    const Settings *(*settings)(void *user);
    bool (*go_to)(void *user, int t, Error *error);         // 1..T
    bool (*seek)(void *user, double seconds, Error *error); // of the lesson
    // One step of the work that what is drawn waits for. `ready` says that there is no more.
    bool (*prepare)(void *user, bool *ready, Error *error);
    bool (*draw)(void *user, uint8_t *rgba, Error *error); // the plan's width × height
    bool (*record)(void *user, DrawRecord *record, Error *error);
    // A copy of a texture that was recorded, RGBA; free() it. NULL: it holds none.
    uint8_t *(*texture)(void *user, int texture, int *width, int *height);
    void (*stop)(void *user); // from any thread: what a step of settling reads is not needed
    void (*free)(void *user);
} ExportSource;

#endif
