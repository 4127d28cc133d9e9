// SPDX-License-Identifier: MIT
#include "conf/what.h"

#include <stddef.h>

const char *const what_names[WHATS + 1] = { "window",   "x",        "z",        "zprev",  "noise",
                                            "mean",     "sample",   "residual", "x_hat",  "v",
                                            "score",    "velocity", "strip",    "plots",  "signal",
                                            "variance", "pixel",    "equation", "figure", "stage",
                                            "schedule", NULL };
const char *const ease_names[EASES + 1] = { "linear", "in", "out", "in_out", "log_snr", NULL };
const char *const loop_names[FILM_LOOPS + 1] = { "once", "forever", "pingpong", NULL };
