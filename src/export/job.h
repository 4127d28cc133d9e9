// SPDX-License-Identifier: MIT
// An export beside the window: a thread makes and packs the frames, from copies of the settings and
// the picture. What OpenGL draws is drawn by the window's thread, one frame of the film a turn of
// its loop, into a target of its own.
#ifndef ALPHABAR_APP_EXPORT_JOB_H
#define ALPHABAR_APP_EXPORT_JOB_H

#include "app/export.h"

// The invocation that the sheet's settings stand for, its file named. `path` holds the name.
void export_sheet_arguments(const App *app, Arguments *arguments, Text *path);

// A second application with the state of `app` as of now, in its window's context.
App *export_copy(const App *app, const ExportPlan *plan, Error *error);
void export_copy_free(App *copy); // takes NULL

typedef struct ExportStatus {
    bool running;
    int done, all;            // frames, over all passes
    double seconds, left;     // so far, and what is expected
    char path[SETTINGS_PATH]; // of the last export, running or done; empty: none
    bool failed;              // the last one; the message said why
    long long bytes;          // of what it wrote
} ExportStatus;

// One at a time. Errors of the plan show at once, those of the work as a message in the window.
bool export_job_start(App *app, Error *error);
void export_job_serve(App *app);  // once a turn of the window's loop
void export_job_cancel(App *app); // waits until nothing is left of it
bool export_job_wants(const App *app);
ExportStatus export_job_status(const App *app);
void export_job_free(App *app);
bool export_job_show(App *app, Error *error); // opens the folder of the last one's file

// app/export_sheet.c
void export_sheet_draw(App *app);
Rect export_sheet_rect(const App *app);

// app/export_preview.c
typedef struct ExportEstimate {
    bool known;
    int frames, width, height;
    double bytes, seconds;
} ExportEstimate;

void export_preview_draw(App *app, Rect rect);
ExportEstimate export_preview_estimate(const App *app);
void export_preview_free(App *app);

#endif
