// SPDX-License-Identifier: MIT
#include "conf/preset.h"

#include "base/translate.h"
#include "conf/compare.h"

static bool is_single(const Preset *preset) {
    return preset->name && !preset_is_comparison(preset);
}

// The single ones, which come first. Read once: this is asked for every frame.
static int known_choices(const ScheduleChoice **all) {
    enum { MOST = 64 };
    static ScheduleChoice known[MOST];
    static int count;
    for (bool first = !count; first && is_single(&presets[count]); count++) {
        Settings as = { .compare.list.count = 1 };
        Error error;
        CHECK(count < MOST && schedule_read(&as, presets[count].schedules, &error));
        known[count] = compare_schedule(&as, 0);
    }
    *all = known;
    return count;
}

const Preset *preset_of(const ScheduleChoice *choice) {
    const ScheduleChoice *known;
    int count = known_choices(&known);
    for (int i = 0; i < count; i++)
        if (schedule_equal(choice, &known[i])) return &presets[i];
    return NULL;
}

bool preset_apply(Settings *settings, const Preset *preset, Error *error) {
    if (!preset_is_comparison(preset)) return schedule_read(settings, preset->schedules, error);
    if (!compare_read(settings, preset->schedules, error)) return false;
    settings_show_view(settings, VIEW_COMPARE);
    return true;
}

void preset_help(Text *out) {
    for (const Preset *preset = presets; preset->name; preset++) {
        Text words = { 0 };
        text_append(&words, "%s", _(preset->title));
        if (*preset->source) text_append(&words, " (%s)", preset->source);
        text_append(&words, ": %s", preset->schedules);
        text_append_row(out, preset->name, words.data);
        text_free(&words);
    }
}
