// SPDX-License-Identifier: MIT
#include "base/text.h"
#include "cli/cli.h"
#include "conf/command.h"
#include "stage/stage.h"

#include <stdio.h>

int help_run(void) {
    Text text = { 0 };
    arguments_help(&text);
    stage_help(&text);
    command_help(&text);
    fputs(text.data, stdout);
    text_free(&text);
    return cli_finish_output();
}

int version_run(void) {
    printf("alphabar %s\n", ALPHABAR_VERSION);
    return cli_finish_output();
}
