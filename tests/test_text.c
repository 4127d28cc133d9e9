// SPDX-License-Identifier: MIT
// base/text.h and base/path.h: UTF-8 that may be broken, numbers read strictly, text that grows.
#include "base/path.h"
#include "base/text.h"

#include <float.h>
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

// UTF-8 ---------------------------------------------------------------------------------------

// A copy whose terminator is the last byte of its block: the sanitizer sees a read beyond it.
static void expect_codes(const char *text, const uint32_t *codes, size_t count) {
    size_t length = strlen(text);
    char *copy = malloc(length + 1);
    memcpy(copy, text, length + 1);
    const char *at = copy;
    for (size_t i = 0; i < count; i++) {
        uint32_t code = utf8_next(&at);
        if (code != codes[i])
            fail_msg("\"%s\": code point %zu is U+%04X, not U+%04X", text, i, code, codes[i]);
        assert_true(at <= copy + length);
    }
    assert_int_equal(utf8_next(&at), 0);
    assert_ptr_equal(at, copy + length);
    assert_int_equal(utf8_next(&at), 0); // and stays at the end
    assert_ptr_equal(at, copy + length);
    free(copy);
}

#define CODES(text, ...)                                                                           \
    expect_codes(text, (const uint32_t[]){ __VA_ARGS__ },                                          \
                 sizeof((const uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t))

static void utf8_reads_one_to_four_bytes(void **state) {
    (void)state;
    expect_codes("", NULL, 0);
    CODES("aZ\x7f", 'a', 'Z', 0x7F);
    CODES("\xC2\x80\xDF\xBF", 0x80, 0x7FF);
    CODES("\xE0\xA0\x80\xEF\xBF\xBF", 0x800, 0xFFFF);
    CODES("\xED\x9F\xBF\xEE\x80\x80", 0xD7FF, 0xE000); // on either side of the surrogates
    CODES("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", 0x10000, 0x10FFFF);
    CODES("β_t √x −1", 0x3B2, '_', 't', ' ', 0x221A, 'x', ' ', 0x2212, '1');
}

static void utf8_replaces_what_is_malformed(void **state) {
    (void)state;
    CODES("\x80", 0xFFFD);
    CODES("a\xBF\xBF"
          "b",
          'a', 0xFFFD, 0xFFFD, 'b');
    CODES("\xC3(", 0xFFFD, '(');
    CODES("\xE2\x88(", 0xFFFD, '(');
    CODES("\xF0\x9F\x98(", 0xFFFD, '(');
    CODES("\xC3\xC3\xA9", 0xFFFD, 0xE9);
}

// What is cut off by the end is one U+FFFD, and the end is still found.
static void utf8_stops_at_the_terminator(void **state) {
    (void)state;
    CODES("\xC3", 0xFFFD);
    CODES("\xE2", 0xFFFD);
    CODES("\xE2\x88", 0xFFFD);
    CODES("\xF0", 0xFFFD);
    CODES("\xF0\x9F", 0xFFFD);
    CODES("x\xF0\x9F\x98", 'x', 0xFFFD);
}

// A decoder that takes them lets '\0' and '/' pass in disguise, and glyphs that cannot be.
static void utf8_refuses_long_forms_and_what_is_no_character(void **state) {
    (void)state;
    CODES("\xC0\x80", 0xFFFD);         // U+0000 in two bytes
    CODES("\xC0\xAF!", 0xFFFD, '!');   // '/' in two
    CODES("\xE0\x80\xAF", 0xFFFD);     // '/' in three
    CODES("\xF0\x80\x80\xAF", 0xFFFD); // '/' in four
    CODES("\xC1\xBF", 0xFFFD);         // the last of one, two and three bytes in one more
    CODES("\xE0\x9F\xBF", 0xFFFD);
    CODES("\xF0\x8F\xBF\xBF", 0xFFFD);
    CODES("\xED\xA0\x80", 0xFFFD);     // a surrogate
    CODES("\xF4\x90\x80\x80", 0xFFFD); // U+110000
    CODES("\xFF"
          "a",
          0xFFFD, 'a');
}

static void utf8_round_trips(void **state) {
    (void)state;
    for (uint32_t code = 1; code < 0x110000; code++) {
        if (code >= 0xD800 && code < 0xE000) continue;
        char bytes[5] = "";
        size_t length = utf8_put(bytes, code);
        bytes[length] = '\0';
        const char *at = bytes;
        if (utf8_next(&at) != code || at != bytes + length)
            fail_msg("U+%04X is not what its %zu bytes read as", code, length);
        assert_int_equal(length, code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
    }
}

// Numbers -------------------------------------------------------------------------------------

static void reals_are_read(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double value;
    } good[] = {
        { "0", 0 },           { "1", 1 },
        { "-1.5", -1.5 },     { "+5", 5 },
        { ".5", 0.5 },        { "5.", 5 },
        { "1e3", 1000 },      { "1E-3", 1e-3 },
        { "007", 7 },         { "-0.25e+2", -25 },
        { "1e308", 1e308 },   { "0.00085", 0.00085 },
        { "1e-308", 1e-308 }, { "1.7976931348623157e308", DBL_MAX },
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        double value = NAN;
        if (!read_real(good[i].text, &value)) fail_msg("\"%s\" is refused", good[i].text);
        if (value != good[i].value) fail_msg("\"%s\" reads as %.17g", good[i].text, value);
    }
}

static void what_is_no_real_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",       " ",        "-",     "+",     ".",     "-.",   "e5",   "1e",    "1e+",    " 1",
        "1 ",     "\t1",      "1\n",   "1,5",   "1.5.2", "1..2", "--1",  "+-1",   "1x",     "x1",
        "nan",    "NaN",      "-nan",  "+nan",  "inf",   "-inf", "+inf", "1e999", "-1e999", "0x10",
        "-0x1p3", "infinity", "1_000", "1e5e5", "½",     "−1",   "0x",   "1d3",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        double value = 42;
        if (read_real(bad[i], &value)) fail_msg("\"%s\" reads as %.17g", bad[i], value);
        assert_true(value == 42); // out stays as it was
    }
}

static void whole_numbers_are_read(void **state) {
    (void)state;
    long long value;
    uint64_t word;
    assert_true(read_int("0", &value) && value == 0);
    assert_true(read_int("-12", &value) && value == -12);
    assert_true(read_int("+5", &value) && value == 5);
    assert_true(read_int("010", &value) && value == 10); // not octal
    assert_true(read_int("9223372036854775807", &value) && value == INT64_MAX);
    assert_true(read_int("-9223372036854775808", &value) && value == INT64_MIN);
    assert_true(read_unsigned("0", &word) && word == 0);
    assert_true(read_unsigned("010", &word) && word == 10);
    assert_true(read_unsigned("18446744073709551615", &word) && word == UINT64_MAX);
}

static void what_is_no_whole_number_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",    "-",   "+",   " 1",  "1 ",  "\n1", "1.0", "1e3", "0x10", "1_0",
        "--1", "+-1", "nan", "inf", "abc", "1a",  ".5",  "1,0", "−1",   "99999999999999999999999",
        "- 1",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        long long value = 42;
        uint64_t word = 42;
        if (read_int(bad[i], &value)) fail_msg("read_int takes \"%s\"", bad[i]);
        if (read_unsigned(bad[i], &word)) fail_msg("read_unsigned takes \"%s\"", bad[i]);
        assert_true(value == 42 && word == 42);
    }
    long long value;
    uint64_t word;
    assert_false(read_int("9223372036854775808", &value));
    assert_false(read_int("-9223372036854775809", &value));
    assert_false(read_unsigned("18446744073709551616", &word));
    assert_false(read_unsigned("-1", &word)); // strtoull would wrap it
    assert_false(read_unsigned("-0", &word));
}

// Text that grows -----------------------------------------------------------------------------

static void text_grows(void **state) {
    (void)state;
    Text text = { 0 };
    char expected[8 * 1000 + 1];
    for (int i = 0; i < 1000; i++) {
        text_append(&text, "%07d;", i);
        snprintf(expected + 8 * i, 9, "%07d;", i);
        assert_int_equal(text.length, 8 * (i + 1));
        assert_true(text.capacity > text.length);
        assert_int_equal(text.data[text.length], '\0');
    }
    assert_string_equal(text.data, expected);
    size_t room = text.capacity;
    text_clear(&text);
    assert_int_equal(text.length, 0);
    assert_int_equal(text.capacity, room);
    assert_string_equal(text.data, "");
    text_append_bytes(&text, "a\0b", 3);
    assert_int_equal(text.length, 3);
    assert_memory_equal(text.data, "a\0b", 4);
    text_append(&text, "%*s", 10000, "x"); // more than doubling gives
    assert_int_equal(text.length, 10003);
    text_free(&text);
    assert_null(text.data);
    text_clear(&text); // of an empty one
    text_append(&text, "%s", "");
    assert_string_equal(text.data, "");
    text_free(&text);
}

static void rows_of_help_are_wrapped(void **state) {
    (void)state;
    Text text = { 0 };
    text_append_row(&text, "--name", "words");
    assert_string_equal(text.data, "  --name                  words\n");
    text_clear(&text);
    text_append_row(&text, "--a-name-with-no-room-beside", "words");
    assert_string_equal(text.data,
                        "  --a-name-with-no-room-beside\n                          words\n");
    text_clear(&text);
    for (int i = 0; i < 100; i++)
        text_append(&text, "%sñandú", i ? " " : ""); // two bytes, one column
    Text row = { 0 };
    text_append_row(&row, "n", text.data);
    size_t columns = 0;
    for (const char *at = row.data; utf8_next(&at) != '\n';) columns++;
    assert_int_equal(columns, 26 + 11 * 6 - 1); // of TEXT_COLUMNS
    text_clear(&text);
    text_clear(&row);
    for (int i = 0; i < 100; i++)
        text_append(&text, "%s노이즈", i ? " " : ""); // three letters, six columns
    text_append_row(&row, "n", text.data);
    columns = 0;
    for (const char *at = row.data; utf8_next(&at) != '\n';) columns++;
    assert_int_equal(columns, 26 + 9 * 4 - 1);
    text_free(&text);
    text_free(&row);
}

static void case_is_ignored(void **state) {
    (void)state;
    assert_true(text_equal_ignoring_case("", ""));
    assert_true(text_equal_ignoring_case("Ctrl+Q", "cTRL+q"));
    assert_false(text_equal_ignoring_case("a", "ab"));
    assert_false(text_equal_ignoring_case("ab", "a"));
    assert_false(text_equal_ignoring_case("[", "{")); // they differ by the bit that case is
}

// Paths ---------------------------------------------------------------------------------------

static void paths_are_taken_apart(void **state) {
    (void)state;
    static const struct {
        const char *path, *base, *ending, *folder;
    } rows[] = {
        { "cat.png", "cat.png", ".png", "." },
        { "a/cat.PNG", "cat.PNG", ".PNG", "a" },
        { "a/b.c/cat", "cat", "", "a/b.c" },
        { "/cat.tar.gz", "cat.tar.gz", ".gz", "/" },
        { "a/.png", ".png", "", "a" },
        { ".hidden", ".hidden", "", "." },
        { ".a.b", ".a.b", ".b", "." },
        { "a/", "", "", "a" },
        { "cat.", "cat.", ".", "." },
        { "", "", "", "." },
        { "/", "", "", "/" },
        { "Ordner/Bär.jpg", "Bär.jpg", ".jpg", "Ordner" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char folder[64];
        assert_string_equal(path_base(rows[i].path), rows[i].base);
        assert_string_equal(path_ending(rows[i].path), rows[i].ending);
        size_t length = path_folder(folder, sizeof folder, rows[i].path);
        assert_string_equal(folder, rows[i].folder);
        assert_int_equal(length, strlen(folder));
        assert_ptr_equal(path_base(rows[i].path) + strlen(rows[i].base),
                         rows[i].path + strlen(rows[i].path));
    }
    char small[4];
    assert_int_equal(path_folder(small, sizeof small, "folder/x"), 6); // as snprintf counts
    assert_string_equal(small, "fol");
}

static void endings_are_compared(void **state) {
    (void)state;
    assert_true(path_ends_in("a/cat.PNG", ".png"));
    assert_true(path_ends_in("cat.png", ".PNG"));
    assert_false(path_ends_in("cat.pngx", ".png"));
    assert_false(path_ends_in("png", ".png"));
    assert_false(path_ends_in(".png", ".png")); // a hidden file called png
}

static void files_and_folders_are_told_apart(void **state) {
    (void)state;
    assert_true(path_exists(SOURCE_DIR) && path_is_folder(SOURCE_DIR));
    assert_true(path_exists(SOURCE_DIR "/CMakeLists.txt"));
    assert_false(path_is_folder(SOURCE_DIR "/CMakeLists.txt"));
    assert_false(path_exists(SOURCE_DIR "/no such file"));
    assert_false(path_is_folder(SOURCE_DIR "/no such file"));
    assert_false(path_exists(""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_reads_one_to_four_bytes),
        cmocka_unit_test(utf8_replaces_what_is_malformed),
        cmocka_unit_test(utf8_stops_at_the_terminator),
        cmocka_unit_test(utf8_refuses_long_forms_and_what_is_no_character),
        cmocka_unit_test(utf8_round_trips),
        cmocka_unit_test(reals_are_read),
        cmocka_unit_test(what_is_no_real_is_refused),
        cmocka_unit_test(whole_numbers_are_read),
        cmocka_unit_test(what_is_no_whole_number_is_refused),
        cmocka_unit_test(text_grows),
        cmocka_unit_test(rows_of_help_are_wrapped),
        cmocka_unit_test(case_is_ignored),
        cmocka_unit_test(paths_are_taken_apart),
        cmocka_unit_test(endings_are_compared),
        cmocka_unit_test(files_and_folders_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
