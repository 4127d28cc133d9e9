// SPDX-License-Identifier: MIT
// What something was made from. It is made again when that changes; zero is of nothing.
#ifndef ALPHABAR_MODEL_KEY_H
#define ALPHABAR_MODEL_KEY_H

#include "core/picture.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct Key {
    unsigned x, n, noise, schedule, eta; // stamps of the model's parts, or of other things
    int t, channel, number, width, height, theme, prior;
    size_t index;
    double z;
    double part_x, part_y, part_width, part_height;
} Key;

bool key_same(const Key *held, const Key *now);

// The same, and holds `now`.
bool key_hold(Key *held, const Key *now);

#endif
