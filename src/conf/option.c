// SPDX-License-Identifier: MIT
#include "conf/option.h"

#include "base/number.h"
#include "base/translate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const Option *option_row(OptionId id) {
    CHECK(option_rows[id].id == id);
    return &option_rows[id];
}

const Option *option_find(const char *name) {
    for (int i = 0; i < OPTIONS; i++) {
        const char *a = option_rows[i].name, *b = name;
        while (*a && (*a == *b || (*a == '_' && *b == '-'))) a++, b++;
        if (!*a && !*b) return &option_rows[i];
    }
    return NULL;
}

const char *option_choice(const Option *option, int index) {
    return option->name_choice ? option->name_choice(index) : option->choices[index];
}

static void *member(Settings *settings, const Option *option) {
    return (char *)settings + option->offset;
}

static const void *const_member(const Settings *settings, const Option *option) {
    return (const char *)settings + option->offset;
}

static bool set_choice(int *to, const Option *option, const char *value, Error *error) {
    Text all = { 0 };
    for (int i = 0; option_choice(option, i); i++) {
        if (strcmp(option_choice(option, i), value) == 0) {
            text_free(&all);
            *to = i;
            return true;
        }
        text_append(&all, "%s%s", i ? ", " : "", option_choice(option, i));
    }
    if (option->near) {
        text_clear(&all);
        option->near(&all, value);
        error_usage(error, "takes %s or a name of --help, not \"%.80s\"; near it are %s",
                    option_choice(option, 0), value, all.data);
    } else {
        error_usage(error, "takes one of %s, not \"%s\"", all.data, value);
    }
    text_free(&all);
    return false;
}

static bool set_number(const Option *option, const char *value, double *out, Error *error) {
    long long whole;
    bool is_int = option->type == OPTION_INT;
    bool good = is_int ? read_int(value, &whole) : read_real(value, out);
    if (good && is_int) *out = (double)whole;
    if (good && option->open)
        good = *out > option->min && *out < option->max;
    else if (good)
        good = *out >= option->min && *out <= option->max;
    if (good) return true;
    if (option->open)
        return error_usage(error, "takes a number above %.10g and below %.10g, not \"%s\"",
                           option->min, option->max, value);
    if (is_int)
        return error_usage(error, "takes a whole number from %.10g to %.10g, not \"%s\"",
                           option->min, option->max, value);
    return error_usage(error, "takes a number from %.10g to %.10g, not \"%s\"", option->min,
                       option->max, value);
}

static bool set_size(int *to, const Option *option, const char *value, Error *error) {
    int width, height, used = 0;
    bool plain = !value[strspn(value, "0123456789x")]; // sscanf takes blanks and signs too
    if (plain && sscanf(value, "%5dx%5d%n", &width, &height, &used) == 2 && !value[used] &&
        width >= option->min && width <= option->max && height >= option->min &&
        height <= option->max) {
        to[0] = width, to[1] = height;
        return true;
    }
    return error_usage(error, "takes WxH with sides from %g to %g, as 1920x1080, not \"%s\"",
                       option->min, option->max, value);
}

// "0:9.2,0.5:0,1:-10"
static bool set_knots(Knots *to, const char *value, Error *error) {
    Knots knots = { 0 };
    char part[2][40];
    for (const char *at = value; knots.count < KNOTS_MOST; at++) {
        int used = 0;
        bool good = sscanf(at, "%39[^:,]:%39[^:,]%n", part[0], part[1], &used) == 2 && used &&
                    read_real(part[0], &knots.u[knots.count]) &&
                    read_real(part[1], &knots.log_snr[knots.count]);
        if (!good || (at[used] && at[used] != ','))
            return error_usage(error,
                               "takes U:L,U:L,... with u from 0 to 1 and the log SNR there, "
                               "as 0:10,0.5:0,1:-10, not \"%.60s\"",
                               value);
        knots.count++;
        at += used;
        if (!*at) break;
        if (knots.count == KNOTS_MOST)
            return error_usage(error, "takes %d knots at most", KNOTS_MOST);
    }
    if (!knots_check(&knots, error)) return error_prefix(error, "takes knots that make a schedule");
    *to = knots;
    return true;
}

static void append_knots(Text *out, const Knots *knots) {
    for (int i = 0; i < knots->count; i++) {
        if (i) text_append(out, ",");
        text_append_real(out, knots->u[i]);
        text_append(out, ":");
        text_append_real(out, knots->log_snr[i]);
    }
}

static bool set_bool(bool *to, const char *value, Error *error) {
    if (strcmp(value, "1") == 0 || strcmp(value, "0") == 0) {
        *to = *value == '1';
        return true;
    }
    return error_usage(error, "takes 0 or 1, not \"%s\"", value);
}

// What lies behind the end is zero, so that equal settings are equal bytes.
static void set_text(char *to, const char *value) {
    size_t length = strlen(value);
    memmove(to, value, length + 1);
    memset(to + length, 0, SETTINGS_PATH - length);
}

static bool set_alone(Settings *settings, const Option *option, const char *value, Error *error) {
    void *to = member(settings, option);
    double number;
    bool good = true;
    switch (option->type) {
    case OPTION_BOOL: good = set_bool(to, value, error); break;
    case OPTION_INT:
        good = set_number(option, value, &number, error);
        if (good) *(int *)to = (int)number;
        break;
    case OPTION_REAL:
        if (option->follow && strcmp(value, "default") == 0)
            number = NAN;
        else
            good = set_number(option, value, &number, error);
        if (good) *(double *)to = number;
        break;
    case OPTION_SEED:
        if (!read_unsigned(value, to))
            good = error_usage(
                error, "takes a whole number from 0 to 18446744073709551615, not \"%s\"", value);
        break;
    case OPTION_CHOICE: good = set_choice(to, option, value, error); break;
    case OPTION_TEXT:
        if (strlen(value) >= SETTINGS_PATH)
            good = error_usage(error, "takes at most %d characters", SETTINGS_PATH - 1);
        else
            set_text(to, value);
        break;
    case OPTION_SIZE: good = set_size(to, option, value, error); break;
    case OPTION_COMPARE: good = option->read(settings, value, error); break;
    case OPTION_KNOTS: good = set_knots(to, value, error); break;
    }
    return good;
}

bool option_set(Settings *settings, const Option *option, const char *value, Error *error) {
    if (!option->on_set) return set_alone(settings, option, value, error);
    Settings next = *settings;
    if (!set_alone(&next, option, value, error) || !option->on_set(&next, error)) return false;
    memcpy(settings, &next, sizeof next); // what lies between the members too
    return true;
}

void option_reset(Settings *settings, const Option *option) {
    Error error;
    CHECK(option_set(settings, option, option->initial, &error));
}

void settings_reset(Settings *settings) {
    memset(settings, 0, sizeof *settings);
    for (int i = 0; i < OPTIONS; i++) option_reset(settings, option_row((OptionId)i));
    settings->u = (double)settings->t / settings->schedule.steps;
}

double settings_default_u(void) {
    Settings fresh;
    settings_reset(&fresh);
    return fresh.u;
}

double option_number(const Settings *settings, const Option *option) {
    const void *at = const_member(settings, option);
    switch (option->type) {
    case OPTION_BOOL: return *(const bool *)at;
    case OPTION_INT:
    case OPTION_CHOICE: return *(const int *)at;
    case OPTION_REAL: {
        double value = *(const double *)at;
        return isnan(value) ? option->follow(settings) : value;
    }
    default: check_failed("the option is a number", __FILE__, __LINE__);
    }
}

void option_format(Text *out, const Settings *settings, const Option *option) {
    const void *at = const_member(settings, option);
    switch (option->type) {
    case OPTION_BOOL:
    case OPTION_INT: text_append(out, "%d", (int)option_number(settings, option)); break;
    case OPTION_REAL:
        if (isnan(*(const double *)at))
            text_append(out, "default");
        else
            text_append_real(out, *(const double *)at);
        break;
    case OPTION_SEED: text_append(out, "%llu", (unsigned long long)*(const uint64_t *)at); break;
    case OPTION_CHOICE: text_append(out, "%s", option_choice(option, *(const int *)at)); break;
    case OPTION_TEXT: text_append(out, "%s", (const char *)at); break;
    case OPTION_COMPARE: option->write(out, settings); break;
    case OPTION_SIZE: text_append(out, "%dx%d", ((const int *)at)[0], ((const int *)at)[1]); break;
    case OPTION_KNOTS: append_knots(out, at); break;
    }
}

bool option_is_path(const Option *option, const char *value) {
    const char *takes = option->type == OPTION_TEXT ? option->value_name : NULL;
    if (!takes || (strcmp(takes, "FILE") != 0 && strcmp(takes, "PATH") != 0)) return false;
    for (int i = 0; option->no_paths && option->no_paths[i]; i++)
        if (strcmp(value, option->no_paths[i]) == 0) return false;
    return *value != '\0';
}

bool option_is_left_out(const Settings *settings, const Option *option) {
    if (option->unshown) return true;
    return option->left_out ? option->left_out(settings, option)
                            : option_is_default(settings, option);
}

bool option_is_default(const Settings *settings, const Option *option) {
    Settings fresh = *settings;
    option_reset(&fresh, option);
    Text now = { 0 }, then = { 0 };
    option_format(&now, settings, option);
    option_format(&then, &fresh, option);
    bool same = strcmp(now.data, then.data) == 0;
    text_free(&now);
    text_free(&then);
    return same;
}

void option_show(char *out, size_t size, const Option *option, double value) {
    const char *minus = value < 0 ? "−" : "";
    double shown = fabs(value);
    if (option->zero_shown && value == 0)
        snprintf(out, size, "%s", _(option->zero_shown));
    else if (option->type != OPTION_REAL)
        snprintf(out, size, "%s%.0f%s", minus, shown, option->unit ? option->unit : "");
    else if (value == 0)
        snprintf(out, size, "0");
    else if (shown < 1e-4)
        snprintf(out, size, "%s", NUMBER(value, 3));
    else if (shown < 0.01)
        snprintf(out, size, "%s%.5f", minus, shown);
    else if (shown < 1)
        snprintf(out, size, "%s%.4f", minus, shown);
    else
        snprintf(out, size, "%s%.2f", minus, shown);
}

static double slider_end(const Option *option, bool high) {
    bool whole_range = option->from == 0 && option->to == 0;
    double end = high ? (whole_range ? option->max : option->to)
                      : (whole_range ? option->min : option->from);
    return option->log ? log(end) : end;
}

double option_place(const Option *option, double value) {
    if (option->zero_is_largest && value == 0) return 1;
    double low = slider_end(option, false), high = slider_end(option, true);
    double at = option->log ? (value > 0 ? log(value) : low) : value;
    return fmin(1, fmax(0, (at - low) / (high - low)));
}

double option_at_place(const Option *option, double place) {
    double low = slider_end(option, false), high = slider_end(option, true);
    double at = low + fmin(1, fmax(0, place)) * (high - low);
    double value = option->log ? exp(at) : at;
    if (option->type == OPTION_INT) return round(value);
    // Three digits are what a hand can set; anything finer is typed.
    double unit = pow(10, floor(log10(fabs(value) + 1e-300)) - 2);
    return fmin(option->max, fmax(option->min, round(value / unit) * unit));
}

static void append_type(Text *out, const Option *option) {
    if (option->value_name) {
        text_append(out, "%s", option->value_name);
        return;
    }
    if (option->type == OPTION_BOOL) text_append(out, "0|1");
    for (int i = 0; option->type == OPTION_CHOICE && option_choice(option, i); i++)
        text_append(out, "%s%s", i ? "|" : "", option_choice(option, i));
}

void option_help(Text *out) {
    static const char *const titles[] = { N_("Schedule"),
                                          N_("Levels that a sampler visits"),
                                          N_("Noise"),
                                          N_("Picture"),
                                          N_("Window"),
                                          N_("Compare"),
                                          N_("Mixture over a data set"),
                                          N_("Weights of a loss over log SNR") };
    for (int group = GROUP_SCHEDULE; group < GROUP_STATE; group++) {
        text_append(out, "\n%s\n", _(titles[group]));
        for (int i = 0; i < OPTIONS; i++) {
            const Option *option = &option_rows[i];
            if ((int)option->group != group) continue;
            Text left = { 0 }, help = { 0 };
            text_append(&left, "--%s", option->name);
            for (char *c = left.data; *c; c++)
                if (*c == '_') *c = '-';
            text_append(&left, " ");
            append_type(&left, option);
            notation_plain(&help, (NotationStyle){ 0 }, _(option->help));
            if (option->name_choice)
                for (int k = 0; option_choice(option, k); k++)
                    text_append(&help, "%s%s", k ? ", " : _(" One of "), option_choice(option, k));
            if (*option->initial && !option->is_step && strcmp(option->initial, "default") != 0)
                text_append(&help, " [%s]", option->initial);
            text_append_row(out, left.data, help.data);
            text_free(&left);
            text_free(&help);
        }
    }
}
