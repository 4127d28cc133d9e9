// SPDX-License-Identifier: MIT
// What a hand does to knots: move, add, remove, and make them from a table. Valid knots stay valid;
// where a move would break that, it goes as far as it can and says why it stopped.
#ifndef ALPHABAR_CORE_KNOTS_EDIT_H
#define ALPHABAR_CORE_KNOTS_EDIT_H

#include "core/knots.h"
#include "core/schedule.h"

// Where a knot is held: by its log SNR, its alpha, or the beta of the step that it stands at.
typedef enum KnotSpace { KNOT_LOG_SNR, KNOT_ALPHA, KNOT_BETA } KnotSpace;

int knots_step(const Knots *knots, int index, int steps); // the step the knot stands at, 1..steps
double knots_value(const Knots *knots, int index, KnotSpace space, int steps);

// Moves a knot to u (the first and last stay at 0 and 1; others snap to whole steps) and to a value
// of `space`. By log SNR and alpha nothing else moves. By beta the noise added just before and
// after the knot is scaled, more so where there is less, and that of all other stretches is kept,
// so that later knots move in log SNR. Returns NULL, or why it stopped
// short of there, with names of quantities.
const char *knots_move(Knots *knots, int index, double u, double value, KnotSpace space, int steps);

// A knot on the curve, at the step nearest to u. Returns its index, or -1 with the reason.
int knots_add(Knots *knots, double u, int steps, Error *error);
bool knots_remove(Knots *knots, int index, Error *error);

// Knots that draw a table's curve: close together where it bends, up to KNOTS_MOST, as few as keep
// alpha within 0.001 and beta within 2 %, with no fall of beta that the table has not; where no
// number does, the nearest. Returns the largest distance in alpha that is left. log SNR beyond ±30
// counts as ±30.
double knots_fit(Knots *knots, const Schedule *schedule);

// The largest distance of sqrt(alpha_t) between what knots draw and a table, over all its steps.
double knots_signal_distance(const Knots *knots, const Schedule *schedule);

// For those who make knots. Puts one in its place, unchecked, where there is room in the array;
// returns its index. A table's log SNR as knots may have it, and its two ends.
int knots_insert(Knots *knots, double u, double log_snr);
double knots_table_log_snr(const Schedule *schedule, int t);
Knots knots_ends_of(const Schedule *schedule);

#endif
