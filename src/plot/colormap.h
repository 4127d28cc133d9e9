// SPDX-License-Identifier: MIT
// Numbers as colours: differences from 0 in two hues that colour-blind eyes tell apart (blue
// below, orange above), and densities from the ground up. Pure.
#ifndef ALPHABAR_PLOT_COLORMAP_H
#define ALPHABAR_PLOT_COLORMAP_H

#include "draw/color.h"

// value: −1..1, beyond it the ends'; NaN as 0. theme: conf/settings.h.
Color colormap_diverging(int theme, double value);

// value: 0..1, from the theme's ground to its strongest.
Color colormap_density(int theme, double value);

#endif
