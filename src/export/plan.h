// SPDX-License-Identifier: MIT
// What leaves the program: pictures, films, figures, tables. `alphabar export` and the window's
// export sheet run the same plan.
#ifndef ALPHABAR_APP_EXPORT_H
#define ALPHABAR_APP_EXPORT_H

#include "app/app.h"
#include "conf/arguments.h"
#include "io/film.h"

typedef enum ExportFormat {
    EXPORT_PNG, // one picture
    EXPORT_SVG,
    EXPORT_NPY,
    EXPORT_CSV,
    EXPORT_FILM,
} ExportFormat;

typedef struct ExportFrame {
    int t;
    int number; // in the name of a numbered file
} ExportFrame;

// What an invocation comes down to. Zero is an empty one.
typedef struct ExportPlan {
    const Arguments *arguments; // borrowed
    Settings settings;          // as the files show them
    PlotRange ranges[PLOTS];
    ExportFormat format;
    FilmFormat film;
    What what;
    bool forever;
    double fps;
    ExportFrame *frames; // in the film's order
    int count;
    int width, height; // of a frame
    bool grey;
    char *comment; // the command line
} ExportPlan;

// app/export_plan.c: from the name of OUT and the options alone; then the frames, with the length
// of the chain and its table known. With --resume those that are there whole are left out.
bool export_plan_format(ExportPlan *plan, const Arguments *arguments, Error *error);
// `ranges` NULL: no plot is zoomed.
bool export_plan_frames(ExportPlan *plan, const Settings *settings, const PlotRange ranges[PLOTS],
                        const Schedule *schedule, Error *error);
int export_first_t(What what); // of a whole chain: the residual has none at t = 1
void export_plan_free(ExportPlan *plan);
// A numbered file's path and comment.
void export_plan_name(const ExportPlan *plan, int frame, Text *path, Text *comment);

// app/export_frame.c
bool export_is_drawn(What what); // by OpenGL; the rest has the same bytes on every machine
// Says the frame's size.
void export_measure(ExportPlan *plan, const Model *model);
// One frame of plan->width × height, RGBA. `app` has a canvas where the frame is drawn.
bool export_paint(const ExportPlan *plan, App *app, int t, uint8_t *rgba, Error *error);
bool export_values(const ExportPlan *plan, App *app, int t, Picture *values, Error *error);
bool export_svg(const ExportPlan *plan, App *app, Error *error);

// app/export_film.c: puts all frames of a plan of EXPORT_PNG or EXPORT_FILM into its files. `paint`
// makes a frame; `progress`, which may be NULL, hears how much is done of how much, and ends it all
// by returning false: then nothing is left behind, and the error says "cancelled".
typedef struct ExportWork {
    bool (*paint)(void *user, int t, uint8_t *rgba, Error *error);
    bool (*progress)(void *user, int done, int all);
    void *user;
    const atomic_bool *stop; // as FilmSpec has it
} ExportWork;
bool export_film(const ExportPlan *plan, const ExportWork *work, Error *error);

// app/export.c
int export_run(const Arguments *arguments); // returns the exit status

#endif
