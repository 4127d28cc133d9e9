// SPDX-License-Identifier: MIT
#include "conf/plots.h"

#define PLOT_NAME(ID, NAME) #NAME,
const char *const plot_names[PLOTS] = { PLOT_ROWS(PLOT_NAME) };
