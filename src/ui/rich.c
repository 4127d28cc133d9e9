// SPDX-License-Identifier: MIT
#include "ui/rich.h"

#include "base/text.h"
#include "core/markup.h"
#include "core/notation.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// How much larger mathematics is set than the text around it, whose x-height is larger.
static const float MATH_SIZE = 1.16f;

typedef struct Extent {
    float top, bottom;
} Extent;

typedef struct Setter {
    Ui *ui;
    DrawList *list; // NULL: only measure
    Face face;
    float size; // pixels
    Color color;
    bool math, linked;
    float x, baseline;
    Extent *extent; // grows over what is set; NULL: nobody asks
} Setter;

static void set_run(Setter *setter, const char **at, char until);

static int pixels(float size) {
    return (int)fmaxf(7, roundf(size));
}

// The italic letters of mathematics, U+1D434 and on; Planck's constant took the place of h.
static uint32_t math_letter(uint32_t code) {
    if (code == 'h') return 0x210E;
    if (code >= 'A' && code <= 'Z') return 0x1D434 + code - 'A';
    if (code >= 'a' && code <= 'z') return 0x1D44E + code - 'a';
    if (code >= 0x3B1 && code <= 0x3C9) return 0x1D6FC + code - 0x3B1;
    return code == '-' ? 0x2212 : code;
}

// The plain sign of a raised one: '5' of "⁵"; 0 where it is none.
static uint32_t lowered(uint32_t code) {
    if (code == 0xB9) return '1';
    if (code == 0xB2 || code == 0xB3) return code - 0xB2 + '2';
    if (code == 0x2070 || (code >= 0x2074 && code <= 0x2079)) return code - 0x2070 + '0';
    return code == 0x207B ? 0x2212 : 0;
}

static void put(Setter *setter, uint32_t code);

// Powers of ten as large as any other script: faces draw these signs too small for an axis.
static void put_raised(Setter *setter, uint32_t code) {
    Setter script = *setter;
    script.size *= 0.78f;
    script.baseline -= 0.36f * setter->size;
    put(&script, code);
    setter->x = script.x;
}

static void reach(const Setter *setter, float top, float bottom) {
    if (!setter->extent) return;
    setter->extent->top = fminf(setter->extent->top, top);
    setter->extent->bottom = fmaxf(setter->extent->bottom, bottom);
}

static void put(Setter *setter, uint32_t code) {
    char text[5] = "";
    if (lowered(code)) {
        put_raised(setter, lowered(code));
        return;
    }
    TextStyle style = { setter->face, pixels(setter->size), setter->color };
    if (setter->math) {
        style.face = FACE_MATH;
        style.size = pixels(setter->size * MATH_SIZE);
        code = fonts_has_math(setter->ui->fonts) ? math_letter(code) : code;
    }
    text[utf8_put(text, code)] = '\0';
    if (code != ' ')
        reach(setter, setter->baseline - 0.72f * (float)style.size,
              setter->baseline + 0.22f * (float)style.size);
    setter->x += setter->list ? text_draw(setter->list, setter->ui->fonts, style, setter->x,
                                          setter->baseline, text)
                              : text_width(setter->ui->fonts, style, text);
}

// What follows '_' and '^', '√' or '\frac': a group in braces or one character.
static void set_argument(Setter *setter, const char **at) {
    if (markup_opens_group(at))
        set_run(setter, at, '}');
    else if (**at)
        put(setter, utf8_next(at));
}

static void set_script(Setter *setter, const char **at, float raise) {
    Setter script = *setter;
    script.size *= 0.7f;
    script.baseline -= raise * setter->size;
    set_argument(&script, at);
    setter->x = script.x + setter->size * 0.04f;
}

// A subscript and a superscript one after the other stand one above the other.
static void set_scripts(Setter *setter, MarkKind kind, const char **at) {
    float from = setter->x, right = from;
    for (bool more = true; more;) {
        setter->x = from;
        set_script(setter, at, kind == MARK_BELOW ? -0.22f : 0.42f);
        right = fmaxf(right, setter->x);
        more = **at == '_' || **at == '^';
        if (more) kind = markup_next(at, &(MarkRun){ 0 }, true).kind;
    }
    setter->x = right;
}

static float argument_width(const Setter *setter, const char *at) {
    Setter measure = *setter;
    measure.list = NULL, measure.extent = NULL;
    measure.x = 0;
    set_argument(&measure, &at);
    return measure.x;
}

static void set_root(Setter *setter, const char **at) {
    float size = setter->size * MATH_SIZE, thick = fmaxf(1, roundf(size * 0.055f));
    float top = setter->baseline - size * 0.86f, foot = setter->baseline + size * 0.12f;
    float hook = setter->x + size * 0.08f, bottom = setter->x + size * 0.30f;
    float bar = setter->x + size * 0.58f;
    setter->x = bar + size * 0.04f;
    set_argument(setter, at);
    setter->x += size * 0.06f;
    reach(setter, top - thick, foot);
    if (!setter->list) return;
    const Point strokes[] = { { hook - size * 0.06f, setter->baseline - size * 0.30f },
                              { hook + size * 0.06f, setter->baseline - size * 0.38f },
                              { bottom, foot },
                              { bar - size * 0.03f, top },
                              { setter->x, top } };
    draw_polyline(setter->list, strokes, 5, thick, setter->color);
    draw_line(setter->list, strokes[1], strokes[2], thick * 1.7f, setter->color);
}

static void set_fraction(Setter *setter, const char **at) {
    Setter part = *setter;
    part.size *= 0.84f;
    const char *upper = *at, *lower = upper;
    Setter skip = part;
    skip.list = NULL, skip.extent = NULL;
    set_argument(&skip, &lower);
    float over = argument_width(&part, upper), under = argument_width(&part, lower);
    float width = fmaxf(over, under) + setter->size * 0.2f;
    float axis = setter->baseline - setter->size * 0.32f;
    if (setter->list)
        draw_rect(setter->list,
                  (Rect){ setter->x, roundf(axis), width, fmaxf(1, roundf(setter->size * 0.06f)) },
                  0, setter->color);
    part.x = setter->x + (width - over) / 2;
    part.baseline = axis - setter->size * 0.36f;
    set_argument(&part, &upper);
    part.x = setter->x + (width - under) / 2;
    part.baseline = axis + setter->size * 0.98f;
    set_argument(&part, &lower);
    *at = lower;
    setter->x += width;
}

static void put_bracket(Setter *setter, uint32_t code, Extent inside) {
    float high = inside.bottom - inside.top, size = fmaxf(setter->size, high / 0.94f / MATH_SIZE);
    Setter bracket = *setter;
    bracket.size = size;
    if (size > setter->size) bracket.baseline = (inside.top + inside.bottom) / 2 + 0.25f * high;
    put(&bracket, code);
    setter->x = bracket.x;
}

static void set_brackets(Setter *setter, const char **at) {
    Extent inside = { setter->baseline, setter->baseline };
    Setter measure = *setter;
    const char *skip = *at;
    measure.list = NULL, measure.extent = &inside;
    set_argument(&measure, &skip);
    put_bracket(setter, '(', inside);
    set_argument(setter, at);
    put_bracket(setter, ')', inside);
}

// Accents stand above the letter's x-height, moved right as its slant is.
static void set_bar(Setter *setter, const char **at) {
    float from = setter->x, size = setter->size * MATH_SIZE;
    set_argument(setter, at);
    reach(setter, setter->baseline - size * 0.66f, setter->baseline);
    if (!setter->list) return;
    float thick = fmaxf(1, roundf(size * 0.055f)), slant = size * 0.08f;
    float y = roundf(setter->baseline - size * 0.58f - thick / 2);
    // Not draw_flat, which any box would hide.
    draw_rect(setter->list, (Rect){ from + slant, y, setter->x - from - slant * 0.7f, thick }, 0,
              setter->color);
}

static void set_tilde(Setter *setter, const char **at) {
    float from = setter->x, size = setter->size * MATH_SIZE;
    const char *letter = **at == '{' ? *at + 1 : *at;
    bool tall = utf8_next(&letter) == 0x3B2; // β ascends
    set_argument(setter, at);
    reach(setter, setter->baseline - size * (tall ? 0.92f : 0.68f), setter->baseline);
    if (!setter->list) return;
    float wide = size * 0.36f, high = size * 0.055f, thick = fmaxf(1, size * 0.055f);
    float middle = (from + setter->x) / 2 + size * (tall ? 0.1f : 0.05f);
    float y = setter->baseline - size * (tall ? 0.84f : 0.6f);
    enum { POINTS = 13 };
    Point wave[POINTS];
    for (int i = 0; i < POINTS; i++) {
        float u = (float)i / (POINTS - 1);
        wave[i] = (Point){ middle + wide * (u - 0.5f), y - high * sinf(6.2831853f * u) };
    }
    draw_polyline(setter->list, wave, POINTS, thick, setter->color);
}

// A group in the colour of a quantity; what is in it is set after, so that the innermost one is the
// one that is pointed at. Where the quantity is pointed at, here or elsewhere, it has a ground.
static void link_group(const Setter *setter, Hue hue, const char *group) {
    Ui *ui = setter->ui;
    Extent extent = { INFINITY, -INFINITY };
    Setter measure = *setter;
    measure.list = NULL, measure.extent = &extent;
    set_run(&measure, &group, ']');
    if (extent.top > extent.bottom) return;
    float side = ui_px(ui, 2), over = ui_px(ui, 3);
    Rect rect = { setter->x - side, extent.top - over, measure.x - setter->x + 2 * side,
                  extent.bottom - extent.top + 2 * over };
    ui_link(ui, rect, hue);
}

static void set_colored(Setter *setter, char letter, const char **at) {
    Color before = setter->color;
    if (setter->linked && setter->list && ui_is_quantity(style_hue(letter)))
        link_group(setter, style_hue(letter), *at);
    setter->color = ui_color(setter->ui, style_hue(letter));
    set_run(setter, at, ']');
    setter->color = before;
}

static void set_run(Setter *setter, const char **at, char until) {
    for (MarkRun run = { until, 0 };;) {
        Mark mark = markup_next(at, &run, setter->math);
        switch (mark.kind) {
        case MARK_END: return;
        case MARK_CHARACTER: put(setter, mark.code); break;
        case MARK_MATH: setter->math = !setter->math; break;
        case MARK_COLOR: set_colored(setter, (char)mark.code, at); break;
        case MARK_BELOW:
        case MARK_ABOVE: set_scripts(setter, mark.kind, at); break;
        case MARK_ROOT: set_root(setter, at); break;
        case MARK_FRACTION: set_fraction(setter, at); break;
        case MARK_BAR: set_bar(setter, at); break;
        case MARK_TILDE: set_tilde(setter, at); break;
        case MARK_BRACKETS: set_brackets(setter, at); break;
        }
    }
}

enum { EXPANDED = 2048 };

static const char *in_notation(char out[EXPANDED], const Ui *ui, RichStyle style,
                               const char *text) {
    NotationStyle notation = settings_notation(ui->settings);
    notation.tinted = style.tinted;
    return style.plain ? text : notation_expand(out, EXPANDED, notation, text);
}

static float set_text(Ui *ui, DrawList *list, Extent *extent, RichStyle style, float x,
                      float baseline, const char *text) {
    char expanded[EXPANDED];
    text = in_notation(expanded, ui, style, text);
    TextStyle plain = ui_text(ui, style.face, style.size, style.hue);
    if (list && *text) ui->smallest = fminf(ui->smallest, (float)plain.size);
    Setter setter = { .ui = ui,
                      .list = list,
                      .extent = extent,
                      .linked = style.linked,
                      .face = style.face,
                      .size = (float)plain.size,
                      .color = plain.color,
                      .x = x,
                      .baseline = baseline };
    if (style.plain)
        while (*text) put(&setter, utf8_next(&text));
    else
        set_run(&setter, &text, '\0');
    return setter.x - x;
}

float rich_draw(Ui *ui, RichStyle style, float x, float baseline, const char *text) {
    return set_text(ui, ui->list, NULL, style, x, baseline, text);
}

float rich_width(Ui *ui, RichStyle style, const char *text) {
    return set_text(ui, NULL, NULL, style, 0, 0, text);
}

RichSize rich_size(Ui *ui, RichStyle style, const char *text) {
    Extent extent = { INFINITY, -INFINITY };
    float width = set_text(ui, NULL, &extent, style, 0, 0, text);
    if (extent.top > extent.bottom) return (RichSize){ width, 0, 0 };
    return (RichSize){ width, -extent.top, extent.bottom };
}

void rich_draw_note(Ui *ui, RichStyle style, float x, float baseline, Hue ground,
                    const char *text) {
    Layer before = ui->list->layer;
    float pad = ui_px(ui, 4), size = ui_px(ui, style.size);
    Rect behind = { x - pad, baseline - size * 1.05f, rich_width(ui, style, text) + 2 * pad,
                    size * 1.45f };
    ui->list->layer = LAYER_MARKS;
    draw_rect(ui->list, behind, ui_px(ui, 3), color_fade(ui_color(ui, ground), 0.86f));
    rich_draw(ui, style, x, baseline, text);
    ui->list->layer = before;
}

const char *rich_fitting(Ui *ui, RichStyle style, float room, const char *full, const char *brief) {
    return rich_width(ui, style, full) <= room ? full : brief;
}

float rich_draw_right(Ui *ui, RichStyle style, float right, float baseline, const char *text) {
    return rich_draw(ui, style, right - rich_width(ui, style, text), baseline, text);
}

float rich_draw_centred(Ui *ui, RichStyle style, float centre, float baseline, const char *text) {
    return rich_draw(ui, style, centre - rich_width(ui, style, text) / 2, baseline, text);
}

// Up to the bracket that closes "q(...)", where it is near; `at` is at the one that opens.
static size_t bracket_length(const char *at) {
    enum { NEAR = 64 };
    size_t depth = 0;
    for (size_t i = 0; at[i] && at[i] != '\n' && i < NEAR; i++) {
        if (at[i] == '(') depth++;
        if (at[i] == ')' && --depth == 0) return i;
    }
    return 0;
}

// The length of the next word, at least one code point, that fits a line of `room` bytes.
static size_t word_length(RichStyle style, const char *text, size_t room) {
    bool math = false;
    size_t length = 0;
    while (text[length] && (math || (text[length] != ' ' && text[length] != '\n'))) {
        math ^= !style.plain && text[length] == '$';
        bool attached = length == 1 && text[1] == '('; // a density of one letter
        if (!math && !style.plain && attached) length += bracket_length(text + length);
        length++;
    }
    if (length <= room) return length;
    for (length = room; (text[length] & 0xC0) == 0x80;) length--;
    return length;
}

// How much of a word that is wider than a whole line stands on it.
static size_t fitting_part(Ui *ui, RichStyle style, float width, const char *word, size_t length) {
    char part[sizeof((RichLines *)0)->line[0]];
    while (length > 1) {
        memcpy(part, word, length);
        part[length] = '\0';
        if (rich_width(ui, style, part) <= width) break;
        for (length--; length > 1 && (word[length] & 0xC0) == 0x80;) length--;
    }
    return length;
}

// No word stands alone on the last line where the line before has one to give.
static void keep_last_word_company(Ui *ui, RichStyle style, float width, RichLines *lines) {
    enum { ROOM = sizeof lines->line[0] };
    if (lines->count < 2 || style.plain) return;
    char *last = lines->line[lines->count - 1], *before = lines->line[lines->count - 2];
    if (!*last || last[word_length(style, last, ROOM)]) return;
    size_t from = 0, end;
    while (before[end = from + word_length(style, before + from, ROOM)]) from = end + 1;
    char both[2 * ROOM + 1];
    snprintf(both, sizeof both, "%s %s", before + from, last);
    if (from == 0 || strlen(both) >= ROOM || rich_width(ui, style, both) > width) return;
    before[from - 1] = '\0';
    memcpy(last, both, strlen(both) + 1);
}

RichLines rich_wrap(Ui *ui, RichStyle style, float width, const char *text) {
    RichLines lines = { .count = 1 };
    bool told = false; // where the last line begins, by the text
    enum { MOST = sizeof lines.line / sizeof lines.line[0], ROOM = sizeof lines.line[0] };
    size_t used = 0;
    char expanded[EXPANDED];
    text = in_notation(expanded, ui, style, text);
    while (*text) {
        char *line = lines.line[lines.count - 1];
        size_t word = word_length(style, text, ROOM - 2), before = used;
        bool full = used + word + 2 > ROOM;
        if (!full) {
            if (used) line[used++] = ' ';
            memcpy(line + used, text, word);
            line[used += word] = '\0';
            full = rich_width(ui, style, line) > width;
        }
        if (full && before) { // the word opens the next line
            line[before] = '\0';
            if (lines.count == MOST) break;
            lines.count++;
            told = false;
            used = 0;
            continue;
        }
        if (full && style.plain) {
            word = fitting_part(ui, style, width, text, word);
            line[word] = '\0';
        }
        text += word;
        bool broken = full && style.plain && *text;
        if ((broken || *text == '\n') && lines.count < MOST) {
            lines.count++;
            told = true;
            used = 0;
        } else if (broken) {
            break;
        }
        if (*text == ' ' || *text == '\n') text++;
    }
    if (!told) keep_last_word_company(ui, style, width, &lines);
    for (int i = 0; i < lines.count; i++)
        lines.width = fmaxf(lines.width, rich_width(ui, style, lines.line[i]));
    return lines;
}
