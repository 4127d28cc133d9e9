// SPDX-License-Identifier: MIT
#include "panel/formula_text.h"

#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// With letters -----------------------------------------------------------------------------------

// Where the notations differ by more than symbols, or a symbol has two colours.
enum { JUMP, MEAN, VARIANCE, STEP, PRECISIONS, PRODUCT, OF_SOURCE };

static const char *const of_source[NOTATIONS][OF_SOURCE] = {
    // Bishop & Bishop (20.1), (20.6), (20.8), (20.16), (20.17)
    [NOTATION_BISHOP] = { "$[z:z_t] = [x:√{[a:α_t]} x] + [n:√{1−[a:α_t]} <n_t>]$",
                          "$[m:m_t] = \\frac{(1−[a:α_{t−1}]) √{1−[b:β_t]}}{1−[a:α_t]} [z:z_t] + "
                          "\\frac{[x:√{[a:α_{t−1}]}] [b:β_t]}{1−[a:α_t]} [x:x]$",
                          "$[s:σ_t^2] = \\frac{[b:β_t] (1−[a:α_{t−1}])}{1−[a:α_t]}$",
                          "$[z:z_t] = √{1−[b:β_t]} [z:z_{t−1}] + [n:√{[b:β_t]} ε_t]$",
                          "$[s:\\frac{1}{σ_t^2}] = [n:\\frac{1−[b:β_t]}{[b:β_t]}] + "
                          "[x:\\frac{1}{1−[a:α_{t−1}]}]$",
                          "$[a:α_t] = ∏_{τ≤t} (1−[b:β_τ])$" },
    // Ho et al. (2), (4), (7)
    [NOTATION_HO] = { "$[z:x_t] = [x:√{[a:\\bar{α}_t]} x_0] + [n:√{1−[a:\\bar{α}_t]} <n_t>]$",
                      "$[m:\\tilde{μ}_t] = \\frac{√{[b:α_t]} "
                      "(1−[a:\\bar{α}_{t−1}])}{1−[a:\\bar{α}_t]} [z:x_t] + "
                      "\\frac{[x:√{[a:\\bar{α}_{t−1}]}] [b:β_t]}{1−[a:\\bar{α}_t]} [x:x_0]$",
                      "$[s:\\tilde{β}_t] = \\frac{1−[a:\\bar{α}_{t−1}]}{1−[a:\\bar{α}_t]} "
                      "[b:β_t]$",
                      "$[z:x_t] = √{[b:α_t]} [z:x_{t−1}] + [n:√{[b:β_t]} ξ_t]$",
                      "$[s:\\frac{1}{\\tilde{β}_t}] = [n:\\frac{[b:α_t]}{[b:β_t]}] + "
                      "[x:\\frac{1}{1−[a:\\bar{α}_{t−1}]}]$",
                      "$[a:\\bar{α}_t] = ∏_{τ≤t} [b:α_τ]$" },
    // Karras et al., x = s(t) (y + σ(t) n); the same posterior with α = s², s² (1 + σ²) = 1
    [NOTATION_EDM] = { "$[z:x_t] = [x:s_t] ([x:y] + [n:σ_t <n_t>])$",
                       "$[m:\\tilde{μ}_t] = \\frac{[x:s_{t−1}] [n:σ_{t−1}^2]}{[x:s_t] "
                       "[n:σ_t^2]} [z:x_t] + [x:s_{t−1}] "
                       "\\paren{1−\\frac{[n:σ_{t−1}^2]}{[n:σ_t^2]}} "
                       "[x:y]$",
                       "$[s:\\tilde{σ}_t^2] = [x:s_{t−1}^2] [n:σ_{t−1}^2] "
                       "\\paren{1−\\frac{[n:σ_{t−1}^2]}{[n:σ_t^2]}}$",
                       "$[z:x_t] = √{1−[b:β_t]} [z:x_{t−1}] + [n:√{[b:β_t]} ε_t]$",
                       "$[s:\\frac{1}{\\tilde{σ}_t^2}] = [n:\\frac{1−[b:β_t]}{[b:β_t]}] + "
                       "[x:\\frac{1}{s_{t−1}^2 σ_{t−1}^2}]$",
                       "$[a:s_t^2] = ∏_{τ≤t} (1−[b:β_τ])$" },
    // Kingma et al., appendix A (20)-(26), s = t − 1
    [NOTATION_VDM] = { "$[z:z_t] = [x:α_t x] + [n:σ_t <n_t>]$",
                       "$[m:μ_Q] = \\frac{[b:α_{t|t−1}] [n:σ_{t−1}^2]}{[n:σ_t^2]} [z:z_t] + "
                       "\\frac{[x:α_{t−1}] [b:σ_{t|t−1}^2]}{[n:σ_t^2]} [x:x]$",
                       "$[s:σ_Q^2] = \\frac{[b:σ_{t|t−1}^2] [n:σ_{t−1}^2]}{[n:σ_t^2]}$",
                       "$[z:z_t] = [b:α_{t|t−1}] [z:z_{t−1}] + [n:[b:σ_{t|t−1}] ξ_t]$",
                       "$[s:\\frac{1}{σ_Q^2}] = "
                       "[n:\\frac{[b:α_{t|t−1}^2]}{[b:σ_{t|t−1}^2]}] + "
                       "[x:\\frac{1}{σ_{t−1}^2}]$",
                       "$[a:α_t^2] = ∏_{τ≤t} [b:α_{τ|τ−1}^2]$" },
};

// Flow's own form, in whichever letters: with 1 − u_t and u_t for what Kingma et al. call α_t and
// σ_t, which need not be √α and √(1−α).
static const char *const of_straight[OF_SOURCE] = {
    "$[z:<z_t>] = [x:(1−u_t) <x>] + [n:u_t <n_t>]$",
    "$[m:<mean_t>] = \\frac{[b:α_{t|t−1}] [n:u_{t−1}^2]}{[n:u_t^2]} [z:<z_t>] + "
    "\\frac{[x:(1−u_{t−1})] [b:σ_{t|t−1}^2]}{[n:u_t^2]} [x:<x>]$",
    "$[s:<sigma2_t>] = \\frac{[b:σ_{t|t−1}^2] [n:u_{t−1}^2]}{[n:u_t^2]}$",
    "$[z:<z_t>] = [b:α_{t|t−1}] [z:<z_t−1>] + [n:[b:σ_{t|t−1}] <eps_t>]$",
    "$[s:\\frac{1}{<sigma2_t>}] = [n:\\frac{[b:α_{t|t−1}^2]}{[b:σ_{t|t−1}^2]}] + "
    "[x:\\frac{1}{u_{t−1}^2}]$",
    "$[a:(1−u_t)^2] = ∏_{τ≤t} [b:α_{τ|τ−1}^2]$",
};

// Smoothed by h, the set's pictures are as far wider.
static const char *weights_letters(const Settings *settings) {
    return settings->mixture.bandwidth > 0 ? "$w_i ∝ $exp$\\paren{−\\frac{|[z:<z_t>] − "
                                             "[x:<signal_t> <x>^{(i)}]|^2}{2 (<rest_t> + "
                                             "[a:<alpha_t>] h^2)}}$"
                                           : "$w_i ∝ $exp$\\paren{−\\frac{|[z:<z_t>] − "
                                             "[x:<signal_t> <x>^{(i)}]|^2}{2 <(rest_t)>}}$";
}

const char *formula_letters(FormulaId id, const Settings *settings) {
    const char *const *source =
        settings_is_straight(settings) ? of_straight : of_source[settings->look.notation];
    switch (id) {
    case FORMULA_JUMP: return source[JUMP];
    case FORMULA_MEAN: return source[MEAN];
    case FORMULA_VARIANCE: return source[VARIANCE];
    case FORMULA_STEP: return source[STEP];
    case FORMULA_PRECISIONS: return source[PRECISIONS];
    case FORMULA_PRODUCT: return source[PRODUCT];
    case FORMULA_BAYES:
        return "$[m:q(<z_t−1> | <z_t>, [x:<x>])] = \\frac{[n:q(<z_t> | <z_t−1>)] [x:q(<z_t−1> | "
               "<x>)]}{q(<z_t> | <x>)}$";
    case FORMULA_WEIGHTS: return weights_letters(settings);
    case FORMULA_EXPECTATION: return "[m:E[$<x>$ | $<z_t>$]] $= Σ_i w_i [x:<x>^{(i)}]$";
    default: return "$q(<z_t−1> | <z_t>) = Σ_i w_i q(<z_t−1> | <z_t>, [x:<x>^{(i)}])$";
    }
}

// With numbers -----------------------------------------------------------------------------------

enum { NUMBER = 48 };

// Three digits that tell something: 0.742, 0.00412, 1.30·10^−5; as many as tell it from 1, up to
// six; four from 1 on, whole from 1000 on.
static int decimals(double value) {
    if (value < 0.1) return (int)ceil(-log10(value)) + 2;
    if (value < 1 && 1 - value > 5e-7) return (int)fmin(6, fmax(3, ceil(-log10(1 - value))));
    return (int)fmax(0, 3 - floor(log10(value)));
}

static void number(char out[NUMBER], double value) {
    if (isinf(value)) {
        snprintf(out, NUMBER, "∞");
    } else if (value == 0 || value == 1) {
        snprintf(out, NUMBER, "%.0f", value);
    } else if (value >= 0.001 && value < 999999) {
        snprintf(out, NUMBER, "%.*f", decimals(value), value);
    } else {
        int exponent = (int)floor(log10(value));
        snprintf(out, NUMBER, "%.2f·10^{%s%d}", value / pow(10, exponent), exponent < 0 ? "−" : "",
                 abs(exponent));
    }
}

static void write_jump(char *out, const Schedule *table, int t, Notation notation) {
    char a[NUMBER], b[NUMBER];
    bool factored = notation == NOTATION_EDM && table->alpha[t] > 0 && !table->straight;
    number(a, sqrt(table->alpha[t]));
    number(b, factored ? sqrt(table->noise_clock[t]) : sqrt(table->one_minus_alpha[t]));
    snprintf(out, FORMULA_TEXT,
             factored ? "$[z:<z_%d>] = [x:%s] ([x:<x>] + [n:%s <n_%d>])$"
                      : "$[z:<z_%d>] = [x:%s <x>] + [n:%s <n_%d>]$",
             t, a, b, t);
}

static void write_step(char *out, const Schedule *table, int t) {
    char a[NUMBER], b[NUMBER];
    number(a, sqrt(table->keep[t]));
    number(b, sqrt(table->beta[t]));
    snprintf(out, FORMULA_TEXT, "$[z:<z_%d>] = [b:%s] [z:<z_%d>] + [n:%s <eps_%d>]$", t, a, t - 1,
             b, t);
}

static void write_precisions(char *out, const Schedule *table, int t) {
    char a[NUMBER], b[NUMBER], sum[NUMBER];
    double likelihood = table->keep[t] / table->beta[t];
    double prior = 1 / table->one_minus_alpha[t - 1];
    if (t == 1) {
        snprintf(out, FORMULA_TEXT, "%s", _("$[s:1/<sigma2_1>] = ∞$: all weight is on [x:$<x>$]"));
        return;
    }
    number(a, likelihood);
    number(b, prior);
    number(sum, likelihood + prior);
    snprintf(out, FORMULA_TEXT, "$[s:1/<sigma2_%d>] = [n:%s] + [x:%s] = [s:%s]$", t, a, b, sum);
}

// "0.742 z", "z", and nothing of it.
static void product(char *out, size_t size, double factor, const char *term) {
    char a[NUMBER];
    number(a, factor);
    if (factor == 0)
        snprintf(out, size, "0");
    else
        snprintf(out, size, factor == 1 ? "%.0s%s" : "%s %s", a, term);
}

// The two factors as exponentials of quadratic forms in z_{t−1}.
static void write_bayes(char *out, const Schedule *table, int t) {
    char before[NUMBER], scaled[2 * NUMBER], mean[2 * NUMBER], b[NUMBER], d[NUMBER];
    snprintf(before, sizeof before, "<z_%d>", t - 1);
    product(scaled, sizeof scaled, sqrt(table->keep[t]), before);
    product(mean, sizeof mean, sqrt(table->alpha[t - 1]), "<x>");
    number(b, table->beta[t]);
    number(d, table->one_minus_alpha[t - 1]);
    if (t == 1) {
        snprintf(out, FORMULA_TEXT, "%s", _("$<rest_0> = 0$, so [m:$<z_0>$] is [x:$<x>$] itself"));
        return;
    }
    snprintf(out, FORMULA_TEXT,
             "$∝ [n:$exp$\\paren{−\\frac{(<z_%d> − %s)^2}{2 · %s}}] · "
             "[x:$exp$\\paren{−\\frac{(<z_%d> − %s)^2}{2 · %s}}]$",
             t, scaled, b, t - 1, mean, d);
}

static void write_mixture(char *out, const Schedule *table, int t) {
    char a[NUMBER], b[NUMBER];
    number(a, table->coef_z[t]);
    number(b, table->coef_x[t]);
    snprintf(out, FORMULA_TEXT,
             "[m:E[$<z_%d>$ | $<z_%d>$]] $= %s [z:<z_%d>] +$ $%s$ [m:E[$<x>$ | $<z_%d>$]]", t - 1,
             t, a, t, b, t);
}

void formula_numbers(char out[FORMULA_TEXT], FormulaId id, const Scene *scene) {
    const Schedule *table = &scene->model->schedule;
    const Settings *settings = scene->settings;
    int t = settings->t;
    double h = settings->mixture.bandwidth;
    char a[NUMBER], b[NUMBER];
    switch (id) {
    case FORMULA_JUMP: write_jump(out, table, t, (Notation)settings->look.notation); break;
    case FORMULA_STEP: write_step(out, table, t); break;
    case FORMULA_MEAN:
        number(a, table->coef_z[t]);
        number(b, table->coef_x[t]);
        snprintf(out, FORMULA_TEXT, "$[m:<mean_%d>] = %s [z:<z_%d>] + [x:%s <x>]$", t, a, t, b);
        break;
    case FORMULA_VARIANCE:
        number(a, table->sigma2[t]);
        snprintf(out, FORMULA_TEXT, "$[s:<sigma2_%d>] = [s:%s]$", t, a);
        break;
    case FORMULA_PRODUCT:
        number(a, table->alpha[t]);
        snprintf(out, FORMULA_TEXT, "$[a:<alpha_%d>] = [a:%s]$", t, a);
        break;
    case FORMULA_BAYES: write_bayes(out, table, t); break;
    case FORMULA_PRECISIONS: write_precisions(out, table, t); break;
    case FORMULA_WEIGHTS:
        number(a, sqrt(table->alpha[t]));
        number(b, 2 * (table->one_minus_alpha[t] + table->alpha[t] * h * h));
        snprintf(out, FORMULA_TEXT, "$w_i ∝ $exp$(−|[z:<z_%d>] − [x:%s <x>^{(i)}]|^2 / %s)$", t, a,
                 b);
        break;
    case FORMULA_EXPECTATION: write_mixture(out, table, t); break;
    default: // the narrowest part of a mixture
        number(a, table->sigma2[t]);
        snprintf(out, FORMULA_TEXT, "$[s:<sigma2_%d>] = [s:%s]$", t, a);
        break;
    }
}
