// SPDX-License-Identifier: MIT
#include "plot/axis.h"

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
    double step = round_step((axis->max - axis->min) / most);
    double first = ceil(axis->min / step - 1e-9);
    int count = 0;
    for (double i = first; i * step <= axis->max + 1e-9 * step && count < AXIS_TICKS; i++)
        ticks[count++] = i == 0 ? 0 : i * step;
    return count;
}

// Decades, every second or third one where they are many, with 2 and 5 between where they are few.
static int log_ticks(const Axis *axis, int most, double *ticks) {
    double low = log10(axis->min), high = log10(axis->max);
    int first = (int)ceil(low - 1e-9), last = (int)floor(high + 1e-9);
    int decades = last - first + 1, count = 0;
    if (decades < 2 && high - low < 1) return linear_ticks(axis, most, ticks);
    int every = decades > most ? (decades + most - 1) / most : 1;
    bool parts = decades * 3 <= most;
    for (int i = first - 1; i <= last; i++)
        for (int k = 0; k < 3; k++) {
            static const double part[] = { 1, 2, 5 };
            double tick = part[k] * pow(10, i);
            bool wanted = k == 0 ? ((i - first) % every == 0) : parts;
            if (wanted && tick >= axis->min * (1 - 1e-9) && tick <= axis->max * (1 + 1e-9) &&
                count < AXIS_TICKS)
                ticks[count++] = tick;
        }
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

void axis_label(char *out, size_t size, const Axis *axis, double tick, double step) {
    char number[48];
    double decade = tick > 0 ? log10(tick) : 0;
    if (axis->log && fabs(decade - round(decade)) < 1e-9 && (decade < -0.5 || decade > 3.5)) {
        snprintf(out, size, "$10^{%s%d}$", decade < 0 ? "−" : "", (int)fabs(round(decade)));
        return;
    }
    if (axis->log && tick < 0.01) {
        double whole = floor(decade + 1e-9);
        snprintf(out, size, "$%.3g·10^{−%d}$", tick / pow(10, whole), (int)-whole);
        return;
    }
    if (axis->log || tick == 0) {
        snprintf(number, sizeof number, "%.3g", tick);
    } else {
        int digits = step > 0 ? (int)ceil(-log10(step) - 1e-9) : 2;
        // A step of 2.5 or 0.25 needs one digit more.
        if (step > 0 && fabs(step * pow(10, digits) - round(step * pow(10, digits))) > 1e-6)
            digits++;
        if (fabs(tick) >= 1e6)
            snprintf(number, sizeof number, "%.3g", tick);
        else
            snprintf(number, sizeof number, "%.*f", digits > 0 ? digits : 0, tick);
    }
    true_minus(out, size, number);
}

void axis_number(char *out, size_t size, double value) {
    char number[48];
    if (isnan(value))
        snprintf(number, sizeof number, "–");
    else if (isinf(value))
        snprintf(number, sizeof number, "%s∞", value < 0 ? "-" : "");
    else if (value == 0)
        snprintf(number, sizeof number, "0");
    else if (fabs(value) >= 1e5)
        snprintf(number, sizeof number, "%.3e", value);
    else if (fabs(value) < 1e-4) {
        int exponent = (int)floor(log10(fabs(value)));
        double digits = value / pow(10, exponent);
        if (fabs(digits) >= 9.995) digits /= 10, exponent++;
        snprintf(number, sizeof number, "%.2f·10$^{−%d}$", digits, -exponent);
    } else if (fabs(value) < 0.01)
        snprintf(number, sizeof number, "%.6f", value);
    else if (fabs(value) < 10)
        snprintf(number, sizeof number, "%.4f", value);
    else
        snprintf(number, sizeof number, "%.2f", value);
    true_minus(out, size, number);
}
