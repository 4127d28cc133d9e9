// SPDX-License-Identifier: MIT
// What ui_tooltip found under the pointer, beside it.
#ifndef ALPHABAR_UI_TOOLTIP_H
#define ALPHABAR_UI_TOOLTIP_H

#include "ui/ui.h"

void tooltip_draw(Ui *ui); // once a pass, before ui_end; above everything

#endif
