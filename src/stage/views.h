// SPDX-License-Identifier: MIT
// The stages that have a name: the four views, the presenter's, and those of exports.
#ifndef ALPHABAR_STAGE_VIEWS_H
#define ALPHABAR_STAGE_VIEWS_H

#include "conf/arguments.h"
#include "stage/stage.h"

typedef struct ViewRow {
    const char *title, *help;
} ViewRow;
const ViewRow *view_row(View view);

// What the settings show: the stage that was set, or else the view's.
const char *view_stage(const Settings *settings);
// The same for a projector: larger type, so less of it.
const char *view_stage_presented(const Settings *settings);
// Its plots by themselves.
const char *view_stage_of_plots(const Settings *settings);

// What an export shows of the window by itself; NULL where it is no stage.
const char *figure_stage(What what, const Settings *settings);

// What is on screen: one of these, or with WHAT_WINDOW the view's, the presenter's or the one set.
const char *shown_stage(What figure, const Settings *settings);
bool figure_needs_mixture(What figure, const Settings *settings); // a panel of it does

// The size where none was asked for, large enough for a slide, and pixels for a unit at a size.
void figure_size(What what, const Settings *settings, const Model *model, int *width, int *height);
float figure_scale(What what, const Settings *settings, const Model *model, int width, int height);

#endif
