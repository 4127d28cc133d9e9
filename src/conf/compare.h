// SPDX-License-Identifier: MIT
// The schedules that the Compare view lays beside each other, numbered from 0. The options of a
// schedule (--schedule, --steps, ...) are always those of the one in focus.
#ifndef ALPHABAR_CONF_COMPARE_H
#define ALPHABAR_CONF_COMPARE_H

#include "base/error.h"
#include "base/text.h"
#include "conf/settings.h"

ScheduleChoice compare_schedule(const Settings *settings, int number);

// The settings with schedule `number` as their own; nothing else differs.
Settings compare_settings(const Settings *settings, int number);

// `what` is focus, duplicate (which goes behind the original and gets the focus) or remove;
// `number` counts from 1. Leaves t alone: where T is another now, the caller moves it.
bool compare_change(Settings *settings, const char *what, const char *number, Error *error);

// Whether one of the others is the list of betas that --betas names.
bool compare_uses_file(const Settings *settings);

// Where one of the others is the very schedule in focus, the linear one stands there instead.
void compare_avoid_twins(Settings *settings);
bool compare_has_twins(const Settings *settings);

// The text of --compare, as "*; cosine steps=250; flow shift=3", with color=1 .. color=4 where it
// is not the first that is free, as after one was added or removed. Reading it takes presets too
// (conf/preset_rows.h). What is written leaves out the values that are at their defaults, and of
// the one in focus all, since the other options state them.
bool compare_read(Settings *settings, const char *text, Error *error);
void compare_format(Text *out, const Settings *settings);

// "cosine steps=250": one schedule as text. Reading sets all of the settings' own schedule, to the
// defaults where the text is silent.
void schedule_reset(Settings *settings); // all but its family and knots
bool schedule_read(Settings *settings, const char *text, Error *error);
void schedule_format(Text *out, const ScheduleChoice *choice);

// The same table: what the family does not read is not looked at.
bool schedule_equal(const ScheduleChoice *a, const ScheduleChoice *b);

#endif
