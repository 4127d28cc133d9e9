// SPDX-License-Identifier: MIT
// Immediate-mode interface: the views call these functions once a pass; each draws itself on the
// list, looks at the input and, where the user did something, sends a command line. Nothing else
// changes state. What outlives a pass (what is pressed, what is being typed, what has the keys) is
// in Ui.
#ifndef ALPHABAR_UI_UI_H
#define ALPHABAR_UI_UI_H

#include "conf/option.h"
#include "draw/text.h"
#include "ui/style.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum UiCaret {
    UI_CARET_STAYS,
    UI_CARET_LEFT,
    UI_CARET_RIGHT,
    UI_CARET_FIRST,
    UI_CARET_LAST
} UiCaret;

typedef struct UiInput {
    float x, y;             // pointer, pixels; far outside when it left the window
    bool down;              // the left button, now
    bool pressed, released; // of the left button, since the last pass
    bool double_pressed;    // pressed is the second of a double click
    bool right_pressed;
    float wheel; // notches, positive away from the user
    bool shift, ctrl;
    char text[64]; // typed since the last pass
    bool enter, escape, backspace, forward_delete;
    UiCaret caret; // where the keys move it while something is typed
    // For the control in focus (ui/keys.h fills these in): arrows, right and up positive, shift
    // ten times, ctrl a tenth; and Return or Space.
    float arrow;
    bool activate;
    int menu_rows; // for the list that is open: so many rows down
    bool menu_first, menu_last;
} UiInput;

// What can be clicked: for scripts, tests and the state dump.
typedef struct UiItem {
    char label[48];
    Rect rect;            // where a click goes: its centre
    Rect track;           // sliders: where its knob moves; else empty
    const Option *option; // sliders; else NULL
    double from, to;      // tracks without an option: the values at the ends
} UiItem;

// What Tab stops at.
typedef struct UiStop {
    uint32_t id;
    Rect rect;
    Layer layer;
    bool moves; // by arrows; else Space presses it
} UiStop;

typedef struct Ui {
    // Set before every pass.
    DrawList *list;
    Fonts *fonts;
    const Settings *settings;
    float width, height, scale;
    double now;       // seconds
    Hue ground;       // that what is drawn stands on; a stage sets it for its columns
    const int *marks; // steps t that every line of t is marked at, ascending
    int mark_count;
    UiInput in;
    void (*send)(void *user, const char *line);
    void *user;

    // Kept from pass to pass.
    unsigned presses;       // of the left button, so far
    uint32_t active;        // what the button went down on; 0: nothing
    float grab_x, grab_y;   // where in it
    char grabbed_value[40]; // what the active slider's option was before, as `set` takes it
    uint32_t grabbed;
    uint32_t wants_edit;   // a slider that was double clicked, until its old value is back
    bool moved;            // the pointer went away from where the button went down
    float notches;         // of the wheel, what is left of whole ones
    uint32_t turning;      // what the turn of the wheel belongs to; 0: nothing
    bool turn_begins;      // with this pass
    double turned_at;      // seconds, its last event
    float turn_x, turn_y;  // where the pointer was at its first
    uint32_t focus;        // the control that the keys are for; 0: none
    bool focus_by_tab;     // then it has a ring; else it was pressed
    uint32_t pressed_last; // where Tab goes on from while nothing has the focus
    uint32_t menu;         // the open list whose row is the next
    int menu_row;          // where the keys are in it
    bool menu_by_keys;     // they moved last, not the pointer
    float menu_x, menu_y;  // the pointer then
    uint32_t editing;      // whose value is being typed; 0: none
    char edit[256];
    bool edit_fresh;                // the next key replaces all
    size_t edit_behind;             // bytes of it behind the caret
    uint32_t opened;                // whose list is open; 0: none
    uint32_t hovered, hovered_last; // for the tooltip
    Hue pointed, pointed_last;      // of the quantity under the pointer; 0: none
    float pointed_off;              // how far from it, pixels
    double hovered_since;
    float pointer_x, pointer_y; // where it is, also while it counts as outside
    double rests_since;         // seconds
    bool rests; // the pointer, before an audience: in.x and in.y are far outside in this pass

    // Made by the pass.
    UiItem *items;
    size_t item_count, item_room;
    UiStop *stops;                            // in the order of Tab
    size_t stop_count, stop_room, stop_first; // what Tab walks begins with stop_first
    char tooltip[1536];
    Rect tooltip_for;
    bool tooltip_above;           // where there is room
    bool edit_drawn, popup_drawn; // by this pass: else nobody could end them
    bool press;                   // the button went down in this pass, whoever took it
    bool blocked;                 // a popup covers what is drawn now: it gets no input
    Rect spare;                   // where a message covers nothing; w = 0: nobody said
    double wake_at;               // when a pass is wanted though nothing happened; 0: never
    float smallest;               // em size of what was written since it was set, pixels
    float least_type;             // em size below which nothing is written, pixels
} Ui;

// Clears what the last pass made. In presenter mode a pointer that has rested for two seconds is
// far outside from here to ui_end, or what it called up would be in the way of an audience.
void ui_begin(Ui *ui);
void ui_end(Ui *ui);  // draws the ring about what has the keys, forgets the input's edges
void ui_rest(Ui *ui); // as if the pointer had rested so long, until it moves
void ui_free(Ui *ui);

void ui_send(Ui *ui, const char *format, ...) PRINTF_LIKE(2, 3);

float ui_px(const Ui *ui, float units); // layout units to whole pixels
Color ui_color(const Ui *ui, Hue hue);
TextStyle ui_text(const Ui *ui, Face face, float size, Hue hue); // size in units

Color ui_edge(const Ui *ui); // style_edge

uint32_t ui_id(const char *label);
bool ui_over(const Ui *ui, Rect rect); // pointer inside, and not blocked

// What is in `rect` shows the quantity of that hue. While the pointer is there, what else shows it
// stands out from the next pass on.
bool ui_is_quantity(Hue hue);
void ui_point(Ui *ui, Rect rect, Hue hue);
bool ui_is_pointed(const Ui *ui, Hue hue);
// The same of a symbol, which has a ground while its quantity is pointed at, here or elsewhere.
void ui_link(Ui *ui, Rect rect, Hue hue);
// And of a line that passes so many pixels from the pointer: the nearest one is pointed at.
void ui_point_near(Ui *ui, float distance, Hue hue);

// Registers a clickable thing that Tab stops at; returns whether it was pressed in this pass, by
// the button, or by Return or Space where it has the focus. `tooltip` may be NULL.
bool ui_item(Ui *ui, const char *label, Rect rect, const char *tooltip);
// One that is no control but a surface, as a picture or a plot: Tab passes it by.
bool ui_area(Ui *ui, const char *label, Rect rect, const char *tooltip);
// Under the pointer only. Tooltips are looked up here (base/translate.h), whoever gives them.
void ui_tooltip(Ui *ui, uint32_t id, Rect rect, const char *text);

// One turn of the wheel, events less than 0.35 s apart with the pointer at rest, belongs to what it
// began on: the first in its first pass that asks while the pointer is over it. So what lies inside
// asks before what it lies in. Returns the notches of this pass that are for `id`, positive away
// from the user; each is given out once.
float ui_wheel(Ui *ui, uint32_t id, Rect rect);
int ui_wheel_notches(Ui *ui, uint32_t id, Rect rect); // whole ones; what is left counts later

// What the keys are for. ui_item does this by itself; a control with parts or arrows registers one
// stop and asks. Only a slider takes the focus where it is pressed: after a button or a choice
// Space plays and the arrows step t, as before.
void ui_stop(Ui *ui, uint32_t id, Rect rect, bool moves);
void ui_take_focus(Ui *ui, uint32_t id);
float ui_arrow(Ui *ui, uint32_t id);    // 0: none for it
bool ui_activated(Ui *ui, uint32_t id); // Return or Space is for it; once
void ui_stops_begin(Ui *ui);            // what follows lies over all before, and Tab stays in it

// Finds an item of the last pass by its label; NULL where there is none.
const UiItem *ui_find(const Ui *ui, const char *label);

#endif
