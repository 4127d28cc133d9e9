// SPDX-License-Identifier: MIT
// All that an export has to do, as steps of at most a frame: driven by a loop, by a thread beside
// the window (export/job.h), or one at a time where there are no threads.
#ifndef ALPHABAR_EXPORT_WORK_H
#define ALPHABAR_EXPORT_WORK_H

#include "export/plan.h"
#include "export/source.h"

#include <stdatomic.h>

typedef struct ExportWork ExportWork;

// NULL where it cannot be begun. The plan, measured, and the source are borrowed until it is freed.
// `stop`, which may be NULL, ends it soon from another thread: the step then fails, "cancelled".
ExportWork *export_work_open(const ExportPlan *plan, const ExportSource *source,
                             const atomic_bool *stop, Error *error);

// After a failed step there is nothing but to free it.
bool export_work_step(ExportWork *work, Error *error);
bool export_work_is_done(const ExportWork *work);                    // all is written
void export_work_count(const ExportWork *work, int *done, int *all); // frames, over all passes
void export_work_free(ExportWork *work); // what is not done leaves nothing; takes NULL

// All steps one after the other. `progress`, which may be NULL, hears of each frame and of the end.
typedef void ExportProgress(void *user, int done, int all);
bool export_work_all(const ExportPlan *plan, const ExportSource *source, ExportProgress *progress,
                     void *user, Error *error);

#endif
