// SPDX-License-Identifier: MIT
// Presenter mode: any stage in type that the last row can read, one line of all t, and nothing to
// explain. Page Down and Page Up, the keys of a presenter's remote, go through the stops of a
// lesson, or of the film strip; B or "." blackens the screen.
#ifndef ALPHABAR_APP_PRESENT_H
#define ALPHABAR_APP_PRESENT_H

#include "app/app.h"

void present_draw(App *app);

// Pixels a unit of what a room looks at, on a projector or, in a lesson, in the window: there the
// least type is 20 and 14 pixels high at 1280 × 720, and grows with the window.
float present_scale(const Ui *ui, bool projected);
void present_begin(Ui *ui, bool projected); // what follows is drawn in it
void present_end(Ui *ui, float scale);      // and what follows in the scale from before

#endif
