// SPDX-License-Identifier: MIT
// The spacing, curve and ends that a method is composed of: to choose for own.parts, to read for a
// peer's.
#ifndef ALPHABAR_PANEL_LEVELS_PARTS_H
#define ALPHABAR_PANEL_LEVELS_PARTS_H

#include "model/levels.h"
#include "panel/scene.h"
#include "ui/widgets.h"

enum { LEVELS_PARTS = 3 };

// A part's option and what its choices are called.
typedef struct LevelsPart {
    OptionId id;
    UiChoices choices;
} LevelsPart;
// Those that are read, in the order in which they are chosen; returns how many.
int levels_parts_read(LevelsPart read[LEVELS_PARTS], const LevelsParts *parts);

typedef struct LevelsPartLists {
    Rect anchors[LEVELS_PARTS]; // w 0: not drawn
    LevelsPart read[LEVELS_PARTS];
} LevelsPartLists;

// Behind the names of the methods, whose last line ends at `from` (its top), or below them;
// returns where they end.
float levels_parts_draw(Scene *scene, LevelsPartLists *lists, const ModelLevels *levels, Rect rect,
                        Point from);
void levels_parts_popup(Scene *scene, const LevelsPartLists *lists);

#endif
