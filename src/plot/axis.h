// SPDX-License-Identifier: MIT
// Axes: where a value stands, which values get a tick, and how a tick is written.
#ifndef ALPHABAR_PLOT_AXIS_H
#define ALPHABAR_PLOT_AXIS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Axis {
    double min, max; // min < max; both positive on a log axis
    bool log;
} Axis;

double axis_place(const Axis *axis, double value); // 0 at min, 1 at max; NaN where it has no place
double axis_value(const Axis *axis, double place);

// Takes the ends of a zoom, unless they are none of a logarithmic axis.
void axis_take_ends(Axis *axis, double min, double max);

// The same axis, `factor` times as far out (below 1: closer) about the place that stays put.
Axis axis_zoom(const Axis *axis, double factor, double place);

// At most `most` ticks (2..AXIS_TICKS) at round values, ascending; returns how many. Where equal
// steps would give one alone there are up to three more, so that there is a scale.
enum { AXIS_TICKS = 16 };
int axis_ticks(const Axis *axis, int most, double ticks[AXIS_TICKS]);

// As rich text (ui/rich.h): "0.25", "1000", "10⁻³". `step`: the distance between ticks, which
// says how many digits are needed; 0 where it is not known.
void axis_label(char *out, size_t size, const Axis *axis, double tick, double step);

// A number for a read-out, with four significant digits and a true minus sign.
void axis_number(char *out, size_t size, double value);

// The same, and where the value is too small for a double and 0, its power of ten by its logarithm.
void axis_number_of_log(char *out, size_t size, double value, double natural_log);

// So many decimals, with a true minus sign and none before 0.
void axis_fixed(char *out, size_t size, double value, int decimals);

// The same with "≈" before it while not all is counted.
void axis_measured(char *out, size_t size, double value, int decimals, bool whole);

#endif
