// SPDX-License-Identifier: MIT
#include "conf/compare.h"

#include "base/memory.h"
#include "conf/option.h"
#include "conf/preset_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// The rows that make up a schedule beside its family: those of ScheduleChoice.
static bool is_part(const Option *option) {
    size_t from = offsetof(Settings, schedule), end = from + sizeof(ScheduleChoice);
    return option->id != OPT_SCHEDULE && option->offset >= from && option->offset < end;
}

// A curve that one family alone reads: knots, a formula. They stay while the family is another.
static bool is_curve(const Option *option) {
    return option->id == OPT_KNOTS || option->id == OPT_FORMULA;
}

static bool reads_curve(const ScheduleChoice *choice, const Option *option) {
    return choice->family == (option->id == OPT_KNOTS ? SCHEDULE_CUSTOM : SCHEDULE_FORMULA);
}

// As it stands among others: a curve that no schedule reads is none.
static ScheduleChoice own_schedule(const Settings *settings) {
    ScheduleChoice own;
    memcpy(&own, &settings->schedule, sizeof own); // what lies between the members too
    if (own.family != SCHEDULE_CUSTOM) memset(&own.knots, 0, sizeof own.knots);
    if (own.family != SCHEDULE_FORMULA) memset(own.formula, 0, sizeof own.formula);
    return own;
}

static void adopt_schedule(Settings *settings, const ScheduleChoice *choice) {
    ScheduleChoice was;
    memcpy(&was, &settings->schedule, sizeof was);
    memcpy(&settings->schedule, choice, sizeof *choice);
    if (choice->family != SCHEDULE_CUSTOM) settings->schedule.knots = was.knots;
    if (choice->family != SCHEDULE_FORMULA)
        memcpy(settings->schedule.formula, was.formula, sizeof was.formula);
}

ScheduleChoice compare_schedule(const Settings *settings, int number) {
    CHECK(number >= 0 && number < settings->compare.list.count);
    if (number != settings->compare.list.focus) return settings->compare.list.others[number];
    return own_schedule(settings);
}

Settings compare_settings(const Settings *settings, int number) {
    Settings as = *settings;
    ScheduleChoice choice = compare_schedule(settings, number);
    adopt_schedule(&as, &choice);
    return as;
}

// Changes ------------------------------------------------------------------------------------

static void move_focus(Settings *settings, int to) {
    Compare *compare = &settings->compare.list;
    if (to == compare->focus) return;
    compare->others[compare->focus] = own_schedule(settings);
    adopt_schedule(settings, &compare->others[to]);
    memset(&compare->others[to], 0, sizeof compare->others[to]);
    compare->focus = to;
}

// The first that none of the first `count` has.
static int free_color(const Compare *compare, int count) {
    for (int color = 0;; color++) {
        bool taken = false;
        for (int i = 0; i < count; i++) taken |= compare->colors[i] == color;
        if (!taken) return color;
    }
}

static bool duplicate(Settings *settings, int number, Error *error) {
    Compare *compare = &settings->compare.list;
    if (compare->count == COMPARE_MOST)
        return error_usage(error, "compare: there are %d schedules already", COMPARE_MOST);
    move_focus(settings, number);
    int color = free_color(compare, compare->count);
    for (int i = compare->count; i > number + 1; i--) {
        compare->others[i] = compare->others[i - 1];
        compare->colors[i] = compare->colors[i - 1];
    }
    compare->count++;
    compare->colors[number + 1] = color;
    compare->others[number] = own_schedule(settings);
    memset(&compare->others[number + 1], 0, sizeof compare->others[0]);
    compare->focus = number + 1;
    return true;
}

static bool remove_schedule(Settings *settings, int number, Error *error) {
    Compare *compare = &settings->compare.list;
    if (compare->count == 1) return error_usage(error, "compare: the last schedule stays");
    if (number == compare->focus) move_focus(settings, number > 0 ? number - 1 : 1);
    compare->count--;
    for (int i = number; i < compare->count; i++) {
        compare->others[i] = compare->others[i + 1];
        compare->colors[i] = compare->colors[i + 1];
    }
    memset(&compare->others[compare->count], 0, sizeof compare->others[0]);
    compare->colors[compare->count] = 0;
    if (compare->focus > number) compare->focus--;
    return true;
}

bool compare_change(Settings *settings, const char *what, const char *number, Error *error) {
    long long at;
    if (!read_int(number, &at) || at < 1 || at > settings->compare.list.count)
        return error_usage(error, "compare: takes a schedule's number, 1 to %d, not \"%s\"",
                           settings->compare.list.count, number);
    if (strcmp(what, "duplicate") == 0) return duplicate(settings, (int)at - 1, error);
    if (strcmp(what, "remove") == 0) return remove_schedule(settings, (int)at - 1, error);
    if (strcmp(what, "focus") != 0)
        return error_usage(error, "compare: takes focus, duplicate or remove, not \"%s\"", what);
    move_focus(settings, (int)at - 1);
    return true;
}

bool compare_uses_file(const Settings *settings) {
    for (int i = 0; i < settings->compare.list.count; i++)
        if (i != settings->compare.list.focus &&
            settings->compare.list.others[i].family == SCHEDULE_FILE)
            return true;
    return false;
}

bool compare_has_twins(const Settings *settings) {
    Settings without = *settings;
    compare_avoid_twins(&without);
    return memcmp(&without.compare.list, &settings->compare.list, sizeof without.compare.list) != 0;
}

void compare_avoid_twins(Settings *settings) {
    ScheduleChoice own = compare_schedule(settings, settings->compare.list.focus);
    for (int i = 0; i < settings->compare.list.count; i++) {
        Settings linear = *settings;
        Error error;
        if (i == settings->compare.list.focus ||
            !schedule_equal(&own, &settings->compare.list.others[i]))
            continue;
        CHECK(schedule_read(&linear, "linear", &error));
        settings->compare.list.others[i] = own_schedule(&linear);
    }
}

// Text ---------------------------------------------------------------------------------------

static char *skip_blanks(char *at) {
    return at + strspn(at, " \t");
}

static void cut_blanks(char *text) {
    for (size_t n = strlen(text); n && strchr(" \t", text[n - 1]); n--) text[n - 1] = '\0';
}

// The next word, its blanks within "..." kept and these quotes left out; NULL at the end.
static char *next_word(char **rest) {
    char *from = skip_blanks(*rest), *to = from, *at = from;
    bool quoted = false;
    if (!*from) return NULL;
    for (; *at && (quoted || !strchr(" \t", *at)); at++) {
        if (*at == '"')
            quoted = !quoted;
        else
            *to++ = *at;
    }
    *rest = *at ? at + 1 : at;
    *to = '\0';
    return from;
}

// "steps=250"
static bool read_part(Settings *settings, char *word, Error *error) {
    char *equals = strchr(word, '=');
    if (!equals)
        return error_usage(error, "after a schedule stand options as steps=250, not \"%s\"", word);
    *equals = '\0';
    const Option *option = option_find(word);
    if (!option || !is_part(option))
        return error_usage(error, "%s: is no option of a schedule", word);
    return option_set(settings, option, equals + 1, error) ||
           error_prefix(error, "%s", option->name);
}

void schedule_reset(Settings *settings) {
    for (int i = 0; i < OPTIONS; i++) {
        const Option *option = option_row((OptionId)i);
        if (is_part(option) && !is_curve(option)) option_reset(settings, option);
    }
}

static bool read_family(Settings *settings, const char *name, Error *error) {
    const Preset *preset = preset_find(name);
    if (preset && preset_is_comparison(preset))
        return error_usage(error, "%s: is a preset of several schedules", name);
    if (preset) return schedule_read(settings, preset->schedules, error);
    schedule_reset(settings);
    return option_set(settings, option_row(OPT_SCHEDULE), name, error);
}

bool schedule_read(Settings *settings, const char *text, Error *error) {
    Settings next = *settings;
    char *copy = mem_copy_text(text), *rest = copy;
    char *word = next_word(&rest);
    bool good =
        word ? read_family(&next, word, error) : error_usage(error, "a schedule's name is missing");
    while (good && (word = next_word(&rest))) good = read_part(&next, word, error);
    free(copy);
    if (good) *settings = next;
    return good;
}

// Those that are not said are the first that are free.
enum { NO_COLOR = -1 };
static void fill_colors(Compare *compare) {
    for (int i = 0; i < compare->count; i++)
        if (compare->colors[i] == NO_COLOR)
            compare->colors[i] = free_color(compare, compare->count);
}

static bool check_colors(const Compare *compare, Error *error) {
    for (int i = 0; i < compare->count; i++)
        for (int k = 0; k < i; k++)
            if (compare->colors[i] != NO_COLOR && compare->colors[i] == compare->colors[k])
                return error_usage(error, "two have color=%d", compare->colors[i] + 1);
    return true;
}

// What is to be said, so that the others follow.
static void said_colors(int said[COMPARE_MOST], const Compare *compare) {
    Compare trial = { .count = compare->count };
    for (int i = 0; i < COMPARE_MOST; i++) said[i] = NO_COLOR;
    for (int differs = 0; differs < compare->count;) {
        memcpy(trial.colors, said, sizeof trial.colors);
        fill_colors(&trial);
        for (differs = 0; differs < compare->count; differs++)
            if (trial.colors[differs] != compare->colors[differs]) break;
        if (differs < compare->count) said[differs] = compare->colors[differs];
    }
}

// Cuts "color=2" out of an entry. `color` counts from 0; NO_COLOR where there is none.
static bool cut_color(char *entry, int *color, Error *error) {
    static const char word[] = "color=";
    enum { NAME = sizeof word - 1 };
    char *at = entry;
    *color = NO_COLOR;
    while ((at = strstr(at, word)) && at > entry && !strchr(" \t", at[-1])) at++;
    if (!at) return true;
    size_t length = strcspn(at + NAME, " \t");
    if (length != 1 || at[NAME] < '1' || at[NAME] > '0' + COMPARE_MOST)
        return error_usage(error, "color: takes 1 to %d, not \"%.*s\"", COMPARE_MOST, (int)length,
                           at + NAME);
    *color = at[NAME] - '1';
    memset(at, ' ', NAME + length);
    cut_blanks(entry);
    return true;
}

// One entry of the list, with its star if any, becomes number compare.list.count.
static bool read_entry(Settings *next, const Settings *settings, char *entry, bool *starred,
                       Error *error) {
    Compare *compare = &next->compare.list;
    Settings as = *settings;
    entry = skip_blanks(entry);
    cut_blanks(entry);
    bool star = *entry == '*';
    if (star && *starred) return error_usage(error, "there is more than one *");
    if (star) entry = skip_blanks(entry + 1);
    if (compare->count == COMPARE_MOST)
        return error_usage(error, "there are more than %d", COMPARE_MOST);
    if (!cut_color(entry, &compare->colors[compare->count], error)) return false;
    bool as_it_is = star && !*entry;
    if (!as_it_is && !schedule_read(&as, entry, error)) return false;
    if (star) *starred = true, compare->focus = compare->count;
    compare->others[compare->count++] = own_schedule(&as);
    return true;
}

bool compare_read(Settings *settings, const char *text, Error *error) {
    Settings next = *settings;
    char *copy = mem_copy_text(text);
    bool good = true, starred = false, more = true;
    memset(&next.compare.list, 0, sizeof next.compare.list);
    for (char *entry = copy; good && more;) {
        char *end = entry + strcspn(entry, ";");
        more = *end == ';';
        *end = '\0';
        good = read_entry(&next, settings, entry, &starred, error);
        entry = end + 1;
    }
    free(copy);
    good = good && check_colors(&next.compare.list, error);
    if (!good) return error_prefix(error, "takes schedules, as \"linear; cosine steps=250\"");
    fill_colors(&next.compare.list);
    ScheduleChoice *own = &next.compare.list.others[next.compare.list.focus];
    adopt_schedule(&next, own);
    memset(own, 0, sizeof *own);
    *settings = next;
    return true;
}

void schedule_format(Text *out, const ScheduleChoice *choice) {
    Settings as = { 0 };
    adopt_schedule(&as, choice);
    option_format(out, &as, option_row(OPT_SCHEDULE));
    for (int i = 0; i < OPTIONS; i++) {
        const Option *option = option_row((OptionId)i);
        if (!is_part(option)) continue;
        bool unsaid =
            is_curve(option) ? !reads_curve(choice, option) : option_is_default(&as, option);
        if (unsaid || (option->id == OPT_SHIFT && !isnan(choice->mu))) continue;
        text_append(out, " %s=", option->name);
        if (option->id == OPT_FORMULA)
            text_append(out, "\"%s\"", choice->formula); // which has blanks, and no quotes
        else if (option->type == OPTION_REAL)
            text_append_real(out, option_number(&as, option));
        else
            option_format(out, &as, option);
    }
}

void compare_format(Text *out, const Settings *settings) {
    const Compare *compare = &settings->compare.list;
    int colors[COMPARE_MOST];
    said_colors(colors, compare);
    for (int i = 0; i < compare->count; i++) {
        if (i) text_append(out, "; ");
        if (i == compare->focus)
            text_append(out, "*");
        else
            schedule_format(out, &compare->others[i]);
        if (colors[i] != NO_COLOR) text_append(out, " color=%d", colors[i] + 1);
    }
}

static bool same_end(double a, double b, double standard) {
    return (isnan(a) ? standard : a) == (isnan(b) ? standard : b);
}

bool schedule_equal(const ScheduleChoice *a, const ScheduleChoice *b) {
    if (a->family != b->family || a->snr_shift != b->snr_shift || a->zero_snr != b->zero_snr)
        return false;
    const ScheduleFamilyInfo *info = schedule_family_info((ScheduleFamily)a->family);
    unsigned uses = info->uses;
    if (a->family == SCHEDULE_CUSTOM && memcmp(&a->knots, &b->knots, sizeof a->knots) != 0)
        return false;
    if (a->family == SCHEDULE_FORMULA && strcmp(a->formula, b->formula) != 0) return false;
    for (int i = 0; i < info->own_count; i++) {
        ScheduleOwn own = info->own[i].id;
        if (!same_end(a->own[own], b->own[own], info->own[i].value)) return false;
    }
    return (!(uses & SCHEDULE_USES_STEPS) || a->steps == b->steps) &&
           (!(uses & SCHEDULE_USES_BETA_MIN) ||
            same_end(a->beta_min, b->beta_min, info->beta_min)) &&
           (!(uses & SCHEDULE_USES_BETA_MAX) ||
            same_end(a->beta_max, b->beta_max, info->beta_max)) &&
           (!(uses & SCHEDULE_USES_COSINE_S) || a->cosine_s == b->cosine_s) &&
           (!(uses & SCHEDULE_USES_SHIFT) || a->shift == b->shift) &&
           (!(uses & SCHEDULE_USES_SCALE_WITH_T) || a->scale_with_t == b->scale_with_t);
}
