// SPDX-License-Identifier: MIT
// The Mixture view's work: a thread beside the window reads the data set, weighs it for the z_t on
// screen and runs the chain backwards. The window says what it wants (mixture_follow) and shows
// what there is; it never waits.
#ifndef ALPHABAR_MODEL_MIXTURE_H
#define ALPHABAR_MODEL_MIXTURE_H

#include "model/mixture_state.h"

typedef struct Model Model;
typedef struct Mixture Mixture;

// `threaded` false: all work is done in mixture_finish. `wake` is called when there is something
// new, from the thread where there is one.
Mixture *mixture_create(bool threaded, void (*wake)(void));
void mixture_free(Mixture *mixture);

// What is wanted now; call once a pass while the view is shown. The model's parts are copied.
void mixture_follow(Mixture *mixture, const Settings *settings, const Model *model);
void mixture_cancel(Mixture *mixture); // reading a set; the one before stays

// Returns when all that was asked for is there: the run's last frame, too.
void mixture_finish(Mixture *mixture);

// The state, until mixture_unlock. What went wrong since the last look is moved to `error`.
const MixtureState *mixture_lock(Mixture *mixture);
void mixture_unlock(Mixture *mixture);
// True where there was one about the set that is still wanted. A reading that mixture_cancel ended
// is no error: kind ERROR_NONE and no text, but the set is not there either.
bool mixture_pop_error(Mixture *mixture, Error *error);
// The path of the set at hand, which after a failure is not the one that was asked for.
void mixture_path(Mixture *mixture, char path[SETTINGS_PATH]);

// Once a turn of the window's loop: where a thread was wanted and the system has none, works on for
// about so many seconds. False: there is no more to do, or a thread does it. Takes NULL.
bool mixture_work(Mixture *mixture, double seconds);

// One step of mixture_finish where there is no thread, else a look that does not wait. False: all
// is there, or went wrong.
bool mixture_advance(Mixture *mixture);

#endif
