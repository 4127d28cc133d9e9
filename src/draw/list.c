// SPDX-License-Identifier: MIT
#include "draw/list.h"

#include "base/memory.h"
#include "draw/record.h"

#include <math.h>
#include <stdlib.h>

void draw_clear(DrawList *list) {
    for (int i = 0; i < LAYERS; i++) {
        DrawLayer *layer = &list->layers[i];
        layer->flat_count = layer->shape_count = layer->picture_count = layer->text_count = 0;
    }
    list->layer = LAYER_BASE;
    if (list->record) record_clear(list->record);
}

void draw_free(DrawList *list) {
    for (int i = 0; i < LAYERS; i++) {
        free(list->layers[i].flats);
        free(list->layers[i].shapes);
        free(list->layers[i].pictures);
        free(list->layers[i].text);
    }
    *list = (DrawList){ 0 };
}

static DrawLayer *current(DrawList *list) {
    return &list->layers[list->layer];
}

void draw_flat(DrawList *list, Rect rect, Color color) {
    float x0 = roundf(rect.x), y0 = roundf(rect.y);
    float x1 = roundf(rect.x + rect.w), y1 = roundf(rect.y + rect.h);
    if (x1 <= x0 || y1 <= y0) return;
    if (list->record)
        record_rect(list->record, list->layer, RECORD_FLAT, (Rect){ x0, y0, x1 - x0, y1 - y0 }, 0,
                    color);
    DrawLayer *layer = current(list);
    layer->flats =
        mem_grow(layer->flats, &layer->flat_room, layer->flat_count + 6, sizeof *layer->flats);
    FlatVertex a = { x0, y0, color }, b = { x1, y0, color };
    FlatVertex c = { x1, y1, color }, d = { x0, y1, color };
    FlatVertex *to = layer->flats + layer->flat_count;
    to[0] = to[3] = a, to[1] = b, to[2] = to[4] = c, to[5] = d;
    layer->flat_count += 6;
}

void draw_picture(DrawList *list, int texture, Rect to, Rect from) {
    DrawLayer *layer = current(list);
    layer->pictures = mem_grow(layer->pictures, &layer->picture_room, layer->picture_count + 1,
                               sizeof *layer->pictures);
    layer->pictures[layer->picture_count++] = (PictureQuad){ to, from, texture };
    if (list->record) record_picture(list->record, list->layer, texture, to, from);
}

void draw_glyph(DrawList *list, Rect to, uint16_t u, uint16_t v, uint16_t w, uint16_t h,
                Color color) {
    DrawLayer *layer = current(list);
    layer->text =
        mem_grow(layer->text, &layer->text_room, layer->text_count + 6, sizeof *layer->text);
    uint16_t u1 = (uint16_t)(u + w), v1 = (uint16_t)(v + h);
    TextVertex a = { to.x, to.y, u, v, color }, b = { to.x + to.w, to.y, u1, v, color };
    TextVertex c = { to.x + to.w, to.y + to.h, u1, v1, color };
    TextVertex d = { to.x, to.y + to.h, u, v1, color };
    TextVertex *out = layer->text + layer->text_count;
    out[0] = out[3] = a, out[1] = b, out[2] = out[4] = c, out[5] = d;
    layer->text_count += 6;
}
