// SPDX-License-Identifier: MIT
// The command line that a file carries, in each container, and where it is cut or lies.
#include "io/comment.h"
#include "io/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

// after what it uses
#include <cmocka.h>

#define START     "alphabar export "
#define FILE_NAME "comment.bin"

static void write_bytes(const Text *file) {
    Error error;
    if (!file_write(FILE_NAME, file->data ? file->data : "", file->length, &error))
        fail_msg("%s", error.text);
}

static void expect(const Text *file, const char *found) {
    Text out = { 0 };
    Error error = { 0 };
    write_bytes(file);
    bool good = comment_read(&out, FILE_NAME, START, &error);
    if (found) {
        if (!good) fail_msg("%s", error.text);
        assert_string_equal(out.data, found);
    } else {
        assert_false(good);
        assert_string_equal(error.text, FILE_NAME ": carries no command line of alphabar");
    }
    text_free(&out);
}

static void append_chunk(Text *png, const char *type, const char *head, size_t head_length,
                         const char *text, size_t claimed) {
    const unsigned char length[] = { 0, 0, (unsigned char)(claimed >> 8), (unsigned char)claimed };
    text_append_bytes(png, (const char *)length, 4);
    text_append(png, "%s", type);
    text_append_bytes(png, head, head_length);
    text_append(png, "%sCRC.", text);
}

static void png_chunks(void **state) {
    (void)state;
    static const char signature[] = "\x89PNG\r\n\x1a\n";
    static const char line[] = START "a.png --t 3";
    Text png = { 0 };
    text_append_bytes(&png, signature, 8);
    append_chunk(&png, "tEXt", "Comment", 8, line, 8 + sizeof line - 1);
    expect(&png, line);
    text_clear(&png);
    text_append_bytes(&png, signature, 8);
    append_chunk(&png, "iTXt", "Comment\0\0\0\0", 12, line, 12 + sizeof line - 1);
    expect(&png, line);
    // A length that is less than the keyword, more than there is, or more than is kept; no chunk.
    static const size_t lies[] = { 3, 4000, 60000 };
    for (size_t i = 0; i < 3; i++) {
        text_clear(&png);
        text_append_bytes(&png, signature, 8);
        append_chunk(&png, "tEXt", "Comment", 8, line, lies[i]);
        expect(&png, NULL);
    }
    text_clear(&png);
    text_append_bytes(&png, signature, 8);
    append_chunk(&png, "zTXt", "Comment", 8, line, 8 + sizeof line - 1);
    expect(&png, NULL);
    text_free(&png);
}

static void gif_blocks(void **state) {
    (void)state;
    Text gif = { 0 }, line = { 0 };
    text_append(&line, "%s", START);
    while (line.length < 300) text_append(&line, "%zu ", line.length);
    text_append(&line, "end");
    text_append(&gif, "GIF89a!\xfe\xff");
    text_append_bytes(&gif, line.data, 255);
    const char rest = (char)(line.length - 255);
    text_append_bytes(&gif, &rest, 1);
    text_append_bytes(&gif, line.data + 255, line.length - 255);
    text_append_bytes(&gif, "\0", 1);
    expect(&gif, line.data);
    // Cut within its second block only the first is there.
    gif.length -= 20;
    line.data[255] = '\0';
    while (line.data[strlen(line.data) - 1] == ' ') line.data[strlen(line.data) - 1] = '\0';
    expect(&gif, line.data);
    text_free(&line);
    text_free(&gif);
}

static void svg_entities(void **state) {
    (void)state;
    Text svg = { 0 };
    text_append(&svg, "<?xml version=\"1.0\"?><svg><desc>" START
                      "--stage &quot;x | z&quot; a&amp;b &lt;c&gt; &unknown; &am</desc></svg>");
    expect(&svg, START "--stage \"x | z\" a&b <c> &unknown; &am");
    text_clear(&svg);
    text_append(&svg, "<svg><desc>" START "&quo"); // which ends there
    expect(&svg, START "&quo");
    text_free(&svg);
}

static void any_other_file(void **state) {
    (void)state;
    Text file = { 0 };
    text_append(&file, "a text " START "b.webm --t 4\nmore");
    expect(&file, START "b.webm --t 4");
    text_clear(&file);
    expect(&file, NULL);
    text_append(&file, "alphabar expor");
    expect(&file, NULL);
    // Over the border of what is read at once, wherever it lies there.
    enum { STEP = 1 << 18 };
    for (size_t before = STEP - 20; before <= STEP + COMMENT_MOST + 80; before += 4111) {
        text_clear(&file);
        while (file.length < before) text_append_bytes(&file, "abcdefg\n", 8);
        text_append(&file, "%s", START "c.mp4 --t 5\n");
        while (file.length < 3 * STEP) text_append_bytes(&file, "abcdefg\n", 8);
        expect(&file, START "c.mp4 --t 5");
    }
    text_free(&file);
    Text out = { 0 };
    Error error = { 0 };
    assert_false(comment_read(&out, "missing.bin", START, &error));
    assert_string_equal(error.text, "missing.bin: No such file or directory");
    assert_false(comment_read(&out, ".", START, &error));
    assert_string_equal(error.text, ".: is a folder");
}

static int remove_file(void **state) {
    (void)state;
    return unlink(FILE_NAME);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(png_chunks),
        cmocka_unit_test(gif_blocks),
        cmocka_unit_test(svg_entities),
        cmocka_unit_test(any_other_file),
    };
    return cmocka_run_group_tests(tests, NULL, remove_file);
}
