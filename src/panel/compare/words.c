// SPDX-License-Identifier: MIT
#include "panel/compare/words.h"

#include "base/number.h"
#include "base/translate.h"
#include "conf/compare.h"
#include "conf/preset.h"

#include <stdio.h>
#include <string.h>

// What sets a schedule apart from others of its family: ", zero SNR".
static void append_modifiers(const ScheduleChoice *choice, char *out, size_t size) {
    size_t used = strlen(out);
    if (choice->snr_shift != 1)
        snprintf(out + used, size - used, _(", SNR shift %s"), NUMBER(choice->snr_shift, 3));
    used = strlen(out);
    if (choice->zero_snr) snprintf(out + used, size - used, "%s", _(", zero SNR"));
}

static const char *title_of(const ScheduleChoice *choice) {
    return schedule_family_info((ScheduleFamily)choice->family)->title;
}

// A family's title without what explains it: "JSD", "Scaled linear".
static void family_words(const char *title, char *out, size_t size) {
    snprintf(out, size, "%s", title);
    out[strcspn(out, ",(")] = '\0';
    size_t length = strlen(out);
    if (length && out[length - 1] == ' ') out[length - 1] = '\0';
}

void compare_short_title(const Model *model, int number, char *out, size_t size) {
    ScheduleChoice choice = compare_schedule(&model->made, number);
    const Preset *preset = preset_of(&choice);
    if (preset) {
        snprintf(out, size, "%s", _(preset->title));
        return;
    }
    family_words(_(title_of(&choice)), out, size);
    append_modifiers(&choice, out, size);
}

void compare_brief_title(const Model *model, int number, char *out, size_t size) {
    ScheduleChoice choice = compare_schedule(&model->made, number);
    const Preset *preset = preset_of(&choice);
    if (preset)
        snprintf(out, size, "%s", _(preset->brief));
    else
        compare_short_title(model, number, out, size);
}

void compare_title(const Model *model, int number, char *out, size_t size) {
    ScheduleChoice choice = compare_schedule(&model->made, number);
    const Preset *preset = preset_of(&choice);
    char family[96];
    family_words(title_of(&choice), family, sizeof family);
    bool twice = preset && strncmp(family, preset->title, strlen(family)) == 0;
    family_words(_(title_of(&choice)), family, sizeof family);
    snprintf(out, size, "%s%s%s", twice ? "" : family, preset && !twice ? " · " : "",
             preset ? _(preset->title) : "");
    if (!preset) append_modifiers(&choice, out, size);
}

static const struct {
    const char *symbol, *help;
    bool log; // what its axis is of itself
} words[QUANTITIES] = {
    [QUANTITY_ALPHA] = { "<alpha>",
                         N_("<alpha_t>, the share of the picture’s variance that is left."),
                         false },
    [QUANTITY_SQRT_ALPHA] = { "<signal>",
                              N_("<signal_t>, what multiplies the picture <x> in <z_t>."), false },
    [QUANTITY_LOG_SNR] = { "<level>",
                           N_("<level>, how much noise there is. The log SNR is ln <alpha> − "
                              "ln(<rest>), in nats: 0 where picture and noise weigh the same."),
                           false },
    [QUANTITY_BETA] = { "<beta>", N_("<beta_t>, the variance of the noise that one step adds."),
                        true },
    [QUANTITY_SIGMA2] = { "<sigma2>", N_("<sigma2_t>, the variance of one step back, knowing <x>."),
                          true },
    [QUANTITY_SIGMA2_BETA] = { "<sigma2>/<beta>",
                               N_("<sigma2_t>/<beta_t>: the smaller of the two variances that DDPM "
                                  "may give a step back, over the larger (Nichol & Dhariwal 2021, "
                                  "Figure 1)."),
                               false },
    [QUANTITY_COEF_X] = { N_("coef <x>"),
                          N_("The coefficient of <x> in the posterior mean <mean_t>."), true },
    [QUANTITY_COEF_Z] = { N_("coef <z>"),
                          N_("The coefficient of <z_t> in the posterior mean <mean_t>."), false },
    [QUANTITY_KL] = { "KL",
                      N_("How far q(<z_t> | <x>) is from pure noise: nats, on average over this "
                         "picture’s values."),
                      true },
    [QUANTITY_S] = { "<clock>",
                     N_("<clock_t> = <(rest_t)>/<alpha_t>, the clock of the Brownian path."),
                     true },
    [QUANTITY_T] = { "$t$", N_("The step itself: over <level> it says which t has equal noise."),
                     false },
    [QUANTITY_U] = { "$t/T$",
                     N_("The share of the chain: over <level> it says where in the chain "
                        "there is equal noise."),
                     false },
};

const char *compare_symbol(Quantity quantity) {
    return _(words[quantity].symbol);
}

const char *compare_help(Quantity quantity) {
    return words[quantity].help;
}

bool compare_level_falls(const Settings *settings) {
    return settings->look.notation == NOTATION_BISHOP || settings->look.notation == NOTATION_HO;
}

bool compare_x_is_log(const Settings *settings) {
    return settings->compare.x == COMPARE_X_LOG_SNR &&
           notation_level_is_log((Notation)settings->look.notation);
}

bool compare_is_log(const Settings *settings, Quantity quantity, int scale) {
    if (quantity == QUANTITY_LOG_SNR)
        return notation_level_is_log((Notation)settings->look.notation);
    if (quantity >= QUANTITY_T) return false;
    return scale == COMPARE_AUTO ? words[quantity].log : scale == COMPARE_LOG;
}

bool compare_plot_is_log(const Settings *settings, int plot) {
    return compare_is_log(settings, (Quantity)settings->compare.plot[plot],
                          settings->compare.scale[plot]);
}
