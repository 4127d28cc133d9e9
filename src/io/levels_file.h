// SPDX-License-Identifier: MIT
// The levels that a sampler visits, taken away: as a table, or as a line for another program.
#ifndef ALPHABAR_IO_LEVELS_FILE_H
#define ALPHABAR_IO_LEVELS_FILE_H

#include "core/levels/levels.h"

#include <stdio.h>

typedef enum LevelsFormat {
    LEVELS_CSV,       // step,t,sigma,log_snr; 17 significant digits, t empty where there is none
    LEVELS_JSON,      // an object of arrays by those names, null where there is none, and infinite
    LEVELS_NPY,       // sigma, float64, one-dimensional
    LEVELS_COMFYUI,   // sigmas for ComfyUI: numbers between commas
    LEVELS_DIFFUSERS, // sigmas=[...]; of a flow without its last 0 and before `shift`, since
                      // FlowMatchEulerDiscreteScheduler shifts what it is given and appends the 0
    LEVELS_FORMATS
} LevelsFormat;

bool levels_format_find(LevelsFormat *format, const char *name);
// Returns whether the stream took it all. `shift` is the one that a flow's scheduler has.
bool levels_print(FILE *stream, const NoiseLevels *levels, LevelsFormat format, double shift);

#endif
