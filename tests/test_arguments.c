// SPDX-License-Identifier: MIT
// The command line: where options may stand, what follows from several of them, and errors that
// name the option.
#include "conf/arguments.h"
#include "conf/option.h"
#include "conf/stage_check.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

enum { MOST_WORDS = 16 };

// Cuts `line` at blanks into argv; '~' in a word stands for a blank.
static int cut(char *line, char **argv) {
    int argc = 0;
    argv[argc++] = (char *)"alphabar";
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " ")) {
        for (char *c = word; *c; c++)
            if (*c == '~') *c = ' ';
        assert_true(argc < MOST_WORDS);
        argv[argc++] = word;
    }
    return argc;
}

static char words[512]; // what the last parsed Arguments point into

static Arguments parse(const char *line) {
    char *argv[MOST_WORDS];
    Arguments arguments;
    Error error = { 0 };
    snprintf(words, sizeof words, "%s", line);
    int argc = cut(words, argv);
    if (!arguments_parse(&arguments, argc, argv, &error)) fail_msg("%s: %s", line, error.text);
    return arguments;
}

// The error begins with the option or word `names` and says `says`.
static void expect_error(const char *line, const char *names, const char *says) {
    char *argv[MOST_WORDS], copy[512];
    Arguments arguments;
    Error error = { 0 };
    snprintf(copy, sizeof copy, "%s", line);
    int argc = cut(copy, argv);
    if (arguments_parse(&arguments, argc, argv, &error)) fail_msg("%s is taken", line);
    if (error.kind != ERROR_USAGE) fail_msg("%s: \"%s\" is no usage error", line, error.text);
    size_t length = strlen(names);
    if (strncmp(error.text, names, length) != 0 || error.text[length] != ':')
        fail_msg("%s: \"%s\" does not begin with %s", line, error.text, names);
    if (!strstr(error.text, says)) fail_msg("%s: \"%s\" lacks \"%s\"", line, error.text, says);
}

static void nothing_opens_the_window(void **state) {
    (void)state;
    Settings fresh;
    settings_reset(&fresh);
    Arguments arguments = parse("");
    assert_int_equal(arguments.action, ACTION_WINDOW);
    assert_memory_equal(&arguments.settings, &fresh, sizeof fresh);
    assert_null(arguments.image);
    assert_null(arguments.out);
    assert_null(arguments.script);
    assert_null(arguments.shaders);
    assert_false(arguments.t_given);
    assert_false(arguments.film);
    assert_false(arguments.json);
    assert_true(arguments.fps == 30);
}

static void subcommands_are_found(void **state) {
    (void)state;
    Arguments arguments = parse("photo.jpg");
    assert_int_equal(arguments.action, ACTION_WINDOW);
    assert_string_equal(arguments.image, "photo.jpg");
    arguments = parse("export out.png photo.jpg --t 5");
    assert_int_equal(arguments.action, ACTION_EXPORT);
    assert_string_equal(arguments.out, "out.png");
    assert_string_equal(arguments.image, "photo.jpg");
    arguments = parse("export --t 5 out.png");
    assert_string_equal(arguments.out, "out.png");
    assert_null(arguments.image);
    assert_string_equal(parse("export -").out, "-");
    arguments = parse("schedule --format json --schedule cosine");
    assert_int_equal(arguments.action, ACTION_SCHEDULE);
    assert_int_equal(arguments.settings.schedule.family, SCHEDULE_COSINE);
    assert_true(arguments.json);
    assert_false(parse("schedule --format csv").json);
    arguments = parse("bench --json --window");
    assert_int_equal(arguments.action, ACTION_BENCH);
    assert_true(arguments.json && arguments.bench_window);
    assert_int_equal(parse("--help").action, ACTION_HELP);
    assert_int_equal(parse("-h").action, ACTION_HELP);
    assert_int_equal(parse("--version").action, ACTION_VERSION);
    assert_int_equal(parse("export --help").action, ACTION_HELP); // without its OUT
    assert_int_equal(parse("--t 3 --help --nonsense").action, ACTION_HELP);
}

static void values_follow_or_are_joined(void **state) {
    (void)state;
    Arguments apart = parse("a.png --seed 18446744073709551615 --beta-max 0.03 --size 800x600");
    Arguments joined = parse("--seed=18446744073709551615 --beta-max=0.03 a.png --size=800x600");
    assert_memory_equal(&apart.settings, &joined.settings, sizeof apart.settings);
    assert_true(joined.settings.noise.seed == UINT64_MAX);
    assert_true(joined.settings.schedule.beta_max == 0.03);
    assert_int_equal(joined.settings.look.width, 800);
    assert_string_equal(parse("--script=a=b").script, "a=b"); // cut at the first one
    assert_string_equal(parse("--script -").script, "-");
    assert_string_equal(parse("--shaders folder").shaders, "folder");
    assert_int_equal(parse("--t 3 --t 9").settings.t, 9); // the last one holds
}

static void two_dashes_end_the_options(void **state) {
    (void)state;
    assert_string_equal(parse("-- --t").image, "--t");
    assert_string_equal(parse("--t 3 -- -x").image, "-x");
    Arguments arguments = parse("export -- --out.png --");
    assert_string_equal(arguments.out, "--out.png");
    assert_string_equal(arguments.image, "--");
}

// The place of t depends on T, in whatever order they come.
static void t_and_steps_are_order_independent(void **state) {
    (void)state;
    Arguments first = parse("--t 40 --steps 50"), second = parse("--steps 50 --t 40");
    assert_memory_equal(&first.settings, &second.settings, sizeof first.settings);
    assert_int_equal(first.settings.t, 40);
    assert_int_equal(first.settings.schedule.steps, 50);
    assert_true(first.t_given && second.t_given);
    assert_int_equal(parse("--t 2000 --steps 4000").settings.t, 2000);
    assert_int_equal(parse("--steps 4000 --t 2000").settings.t, 2000);
    // Where t is not given it keeps its share of T.
    assert_int_equal(parse("--steps 100").settings.t, 24);
    assert_int_equal(parse("--steps 10000").settings.t, 2400);
    assert_int_equal(parse("--steps 1").settings.t, 1);
    assert_false(parse("--steps 100").t_given);
}

static void betas_are_the_schedule_file(void **state) {
    (void)state;
    Arguments arguments = parse("--betas b.csv");
    assert_int_equal(arguments.settings.schedule.family, SCHEDULE_FILE);
    assert_string_equal(arguments.settings.betas, "b.csv");
    assert_int_equal(parse("--schedule file --betas b.csv").settings.schedule.family,
                     SCHEDULE_FILE);
    assert_int_equal(parse("--betas b.csv --schedule file").settings.schedule.family,
                     SCHEDULE_FILE);
    expect_error("--betas b.csv --schedule cosine", "--betas", "cosine");
    expect_error("--schedule linear --betas b.csv", "--betas", "linear");
    expect_error("--schedule file", "--schedule", "--betas FILE");
    expect_error("schedule --schedule file", "--schedule", "--betas FILE");
}

static void films_are_described(void **state) {
    (void)state;
    Arguments arguments = parse("export f/%04d.png --frames 1:1000:10 --what z");
    assert_true(arguments.film);
    assert_int_equal(arguments.frames_from, 1);
    assert_int_equal(arguments.frames_to, 1000);
    assert_int_equal(arguments.frames_step, 10);
    assert_int_equal(arguments.what, WHAT_Z);
    assert_int_equal(parse("export x --frames 7:7").frames_step, 1);
    arguments = parse("export f/%04d.png --duration 8s --fps 25");
    assert_true(arguments.film && arguments.duration == 8 && arguments.fps == 25);
    assert_int_equal(arguments.frames_from, 0);
    assert_true(parse("export x --duration 0.5").duration == 0.5);
    static const char *const bad[] = { "",
                                       "1",
                                       "1:",
                                       "0:5",
                                       "5:4",
                                       "1:5:0",
                                       "1:5:",
                                       "1:5:1:1",
                                       "a:b",
                                       "-1:5",
                                       "1:5x",
                                       "1-5",
                                       "1:5.5",
                                       "~1:5",
                                       "1:~5",
                                       "1:5~",
                                       "+1:5",
                                       "1:5:-1",
                                       "1:4294967297",
                                       "1:5:4294967297",
                                       "1:99999999999999999999" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char line[64];
        snprintf(line, sizeof line, "export x --frames=%s", bad[i]);
        expect_error(line, "--frames", "A:B");
    }
    expect_error("export x --frames 1:5:2 --duration 3", "--duration", "--frames");
    expect_error("export x --duration 3 --frames 1:5:2", "--duration", "--frames");
    expect_error("export x --ease in", "--ease", "--duration");
    expect_error("export x --frames 1:5 --ease in", "--ease", "--duration");
    expect_error("export x --duration 1 --ease fast", "--ease", "in_out");
    expect_error("export x --loop pingpong", "--loop", "film");
    expect_error("export x --duration 1 --loop twice", "--loop", "once, forever or pingpong");
    expect_error("export x --set zoom", "--set", "NAME=VALUE");
    expect_error("export x --set seed=3", "--set", "seed");
    expect_error("export x --set zoom=0", "--set", "zoom");
    expect_error("export x --duration 0", "--duration", "above 0");
    expect_error("export x --duration s", "--duration", "above 0");
    expect_error("export x --duration 3600.5", "--duration", "3600");
    expect_error("export x --duration nan", "--duration", "number");
    expect_error("export x --duration 8ss", "--duration", "number");
    expect_error("export x --fps 8s", "--fps", "number"); // frames a second have no s
    expect_error("export x --fps 241", "--fps", "240");
    expect_error("export x --fps -1", "--fps", "above 0");
}

static bool take_life(const char *text, Error *error) {
    return strncmp(text, "life", 4) == 0 || error_usage(error, "there is no such panel");
}

static void every_what_is_taken(void **state) {
    (void)state;
    static const char *const names[WHATS] = {
        "window",   "x",        "z",     "zprev",    "noise",    "mean",  "sample",
        "residual", "x_hat",    "v",     "score",    "velocity", "strip", "plots",
        "signal",   "variance", "pixel", "equation", "figure",   "stage", "schedule"
    };
    stage_check_use(take_life);
    for (int i = 0; i < WHATS; i++) {
        char line[64];
        snprintf(line, sizeof line, "export x --what %s", names[i]);
        Arguments arguments = parse(line);
        assert_int_equal(arguments.what, i);
        assert_string_equal(arguments.what_name, names[i]);
        char refused[64];
        snprintf(refused, sizeof refused, "export x --what %s?", names[i]);
        expect_error(refused, "--what", names[i]);
    }
    assert_null(parse("export x").what_name);
    Arguments panels = parse("export x --what life~/~life");
    assert_int_equal(panels.what, WHAT_STAGE);
    assert_string_equal(panels.settings.stage, "life / life");
    expect_error("export x --what lives~/~life", "--what", "no such panel");
    stage_check_use(NULL);
}

static void places_are_counted(void **state) {
    (void)state;
    expect_error("a.png b.png", "b.png", "too many");
    expect_error("export o.png a.png b.png", "b.png", "too many");
    expect_error("schedule x", "x", "too many");
    expect_error("bench x", "x", "too many");
    expect_error("export", "export", "OUT");
    expect_error("export --t 3", "export", "OUT");
}

static void options_that_are_not_there_are_named(void **state) {
    (void)state;
    expect_error("--nonsense 3", "--nonsense", "--help");
    expect_error("--nonsense=3", "--nonsense", "--help");
    expect_error("-t 3", "-t", "--help");
    expect_error("-x", "-x", "no such option");
    expect_error("--=3", "--", "no such option");
    expect_error("--beta_max 0.02", "--beta_max", "no such option");
    expect_error("--Beta-max 0.02", "--Beta-max", "no such option");
    expect_error("--beta-max-of-a-name-that-is-longer-than-any-buffer-would-hold-for-it 1",
                 "--beta-max-of-a-name-that-is-longer-than-any-buffer-would-hold-fo", "no such");
    // Options of another subcommand.
    expect_error("--what z", "--what", "no such option here");
    expect_error("schedule --frames 1:2", "--frames", "no such option here");
    expect_error("bench --format json", "--format", "no such option here");
    expect_error("export x --json", "--json", "no such option here");
    expect_error("schedule --script x", "--script", "no such option here");
}

static void values_are_wanted_or_not(void **state) {
    (void)state;
    expect_error("--t", "--t", "needs a value");
    expect_error("a.png --beta-max", "--beta-max", "needs a value");
    expect_error("export x --what", "--what", "needs a value");
    expect_error("--help=1", "--help", "takes no value");
    expect_error("bench --json=1", "--json", "takes no value");
    expect_error("--t=", "--t", "whole number");
    expect_error("--zero-snr --t 3", "--zero-snr", "0 or 1"); // a switch takes its 0 or 1 too
}

// Rows of the command line against rows of the window's own state.
static void every_row_is_there_or_not(void **state) {
    (void)state;
    Text help = { 0 };
    arguments_help(&help);
    for (int i = 0; i < OPTIONS; i++) {
        const Option *option = option_row((OptionId)i);
        char name[64], line[128], words_of_help[72];
        snprintf(name, sizeof name, "--%s", option->name);
        for (char *c = name; *c; c++)
            if (*c == '_') *c = '-';
        snprintf(line, sizeof line, "%s=?", name);
        snprintf(words_of_help, sizeof words_of_help, "\n  %s ", name);
        if (i == OPT_HELP || i == OPT_LOOP) continue; // there are others of that name
        if (option->group == GROUP_STATE) {
            expect_error(line, name, "no such option");
            assert_null(strstr(help.data, words_of_help));
            continue;
        }
        assert_non_null(strstr(help.data, words_of_help));
        if (option->type == OPTION_TEXT) continue; // takes "?"
        expect_error(line, name, "takes");
        if (i != OPT_SCHEDULE && i != OPT_T && strcmp(option->initial, "default") != 0) {
            snprintf(line, sizeof line, "%s=%s", name, option->initial);
            for (char *c = line; *c; c++)
                if (*c == ' ') *c = '~';
            Arguments arguments = parse(line);
            assert_true(option_is_default(&arguments.settings, option));
        }
    }
    text_free(&help);
}

static void help_has_everything(void **state) {
    (void)state;
    static const char *const wanted[] = { "alphabar [IMAGE]",
                                          "alphabar export OUT",
                                          "alphabar schedule",
                                          "alphabar bench",
                                          "--what",
                                          "--frames",
                                          "--duration",
                                          "--fps",
                                          "--format",
                                          "--json",
                                          "--script",
                                          "--shaders",
                                          "--version" };
    Text help = { 0 };
    arguments_help(&help);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (!strstr(help.data, wanted[i])) fail_msg("--help lacks %s", wanted[i]);
    for (int i = 0; i < SCHEDULE_FAMILIES; i++)
        assert_non_null(strstr(help.data, schedule_family_info((ScheduleFamily)i)->name));
    assert_null(strstr(help.data, "(null)"));
    assert_null(strstr(help.data, "%%"));
    text_free(&help);
}

static void state_is_set_by_name(void **state) {
    (void)state;
    Arguments arguments = parse("--set zoom=4 --set=show_beta=0 --run step~5 --run new_noise");
    assert_true(arguments.settings.picture.zoom == 4);
    assert_false(arguments.settings.plots.show_beta);
    assert_int_equal(arguments.run_count, 2);
    assert_string_equal(arguments.run[0], "step 5");
    expect_error("--set zoom", "--set", "NAME=VALUE");
    expect_error("--set zoom=0", "--set", "from 1 to 128");
    expect_error("--set nothing=1", "--set", "nothing");
    expect_error("--set theme=light", "--set", "theme"); // has an option of its own
    expect_error("--run click~play", "--run", "no window yet");
    expect_error("--run export", "--run", "no window yet");
    expect_error("--run dance", "--run", "dance");
    expect_error("schedule --set zoom=4", "--set", "no such option here");
}

static bool refuse_stages(const char *text, Error *error) {
    return error_usage(error, "there is no panel \"%s\"", text);
}

static void the_last_of_view_and_stage_holds(void **state) {
    (void)state;
    Arguments arguments = parse("--view mixture --stage signal~|~pixel");
    assert_string_equal(arguments.settings.stage, "signal | pixel");
    assert_int_equal(arguments.settings.view, VIEW_MIXTURE);
    arguments = parse("--stage signal --view mixture");
    assert_string_equal(arguments.settings.stage, "");
    arguments = parse("--stage signal --stage view");
    assert_string_equal(arguments.settings.stage, "");
    arguments = parse("--stage signal --preset figure3"); // which is for a view
    assert_string_equal(arguments.settings.stage, "");
    stage_check_use(refuse_stages);
    expect_error("--stage nothing", "--stage", "no panel \"nothing\"");
    parse("--stage view");
    stage_check_use(NULL);
}

// Options stand over what a session says, wherever they are; what it says over the defaults.
static void a_session_lies_below_the_options(void **state) {
    (void)state;
    Settings base;
    Arguments arguments;
    Error error = { 0 };
    settings_reset(&base);
    base.schedule.steps = 4000, base.t = 3000, base.u = 0.75001;
    base.noise.seed = 5;
    snprintf(base.betas, sizeof base.betas, "list.csv"); // kept, but not in use
    // Before the session is read, what depends on it is not judged.
    assert_string_equal(parse("--t 3500 --session a.json").session, "a.json");
    char *plain[] = { (char *)"alphabar", (char *)"--session", (char *)"a.json", (char *)"--seed",
                      (char *)"6" };
    assert_true(arguments_parse_over(&arguments, &base, "cat.png", 5, plain, &error));
    assert_true(arguments.settings.noise.seed == 6 && arguments.settings.u == 0.75001);
    assert_int_equal(arguments.settings.t, 3000);
    assert_int_equal(arguments.settings.schedule.family, SCHEDULE_LINEAR);
    assert_string_equal(arguments.image, "cat.png");
    char *other[] = { (char *)"alphabar", (char *)"dog.png", (char *)"--session",
                      (char *)"a.json",   (char *)"--steps", (char *)"100" };
    assert_true(arguments_parse_over(&arguments, &base, "cat.png", 6, other, &error));
    assert_int_equal(arguments.settings.t, 75);
    assert_string_equal(arguments.image, "dog.png");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_opens_the_window),
        cmocka_unit_test(subcommands_are_found),
        cmocka_unit_test(values_follow_or_are_joined),
        cmocka_unit_test(two_dashes_end_the_options),
        cmocka_unit_test(t_and_steps_are_order_independent),
        cmocka_unit_test(betas_are_the_schedule_file),
        cmocka_unit_test(films_are_described),
        cmocka_unit_test(every_what_is_taken),
        cmocka_unit_test(places_are_counted),
        cmocka_unit_test(options_that_are_not_there_are_named),
        cmocka_unit_test(values_are_wanted_or_not),
        cmocka_unit_test(every_row_is_there_or_not),
        cmocka_unit_test(state_is_set_by_name),
        cmocka_unit_test(the_last_of_view_and_stage_holds),
        cmocka_unit_test(a_session_lies_below_the_options),
        cmocka_unit_test(help_has_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
