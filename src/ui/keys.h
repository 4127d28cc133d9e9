// SPDX-License-Identifier: MIT
// Which keys the controls take before anything else may have them: an open list takes the arrows,
// Home, End, Return and Escape, the control in focus its arrows, Return and Space, and Tab walks
// on.
#ifndef ALPHABAR_UI_KEYS_H
#define ALPHABAR_UI_KEYS_H

#include "ui/ui.h"

typedef enum UiKey {
    UI_KEY_OTHER,
    UI_KEY_TAB,
    UI_KEY_RETURN,
    UI_KEY_SPACE,
    UI_KEY_ESCAPE,
    UI_KEY_LEFT,
    UI_KEY_RIGHT,
    UI_KEY_UP,
    UI_KEY_DOWN,
    UI_KEY_HOME,
    UI_KEY_END
} UiKey;

// True when it is the controls'; a pass is due then. Not to be called while a value is typed.
// Escape that only lets go of a control that was pressed goes on to whom it else belongs.
bool keys_take(Ui *ui, UiKey key, bool shift, bool ctrl);

// The focus on to the next of the last pass's stops, or the one before.
void keys_walk(Ui *ui, bool back);

#endif
