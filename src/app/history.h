// SPDX-License-Identifier: MIT
// Undo and redo. A step is everything a user can set, as it was before a command changed it: the
// Settings as a block, so that whatever is added there is covered, the plots' ranges, and what was
// opened, which is shared and not copied.
//
// One step is: what the mouse did between pressing a button and letting it go; a run of wheel
// notches or arrow presses on one control; playing or live noise from start to stop; else one
// command. What the clock or the window manager does (app_run_quietly) makes no step.
#ifndef ALPHABAR_APP_HISTORY_H
#define ALPHABAR_APP_HISTORY_H

#include "conf/command.h"
#include "conf/plots.h"
#include "model/opened.h"
#include "plot/plot.h"

enum { HISTORY_STEPS = 500 };                     // the oldest are forgotten,
#define HISTORY_BYTES ((size_t)256 * 1024 * 1024) // also where what was opened takes more than this

typedef struct App App;

// State that is not in Settings belongs here too.
typedef struct Moment {
    Settings settings;
    PlotRange ranges[PLOTS];
    Opened *picture, *list; // held
} Moment;

typedef struct MomentStack { // the last is the latest
    Moment *items;
    size_t count, room;
} MomentStack;

typedef struct History {
    MomentStack undo, redo;
    // The latest step, as long as it may grow.
    char subject[64];
    unsigned press; // of the mouse; 0: none
    double changed_at;
    bool grows, runs; // runs: it started playing, or live noise
    bool ticked;      // t or the noise has moved by itself since
} History;

// Who sends a command.
typedef enum Sender {
    SENT_BY_SCRIPT,
    SENT_BY_HAND,
    SENT_QUIETLY,
} Sender;

void moment_drop(Moment *moment); // lets go of what it holds

// After a command that went well: what was, which is taken, and what is. `press` is that of the
// mouse it was sent by, 0 where it was none.
void history_record(History *history, Moment before, const Moment *after, const Command *command,
                    Sender sender, unsigned press);

// `now` is taken; `restore` makes the application what it was. Nothing to undo is no error.
// Where `restore` fails, so do they, and the history stays as it was.
typedef bool HistoryRestore(App *app, const Moment *moment, Error *error);
bool history_undo(History *history, Moment now, HistoryRestore *restore, App *app, Error *error);
bool history_redo(History *history, Moment now, HistoryRestore *restore, App *app, Error *error);
void history_follow_size(History *history, int width, int height); // nobody's step
void history_free(History *history);

#endif
