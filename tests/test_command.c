// SPDX-License-Identifier: MIT
// Command lines: words, quotes, counts; and the keys, which are rows that name such lines.
#include "base/text.h"
#include "chance.h"
#include "conf/command.h"
#include "conf/option.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

static Command parse(const char *line) {
    Command command;
    Error error = { 0 };
    if (!command_parse(&command, line, &error)) fail_msg("\"%s\": %s", line, error.text);
    return command;
}

#define WORDS(line, id, ...) expect_words(line, id, (const char *const[]){ __VA_ARGS__, NULL })

static void expect_words(const char *line, CommandId id, const char *const *words) {
    Command command = parse(line);
    assert_int_equal(command.id, id);
    int count = 0;
    for (; words[count]; count++) {
        assert_true(count < command.count);
        assert_string_equal(command.arguments[count], words[count]);
    }
    assert_int_equal(command.count, count);
    command_free(&command);
    assert_null(command.line);
    command_free(&command); // again does nothing
}

static void rows_are_in_order(void **state) {
    (void)state;
    for (int i = 0; i < COMMANDS; i++) {
        const CommandRow *row = command_row((CommandId)i);
        assert_int_equal(row->id, i);
        assert_true(row->min >= 0 && row->min <= row->max && row->max <= COMMAND_ARGUMENTS);
        assert_true(*row->help != '\0');
        assert_int_equal(*row->arguments == '\0', row->max == 0);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(row->name, command_row((CommandId)k)->name);
    }
}

static void words_are_separated_by_blanks(void **state) {
    (void)state;
    WORDS("set t 300", COMMAND_SET, "t", "300");
    WORDS("  set\tt   300 \r\n", COMMAND_SET, "t", "300");
    WORDS("range signal 0 1e3 -1 +1", COMMAND_RANGE, "signal", "0", "1e3", "-1", "+1");
    WORDS("drag \"t\" 5", COMMAND_DRAG, "t", "5");
    Command command = parse("play");
    assert_int_equal(command.id, COMMAND_PLAY);
    assert_int_equal(command.count, 0);
    command_free(&command);
}

static void quotes_keep_blanks(void **state) {
    (void)state;
    WORDS("set betas \"a b.csv\"", COMMAND_SET, "betas", "a b.csv");
    WORDS("set betas \"\"", COMMAND_SET, "betas", "");
    WORDS("set betas \"a \\\"b\\\" \\\\ c\"", COMMAND_SET, "betas", "a \"b\" \\ c");
    WORDS("set betas a\\b", COMMAND_SET, "betas", "a\\b"); // no escapes without quotes
    WORDS("set betas \"# no comment\"", COMMAND_SET, "betas", "# no comment");
    WORDS("\"set\" \"t\" \"3\"", COMMAND_SET, "t", "3");
}

static void some_commands_take_the_rest(void **state) {
    (void)state;
    WORDS("open a cat.png", COMMAND_OPEN, "a cat.png");
    WORDS("open   my folder/a  \"cat\".png \r\n", COMMAND_OPEN, "my folder/a  \"cat\".png");
    WORDS("open \"my folder/a cat.png\"", COMMAND_OPEN, "my folder/a cat.png");
    WORDS("open #1.png", COMMAND_OPEN, "#1.png");
    WORDS("screenshot of today.png", COMMAND_SCREENSHOT, "of today.png");
    WORDS("dump the state.json", COMMAND_DUMP, "the state.json");
    WORDS("click plot signal", COMMAND_CLICK, "plot signal");
    WORDS("stage x | z / signal", COMMAND_STAGE, "x | z / signal");
    WORDS("stage \"\"", COMMAND_STAGE, "");
    Command command = parse("screenshot  ");
    assert_int_equal(command.count, 0);
    command_free(&command);
}

static void empty_lines_and_comments_are_no_commands(void **state) {
    (void)state;
    static const char *const lines[] = { "", " ", "\t \r\n", "#", "# set t 3", "   # open x" };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        Command command = parse(lines[i]);
        assert_int_equal(command.id, COMMANDS);
        assert_int_equal(command.count, 0);
        command_free(&command);
    }
}

static void expect_error(const char *line, const char *says) {
    Command command;
    Error error = { 0 };
    if (command_parse(&command, line, &error)) fail_msg("\"%s\" is taken", line);
    assert_int_equal(error.kind, ERROR_USAGE);
    if (!strstr(error.text, says)) fail_msg("\"%s\": \"%s\" lacks %s", line, error.text, says);
    assert_null(command.line); // nothing to free
}

static void wrong_lines_name_what_is_wrong(void **state) {
    (void)state;
    expect_error("sett t 3", "sett");
    expect_error("Set t 3", "Set");
    expect_error("\"\"", "no such command");
    expect_error("set t", "set: takes NAME VALUE");
    expect_error("set", "set: takes NAME VALUE");
    expect_error("open", "open: takes FILE");
    expect_error("open   ", "open: takes FILE");
    expect_error("set t 3 4", "\"4\"");
    expect_error("set t 3 # no", "\"#\""); // a comment is a line of its own
    expect_error("play now", "\"now\"");
    expect_error("open \"a\" b", "\"b\"");
    expect_error("range signal 0 1 2", "X0 X1 Y0 Y1");
    expect_error("range signal 0 1 2 3 4", "\"4\"");
}

// Every row's count: one fewer and one more than it takes are refused.
static void counts_are_those_of_the_rows(void **state) {
    (void)state;
    for (int i = 0; i < COMMANDS; i++) {
        const CommandRow *row = command_row((CommandId)i);
        for (int count = 0; count <= COMMAND_ARGUMENTS + 1; count++) {
            Text line = { 0 };
            text_append(&line, "%s", row->name);
            for (int k = 0; k < count; k++) text_append(&line, " \"%d\"", k);
            Command command;
            Error error = { 0 };
            bool good = command_parse(&command, line.data, &error);
            assert_int_equal(good, count >= row->min && count <= row->max);
            if (!good) assert_non_null(strstr(error.text, row->name));
            if (good) command_free(&command);
            text_free(&line);
        }
    }
}

static void quoting_is_undone_by_parsing(void **state) {
    (void)state;
    uint64_t chance = 2;
    static const char bytes[] = "\"\"\\\\  ##aA1/\t\n.\xC3\xA9\x01";
    for (int i = 0; i < 5000; i++) {
        char word[40];
        int length = chance_below(&chance, (int)sizeof word);
        for (int k = 0; k < length; k++)
            word[k] = bytes[chance_below(&chance, (int)sizeof bytes - 1)];
        word[length] = '\0';
        Text line = { 0 };
        text_append(&line, i % 2 ? "open " : "set betas ");
        command_quote(&line, word);
        Command command = parse(line.data);
        assert_int_equal(command.count, i % 2 ? 1 : 2);
        assert_string_equal(command.arguments[command.count - 1], word);
        command_free(&command);
        text_free(&line);
    }
}

// Whatever is sent, it is a command or a clear error.
static void random_lines_are_survived(void **state) {
    (void)state;
    uint64_t chance = 4;
    static const char *const parts[] = { "set",  "open",  "range", "\"", "\\", " ",   "#",
                                         "\\\"", "click", "1",     "t",  "\t", "\xFF" };
    for (int i = 0; i < 20000; i++) {
        Text line = { 0 };
        text_append(&line, "%s", "");
        for (int k = chance_below(&chance, 12); k > 0; k--)
            text_append(&line, "%s", parts[chance_below(&chance, 13)]);
        Command command;
        Error error = { 0 };
        if (command_parse(&command, line.data, &error)) {
            for (int k = 0; k < command.count; k++)
                assert_true(command.arguments[k] >= command.line &&
                            command.arguments[k] <= command.line + line.length);
            command_free(&command);
        } else {
            assert_int_equal(error.kind, ERROR_USAGE);
            assert_true(*error.text != '\0');
        }
        text_free(&line);
    }
}

// Keys ----------------------------------------------------------------------------------------

static void keys_name_lines_that_parse(void **state) {
    (void)state;
    assert_non_null(key_rows[0].help); // the first row has none above to belong to
    for (const KeyRow *row = key_rows; row->key; row++) {
        Command command = parse(row->command);
        assert_true(command.id < COMMANDS);
        bool takes_option = command.id == COMMAND_SET || command.id == COMMAND_RESET ||
                            command.id == COMMAND_TOGGLE || command.id == COMMAND_ADD;
        if (takes_option) assert_non_null(option_find(command.arguments[0]));
        command_free(&command);
        if (!row->help) assert_string_equal(row->command, row[-1].command);
    }
}

static void no_two_rows_share_a_key(void **state) {
    (void)state;
    for (const KeyRow *row = key_rows; row->key; row++) {
        assert_ptr_equal(key_find(row->key), row);
        for (const KeyRow *other = key_rows; other < row; other++)
            assert_false(text_equal_ignoring_case(row->key, other->key));
    }
    assert_ptr_equal(key_find("space"), key_find("Space"));
    assert_null(key_find("Ctrl+Alt+Delete"));
    assert_null(key_find(""));
}

// Lines that go on in the next one, on one line.
static void unwrap(Text *text) {
    char *to = text->data;
    for (const char *from = text->data; *from;) {
        size_t blanks = *from == '\n' ? strspn(from + 1, " ") : 0;
        bool goes_on = blanks > 2;
        *to++ = goes_on ? ' ' : *from;
        from += goes_on ? 1 + blanks : 1;
    }
    *to = '\0';
}

static void help_names_every_command_and_key(void **state) {
    (void)state;
    Text help = { 0 };
    command_help(&help);
    unwrap(&help);
    for (int i = 0; i < COMMANDS; i++) {
        char start[64];
        snprintf(start, sizeof start, "\n  %s ", command_row((CommandId)i)->name);
        assert_non_null(strstr(help.data, start));
        Text plain = { 0 };
        notation_plain(&plain, (NotationStyle){ 0 }, command_row((CommandId)i)->help);
        assert_non_null(strstr(help.data, plain.data));
        text_free(&plain);
    }
    for (const KeyRow *row = key_rows; row->key; row++) {
        if (!row->help) continue;
        Text plain = { 0 };
        notation_plain(&plain, (NotationStyle){ 0 }, row->help);
        assert_non_null(strstr(help.data, plain.data));
        text_free(&plain);
    }
    text_free(&help);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_in_order),
        cmocka_unit_test(words_are_separated_by_blanks),
        cmocka_unit_test(quotes_keep_blanks),
        cmocka_unit_test(some_commands_take_the_rest),
        cmocka_unit_test(empty_lines_and_comments_are_no_commands),
        cmocka_unit_test(wrong_lines_name_what_is_wrong),
        cmocka_unit_test(counts_are_those_of_the_rows),
        cmocka_unit_test(quoting_is_undone_by_parsing),
        cmocka_unit_test(random_lines_are_survived),
        cmocka_unit_test(keys_name_lines_that_parse),
        cmocka_unit_test(no_two_rows_share_a_key),
        cmocka_unit_test(help_names_every_command_and_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
