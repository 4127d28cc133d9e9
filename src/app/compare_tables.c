// SPDX-License-Identifier: MIT
#include "app/compare.h"
#include "base/memory.h"
#include "conf/compare.h"
#include "conf/preset.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Tables -------------------------------------------------------------------------------------

// Stamps of the model's own table are small numbers; these never meet them.
static unsigned next_stamp(Model *model) {
    return 1u << 31 | ++model->compared_stamp;
}

static bool update_table(Model *model, int number, const Settings *settings, Error *error) {
    CompareTable *table = &model->compared[number];
    ScheduleChoice choice = compare_schedule(settings, number);
    bool from_file = choice.family == SCHEDULE_FILE;
    bool same = table->schedule.steps && memcmp(&table->made, &choice, sizeof choice) == 0 &&
                (!from_file || table->made_betas == model->betas_stamp);
    if (same) return true;
    if (from_file && !model->betas)
        return error_usage(error, "compare: file needs a list of betas, and none was opened");
    Settings as = compare_settings(settings, number);
    ScheduleParams params = settings_schedule(&as, model->betas, model->beta_count);
    if (!schedule_build(&table->schedule, &params, error))
        return error_prefix(error, "compare: schedule %d", number + 1);
    table->made = choice;
    table->made_betas = model->betas_stamp;
    table->stamp = next_stamp(model);
    return true;
}

bool compare_update(Model *model, const Settings *settings, Error *error) {
    const Compare *compare = &settings->compare.list;
    bool good = true;
    for (int i = 0; i < COMPARE_MOST && good; i++) {
        if (i < compare->count && i != compare->focus)
            good = update_table(model, i, settings, error);
        else
            schedule_free(&model->compared[i].schedule);
    }
    return good;
}

void compare_free(Model *model) {
    for (int i = 0; i < COMPARE_MOST; i++) {
        schedule_free(&model->compared[i].schedule);
        free(model->compared[i].columns);
    }
}

const Schedule *compare_table(const Model *model, int number) {
    CHECK(number >= 0 && number < model->made.compare.list.count);
    return number == model->made.compare.list.focus ? &model->schedule
                                                    : &model->compared[number].schedule;
}

unsigned compare_stamp(const Model *model, int number) {
    return number == model->made.compare.list.focus ? model->schedule_stamp
                                                    : model->compared[number].stamp;
}

// Steps --------------------------------------------------------------------------------------

int compare_t(const Model *model, int number) {
    return settings_t_at(model->made.u, compare_table(model, number)->steps);
}

int compare_t_at_log_snr(const Schedule *schedule, double log_snr) {
    int low = 1, high = schedule->steps;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        *(schedule->log_snr[middle] >= log_snr ? &low : &high) = middle;
    }
    double below = schedule->log_snr[low] - log_snr, above = log_snr - schedule->log_snr[high];
    return fabs(below) <= fabs(above) ? low : high;
}

int compare_t_of_equal_noise(const Model *model, int number) {
    static const double slack = 0.5; // nats beyond the first or last step, which is near enough
    const Schedule *table = compare_table(model, number);
    double wanted = model->schedule.log_snr[model->made.t];
    if (number == model->made.compare.list.focus) return model->made.t;
    bool outside =
        wanted > table->log_snr[1] + slack || wanted < table->log_snr[table->steps] - slack;
    return outside ? 0 : compare_t_at_log_snr(table, wanted);
}

// Columns ------------------------------------------------------------------------------------

enum {
    COLUMN_T,
    COLUMN_U,
    COLUMN_NOISE, // the level's place on an axis along which noise grows
    COLUMN_LEVEL,
    COLUMN_SQRT_ALPHA,
    COLUMN_RATIO,
    COLUMN_KL,
    COLUMNS
};

// Those that the table itself lacks, made once a table (and once a picture: KL is about it).
static const double *made_column(Model *model, int number, int column) {
    CompareTable *made = &model->compared[number];
    const Schedule *table = compare_table(model, number);
    unsigned stamp = compare_stamp(model, number);
    size_t rows = (size_t)table->steps + 1;
    Notation notation = (Notation)model->made.look.notation;
    if (!made->columns || made->columns_of != stamp || made->columns_x != model->x_stamp ||
        made->columns_notation != (int)notation) {
        double *columns = mem_resize(made->columns, COLUMNS * rows, sizeof *columns);
        for (int t = 0; t <= table->steps; t++) {
            columns[COLUMN_T * rows + (size_t)t] = t;
            columns[COLUMN_U * rows + (size_t)t] = (double)t / table->steps;
            double level = notation_level(notation, table->log_snr[t]);
            columns[COLUMN_LEVEL * rows + (size_t)t] = level;
            columns[COLUMN_NOISE * rows + (size_t)t] =
                compare_level_falls(&model->made) ? -level : level;
            columns[COLUMN_SQRT_ALPHA * rows + (size_t)t] = sqrt(table->alpha[t]);
            columns[COLUMN_RATIO * rows + (size_t)t] = t ? table->sigma2[t] / table->beta[t] : 0;
            columns[COLUMN_KL * rows + (size_t)t] =
                schedule_kl(table, t, model->moments.mean_square);
        }
        made->columns = columns;
        made->columns_of = stamp;
        made->columns_x = model->x_stamp;
        made->columns_notation = (int)notation;
    }
    return made->columns + (size_t)column * rows;
}

const double *compare_noise_column(Model *model, int number) {
    return made_column(model, number, COLUMN_NOISE);
}

const double *compare_column(Model *model, int number, Quantity quantity) {
    const Schedule *table = compare_table(model, number);
    switch (quantity) {
    case QUANTITY_ALPHA: return table->alpha;
    case QUANTITY_SQRT_ALPHA: return made_column(model, number, COLUMN_SQRT_ALPHA);
    case QUANTITY_LOG_SNR: return made_column(model, number, COLUMN_LEVEL);
    case QUANTITY_BETA: return table->beta;
    case QUANTITY_SIGMA2: return table->sigma2;
    case QUANTITY_SIGMA2_BETA: return made_column(model, number, COLUMN_RATIO);
    case QUANTITY_COEF_X: return table->coef_x;
    case QUANTITY_COEF_Z: return table->coef_z;
    case QUANTITY_KL: return made_column(model, number, COLUMN_KL);
    case QUANTITY_S: return table->noise_clock;
    case QUANTITY_T: return made_column(model, number, COLUMN_T);
    case QUANTITY_U: return made_column(model, number, COLUMN_U);
    case QUANTITIES: break;
    }
    check_failed("there is such a quantity", __FILE__, __LINE__);
}

// Words and colours --------------------------------------------------------------------------

Hue compare_hue(int number) {
    return (Hue)(HUE_FIRST + number);
}

// What sets a schedule apart from others of its family: ", zero SNR".
static void append_modifiers(const ScheduleChoice *choice, char *out, size_t size) {
    size_t used = strlen(out);
    if (choice->snr_shift != 1)
        snprintf(out + used, size - used, ", SNR shift %.3g", choice->snr_shift);
    used = strlen(out);
    if (choice->zero_snr) snprintf(out + used, size - used, ", zero SNR");
}

// A family's title without what explains it: "JSD", "Scaled linear".
static void family_words(const ScheduleChoice *choice, char *out, size_t size) {
    snprintf(out, size, "%s", schedule_family_info((ScheduleFamily)choice->family)->title);
    out[strcspn(out, ",(")] = '\0';
    size_t length = strlen(out);
    if (length && out[length - 1] == ' ') out[length - 1] = '\0';
}

void compare_short_title(const Model *model, int number, char *out, size_t size) {
    ScheduleChoice choice = compare_schedule(&model->made, number);
    const Preset *preset = preset_of(&choice);
    if (preset) {
        snprintf(out, size, "%s", preset->title);
        return;
    }
    family_words(&choice, out, size);
    append_modifiers(&choice, out, size);
}

void compare_brief_title(const Model *model, int number, char *out, size_t size) {
    ScheduleChoice choice = compare_schedule(&model->made, number);
    const Preset *preset = preset_of(&choice);
    if (preset)
        snprintf(out, size, "%s", preset->brief);
    else
        compare_short_title(model, number, out, size);
}

void compare_title(const Model *model, int number, char *out, size_t size) {
    ScheduleChoice choice = compare_schedule(&model->made, number);
    const Preset *preset = preset_of(&choice);
    char family[64];
    family_words(&choice, family, sizeof family);
    bool twice = preset && strncmp(family, preset->title, strlen(family)) == 0;
    snprintf(out, size, "%s%s%s", twice ? "" : family, preset && !twice ? " · " : "",
             preset ? preset->title : "");
    if (!preset) append_modifiers(&choice, out, size);
}

static const struct {
    const char *symbol, *help;
    bool log; // what its axis is of itself
} words[QUANTITIES] = {
    [QUANTITY_ALPHA] = { "<alpha>", "<alpha_t>, the share of the picture's variance that is left.",
                         false },
    [QUANTITY_SQRT_ALPHA] = { "<signal>", "<signal_t>, what multiplies the picture <x> in <z_t>.",
                              false },
    [QUANTITY_LOG_SNR] = { "<level>",
                           "<level>, how much noise there is. The log SNR is ln <alpha> − "
                           "ln(<rest>), in nats: 0 where picture and noise weigh the same.",
                           false },
    [QUANTITY_BETA] = { "<beta>", "<beta_t>, the variance of the noise that one step adds.", true },
    [QUANTITY_SIGMA2] = { "<sigma2>", "<sigma2_t>, the variance of one step back, knowing <x>.",
                          true },
    [QUANTITY_SIGMA2_BETA] = { "<sigma2>/<beta>",
                               "<sigma2_t>/<beta_t>: the lower bound of the reverse step's "
                               "variance over the upper one (Nichol & Dhariwal 2021, Figure 1).",
                               false },
    [QUANTITY_COEF_X] = { "coef <x>", "The coefficient of <x> in the posterior mean <mean_t>.",
                          true },
    [QUANTITY_COEF_Z] = { "coef <z>", "The coefficient of <z_t> in the posterior mean <mean_t>.",
                          false },
    [QUANTITY_KL] = { "KL",
                      "How far q(<z_t> | <x>) is from pure noise: nats, on average over this "
                      "picture's values.",
                      true },
    [QUANTITY_S] = { "<clock>", "<clock_t> = <(rest_t)>/<alpha_t>, the clock of the Brownian path.",
                     true },
    [QUANTITY_T] = { "$t$", "The step itself: over <level> it says which t has equal noise.",
                     false },
    [QUANTITY_U] = { "$t/T$",
                     "The share of the chain: over <level> it says where in the chain "
                     "there is equal noise.",
                     false },
};

const char *compare_symbol(Quantity quantity) {
    return words[quantity].symbol;
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

bool compare_plot_is_log(const Settings *settings, int plot) {
    int quantity = settings->compare.plot[plot], scale = settings->compare.scale[plot];
    if (quantity == QUANTITY_LOG_SNR)
        return notation_level_is_log((Notation)settings->look.notation);
    if (quantity >= QUANTITY_T) return false;
    return scale == COMPARE_AUTO ? words[quantity].log : scale == COMPARE_LOG;
}
