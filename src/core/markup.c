// SPDX-License-Identifier: MIT
#include "core/markup.h"

#include <string.h>

static const struct {
    const char *word;
    size_t taken; // of it
    MarkKind kind;
} marks[] = {
    { "_", 1, MARK_BELOW },          { "^", 1, MARK_ABOVE },   { "√{", sizeof "√" - 1, MARK_ROOT },
    { "\\frac", 5, MARK_FRACTION },  { "\\bar", 4, MARK_BAR }, { "\\tilde", 6, MARK_TILDE },
    { "\\paren", 6, MARK_BRACKETS },
};

Mark markup_next(const char **at, MarkRun *run, bool math) {
    const char *text = *at;
    if (!*text) return (Mark){ MARK_END, 0 };
    if (run->until && *text == run->until && run->brackets == 0) {
        ++*at;
        return (Mark){ MARK_END, 0 };
    }
    if (text[0] == '[' && text[1] >= 'a' && text[1] <= 'z' && text[2] == ':') {
        *at += 3;
        return (Mark){ MARK_COLOR, (uint32_t)text[1] };
    }
    if (*text == '$') {
        ++*at;
        return (Mark){ MARK_MATH, 0 };
    }
    for (size_t i = 0; math && i < sizeof marks / sizeof marks[0]; i++) {
        if (strncmp(text, marks[i].word, strlen(marks[i].word)) != 0) continue;
        *at += marks[i].taken;
        return (Mark){ marks[i].kind, 0 };
    }
    if (run->until == ']') run->brackets += (*text == '[') - (*text == ']');
    return (Mark){ MARK_CHARACTER, utf8_next(at) };
}

bool markup_opens_group(const char **at) {
    if (**at != '{') return false;
    ++*at;
    return true;
}

// Plain -------------------------------------------------------------------------------------

static bool append_run(Text *out, const char **at, char until, bool math);

static void append_argument(Text *out, const char **at) {
    if (markup_opens_group(at)) {
        append_run(out, at, '}', true);
        return;
    }
    const char *from = *at;
    utf8_next(at);
    text_append_bytes(out, from, (size_t)(*at - from));
}

static bool is_sum(const char *text) {
    return strchr(text, ' ') || strstr(text, "−") || strchr(text, '+');
}

// "√(1−α_t)", but "√α_t".
static void append_enclosed(Text *out, const char *mark, const char **at) {
    Text inner = { 0 };
    append_argument(&inner, at);
    const char *text = inner.data ? inner.data : "";
    text_append(out, is_sum(text) ? "%s(%s)" : "%s%s", mark, text);
    text_free(&inner);
}

static void append_script(Text *out, const char **at, char mark) {
    Text inner = { 0 };
    append_argument(&inner, at);
    const char *text = inner.data ? inner.data : "";
    bool one = strlen(text) == 1;
    if (mark == '^' && one && *text == '2')
        text_append(out, "²");
    else
        text_append(out, one || (mark == '_' && !is_sum(text)) ? "%c%s" : "%c{%s}", mark, text);
    text_free(&inner);
}

static void append_accent(Text *out, const char **at, const char *accent) {
    append_argument(out, at);
    text_append(out, "%s", accent);
}

// Returns whether mathematics goes on behind it.
static bool append_run(Text *out, const char **at, char until, bool math) {
    for (MarkRun run = { until, 0 };;) {
        const char *from = *at;
        Mark mark = markup_next(at, &run, math);
        switch (mark.kind) {
        case MARK_END: return math;
        case MARK_CHARACTER: text_append_bytes(out, from, (size_t)(*at - from)); break;
        case MARK_MATH: math = !math; break;
        case MARK_COLOR: math = append_run(out, at, ']', math); break;
        case MARK_BELOW: append_script(out, at, '_'); break;
        case MARK_ABOVE: append_script(out, at, '^'); break;
        case MARK_ROOT: append_enclosed(out, "√", at); break;
        case MARK_BAR: append_accent(out, at, "\u0304"); break;
        case MARK_TILDE: append_accent(out, at, "\u0303"); break;
        case MARK_BRACKETS:
            text_append(out, "(");
            append_argument(out, at);
            text_append(out, ")");
            break;
        case MARK_FRACTION:
            append_enclosed(out, "", at);
            append_enclosed(out, "/", at);
            break;
        }
    }
}

void markup_plain(Text *out, const char *text) {
    append_run(out, &text, '\0', false);
}
