// SPDX-License-Identifier: MIT
#include "base/translate.h"
#include "panel/rows.h"
#include "stage/stage.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Reader {
    Stage *stage;
    const char *at;
    int leaves, depth;
    Error *error;
} Reader;

static void skip_blanks(Reader *reader) {
    reader->at += strspn(reader->at, " \t");
}

// The next character, if it is that one.
static bool accept(Reader *reader, char c) {
    skip_blanks(reader);
    if (*reader->at != c) return false;
    reader->at++;
    return true;
}

static int new_node(Reader *reader, StageKind kind) {
    Stage *stage = reader->stage;
    if (stage->count == STAGE_NODES) {
        error_usage(reader->error, "is too large");
        return -1;
    }
    stage->nodes[stage->count] = (StageNode){ .kind = kind, .share = 1 };
    return stage->count++;
}

static void append_child(Stage *stage, int parent, int child) {
    int *link = &stage->nodes[parent].first;
    while (*link) link = &stage->nodes[*link].next;
    *link = child;
}

// What is there in place of what should be.
static bool refuse(Reader *reader, const char *wanted) {
    skip_blanks(reader);
    if (!*reader->at) return error_usage(reader->error, "ends where %s should be", wanted);
    return error_usage(reader->error, "takes %s at \"%.24s\"", wanted, reader->at);
}

// A share, 0.01 to 100, in digits and a point.
static bool read_share(Reader *reader, float *share) {
    char number[16];
    skip_blanks(reader);
    size_t length = strspn(reader->at, "0123456789.");
    double value = 0;
    if (length && length < sizeof number) {
        memcpy(number, reader->at, length);
        number[length] = '\0';
        if (!read_real(number, &value)) value = 0;
    }
    if (!(value >= 0.01 && value <= 100)) return refuse(reader, "a share from 0.01 to 100");
    reader->at += length;
    *share = (float)value;
    return true;
}

static bool read_choice(Reader *reader, StageNode *leaf) {
    char words[64];
    size_t length = strcspn(reader->at, ")");
    if (!reader->at[length])
        return error_usage(reader->error, "the parenthesis after %s is not closed",
                           leaf->panel->name);
    if (length >= sizeof words)
        return error_usage(reader->error, "%s: too much in parentheses", leaf->panel->name);
    memcpy(words, reader->at, length);
    words[length] = '\0';
    reader->at += length + 1;
    return panel_choose(leaf->panel, words, &leaf->choice, reader->error);
}

// As it is written: "pictures(x z)".
static void name_leaf(StageNode *leaf) {
    size_t used = (size_t)snprintf(leaf->text, sizeof leaf->text, "%s", leaf->panel->name);
    for (int i = 0; i < leaf->choice.count; i++)
        used += (size_t)snprintf(leaf->text + used, sizeof leaf->text - used, "%c%s", i ? ' ' : '(',
                                 panel_choice(leaf->panel, leaf->choice.at[i]));
    if (leaf->choice.count) snprintf(leaf->text + used, sizeof leaf->text - used, ")");
}

static bool read_panel(Reader *reader, int *node) {
    char name[48];
    skip_blanks(reader);
    size_t length = 0;
    while (isalnum((unsigned char)reader->at[length]) || reader->at[length] == '_') length++;
    if (!length || length >= sizeof name) return refuse(reader, "a panel's name");
    memcpy(name, reader->at, length);
    name[length] = '\0';
    const Panel *panel = panel_find(name);
    if (!panel)
        return error_usage(reader->error, "there is no panel \"%s\" (see alphabar --help)", name);
    if (++reader->leaves > STAGE_LEAVES)
        return error_usage(reader->error, "has more than %d panels", STAGE_LEAVES);
    reader->at += length;
    *node = new_node(reader, STAGE_LEAF);
    if (*node < 0) return false;
    StageNode *leaf = &reader->stage->nodes[*node];
    leaf->panel = panel;
    if (*reader->at == '(') {
        reader->at++;
        if (!read_choice(reader, leaf)) return false;
    }
    name_leaf(leaf);
    return true;
}

static bool read_columns(Reader *reader, int *node, char until);

static bool read_row(Reader *reader, int *node) {
    enum { DEEPEST = 4 };
    bool good;
    if (accept(reader, '[')) {
        if (++reader->depth > DEEPEST)
            return error_usage(reader->error, "has too many brackets in each other");
        good = read_columns(reader, node, ']');
        reader->depth--;
    } else {
        good = read_panel(reader, node);
    }
    if (!good || !accept(reader, ':')) return good;
    StageNode *row = &reader->stage->nodes[*node];
    row->shared = true;
    return read_share(reader, &row->share);
}

static bool read_column(Reader *reader, int *node) {
    float share = 1;
    skip_blanks(reader);
    bool shared = isdigit((unsigned char)*reader->at) || *reader->at == '.';
    if (shared && !read_share(reader, &share)) return false;
    if (shared && !accept(reader, '*')) return refuse(reader, "a * after a column's share");
    *node = new_node(reader, STAGE_COLUMN);
    if (*node < 0) return false;
    reader->stage->nodes[*node].share = share;
    do {
        int row = 0;
        if (!read_row(reader, &row)) return false;
        append_child(reader->stage, *node, row);
    } while (accept(reader, '/'));
    return true;
}

static bool read_columns(Reader *reader, int *node, char until) {
    *node = new_node(reader, STAGE_COLUMNS);
    if (*node < 0) return false;
    do {
        int column = 0;
        if (!read_column(reader, &column)) return false;
        append_child(reader->stage, *node, column);
    } while (accept(reader, '|'));
    skip_blanks(reader);
    if (*reader->at != until)
        return refuse(reader, until ? "/, |, :N or a closing bracket" : "/, | or :N");
    if (until) reader->at++;
    return true;
}

void stage_help(Text *out) {
    text_append(out, "%s",
                _("\nPanels of a --stage\n"
                  "  Columns are parted by |, rows in a column by /. N* before a column is its "
                  "share of the\n"
                  "  width, :N after a row its share of the height. ( ) hold a panel's choices, "
                  "[ ] a stage\n"
                  "  within a row. Where the window is high, columns are stacked.\n"
                  "    --stage \"2* pictures(x z mean):3 / [residual | life]:2 | signal / "
                  "variance\"\n\n"));
    panel_help(out);
}

bool stage_parse(Stage *stage, const char *text, Error *error) {
    Reader reader = { .stage = stage, .at = text, .error = error };
    int root;
    stage->count = 0;
    if (strlen(text) >= STAGE_TEXT)
        return error_usage(error, "takes at most %d characters", STAGE_TEXT - 1);
    return read_columns(&reader, &root, '\0');
}

bool stage_focus(Stage *stage, const char *names, Error *error) {
    bool any = false;
    for (int i = 0; i < stage->count; i++) stage->nodes[i].dimmed = true;
    for (const char *at = names + strspn(names, " \t"); *at; at += strspn(at, " \t")) {
        size_t length = strcspn(at, " \t");
        bool found = false;
        for (int i = 0; i < stage->count; i++) {
            StageNode *leaf = &stage->nodes[i];
            if (leaf->kind != STAGE_LEAF || strlen(leaf->panel->name) != length ||
                strncmp(leaf->panel->name, at, length) != 0)
                continue;
            leaf->dimmed = false;
            found = any = true;
        }
        if (!found)
            return error_usage(error, "focus: there is no %.*s on the stage", (int)length, at);
        at += length;
    }
    return any || error_usage(error, "focus: takes names of panels");
}
