// SPDX-License-Identifier: MIT
// Scripts, and the commands in them: what is quoted is read as it was.
#include "app/script.h"
#include "conf/command.h"
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    return 0;
}

static void quote_again(const Command *command) {
    Text line = { 0 };
    Command again;
    Error error;
    if (command->id >= COMMANDS) return;
    text_append(&line, "%s", command_row(command->id)->name);
    for (int i = 0; i < command->count; i++) {
        text_append(&line, " ");
        command_quote(&line, command->arguments[i]);
    }
    if (!command_row(command->id)->takes_rest) {
        fuzz_require(command_parse(&again, line.data, &error), "what is quoted is read");
        fuzz_require(again.count == command->count, "as many arguments");
        for (int i = 0; i < again.count; i++)
            fuzz_require(strcmp(again.arguments[i], command->arguments[i]) == 0, "the same");
        command_free(&again);
    }
    text_free(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Error error;
    Script *script = script_read(fuzz_file("it.script", data, size), &error);
    script_free(script);
    char *text = fuzz_text(data, size), *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        Command command;
        if (!command_parse(&command, line, &error)) continue;
        quote_again(&command);
        command_free(&command);
    }
    free(text);
    return 0;
}
