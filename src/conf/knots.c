// SPDX-License-Identifier: MIT
// The commands that draw a schedule: what a drag, a key or a script does to the knots.
#include "conf/knots.h"

#include "base/number.h"
#include "base/translate.h"
#include "conf/option.h"
#include "core/knots_edit.h"
#include "core/knots_few.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// What is drawn is the family itself: a modifier on top would move the curve away from its knots.
bool knots_are_shown(const Settings *settings) {
    return settings->schedule.family == SCHEDULE_CUSTOM && !settings->schedule.zero_snr &&
           settings->schedule.snr_shift == 1;
}

static bool check_shown(const Settings *settings, Error *error) {
    if (knots_are_shown(settings)) return true;
    if (settings->schedule.family != SCHEDULE_CUSTOM)
        return error_usage(error, "knots: the schedule is %s; fit_knots turns it into knots",
                           schedule_family_info((ScheduleFamily)settings->schedule.family)->name);
    return error_usage(error, "knots: zero terminal SNR and SNR shift bend the curve away from "
                              "them; fit_knots makes new ones");
}

static bool read_index(const Settings *settings, const char *text, int *index, Error *error) {
    long long value;
    if (!read_int(text, &value) || value < 0 || value >= settings->schedule.knots.count)
        return error_usage(error, "knots: there is no knot %s, but 0 to %d", text,
                           settings->schedule.knots.count - 1);
    *index = (int)value;
    return true;
}

static bool read_space(const char *text, KnotSpace *space, Error *error) {
    const Option *option = option_row(OPT_KNOT_SPACE);
    for (int i = 0; option_choice(option, i); i++)
        if (strcmp(option_choice(option, i), text) == 0) {
            *space = (KnotSpace)i;
            return true;
        }
    return error_usage(error, "knots: take log_snr, alpha or beta, not \"%s\"", text);
}

bool knots_command_move(Settings *next, const Command *command, const char **why, Error *error) {
    const char *const *words = command->arguments;
    int index = 0;
    double u, value;
    KnotSpace space = KNOT_LOG_SNR;
    if (!read_index(next, words[0], &index, error) || !read_space(words[3], &space, error))
        return false;
    if (!read_real(words[1], &u) || !read_real(words[2], &value))
        return error_usage(error, "move_knot: takes numbers, not \"%s %s\"", words[1], words[2]);
    *why = knots_move(&next->schedule.knots, index, u, value, space, next->schedule.steps);
    next->knot = index;
    next->knot_space = (int)space;
    return true;
}

// By hundredths of what the plot shows: a step of T/100 across, and up a fifth of a nat, 0.01 of
// alpha, 5 % of beta.
bool knots_command_nudge(Settings *next, const Command *command, const char **why, Error *error) {
    double across, up;
    const char *const *words = command->arguments;
    if (!read_real(words[0], &across) || !read_real(words[1], &up))
        return error_usage(error, "nudge_knot: takes numbers, not \"%s %s\"", words[0], words[1]);
    int index = next->knot;
    if (index < 0 || index >= next->schedule.knots.count)
        return error_usage(error, "nudge_knot: no knot is chosen");
    KnotSpace space = (KnotSpace)next->knot_space;
    double value = knots_value(&next->schedule.knots, index, space, next->schedule.steps);
    switch (space) {
    case KNOT_LOG_SNR: // up on screen, where σ and γ fall with log SNR
        value += (next->look.notation < NOTATION_EDM ? 0.2 : -0.2) * up;
        break;
    case KNOT_ALPHA: value += 0.01 * up; break;
    case KNOT_BETA: value *= pow(1.05, up); break;
    }
    // At least one whole step, to which knots snap.
    double by = across / 100;
    if (across != 0) by = copysign(fmax(fabs(by), 1.0 / next->schedule.steps), across);
    double u = next->schedule.knots.u[index];
    // Up or across: the value of a knot that moves across stays what it is in log SNR.
    if (up == 0)
        *why = knots_move(&next->schedule.knots, index, u + by, next->schedule.knots.log_snr[index],
                          KNOT_LOG_SNR, next->schedule.steps);
    else
        *why = knots_move(&next->schedule.knots, index, u, value, space, next->schedule.steps);
    return true;
}

bool knots_command_add(Settings *next, const Command *command, const char **why, Error *error) {
    (void)why;
    double u = (double)next->t / next->schedule.steps;
    if (command->count && !read_real(command->arguments[0], &u))
        return error_usage(error, "add_knot: takes a number, not \"%s\"", command->arguments[0]);
    int index = knots_add(&next->schedule.knots, u, next->schedule.steps, error);
    if (index >= 0) next->knot = index;
    return index >= 0;
}

bool knots_command_remove(Settings *next, const Command *command, const char **why, Error *error) {
    (void)why;
    int index = next->knot;
    if (command->count && !read_index(next, command->arguments[0], &index, error)) return false;
    if (index < 0) return error_usage(error, "remove_knot: no knot is chosen");
    if (!knots_remove(&next->schedule.knots, index, error)) return false;
    next->knot = -1;
    return true;
}

bool knots_command_next(Settings *next, const Command *command, const char **why, Error *error) {
    (void)why;
    long long by;
    int count = next->schedule.knots.count;
    if (!read_int(command->arguments[0], &by) || by < -KNOTS_MOST || by > KNOTS_MOST)
        return error_usage(error, "next_knot: takes a whole number, not \"%s\"",
                           command->arguments[0]);
    int from = next->knot < 0 && by < 0 ? 0 : next->knot;
    next->knot = (int)((from + by % count + count) % count);
    return true;
}

bool knots_fit_to(Settings *next, const Command *command, const Schedule *schedule, char *said,
                  size_t size, Error *error) {
    long long most = 0;
    if (command->count &&
        (!read_int(command->arguments[0], &most) || most < KNOTS_FEW || most > KNOTS_FEW_MOST))
        return error_usage(error, "fit_knots: takes a whole number from %d to %d, not \"%s\"",
                           KNOTS_FEW, KNOTS_FEW_MOST, command->arguments[0]);
    Knots *knots = &next->schedule.knots;
    if (command->count)
        knots_fit_few(knots, schedule, (int)most);
    else
        knots_fit(knots, schedule);
    next->schedule.family = SCHEDULE_CUSTOM;
    next->schedule.zero_snr = false;
    next->schedule.snr_shift = 1;
    next->knot = -1;
    double off = knots_signal_distance(knots, schedule);
    snprintf(said, size,
             _("%d knots; <signal_t> is off by %s at most from the curve that was here"),
             knots->count, NUMBER(off, 2));
    return true;
}

bool knots_change(Settings *next, const Command *command, KnotChange *by, const char **why,
                  Error *error) {
    *why = NULL;
    return check_shown(next, error) && by(next, command, why, error);
}
