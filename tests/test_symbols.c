// SPDX-License-Identifier: MIT
// Whatever is drawn speaks one notation: views, panels, tooltips, help, export sheet and the
// lesson's stops are drawn in each of them, and no symbol of another is found.
#include "app/lesson/lesson.h"
#include "app_run.h"
#include "base/memory.h"
#include "base/translate.h"
#include "draw/record.h"
#include "panel/rows.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

// Letters that a notation does not have; what has no index in it; what is nothing without one; how
// the noise of the jump is written, which in jump coupling has none.
static const struct {
    const char *name, *none, *bare, *indexed, *noise;
} notations[NOTATIONS] = {
    { "bishop", "μγξy", "x", "ε", "n" },
    { "ho", "zmnσγy", "", "ξ", "ε" },
    { "edm", "zmαγξ", "y", "ε", "n" },
    { "vdm", "nmyβ", "x", "ξ", "ε" },
};

static int set_up(void **state) {
    *state = app_drawing("--size 1280x800 --resolution 24");
    return 0;
}

// Reading ----------------------------------------------------------------------------------------

// An italic letter of mathematics as the plain one; 0 for all else.
static uint32_t plain_letter(uint32_t code) {
    if (code == 0x210E) return 'h';
    if (code >= 0x1D434 && code < 0x1D434 + 26) return 'A' + code - 0x1D434;
    if (code >= 0x1D44E && code < 0x1D44E + 26) return 'a' + code - 0x1D44E;
    if (code >= 0x1D6FC && code < 0x1D6FC + 25) return 0x3B1 + code - 0x1D6FC;
    return 0;
}

static bool holds(const char *letters, uint32_t letter) {
    for (uint32_t code; (code = utf8_next(&letters));)
        if (code == letter) return true;
    return false;
}

// The word that the item is in: what stands on its line near it.
static void fail_at(const DrawRecord *record, size_t at, const char *what, const char *why) {
    Text line = { 0 };
    for (size_t i = at > 12 ? at - 12 : 0; i < record->count && i < at + 12; i++) {
        const RecordItem *item = &record->items[i];
        if (item->kind != RECORD_TEXT || fabsf(item->rect.y - record->items[at].rect.y) > 12)
            continue;
        text_append_bytes(&line, record->bytes + item->first, item->count);
        text_append(&line, " ");
    }
    fail_msg("%s: %s in \"%s\"", what, why, line.data);
}

static bool has_index(const DrawRecord *record, size_t at) {
    const RecordItem *item = &record->items[at], *next = item + 1;
    return at + 1 < record->count && next->kind == RECORD_TEXT &&
           next->style.size < item->style.size && next->rect.y > item->rect.y &&
           fabsf(next->rect.x - item->rect.x - item->rect.w) < 4;
}

static void expect_notation(const App *app, const DrawRecord *record, const char *what) {
    int notation = app->settings.look.notation;
    bool one_noise = app->settings.noise.coupling == COUPLING_JUMP;
    for (size_t i = 0; i < record->count; i++) {
        const RecordItem *item = &record->items[i];
        if (item->kind != RECORD_TEXT) continue;
        Text text = { 0 };
        text_append_bytes(&text, record->bytes + item->first, item->count);
        uint32_t last = 0;
        for (const char *rest = text.data; *rest;) {
            uint32_t code = utf8_next(&rest);
            last = plain_letter(code);
            if (code >= 0x3B1 && code <= 0x3C9) // set as a word
                fail_at(record, i, what, "a symbol that no notation decides");
            if (last && holds(notations[notation].none, last))
                fail_at(record, i, what, "a symbol of another notation");
        }
        if (last && !has_index(record, i) && holds(notations[notation].indexed, last))
            fail_at(record, i, what, "a symbol of another notation");
        if (last && has_index(record, i)) {
            if (holds(notations[notation].bare, last))
                fail_at(record, i, what, "an index of another notation");
            if (one_noise && holds(notations[notation].noise, last))
                fail_at(record, i, what, "one noise for all t with an index");
        }
        text_free(&text);
    }
}

static void check(App *app, const char *what) {
    DrawRecord record = { 0 };
    char where[256];
    app->list.record = &record;
    app_layout(app);
    app->list.record = NULL;
    snprintf(where, sizeof where, "%s, %s, t = %d of %d: %s",
             notations[app->settings.look.notation].name,
             app->settings.noise.coupling == COUPLING_JUMP ? "jump" : "path", app->settings.t,
             app->settings.schedule.steps, what);
    expect_notation(app, &record, where);
    record_free(&record);
}

// Calls `each` in all notations, and in both couplings or in jump alone.
static void in_all_notations(App *app, bool both, void (*each)(App *app)) {
    for (int i = 0; i < NOTATIONS; i++)
        for (int jump = !both; jump < 2; jump++) {
            app_layout(app);
            if (!fonts_has_math(app->fonts)) skip();
            char line[64];
            snprintf(line, sizeof line, "set notation %s", notations[i].name);
            run(app, line);
            run(app, jump ? "set coupling jump" : "set coupling path");
            each(app);
        }
}

// Drawing ----------------------------------------------------------------------------------------

static void check_at_both_steps(App *app, const char *what) {
    static const char *const steps[] = { "set t 1", "set t 240" };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        run(app, steps[i]);
        check(app, what);
    }
}

static const char *const views[] = {
    "view forward",
    "set follow all",
    "set signal log_snr",
    "set signal log_alpha",
    "view reverse",
    "set reverse_row draws",
    "set reverse_row differences",
    "set reverse_row walk",
    "set reverse_lower without_x",
    "set life_clock s",
    "view compare",
    "set compare_x log_snr",
    "set presenting 1",
    "view reverse",
    "view forward",
    "set presenting 0",
    "toggle help",
    "toggle help",
    "set export_sheet 1",
    "set export_sheet 0",
    "view mixture",
};
enum { VIEW_LINES = sizeof views / sizeof views[0] };

static void draw_views(App *app) {
    for (int i = 0; i < VIEW_LINES; i++) {
        run(app, views[i]);
        check_at_both_steps(app, views[i]);
    }
}

static void views_speak_one_notation(void **state) {
    in_all_notations(*state, true, draw_views);
}

static void draw_panels(App *app) {
    for (int i = 0; panels[i]; i++)
        for (int k = -1; k < 0 || panel_choice(panels[i], k); k++) {
            char line[128];
            const char *choice = k < 0 ? NULL : panel_choice(panels[i], k);
            snprintf(line, sizeof line, choice ? "stage %s(%s)" : "stage %s", panels[i]->name,
                     choice);
            run(app, line);
            check_at_both_steps(app, line);
        }
}

static void panels_speak_one_notation(void **state) {
    in_all_notations(*state, true, draw_panels);
}

// Everything that explains itself does so.
static void hover_over_all(App *app, const char *what) {
    app_layout(app);
    size_t count = app->ui.item_count;
    UiItem *items = mem_alloc(count, sizeof *items);
    memcpy(items, app->ui.items, count * sizeof *items);
    for (size_t i = 0; i < count; i++) {
        const Rect rect = items[i].rect;
        // Names of notations are in what chooses them.
        if (strcmp(items[i].label, "notation") == 0) continue;
        for (int below = 0; below < 2; below++) {
            char where[128];
            if (below && strncmp(items[i].label, "picture", strlen("picture")) != 0) continue;
            app->ui.in.x = rect.x + rect.w / 2;
            app->ui.in.y = below ? rect.y + rect.h + 9 : rect.y + rect.h / 2;
            app_layout(app);
            app->ui.hovered_since = -1e9;
            snprintf(where, sizeof where, "%s, pointer at %s", what, items[i].label);
            check(app, where);
        }
    }
    free(items);
    app->ui.in.x = app->ui.in.y = -1e6f;
}

static void explain_all(App *app) {
    static const char *const lines[] = { "view forward", "view reverse",
                                         "set reverse_lower without_x", "view compare",
                                         "view mixture" };
    run(app, "reset reverse_lower");
    run(app, "set t 240");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        run(app, lines[i]);
        hover_over_all(app, lines[i]);
    }
}

static void tooltips_speak_one_notation(void **state) {
    in_all_notations(*state, false, explain_all);
}

static void go_through_lesson(App *app) {
    Error error = { 0 };
    char notation[64];
    int was = app->settings.look.notation;
    snprintf(notation, sizeof notation, "set notation %s", notations[was].name);
    if (!lesson_start(app, "forward", &error)) fail_msg("%s", error.text);
    for (int i = 0; lesson_stops(app); i++) {
        char what[64];
        assert_int_equal(app->settings.look.notation, was);
        snprintf(what, sizeof what, "stop %d of the lesson", i + 1);
        check(app, what);
        run(app, "toggle presenting");
        check(app, what);
        run(app, "toggle presenting");
        if (!lesson_next(app, &error)) fail_msg("%s", error.text);
    }
}

static void the_lesson_speaks_one_notation(void **state) {
    in_all_notations(*state, false, go_through_lesson);
}

static void and_so_it_does_in_korean(void **state) {
    if (!translate_has("ko")) skip();
    run(*state, "set language ko");
    in_all_notations(*state, false, go_through_lesson);
    run(*state, "set language en");
}

int main(void) {
#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, set_up, app_end)
    const struct CMUnitTest tests[] = {
        WITH_APP(views_speak_one_notation),    WITH_APP(panels_speak_one_notation),
        WITH_APP(tooltips_speak_one_notation), WITH_APP(the_lesson_speaks_one_notation),
        WITH_APP(and_so_it_does_in_korean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
