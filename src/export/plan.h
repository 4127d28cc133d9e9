// SPDX-License-Identifier: MIT
// What leaves the program, and as which files: pictures, films, figures, tables. `alphabar export`
// and the window's export sheet run the same plan.
#ifndef ALPHABAR_EXPORT_PLAN_H
#define ALPHABAR_EXPORT_PLAN_H

#include "base/text.h"
#include "conf/arguments.h"
#include "core/schedule.h"
#include "io/film.h"

typedef enum ExportFormat {
    EXPORT_PNG, // one picture
    EXPORT_SVG,
    EXPORT_NPY,
    EXPORT_CSV,
    EXPORT_FILM,
} ExportFormat;

typedef struct ExportFrame {
    int t;      // of a lesson: the frame's number, which its moment is fps times
    int number; // in the name of a numbered file
} ExportFrame;

// What an invocation comes down to. Zero is an empty one.
typedef struct ExportPlan {
    const Arguments *arguments; // borrowed
    Settings settings;          // as the files show them
    char *ranges;               // behind the settings in a command line: where plots are zoomed
    ExportFormat format;
    FilmFormat film;
    What what;
    bool forever;
    double fps;
    ExportFrame *frames; // in the film's order
    int count;
    int width, height; // of a frame
    bool grey;
    bool transparent; // no ground
    char *comment;    // the command line
} ExportPlan;

// What is exported, in the state in which it is.
typedef struct ExportSubject {
    const Settings *settings;
    const Schedule *schedule;
    const char *ranges;    // NULL: no plot is zoomed
    double lesson_seconds; // of --lesson
} ExportSubject;

// From the name of OUT and the options alone; then the frames, with the length of the chain and its
// table known. With --resume those that are there whole are left out.
bool export_plan_format(ExportPlan *plan, const Arguments *arguments, Error *error);
bool export_plan_frames(ExportPlan *plan, const ExportSubject *subject, Error *error);
void export_plan_free(ExportPlan *plan);

bool export_is_drawn(What what); // by OpenGL; the rest has the same bytes on every machine
int export_first_t(What what);   // of a whole chain: the residual has none at t = 1
bool export_has_t(What what, int t, Error *error); // false: says why not
bool export_keeps_alpha(const ExportPlan *plan);   // such a file can have no ground
bool export_is_sequence(const ExportPlan *plan);   // of numbered files

// A numbered file's path and comment.
void export_plan_name(const ExportPlan *plan, int frame, Text *path, Text *comment);
// Makes the folder of a sequence where there is none (that one, not its parents, and none for each
// frame). `made` is its name then, free(), else NULL.
bool export_plan_make_folder(const ExportPlan *plan, char **made, Error *error);
long long export_plan_bytes(const ExportPlan *plan); // of the files that are there

// An invocation with its plan, where what the plan borrows stays in place.
typedef struct ExportOrder {
    Arguments arguments;
    Text path; // of OUT
    ExportPlan plan;
} ExportOrder;

void export_order_free(ExportOrder *order); // which mem_alloc made; takes NULL

#endif
