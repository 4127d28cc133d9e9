// SPDX-License-Identifier: MIT
// In Compare a card for each schedule; the controls of the one in focus follow its card.
#ifndef ALPHABAR_PANEL_CONTROLS_CARDS_H
#define ALPHABAR_PANEL_CONTROLS_CARDS_H

#include "panel/scene.h"

// A card's head: title, what it is, its buttons. `rect` is COMPARE_CARD_HEIGHT units high.
#define COMPARE_CARD_HEIGHT 44.0f
// `number` is the schedule's in the list.
void compare_card_draw(Scene *scene, Rect rect, int number);

// Below the cards: one to add a schedule, while there is room for it, and one for a preset.
void compare_buttons_draw(Scene *scene, Rect rect);

#endif
