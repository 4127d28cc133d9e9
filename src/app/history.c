// SPDX-License-Identifier: MIT
#include "app/history.h"

#include "base/clock.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double DOUBLE_CLICK = 0.6; // seconds

void moment_drop(Moment *moment) {
    opened_drop(moment->picture);
    opened_drop(moment->list);
    *moment = (Moment){ 0 };
}

static bool moment_equal(const Moment *a, const Moment *b) {
    return memcmp(&a->settings, &b->settings, sizeof a->settings) == 0 &&
           memcmp(a->ranges, b->ranges, sizeof a->ranges) == 0 && a->picture == b->picture &&
           a->list == b->list;
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
static size_t affordable(const MomentStack *stack, const Moment *now) {
    const Opened *picture = now->picture, *list = now->list;
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
static void write_subject(char *out, size_t size, const Command *command) {
    const CommandRow *row = command_row(command->id);
    const char *first = command->count ? command->arguments[0] : "";
    if (row->about || row->about_argument)
        snprintf(out, size, "%s", row->about ? row->about : first);
    else
        snprintf(out, size, "%s %s", row->name, first);
}

// What a command did, and who sent it.
typedef struct Step {
    const Moment *before, *after;
    const CommandRow *row;
    char subject[64];
    Sender sender;
    unsigned press;
} Step;

static bool belongs_to_latest(const History *history, const Step *step) {
    if (!history->undo.count || !history->grows) return false;
    const Settings *was = &step->before->settings, *is = &step->after->settings;
    bool stops = (was->play.playing && !is->play.playing) || (was->noise.live && !is->noise.live);
    if (history->runs && stops) return true;
    if (step->sender != SENT_BY_HAND) return false;
    if (step->press || history->press) return step->press == history->press;
    return strcmp(step->subject, history->subject) == 0 &&
           clock_seconds() - history->changed_at < step->row->gap;
}

static bool is_double_click(const History *history, const Step *step) {
    return step->sender == SENT_BY_HAND && history->press && step->press == history->press + 1 &&
           clock_seconds() - history->changed_at < DOUBLE_CLICK;
}

void history_record(History *history, Moment before, const Moment *after, const Command *command,
                    Sender sender, unsigned press) {
    if (moment_equal(&before, after)) {
        moment_drop(&before);
        return;
    }
    Step step = { .before = &before,
                  .after = after,
                  .row = command_row(command->id),
                  .sender = sender,
                  .press = sender == SENT_BY_HAND ? press : 0 };
    write_subject(step.subject, sizeof step.subject, command);
    const Settings *was = &before.settings, *is = &after->settings;
    bool starts = (is->play.playing && !was->play.playing) || (is->noise.live && !was->noise.live);
    clear(&history->redo);
    bool same_step = belongs_to_latest(history, &step);
    // The first press of a double click may have moved what the second puts back.
    MomentStack *undo = &history->undo;
    bool undone = (same_step || is_double_click(history, &step)) && undo->count &&
                  moment_equal(after, &undo->items[undo->count - 1]);
    if (undone) moment_drop(&undo->items[--undo->count]);
    if (undone || same_step) {
        moment_drop(&before);
    } else {
        push(undo, before);
        forget_oldest(undo, undo->count - affordable(undo, after));
    }
    memcpy(history->subject, step.subject, sizeof history->subject);
    history->press = step.press;
    history->changed_at = clock_seconds();
    history->grows = !undone;
    history->runs = starts;
    history->ticked = false;
}

// What `from` has last, and `now` becomes the last of `to`.
static bool move_latest(History *history, MomentStack *from, MomentStack *to, Moment now,
                        HistoryRestore *restore, App *app, Error *error) {
    if (!from->count) {
        moment_drop(&now);
        return true;
    }
    Moment then = from->items[from->count - 1];
    Settings *settings = &then.settings;
    // A clock that goes on is not turned back, nor is noise that goes on.
    bool ticked = history->ticked;
    if (settings->noise.live && now.settings.noise.live && ticked)
        settings->noise.seed = now.settings.noise.seed;
    if (settings->play.playing && now.settings.play.playing && ticked) {
        settings->u = now.settings.u;
        settings->t = settings_t_at(settings->u, settings->schedule.steps);
    }
    if (!restore(app, &then, error)) {
        moment_drop(&now);
        return false;
    }
    moment_drop(&from->items[--from->count]);
    push(to, now);
    history->grows = history->runs = history->ticked = false;
    return true;
}

bool history_undo(History *history, Moment now, HistoryRestore *restore, App *app, Error *error) {
    return move_latest(history, &history->undo, &history->redo, now, restore, app, error);
}

bool history_redo(History *history, Moment now, HistoryRestore *restore, App *app, Error *error) {
    return move_latest(history, &history->redo, &history->undo, now, restore, app, error);
}

void history_follow_size(History *history, int width, int height) {
    MomentStack *const stacks[] = { &history->undo, &history->redo };
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < stacks[s]->count; i++) {
            stacks[s]->items[i].settings.look.width = width;
            stacks[s]->items[i].settings.look.height = height;
        }
}

void history_free(History *history) {
    clear(&history->undo);
    clear(&history->redo);
    free(history->undo.items);
    free(history->redo.items);
    *history = (History){ 0 };
}
