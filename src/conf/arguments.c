// SPDX-License-Identifier: MIT
#include "conf/arguments.h"

#include "base/path.h"
#include "conf/command.h"
#include "conf/compare.h"
#include "conf/option.h"
#include "conf/preset.h"
#include "conf/shell.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Options that belong to one invocation and are no part of the state.
typedef enum ExtraId {
    EXTRA_WHAT,
    EXTRA_FRAMES,
    EXTRA_DURATION,
    EXTRA_FPS,
    EXTRA_EASE,
    EXTRA_LOOP,
    EXTRA_RESUME,
    EXTRA_FORMAT,
    EXTRA_CHECK,
    EXTRA_JSON,
    EXTRA_WINDOW,
    EXTRA_SESSION,
    EXTRA_SET,
    EXTRA_RUN,
    EXTRA_SCRIPT,
    EXTRA_LESSON,
    EXTRA_SHADERS,
    EXTRA_FROM,
    EXTRA_PRESET,
    EXTRA_HELP,
    EXTRA_VERSION,
    EXTRAS
} ExtraId;

typedef struct Extra {
    const char *name, *value_name, *help; // value_name NULL: a flag
    unsigned actions;                     // bits of Action
} Extra;

enum { SHOWS = 1u << ACTION_WINDOW | 1u << ACTION_EXPORT };

static const Extra extras[EXTRAS] = {
    // clang-format off
    [EXTRA_WHAT] = { "what", "WHAT", "What to write: window, x, z, zprev, noise, mean, sample, residual, strip, plots, signal, variance, pixel, equation, figure, schedule [window; .npy: z; .svg: plots]", 1u << ACTION_EXPORT },
    [EXTRA_FRAMES] = { "frames", "A:B[:STEP]", "One frame a step t = A, A + STEP, .. B; a numbered OUT, frames/%04d.png, holds t. With --duration: the range that is passed through", 1u << ACTION_EXPORT },
    [EXTRA_DURATION] = { "duration", "SECONDS", "A film this long, as 8s, over the whole chain; a numbered OUT counts from 0", 1u << ACTION_EXPORT },
    [EXTRA_FPS] = { "fps", "N", "Frames a second [30; .gif: 25, at most 50]", 1u << ACTION_EXPORT },
    [EXTRA_EASE] = { "ease", "HOW", "How --duration passes through t: linear, in, out, in_out, or log_snr, in equal steps of it [linear]", 1u << ACTION_EXPORT },
    [EXTRA_LOOP] = { "loop", "HOW", "once, forever (.apng and .gif), or pingpong, there and back [forever]", 1u << ACTION_EXPORT },
    [EXTRA_RESUME] = { "resume", NULL, "Goes on with a numbered sequence: writes only the frames that are not there whole", 1u << ACTION_EXPORT },
    [EXTRA_FORMAT] = { "format", "NAME", "How `schedule` prints: csv, json, npy (β) or scheduler_config [csv]", 1u << ACTION_SCHEDULE },
    [EXTRA_CHECK] = { "check", NULL, "Says what is wrong with the schedule; exit status 1 where something is", 1u << ACTION_SCHEDULE },
    [EXTRA_JSON] = { "json", NULL, "`bench` prints one JSON object", 1u << ACTION_BENCH },
    [EXTRA_WINDOW] = { "window", NULL, "`bench` measures the window's frame only", 1u << ACTION_BENCH },
    [EXTRA_SESSION] = { "session", "FILE", "Takes up a saved session; options beside it change it", SHOWS | 1u << ACTION_SCHEDULE },
    [EXTRA_SET] = { "set", "NAME=VALUE", "Sets what has no option of its own, as the command `set` does: --set zoom=4", SHOWS },
    [EXTRA_RUN] = { "run", "COMMAND", "Runs one command at the start, after all options; may be given often", SHOWS },
    [EXTRA_SCRIPT] = { "script", "FILE", "Runs the commands in FILE, one a line; - reads standard input", 1u << ACTION_WINDOW },
    [EXTRA_LESSON] = { "lesson", "NAME|FILE", "Starts with a lesson: forward, or a file of your own (see assets/lessons); in `export`, a film of it", SHOWS },
    [EXTRA_SHADERS] = { "shaders", "FOLDER", "Takes shape, text and picture .vert and .frag from there, and again when they change", 1u << ACTION_WINDOW | 1u << ACTION_EXPORT },
    [EXTRA_FROM] = { "from", "FILE", "Starts from what an exported FILE shows: its picture and its settings", 1u << ACTION_WINDOW | 1u << ACTION_EXPORT },
    [EXTRA_PRESET] = { "preset", "NAME", "A schedule, or several for the Compare view, under the name people know", 1u << ACTION_WINDOW | 1u << ACTION_EXPORT | 1u << ACTION_SCHEDULE },
    [EXTRA_HELP] = { "help", NULL, "Prints this", ~0u },
    [EXTRA_VERSION] = { "version", NULL, "Prints the version", ~0u },
    // clang-format on
};

typedef struct Parser {
    Arguments *out;
    const char *given_t;
    bool over; // a session's settings
    Error *error;
} Parser;

// The index of `value` in `names`, or -1 and an error that lists them.
static int parse_name(Parser *parser, const char *option, const char *const *names,
                      const char *value) {
    Text list = { 0 };
    for (int i = 0; names[i]; i++) {
        if (strcmp(names[i], value) == 0) {
            text_free(&list);
            return i;
        }
        text_append(&list, "%s%s", i == 0 ? "" : names[i + 1] ? ", " : " or ", names[i]);
    }
    error_usage(parser->error, "--%s: takes %s, not \"%s\"", option, list.data, value);
    text_free(&list);
    return -1;
}

static bool parse_what(Parser *parser, const char *value) {
    int what = parse_name(parser, "what", what_names, value);
    if (what < 0) return false;
    parser->out->what = (What)what;
    parser->out->what_name = what_names[what];
    return true;
}

static bool parse_ease(Parser *parser, const char *value) {
    int ease = parse_name(parser, "ease", ease_names, value);
    if (ease >= 0) parser->out->ease = (Ease)ease;
    return ease >= 0;
}

static bool parse_loop(Parser *parser, const char *value) {
    int loop = parse_name(parser, "loop", loop_names, value);
    if (loop < 0) return false;
    parser->out->loop = (FilmLoop)loop;
    return parser->out->loop_given = true;
}

static bool parse_frames(Parser *parser, const char *value) {
    int from, to, step = 1, used = 0;
    bool plain = !value[strspn(value, "0123456789:")]; // sscanf takes blanks and signs too
    bool good = (sscanf(value, "%9d:%9d%n", &from, &to, &used) == 2 && !value[used]) ||
                (sscanf(value, "%9d:%9d:%9d%n", &from, &to, &step, &used) == 3 && !value[used]);
    if (!plain || !good || from < 1 || to < from || step < 1)
        return error_usage(parser->error,
                           "--frames: takes A:B or A:B:STEP with 1 <= A <= B and STEP >= 1, not "
                           "\"%s\"",
                           value);
    parser->out->frames_from = from;
    parser->out->frames_to = to;
    parser->out->frames_step = step;
    parser->out->film = true;
    return true;
}

static bool parse_positive(Parser *parser, const char *name, const char *value, double most,
                           double *to) {
    char number[64];
    snprintf(number, sizeof number, "%s", value);
    size_t length = strlen(number);
    if (length && strcmp(name, "duration") == 0 && number[length - 1] == 's')
        number[length - 1] = '\0';
    if (read_real(number, to) && *to > 0 && *to <= most) return true;
    return error_usage(parser->error, "--%s: takes a number above 0 and up to %g, not \"%s\"", name,
                       most, value);
}

// "zoom=4": an option that is no part of the command line by itself.
static bool parse_set(Parser *parser, const char *value) {
    char name[64];
    const char *equals = strchr(value, '=');
    if (!equals) return error_usage(parser->error, "--set: takes NAME=VALUE, not \"%s\"", value);
    snprintf(name, sizeof name, "%.*s", (int)(equals - value), value);
    const Option *option = option_find(name);
    if (!option || option->group != GROUP_STATE)
        return error_usage(parser->error, "--set: %s: there is no such state", name);
    return option_set(&parser->out->settings, option, equals + 1, parser->error) ||
           error_prefix(parser->error, "--set: %s", option->name);
}

static bool parse_run(Parser *parser, const char *value) {
    Arguments *out = parser->out;
    Command command;
    if (out->run_count == ARGUMENTS_RUN)
        return error_usage(parser->error, "--run: takes %d commands at most; --script takes more",
                           ARGUMENTS_RUN);
    if (!command_parse(&command, value, parser->error)) return error_prefix(parser->error, "--run");
    command_free(&command);
    out->run[out->run_count++] = value;
    return true;
}

static bool parse_preset(Parser *parser, const char *value) {
    const Preset *preset = preset_find(value);
    if (!preset) {
        Text all = { 0 };
        for (int i = 0; presets[i].name; i++)
            text_append(&all, "%s%s", i ? ", " : "", presets[i].name);
        error_usage(parser->error, "--preset: takes one of %s, not \"%s\"", all.data, value);
        text_free(&all);
        return false;
    }
    parser->out->given[OPT_COMPARE] |= preset_is_comparison(preset);
    return preset_apply(&parser->out->settings, preset, parser->error);
}

static bool parse_format(Parser *parser, const char *value) {
    static const char *const names[] = { "csv", "json", "npy", "scheduler_config" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], value) == 0) {
            parser->out->format = names[i];
            parser->out->json = strcmp(value, "json") == 0;
            return true;
        }
    return error_usage(parser->error,
                       "--format: takes csv, json, npy or scheduler_config, not \"%s\"", value);
}

static bool parse_extra(Parser *parser, ExtraId id, const char *value) {
    Arguments *out = parser->out;
    switch (id) {
    case EXTRA_WHAT: return parse_what(parser, value);
    case EXTRA_FRAMES: return parse_frames(parser, value);
    case EXTRA_DURATION:
        out->film = true;
        return parse_positive(parser, "duration", value, 3600, &out->duration);
    case EXTRA_FPS:
        out->fps_given = true;
        return parse_positive(parser, "fps", value, 240, &out->fps);
    case EXTRA_EASE: return parse_ease(parser, value);
    case EXTRA_LOOP: return parse_loop(parser, value);
    case EXTRA_RESUME: out->resume = true; break;
    case EXTRA_FORMAT: return parse_format(parser, value);
    case EXTRA_CHECK: out->check = true; break;
    case EXTRA_JSON: out->json = true; break;
    case EXTRA_WINDOW: out->bench_window = true; break;
    case EXTRA_SESSION: out->session = value; break;
    case EXTRA_SET: return parse_set(parser, value);
    case EXTRA_RUN: return parse_run(parser, value);
    case EXTRA_SCRIPT: out->script = value; break;
    case EXTRA_LESSON: out->lesson = value; break;
    case EXTRA_SHADERS: out->shaders = value; break;
    case EXTRA_FROM: out->from = value; break;
    case EXTRA_PRESET: return parse_preset(parser, value);
    case EXTRA_HELP: out->action = ACTION_HELP; break;
    case EXTRA_VERSION: out->action = ACTION_VERSION; break;
    case EXTRAS: break;
    }
    return true;
}

static bool apply_option(Parser *parser, const Option *option, const char *value) {
    if (option_set(&parser->out->settings, option, value, parser->error)) {
        parser->out->given[option->id] = true;
        return true;
    }
    char name[64];
    snprintf(name, sizeof name, "%s", option->name);
    for (char *c = name; *c; c++)
        if (*c == '_') *c = '-';
    return error_prefix(parser->error, "--%s", name);
}

static const Extra *find_extra(const Arguments *out, const char *name) {
    for (int i = 0; i < EXTRAS; i++)
        if (strcmp(extras[i].name, name) == 0 && (extras[i].actions >> out->action & 1))
            return &extras[i];
    return NULL;
}

// argv[at] begins with "--". Returns how many words were taken, 0 on failure.
static int parse_named(Parser *parser, int at, int argc, char **argv) {
    char name[64];
    const char *equals = strchr(argv[at], '=');
    size_t length = equals ? (size_t)(equals - argv[at]) - 2 : strlen(argv[at]) - 2;
    snprintf(name, sizeof name, "%.*s", (int)length, argv[at] + 2);
    const Extra *extra = find_extra(parser->out, name);
    const Option *option = extra ? NULL : option_find(name);
    if (option && (option->group == GROUP_STATE || strchr(name, '_'))) option = NULL;
    if (!extra && !option) {
        error_usage(parser->error, "--%s: there is no such option here (see alphabar --help)",
                    name);
        return 0;
    }
    if (extra && !extra->value_name) {
        if (equals) {
            error_usage(parser->error, "--%s: takes no value", name);
            return 0;
        }
        return parse_extra(parser, (ExtraId)(extra - extras), NULL) ? 1 : 0;
    }
    const char *value = equals ? equals + 1 : at + 1 < argc ? argv[at + 1] : NULL;
    if (!value) {
        error_usage(parser->error, "--%s: needs a value", name);
        return 0;
    }
    int taken = equals ? 1 : 2;
    if (extra) return parse_extra(parser, (ExtraId)(extra - extras), value) ? taken : 0;
    if (option->is_step) {
        // Read last, since its place among 1..T depends on T.
        Settings trial = parser->out->settings;
        parser->given_t = value;
        if (!option_set(&trial, option, value, parser->error)) {
            error_prefix(parser->error, "--t");
            return 0;
        }
        return taken;
    }
    return apply_option(parser, option, value) ? taken : 0;
}

static bool parse_place(Parser *parser, const char *word) {
    Arguments *out = parser->out;
    bool wants_in = out->action == ACTION_DENOISE && !out->in;
    bool writes = out->action == ACTION_EXPORT || out->action == ACTION_DENOISE ||
                  out->action == ACTION_SAMPLE;
    bool wants_out = writes && !out->out;
    bool wants_image =
        (out->action == ACTION_EXPORT || out->action == ACTION_WINDOW) && !out->image;
    if (wants_in)
        out->in = word;
    else if (wants_out)
        out->out = word;
    else if (wants_image)
        out->image = word;
    else
        return error_usage(parser->error, "%s: one argument too many (see alphabar --help)", word);
    return true;
}

static Action find_action(const char *word) {
    static const struct {
        const char *name;
        Action action;
    } names[] = { { "export", ACTION_EXPORT },
                  { "schedule", ACTION_SCHEDULE },
                  { "denoise", ACTION_DENOISE },
                  { "sample", ACTION_SAMPLE },
                  { "bench", ACTION_BENCH } };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (word && strcmp(names[i].name, word) == 0) return names[i].action;
    return ACTION_WINDOW;
}

// A list, knots and a configuration each say which family it is.
static bool find_schedule(Parser *parser) {
    static const struct {
        OptionId id;
        const char *name;
        ScheduleFamily family; // SCHEDULE_FAMILIES: it depends
    } sources[] = { { OPT_BETAS, "--betas", SCHEDULE_FILE },
                    { OPT_KNOTS, "--knots", SCHEDULE_CUSTOM },
                    { OPT_SCHEDULER_CONFIG, "--scheduler-config", SCHEDULE_FAMILIES } };
    enum { SOURCES = sizeof sources / sizeof sources[0] };
    Settings *settings = &parser->out->settings;
    const bool *given = parser->out->given;
    const char *first = NULL;
    for (int i = 0; i < SOURCES; i++) {
        if (!given[sources[i].id]) continue;
        // The list may be there for a schedule that is compared.
        if (sources[i].id == OPT_BETAS && compare_uses_file(settings)) continue;
        if (first)
            return error_usage(parser->error, "%s: %s already says which schedule it is",
                               sources[i].name, first);
        first = sources[i].name;
        ScheduleFamily family = sources[i].family;
        const char *chosen = schedule_family_info((ScheduleFamily)settings->schedule.family)->name;
        if (given[OPT_SCHEDULE] && settings->schedule.family != (int)family) {
            if (family == SCHEDULE_FAMILIES)
                return error_usage(parser->error, "%s: says itself which schedule it is, not %s",
                                   first, chosen);
            return error_usage(parser->error, "%s: is the schedule `%s`, not %s", first,
                               schedule_family_info(family)->name, chosen);
        }
        if (family != SCHEDULE_FAMILIES) settings->schedule.family = (int)family;
    }
    // A session keeps its list beside another schedule.
    if (settings->schedule.family == SCHEDULE_FILE && given[OPT_STEPS])
        return error_usage(parser->error, "--steps: --betas has its own T, the list's length");
    if (settings->schedule.family == SCHEDULE_FILE && !*settings->betas)
        return error_usage(parser->error, "--schedule: file needs a list of betas (--betas FILE)");
    return true;
}

// What follows from several options together.
static bool finish(Parser *parser) {
    Arguments *out = parser->out;
    Settings *settings = &out->settings;
    if (out->action == ACTION_HELP || out->action == ACTION_VERSION) return true;
    if (out->session && !parser->over) return true; // what belongs together is in the session
    if (!find_schedule(parser)) return false;
    if (!out->given[OPT_COMPARE] && !parser->over) compare_avoid_twins(settings);
    double place = settings->u;
    if (parser->given_t) {
        option_set(settings, option_row(OPT_T), parser->given_t, parser->error);
        out->t_given = true;
    } else {
        settings->t = settings_t_at(place, settings->schedule.steps);
    }
    if (out->action == ACTION_EXPORT && !out->out)
        return error_usage(parser->error, "export: needs OUT, the file to write");
    if (out->action == ACTION_DENOISE && !out->out)
        return error_usage(parser->error,
                           "denoise: needs Z.npy and OUT.npy, what to read and write");
    if (out->action == ACTION_SAMPLE && !out->out)
        return error_usage(parser->error, "sample: needs OUT, the file to write");
    if (out->duration > 0 && out->frames_step > 1)
        return error_usage(parser->error, "--duration: --frames already says which frames");
    if (out->ease != EASE_LINEAR && out->duration == 0)
        return error_usage(parser->error, "--ease: is about a film's --duration");
    if (out->lesson && out->action == ACTION_EXPORT) {
        if (out->film || out->loop_given || out->what_name)
            return error_usage(parser->error,
                               "--lesson: is a film of the window by itself, with no "
                               "--frames, --duration, --loop or --what");
        out->film = true;
    }
    if (out->loop_given && !out->film)
        return error_usage(parser->error, "--loop: is about a film (--frames or --duration)");
    out->size_given |= parser->out->given[OPT_SIZE];
    // A .svg holds the plots where nothing else is asked for.
    bool drawn = out->action == ACTION_EXPORT && out->what == WHAT_WINDOW &&
                 (out->what_name || !path_ends_in(out->out, ".svg"));
    bool window = out->action == ACTION_WINDOW || drawn;
    if (window && (settings->look.width < WINDOW_LEAST || settings->look.height < WINDOW_LEAST))
        return error_usage(parser->error,
                           "--size: the window takes WxH with sides from %d, as 1920x1080, not "
                           "\"%dx%d\"",
                           WINDOW_LEAST, settings->look.width, settings->look.height);
    return true;
}

static bool parse_all(Arguments *arguments, const Settings *base, const char *image, bool over,
                      int argc, char **argv, Error *error) {
    *arguments = (Arguments){ .fps = 30, .format = "csv" };
    memcpy(&arguments->settings, base, sizeof *base);
    Parser parser = { .out = arguments, .over = over, .error = error };
    arguments->action = find_action(argc > 1 ? argv[1] : NULL);
    int at = arguments->action == ACTION_WINDOW ? 1 : 2;
    bool only_places = false;
    while (at < argc) {
        const char *word = argv[at];
        if (!only_places && strcmp(word, "--") == 0) {
            only_places = true;
            at++;
        } else if (!only_places && word[0] == '-' && word[1] == '-') {
            int taken = parse_named(&parser, at, argc, argv);
            if (!taken) return false;
            at += taken;
        } else if (!only_places && word[0] == '-' && word[1]) {
            if (strcmp(word, "-h") == 0)
                arguments->action = ACTION_HELP;
            else
                return error_usage(error, "%s: there is no such option (see alphabar --help)",
                                   word);
            at++;
        } else {
            if (!parse_place(&parser, word)) return false;
            at++;
        }
        if (arguments->action == ACTION_HELP || arguments->action == ACTION_VERSION) return true;
    }
    if (!arguments->image) arguments->image = image;
    return finish(&parser);
}

// They come before there is a window.
static bool check_runs(const Arguments *arguments, Error *error) {
    for (int i = 0; i < arguments->run_count; i++) {
        Command command;
        if (!command_parse(&command, arguments->run[i], error)) return false;
        bool too_early = command.id < COMMANDS && command_row(command.id)->needs_window;
        command_free(&command);
        if (too_early)
            return error_usage(error, "--run: %s: there is no window yet; use --script",
                               arguments->run[i]);
    }
    return true;
}

bool arguments_parse(Arguments *arguments, int argc, char **argv, Error *error) {
    Settings fresh;
    settings_reset(&fresh);
    return parse_all(arguments, &fresh, NULL, false, argc, argv, error) &&
           check_runs(arguments, error);
}

bool arguments_parse_over(Arguments *arguments, const Settings *base, const char *image, int argc,
                          char **argv, Error *error) {
    return parse_all(arguments, base, image, true, argc, argv, error) &&
           check_runs(arguments, error);
}

// A file may come from anybody. The line in it says what is shown, so of commands it may hold what
// alphabar itself writes there, a plot's zoom, and nothing that acts.
static bool check_carried(const Arguments *carried, Error *error) {
    for (int i = 0; i < carried->run_count; i++) {
        Command command;
        if (!command_parse(&command, carried->run[i], error)) return false;
        bool good = command.id < COMMANDS && command_row(command.id)->from_file;
        command_free(&command);
        if (!good)
            return error_set(error,
                             "carries the command \"%.200s\", which alphabar does not run "
                             "from a file",
                             carried->run[i]);
    }
    return true;
}

// The runs of the line come before those of the new words.
static bool take_runs(Arguments *arguments, const Arguments *before, Error *error) {
    int own = arguments->run_count, count = before->run_count;
    if (own + count > ARGUMENTS_RUN)
        return error_usage(error, "--run: takes %d commands at most", ARGUMENTS_RUN);
    memmove(arguments->run + count, arguments->run, (size_t)own * sizeof arguments->run[0]);
    memcpy(arguments->run, before->run, (size_t)count * sizeof arguments->run[0]);
    arguments->run_count = own + count;
    return true;
}

bool arguments_parse_after(Arguments *arguments, char *line, int argc, char **argv, Error *error) {
    char *words[SHELL_WORDS], shown[201];
    snprintf(shown, sizeof shown, "%s", line); // before it is cut
    int count = shell_split(line, words);
    Settings fresh;
    settings_reset(&fresh);
    if (count < 2 || !parse_all(arguments, &fresh, NULL, false, count, words, error) ||
        arguments->action != ACTION_EXPORT)
        return error_set(error, "carries \"%s\", which is no command line of alphabar", shown);
    if (!check_carried(arguments, error)) return false;
    Arguments before = *arguments; // its picture, settings and zooms; no shaders, no lesson
    option_reset(&before.settings, option_row(OPT_EXPORT_PATH));
    before.settings.u = (double)before.settings.t / before.settings.schedule.steps;
    if (!arguments_parse_over(arguments, &before.settings, before.image, argc, argv, error))
        return false;
    // The same t of the same chain; of another, the same place in it.
    const Settings *settings = &arguments->settings;
    if (!arguments->t_given && before.settings.schedule.steps == settings->schedule.steps &&
        before.settings.schedule.family == settings->schedule.family) {
        arguments->settings.t = before.settings.t;
        arguments->t_given = before.t_given;
    }
    for (int i = 0; i < OPTIONS; i++) arguments->given[i] |= before.given[i];
    return take_runs(arguments, &before, error);
}

static void append_extras(Text *out, const char *title, unsigned action) {
    text_append(out, "\n%s\n", title);
    for (int i = 0; i < EXTRAS; i++) {
        if (extras[i].actions != action) continue;
        char left[64];
        snprintf(left, sizeof left, "--%s %s", extras[i].name,
                 extras[i].value_name ? extras[i].value_name : "");
        text_append(out, "  %-22s  %s\n", left, extras[i].help);
    }
}

// What --set and the command `set` know beside the options.
static void append_states(Text *out) {
    int column = 80;
    text_append(out, "\nNames for --set");
    for (int i = 0; i < OPTIONS; i++) {
        const Option *option = option_row((OptionId)i);
        if (option->group != GROUP_STATE) continue;
        int width = (int)strlen(option->name) + 1;
        bool full = column + width > 76;
        text_append(out, "%s%s", full ? "\n  " : " ", option->name);
        column = full ? width + 2 : column + width;
    }
    text_append(out, "\n");
}

void arguments_help(Text *out) {
    text_append(
        out,
        "alphabar shows the forward process of a diffusion model on a picture of your own.\n"
        "\n"
        "  alphabar [IMAGE] [options]             the window; without IMAGE a built-in picture\n"
        "  alphabar export OUT [IMAGE] [options]  writes pictures; needs no display\n"
        "  alphabar schedule [options]            prints the schedule's table\n"
        "  alphabar denoise Z.npy OUT.npy [options]   E[x | z_t] over a data set\n"
        "  alphabar sample OUT [options]          runs the chain backwards over a data set\n"
        "  alphabar bench [--json] [--window]     measures the core's speed on this machine\n"
        "  alphabar --help | --version\n"
        "\n"
        "OUT says what is written: .png; .svg (figures, with real text); .apng, .y4m and,\n"
        "through ffmpeg, .mp4, .webm and .gif (films); .npy (float32, H×W×C, unclipped); .csv or\n"
        ".json (the table); scheduler_config.json (for diffusers). frames/%%04d.png writes a\n"
        "sequence, - a film as y4m to standard output. Pictures, figures and films carry the\n"
        "command line that made them; --from FILE takes it up again.\n"
        "Exit status: 0 done, 1 could not, 2 wrong usage.\n");
    option_help(out);
    append_extras(out, "export", extras[EXTRA_WHAT].actions);
    append_extras(out, "schedule", extras[EXTRA_FORMAT].actions);
    append_extras(out, "bench", extras[EXTRA_JSON].actions);
    append_extras(out, "The window and export", SHOWS);
    append_extras(out, "Sessions", extras[EXTRA_SESSION].actions);
    append_extras(out, "The window alone", extras[EXTRA_SCRIPT].actions);
    append_extras(out, "Presets", extras[EXTRA_PRESET].actions);
    preset_help(out);
    append_extras(out, "Everywhere", extras[EXTRA_HELP].actions);
    append_states(out);
    command_help(out);
}
