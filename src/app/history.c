// SPDX-License-Identifier: MIT
#include "app/history.h"

#include "app/app.h"
#include "base/clock.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Notches and presses that follow each other faster than this are one run, in seconds.
static const double RUN = 1, REPEAT = 0.25, DOUBLE_CLICK = 0.6;

Moment moment_of(const App *app) {
    Moment moment = { .picture = opened_hold(app->model.picture),
                      .list = opened_hold(app->model.list) };
    memcpy(&moment.settings, &app->settings, sizeof moment.settings);
    memcpy(moment.ranges, app->ranges, sizeof moment.ranges);
    return moment;
}

void moment_drop(Moment *moment) {
    opened_drop(moment->picture);
    opened_drop(moment->list);
    *moment = (Moment){ 0 };
}

static bool is_now(const App *app, const Moment *moment) {
    return memcmp(&app->settings, &moment->settings, sizeof moment->settings) == 0 &&
           memcmp(app->ranges, moment->ranges, sizeof moment->ranges) == 0 &&
           app->model.picture == moment->picture && app->model.list == moment->list;
}

// Takes the holding of `moment`.
static void push(MomentStack *stack, Moment moment) {
    stack->items = mem_grow(stack->items, &stack->room, stack->count + 1, sizeof *stack->items);
    stack->items[stack->count++] = moment;
}

static void clear(MomentStack *stack) {
    while (stack->count) moment_drop(&stack->items[--stack->count]);
}

static void forget_oldest(MomentStack *stack, size_t count) {
    for (size_t i = 0; i < count; i++) moment_drop(&stack->items[i]);
    stack->count -= count;
    memmove(stack->items, stack->items + count, stack->count * sizeof *stack->items);
}

// How many steps, from the latest on, hold no more than they may. What the next step shows as well
// costs nothing.
static size_t affordable(const App *app) {
    const MomentStack *stack = &app->history.undo;
    const Opened *picture = app->model.picture, *list = app->model.list;
    size_t bytes = 0, kept = 0;
    while (kept < stack->count && kept < HISTORY_STEPS) {
        const Moment *moment = &stack->items[stack->count - 1 - kept];
        if (moment->picture != picture) bytes += opened_bytes(moment->picture);
        if (moment->list != list) bytes += opened_bytes(moment->list);
        if (bytes > HISTORY_BYTES) break;
        picture = moment->picture, list = moment->list;
        kept++;
    }
    return kept;
}

// What a command is about: "beta_max", "t", "range signal".
static void name_subject(char *out, size_t size, const Command *command) {
    const char *first = command->count ? command->arguments[0] : "";
    switch (command->id) {
    case COMMAND_SET:
    case COMMAND_ADD: snprintf(out, size, "%s", first); break;
    case COMMAND_STEP: snprintf(out, size, "t"); break;
    case COMMAND_NUDGE_KNOT: snprintf(out, size, "knot"); break;
    default: snprintf(out, size, "%s %s", command_row(command->id)->name, first);
    }
    if (command->id == COMMAND_ZOOM) snprintf(out, size, "zoom");
}

// How long after the last change a command of this kind still belongs to it.
static double run_gap(CommandId id) {
    switch (id) {
    case COMMAND_SET:
    case COMMAND_ADD:
    case COMMAND_STEP:
    case COMMAND_ZOOM:
    case COMMAND_NUDGE_KNOT:
    case COMMAND_RANGE: return RUN;
    case COMMAND_NEW_NOISE:
    case COMMAND_NEW_DRAW: return REPEAT; // a key that is held
    default: return 0;
    }
}

static bool belongs_to_latest(const App *app, const Moment *before, const Command *command,
                              Sender sender, const char *subject) {
    const History *history = &app->history;
    if (!history->undo.count || !history->grows) return false;
    const Settings *was = &before->settings, *is = &app->settings;
    bool stops = (was->play.playing && !is->play.playing) || (was->noise.live && !is->noise.live);
    if (history->runs && stops) return true;
    if (sender != SENT_BY_HAND) return false;
    if (app->hand_press || history->press) return app->hand_press == history->press;
    return strcmp(subject, history->subject) == 0 &&
           clock_seconds() - history->changed_at < run_gap(command->id);
}

static bool is_double_click(const App *app, Sender sender) {
    const History *history = &app->history;
    return sender == SENT_BY_HAND && history->press && app->hand_press == history->press + 1 &&
           clock_seconds() - history->changed_at < DOUBLE_CLICK;
}

void history_record(App *app, Moment before, const Command *command, Sender sender) {
    History *history = &app->history;
    if (is_now(app, &before)) {
        moment_drop(&before);
        return;
    }
    char subject[64];
    name_subject(subject, sizeof subject, command);
    const Settings *was = &before.settings, *is = &app->settings;
    bool starts = (is->play.playing && !was->play.playing) || (is->noise.live && !was->noise.live);
    clear(&history->redo);
    bool same_step = belongs_to_latest(app, &before, command, sender, subject);
    // The first press of a double click may have moved what the second puts back.
    MomentStack *undo = &history->undo;
    bool undone = (same_step || is_double_click(app, sender)) && undo->count &&
                  is_now(app, &undo->items[undo->count - 1]);
    if (undone) moment_drop(&undo->items[--undo->count]);
    if (undone || same_step) {
        moment_drop(&before);
    } else {
        push(&history->undo, before);
        forget_oldest(&history->undo, history->undo.count - affordable(app));
    }
    snprintf(history->subject, sizeof history->subject, "%s", subject);
    history->press = sender == SENT_BY_HAND ? app->hand_press : 0;
    history->changed_at = clock_seconds();
    history->grows = !undone;
    history->runs = starts;
    history->ticked = false;
}

static bool restore(App *app, MomentStack *from, MomentStack *to, Error *error) {
    if (!from->count) return true;
    Moment now = moment_of(app), then = from->items[from->count - 1];
    Settings *settings = &then.settings;
    // A clock that goes on is not turned back, nor is noise that goes on.
    bool ticked = app->history.ticked;
    if (settings->noise.live && now.settings.noise.live && ticked)
        settings->noise.seed = now.settings.noise.seed;
    if (settings->play.playing && now.settings.play.playing && ticked) {
        settings->u = now.settings.u;
        settings->t = settings_t_at(settings->u, settings->schedule.steps);
    }
    if (!app_restore(app, &then, error)) {
        moment_drop(&now);
        return false;
    }
    moment_drop(&from->items[--from->count]);
    push(to, now);
    app->history.grows = app->history.runs = app->history.ticked = false;
    return true;
}

bool history_undo(App *app, Error *error) {
    return restore(app, &app->history.undo, &app->history.redo, error);
}

bool history_redo(App *app, Error *error) {
    return restore(app, &app->history.redo, &app->history.undo, error);
}

void history_follow_size(App *app) {
    MomentStack *const stacks[] = { &app->history.undo, &app->history.redo };
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < stacks[s]->count; i++) {
            stacks[s]->items[i].settings.look.width = app->settings.look.width;
            stacks[s]->items[i].settings.look.height = app->settings.look.height;
        }
}

void history_free(History *history) {
    clear(&history->undo);
    clear(&history->redo);
    free(history->undo.items);
    free(history->redo.items);
    *history = (History){ 0 };
}
