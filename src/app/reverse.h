// SPDX-License-Identifier: MIT
// The Reverse view: one step back by Bayes' rule, for the whole picture above and for one value
// below; beside them the proof that it is so, the value's life, and the coefficients.
#ifndef ALPHABAR_APP_REVERSE_H
#define ALPHABAR_APP_REVERSE_H

#include "app/app.h"
#include "core/bayes.h"
#include "core/marginal.h"
#include "core/residual.h"
#include "core/statistics.h"
#include "core/walk.h"
#include "plot/chart.h"

enum { REVERSE_CELLS = 5, MAP_WIDTH = 480, MAP_HEIGHT = 240, PATHS = 6 };

// What a part was computed from; it is computed again when this differs.
typedef struct ReverseKey {
    unsigned x, n, noise, schedule, eta;
    int t, channel, number, width, height, theme, prior;
    size_t index;
    double z;
    Part part;
} ReverseKey;
bool reverse_same_key(ReverseKey *held, const ReverseKey *now); // and holds `now`

// Curves of q(z_{t-1} | z_t) without x; see app/without_x.c.
enum { BACK_POINTS = 361 };
typedef struct BackCurves {
    double at[BACK_POINTS], exact[BACK_POINTS], same[BACK_POINTS];
    double prior[BACK_POINTS], likelihood[BACK_POINTS]; // for their shapes
    double highest;
    Gaussian moments;
} BackCurves;

// What is kept of the view from frame to frame.
typedef struct Reverse {
    // The pictures: their planes as the screen shows them, further draws, and the textures.
    Thin thin;
    Picture draws[REVERSE_CELLS], walked; // thinned as well; draws[0] is empty: thin.eta serves
    Picture plane;                        // a whole one, for making the others
    ReverseKey thin_key, draws_key, row_key;
    int textures[REVERSE_CELLS + 1]; // the cells, the map
    bool has_textures;
    uint8_t *rgba;
    size_t rgba_room;
    float *values;
    size_t values_room;

    Residual residual;
    Picture residuals; // the values
    ReverseKey residual_key;

    Walk walk;
    PairMoments walk_moments; // of x and the walk's z
    ReverseKey walk_key, law_key;

    // The followed value over t.
    double *walked_value, *ratio;
    float *walked_floats;
    int life_room;
    ReverseKey life_key;

    // Without x.
    Humps p;
    unsigned prior_stamp; // counts up when p is another
    ReverseKey prior_key, map_key, back_key, paths_key;
    Humps back;
    HumpsDistance distance;
    BackCurves curves;
    double *map;
    float *path; // PATHS rows of steps + 1
    size_t path_room;
    char drawn[DRAWN_TEXT]; // the text that p was read from
    int drawing_last;       // the cell that a stroke of the mouse came from, -1: none
} Reverse;

Reverse *reverse_of(App *app); // made when first asked for
void reverse_free(Reverse *reverse);
int reverse_texture(App *app, int i);

bool reverse_read_drawn(double cells[DRAWN_CELLS], const char *text);
void reverse_write_drawn(char text[DRAWN_TEXT], const double cells[DRAWN_CELLS]);

// Brings the walk towards t. False while it has steps to go; then another frame is wanted.
bool reverse_walk_on(App *app);

// Choices at the right end of a line, which a figure for print has not; returns where they begin.
float reverse_segments(App *app, float right, float y, float units, OptionId id,
                       const char *const *texts, int count);

// The parts, each in its rectangle.
void reverse_pictures_draw(App *app, Rect rect); // app/reverse_pictures.c
float reverse_pictures_height(const App *app, Rect room);
void bayes_draw(App *app, Rect rect);     // app/bayes_picture.c
void without_x_draw(App *app, Rect rect); // app/without_x.c
void proof_draw(App *app, Rect rect);     // app/proof.c
void same_law_draw(App *app, Rect rect);
void life_draw(App *app, Rect rect); // app/life.c
void coefficients_draw(App *app, Rect rect);

#endif
