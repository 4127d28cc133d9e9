// SPDX-License-Identifier: MIT
// A stage arranges panels, and is text: columns parted by '|', rows in a column by '/'.
//
//     3* pictures(x z mean):3 / strip | 2* signal / variance / [marginal | without_x]
//
// `N*` before a column is its share of the width, `:N` after a row its share of the column's height
// (1 where nothing is said; a panel whose height follows from its width takes that); a panel's own
// choices stand in parentheses, a stage within a row in brackets. Where the room is high, or too
// narrow for all columns, what stands beside each other is stacked; what would fall below its least
// size is left out, the last first.
#ifndef ALPHABAR_STAGE_STAGE_H
#define ALPHABAR_STAGE_STAGE_H

#include "panel/panel.h"

enum { STAGE_TEXT = 1024, STAGE_NODES = 64, STAGE_LEAVES = 32 };

typedef enum StageKind { STAGE_LEAF, STAGE_COLUMN, STAGE_COLUMNS } StageKind;

typedef struct StageNode {
    StageKind kind;
    int first, next; // child, sibling; 0: none, since the root is no child
    float share;
    bool shared; // the share was said
    // Of a leaf.
    const Panel *panel;
    PanelChoice choice;
    char text[96]; // "pictures(x z)"
    Rect rect;     // where it is drawn
    bool left_out;
    bool dimmed; // not what is spoken of
    float type;  // the smallest em size drawn in it, pixels; 0 where it has no words
} StageNode;

typedef struct Stage {
    StageNode nodes[STAGE_NODES]; // [0] is the root
    int count;
} Stage;

void stage_help(Text *out); // how one is written, and of which panels, for --help

// One line names the place that is wrong; ERROR_USAGE.
bool stage_parse(Stage *stage, const char *text, Error *error);

// Dims all panels but those that `names`, parted by blanks, has: "histogram moments". The error
// says which of them is not on the stage; ERROR_USAGE.
bool stage_focus(Stage *stage, const char *names, Error *error);

PanelSize stage_least(const StageNode *leaf, const Scene *scene); // units

// Finds every leaf's place, or that it is left out.
void stage_lay_out(Stage *stage, const Scene *scene, Rect rect);

// Draws the leaves that have a place, and the grounds of the columns beside the widest.
void stage_draw(Stage *stage, Scene *scene, PanelStates *states);
void stage_popups(Stage *stage, Scene *scene, PanelStates *states);

bool stage_has(const Stage *stage, const Panel *panel); // on it, left out or not
bool stage_needs_mixture(const Stage *stage);
bool stage_compares(const Stage *stage); // schedules

#endif
