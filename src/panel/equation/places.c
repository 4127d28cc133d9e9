// SPDX-License-Identifier: MIT
#include "panel/equation/places.h"

#include "panel/picture.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>

// Units of the layout.
static const float BAR = 3, TYPE_LEAST = 15, TYPE_MOST = 36, APART = 44, SEEN = 46;

// What one arrangement is measured by, pixels.
typedef struct Measure {
    Breaking breaking;
    bool beside; // two equations side by side
    float type;  // of factors, units
    float slot[EQUATIONS_MOST][ADDENDS], sign, caption, line, gap;
    float cell_w, cell_h;
} Measure;

// What is arranged. Widths of factors are those at the largest type: text grows with its size.
typedef struct Arranged {
    const Scene *scene;
    int count;
    Rect rect;
    float factor[EQUATIONS_MOST][ADDENDS]; // 0: there is none
    float line;                            // width of a line with a value
} Arranged;

static float factor_width(const Scene *scene, const Factor *factor) {
    char widest[64], text[72];
    if (!factor->any) return 0;
    factor_widest_text(widest, sizeof widest, factor);
    snprintf(text, sizeof text, "$%s$", widest);
    return rich_width(scene->ui, (RichStyle){ FACE_MATH, TYPE_MOST, HUE_INK }, text);
}

// With its dot.
static float slot_width(const Arranged *of, int i, int k, float type) {
    float factor = of->factor[i][k], dot = ui_px(of->scene->ui, type * 0.72f);
    return factor > 0 ? ceilf(factor * type / TYPE_MOST * 1.02f) + dot : 0;
}

static float symbol_size(float type) {
    return fminf(24, fmaxf(14, type * 0.8f));
}

static float value_size(float type) {
    return fminf(16, fmaxf(12.5f, type * 0.5f));
}

static float text_height(const Scene *scene, float size, bool two_lines) {
    return ui_px(scene->ui, size * (two_lines ? 3.0f : 1.6f));
}

// Stacked equations have their pictures below each other, and so share the wider slots; where every
// picture has a row of its own, all share one.
static void share_slots(Measure *m, int count) {
    bool stacked = count > 1 && !m->beside;
    for (int k = 0; stacked && k < ADDENDS; k++)
        m->slot[0][k] = m->slot[1][k] = fmaxf(m->slot[0][k], m->slot[1][k]);
    for (int i = 0; m->breaking == BELOW_ANOTHER && i < count; i++)
        m->slot[i][0] = m->slot[i][1] = fmaxf(m->slot[i][0], m->slot[i][1]);
}

static float rows_of(Breaking breaking) {
    return breaking == IN_A_ROW ? 1 : breaking == ABOVE_RESULT ? 2 : 3;
}

// All but the pictures, of one equation's widest row.
static float width_around(const Measure *m, int i) {
    switch (m->breaking) {
    case IN_A_ROW: return m->slot[i][0] + m->slot[i][1] + 2 * m->sign;
    case ABOVE_RESULT: return m->slot[i][0] + m->slot[i][1] + m->sign;
    default: return m->sign + m->slot[i][0];
    }
}

static float pictures_across(Breaking breaking) {
    return breaking == IN_A_ROW ? 3 : breaking == ABOVE_RESULT ? 2 : 1;
}

// All but the pictures and the line, of one equation.
static float height_around(const Scene *scene, const Measure *m) {
    return rows_of(m->breaking) * (ui_px(scene->ui, BAR) + m->caption) +
           (rows_of(m->breaking) - 1) * ui_px(scene->ui, 6);
}

static Measure measure(const Arranged *of, Breaking breaking, bool beside, float type,
                       bool two_lines) {
    const Scene *scene = of->scene;
    const Ui *ui = scene->ui;
    int count = of->count;
    Measure m = { .breaking = breaking, .beside = beside, .type = type };
    for (int i = 0; i < count; i++)
        for (int k = 0; k < ADDENDS; k++) m.slot[i][k] = slot_width(of, i, k, type);
    share_slots(&m, count);
    m.sign = ui_px(ui, type * 1.55f);
    m.caption = ui_px(ui, symbol_size(type) * 1.75f + 2);
    m.line = text_height(scene, value_size(type), two_lines) + ui_px(ui, 4);
    m.gap = ui_px(ui, beside ? APART : 14);
    float wide = 0, across = pictures_across(breaking), stacked = beside ? 1 : (float)count;
    for (int i = 0; i < count; i++)
        wide = beside ? wide + width_around(&m, i) : fmaxf(wide, width_around(&m, i));
    if (beside) across *= (float)count, wide += m.gap * (float)(count - 1);
    float high = stacked * (height_around(scene, &m) + m.line) + (stacked - 1) * m.gap;
    // Only the first of stacked lines has words.
    if (two_lines && stacked > 1)
        high -= m.line - text_height(scene, value_size(type), false) - ui_px(ui, 4);
    picture_size_within(scene->model, fmaxf(0, (of->rect.w - wide) / across),
                        fmaxf(0, (of->rect.h - high) / (stacked * rows_of(breaking))), &m.cell_w,
                        &m.cell_h);
    return m;
}

// The type falls until the pictures are much larger than the factors.
static Measure largest(const Arranged *of, Breaking breaking, bool beside, bool two_lines) {
    float type = TYPE_MOST;
    for (;; type -= 1) {
        Measure m = measure(of, breaking, beside, type, two_lines);
        bool fine = sqrtf(m.cell_w * m.cell_h) >= ui_px(of->scene->ui, type * 4.6f);
        if (fine || type <= TYPE_LEAST) return m;
    }
}

// A row that is broken has to be worth it.
static Measure choose(const Arranged *of, bool *two_lines) {
    static const float worth[BREAKINGS] = { 1.2f, 1.1f, 1 };
    Measure best = { .cell_w = -1 };
    float most = -1;
    for (int beside = 0; beside < of->count; beside++) {
        float room = beside ? (of->rect.w - ui_px(of->scene->ui, APART)) / 2 : of->rect.w;
        bool two = of->line > room;
        for (int breaking = 0; breaking < BREAKINGS; breaking++) {
            Measure m = largest(of, (Breaking)breaking, beside, two);
            float size = m.cell_w * worth[breaking] * (beside ? 1 : 1.05f);
            if (size <= most) continue;
            most = size, best = m, *two_lines = two;
        }
    }
    return best;
}

// Places -----------------------------------------------------------------------------------------

typedef struct Pen {
    const Measure *m;
    EquationPlaces *out;
    const Equation *equation;
    int index;
    float x, y, bar;
} Pen;

static void place_term(Pen *pen, int k) {
    const Measure *m = pen->m;
    float slot = k < ADDENDS ? m->slot[pen->index][k] : 0, y = pen->y + pen->bar;
    if (m->breaking == BELOW_ANOTHER) slot = m->slot[pen->index][0];
    if (k < ADDENDS && pen->equation->terms[k].factor.any)
        pen->out->factor[k] = (Rect){ roundf(pen->x), roundf(y), slot, m->cell_h };
    pen->x += slot;
    pen->out->picture[k] = (Rect){ roundf(pen->x), roundf(y), m->cell_w, m->cell_h };
    pen->x += m->cell_w;
}

static void place_sign(Pen *pen, int k) {
    pen->out->sign[k] =
        (Point){ pen->x + pen->m->sign / 2, pen->y + pen->bar + pen->m->cell_h / 2 };
    pen->x += pen->m->sign;
}

// One equation in `rect`, as high as it needs; its line is the rest.
static void place(const Scene *scene, const Measure *m, const Equation *equation, int index,
                  Rect rect, EquationPlaces *out) {
    float around = width_around(m, index), across = pictures_across(m->breaking);
    float left = rect.x + fmaxf(0, (rect.w - around - across * m->cell_w) / 2);
    float row = ui_px(scene->ui, BAR) + m->cell_h + m->caption + ui_px(scene->ui, 6);
    Pen pen = { m, out, equation, index, left, rect.y, ui_px(scene->ui, BAR) };
    if (m->breaking == BELOW_ANOTHER) pen.x += m->sign;
    place_term(&pen, 0);
    if (m->breaking == BELOW_ANOTHER) pen.x = left, pen.y += row;
    place_sign(&pen, 0);
    place_term(&pen, 1);
    if (m->breaking == BELOW_ANOTHER) pen.x = left, pen.y += row;
    if (m->breaking == ABOVE_RESULT) {
        pen.x = rect.x + (rect.w - m->cell_w) / 2 - m->sign, pen.y += row;
    }
    place_sign(&pen, 1);
    place_term(&pen, 2);
    float foot = pen.y + ui_px(scene->ui, BAR) + m->cell_h + m->caption;
    out->line = (Rect){ rect.x, foot + ui_px(scene->ui, 4), rect.w, m->line - ui_px(scene->ui, 4) };
}

static void place_all(const Scene *scene, const Measure *m, const Equation *equations, Rect rect,
                      Places *places) {
    const Ui *ui = scene->ui;
    int count = places->count;
    float high = height_around(scene, m) + rows_of(m->breaking) * m->cell_h;
    float lines = m->line, second = text_height(scene, places->value, false) + ui_px(ui, 4);
    bool stacked = count > 1 && !m->beside;
    float all = high + lines + (stacked ? m->gap + high + second : 0);
    float spare = fmaxf(0, rect.h - all), between = stacked ? fminf(spare / 3, ui_px(ui, 40)) : 0;
    float y = roundf(rect.y + (spare - between) / 2), x = rect.x;
    float wide[EQUATIONS_MOST], left = rect.w - m->gap * (float)(count - 1);
    for (int i = 0; i < count; i++) {
        wide[i] = width_around(m, i) + pictures_across(m->breaking) * m->cell_w;
        left -= wide[i];
    }
    for (int i = 0; i < count; i++) {
        Rect own = { rect.x, y, rect.w, high };
        if (m->beside) own.x = x, own.w = wide[i] + left / (float)count;
        place(scene, m, &equations[i], i, own, &places->of[i]);
        if (stacked && i > 0) places->of[i].line.h = second - ui_px(ui, 4); // it has no words
        if (stacked) y += high + lines + m->gap + between;
        x += own.w + m->gap;
    }
}

Places places_of(const Scene *scene, const Equation *equations, int count, Rect rect,
                 const char *line, const char *numbers) {
    Ui *ui = scene->ui;
    Places places = { .count = count };
    Arranged of = { .scene = scene, .count = count, .rect = rect };
    of.line = rich_width(ui, (RichStyle){ FACE_TEXT, 14, HUE_INK }, line);
    for (int i = 0; i < count * ADDENDS; i++)
        of.factor[i / ADDENDS][i % ADDENDS] =
            factor_width(scene, &equations[i / ADDENDS].terms[i % ADDENDS].factor);
    Measure m = choose(&of, &places.two_lines);
    if (count > 1 && m.cell_w < ui_px(ui, SEEN)) {
        places.count = of.count = 1;
        m = choose(&of, &places.two_lines);
    }
    places.beside = m.beside;
    places.type = m.type;
    places.symbol = symbol_size(m.type);
    places.value = value_size(m.type);
    places.caption = m.caption;
    // Narrow: smaller, but never so small that it cannot be read.
    const char *longest = places.two_lines ? numbers : line;
    place_all(scene, &m, equations, rect, &places);
    float room = places.of[0].line.w;
    while (places.value > 12.5f &&
           rich_width(ui, (RichStyle){ FACE_TEXT, places.value, HUE_INK }, longest) > room)
        places.value -= 0.5f;
    return places;
}
