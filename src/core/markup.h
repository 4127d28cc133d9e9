// SPDX-License-Identifier: MIT
// The mark-up of text with mathematics in it, read piece by piece; ui/rich.h says what it looks
// like. Whoever sets it, on screen or in a terminal, reads it with this.
#ifndef ALPHABAR_CORE_MARKUP_H
#define ALPHABAR_CORE_MARKUP_H

#include "base/text.h"

#include <stdbool.h>

typedef enum MarkKind {
    MARK_END,       // of the run
    MARK_CHARACTER, // code
    MARK_MATH,      // "$": mathematics begins or ends
    MARK_COLOR,     // "[x:", a run up to ']' follows; code is the letter
    MARK_BELOW,     // "_", an argument follows, as behind the following ones
    MARK_ABOVE,     // "^"
    MARK_ROOT,      // "√" of a group
    MARK_FRACTION,  // "\frac", two arguments
    MARK_BAR,       // "\bar"
    MARK_TILDE,     // "\tilde"
    MARK_BRACKETS,  // "\paren", an argument in brackets as high as it is
} MarkKind;

typedef struct Mark {
    MarkKind kind;
    uint32_t code;
} Mark;

// Where a run ends: with the text or with `until` ('\0': with the text alone); one up to ']' holds
// brackets of its own, as "E[x]", that balance.
typedef struct MarkRun {
    char until;
    int brackets; // open ones
} MarkRun;

// Reads the next piece of a run and moves on behind it. Only in mathematics are '_', '^', '√' and
// '\' marks.
Mark markup_next(const char **at, MarkRun *run, bool math);

// An argument is a group in braces, a run up to '}': true, and its brace is behind *at then. Else
// it is the next character.
bool markup_opens_group(const char **at);

// For a terminal: no marks, "√(1−α_t)", "ᾱ_t", "a/(b−c)".
void markup_plain(Text *out, const char *text);

#endif
