// SPDX-License-Identifier: MIT
#include "conf/command.h"

#include "base/memory.h"
#include "base/translate.h"
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
    { "Space",        "toggle playing",     N_("play or stop") },
    { "Left",         "step -1",            N_("one step back") },
    { "Right",        "step 1",             N_("one step on") },
    { "Shift+Left",   "step -10",           N_("ten steps back") },
    { "Shift+Right",  "step 10",            N_("ten steps on") },
    { "Home",         "step -10000",        N_("to t = 1") },
    { "End",          "step 10000",         N_("to t = T") },
    { "L",            "toggle loop",        N_("play in a loop") },
    { "Up",           "add speed 17",       N_("play faster") },
    { "Down",         "add speed -17",      N_("play slower") },
    { "1",            "view forward",       N_("Forward view") },
    { "2",            "view reverse",       N_("Reverse view") },
    { "3",            "view mixture",       N_("Mixture view") },
    { "4",            "view compare",       N_("Compare view") },
    { "G",            "toggle sampling",    N_("Mixture: run backwards, or pause") },
    { "Shift+B",      "toggle browsing",    N_("Mixture: browse the data set") },
    { "N",            "new_noise",          N_("new noise") },
    { "Shift+N",      "toggle live",        N_("live noise: another seed every frame") },
    { "D",            "new_draw",           N_("a new draw of one step back") },
    { "C",            "toggle coupling",    N_("jump or path") },
    { "W",            "toggle reverse_row", N_("Reverse: other pictures") },
    { "X",            "toggle reverse_lower", N_("Reverse: knowing <x>, or not") },
    { "Shift+Space",  "toggle backward",    N_("direction of playing") },
    { "R",            "toggle channel",     N_("next channel of the pixel") },
    { "A",            "toggle follow",      N_("lower plot: one pixel or all values") },
    { "S",            "toggle signal",      N_("<alpha>, log <alpha>, <level>") },
    { "V",            "toggle variance_scale", N_("linear or log variance") },
    { "Y",            "toggle notation",    N_("symbols: Bishop, Ho, EDM, VDM") },
    { "T",            "toggle theme",       N_("dark or light") },
    { "H",            "toggle panels",      N_("hide the panels") },
    { "F2",           "lesson toggle",      N_("the lesson on the forward process, or out of it") },
    { "F11",          "toggle fullscreen",  N_("full screen") },
    { "+",            "add ui_scale 6",     N_("larger type") },
    { "=",            "add ui_scale 6",     NULL },
    { "-",            "add ui_scale -6",    N_("smaller type") },
    { "0",            "reset ui_scale",     N_("reset the size of the type") },
    { "Z",            "zoom 1 0.5 0.5",     N_("show whole pictures") },
    { "K",            "next_knot 1",        N_("next knot (arrows move it)") },
    { "Shift+K",      "next_knot -1",       N_("the one before") },
    { "Insert",       "add_knot",           N_("a knot at t") },
    { "Delete",       "remove_knot",        N_("remove the chosen knot") },
    { "Shift+F",      "fit_knots",          N_("turn the schedule into knots to drag") },
    { "Ctrl+Shift+E", "export_schedule",    N_("schedule as scheduler_config.json") },
    { "F12",          "screenshot",         N_("picture of the window") },
    { "Ctrl+E",       "toggle export_sheet", N_("export pictures and films") },
    { "F5",           "set presenting 1",   N_("presenter mode; Escape leaves it") },
    { "PageDown",     "slide 1",            N_("next stop of the lesson, or strip") },
    { "PageUp",       "slide -1",           N_("the stop before") },
    { "O",            "toggle spotlight",   N_("presenting: spotlight") },
    { "B",            "black",              N_("presenting: black screen") },
    { ".",            "black",              NULL },
    { "Ctrl+Shift+D", "dump alphabar-state.json", N_("state into alphabar-state.json") },
    { "Ctrl+O",       "files",              N_("open a picture from a list") },
    { "Ctrl+S",       "save",               N_("save the session") },
    { "Ctrl+C",       "copy",               N_("copy as command line") },
    { "Ctrl+Z",       "undo",               N_("undo") },
    { "Ctrl+Y",       "redo",               N_("redo") },
    { "Ctrl+Shift+Z", "redo",               NULL },
    { "?",            "toggle help",        N_("these keys") },
    { "F1",           "toggle help",        NULL },
    { "Ctrl+Q",       "quit",               N_("leave") },
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
    text_append(out, "\n%s\n", _("Commands of a --script file, one a line"));
    for (int i = 0; i < COMMANDS; i++) {
        Text left = { 0 }, help = { 0 };
        text_append(&left, "%s", rows[i].name);
        if (*rows[i].arguments) text_append(&left, " %s", rows[i].arguments);
        notation_plain(&help, (NotationStyle){ 0 }, _(rows[i].help));
        text_append_row(out, left.data, help.data);
        text_free(&left);
        text_free(&help);
    }
    text_append(out, "\n%s\n", _("Keys"));
    for (const KeyRow *row = key_rows; row->key; row++)
        if (row->help) {
            text_append(out, "  %-22s  ", row->key);
            notation_plain(out, (NotationStyle){ 0 }, _(row->help));
            text_append(out, "\n");
        }
}
