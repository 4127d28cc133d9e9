// SPDX-License-Identifier: MIT
// In Compare a card for each schedule; the controls of the one in focus follow its card.
#ifndef ALPHABAR_PANEL_CONTROLS_CARDS_H
#define ALPHABAR_PANEL_CONTROLS_CARDS_H

#include "panel/scene.h"

// A card's head: title, what it is, its buttons. `rect` is COMPARE_CARD_HEIGHT units high.
#define COMPARE_CARD_HEIGHT 44.0f
void compare_card_draw(Scene *scene, Rect rect, int number);
void compare_buttons_draw(Scene *scene, Rect rect);

#endif
