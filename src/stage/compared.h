// SPDX-License-Identifier: MIT
// The schedules that a stage names: compare_rows(linear cosine).
#ifndef ALPHABAR_STAGE_COMPARED_H
#define ALPHABAR_STAGE_COMPARED_H

#include "base/error.h"
#include "conf/settings.h"

// Where a family that the settings' stage names is not among the compared schedules, the comparison
// becomes the named ones: those that are there as they are, others at their defaults. Where all are
// there, nothing changes, so that a session's own comparison stays.
bool stage_compare_named(Settings *settings, Error *error);

#endif
