// SPDX-License-Identifier: MIT
// What every picture does, in whatever panel it stands: finds the pixel under the pointer, takes
// clicks, drags and the wheel, marks a pixel. Pictures of all panels show the same part.
#ifndef ALPHABAR_PANEL_PICTURE_H
#define ALPHABAR_PANEL_PICTURE_H

#include "panel/scene.h"

Rect picture_part(const Settings *settings); // the part that is shown, 0..1

// All pictures of a panel look before any of them is drawn: they show the same pixel.
void picture_find_pixel(Scene *scene, Rect rect);

// A click pins, a second one on the same pixel frees; a drag moves an enlarged picture; the wheel
// enlarges about the pointer, a right click shows all again. `label` is what `click` calls it.
void picture_pin_and_zoom(Scene *scene, Rect rect, const char *label);

// A frame about the pixel, where `rect` shows it; none where there is no pixel.
void picture_mark(Scene *scene, Rect rect, Pixel pixel);

// A texture in its frame: a hairline around, and a bar above in the quantity's colour.
void picture_draw_framed(Scene *scene, Rect rect, int texture, Part part, Hue hue);

// Height over width as it is shown: very long pictures are drawn less so.
float picture_aspect(const Model *model);

// The largest size within width × height pixels; whole multiples of the picture's own where that
// costs little.
void picture_size_within(const Model *model, float width, float height, float *out_width,
                         float *out_height);

// The largest whole multiple of so many pixels within `width`, where that costs no more than the
// share `least` of it; else `width` itself.
float picture_whole_pixels(float width, int pixels, float least);

#endif
