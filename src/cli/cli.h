// SPDX-License-Identifier: MIT
// The subcommands, one file each. All return the exit status, and say on standard error what is
// wrong.
#ifndef ALPHABAR_CLI_CLI_H
#define ALPHABAR_CLI_CLI_H

#include "conf/arguments.h"

// cli/invocation.c: the language that --language asks for, before anything is said in it.
void cli_choose_language(int argc, char **argv);

// cli/invocation.c: what was written on the command line, on top of what --from and --session name.
bool cli_read(Arguments *arguments, int argc, char **argv, Error *error);
int cli_fail(const Error *error);
int cli_finish_output(void); // a full disk shows only now

int help_run(void);
int version_run(void); // cli/help.c
int schedule_run(const Arguments *arguments);
int export_run(const Arguments *arguments);
int denoise_run(const Arguments *arguments);
int sample_run(const Arguments *arguments);
int bench_run(const Arguments *arguments);

#endif
