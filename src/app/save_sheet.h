// SPDX-License-Identifier: MIT
// What Ctrl+S opens as long as the session has no file: its name, and the folder it goes into. A
// script and the command `save` never ask.
#ifndef ALPHABAR_APP_SAVE_SHEET_H
#define ALPHABAR_APP_SAVE_SHEET_H

#include "app/app.h"

// For a person's `save` in the window: opens the sheet where the session has no name yet. False
// where it has, or nobody is there to ask: `save` is to be run then.
bool save_sheet_ask(App *app);

void save_sheet_draw(App *app); // over everything, where it is open

#endif
