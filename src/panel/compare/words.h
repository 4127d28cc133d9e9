// SPDX-License-Identifier: MIT
// The compared schedules and their quantities in words and colours.
#ifndef ALPHABAR_PANEL_COMPARE_WORDS_H
#define ALPHABAR_PANEL_COMPARE_WORDS_H

#include "model/compare.h"
#include "ui/style.h"

// `number` is a schedule's in the list, 0..count - 1 (conf/compare.h).

// "Scaled linear · Stable Diffusion 1"; "Stable Diffusion 1"; "SD 1".
void compare_title(const Model *model, int number, char *out, size_t size);
void compare_short_title(const Model *model, int number, char *out, size_t size);
void compare_brief_title(const Model *model, int number, char *out, size_t size);

const char *compare_symbol(Quantity quantity); // as rich text
const char *compare_help(Quantity quantity);   // a sentence, rich text

// Whether an axis is logarithmic: a quantity's own with a CompareScale, that of plot number 0 or 1,
// and the plots' x.
bool compare_is_log(const Settings *settings, Quantity quantity, int scale);
bool compare_plot_is_log(const Settings *settings, int plot);
bool compare_x_is_log(const Settings *settings);

// Of the notation's level (core/notation.h): log SNR falls with t, σ and γ grow.
bool compare_level_falls(const Settings *settings);

#endif
