// SPDX-License-Identifier: MIT
// Pictures without a window: `alphabar export`.
#ifndef ALPHABAR_APP_EXPORT_H
#define ALPHABAR_APP_EXPORT_H

#include "conf/arguments.h"

int export_run(const Arguments *arguments); // returns the exit status

#endif
