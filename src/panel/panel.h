// SPDX-License-Identifier: MIT
// Panels: each draws one idea into any rectangle. One row each; adding one is one file and one row
// of panel/rows.inc.
#ifndef ALPHABAR_PANEL_PANEL_H
#define ALPHABAR_PANEL_PANEL_H

#include "base/text.h"
#include "panel/scene.h"

// What stands in parentheses after a panel's name: places in its row's list of choices, in the
// order in which they were said.
enum { PANEL_CHOICES = 8 };
typedef struct PanelChoice {
    int count;
    unsigned char at[PANEL_CHOICES];
} PanelChoice;

typedef struct PanelSize {
    float w, h; // units of the layout: ui_px
} PanelSize;

typedef struct Panel {
    const char *name, *title;              // "strip", "Film strip"
    const char *help;                      // a sentence, for --help; rich text
    const char *const *choices;            // NULL-terminated; NULL: it takes none,
    const char *(*name_choice)(int index); // or these; NULL beyond the last
    int most_choices;                      // 0: one
    PanelSize natural;                     // by itself, as a figure
    PanelSize (*natural_of)(const Model *model, const PanelChoice *choice); // where that depends
    PanelSize least;                                  // below which it cannot be read
    PanelSize (*least_of)(const PanelChoice *choice); // where that depends on its choices
    PanelSize lecture; // the same for a room, which has less to read on it; h 0: it is the same
    // The height it needs at a width, of at most `room` (pixels); NULL: it fills any.
    float (*height)(const Scene *scene, const PanelChoice *choice, float width, float room);
    void (*draw)(Scene *scene, void *state, const PanelChoice *choice, Rect rect);
    void (*popup)(Scene *scene, void *state); // after everything else; NULL: it has none
    size_t state_size;               // of what it keeps from frame to frame, zeroed at first
    void (*free_state)(void *state); // what the state owns; NULL: nothing
    bool of_mixture;                 // it needs the data set's work
    bool of_compared;                // it shows the schedules that are compared,
    bool (*shows_compared)(const PanelChoice *choice); // or does with these choices
} Panel;

// "x z mean" of the row's choices. The error names them.
bool panel_choose(const Panel *panel, const char *words, PanelChoice *choice, Error *error);
void panel_append_choices(Text *out, const Panel *panel); // "x, z, mean"
bool panel_has_choices(const Panel *panel);
const char *panel_choice(const Panel *panel, int index); // NULL beyond the last

// What panels keep from frame to frame, by their name with its choices.
typedef struct PanelStates {
    struct PanelState *items;
    size_t count, room;
} PanelStates;
// Zeroed at first, and where it is until they are freed; NULL for a panel that keeps none.
void *panel_state(PanelStates *states, const Panel *panel, const char *text);
void panel_states_free(PanelStates *states);

#endif
