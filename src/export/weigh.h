// SPDX-License-Identifier: MIT
// What an export will weigh, before it is written: a few runs of its frames are packed as they will
// be, in a thread beside the window, and what all of them take follows from what changes between
// one frame and the next. Within a factor of 2 of the file for what the program draws.
#ifndef ALPHABAR_EXPORT_WEIGH_H
#define ALPHABAR_EXPORT_WEIGH_H

#include "export/plan.h"

typedef struct ExportWeigher ExportWeigher;

enum { WEIGH_RUN = 3, WEIGH_RUNS = 4, WEIGH_FRAMES = WEIGH_RUN * WEIGH_RUNS };

// The numbers of the plan's frames that it wants, run by run, `*length` a run; returns how many.
int export_weigh_frames(const ExportPlan *plan, int frames[WEIGH_FRAMES], int *length);

// Of pictures and films; the plan must live as long.
ExportWeigher *export_weigher_create(const ExportPlan *plan);
void export_weigher_free(ExportWeigher *weigher); // stops what is under way; takes NULL

// The frames of one run, RGBA, which it frees. Not to be called while it is busy.
void export_weigher_add(ExportWeigher *weigher, uint8_t *const frames[], int count);
bool export_weigher_is_busy(ExportWeigher *weigher);

// Of all that has been added; 0 where that failed, as without ffmpeg. Not while it is busy.
double export_weigher_bytes(const ExportWeigher *weigher);
double export_weigher_seconds(const ExportWeigher *weigher); // of packing one PNG; 0: it packs none

#endif
