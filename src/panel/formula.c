// SPDX-License-Identifier: MIT
// Formulas with letters, as the sources have them, and with this step's numbers.
#include "base/translate.h"
#include "panel/rows.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef enum FormulaId {
    FORMULA_JUMP,
    FORMULA_MEAN,
    FORMULA_VARIANCE,
    FORMULA_STEP,
    FORMULA_BAYES,
    FORMULA_PRECISIONS,
    FORMULA_WEIGHTS,
    FORMULA_EXPECTATION,
    FORMULA_MIXTURE,
    FORMULAS
} FormulaId;

static const char *const choices[] = { "jump",    "mean",       "variance", "step",
                                       "bayes",   "precisions", "weights",  "expectation",
                                       "mixture", "posterior",  NULL };
enum { CHOICE_POSTERIOR = FORMULAS }; // its mean and its variance

// Three digits that tell something: 0.742, 0.00412, 1.3·10^−5.
static void coefficient(char *out, size_t size, double value) {
    if (value == 0 || value == 1)
        snprintf(out, size, "%.0f", value);
    else if (value >= 0.1)
        snprintf(out, size, "%.3f", value);
    else if (value >= 0.001)
        snprintf(out, size, "%.*f", (int)ceil(-log10(value)) + 2, value);
    else {
        int exponent = (int)floor(log10(value));
        snprintf(out, size, "%.2f·10^{−%d}", value / pow(10, exponent), -exponent);
    }
}

// With letters, as the sources have them: z_t, the posterior mean, its variance.
static const char *const of_source[NOTATIONS][3] = {
    // Bishop & Bishop (20.8), (20.16), (20.17)
    [NOTATION_BISHOP] = { "$[i:z_t] = [x:√{α_t} x] + [n:√{1−α_t} n_t]$",
                          "$[m:m_t] = \\frac{(1−[a:α_{t−1}]) √{1−[b:β_t]}}{1−[a:α_t]} [i:z_t] + "
                          "\\frac{[x:√{α_{t−1}}] [b:β_t]}{1−[a:α_t]} [x:x]$",
                          "$[s:σ_t^2] = \\frac{[b:β_t] (1−[a:α_{t−1}])}{1−[a:α_t]}$" },
    // Ho et al. (4), (7)
    [NOTATION_HO] = { "$[i:x_t] = [x:√{\\bar{α}_t} x_0] + [n:√{1−\\bar{α}_t} ε_t]$",
                      "$[m:\\tilde{μ}_t] = \\frac{√{[b:α_t]} "
                      "(1−[a:\\bar{α}_{t−1}])}{1−[a:\\bar{α}_t]} [i:x_t] + "
                      "\\frac{[x:√{\\bar{α}_{t−1}}] [b:β_t]}{1−[a:\\bar{α}_t]} [x:x_0]$",
                      "$[s:\\tilde{β}_t] = \\frac{1−[a:\\bar{α}_{t−1}]}{1−[a:\\bar{α}_t]} "
                      "[b:β_t]$" },
    // Karras et al., x = s(t) (y + σ(t) n); the same posterior with α = s², s² (1 + σ²) = 1
    [NOTATION_EDM] = { "$[i:x_t] = [x:s_t] ([x:y] + [n:σ_t n_t])$",
                       "$[m:\\tilde{μ}_t] = \\frac{[x:s_{t−1}] [n:σ_{t−1}^2]}{[x:s_t] "
                       "[n:σ_t^2]} [i:x_t] + [x:s_{t−1}] (1−\\frac{[n:σ_{t−1}^2]}{[n:σ_t^2]}) "
                       "[x:y]$",
                       "$[s:\\tilde{σ}_t^2] = [x:s_{t−1}^2] [n:σ_{t−1}^2] "
                       "(1−\\frac{[n:σ_{t−1}^2]}{[n:σ_t^2]})$" },
    // Kingma et al., appendix A (24)-(26), s = t − 1
    [NOTATION_VDM] = { "$[i:z_t] = [x:α_t x] + [n:σ_t ε_t]$",
                       "$[m:μ_Q] = \\frac{[b:α_{t|t−1}] [n:σ_{t−1}^2]}{[n:σ_t^2]} [i:z_t] + "
                       "\\frac{[x:α_{t−1}] [b:σ_{t|t−1}^2]}{[n:σ_t^2]} [x:x]$",
                       "$[s:σ_Q^2] = \\frac{[b:σ_{t|t−1}^2] [n:σ_{t−1}^2]}{[n:σ_t^2]}$" },
};

// The others say the same in every notation. Smoothed by h, the set's pictures are as far wider.
static const char *letters_of(FormulaId id, const Settings *settings) {
    switch (id) {
    case FORMULA_STEP: return "$<z_t> = <stay_t> <z_t−1> + [b:√{<beta_t>}] [n:ε_t]$";
    case FORMULA_BAYES:
        return "q(<z_t−1> | <z_t>, [x:<x>]) $= \\frac{[n:q(<z_t> | <z_t−1>)] [x:q(<z_t−1> | "
               "<x>)]}{q(<z_t> | <x>)}$";
    case FORMULA_PRECISIONS:
        return "$[m:\\frac{1}{<sigma2_t>}] = [n:\\frac{<keep_t>}{<beta_t>}] + "
               "[x:\\frac{1}{<rest_t−1>}]$";
    case FORMULA_WEIGHTS:
        return settings->mixture.bandwidth > 0
                   ? "$w_i ∝ $exp$(−\\frac{|<z_t> − [x:<signal_t> <x>^{(i)}]|^2}{2 (<rest_t> + "
                     "<alpha_t> h^2)})$"
                   : "$w_i ∝ $exp$(−\\frac{|<z_t> − [x:<signal_t> <x>^{(i)}]|^2}{2 "
                     "<(rest_t)>})$";
    case FORMULA_EXPECTATION: return "[m:E[$<x>$ | $<z_t>$]] $= Σ_i w_i [x:<x>^{(i)}]$";
    case FORMULA_MIXTURE: return "$q(<z_t−1> | <z_t>) = Σ_i w_i q(<z_t−1> | <z_t>, [x:<x>^{(i)}])$";
    default: return of_source[settings->look.notation][id - FORMULA_JUMP];
    }
}

// With numbers -----------------------------------------------------------------------------------

enum { TEXT = 400 };

static void write_jump(char *out, const Schedule *table, int t, Notation notation) {
    char a[48], b[48];
    bool factored = notation == NOTATION_EDM && table->alpha[t] > 0;
    coefficient(a, sizeof a, sqrt(table->alpha[t]));
    coefficient(b, sizeof b,
                factored ? sqrt(table->noise_clock[t]) : sqrt(table->one_minus_alpha[t]));
    snprintf(out, TEXT,
             factored ? "$<z_%d> = [x:%s] ([x:<x>] + [n:%s <n_%d>])$"
                      : "$<z_%d> = [x:%s <x>] + [n:%s <n_%d>]$",
             t, a, b, t);
}

static void write_precisions(char *out, const Schedule *table, int t) {
    char a[48], b[48], sum[48];
    double likelihood = (1 - table->beta[t]) / table->beta[t];
    double prior = 1 / table->one_minus_alpha[t - 1];
    if (t == 1) {
        snprintf(out, TEXT, "%s", _("$1/<sigma2_1> = ∞$: all weight is on [x:$<x>$]"));
        return;
    }
    snprintf(a, sizeof a, "%.4g", likelihood);
    snprintf(b, sizeof b, "%.4g", prior);
    snprintf(sum, sizeof sum, "%.4g", likelihood + prior);
    snprintf(out, TEXT, "$[m:1/<sigma2_%d>] = [n:%s] + [x:%s] = [m:%s]$", t, a, b, sum);
}

static void write_bayes(char *out, const Schedule *table, int t) {
    char a[48], b[48], c[48], d[48];
    coefficient(a, sizeof a, sqrt(1 - table->beta[t]));
    coefficient(b, sizeof b, table->beta[t]);
    coefficient(c, sizeof c, sqrt(table->alpha[t - 1]));
    coefficient(d, sizeof d, table->one_minus_alpha[t - 1]);
    snprintf(out, TEXT, "$∝ [n:N(<z_%d>; %s <z_%d>, %s)] · [x:N(<z_%d>; %s <x>, %s)]$", t, a, t - 1,
             b, t - 1, c, d);
}

static void write_mixture(char *out, FormulaId id, const Schedule *table, int t, double h) {
    char a[48], b[48];
    if (id == FORMULA_WEIGHTS) {
        coefficient(a, sizeof a, sqrt(table->alpha[t]));
        coefficient(b, sizeof b, 2 * (table->one_minus_alpha[t] + table->alpha[t] * h * h));
        snprintf(out, TEXT, "$w_i ∝ $exp$(−|<z_%d> − [x:%s <x>^{(i)}]|^2 / %s)$", t, a, b);
        return;
    }
    coefficient(a, sizeof a, table->coef_z[t]);
    coefficient(b, sizeof b, table->coef_x[t]);
    snprintf(out, TEXT, "[m:E[$<z_%d>$ | $<z_%d>$]] = $%s <z_%d> +$ [m:$%s$ E[$<x>$ | $<z_%d>$]]",
             t - 1, t, a, t, b, t);
}

static void write_numbers(char *out, FormulaId id, const Scene *scene) {
    const Schedule *table = &scene->model->schedule;
    int t = scene->settings->t;
    char a[48], b[48];
    switch (id) {
    case FORMULA_JUMP: write_jump(out, table, t, (Notation)scene->settings->look.notation); break;
    case FORMULA_STEP:
        coefficient(a, sizeof a, sqrt(1 - table->beta[t]));
        coefficient(b, sizeof b, sqrt(table->beta[t]));
        snprintf(out, TEXT, "$<z_%d> = %s <z_%d> + [b:%s] [n:ε_{%d}]$", t, a, t - 1, b, t);
        break;
    case FORMULA_MEAN:
        coefficient(a, sizeof a, table->coef_z[t]);
        coefficient(b, sizeof b, table->coef_x[t]);
        snprintf(out, TEXT, "$[m:<mean_%d>] = %s <z_%d> + [x:%s <x>]$", t, a, t, b);
        break;
    case FORMULA_VARIANCE:
    case FORMULA_MIXTURE: // its narrowest part
        coefficient(a, sizeof a, table->sigma2[t]);
        snprintf(out, TEXT, "$[s:<sigma2_%d>] = [s:%s]$", t, a);
        break;
    case FORMULA_BAYES: write_bayes(out, table, t); break;
    case FORMULA_PRECISIONS: write_precisions(out, table, t); break;
    default: write_mixture(out, id, table, t, scene->settings->mixture.bandwidth); break;
    }
}

// Places -----------------------------------------------------------------------------------------

typedef struct Formulas {
    int count;
    const char *letters[FORMULAS];
    char numbers[FORMULAS][TEXT];
    float width[FORMULAS]; // of the wider of the two, pixels
} Formulas;

static const RichStyle number_style = { FACE_MATH, 18, HUE_INK };
static const RichStyle letter_style = { FACE_MATH, 16, HUE_MUTED };
static const float TALL = 92, FLAT = 48; // with letters and without, units

static void add(Formulas *formulas, FormulaId id, const Scene *scene) {
    if (formulas->count == FORMULAS) return;
    int i = formulas->count++;
    formulas->letters[i] = letters_of(id, scene->settings);
    write_numbers(formulas->numbers[i], id, scene);
    formulas->width[i] = fmaxf(rich_width(scene->ui, number_style, formulas->numbers[i]),
                               rich_width(scene->ui, letter_style, formulas->letters[i]));
}

static void list_formulas(const Scene *scene, const PanelChoice *choice, Formulas *formulas) {
    static const FormulaId usual[] = { FORMULA_JUMP, FORMULA_MEAN, FORMULA_VARIANCE };
    formulas->count = 0;
    for (int i = 0; i < choice->count; i++) {
        if (choice->at[i] == CHOICE_POSTERIOR) {
            add(formulas, FORMULA_MEAN, scene);
            add(formulas, FORMULA_VARIANCE, scene);
        } else {
            add(formulas, (FormulaId)choice->at[i], scene);
        }
    }
    for (int i = 0; !choice->count && i < 3; i++) add(formulas, usual[i], scene);
}

static bool fit_beside(const Scene *scene, const Formulas *formulas, float width) {
    float wide = 0;
    for (int i = 0; i < formulas->count; i++) wide += formulas->width[i];
    return wide + ui_px(scene->ui, 18) * (float)(formulas->count - 1) <= width;
}

// Side by side, else one below the other.
static float height(const Scene *scene, const PanelChoice *choice, float width, float room) {
    Formulas formulas;
    list_formulas(scene, choice, &formulas);
    bool beside = fit_beside(scene, &formulas, width);
    float rows = beside ? 1 : (float)formulas.count;
    float tall = ui_px(scene->ui, TALL), flat = ui_px(scene->ui, FLAT);
    return rows * tall <= room * 0.3f ? rows * tall
           : beside                   ? flat
                                      : fminf(rows * flat, room * 0.3f);
}

// Numbers below letters, where there is room for both; smaller where it is too wide.
static void draw_one(Ui *ui, const Formulas *formulas, int i, Rect rect, bool centred) {
    RichStyle letters = letter_style, numbers = number_style;
    bool both = rect.h >= ui_px(ui, 62), tight = rect.h < ui_px(ui, 78);
    if (both && tight) letters.size = 13.5f, numbers.size = 16;
    while (numbers.size > 10 && rich_width(ui, numbers, formulas->numbers[i]) > rect.w)
        numbers.size -= 0.5f;
    while (letters.size > 10 && rich_width(ui, letters, formulas->letters[i]) > rect.w)
        letters.size -= 0.5f;
    float middle = rect.y + rect.h / 2, x = rect.x + (centred ? rect.w / 2 : 0);
    float (*place)(Ui *, RichStyle, float, float, const char *) =
        centred ? rich_draw_centred : rich_draw;
    float above = tight ? rect.h * 0.16f : ui_px(ui, 20);
    float below = !both ? ui_px(ui, 6) : tight ? rect.h * 0.27f : ui_px(ui, 26);
    if (both) place(ui, letters, x, middle - above, formulas->letters[i]);
    place(ui, numbers, x, middle + below, formulas->numbers[i]);
}

static void draw_beside(Ui *ui, const Formulas *formulas, Rect rect) {
    float widths = 0;
    int shown = formulas->count;
    for (int i = 0; i < shown; i++) widths += formulas->width[i];
    float gap = fminf(ui_px(ui, 72),
                      fmaxf(ui_px(ui, 18), (rect.w - widths) / (float)(formulas->count + 1)));
    // Where not all fit, the first ones do.
    while (shown > 1 && widths + gap * (float)(shown - 1) > rect.w)
        widths -= formulas->width[--shown];
    float x = rect.x + fmaxf(0, (rect.w - widths - gap * (float)(shown - 1)) / 2);
    for (int i = 0; i < shown; i++) {
        float wide = fminf(formulas->width[i], rect.w);
        draw_one(ui, formulas, i, (Rect){ x, rect.y, wide, rect.h }, true);
        x += wide + gap;
    }
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state;
    Ui *ui = scene->ui;
    Formulas formulas;
    list_formulas(scene, choice, &formulas);
    float row = rect.h / (float)formulas.count;
    if (fit_beside(scene, &formulas, rect.w) || row < ui_px(ui, 30)) {
        draw_beside(ui, &formulas, rect);
        return;
    }
    for (int i = 0; i < formulas.count; i++)
        draw_one(ui, &formulas, i, (Rect){ rect.x, rect.y + row * (float)i, rect.w, row }, true);
}

const Panel panel_formula = {
    .name = "formula",
    .title = N_("Formulas"),
    .help = N_("Formulas with this step's numbers: the jump to <z_t>, the posterior's mean and "
               "variance, or those that are named."),
    .choices = choices,
    .most_choices = PANEL_CHOICES,
    .natural = { 1240, 116 },
    .least = { 200, 40 },
    .height = height,
    .draw = draw,
};
