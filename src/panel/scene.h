// SPDX-License-Identifier: MIT
// What a panel gets to see. It reads settings and model, draws with the Ui, sends commands by it,
// and knows of no other panel, no view and no application.
#ifndef ALPHABAR_PANEL_SCENE_H
#define ALPHABAR_PANEL_SCENE_H

#include "conf/plots.h"
#include "model/mixture.h"
#include "model/model.h"
#include "panel/textures.h"
#include "plot/plot.h"
#include "ui/ui.h"

typedef struct Pixel {
    bool any, pinned;
    int x, y;
} Pixel;

typedef struct Scene {
    const Settings *settings;
    const Model *model;
    Ui *ui;
    Textures *textures;
    const PlotRange *ranges;     // [PLOTS]
    const MixtureState *mixture; // locked while the scene is drawn; NULL where nothing shows it
    void (*cancel_reading)(void *user); // of a data set; the one at hand stays
    void *user;
    bool bare;     // nothing stands on a ground
    bool still;    // a figure: there is nothing to click
    bool patient;  // what is drawn is whole, however long it takes
    bool in_view;  // the stage is the view's own: choices that lead to its other parts are of use
    bool brief;    // a lesson's caption takes part of the room
    bool lecture;  // a room looks at it: there is nothing to choose
    bool compares; // it has a panel of compared schedules

    // Written while the scene is drawn.
    Pixel under;   // the pixel under the pointer; pictures come before plots in a stage
    bool again;    // there is more to come: another frame is wanted
    Error trouble; // what went wrong last; kind ERROR_NONE where nothing did
} Scene;

// Says what went wrong, for the window to show.
void scene_report(Scene *scene, const Error *error);

Pixel scene_pinned_pixel(const Scene *scene);    // none where it is outside of the picture
Pixel scene_inspected_pixel(const Scene *scene); // under the pointer, or the pinned one
Pixel scene_followed_pixel(const Scene *scene);  // always one: else the middle one
size_t scene_followed_index(const Scene *scene); // its place in a plane
bool scene_has_channels(const Scene *scene);     // more than one
int scene_channel(const Scene *scene);           // the followed one; 0 of a grey picture
// "red", "grey", of data "channel 5"; and "red channel", "grey channel", "channel 5".
enum { CHANNEL_NAME = 64 };
const char *scene_channel_name(const Scene *scene, char out[CHANNEL_NAME]);
const char *scene_channel_title(const Scene *scene, char out[CHANNEL_NAME]);

// Choices at the right end of a line, which a figure has not: `units` wide, ending at `right`.
// Returns where they begin.
float scene_segments(const Scene *scene, float right, float y, float units, OptionId id,
                     const char *const *texts, int count);

// A panel's title at (x, y); what follows a colon is left out where there is no room for it.
void scene_title(const Scene *scene, float x, float y, float room, const char *full);

// Escape, where nothing that lies above the panels takes it; once.
bool scene_consume_escape(const Scene *scene);

#endif
