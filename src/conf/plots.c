// SPDX-License-Identifier: MIT
#include "conf/plots.h"

const char *const plot_names[PLOTS] = { "signal",   "variance",     "pixel",     "values",
                                        "life",     "coefficients", "effective", "compare",
                                        "compare2", "compare3" };
