// SPDX-License-Identifier: MIT
// Commands, the only way state changes: `set t 300`, `play`, `open cat.png`. One row each; keys are
// rows that name a command line. Widgets, keys and --script files all send the same lines.
#ifndef ALPHABAR_CONF_COMMAND_H
#define ALPHABAR_CONF_COMMAND_H

#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>

typedef enum CommandId {
    COMMAND_SET,
    COMMAND_RESET,
    COMMAND_TOGGLE,
    COMMAND_ADD,
    COMMAND_STEP,
    COMMAND_PLAY,
    COMMAND_PAUSE,
    COMMAND_OPEN,
    COMMAND_VIEW,
    COMMAND_NEW_NOISE,
    COMMAND_NEW_DRAW,
    COMMAND_PIN,
    COMMAND_UNPIN,
    COMMAND_ZOOM,
    COMMAND_RANGE,
    COMMAND_FIT,
    COMMAND_SAVE,
    COMMAND_COPY,
    COMMAND_UNDO,
    COMMAND_REDO,
    COMMAND_COMPARE,
    COMMAND_PRESET,
    COMMAND_FIT_KNOTS,
    COMMAND_MOVE_KNOT,
    COMMAND_NUDGE_KNOT,
    COMMAND_ADD_KNOT,
    COMMAND_REMOVE_KNOT,
    COMMAND_NEXT_KNOT,
    COMMAND_EXPORT_SCHEDULE,
    COMMAND_SCREENSHOT,
    COMMAND_DUMP,
    COMMAND_EXPORT,
    COMMAND_EXPORT_CANCEL,
    COMMAND_EXPORT_SHOW,
    COMMAND_SLIDE,
    COMMAND_LESSON,
    COMMAND_LESSON_NEXT,
    COMMAND_LESSON_PREVIOUS,
    COMMAND_WAIT,
    COMMAND_CLICK,
    COMMAND_DRAG,
    COMMAND_KEY,
    COMMAND_QUIT,
    COMMANDS
} CommandId;

typedef struct CommandRow {
    CommandId id;
    const char *name;
    int min, max;          // number of arguments
    const char *arguments; // "NAME VALUE"
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

// Words are separated by blanks; "..." keeps blanks, with \" and \\ inside. The last argument of
// `open`, `screenshot`, `dump` and `click` may hold blanks without quotes. An empty line or one
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
