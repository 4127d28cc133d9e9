// SPDX-License-Identifier: MIT
// Who follows the decoding of a picture, and may end it.
#ifndef ALPHABAR_IO_IMAGE_WATCH_H
#define ALPHABAR_IO_IMAGE_WATCH_H

#include "base/error.h"

// Called now and then while a PNG or a JPEG is decoded, on the thread that does it. `done` is how
// much of it is there, 0..1, and stays 0 where that is not known. Returning false ends it with the
// error "cancelled".
typedef struct ImageWatch {
    bool (*report)(void *user, double done);
    void *user;
} ImageWatch;

// Without a watch all goes on.
bool image_watch_report(const ImageWatch *watch, double done, Error *error);

#endif
