// SPDX-License-Identifier: MIT
// The command line, a word a line: what is written of what was read reads the same.
#include "base/text.h"
#include "conf/arguments.h"
#include "conf/command_line.h"
#include "conf/shell.h"
#include "fuzz_with_stages.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS = 64 };

static void read_again(const Arguments *arguments) {
    static Arguments again;
    Text first = { 0 }, second = { 0 };
    Error error;
    char *words[SHELL_WORDS];
    command_line_write(&first, arguments);
    char *line = strdup(first.data);
    int count = shell_split(line, words);
    fuzz_require(count > 0, "what is written are words");
    fuzz_require(arguments_parse(&again, count, words, &error), "what is written is read");
    command_line_write(&second, &again);
    fuzz_require(strcmp(first.data, second.data) == 0, "it is the same");
    text_free(&first);
    text_free(&second);
    free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static Arguments arguments;
    char *text = fuzz_text(data, size), *words[WORDS + 1] = { (char *)"alphabar" };
    int count = 1;
    for (char *at = text; at && count < WORDS;) {
        words[count++] = at;
        at = strchr(at, '\n');
        if (at) *at++ = '\0';
    }
    Error error;
    if (arguments_parse(&arguments, count, words, &error) && arguments.action == ACTION_EXPORT &&
        !arguments.session && !arguments.from && !arguments.lesson)
        read_again(&arguments);
    free(text);
    return 0;
}
