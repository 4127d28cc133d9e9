// SPDX-License-Identifier: MIT
#include "stage/compared.h"

#include "conf/compare.h"
#include "core/schedule_family.h"
#include "panel/rows.h"
#include "stage/stage.h"

// The number of the compared schedule of that family; -1: none.
static int find_compared(const Settings *settings, ScheduleFamily family) {
    for (int i = 0; i < settings->compare.list.count; i++)
        if (compare_schedule(settings, i).family == (int)family) return i;
    return -1;
}

static void append_schedule(Text *out, const Settings *settings, ScheduleFamily family) {
    int number = find_compared(settings, family);
    ScheduleChoice choice;
    if (out->length) text_append(out, "; ");
    if (number < 0) {
        text_append(out, "%s", schedule_family_info(family)->name);
    } else if (number == settings->compare.list.focus) {
        text_append(out, "*");
    } else {
        choice = compare_schedule(settings, number);
        schedule_format(out, &choice);
    }
}

static bool compare_named(Settings *settings, const PanelChoice *names, Error *error) {
    Text list = { 0 };
    bool all = true;
    for (int i = 0; i < names->count; i++) {
        ScheduleFamily family = (ScheduleFamily)names->at[i];
        all &= find_compared(settings, family) >= 0;
        append_schedule(&list, settings, family);
    }
    bool good = all || compare_read(settings, list.data, error);
    text_free(&list);
    return good;
}

bool stage_compare_named(Settings *settings, Error *error) {
    Stage stage;
    if (!stage_parse(&stage, settings->stage, error)) return false;
    for (int i = 0; i < stage.count; i++) {
        const StageNode *node = &stage.nodes[i];
        bool named = node->kind == STAGE_LEAF && node->panel == &panel_compare_rows &&
                     node->choice.count > 0;
        if (named && !compare_named(settings, &node->choice, error)) return false;
    }
    return true;
}
