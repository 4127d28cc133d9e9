// SPDX-License-Identifier: MIT
#include "io/scheduler/words.h"

#include "base/number.h"
#include "base/translate.h"

#include <string.h>

static bool has_ends(const SchedulerConfig *config) {
    return scheduler_names_hold("linear scaled_linear sigmoid", config->schedule);
}

static void append_table(Text *out, const SchedulerConfig *config) {
    text_append(out, "%s: ", *config->class_name ? config->class_name : config->class->name);
    if (strcmp(config->schedule, "flow") == 0)
        text_append(out, _("straight path (flow), shift %s"), NUMBER(config->shift, 6));
    else if (config->class->table == TABLE_SIGMAS)
        text_append(out, _("noise levels σ from %s to %s, %s"), NUMBER(config->sigma_min, 6),
                    NUMBER(config->sigma_max, 6), config->schedule);
    else if (has_ends(config))
        text_append(out, _("%s, <beta> from %s to %s"), config->schedule,
                    NUMBER(config->beta_min, 6), NUMBER(config->beta_max, 6));
    else
        text_append(out, "%s", config->schedule);
    if (config->snr_scale != 1) {
        text_append(out, ", ");
        text_append(out, _("SNR divided by %s"), NUMBER(config->snr_scale, 6));
    }
    if (config->zero_snr) text_append(out, ", %s", _("zero terminal SNR"));
    if (config->tiny_end) text_append(out, ", %s", _("rescaled to end at <alpha_T> = 2⁻²⁴"));
    text_append(out, ", $T$ = %d.", config->steps);
}

static void append_shift(Text *out, const SchedulerConfig *config) {
    const SchedulerSampling *sampling = &config->sampling;
    if (!config->dynamic) return;
    text_append(out, " ");
    if (config->class->dynamic)
        text_append(
            out,
            _("The shift is dynamic: exp(μ), and μ goes with the picture’s size, from %s at %d "
              "tokens to %s at %d. Shown is the path before it, with shift 1; its levels are "
              "shifted for 1024 × 1024 where no other size is chosen."),
            NUMBER(sampling->base_shift, 6), sampling->base_image_seq_len,
            NUMBER(sampling->max_shift, 6), sampling->max_image_seq_len);
    else
        text_append(out, "%s",
                    _("A pipeline that shifts by the picture’s size puts exp(μ) in the place of "
                      "this shift."));
}

// "%s" is the list.
static void append_list(Text *out, const char *format, const char *list) {
    if (!*list) return;
    text_append(out, " ");
    text_append(out, _(format), list);
}

static void append_keys(Text *out, const SchedulerConfig *config) {
    append_list(out, N_("Not read: %s."), config->not_read);
    append_list(out, N_("Not understood: %s."), config->not_understood);
}

void scheduler_words_brief(Text *out, const SchedulerConfig *config) {
    append_table(out, config);
    append_shift(out, config);
    append_keys(out, config);
}

void scheduler_words(Text *out, const SchedulerConfig *config) {
    append_table(out, config);
    append_shift(out, config);
    if (!*config->class_name)
        text_append(out, " %s", _("The file names no class: it is read as one of DDPMScheduler."));
    if (config->class->table == TABLE_SIGMAS)
        text_append(out, " %s",
                    _("Its σ as the equivalent that keeps the variance, <alpha> = 1/(1 + $σ^2$)."));
    if (config->class->note) text_append(out, " %s", _(config->class->note));
    append_list(out, N_("Only for sampling: %s."), config->for_sampling);
    append_keys(out, config);
}
