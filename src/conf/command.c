// SPDX-License-Identifier: MIT
#include "conf/command.h"

#include "base/memory.h"
#include "conf/plots.h"
#include "core/notation.h"

#include <stdlib.h>
#include <string.h>

#define COMMAND(ID, NAME, ...) { .id = COMMAND_##ID, .name = #NAME, __VA_ARGS__ },
static const CommandRow rows[COMMANDS] = {
#include "conf/commands.inc"
};
#undef COMMAND

const KeyRow key_rows[] = {
    // clang-format off
    { "Space",        "toggle playing",     "play or stop" },
    { "Left",         "step -1",            "one step back" },
    { "Right",        "step 1",             "one step on" },
    { "Shift+Left",   "step -10",           "ten steps back" },
    { "Shift+Right",  "step 10",            "ten steps on" },
    { "Home",         "step -10000",        "to t = 1" },
    { "End",          "step 10000",         "to t = T" },
    { "L",            "toggle loop",        "play in a loop" },
    { "Up",           "add speed 17",       "play faster" },
    { "Down",         "add speed -17",      "play slower" },
    { "1",            "view forward",       "Forward view" },
    { "2",            "view reverse",       "Reverse view" },
    { "3",            "view mixture",       "Mixture view" },
    { "4",            "view compare",       "Compare view" },
    { "G",            "toggle sampling",    "Mixture: run backwards, or pause" },
    { "Shift+B",      "toggle browsing",    "Mixture: browse the data set" },
    { "N",            "new_noise",          "new noise" },
    { "Shift+N",      "toggle live",        "live noise: another seed every frame" },
    { "D",            "new_draw",           "a new draw of one step back" },
    { "C",            "toggle coupling",    "jump or path" },
    { "W",            "toggle reverse_row", "Reverse: other pictures" },
    { "X",            "toggle reverse_lower", "Reverse: knowing x, or not" },
    { "B",            "toggle backward",    "play backward" },
    { "R",            "toggle channel",     "next channel of the pixel" },
    { "A",            "toggle follow",      "lower plot: one pixel or all values" },
    { "S",            "toggle signal",      "<alpha>, log <alpha>, <level>" },
    { "V",            "toggle variance_scale", "linear or log variance" },
    { "Y",            "toggle notation",    "symbols: Bishop, Ho, EDM, VDM" },
    { "T",            "toggle theme",       "dark or light" },
    { "H",            "toggle panels",      "hide the panels" },
    { "F2",           "lesson toggle",      "the lesson on the forward process, or out of it" },
    { "F11",          "toggle fullscreen",  "full screen" },
    { "+",            "add ui_scale 6",     "larger type" },
    { "=",            "add ui_scale 6",     NULL },
    { "-",            "add ui_scale -6",    "smaller type" },
    { "0",            "reset ui_scale",     "reset the size of the type" },
    { "Z",            "zoom 1 0.5 0.5",     "show whole pictures" },
    { "K",            "next_knot 1",        "next knot (arrows move it)" },
    { "Shift+K",      "next_knot -1",       "the one before" },
    { "Insert",       "add_knot",           "a knot at t" },
    { "Delete",       "remove_knot",        "remove the chosen knot" },
    { "Shift+F",      "fit_knots",          "turn the schedule into knots to drag" },
    { "Ctrl+Shift+E", "export_schedule",    "schedule as scheduler_config.json" },
    { "F12",          "screenshot",         "picture of the window" },
    { "Ctrl+E",       "toggle export_sheet", "export pictures and films" },
    { "F5",           "toggle presenting",  "presenter mode" },
    { "PageDown",     "slide 1",            "next stop of the lesson, or strip" },
    { "PageUp",       "slide -1",           "the stop before" },
    { "O",            "toggle spotlight",   "presenting: spotlight" },
    { "Ctrl+Shift+D", "dump alphabar-state.json", "state into alphabar-state.json" },
    { "Ctrl+S",       "save",               "save the session" },
    { "Ctrl+C",       "copy",               "copy as command line" },
    { "Ctrl+Z",       "undo",               "undo" },
    { "Ctrl+Y",       "redo",               "redo" },
    { "Ctrl+Shift+Z", "redo",               NULL },
    { "?",            "toggle help",        "these keys" },
    { "F1",           "toggle help",        NULL },
    { "Ctrl+Q",       "quit",               "leave" },
    { NULL, NULL, NULL },
    // clang-format on
};

const CommandRow *command_row(CommandId id) {
    CHECK(rows[id].id == id);
    return &rows[id];
}

const KeyRow *key_find(const char *key) {
    for (const KeyRow *row = key_rows; row->key; row++)
        if (text_equal_ignoring_case(row->key, key)) return row;
    return NULL;
}

static char *skip_blanks(char *at) {
    return at + strspn(at, " \t\r\n");
}

// Cuts one word off *at, in place, and moves on. An open quote clears *closed.
static char *take_word(char **at, bool *closed) {
    char *from = skip_blanks(*at);
    if (!*from) return NULL;
    if (*from != '"') {
        char *end = from + strcspn(from, " \t\r\n");
        *at = *end ? end + 1 : end;
        *end = '\0';
        return from;
    }
    char *to = ++from, *word = from;
    for (; *from && *from != '"'; from++) {
        if (*from == '\\' && from[1]) from++;
        *to++ = *from;
    }
    *closed = *from == '"';
    *at = *from ? from + 1 : from;
    *to = '\0';
    return word;
}

static bool find_command(Command *command, const char *name, Error *error) {
    for (int i = 0; i < COMMANDS; i++)
        if (strcmp(rows[i].name, name) == 0) {
            command->id = (CommandId)i;
            return true;
        }
    return error_usage(error, "%s: there is no such command (see alphabar --help)", name);
}

static bool take_arguments(Command *command, char *at, Error *error) {
    const CommandRow *row = &rows[command->id];
    if (row->takes_rest && *skip_blanks(at) && *skip_blanks(at) != '"') {
        char *path = skip_blanks(at);
        for (size_t n = strlen(path); n && strchr(" \t\r\n", path[n - 1]); n--) path[n - 1] = '\0';
        command->arguments[command->count++] = path;
        return true;
    }
    bool closed = true;
    for (char *word; (word = take_word(&at, &closed));) {
        if (command->count == row->max)
            return error_usage(error, "%s: takes %s, and \"%s\" is too much", row->name,
                               *row->arguments ? row->arguments : "nothing", word);
        command->arguments[command->count++] = word;
    }
    if (!closed) return error_usage(error, "%s: a quote is not closed", row->name);
    if (command->count < row->min)
        return error_usage(error, "%s: takes %s", row->name, row->arguments);
    return true;
}

bool command_parse(Command *command, const char *line, Error *error) {
    *command = (Command){ .id = COMMANDS, .line = mem_copy_text(line) };
    char *at = skip_blanks(command->line);
    if (!*at || *at == '#') return true;
    bool closed = true;
    char *name = take_word(&at, &closed);
    if (find_command(command, name, error) && take_arguments(command, at, error)) return true;
    command_free(command);
    return false;
}

void command_free(Command *command) {
    free(command->line);
    *command = (Command){ .id = COMMANDS };
}

void command_quote(Text *out, const char *argument) {
    text_append(out, "\"");
    for (; *argument; argument++) {
        if (*argument == '"' || *argument == '\\') text_append_bytes(out, "\\", 1);
        text_append_bytes(out, argument, 1);
    }
    text_append(out, "\"");
}

void command_help(Text *out) {
    text_append(out, "\nCommands of a --script file, one a line\n");
    for (int i = 0; i < COMMANDS; i++) {
        Text left = { 0 };
        text_append(&left, "%s", rows[i].name);
        if (*rows[i].arguments) text_append(&left, " %s", rows[i].arguments);
        text_append_row(out, left.data, rows[i].help);
        text_free(&left);
    }
    text_append(out, "\nKeys\n");
    for (const KeyRow *row = key_rows; row->key; row++)
        if (row->help) {
            text_append(out, "  %-22s  ", row->key);
            notation_plain(out, (NotationStyle){ 0 }, row->help);
            text_append(out, "\n");
        }
}
