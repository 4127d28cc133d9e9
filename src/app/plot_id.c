// SPDX-License-Identifier: MIT
#include "app/plot_id.h"

const char *const plot_names[PLOTS] = { "signal",   "variance",     "pixel",     "values",
                                        "life",     "coefficients", "effective", "compare",
                                        "compare2", "compare3" };
