// SPDX-License-Identifier: MIT
// What the rows of conf/options.inc use: names of choices, and what a change means.
#include "base/parallel.h"
#include "base/translate.h"
#include "conf/compare.h"
#include "conf/levels.h"
#include "conf/option.h"
#include "conf/stage_check.h"
#include "conf/what.h"
#include "core/elementary.h"
#include "core/formula/formula.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const flow_forms[] = { "vp", "straight", NULL };
static const char *const couplings[] = { N_("jump"), N_("path"), NULL };
static const char *const themes[] = { "dark", "light", NULL };
static const char *const notations[] = { "bishop", "ho", "edm", "vdm", NULL };
static const char *const views[] = { "forward", "reverse", "mixture", "compare", NULL };
static const char *const languages[] = { "en", "ko", "auto", NULL };
static const char *const samplers[] = { "ancestral", "ddim", NULL };
static const char *const dataset_names[] = { "fashion-mnist", NULL }; // as in io/dataset.h
static const char *const scales[] = { N_("linear"), N_("log"), NULL };
static const char *const signals[] = { "alpha", "log_alpha", "log_snr", NULL };
static const char *const follows[] = { "pixel", "all", NULL };
static const char *const export_formats[] = { "png", "svg",  "apng",   "gif",
                                              "mp4", "webm", "frames", NULL };
static const char *const export_themes[] = { "window", "dark", "light", NULL };
static const char *const spaces[] = { "log_snr", "alpha", "beta", NULL };
static const char *const channels[] = { N_("red"), N_("green"), N_("blue"), NULL };
static const char *const reverse_rows[] = { "step", "draws", "differences", "walk", NULL };
static const char *const reverse_lowers[] = { "bayes", "without_x", NULL };
static const char *const spans[] = { "whole", "posterior", NULL };
static const char *const heights[] = { "density", "peaks", NULL };
static const char *const finals[] = { "own", "zero", "sigma_min", "none", NULL };
static const char *const spacings[] = {
    "leading0",     "leading1",     "trailing",    "linspace",       "sgm_uniform",
    "simple",       "ddim_uniform", "beta",        "linspace_whole", "dpm_linspace",
    "dpm_leading0", "dpm_leading1", "ldm_uniform", "quad",           "turbo",
    "flow",         "flow_twice",   "flow_mu",     "dpm_flow",       NULL
};
static const char *const curves[] = { "table", "karras", "exponential", "polyexponential",
                                      "beta",  "lu",     "kl_optimal",  NULL };
static const char *const ends[] = { "spacing", "table", NULL };
static const char *const clocks[] = { "t", "s", NULL };
static const char *const orientations[] = { N_("paper"), N_("diffusers"), NULL };
static const char *const priors[] = { "picture", "bimodal", "drawn", NULL };

static const char *const quantities[] = { "alpha",       "sqrt_alpha", "log_snr", "beta", "sigma2",
                                          "sigma2_beta", "coef_x",     "coef_z",  "kl",   "s",
                                          "t",           "t_over_T",   NULL };
static const char *const compare_axes[] = { "t", "t_over_T", "log_snr", NULL };
static const char *const compare_scales[] = { "auto", "linear", "log", NULL };

// Defaults that depend on others ---------------------------------------------------------------

static const char *name_family(int index) {
    return index < SCHEDULE_FAMILIES ? schedule_family_info((ScheduleFamily)index)->name : NULL;
}

static const ScheduleFamilyInfo *family_of(const Settings *settings) {
    return schedule_family_info((ScheduleFamily)settings->schedule.family);
}

static double family_beta_min(const Settings *settings) {
    return family_of(settings)->beta_min;
}

static double family_beta_max(const Settings *settings) {
    return family_of(settings)->beta_max;
}

static const char *name_loss(int index) {
    return index < LOSS_WEIGHTS ? loss_weight_row((LossWeight)index)->name : NULL;
}

static const char *name_density(int index) {
    return index < LEVEL_DENSITIES ? level_density_row((LevelDensity)index)->name : NULL;
}

// The chosen loss's own; of one that does not read it, another's.
static double loss_default(const Settings *settings, LossParameter parameter, LossWeight other) {
    double own = loss_weight_row((LossWeight)settings->objective.loss)->defaults[parameter];
    return isnan(own) ? loss_weight_row(other)->defaults[parameter] : own;
}

static double loss_gamma(const Settings *settings) {
    return loss_default(settings, LOSS_GAMMA, LOSS_MIN_SNR);
}

static double loss_k(const Settings *settings) {
    return loss_default(settings, LOSS_K, LOSS_P2);
}

static double loss_sigma_data(const Settings *settings) {
    return loss_default(settings, LOSS_SIGMA_DATA, LOSS_EDM);
}

static double loss_bias(const Settings *settings) {
    return loss_default(settings, LOSS_BIAS, LOSS_SIGMOID);
}

static double loss_snr_cap(const Settings *settings) {
    return loss_default(settings, LOSS_SNR_CAP, LOSS_DEBIASED);
}

static double family_log_snr_max(const Settings *settings) {
    return schedule_own_default((ScheduleFamily)settings->schedule.family, OWN_LOG_SNR_MAX);
}

static double family_log_snr_min(const Settings *settings) {
    return schedule_own_default((ScheduleFamily)settings->schedule.family, OWN_LOG_SNR_MIN);
}

static double mu_of_shift(const Settings *settings) {
    return elementary_log(settings->schedule.shift);
}

// What a command line leaves out ---------------------------------------------------------------

static bool is_brought_by_betas(const Settings *settings, const Option *option) {
    // Beside a compared list --betas does not say that this one is a list, too.
    if (settings->schedule.family == SCHEDULE_FILE)
        return option->id != OPT_SCHEDULE || !compare_uses_file(settings);
    return option_is_default(settings, option);
}

static bool betas_are_unread(const Settings *settings, const Option *option) {
    (void)option;
    return settings->schedule.family != SCHEDULE_FILE && !compare_uses_file(settings);
}

static bool knots_are_unread(const Settings *settings, const Option *option) {
    (void)option;
    return settings->schedule.family != SCHEDULE_CUSTOM;
}

static bool formula_is_unread(const Settings *settings, const Option *option) {
    (void)option;
    return settings->schedule.family != SCHEDULE_FORMULA;
}

// By mu, or because it is the default.
static bool shift_is_said(const Settings *settings, const Option *option) {
    return !isnan(settings->schedule.mu) || option_is_default(settings, option);
}

static bool t_is_default(const Settings *settings, const Option *option) {
    (void)option;
    return settings->t == settings_t_at(settings_default_u(), settings->schedule.steps);
}

// Of itself the command line puts no schedule beside its twin.
static bool compare_is_default(const Settings *settings, const Option *option) {
    return option_is_default(settings, option) && !compare_has_twins(settings);
}

// What belongs together ------------------------------------------------------------------------

// What is shown --------------------------------------------------------------------------------

static bool show_view(Settings *settings, Error *error) {
    (void)error;
    settings_show_view(settings, (View)settings->view);
    return true;
}

static bool show_stage(Settings *settings, Error *error) {
    if (strcmp(settings->stage, "view") == 0) settings_show_view(settings, (View)settings->view);
    return !*settings->stage ||
           (stage_check(settings->stage, error) && stage_follow(settings, error));
}

// What a change means --------------------------------------------------------------------------

static bool keep_steps_of_list(Settings *next, const Settings *was, Error *error) {
    bool from_file = next->schedule.family == SCHEDULE_FILE;
    if (!from_file || next->schedule.steps == was->schedule.steps) return true;
    return error_usage(error, "steps: the list of betas has its own, T = %d", was->schedule.steps);
}

static bool show_knots(Settings *next, const Settings *was, Error *error) {
    (void)was, (void)error;
    next->schedule.family = SCHEDULE_CUSTOM;
    return true;
}

static bool read_formula(Settings *settings, Error *error) {
    return formula_check(settings->schedule.formula, error);
}

static bool show_formula(Settings *next, const Settings *was, Error *error) {
    (void)was, (void)error;
    next->schedule.family = SCHEDULE_FORMULA;
    return true;
}

static bool shift_by_mu(Settings *settings, Error *error) {
    (void)error;
    ScheduleChoice *schedule = &settings->schedule;
    if (!isnan(schedule->mu)) schedule->shift = elementary_exp(schedule->mu);
    return true;
}

static bool reset_shift_with_mu(Settings *next, const Settings *was, Error *error) {
    (void)was, (void)error;
    if (isnan(next->schedule.mu)) next->schedule.shift = 1;
    return true;
}

static bool drop_other_mu(Settings *settings, Error *error) {
    (void)error;
    ScheduleChoice *schedule = &settings->schedule;
    if (!isnan(schedule->mu) && schedule->shift != elementary_exp(schedule->mu)) schedule->mu = NAN;
    return true;
}

static bool check_knot(Settings *next, const Settings *was, Error *error) {
    (void)was;
    return next->knot < next->schedule.knots.count ||
           error_usage(error, "knot: there are only 0 to %d", next->schedule.knots.count - 1);
}

static bool move_place(Settings *next, const Settings *was, Error *error) {
    if (next->t > was->schedule.steps)
        return error_usage(error, "t: %d is beyond the last step, T = %d", next->t,
                           was->schedule.steps);
    next->u = (double)next->t / next->schedule.steps;
    return true;
}

static bool check_window_size(Settings *next, const Settings *was, Error *error) {
    (void)was;
    return (next->look.width >= WINDOW_LEAST && next->look.height >= WINDOW_LEAST) ||
           error_usage(error, "size: the window takes sides from %d", WINDOW_LEAST);
}

static bool hold_z(Settings *next, const Settings *was, Error *error) {
    (void)was, (void)error;
    return next->reverse.hold_z = true;
}

static bool show_drawn_prior(Settings *next, const Settings *was, Error *error) {
    (void)was;
    const char *drawn = next->reverse.drawn_prior;
    if (!*drawn) return true;
    next->reverse.prior = PRIOR_DRAWN;
    size_t digits = strspn(drawn, "0123456789abcdefABCDEF");
    return (digits == DRAWN_TEXT - 1 && !drawn[digits]) ||
           error_usage(error, "drawn_prior: takes %d hexadecimal digits", DRAWN_TEXT - 1);
}

static bool check_shown(Settings *next, Error *error) {
    int channel[3], used = 0;
    const char *text = next->picture.shown;
    bool plain = !text[strspn(text, "0123456789,")];
    bool good = plain &&
                sscanf(text, "%3d,%3d,%3d%n", &channel[0], &channel[1], &channel[2], &used) == 3 &&
                !text[used];
    for (int i = 0; good && i < 3; i++) good = channel[i] < 256;
    return good ||
           error_usage(error, "takes three channels counted from 0, as 0,1,2, not \"%s\"", text);
}

// From the end it starts again.
static bool start_playing(Settings *next, const Settings *was, Error *error) {
    (void)error;
    if (!next->play.playing || was->play.playing) return true;
    int first = next->play.backward ? next->schedule.steps : 1;
    int last = next->play.backward ? 1 : next->schedule.steps;
    if (next->t == last) next->t = first;
    next->u = (double)next->t / next->schedule.steps;
    return true;
}

static bool start_sampling(Settings *next, const Settings *was, Error *error) {
    (void)was, (void)error;
    MixtureSettings *mixture = &next->mixture;
    if (mixture->sampling && mixture->sample_step >= mixture->sample_steps)
        mixture->sample_step = 0;
    return true;
}

// The rows -------------------------------------------------------------------------------------

enum {
    SIZE_BOOL = sizeof(bool),
    SIZE_INT = sizeof(int),
    SIZE_REAL = sizeof(double),
    SIZE_SEED = sizeof(uint64_t),
    SIZE_CHOICE = sizeof(int),
    SIZE_TEXT = SETTINGS_PATH,
    SIZE_SIZE = sizeof(int), // the first of two
    SIZE_COMPARE = sizeof(Compare),
    SIZE_KNOTS = sizeof(Knots),
};

#define OPTION(ID, NAME, GROUP, TYPE, MEMBER, ...)                                                 \
    _Static_assert(sizeof((Settings){ 0 }.MEMBER) == SIZE_##TYPE, #NAME " is of another type");
#include "conf/options.inc"
#undef OPTION

#define OPTION(ID, NAME, GROUP, TYPE, MEMBER, ...)                                                 \
    { .id = OPT_##ID,                                                                              \
      .name = #NAME,                                                                               \
      .group = GROUP_##GROUP,                                                                      \
      .type = OPTION_##TYPE,                                                                       \
      .offset = offsetof(Settings, MEMBER),                                                        \
      __VA_ARGS__ },
const Option option_rows[OPTIONS] = {
#include "conf/options.inc"
};
#undef OPTION
