// SPDX-License-Identifier: MIT
// What one invocation of the program asks for: conf/arguments.h reads it.
#ifndef ALPHABAR_CONF_INVOCATION_H
#define ALPHABAR_CONF_INVOCATION_H

#include "conf/option.h"
#include "conf/settings.h"
#include "conf/what.h"

#include <stdbool.h>

typedef enum Action {
    ACTION_WINDOW,
    ACTION_EXPORT,
    ACTION_SCHEDULE,
    ACTION_DENOISE,
    ACTION_SAMPLE,
    ACTION_BENCH,
    ACTION_HELP,
    ACTION_VERSION,
} Action;

enum { ARGUMENTS_RUN = 64 };

typedef struct Arguments {
    Action action;
    Settings settings;
    bool t_given;       // else t follows T; checked against T once the schedule is known
    const char *image;  // NULL: the built-in picture
    const char *in;     // denoise
    const char *out;    // export, denoise, sample
    const char *from_z; // sample; NULL where not given, as the following
    const char *steps_out, *x_hat_out, *indices_out; // sample
    const char *script;                              // NULL where not given, as the following
    const char *lesson;                              // a name or a file
    const char *session;
    const char *run[ARGUMENTS_RUN]; // commands for the start
    int run_count;
    const char *shaders;   // a folder
    const char *what_name; // --what as given
    What what;
    bool film;                               // --frames or --duration
    int frames_from, frames_to, frames_step; // --frames; from 0 where it is not given
    double duration, fps;                    // --duration, 0 where it is not given
    bool fps_given, size_given;
    Ease ease;
    bool loop_given;
    FilmLoop loop;
    bool resume;
    const char *from;    // a file that carries the command line that made it; conf/command_line.h
    const char *link;    // an address, or what is behind its #: conf/link.h
    bool json;           // schedule --format json, bench --json
    const char *format;  // schedule: csv, json, npy, scheduler_config, comfyui or diffusers
    bool check;          // schedule: its health instead of the table
    bool given[OPTIONS]; // what was on the command line
    bool bench_window;
    int picture_memory; // MiB; 0 where not given
} Arguments;

#endif
