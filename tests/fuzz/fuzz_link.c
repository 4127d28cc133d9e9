// SPDX-License-Identifier: MIT
// An address, whatever it says: what is shown is said again by another that reads the same.
#include "base/text.h"
#include "conf/arguments.h"
#include "conf/link.h"
#include "fuzz_with_stages.h"

#include <stdlib.h>
#include <string.h>

static bool take(Arguments *arguments, Text *words, const char *link) {
    char program[] = "alphabar", *argv[] = { program };
    Error error;
    text_append(words, "%s", "");
    return link_read(words, link, &error) &&
           arguments_parse_link(arguments, words->data, 1, argv, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static Arguments arguments, again;
    char *link = fuzz_text(data, size);
    Text words = { 0 }, read = { 0 }, first = { 0 }, second = { 0 };
    if (take(&arguments, &words, link)) {
        fuzz_require(!arguments.script && !arguments.shaders && !arguments.lesson &&
                         !arguments.session && !arguments.image && !*arguments.settings.betas &&
                         !*arguments.settings.scheduler_config,
                     "a link names no file");
        fuzz_require(arguments.picture_memory == 0, "the limits are the program's");
        fuzz_require(settings_size_is_modest(&arguments.settings), "sizes are modest");
        link_write(&first, &arguments.settings, "");
        fuzz_require(take(&again, &read, first.data ? first.data : ""), "what is written is read");
        link_write(&second, &again.settings, "");
        fuzz_require(first.length == second.length &&
                         (!first.length || strcmp(first.data, second.data) == 0),
                     "it is the same");
    }
    text_free(&words);
    text_free(&read);
    text_free(&first);
    text_free(&second);
    free(link);
    return 0;
}
