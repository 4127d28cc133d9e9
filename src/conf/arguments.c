// SPDX-License-Identifier: MIT
#include "conf/arguments.h"

#include "base/path.h"
#include "base/translate.h"
#include "conf/command.h"
#include "conf/compare.h"
#include "conf/extra.h"
#include "conf/option.h"
#include "conf/shell.h"

#include <stdio.h>
#include <string.h>

typedef struct Parser {
    Arguments *out;
    const char *given_t;
    bool over; // a session's settings
    Error *error;
} Parser;

static bool apply_option(Parser *parser, const Option *option, const char *value) {
    if (option_set(&parser->out->settings, option, value, parser->error)) {
        parser->out->given[option->id] = true;
        if (option->id == OPT_MU) parser->out->given[OPT_SHIFT] = true; // which it sets
        return true;
    }
    char name[64];
    snprintf(name, sizeof name, "%s", option->name);
    for (char *c = name; *c; c++)
        if (*c == '_') *c = '-';
    return error_prefix(parser->error, "--%s", name);
}

// argv[at] begins with "--". Returns how many words were taken, 0 on failure.
static int parse_named(Parser *parser, int at, int argc, char **argv) {
    char name[64];
    const char *equals = strchr(argv[at], '=');
    size_t length = equals ? (size_t)(equals - argv[at]) - 2 : strlen(argv[at]) - 2;
    snprintf(name, sizeof name, "%.*s", (int)length, argv[at] + 2);
    const Extra *extra = extra_find(parser->out->action, name);
    const Option *option = extra ? NULL : option_find(name);
    if (option && (option->group == GROUP_STATE || strchr(name, '_'))) option = NULL;
    if (!extra && !option) {
        error_usage(parser->error, "--%s: there is no such option here (see alphabar --help)",
                    name);
        return 0;
    }
    if (extra && !extra_has_value(extra)) {
        if (equals) {
            error_usage(parser->error, "--%s: takes no value", name);
            return 0;
        }
        return extra_read(extra, parser->out, NULL, parser->error) ? 1 : 0;
    }
    const char *value = equals ? equals + 1 : at + 1 < argc ? argv[at + 1] : NULL;
    if (!value) {
        error_usage(parser->error, "--%s: needs a value", name);
        return 0;
    }
    int taken = equals ? 1 : 2;
    if (extra) return extra_read(extra, parser->out, value, parser->error) ? taken : 0;
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

// `option` says that it is `family`, SCHEDULE_FAMILIES: one that only its file tells.
static bool refuse_family(const Parser *parser, const char *option, ScheduleFamily family) {
    int chosen = parser->out->settings.schedule.family;
    const char *name = schedule_family_info((ScheduleFamily)chosen)->name;
    if (family == SCHEDULE_FAMILIES)
        return error_usage(parser->error, "%s: says itself which schedule it is, not %s", option,
                           name);
    return error_usage(parser->error, "%s: is the schedule `%s`, not %s", option,
                       schedule_family_info(family)->name, name);
}

// A list, knots, a formula and a configuration each say which family it is.
static bool find_schedule(Parser *parser) {
    static const struct {
        OptionId id;
        const char *name;
        ScheduleFamily family; // SCHEDULE_FAMILIES: it depends
    } sources[] = { { OPT_BETAS, "--betas", SCHEDULE_FILE },
                    { OPT_KNOTS, "--knots", SCHEDULE_CUSTOM },
                    { OPT_FORMULA, "--formula", SCHEDULE_FORMULA },
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
        if (given[OPT_SCHEDULE] && settings->schedule.family != (int)family)
            return refuse_family(parser, first, family);
        if (family != SCHEDULE_FAMILIES) settings->schedule.family = (int)family;
    }
    // A session keeps its list beside another schedule.
    if (settings->schedule.family == SCHEDULE_FILE && given[OPT_STEPS])
        return error_usage(parser->error, "--steps: --betas has its own T, the list's length");
    if (settings->schedule.family == SCHEDULE_FILE && !*settings->betas)
        return error_usage(parser->error, "--schedule: file needs a list of betas (--betas FILE)");
    return true;
}

static bool check_out(const Parser *parser) {
    const Arguments *out = parser->out;
    if (out->action == ACTION_EXPORT && !out->out)
        return error_usage(parser->error, "export: needs OUT, the file to write");
    if (out->action == ACTION_DENOISE && !out->out)
        return error_usage(parser->error,
                           "denoise: needs Z.npy and OUT.npy, what to read and write");
    if (out->action == ACTION_SAMPLE && !out->out)
        return error_usage(parser->error, "sample: needs OUT, the file to write");
    return true;
}

// A lesson says itself how long its film is.
static bool check_film(Parser *parser) {
    Arguments *out = parser->out;
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
    return true;
}

static bool check_size(const Parser *parser) {
    const Arguments *out = parser->out;
    const LookSettings *look = &out->settings.look;
    // A .svg holds the plots where nothing else is asked for.
    bool drawn = out->action == ACTION_EXPORT && out->what == WHAT_WINDOW &&
                 (out->what_name || !path_ends_in(out->out, ".svg"));
    bool window = out->action == ACTION_WINDOW || drawn;
    if (window && (look->width < WINDOW_LEAST || look->height < WINDOW_LEAST))
        return error_usage(parser->error,
                           "--size: the window takes WxH with sides from %d, as 1920x1080, not "
                           "\"%dx%d\"",
                           WINDOW_LEAST, look->width, look->height);
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
    out->size_given |= out->given[OPT_SIZE];
    return check_out(parser) && check_film(parser) && check_size(parser);
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

// As export/plan.h has it; the window is no file.
static bool keeps_alpha(const char *out) {
    return !out || path_ends_in(out, ".png") || path_ends_in(out, ".apng") ||
           path_ends_in(out, ".svg");
}

// The words of argv on top of what was carried, which is in `arguments`.
static bool parse_on_top(Arguments *arguments, int argc, char **argv, Error *error) {
    if (!check_carried(arguments, error)) return false;
    Arguments before = *arguments; // its picture, settings and zooms; no shaders, no lesson
    option_reset(&before.settings, option_row(OPT_EXPORT_PATH));
    before.settings.u = (double)before.settings.t / before.settings.schedule.steps;
    if (!arguments_parse_over(arguments, &before.settings, before.image, argc, argv, error))
        return false;
    if (!arguments->given[OPT_SIZE] && !settings_size_is_modest(&before.settings))
        return error_set(error,
                         "carries a size of %d × %d pixels, more than alphabar takes from a file "
                         "(%d million); --size says it anew",
                         before.settings.look.width, before.settings.look.height,
                         SETTINGS_CARRIED_PIXELS / 1000000);
    // The same t of the same chain; of another, the same place in it.
    const Settings *settings = &arguments->settings;
    if (!arguments->t_given && before.settings.schedule.steps == settings->schedule.steps &&
        before.settings.schedule.family == settings->schedule.family) {
        arguments->settings.t = before.settings.t;
        arguments->t_given = before.t_given;
    }
    const Option *transparent = option_row(OPT_EXPORT_TRANSPARENT);
    if (!arguments->given[OPT_EXPORT_TRANSPARENT] && !keeps_alpha(arguments->out))
        option_reset(&arguments->settings, transparent);
    // Its size, too, unless another thing is asked for, which may have a size of its own.
    arguments->size_given |= before.size_given && !arguments->what_name;
    for (int i = 0; i < OPTIONS; i++) arguments->given[i] |= before.given[i];
    return take_runs(arguments, &before, error);
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
    return parse_on_top(arguments, argc, argv, error);
}

// A link names no files of the machine that it is opened on.
static bool check_no_files(const Arguments *linked, Error *error) {
    if (linked->image) return error_usage(error, "%.200s: a link names no picture", linked->image);
    for (int i = 0; i < OPTIONS; i++) {
        const Option *option = option_row((OptionId)i);
        Text value = { 0 };
        option_format(&value, &linked->settings, option);
        bool good = !option_is_path(option, value.data ? value.data : "") ||
                    error_usage(error, "%s: a link names no files", option->name);
        text_free(&value);
        if (!good) return false;
    }
    return true;
}

bool arguments_parse_link(Arguments *arguments, char *line, int argc, char **argv, Error *error) {
    static char program[] = "alphabar", action[] = "export", out[] = "link.png";
    char *words[SHELL_WORDS + 3] = { program, action, out };
    int count = shell_split(line, words + 3);
    Settings fresh;
    settings_reset(&fresh);
    if (count < 0) return error_usage(error, "a quote is not closed, or there are too many words");
    if (!parse_all(arguments, &fresh, NULL, false, count + 3, words, error)) return false;
    if (arguments->action != ACTION_EXPORT)
        return error_usage(error, "is no command line of a window");
    if (!check_no_files(arguments, error)) return false;
    arguments->given[OPT_SIZE] = arguments->size_given = false; // the window has its own
    option_reset(&arguments->settings, option_row(OPT_SIZE));
    option_reset(&arguments->settings, option_row(OPT_THREADS));
    return parse_on_top(arguments, argc, argv, error);
}

// What --set and the command `set` know beside the options.
static void append_states(Text *out) {
    int column = 80;
    text_append(out, "\n%s", _("Names for --set"));
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
        out, "%s",
        _("alphabar shows the forward process of a diffusion model on a picture of your own.\n"
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
          "through ffmpeg, .mp4, .webm and .gif (films); .npy (float32, H×W×C, unclipped); .csv "
          "or\n"
          ".json (the table); scheduler_config.json (for diffusers). frames/%04d.png writes a\n"
          "sequence, - a film as y4m to standard output. Pictures, figures and films carry the\n"
          "command line that made them; --from FILE takes it up again.\n"
          "Exit status: 0 done, 1 could not, 2 wrong usage.\n"));
    option_help(out);
    extra_help(out);
    append_states(out);
}
