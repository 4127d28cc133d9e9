// SPDX-License-Identifier: MIT
#include "model/key.h"

bool key_same(const Key *held, const Key *now) {
    return held->x == now->x && held->n == now->n && held->noise == now->noise &&
           held->schedule == now->schedule && held->eta == now->eta && held->t == now->t &&
           held->channel == now->channel && held->number == now->number &&
           held->width == now->width && held->height == now->height && held->theme == now->theme &&
           held->prior == now->prior && held->index == now->index && held->z == now->z &&
           held->part_x == now->part_x && held->part_y == now->part_y &&
           held->part_width == now->part_width && held->part_height == now->part_height;
}

bool key_hold(Key *held, const Key *now) {
    bool same = key_same(held, now);
    *held = *now;
    return same;
}
