// SPDX-License-Identifier: MIT
// The command line that a file carries gives back what it was made with.
#include "chance.h"
#include "conf/arguments.h"
#include "conf/command_line.h"
#include "conf/link.h"
#include "conf/option.h"
#include "conf/shell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static void words_come_back(void **state) {
    (void)state;
    static const char *const words[] = { "plain.png", "two words", "it's",   "\"quoted\"", "",
                                         "$HOME",     "a\\b",      "ᾱ 등대", "-x",         "*?;&" };
    enum { COUNT = sizeof words / sizeof words[0] };
    Text line = { 0 };
    for (int i = 0; i < COUNT; i++) {
        text_append(&line, i ? "  " : "");
        shell_quote(&line, words[i]);
    }
    char *back[SHELL_WORDS];
    assert_int_equal(shell_split(line.data, back), COUNT);
    for (int i = 0; i < COUNT; i++) assert_string_equal(back[i], words[i]);
    text_free(&line);
    char open_quote[] = "a 'b", double_quoted[] = "a \"b c\" d\\ e";
    assert_int_equal(shell_split(open_quote, back), -1);
    assert_int_equal(shell_split(double_quoted, back), 3);
    assert_string_equal(back[1], "b c");
    assert_string_equal(back[2], "d e");
}

static Arguments parse(int count, const char *const *words) {
    char *argv[32] = { (char *)"alphabar" };
    for (int i = 0; i < count; i++) argv[i + 1] = (char *)words[i];
    Arguments arguments;
    Error error = { 0 };
    if (!arguments_parse(&arguments, count + 1, argv, &error)) fail_msg("%s", error.text);
    return arguments;
}

static void line_names_what_differs(void **state) {
    (void)state;
    const char *const words[] = {
        "export", "out/film.mp4", "my photo.jpg", "--duration", "8s",       "--fps",
        "24",     "--ease",       "in_out",       "--loop",     "pingpong", "--threads",
        "3",      "--schedule",   "laplace",      "--beta-max", "0.1",      "--set",
        "zoom=4", "--t",          "17",           "--what",     "z",        "--size",
        "640x480"
    };
    Arguments arguments = parse(sizeof words / sizeof words[0], words);
    Text line = { 0 };
    command_line_write(&line, &arguments);
    assert_string_equal(line.data,
                        "alphabar export film.mp4 'my photo.jpg' --what z --duration 8s --fps 24 "
                        "--ease in_out --loop pingpong --size 640x480 --schedule laplace "
                        "--beta-max 0.1 --t 17 --set zoom=4");
    text_free(&line);
}

// Random values in random rows, written and taken up again.
static void settings_come_back(void **state) {
    (void)state;
    uint64_t chance = 11;
    for (int round = 0; round < 500; round++) {
        Arguments before = { .action = ACTION_EXPORT, .out = "a.png", .image = "b c.png" };
        settings_reset(&before.settings);
        for (int i = 0; i < OPTIONS; i++) {
            const Option *option = option_row((OptionId)i);
            if (chance_below(&chance, 3) || option->type == OPTION_TEXT || i == OPT_STEPS ||
                i == OPT_T || i == OPT_SIZE)
                continue;
            char value[64];
            Error error;
            double place = chance_real(&chance);
            if (option->type == OPTION_BOOL || option->type == OPTION_CHOICE) {
                int count = 2;
                while (option->choices && option->choices[count]) count++;
                int pick = chance_below(&chance, count);
                if (i == OPT_SCHEDULE) continue;
                snprintf(value, sizeof value, "%s",
                         option->type == OPTION_BOOL ? (pick & 1 ? "1" : "0")
                                                     : option_choice(option, pick));
            } else if (option->type == OPTION_REAL || option->type == OPTION_INT) {
                snprintf(value, sizeof value, "%.17g", option_at_place(option, place));
            } else {
                snprintf(value, sizeof value, "%d", chance_below(&chance, 1 << 30));
            }
            option_set(&before.settings, option, value, &error);
        }
        before.settings.t = 1 + chance_below(&chance, 1000);
        Text line = { 0 }, again = { 0 };
        command_line_write(&line, &before);
        char *argv[] = { (char *)"alphabar", (char *)"--from", (char *)"a.png" };
        Text copy = { 0 };
        text_append(&copy, "%s", line.data);
        Arguments after;
        Error error = { 0 };
        if (!arguments_parse_after(&after, copy.data, 3, argv, &error))
            fail_msg("%s: %s", line.data, error.text);
        assert_int_equal(after.action, ACTION_WINDOW);
        assert_string_equal(after.image, "b c.png");
        after.out = "a.png";
        command_line_write(&again, &after);
        assert_string_equal(again.data, line.data);
        text_free(&line);
        text_free(&again);
        text_free(&copy);
    }
}

static void own_options_come_on_top(void **state) {
    (void)state;
    char line[] = "alphabar export a.png photo.jpg --what z --steps 100 --t 30 --theme light";
    char *argv[] = { (char *)"alphabar", (char *)"export",  (char *)"b.png", (char *)"--from",
                     (char *)"a.png",    (char *)"--theme", (char *)"dark",  (char *)"other.jpg" };
    Arguments arguments;
    Error error = { 0 };
    assert_true(arguments_parse_after(&arguments, line, 8, argv, &error));
    assert_string_equal(arguments.out, "b.png");
    assert_string_equal(arguments.image, "other.jpg");
    assert_int_equal(arguments.settings.look.theme, THEME_DARK);
    assert_int_equal(arguments.settings.schedule.steps, 100);
    assert_int_equal(arguments.settings.t, 30);
    assert_null(arguments.what_name);
    // Another T keeps the place in the chain.
    char other[] = "alphabar export a.png --steps 100 --t 30";
    char *longer[] = { (char *)"alphabar", (char *)"--from", (char *)"a.png", (char *)"--steps",
                       (char *)"1000" };
    assert_true(arguments_parse_after(&arguments, other, 5, longer, &error));
    assert_int_equal(arguments.settings.t, 300);
}

static void its_size_is_taken_up(void **state) {
    (void)state;
    char *argv[] = { (char *)"alphabar", (char *)"export", (char *)"b.png", (char *)"--from",
                     (char *)"a.png",    (char *)"--what", (char *)"z" };
    Arguments arguments;
    Error error = { 0 };
    char line[] = "alphabar export a.png --what plots --size 900x600";
    assert_true(arguments_parse_after(&arguments, line, 5, argv, &error));
    assert_true(arguments.size_given);
    assert_int_equal(arguments.settings.look.width, 900);
    char plain[] = "alphabar export a.png --what plots";
    assert_true(arguments_parse_after(&arguments, plain, 5, argv, &error));
    assert_false(arguments.size_given);
    // A picture has its own.
    char other[] = "alphabar export a.png --what plots --size 900x600";
    assert_true(arguments_parse_after(&arguments, other, 7, argv, &error));
    assert_false(arguments.size_given);
}

static void other_lines_are_refused(void **state) {
    (void)state;
    static const char *const lines[] = { "",
                                         "alphabar",
                                         "alphabar schedule",
                                         "alphabar export",
                                         "alphabar export a.png --bogus 3",
                                         "alphabar export 'a" };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char line[64], *argv[] = { (char *)"alphabar" };
        Arguments arguments;
        Error error = { 0 };
        snprintf(line, sizeof line, "%s", lines[i]);
        if (arguments_parse_after(&arguments, line, 1, argv, &error))
            fail_msg("\"%s\" is taken", lines[i]);
        assert_int_equal(error.kind, ERROR_FAILED);
    }
}

// A file may come from anybody: what it carries shows something, and does nothing else.
static void carried_commands_only_zoom(void **state) {
    (void)state;
    static const char *const runs[] = { "copy a.txt", "save a.json", "dump a.json",
                                        "export",     "quit",        "export_schedule a.csv",
                                        "set t 3",    "open a.png",  "lesson a.lesson",
                                        "new_noise",  "export a.png" };
    char *argv[] = { (char *)"alphabar" };
    Arguments arguments;
    Error error = { 0 };
    for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
        char line[128];
        snprintf(line, sizeof line, "alphabar export a.png --run '%s'", runs[i]);
        if (arguments_parse_after(&arguments, line, 1, argv, &error))
            fail_msg("\"%s\" is taken", runs[i]);
        assert_non_null(strstr(error.text, "carries the command"));
    }
    char zoomed[] = "alphabar export a.png --run 'range signal 1 9 0 1' --shaders s --lesson l"
                    " --set export_path=b.png";
    assert_true(arguments_parse_after(&arguments, zoomed, 1, argv, &error));
    assert_int_equal(arguments.run_count, 1);
    assert_string_equal(arguments.run[0], "range signal 1 9 0 1");
    assert_null(arguments.shaders);
    assert_null(arguments.lesson);
    assert_false(arguments.film);
    assert_string_equal(arguments.settings.export.path, "");
    // One's own commands may do all.
    char plain[] = "alphabar export a.png";
    char *own[] = { (char *)"alphabar", (char *)"--run", (char *)"copy a.txt" };
    assert_true(arguments_parse_after(&arguments, plain, 3, own, &error));
    assert_string_equal(arguments.run[0], "copy a.txt");
}

static bool take_link(Arguments *arguments, const char *address, Text *words, Error *error) {
    char *argv[] = { (char *)"alphabar" };
    text_free(words);
    text_append(words, "%s", "");
    return link_read(words, address, error) &&
           arguments_parse_link(arguments, words->data, 1, argv, error);
}

static void a_link_gives_what_was_shown(void **state) {
    (void)state;
    static const char zoom[] = " --run 'range signal 1 9 0 1'";
    const char *const words[] = { "--t",        "240",  "--formula", "log_snr = 9 - 18*u",
                                  "--coupling", "jump", "--stage",   "pictures(x z) | signal" };
    Arguments first = parse(8, words), again;
    Text link = { 0 }, address = { 0 }, read = { 0 }, twice = { 0 };
    Error error = { 0 };
    snprintf(first.settings.betas, sizeof first.settings.betas, "/home/me/list.csv");
    first.settings.look.width = 3000;
    link_write(&link, &first.settings, zoom);
    assert_null(strstr(link.data, "list.csv"));
    assert_null(strstr(link.data, "3000"));
    assert_null(strpbrk(link.data, " '\"#+<>"));
    text_append(&address, "https://example.org/alphabar/?x=%%zz#%s", link.data);
    if (!take_link(&again, address.data, &read, &error)) fail_msg("%s", error.text);
    assert_int_equal(again.settings.t, 240);
    assert_string_equal(again.settings.stage, "pictures(x z) | signal");
    assert_int_equal(again.run_count, 1);
    assert_string_equal(again.run[0], "range signal 1 9 0 1");
    link_write(&twice, &again.settings, zoom);
    assert_string_equal(twice.data, link.data);
    text_free(&link);
    text_free(&address);
    text_free(&read);
    text_free(&twice);
}

// A link may come from anybody.
static void links_name_no_file_and_run_nothing(void **state) {
    (void)state;
    static const char *const refused[] = {
        "#photo.jpg",
        "#--betas+/etc/passwd",
        "#--betas=list.csv",
        "#--scheduler-config+a.json",
        "#--dataset+/tmp",
        "#--script+a",
        "#--run+%27open%20a.png%27",
        "#--run+quit",
        "#--run+%27copy%20a.txt%27",
        "#--t+%",
        "#--t+%4",
        "#--t+%zz",
        "#--t+3%00",
        "#--t+3%0a--t+4",
        "#--t+%27",
        "#--t",
        "#--bogus+3",
        "#--help",
    };
    static const char *const taken[] = {
        "",
        "#",
        "#--t+3",
        "--t%203",
        "#--dataset+fashion-mnist",
        "#--size+9000x9000+--threads+99",
        "#--session+a+--from+b+--shaders+c+--lesson+d+--set+export_path=/e+--picture-memory+9999",
    };
    Arguments arguments;
    Error error = { 0 };
    Text words = { 0 };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        if (take_link(&arguments, refused[i], &words, &error)) fail_msg("%s is taken", refused[i]);
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
        if (!take_link(&arguments, taken[i], &words, &error))
            fail_msg("%s: %s", taken[i], error.text);
        assert_false(arguments.session || arguments.from || arguments.shaders || arguments.lesson ||
                     arguments.image || arguments.picture_memory);
        assert_string_equal(arguments.settings.export.path, "");
        assert_true(settings_size_is_modest(&arguments.settings));
        assert_int_equal(arguments.settings.threads, parse(0, NULL).settings.threads);
    }
    static char longest[LINK_MOST + 2];
    memset(longest, '+', LINK_MOST + 1);
    assert_false(take_link(&arguments, longest, &words, &error));
    longest[LINK_MOST] = '\0';
    assert_true(take_link(&arguments, longest, &words, &error));
    text_free(&words);
}

static void names_like_options_come_back(void **state) {
    (void)state;
    static const char *const words[] = { "export", "--", "-a.png", "-photo.jpg" };
    Arguments arguments = parse(4, words);
    Text line = { 0 };
    command_line_write(&line, &arguments);
    assert_string_equal(line.data, "alphabar export ./-a.png ./-photo.jpg");
    char *argv[] = { (char *)"alphabar" };
    Error error = { 0 };
    assert_true(arguments_parse_after(&arguments, line.data, 1, argv, &error));
    assert_string_equal(arguments.image, "./-photo.jpg");
    text_free(&line);
    // What is refused is said whole.
    char bad[] = "alphabar export -a.png photo.jpg";
    assert_false(arguments_parse_after(&arguments, bad, 1, argv, &error));
    assert_non_null(strstr(error.text, "\"alphabar export -a.png photo.jpg\""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_come_back),
        cmocka_unit_test(line_names_what_differs),
        cmocka_unit_test(settings_come_back),
        cmocka_unit_test(own_options_come_on_top),
        cmocka_unit_test(its_size_is_taken_up),
        cmocka_unit_test(other_lines_are_refused),
        cmocka_unit_test(carried_commands_only_zoom),
        cmocka_unit_test(a_link_gives_what_was_shown),
        cmocka_unit_test(links_name_no_file_and_run_nothing),
        cmocka_unit_test(names_like_options_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
