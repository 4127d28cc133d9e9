// SPDX-License-Identifier: MIT
#include "app/session.h"
#include "base/log.h"
#include "base/path.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "conf/command_line.h"
#include "conf/link.h"
#include "io/comment.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int cli_finish_output(void) {
    if (!fflush(stdout) && !ferror(stdout)) return 0;
    log_line("standard output: %s", strerror(errno));
    return 1;
}

int cli_fail(const Error *error) {
    log_error(error);
    return (int)error->kind;
}

// A picture that has moved with the file it was written to stands beside it.
static void look_beside(Arguments *arguments, const char *path, Text *beside) {
    char folder[SETTINGS_PATH];
    if (!arguments->image || path_exists(arguments->image)) return;
    path_folder(folder, sizeof folder, path);
    text_append(beside, "%s/%s", folder, path_base(arguments->image));
    if (path_exists(beside->data)) arguments->image = beside->data;
}

// --from FILE: the command line that the file carries, and on top of it this one.
static bool take_up(Arguments *arguments, int argc, char **argv, Error *error) {
    static Text line, beside; // what arguments point to
    const char *path = arguments->from;
    if (!comment_read(&line, path, COMMAND_LINE_START, error)) return false;
    if (!arguments_parse_after(arguments, line.data, argc, argv, error))
        return error_prefix(error, "%s", path);
    look_beside(arguments, path, &beside);
    return true;
}

void cli_choose_language(int argc, char **argv) {
    static const char option[] = "--language";
    const char *language = NULL;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], option, sizeof option - 1) != 0) continue;
        const char *rest = argv[i] + sizeof option - 1;
        if (*rest == '=') language = rest + 1;
        if (*rest == '\0') language = argv[i + 1]; // NULL at the end
    }
    translate_terminal(language && translate_use(language));
}

// --link URL, as --from.
static bool follow_link(Arguments *arguments, int argc, char **argv, Error *error) {
    static Text line;             // what arguments point to
    text_append(&line, "%s", ""); // a text, where the link is empty too
    return link_read(&line, arguments->link, error) &&
           (arguments_parse_link(arguments, line.data, argc, argv, error) ||
            error_prefix(error, "--link"));
}

bool cli_read(Arguments *arguments, int argc, char **argv, Error *error) {
    static SavedState session; // its picture's name is what arguments point to
    if (!arguments_parse(arguments, argc, argv, error)) return false;
    if (arguments->from && !take_up(arguments, argc, argv, error)) return false;
    if (arguments->link && !follow_link(arguments, argc, argv, error)) return false;
    if (!arguments->session) return true;
    return session_load(&session, arguments->session, true, error) &&
           arguments_parse_over(arguments, &session.settings,
                                *session.picture ? session.picture : NULL, argc, argv, error);
}
