// SPDX-License-Identifier: MIT
// Commands, the only way state changes: `set t 300`, `play`, `open cat.png`. One row each
// (conf/commands.inc); keys are rows that name a command line. Widgets, keys and --script files all
// send the same lines.
#ifndef ALPHABAR_CONF_COMMAND_H
#define ALPHABAR_CONF_COMMAND_H

#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>

typedef enum CommandId {
#define COMMAND(ID, ...) COMMAND_##ID,
#include "conf/commands.inc"
#undef COMMAND
    COMMANDS
} CommandId;

// Undo takes a run of changes of one thing back together. How long after the last one a command
// still belongs to the run, in seconds: a wheel's notches, and a key that is held.
#define COMMAND_RUN    1.0
#define COMMAND_REPEAT 0.25

typedef struct CommandRow {
    CommandId id;
    const char *name;
    int min, max;          // number of arguments
    const char *arguments; // "NAME VALUE"
    bool takes_rest;       // one argument, the rest of the line, that needs no quotes
    bool in_lesson;        // a lesson, which may be anybody's, may have it: it shows, and no more
    bool from_file;        // so may the command line that a file carries
    bool needs_window;     // not for --run, which comes before there is one
    bool unrecorded; // it makes no step of undo; what it sends, or brings back, does by itself
    // For undo: what it changes; NULL and the following false: its name and first argument.
    const char *about;
    bool about_argument; // the option that its first argument names
    double gap;          // COMMAND_RUN, COMMAND_REPEAT; 0: each is a step
    const char *help;
} CommandRow;

const CommandRow *command_row(CommandId id);

enum { COMMAND_ARGUMENTS = 5 };

typedef struct Command {
    CommandId id;
    int count;
    const char *arguments[COMMAND_ARGUMENTS]; // into `line`
    char *line;                               // owned
} Command;

// Words are separated by blanks; "..." keeps blanks, with \" and \\ inside. An empty line or one
// that starts with '#' gives id COMMANDS. command_free after success.
bool command_parse(Command *command, const char *line, Error *error);
void command_free(Command *command);

void command_quote(Text *out, const char *argument); // so that command_parse gives it back

typedef struct KeyRow {
    const char *key;     // "Space", "Shift+Left", "Ctrl+Q", "?"
    const char *command; // a command line
    const char *help;    // rich text; NULL: another key for the row above
} KeyRow;

extern const KeyRow key_rows[]; // the last has no key
const KeyRow *key_find(const char *key);

void command_help(Text *out); // the commands of scripts, and the keys, for --help

#endif
