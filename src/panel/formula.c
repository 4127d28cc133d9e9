// SPDX-License-Identifier: MIT
// Formulas with letters, as the sources have them, and below each its numbers of this step, as
// large as they fit.
#include "base/translate.h"
#include "panel/formula_text.h"
#include "panel/rows.h"
#include "ui/rich.h"

#include <math.h>

static const char *const choices[] = { "jump",    "mean",       "variance",  "step",
                                       "bayes",   "precisions", "weights",   "expectation",
                                       "mixture", "product",    "posterior", NULL };
enum { CHOICE_POSTERIOR = FORMULAS }; // its mean and its variance

typedef struct Formula {
    FormulaId id;
    const char *letters;
    char numbers[FORMULA_TEXT];
    RichSize of_letters, of_numbers; // at the size MEASURED
} Formula;

typedef struct Formulas {
    int count;
    bool spare; // the last one steps aside where the others have too little room
    Formula at[FORMULAS];
} Formulas;

static const float MEASURED = 40; // the units below are all of the layout
static const float MOST = 44, LEAST = 12.5f, TINY = 9, WANTED = 27, WANTED_OF_THREE = 18;
static const float NUMBERS = 0.76f;                                     // of the size of letters
static const float UNDER = 0.42f, BESIDE = 2, BELOW = 1.1f, MARGIN = 7; // gaps, of that size

// Which -------------------------------------------------------------------------------------------

static void add(Formulas *formulas, FormulaId id, const Scene *scene) {
    for (int i = 0; i < formulas->count; i++)
        if (formulas->at[i].id == id) return;
    Formula *formula = &formulas->at[formulas->count++];
    formula->id = id;
    formula->letters = formula_letters(id, scene->settings);
    formula_numbers(formula->numbers, id, scene);
    const RichStyle style = { FACE_MATH, MEASURED, HUE_INK };
    formula->of_letters = rich_size(scene->ui, style, formula->letters);
    formula->of_numbers = rich_size(scene->ui, style, formula->numbers);
}

// A jump that is asked for has alpha's product beside it.
static void list_formulas(const Scene *scene, const PanelChoice *choice, Formulas *formulas) {
    static const FormulaId usual[] = { FORMULA_JUMP, FORMULA_MEAN, FORMULA_VARIANCE };
    bool jump = false, product = false;
    formulas->count = 0;
    for (int i = 0; i < choice->count; i++) {
        jump |= choice->at[i] == FORMULA_JUMP;
        product |= choice->at[i] == FORMULA_PRODUCT;
        if (choice->at[i] == CHOICE_POSTERIOR) {
            add(formulas, FORMULA_MEAN, scene);
            add(formulas, FORMULA_VARIANCE, scene);
        } else {
            add(formulas, (FormulaId)choice->at[i], scene);
        }
    }
    for (int i = 0; !choice->count && i < 3; i++) add(formulas, usual[i], scene);
    formulas->spare = jump && !product;
    if (formulas->spare) add(formulas, FORMULA_PRODUCT, scene);
}

// How large ---------------------------------------------------------------------------------------

// So many beside each other, in type of so many units; letters 0: numbers alone.
typedef struct Setting {
    int shown, columns;
    float letters, numbers;
} Setting;

static float least_type(const Ui *ui) {
    return fmaxf(LEAST, ui->least_type / ui->scale);
}

static Setting setting_of(const Ui *ui, int shown, int columns, float size, bool both) {
    if (!both) return (Setting){ shown, columns, 0, size };
    return (Setting){ shown, columns, size, fmaxf(fminf(size, least_type(ui)), NUMBERS * size) };
}

static float px(const Ui *ui, float units) {
    return units * ui->scale;
}

static float larger(const Setting *setting) {
    return fmaxf(setting->letters, setting->numbers);
}

// How much larger than what was measured, type being of whole pixels.
static float ratio(const Ui *ui, float size) {
    if (size <= 0) return 0;
    return (float)ui_text(ui, FACE_MATH, size, HUE_INK).size /
           (float)ui_text(ui, FACE_MATH, MEASURED, HUE_INK).size;
}

// Scripts are rounded, too.
static float width_of(const Ui *ui, const Setting *setting, const Formula *formula) {
    return 1.02f * fmaxf(formula->of_letters.width * ratio(ui, setting->letters),
                         formula->of_numbers.width * ratio(ui, setting->numbers));
}

// How a row of formulas stands on its baselines: pixels from its top.
typedef struct Row {
    int first, count;
    float width;                    // without gaps
    float letters, numbers, height; // baselines, and where the next row may begin
} Row;

static Row row_of(const Ui *ui, const Formulas *formulas, const Setting *setting, int first) {
    Row row = { .first = first, .count = 0 };
    float above[2] = { 0 }, below[2] = { 0 };
    float letters = ratio(ui, setting->letters), numbers = ratio(ui, setting->numbers);
    for (int i = first; i < setting->shown && row.count < setting->columns; i++, row.count++) {
        const Formula *formula = &formulas->at[i];
        row.width += width_of(ui, setting, formula);
        above[0] = fmaxf(above[0], formula->of_letters.above * letters);
        below[0] = fmaxf(below[0], formula->of_letters.below * letters);
        above[1] = fmaxf(above[1], formula->of_numbers.above * numbers);
        below[1] = fmaxf(below[1], formula->of_numbers.below * numbers);
    }
    row.letters = above[0];
    row.numbers = above[1];
    if (setting->letters > 0) row.numbers += above[0] + below[0] + px(ui, UNDER * setting->letters);
    row.height = row.numbers + below[1];
    return row;
}

static int rows_of(const Setting *setting) {
    return (setting->shown + setting->columns - 1) / setting->columns;
}

// What all rows need; the width is that of the widest.
static PanelSize need(const Ui *ui, const Formulas *formulas, const Setting *setting) {
    PanelSize size = { 0, px(ui, BELOW * larger(setting)) * (float)(rows_of(setting) - 1) };
    for (int i = 0; i < setting->shown; i += setting->columns) {
        Row row = row_of(ui, formulas, setting, i);
        float gaps = px(ui, BESIDE * larger(setting)) * (float)(row.count - 1);
        size.w = fmaxf(size.w, row.width + gaps);
        size.h += row.height;
    }
    return size;
}

// The largest type between `most` and `least` in which the first ones have room; false: in none.
static bool fit(const Ui *ui, const Formulas *formulas, int shown, bool both, PanelSize room,
                float most, float least, Setting *found) {
    for (float size = most; size >= least; size -= 0.5f) {
        for (int columns = shown; columns > 0; columns--) {
            *found = setting_of(ui, shown, columns, size, both);
            PanelSize needed = need(ui, formulas, found);
            if (needed.w <= room.w && needed.h <= room.h) return true;
        }
    }
    return false;
}

// Letters and numbers where both can be read, else numbers alone; where not all of these have room
// the first ones have.
static Setting choose(const Ui *ui, const Formulas *formulas, PanelSize room) {
    int all = formulas->count, others = all - formulas->spare;
    Setting with = { 0 }, without = { 0 };
    bool fits = fit(ui, formulas, others, true, room, MOST, least_type(ui), &without);
    if (fits && formulas->spare &&
        fit(ui, formulas, all, true, room, MOST, least_type(ui), &with) &&
        with.letters >= fminf(0.6f * without.letters, WANTED))
        return with;
    for (int shown = others; !fits && shown > 0; shown--)
        fits = fit(ui, formulas, shown, false, room, MOST, shown > 1 ? least_type(ui) : TINY,
                   &without);
    return without;
}

// Where it takes a row of its own height: no more than letters of a common size need, in as few
// rows as their width allows.
static float height(const Scene *scene, const PanelChoice *choice, float width, float room) {
    const Ui *ui = scene->ui;
    Formulas formulas;
    list_formulas(scene, choice, &formulas);
    float most = room * 0.3f, margins = 2 * px(ui, MARGIN);
    float wanted = choice->count ? WANTED : WANTED_OF_THREE;
    for (int both = 1; both >= 0; both--) {
        for (int columns = formulas.count; columns > 0; columns--) {
            for (float size = wanted; size >= least_type(ui); size -= 0.5f) {
                Setting setting = setting_of(ui, formulas.count, columns, size, both);
                PanelSize needed = need(ui, &formulas, &setting);
                if (needed.w <= width && needed.h + margins <= most) return needed.h + margins;
            }
        }
    }
    return fminf(ui_px(ui, 48) * (float)formulas.count, most);
}

// Draws it ----------------------------------------------------------------------------------------

static void draw_row(const Scene *scene, const Formulas *formulas, const Setting *setting, Row row,
                     Rect rect) {
    Ui *ui = scene->ui;
    const RichStyle letters = { FACE_MATH, setting->letters, HUE_MUTED, .linked = !scene->still };
    const RichStyle numbers = { FACE_MATH, setting->numbers, HUE_INK, .linked = !scene->still };
    float least = px(ui, BESIDE * larger(setting)), free = rect.w - row.width;
    float gap = fmaxf(least, fminf(2 * least, free / (float)(row.count + 1)));
    float x = rect.x + (free - gap * (float)(row.count - 1)) / 2;
    for (int i = row.first; i < row.first + row.count; i++) {
        const Formula *formula = &formulas->at[i];
        float width = width_of(ui, setting, formula), centre = x + width / 2;
        if (setting->letters > 0)
            rich_draw_centred(ui, letters, centre, roundf(rect.y + row.letters), formula->letters);
        rich_draw_centred(ui, numbers, centre, roundf(rect.y + row.numbers), formula->numbers);
        x += width + gap;
    }
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state;
    Ui *ui = scene->ui;
    Formulas formulas;
    list_formulas(scene, choice, &formulas);
    Setting setting = choose(ui, &formulas, (PanelSize){ rect.w, rect.h - 2 * px(ui, MARGIN) });
    PanelSize needed = need(ui, &formulas, &setting);
    int rows = rows_of(&setting);
    float between = px(ui, BELOW * larger(&setting)), free = rect.h - needed.h;
    float more = fmaxf(0, fminf(between, free / (float)(rows + 1)));
    float y = rect.y + (free - more * (float)(rows - 1)) / 2;
    for (int i = 0; i < setting.shown; i += setting.columns) {
        Row row = row_of(ui, &formulas, &setting, i);
        draw_row(scene, &formulas, &setting, row, (Rect){ rect.x, y, rect.w, row.height });
        y += row.height + between + more;
    }
}

// The two factors of Bayes' rule stand beside each other, whatever the room.
static PanelSize least_of(const PanelChoice *choice) {
    PanelSize least = panel_formula.least;
    for (int i = 0; i < choice->count; i++)
        if (choice->at[i] == FORMULA_BAYES) least.w = 320;
    return least;
}

const Panel panel_formula = {
    .name = "formula",
    .title = N_("Formulas"),
    .help = N_("Formulas with this step’s numbers: the jump to <z_t>, the posterior’s mean and "
               "variance, or those that are named."),
    .choices = choices,
    .most_choices = PANEL_CHOICES,
    .natural = { 1240, 116 },
    .least = { 200, 40 },
    .least_of = least_of,
    .height = height,
    .draw = draw,
};
