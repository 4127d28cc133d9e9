// SPDX-License-Identifier: MIT
#include "conf/extra.h"

#include "base/translate.h"
#include "conf/command.h"
#include "conf/preset.h"
#include "conf/stage_check.h"
#include "core/notation.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

typedef enum Group { // in --help
    GROUP_OF_EXPORT,
    GROUP_OF_SCHEDULE,
    GROUP_OF_SAMPLE,
    GROUP_OF_BENCH,
    GROUP_OF_WHAT_SHOWS,
    GROUP_OF_SESSIONS,
    GROUP_OF_WINDOW,
    GROUP_OF_PRESETS,
    GROUP_OF_ALL,
    EXTRA_GROUPS
} Group;

static const char *const titles[EXTRA_GROUPS] = { "export",
                                                  "schedule",
                                                  "sample",
                                                  "bench",
                                                  N_("The window and export"),
                                                  N_("Sessions"),
                                                  N_("The window alone"),
                                                  N_("Presets"),
                                                  N_("Everywhere") };

struct Extra {
    const char *name, *value_name, *help; // value_name NULL: a flag
    unsigned actions;                     // bits of Action
    Group group;
    // The member of Arguments that it sets, a bool or a const char *; 0: none, but what `read`
    // does.
    size_t flag, word;
    bool (*read)(Arguments *out, const char *value, Error *error);
};

// Reading --------------------------------------------------------------------------------------

// The index of `value` in `names`, or -1 and an error that lists them.
static int find_name(const char *option, const char *const *names, const char *value,
                     Error *error) {
    Text list = { 0 };
    for (int i = 0; names[i]; i++) {
        if (strcmp(names[i], value) == 0) {
            text_free(&list);
            return i;
        }
        text_append(&list, "%s%s", i == 0 ? "" : names[i + 1] ? ", " : " or ", names[i]);
    }
    error_usage(error, "--%s: takes %s, not \"%s\"", option, list.data, value);
    text_free(&list);
    return -1;
}

// One of the names, or else panels: `--what 'bayes / life'` is `--what stage --stage 'bayes /
// life'`.
static bool read_what(Arguments *out, const char *value, Error *error) {
    Error names;
    int what = find_name("what", what_names, value, &names);
    if (what < 0) {
        Settings next = out->settings;
        if (!option_set(&next, option_row(OPT_STAGE), value, error)) {
            bool panels = strpbrk(value, "|/():*[]") != NULL;
            return panels ? error_prefix(error, "--what") : (*error = names, false);
        }
        out->settings = next;
        out->given[OPT_STAGE] = true;
        what = WHAT_STAGE;
    }
    out->what = (What)what;
    out->what_name = what_names[what];
    return true;
}

static bool read_ease(Arguments *out, const char *value, Error *error) {
    int ease = find_name("ease", ease_names, value, error);
    if (ease >= 0) out->ease = (Ease)ease;
    return ease >= 0;
}

static bool read_loop(Arguments *out, const char *value, Error *error) {
    int loop = find_name("loop", loop_names, value, error);
    if (loop < 0) return false;
    out->loop = (FilmLoop)loop;
    return out->loop_given = true;
}

static bool read_frames(Arguments *out, const char *value, Error *error) {
    int from, to, step = 1, used = 0;
    bool plain = !value[strspn(value, "0123456789:")]; // sscanf takes blanks and signs too
    bool good = (sscanf(value, "%9d:%9d%n", &from, &to, &used) == 2 && !value[used]) ||
                (sscanf(value, "%9d:%9d:%9d%n", &from, &to, &step, &used) == 3 && !value[used]);
    if (!plain || !good || from < 1 || to < from || step < 1)
        return error_usage(error,
                           "--frames: takes A:B or A:B:STEP with 1 <= A <= B and STEP >= 1, not "
                           "\"%s\"",
                           value);
    out->frames_from = from;
    out->frames_to = to;
    out->frames_step = step;
    out->film = true;
    return true;
}

static bool read_positive(const char *name, const char *value, double most, double *to,
                          Error *error) {
    char number[64];
    snprintf(number, sizeof number, "%s", value);
    size_t length = strlen(number);
    if (length && strcmp(name, "duration") == 0 && number[length - 1] == 's')
        number[length - 1] = '\0';
    if (read_real(number, to) && *to > 0 && *to <= most) return true;
    return error_usage(error, "--%s: takes a number above 0 and up to %g, not \"%s\"", name, most,
                       value);
}

// "zoom=4": an option that is no part of the command line by itself.
static bool read_set(Arguments *out, const char *value, Error *error) {
    char name[64];
    const char *equals = strchr(value, '=');
    if (!equals) return error_usage(error, "--set: takes NAME=VALUE, not \"%s\"", value);
    snprintf(name, sizeof name, "%.*s", (int)(equals - value), value);
    const Option *option = option_find(name);
    if (!option || option->group != GROUP_STATE)
        return error_usage(error, "--set: %s: there is no such state", name);
    return option_set(&out->settings, option, equals + 1, error) ||
           error_prefix(error, "--set: %s", option->name);
}

static bool read_run(Arguments *out, const char *value, Error *error) {
    Command command;
    if (out->run_count == ARGUMENTS_RUN)
        return error_usage(error, "--run: takes %d commands at most; --script takes more",
                           ARGUMENTS_RUN);
    if (!command_parse(&command, value, error)) return error_prefix(error, "--run");
    command_free(&command);
    out->run[out->run_count++] = value;
    return true;
}

static bool read_preset(Arguments *out, const char *value, Error *error) {
    const Preset *preset = preset_find(value);
    if (!preset) {
        Text all = { 0 };
        for (int i = 0; presets[i].name; i++)
            text_append(&all, "%s%s", i ? ", " : "", presets[i].name);
        error_usage(error, "--preset: takes one of %s, not \"%s\"", all.data, value);
        text_free(&all);
        return false;
    }
    out->given[OPT_COMPARE] |= preset_is_comparison(preset);
    return preset_apply(&out->settings, preset, error);
}

static bool read_format(Arguments *out, const char *value, Error *error) {
    static const char *const names[] = { "csv",     "json",     "npy", "scheduler_config",
                                         "comfyui", "diffusers" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], value) == 0) {
            out->format = names[i];
            out->json = strcmp(value, "json") == 0;
            return true;
        }
    return error_usage(
        error,
        "--format: takes csv, json, npy or scheduler_config, and with --levels comfyui "
        "or diffusers, not \"%s\"",
        value);
}

static bool read_duration(Arguments *out, const char *value, Error *error) {
    out->film = true;
    return read_positive("duration", value, 3600, &out->duration, error);
}

static bool read_transparent(Arguments *out, const char *value, Error *error) {
    out->given[OPT_EXPORT_TRANSPARENT] = true;
    return option_set(&out->settings, option_row(OPT_EXPORT_TRANSPARENT), value, error) ||
           error_prefix(error, "--transparent");
}

static bool read_fps(Arguments *out, const char *value, Error *error) {
    out->fps_given = true;
    return read_positive("fps", value, 240, &out->fps, error);
}

static bool read_memory(Arguments *out, const char *value, Error *error) {
    long long mib;
    if (!read_int(value, &mib) || mib < 1 || mib > 65536)
        return error_usage(error, "--picture-memory: takes 1 to 65536 MiB, not \"%s\"", value);
    out->picture_memory = (int)mib;
    return true;
}

static bool ask_for_help(Arguments *out, const char *value, Error *error) {
    (void)value, (void)error;
    out->action = ACTION_HELP;
    return true;
}

static bool ask_for_version(Arguments *out, const char *value, Error *error) {
    (void)value, (void)error;
    out->action = ACTION_VERSION;
    return true;
}

// The rows -------------------------------------------------------------------------------------

enum {
    WINDOW = 1u << ACTION_WINDOW,
    EXPORT = 1u << ACTION_EXPORT,
    SCHEDULE = 1u << ACTION_SCHEDULE,
    DENOISE = 1u << ACTION_DENOISE,
    SAMPLE = 1u << ACTION_SAMPLE,
    BENCH = 1u << ACTION_BENCH,
    SHOWS = WINDOW | EXPORT,
};
#define ALL          ~0u
#define FLAG(member) .flag = offsetof(Arguments, member)
#define WORD(member) .word = offsetof(Arguments, member)

static const Extra extras[] = {
    // clang-format off
    { .name = "what", .value_name = "WHAT", .actions = EXPORT, .group = GROUP_OF_EXPORT, .read = read_what,
      .help = N_("What to write: window, x, z, zprev, noise, mean, sample, residual, x_hat, v, score, velocity, strip, plots, signal, variance, pixel, equation, figure, stage (its panels by themselves), schedule; or panels, as --stage has them [window; .npy: z; .svg: plots]") },
    { .name = "frames", .value_name = "A:B[:STEP]", .actions = EXPORT, .group = GROUP_OF_EXPORT, .read = read_frames,
      .help = N_("One frame a step t = A, A + STEP, .. B; a numbered OUT, frames/%04d.png, holds t. With --duration: the range that is passed through") },
    { .name = "duration", .value_name = "SECONDS", .actions = EXPORT, .group = GROUP_OF_EXPORT, .read = read_duration,
      .help = N_("A film this long, as 8s, over the whole chain; a numbered OUT counts from 0") },
    { .name = "fps", .value_name = "N", .actions = EXPORT, .group = GROUP_OF_EXPORT, .read = read_fps,
      .help = N_("Frames a second [30; .gif: 25, at most 50]") },
    { .name = "ease", .value_name = "HOW", .actions = EXPORT, .group = GROUP_OF_EXPORT, .read = read_ease,
      .help = N_("How --duration passes through t: linear, in, out, in_out, or log_snr, in equal steps of it [linear]") },
    { .name = "loop", .value_name = "HOW", .actions = EXPORT, .group = GROUP_OF_EXPORT, .read = read_loop,
      .help = N_("once, forever (.apng and .gif), or pingpong, there and back [forever]") },
    { .name = "transparent", .value_name = "0|1", .actions = EXPORT, .group = GROUP_OF_EXPORT, .read = read_transparent,
      .help = N_("Without a ground: .png, .apng, .svg and numbered PNG files [0]") },
    { .name = "resume", .actions = EXPORT, .group = GROUP_OF_EXPORT, FLAG(resume),
      .help = N_("Goes on with a numbered sequence: writes only the frames that are not there whole") },
    { .name = "format", .value_name = "NAME", .actions = SCHEDULE, .group = GROUP_OF_SCHEDULE, .read = read_format,
      .help = N_("How `schedule` prints: csv, json, npy (β) or scheduler_config; with --levels csv, json, npy (σ), or the line that ComfyUI (comfyui) or diffusers (diffusers) takes as sigmas [csv]") },
    { .name = "check", .actions = SCHEDULE, .group = GROUP_OF_SCHEDULE, FLAG(check),
      .help = N_("Says what is wrong with the schedule; exit status 1 where something is") },
    { .name = "from-z", .value_name = "Z.npy", .actions = SAMPLE, .group = GROUP_OF_SAMPLE, WORD(from_z),
      .help = N_("The <z_T> to start from, float32, N×H×W[×C] or one H×W[×C]: as many samples as it holds, or its first --count") },
    { .name = "steps-out", .value_name = "FILE.npy", .actions = SAMPLE, .group = GROUP_OF_SAMPLE, WORD(steps_out),
      .help = N_("Every <z_t> of the run, from <z_T> to <z_0>: float32, N×(steps + 1)×H×W×C") },
    { .name = "x-hat-out", .value_name = "FILE.npy", .actions = SAMPLE, .group = GROUP_OF_SAMPLE, WORD(x_hat_out),
      .help = N_("E[<x> | <z_t>] of every <z_t> but <z_0>: float32, N×steps×H×W×C") },
    { .name = "indices-out", .value_name = "FILE.npy", .actions = SAMPLE, .group = GROUP_OF_SAMPLE, WORD(indices_out),
      .help = N_("Which picture of the set, counted from 0, the ancestral sampler drew at each step: int64, N×steps") },
    { .name = "json", .actions = BENCH, .group = GROUP_OF_BENCH, FLAG(json),
      .help = N_("`bench` prints one JSON object") },
    { .name = "window", .actions = BENCH, .group = GROUP_OF_BENCH, FLAG(bench_window),
      .help = N_("`bench` measures the window's frame only") },
    { .name = "session", .value_name = "FILE", .actions = SHOWS | SCHEDULE, .group = GROUP_OF_SESSIONS, WORD(session),
      .help = N_("Takes up a saved session; options beside it change it") },
    { .name = "set", .value_name = "NAME=VALUE", .actions = SHOWS, .group = GROUP_OF_WHAT_SHOWS, .read = read_set,
      .help = N_("Sets what has no option of its own, as the command `set` does: --set zoom=4") },
    { .name = "run", .value_name = "COMMAND", .actions = SHOWS, .group = GROUP_OF_WHAT_SHOWS, .read = read_run,
      .help = N_("Runs one command at the start, after all options; may be given often") },
    { .name = "script", .value_name = "FILE", .actions = WINDOW, .group = GROUP_OF_WINDOW, WORD(script),
      .help = N_("Runs the commands in FILE, one a line; - reads standard input") },
    { .name = "lesson", .value_name = "NAME|FILE", .actions = SHOWS, .group = GROUP_OF_WHAT_SHOWS, WORD(lesson),
      .help = N_("Starts with a lesson: forward, or a file of your own (see assets/lessons); in `export`, a film of it") },
    { .name = "shaders", .value_name = "FOLDER", .actions = SHOWS, .group = GROUP_OF_WHAT_SHOWS, WORD(shaders),
      .help = N_("Takes shape, text and picture .vert and .frag from there, and again when they change") },
    { .name = "from", .value_name = "FILE", .actions = SHOWS, .group = GROUP_OF_WHAT_SHOWS, WORD(from),
      .help = N_("Starts from what an exported FILE shows: its picture and its settings") },
    { .name = "link", .value_name = "URL", .actions = SHOWS, .group = GROUP_OF_WHAT_SHOWS, WORD(link),
      .help = N_("What the address of alphabar’s page shows, or what is behind its #: settings, no files and no size") },
    { .name = "picture-memory", .value_name = "MIB", .actions = SHOWS | SAMPLE, .group = GROUP_OF_WHAT_SHOWS, .read = read_memory,
      .help = N_("Refuses a picture that takes more memory to be decoded, before any is taken [512]") },
    { .name = "preset", .value_name = "NAME", .actions = SHOWS | SCHEDULE | DENOISE | SAMPLE, .group = GROUP_OF_PRESETS, .read = read_preset,
      .help = N_("A schedule, or several for the Compare view, under the name people know") },
    { .name = "help", .actions = ALL, .group = GROUP_OF_ALL, .read = ask_for_help,
      .help = N_("Prints this") },
    { .name = "version", .actions = ALL, .group = GROUP_OF_ALL, .read = ask_for_version,
      .help = N_("Prints the version") },
    // clang-format on
};
enum { EXTRAS = sizeof extras / sizeof extras[0] };

const Extra *extra_find(Action action, const char *name) {
    for (int i = 0; i < EXTRAS; i++)
        if (strcmp(extras[i].name, name) == 0 && (extras[i].actions >> action & 1))
            return &extras[i];
    return NULL;
}

bool extra_has_value(const Extra *extra) {
    return extra->value_name != NULL;
}

bool extra_read(const Extra *extra, Arguments *out, const char *value, Error *error) {
    if (extra->flag) *(bool *)((char *)out + extra->flag) = true;
    if (extra->word) memcpy((char *)out + extra->word, &value, sizeof value);
    return !extra->read || extra->read(out, value, error);
}

void extra_help(Text *out) {
    for (int group = 0; group < EXTRA_GROUPS; group++) {
        text_append(out, "\n%s\n", _(titles[group]));
        for (int i = 0; i < EXTRAS; i++) {
            const Extra *extra = &extras[i];
            if ((int)extra->group != group) continue;
            char left[64];
            const char *value = extra->value_name;
            snprintf(left, sizeof left, "--%s%s%s", extra->name, value ? " " : "",
                     value ? value : "");
            Text help = { 0 };
            notation_plain(&help, (NotationStyle){ 0 }, _(extra->help));
            text_append_row(out, left, help.data);
            text_free(&help);
        }
        if (group == GROUP_OF_PRESETS) preset_help(out);
    }
}
