// SPDX-License-Identifier: MIT
// An application as the source of an export: itself where there is no window, or a second one with
// its state as of now.
#ifndef ALPHABAR_APP_EXPORT_SOURCE_H
#define ALPHABAR_APP_EXPORT_SOURCE_H

#include "app/app.h"
#include "export/plan.h"
#include "export/source.h"

// The plan's frames and their size; export_plan_format has been there.
bool export_source_plan(ExportPlan *plan, const App *app, const Settings *settings, Error *error);

// What `app`, which has no window, draws is what the plan asks for, whole.
void export_source_prepare(App *app, const ExportPlan *plan);
// `app` stays the caller's and outlives the source.
ExportSource export_source_of(App *app);

// What the sheet's settings ask for; export_order_free. NULL: the error says why.
ExportOrder *export_source_order(const App *app, Error *error);
// A second application, in the OpenGL context of `app`, which is current. `patient`: what takes
// long is done where `prepare` is called, else beside it, which then only looks.
bool export_source_beside(ExportSource *source, const App *app, const ExportPlan *plan,
                          bool patient, Error *error);

#endif
