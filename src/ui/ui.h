// SPDX-License-Identifier: MIT
// Immediate-mode interface: the views call these functions once a pass; each draws itself on the
// list, looks at the input and, where the user did something, sends a command line. Nothing else
// changes state. What outlives a pass (what is pressed, what is being typed) is in Ui.
#ifndef ALPHABAR_UI_UI_H
#define ALPHABAR_UI_UI_H

#include "conf/option.h"
#include "draw/text.h"
#include "ui/style.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct UiInput {
    float x, y;             // pointer, pixels; far outside when it left the window
    bool down;              // the left button, now
    bool pressed, released; // of the left button, since the last pass
    bool double_pressed;    // pressed is the second of a double click
    bool right_pressed;
    float wheel; // notches, positive away from the user
    bool shift, ctrl;
    char text[64]; // typed since the last pass
    bool enter, escape, backspace;
} UiInput;

// What can be clicked: for scripts, tests and the state dump.
typedef struct UiItem {
    char label[48];
    Rect rect;            // where a click goes: its centre
    Rect track;           // sliders: where its knob moves; else empty
    const Option *option; // sliders; else NULL
    double from, to;      // tracks without an option: the values at the ends
} UiItem;

typedef struct Ui {
    // Set before every pass.
    DrawList *list;
    Fonts *fonts;
    const Settings *settings;
    float width, height, scale;
    double now; // seconds
    UiInput in;
    void (*send)(void *user, const char *line);
    void *user;

    // Kept from pass to pass.
    unsigned presses;       // of the left button, so far
    uint32_t active;        // what the button went down on; 0: nothing
    float grab_x, grab_y;   // where in it
    char grabbed_value[40]; // what the active slider's option was before, as `set` takes it
    uint32_t grabbed;
    uint32_t wants_edit; // a slider that was double clicked, until its old value is back
    bool moved;          // the pointer went away from where the button went down
    float notches;       // of the wheel, what is left of whole ones
    uint32_t editing;    // whose value is being typed; 0: none
    char edit[256];
    bool edit_fresh;                // the next key replaces all
    uint32_t opened;                // whose list is open; 0: none
    uint32_t hovered, hovered_last; // for the tooltip
    double hovered_since;

    // Made by the pass.
    UiItem *items;
    size_t item_count, item_room;
    char tooltip[512];
    Rect tooltip_for;
    bool tooltip_above;           // where there is room
    bool edit_drawn, popup_drawn; // by this pass: else nobody could end them
    bool press;                   // the button went down in this pass, whoever took it
    bool blocked;                 // a popup covers what is drawn now: it gets no input
    double wake_at;               // when a pass is wanted though nothing happened; 0: never
    float smallest;               // em size of what was written since it was set, pixels
    const Option *over;           // the slider under the pointer, which takes the arrow keys
} Ui;

void ui_begin(Ui *ui); // clears what the last pass made
void ui_end(Ui *ui);   // draws the tooltip, forgets the input's edges
void ui_free(Ui *ui);

void ui_send(Ui *ui, const char *format, ...) PRINTF_LIKE(2, 3);

float ui_px(const Ui *ui, float units); // layout units to whole pixels
Color ui_color(const Ui *ui, Hue hue);
TextStyle ui_text(const Ui *ui, Face face, float size, Hue hue); // size in units

uint32_t ui_id(const char *label);
int ui_notches(Ui *ui);                // whole notches of the wheel; what is left counts later
bool ui_over(const Ui *ui, Rect rect); // pointer inside, and not blocked

// Registers a clickable thing; returns whether it was pressed in this pass. `tooltip` may be NULL.
bool ui_item(Ui *ui, const char *label, Rect rect, const char *tooltip);
void ui_tooltip(Ui *ui, uint32_t id, Rect rect, const char *text); // under the pointer only

// Finds an item of the last pass by its label; NULL where there is none.
const UiItem *ui_find(const Ui *ui, const char *label);

#endif
