// SPDX-License-Identifier: MIT
// The formulas with this step's numbers in them.
#include "app/app.h"
#include "ui/rich.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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

enum { FORMULAS = 3 };

// With letters, as the sources have them: z_t, the posterior mean, its variance.
static const char *const symbolic[NOTATIONS][FORMULAS] = {
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

typedef struct Formulas {
    char text[FORMULAS][400];
} Formulas;

static Formulas numeric(const Schedule *table, int t, Notation notation) {
    Formulas formulas;
    char a[48], b[48];
    coefficient(a, sizeof a, sqrt(table->alpha[t]));
    bool factored = notation == NOTATION_EDM && table->alpha[t] > 0;
    coefficient(b, sizeof b,
                factored ? sqrt(table->noise_clock[t]) : sqrt(table->one_minus_alpha[t]));
    snprintf(formulas.text[0], sizeof formulas.text[0],
             factored ? "$<z_%d> = [x:%s] ([x:<x>] + [n:%s <n_%d>])$"
                      : "$<z_%d> = [x:%s <x>] + [n:%s <n_%d>]$",
             t, a, b, t);
    coefficient(a, sizeof a, table->coef_z[t]);
    coefficient(b, sizeof b, table->coef_x[t]);
    snprintf(formulas.text[1], sizeof formulas.text[1], "$[m:<mean_%d>] = %s <z_%d> + [x:%s <x>]$",
             t, a, t, b);
    coefficient(a, sizeof a, table->sigma2[t]);
    snprintf(formulas.text[2], sizeof formulas.text[2], "$[s:<sigma2_%d>] = [s:%s]$", t, a);
    return formulas;
}

// One step back without knowing x, over a training set; smoothed by h, its pictures are as far
// wider.
static const char *const symbolic_mixture[FORMULAS] = {
    "$w_i ∝ $exp$(−\\frac{|<z_t> − [x:<signal_t> <x>^{(i)}]|^2}{2 <(rest_t)>})$",
    "[m:E[$<x>$ | $<z_t>$]] $= Σ_i w_i [x:<x>^{(i)}]$",
    "$q(<z_t−1> | <z_t>) = Σ_i w_i q(<z_t−1> | <z_t>, [x:<x>^{(i)}])$",
};
static const char weight_of_smoothed[] =
    "$w_i ∝ $exp$(−\\frac{|<z_t> − [x:<signal_t> <x>^{(i)}]|^2}{2 (<rest_t> + <alpha_t> h^2)})$";

static Formulas numeric_mixture(const Schedule *table, int t, double h) {
    Formulas formulas;
    char a[48], b[48];
    coefficient(a, sizeof a, sqrt(table->alpha[t]));
    coefficient(b, sizeof b, 2 * (table->one_minus_alpha[t] + table->alpha[t] * h * h));
    snprintf(formulas.text[0], sizeof formulas.text[0],
             "$w_i ∝ $exp$(−|<z_%d> − [x:%s <x>^{(i)}]|^2 / %s)$", t, a, b);
    coefficient(a, sizeof a, table->coef_z[t]);
    coefficient(b, sizeof b, table->coef_x[t]);
    snprintf(formulas.text[1], sizeof formulas.text[1],
             "[m:E[$<z_%d>$ | $<z_%d>$]] = $%s <z_%d> +$ [m:$%s$ E[$<x>$ | $<z_%d>$]]", t - 1, t, a,
             t, b, t);
    coefficient(a, sizeof a, table->sigma2[t]);
    snprintf(formulas.text[2], sizeof formulas.text[2], "$[s:<sigma2_%d>] = [s:%s]$", t, a);
    return formulas;
}

void equation_draw(App *app, Rect rect) {
    Ui *ui = &app->ui;
    int t = app->settings.t;
    bool tall = rect.h / ui->scale > 70;
    Notation notation = (Notation)app->settings.look.notation;
    const char *letters[FORMULAS];
    Formulas numbers = numeric(&app->model.schedule, t, notation);
    bool mixture = app->settings.view == VIEW_MIXTURE;
    memcpy(letters, mixture ? symbolic_mixture : symbolic[notation], sizeof letters);
    if (mixture) {
        if (app->settings.mixture.bandwidth > 0) letters[0] = weight_of_smoothed;
        numbers = numeric_mixture(&app->model.schedule, t, app->settings.mixture.bandwidth);
    }
    float width[FORMULAS], widths = 0;
    RichStyle style = { FACE_MATH, 18, HUE_INK };
    RichStyle small = { FACE_MATH, 16, HUE_MUTED };
    for (int i = 0; i < FORMULAS; i++) {
        width[i] = rich_width(ui, style, numbers.text[i]);
        if (tall) width[i] = fmaxf(width[i], rich_width(ui, small, letters[i]));
        widths += width[i];
    }
    float gap = fminf(ui_px(ui, 72), fmaxf(ui_px(ui, 18), (rect.w - widths) / 4));
    // Where all three do not fit, the first ones do.
    int shown = FORMULAS;
    while (shown > 1 && widths + gap * (float)(shown - 1) > rect.w - 2 * gap)
        widths -= width[--shown];
    float x = rect.x + (rect.w - widths - gap * (float)(shown - 1)) / 2;
    for (int i = 0; i < shown; i++) {
        if (tall) {
            rich_draw_centred(ui, small, x + width[i] / 2, rect.y + ui_px(ui, 26), letters[i]);
            rich_draw_centred(ui, style, x + width[i] / 2, rect.y + ui_px(ui, 72), numbers.text[i]);
        } else {
            rich_draw_centred(ui, style, x + width[i] / 2, rect.y + ui_px(ui, 26), numbers.text[i]);
        }
        x += width[i] + gap;
    }
}

// One below the other, each with its numbers; where there is no room for both, the numbers.
void equation_stack(App *app, Rect rect) {
    Ui *ui = &app->ui;
    Notation notation = (Notation)app->settings.look.notation;
    const char *const *letters = symbolic[notation];
    Formulas numbers = numeric(&app->model.schedule, app->settings.t, notation);
    float room = rect.h / FORMULAS;
    bool both = room > ui_px(ui, 52);
    for (int i = 0; i < FORMULAS; i++) {
        float y = rect.y + room * (float)i;
        RichStyle style = { FACE_MATH, 13.5f, HUE_MUTED }, number = { FACE_MATH, 15, HUE_INK };
        if (both) rich_draw(ui, style, rect.x, y + room * 0.36f, letters[i]);
        rich_draw(ui, number, rect.x, y + room * (both ? 0.87f : 0.7f), numbers.text[i]);
    }
}
