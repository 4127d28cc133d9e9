// SPDX-License-Identifier: MIT
// The command line that a file carries, whatever the file is: --from.
#include "base/text.h"
#include "conf/arguments.h"
#include "conf/command_line.h"
#include "fuzz_with_stages.h"
#include "io/comment.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static Arguments arguments;
    static char program[] = "alphabar", action[] = "export", out[] = "out.png", from[] = "--from",
                name[] = "it";
    char *words[] = { program, action, out, from, name };
    Text line = { 0 };
    Error error;
    if (comment_read(&line, fuzz_file("it", data, size), COMMAND_LINE_START, &error) &&
        arguments_parse(&arguments, 5, words, &error) &&
        arguments_parse_after(&arguments, line.data, 5, words, &error)) {
        // A file says what is shown, and nothing that acts.
        fuzz_require(!arguments.script && !arguments.shaders && !arguments.lesson, "nothing acts");
        fuzz_require(arguments.picture_memory == 0, "the limits are the program's");
        fuzz_require(settings_size_is_modest(&arguments.settings), "sizes are modest");
    }
    text_free(&line);
    return 0;
}
