// SPDX-License-Identifier: MIT
#include "io/image/watch.h"

bool image_watch_report(const ImageWatch *watch, double done, Error *error) {
    if (!watch || watch->report(watch->user, done)) return true;
    return error_set(error, "cancelled");
}
