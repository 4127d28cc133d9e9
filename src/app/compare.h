// SPDX-License-Identifier: MIT
// The Compare view: up to four schedules side by side, by conf/compare.h's numbers.
//
//   compare_tables.c   their tables, and every quantity as a column
//   compare_rows.c     a row of z_t for each: the same picture, the same noise, the same t/T
//   compare_plots.c    all of them in one plot, three times
//   compare_numbers.c  their numbers at t
//   compare_cards.c    their cards in the left panel
#ifndef ALPHABAR_APP_COMPARE_H
#define ALPHABAR_APP_COMPARE_H

#include "app/app.h"

// Makes the tables that the settings ask for. On failure some may be new and fit no settings; the
// next call makes them again.
bool compare_update(Model *model, const Settings *settings, Error *error);
void compare_free(Model *model);

const Schedule *compare_table(const Model *model, int number);
unsigned compare_stamp(const Model *model, int number); // another for every table

// The step at the cursor, at the same t/T as the settings' own t.
int compare_t(const Model *model, int number);

// The step whose noise is that of the settings' own t; 0 where there is none.
int compare_t_of_equal_noise(const Model *model, int number);

// The step, 1..T, whose log SNR is nearest to the given one.
int compare_t_at_log_snr(const Schedule *schedule, double log_snr);

// A quantity by t, 1..T (what the clean picture has too, as alpha, at 0 as well): borrowed, valid
// until the table or the picture is another one.
const double *compare_column(Model *model, int number, Quantity quantity);
const double *compare_noise_column(Model *model,
                                   int number); // the level, or minus it: grows with t

Hue compare_hue(const Settings *settings, int number); // which it keeps

// "Scaled linear · Stable Diffusion 1"; "Stable Diffusion 1"; "SD 1".
void compare_title(const Model *model, int number, char *out, size_t size);
void compare_short_title(const Model *model, int number, char *out, size_t size);
void compare_brief_title(const Model *model, int number, char *out, size_t size);

const char *compare_symbol(Quantity quantity); // as rich text
const char *compare_help(Quantity quantity);
bool compare_plot_is_log(const Settings *settings, int plot);

// Of the notation's level (core/notation.h): log SNR falls with t, σ and γ grow.
bool compare_level_falls(const Settings *settings);
bool compare_x_is_log(const Settings *settings);

// The textures of a row's cells at these steps, made where they are not there yet.
typedef struct CompareCells {
    int count, width, height; // of each, pixels
    int steps[COMPARE_MOST][STRIP_CELLS];
} CompareCells;
void compare_textures(App *app, const CompareCells *cells);

void compare_draw(App *app, Rect rect);       // the middle: rows and the large plot
void compare_right_draw(App *app, Rect rect); // numbers and the other two plots
void compare_rows_draw(App *app, Rect rect);
float compare_rows_height(const App *app, float width, float most);
void compare_numbers_draw(App *app, Rect rect);
float compare_numbers_height(const App *app);
void compare_plot_draw(App *app, Rect rect, int plot);
void compare_plots_draw(App *app, Rect rect); // the plots alone, for an export
void compare_popups(App *app);

// A card's head: title, what it is, its buttons. `rect` is COMPARE_CARD_HEIGHT units high.
#define COMPARE_CARD_HEIGHT 44.0f
void compare_card_draw(App *app, Rect rect, int number);
void compare_buttons_draw(App *app, Rect rect);

#endif
