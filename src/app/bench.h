// SPDX-License-Identifier: MIT
// `alphabar bench`: what this machine does, as medians after a warm-up.
#ifndef ALPHABAR_APP_BENCH_H
#define ALPHABAR_APP_BENCH_H

#include "conf/arguments.h"

int bench_run(const Arguments *arguments); // returns the exit status

#endif
