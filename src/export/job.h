// SPDX-License-Identifier: MIT
// An export beside the window: a thread makes and packs the frames from a source of its own. What
// OpenGL draws is drawn by the window's thread, one frame a turn of its loop.
#ifndef ALPHABAR_EXPORT_JOB_H
#define ALPHABAR_EXPORT_JOB_H

#include "export/plan.h"
#include "export/source.h"

typedef struct ExportJob ExportJob;

typedef struct ExportStatus {
    bool running;
    int done, all;            // frames, over all passes
    double seconds, left;     // so far, and what is expected
    char path[SETTINGS_PATH]; // of the last export, running or done; empty: none
    bool failed, cancelled;   // the last one, and why
    Error error;
    long long bytes; // of what it wrote
} ExportStatus;

// `wake` is called from the thread when the window's loop has something to serve.
ExportJob *export_job_create(void (*wake)(void));
void export_job_free(ExportJob *job); // cancels; takes NULL

// One at a time. Takes the order and the source, also where it fails, which it does where one is
// under way. Without threads each poll is a step of it.
bool export_job_start(ExportJob *job, ExportOrder *order, const ExportSource *source, Error *error);
// The same at once, on the calling thread; false where the export failed.
bool export_job_run(ExportJob *job, ExportOrder *order, const ExportSource *source, Error *error);

// The following take a job that is NULL: nothing has been exported.
bool export_job_needs_poll(const ExportJob *job); // there is something to serve
bool export_job_poll(ExportJob *job); // once a turn of the window's loop; true: it has ended
bool export_job_cancel(
    ExportJob *job); // waits until nothing is left of it; false: none was running
ExportStatus export_job_status(const ExportJob *job);

#endif
