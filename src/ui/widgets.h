// SPDX-License-Identifier: MIT
// The controls. Each one that stands for an option takes its row: label, range, help and the
// command it sends follow from there.
#ifndef ALPHABAR_UI_WIDGETS_H
#define ALPHABAR_UI_WIDGETS_H

#include "ui/rich.h"
#include "ui/ui.h"

// Heights in units, for laying out.
#define UI_SLIDER_HEIGHT 40.0f
#define UI_BUTTON_HEIGHT 30.0f
#define UI_SWITCH_HEIGHT 26.0f

// Drag, wheel, arrows (shift ×10, ctrl ÷10), double click types a value, right click resets.
// `fill` is the quantity that it sets (ui_point).
void ui_slider(Ui *ui, Rect rect, const Option *option, Hue fill);

// What they show and their tooltips are looked up by them (base/translate.h).

// A button with a text on it; true when pressed. `label` is its name, `text` what it shows.
bool ui_button(Ui *ui, Rect rect, const char *label, const char *text, const char *tooltip);

// On or off, for a BOOL row.
void ui_switch(Ui *ui, Rect rect, const Option *option);

// All choices of a row side by side. `offered` counts them, at most UI_SEGMENTS; `texts` NULL takes
// their names.
enum { UI_SEGMENTS = 8 };
void ui_segments(Ui *ui, Rect rect, const Option *option, const char *const *texts, int offered);

// A drop-down list. `help` gives a line for a choice, or NULL; a bit of `hidden` leaves one out.
typedef struct UiChoices {
    const char *(*title)(int index);
    const char *(*help)(int index);
    uint64_t hidden;
} UiChoices;
void ui_choice(Ui *ui, Rect rect, const Option *option, const UiChoices *choices);
// Draws the list that ui_choice left open; call it last, on top of everything.
void ui_choice_popup(Ui *ui, Rect anchor, const Option *option, const UiChoices *choices);

// A number that is typed: SEED rows.
void ui_field(Ui *ui, Rect rect, const Option *option);
// Shows `text`, in that hue, while nothing is typed.
void ui_field_showing(Ui *ui, Rect rect, const Option *option, const char *text, Hue hue);
// A field that nothing is typed into, alone.
void ui_field_shown(Ui *ui, Rect rect, const char *text, Hue hue);

// While a value is typed: draws the field and sends `set` at Enter. True while it is typed.
bool ui_edit_value(Ui *ui, Rect rect, const Option *option);
void ui_edit_start(Ui *ui, const Option *option);

// The same for a text that is no option's, in ui->edit: `id` says whose it is. It is over when
// Return, Escape or a press elsewhere ended it, in one pass.
typedef enum UiTyping {
    UI_TYPING_NOT, // something else is typed, or nothing
    UI_TYPING,
    UI_TYPED,
    UI_TYPED_BY_PRESS,
    UI_TYPING_LEFT, // by Escape
} UiTyping;
void ui_type_start(Ui *ui, uint32_t id, const char *text);
UiTyping ui_type(Ui *ui, uint32_t id, Rect rect);

#endif
