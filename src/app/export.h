// SPDX-License-Identifier: MIT
// The window's exports: the sheet that Ctrl+E opens, the look at what will come, the job beside it.
#ifndef ALPHABAR_APP_EXPORT_H
#define ALPHABAR_APP_EXPORT_H

#include "app/app.h"
#include "export/job.h"

// app/export_commands.c. Errors of the plan show at once, those of the work as a message.
bool app_export_start(App *app, Error *error);
void app_export_poll(App *app);               // once a turn of the window's loop
bool app_export_needs_poll(const App *app);   // there is something to serve
void app_export_cancel(App *app);             // waits until nothing is left of it
bool app_export_show(App *app, Error *error); // opens the folder of the last one's file
void app_export_free(App *app);

// app/export/name.c: what the sheet's settings stand for. Its file's name, the folder it is in,
// from the root; the invocation, whose arguments point into `path`, the name.
void export_sheet_name(const App *app, Text *path);
void export_sheet_folder(const App *app, char *out, size_t size);
void export_sheet_arguments(const App *app, Arguments *arguments, Text *path);
bool export_sheet_is_film(int format); // SheetFormat
bool export_sheet_keeps_alpha(int format);
bool export_has_own_size(What what);

// app/export_sheet.c
void export_sheet_draw(App *app);       // over all but the keys
Rect export_sheet_rect(const App *app); // all of it, pixels

// app/export_preview.c: some frames of what the sheet asks for, made once the settings rest, one a
// frame of the window; and what all of it will cost, by these.
typedef struct ExportEstimate {
    bool known;                // false until it is measured, and of what cannot be told
    int frames, width, height; // frames 0: there is none to speak of
    double bytes, seconds;     // where it is known
} ExportEstimate;

void export_preview_draw(App *app, Rect rect); // or why there is none
ExportEstimate export_preview_estimate(const App *app);
void export_preview_free(App *app); // nothing where none was drawn

#endif
