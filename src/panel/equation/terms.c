// SPDX-License-Identifier: MIT
#include "panel/equation/terms.h"

#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Factors ----------------------------------------------------------------------------------------

typedef double FactorAt(const Schedule *schedule, int t);

static double stay_at(const Schedule *schedule, int t) {
    return sqrt(schedule->keep[t]);
}

static double step_at(const Schedule *schedule, int t) {
    return sqrt(schedule->beta[t]);
}

static double signal_at(const Schedule *schedule, int t) {
    return sqrt(schedule->alpha[t]);
}

static double noise_at(const Schedule *schedule, int t) {
    return sqrt(schedule->one_minus_alpha[t]);
}

static double coef_z_at(const Schedule *schedule, int t) {
    return schedule->coef_z[t];
}

static double coef_x_at(const Schedule *schedule, int t) {
    return schedule->coef_x[t];
}

static double sigma_at(const Schedule *schedule, int t) {
    return sqrt(schedule->sigma2[t]);
}

enum { DECIMALS_LEAST = 3 };

// Whether so many decimals have not one digit for it.
static bool is_small(double value, int decimals) {
    return value > 0 && value < pow(10, -decimals);
}

// As many decimals as tell it from 0 and, where `near_one`, from 1, at every t; up to `most`.
static Factor make_factor(const Model *model, FactorAt *at, int most, bool near_one) {
    const Schedule *schedule = &model->schedule;
    double least = 1, below_one = 1;
    for (int t = 1; t <= schedule->steps; t++) {
        double value = at(schedule, t);
        if (value > 0) least = fmin(least, value);
        if (value < 1) below_one = fmin(below_one, 1 - value);
    }
    Factor factor = { .any = true,
                      .value = at(schedule, model->made.t),
                      .decimals = DECIMALS_LEAST };
    while (factor.decimals < most &&
           (is_small(least, factor.decimals) ||
            (near_one && is_small(2 * below_one, factor.decimals)))) // else it is rounded to 1
        factor.decimals++;
    factor.small = is_small(least, factor.decimals);
    return factor;
}

void factor_text(char *out, size_t size, const Factor *factor) {
    double value = factor->value;
    if (value == 0 || value == 1) {
        snprintf(out, size, "%.0f", value);
    } else if (is_small(value, factor->decimals)) {
        char digits[32]; // "2e-05", rounded once
        snprintf(digits, sizeof digits, "%.0e", value);
        snprintf(out, size, "%c·10^{−%d}", digits[0], -(int)strtol(digits + 2, NULL, 10));
    } else {
        snprintf(out, size, "%.*f", factor->decimals, value);
    }
}

double factor_as_written(const Factor *factor) {
    char text[48];
    bool small = factor->value > 0 && is_small(factor->value, factor->decimals);
    if (small)
        snprintf(text, sizeof text, "%.0e", factor->value);
    else
        snprintf(text, sizeof text, "%.*f", factor->decimals, factor->value);
    return strtod(text, NULL);
}

void factor_widest_text(char *out, size_t size, const Factor *factor) {
    if (factor->small && factor->decimals < 5)
        snprintf(out, size, "0·10^{−00}");
    else
        snprintf(out, size, "%.*f", factor->decimals, 0.0);
}

// Terms ------------------------------------------------------------------------------------------

static Term make_term(PictureKind kind, Hue hue, const char *label, const char *help) {
    return (Term){ .kind = kind, .label = label, .hue = hue, .help = help };
}

static Term term_x(const char *label) {
    Term term =
        make_term(PICTURE_X, HUE_X, label,
                  N_("<x>: the picture itself, each value in [−1, 1]. Pictures larger than "
                     "their place skip pixels and average none, since averaging hides noise."));
    snprintf(term.symbol, sizeof term.symbol, "[x:<x>]");
    return term;
}

static Term term_z(int t, const char *label) {
    Term term = make_term(PICTURE_Z, HUE_Z, label, N_("<z_t>: the picture after t noisy steps."));
    snprintf(term.symbol, sizeof term.symbol, "<z_%d>", t);
    return term;
}

static Term term_mean(int t, const char *label) {
    Term term = make_term(PICTURE_MEAN, HUE_MEAN, label,
                          N_("<mean_t>: the mean of q(<z_t−1> | <z_t>, <x>). At t = 1 it is <x> "
                             "itself."));
    snprintf(term.brief, sizeof term.brief, "[m:<mean_%d>]", t);
    snprintf(term.symbol, sizeof term.symbol,
             t == 1 ? "$[m:<mean_%d>] = [x:<x>]$" : "[m:<mean_%d>]", t);
    return term;
}

static void weigh(Term *term, Factor factor, Hue hue, const char *help) {
    term->factor = factor;
    term->factor.hue = hue;
    term->factor.help = help;
}

// By its name in core/notation.h.
static Factor named(Factor factor, const Model *model, const char *name) {
    snprintf(factor.symbol, sizeof factor.symbol, "<%s_%d>", name, model->made.t);
    snprintf(factor.widest_symbol, sizeof factor.widest_symbol, "<%s_%d>", name,
             model->schedule.steps);
    return factor;
}

// "c_x", by the name of what it weighs.
static Factor coefficient(Factor factor, const char *name) {
    snprintf(factor.symbol, sizeof factor.symbol, "c_{<%s>}", name);
    snprintf(factor.widest_symbol, sizeof factor.widest_symbol, "c_{<%s>}", name);
    return factor;
}

// Equations --------------------------------------------------------------------------------------

// In jump coupling a step adds no noise of its own but more of the one n.
static Term term_step_noise(const Model *model) {
    int t = model->made.t;
    Term term = make_term(PICTURE_STEP_NOISE, HUE_NOISE, "step noise",
                          N_("<eps_t>: the noise that step t adds, independent of all before: "
                             "standard normal, shown as [−1, 1] like the rest."));
    if (t > 1 && model->made.noise.coupling == COUPLING_JUMP) {
        StepNoiseWeights weights = step_noise_weights(&model->schedule, t);
        term.help = N_(
            "In jump coupling all steps share one noise: what a step adds is none of its "
            "own but that noise again, and where <beta_t> is small far too little of it. C takes "
            "path coupling, the true chain.");
        snprintf(term.symbol, sizeof term.symbol, "$[n:%.3f <n_%d>]$", weights.now + weights.before,
                 t);
    } else {
        snprintf(term.symbol, sizeof term.symbol, "[n:<eps_%d>]", t);
    }
    return term;
}

static void make_step(const Model *model, Equation *out) {
    int t = model->made.t;
    Term before = make_term(PICTURE_ZPREV, HUE_Z, "step zprev",
                            N_("<z_t−1>: the step before. The first one is <x>."));
    snprintf(before.brief, sizeof before.brief, "<z_%d>", t - 1);
    bool one_name = model->made.look.notation == NOTATION_HO; // x_0 is z_0 and x
    snprintf(before.symbol, sizeof before.symbol,
             t == 1 && !one_name ? "$<z_%d> = [x:<x>]$" : "<z_%d>", t - 1);
    weigh(&before, named(make_factor(model, stay_at, 5, true), model, "stay"), HUE_Z,
          N_("<stay_t>: the step shrinks what was there by so much."));
    Term noise = term_step_noise(model);
    weigh(&noise, named(make_factor(model, step_at, 4, false), model, "fresh"), HUE_BETA,
          N_("<fresh_t>: the deviation of the noise that the step adds."));
    *out = (Equation){ { before, noise, term_z(t, "step z") } };
}

static void make_jump(const Model *model, Equation *out) {
    int t = model->made.t;
    Term x = term_x("jump x");
    weigh(&x, named(make_factor(model, signal_at, DECIMALS_LEAST, false), model, "signal"), HUE_X,
          N_("<signal_t>: how much of <x> is left."));
    Term noise = make_term(PICTURE_NOISE, HUE_NOISE, "jump noise",
                           N_("<n_t>: standard normal noise, shown as [−1, 1] like the rest."));
    snprintf(noise.symbol, sizeof noise.symbol, "[n:<n_%d>]", t);
    weigh(&noise, named(make_factor(model, noise_at, DECIMALS_LEAST, false), model, "noise"),
          HUE_NOISE, N_("<noise_t>: the deviation of all noise so far."));
    *out = (Equation){ { x, noise, term_z(t, "jump z") } };
}

static void make_mean(const Model *model, Equation *out) {
    int t = model->made.t;
    Term z = term_z(t, "posterior z"), x = term_x("posterior x");
    weigh(&z, coefficient(make_factor(model, coef_z_at, 4, false), "z"), HUE_Z,
          N_("The weight of <z_t> in the mean: 0 at t = 1."));
    weigh(&x, coefficient(make_factor(model, coef_x_at, 4, false), "x"), HUE_X,
          N_("The weight of <x> in the mean: 1 at t = 1."));
    *out = (Equation){ { z, x, term_mean(t, "posterior mean") } };
}

static void make_draw(const Model *model, Equation *out) {
    int t = model->made.t;
    Term eta = make_term(
        PICTURE_ETA, HUE_SIGMA, "posterior eta",
        N_("$η$: fresh noise, standard normal, shown as [−1, 1] like the rest. D draws again."));
    snprintf(eta.symbol, sizeof eta.symbol, "$[s:η]$");
    weigh(&eta, named(make_factor(model, sigma_at, 4, false), model, "sigma"), HUE_SIGMA,
          N_("<sigma_t>: the deviation of a draw from its mean: 0 at t = 1."));
    Term draw =
        make_term(PICTURE_SAMPLE, HUE_SIGMA, "posterior draw",
                  N_("A draw from q(<z_t−1> | <z_t>, <x>): as good a <z_t−1> as the chain’s "
                     "own. D draws again."));
    snprintf(draw.brief, sizeof draw.brief, "%s", _("[s:a draw]"));
    snprintf(draw.symbol, sizeof draw.symbol, _("[s:a draw of] $[s:<z_%d>]$"), t - 1);
    *out = (Equation){ { term_mean(t, "posterior mean again"), eta, draw } };
}

int equations_make(const Model *model, EquationKind kind, Equation out[EQUATIONS_MOST]) {
    switch (kind) {
    case EQUATION_STEP: make_step(model, out); return 1;
    case EQUATION_JUMP: make_jump(model, out); return 1;
    case EQUATION_POSTERIOR:
        make_mean(model, out);
        make_draw(model, out + 1);
        return 2;
    }
    return 0;
}
