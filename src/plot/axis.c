// SPDX-License-Identifier: MIT
#include "plot/axis.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

double axis_place(const Axis *axis, double value) {
    if (axis->log)
        return value > 0 ? (log(value) - log(axis->min)) / (log(axis->max) - log(axis->min)) : NAN;
    return isfinite(value) ? (value - axis->min) / (axis->max - axis->min) : NAN;
}

double axis_value(const Axis *axis, double place) {
    if (axis->log) return exp(log(axis->min) + place * (log(axis->max) - log(axis->min)));
    return axis->min + place * (axis->max - axis->min);
}

void axis_take_ends(Axis *axis, double min, double max) {
    if (axis->log && !(min > 0)) return;
    axis->min = min;
    axis->max = max;
}

Axis axis_zoom(const Axis *axis, double factor, double place) {
    return (Axis){ axis_value(axis, place - place * factor),
                   axis_value(axis, place + (1 - place) * factor), axis->log };
}

static double round_step(double rough) {
    double decade = pow(10, floor(log10(rough)));
    double part = rough / decade;
    return decade * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 2.5 ? 2.5 : part <= 5 ? 5 : 10);
}

static int linear_ticks(const Axis *axis, int most, double *ticks) {
    double step = round_step((axis->max - axis->min) / most), first = 0, last = -1;
    for (int tries = 0; tries < 3; tries++) {
        first = ceil(axis->min / step - 1e-9), last = floor(axis->max / step + 1e-9);
        if (last - first < most) break;
        step = round_step(step * 1.01); // both ends have a tick: one too many
    }
    if (last <= first && most < AXIS_TICKS - 3) { // one tick gives no scale
        step = round_step(step * 0.3);
        first = ceil(axis->min / step - 1e-9), last = floor(axis->max / step + 1e-9);
        most += 3;
    }
    int count = 0;
    for (double i = first; i <= last && count < most; i++) ticks[count++] = i == 0 ? 0 : i * step;
    return count;
}

// Every so many decades, or each with its 2 and 5. Returns how many there are, keeps `most`.
static int put_decades(const Axis *axis, int every, bool parts, int most, double *ticks) {
    static const double part[] = { 1, 2, 5 };
    int first = (int)ceil(log10(axis->min) - 1e-9), last = (int)floor(log10(axis->max) + 1e-9);
    int count = 0;
    for (int i = first - 1; i <= last; i++)
        for (int k = 0; k < (parts ? 3 : 1); k++) {
            double tick = part[k] * pow(10, i);
            bool inside = tick >= axis->min * (1 - 1e-9) && tick <= axis->max * (1 + 1e-9);
            if (!inside || (i - first) % every != 0) continue;
            if (count < most) ticks[count] = tick;
            count++;
        }
    return count;
}

// So narrow that equal steps are better than decades.
static bool is_narrow(const Axis *axis) {
    return axis->max < 10 * axis->min;
}

static int log_ticks(const Axis *axis, int most, double *ticks) {
    if (is_narrow(axis)) return linear_ticks(axis, most, ticks);
    int count = put_decades(axis, 1, true, most, ticks);
    for (int every = 1; count > most; every++) count = put_decades(axis, every, false, most, ticks);
    return count;
}

int axis_ticks(const Axis *axis, int most, double ticks[AXIS_TICKS]) {
    if (most > AXIS_TICKS) most = AXIS_TICKS;
    return axis->log ? log_ticks(axis, most, ticks) : linear_ticks(axis, most, ticks);
}

// "-0.5" -> "−0.5"
static void true_minus(char *out, size_t size, const char *number) {
    if (*number == '-')
        snprintf(out, size, "−%s", number + 1);
    else
        snprintf(out, size, "%s", number);
}

// A step of 2.5 or 0.25 needs one digit more than its size says.
static int decimals(double step) {
    int digits = (int)ceil(-log10(step) - 1e-9);
    double whole = step * pow(10, digits);
    if (fabs(whole - round(whole)) > 1e-6) digits++;
    return digits > 0 ? digits : 0;
}

void axis_label(char *out, size_t size, const Axis *axis, double tick, double step) {
    char number[NUMBER_TEXT], power[NUMBER_TEXT];
    double decade = tick > 0 ? log10(tick) : 0;
    bool stepped = step > 0 && (!axis->log || is_narrow(axis));
    if (axis->log && fabs(decade - round(decade)) < 1e-9 && (decade < -0.5 || decade > 3.5)) {
        number_power(out, size, (int)round(decade));
        return;
    }
    if (axis->log && tick < 0.1) {
        double whole = floor(decade + 1e-9), unit = pow(10, whole);
        if (stepped)
            snprintf(number, sizeof number, "%.*f", decimals(step / unit), tick / unit);
        else
            number_text(number, tick / unit, 3);
        number_power(power, sizeof power, (int)whole);
        snprintf(out, size, "%s·%s", number, power);
        return;
    }
    if (axis->log && !stepped && tick >= 100 && tick < 1e6)
        snprintf(number, sizeof number, "%.0f", tick);
    else if (tick == 0 || fabs(tick) >= 1e6 || (axis->log && !stepped))
        number_text(number, tick, 3);
    else if (stepped && fabs(tick) < 1e-4 && step < 1e-4)
        number_text(number, tick, decimals(step) + (int)floor(log10(fabs(tick)) + 1e-9) + 1);
    else
        snprintf(number, sizeof number, "%.*f", stepped ? decimals(step) : 2, tick);
    true_minus(out, size, number);
}

void axis_number_of_log(char *out, size_t size, double value, double natural_log) {
    if (value == 0 && isfinite(natural_log))
        number_power(out, size, (int)round(natural_log / 2.302585092994046));
    else
        axis_number(out, size, value);
}

void axis_number(char *out, size_t size, double value) {
    char number[48];
    if (isnan(value))
        snprintf(number, sizeof number, "–");
    else if (isinf(value))
        snprintf(number, sizeof number, "%s∞", value < 0 ? "-" : "");
    else if (value == 0)
        snprintf(number, sizeof number, "0");
    else if (fabs(value) >= 1e5 || fabs(value) < 1e-4) {
        number_scientific(out, size, value, fabs(value) < 1 ? 2 : 3);
        return;
    } else if (fabs(value) < 0.01)
        snprintf(number, sizeof number, "%.6f", value);
    else if (fabs(value) < 10)
        snprintf(number, sizeof number, "%.4f", value);
    else
        snprintf(number, sizeof number, "%.2f", value);
    true_minus(out, size, number);
}

void axis_fixed(char *out, size_t size, double value, int decimals) {
    char number[64];
    snprintf(number, sizeof number, "%.*f", decimals, value);
    bool zero = strspn(number, "-0.") == strlen(number);
    true_minus(out, size, number + (zero && number[0] == '-'));
}

void axis_measured(char *out, size_t size, double value, int decimals, bool whole) {
    char number[64];
    axis_fixed(number, sizeof number, value, decimals);
    snprintf(out, size, "%s%s", whole ? "" : "≈", number);
}
