// SPDX-License-Identifier: MIT
#include "conf/preset.h"

#include "conf/compare.h"

enum { SINGLES = 11 };

// Read once: this is asked for every frame.
static const ScheduleChoice *known_choices(void) {
    static ScheduleChoice known[SINGLES];
    static bool ready;
    for (int i = 0; i < SINGLES && !ready; i++) {
        Settings as = { .compare.list.count = 1 };
        Error error;
        CHECK(presets[i].name && schedule_read(&as, presets[i].schedules, &error));
        known[i] = compare_schedule(&as, 0);
    }
    ready = true;
    return known;
}

const Preset *preset_of(const ScheduleChoice *choice) {
    const ScheduleChoice *known = known_choices();
    for (int i = 0; i < SINGLES; i++)
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
        text_append(&words, "%s", preset->title);
        if (*preset->source) text_append(&words, " (%s)", preset->source);
        text_append(&words, ": %s", preset->schedules);
        text_append_row(out, preset->name, words.data);
        text_free(&words);
    }
}
