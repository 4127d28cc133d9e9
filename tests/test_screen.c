// SPDX-License-Identifier: MIT
// What stands on the screen of an application without a window, read from what it draws.
#include "app/script.h"
#include "app_run.h"
#include "draw/record.h"
#include "ui/style.h"

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

static int set_up(void **state) {
    *state = app_drawing("--size 1280x720 --resolution 64");
    return 0;
}

#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, set_up, app_end)

static DrawRecord record_of(App *app) {
    DrawRecord record = { 0 };
    app->list.record = &record;
    app_layout(app);
    app->list.record = NULL;
    return record;
}

// All words on it, one a line.
static char *words(App *app) {
    DrawRecord record = record_of(app);
    Text text = { 0 };
    for (size_t i = 0; i < record.count; i++) {
        if (record.items[i].kind != RECORD_TEXT) continue;
        text_append_bytes(&text, record.bytes + record.items[i].first, record.items[i].count);
        text_append(&text, "\n");
    }
    record_free(&record);
    return text.data;
}

// The line of a colour with the most points; returns how many.
static size_t longest(const App *app, const DrawRecord *record, Hue hue, size_t *at) {
    Color wanted = style_color(app->settings.look.theme, hue);
    size_t count = 0;
    for (size_t i = 0; i < record->count; i++) {
        const RecordItem *item = &record->items[i];
        bool same = memcmp(&item->color, &wanted, sizeof wanted) == 0;
        if (item->kind != RECORD_LINE || !same || item->count <= count) continue;
        count = item->count;
        *at = i;
    }
    return count;
}

// Curves that lie on each other ---------------------------------------------------------------

static void z_shows_although_its_mean_lies_on_it(void **state) {
    App *app = *state;
    run(app, "stage pixel");
    DrawRecord record = record_of(app);
    size_t z_at = 0, mean_at = 0;
    assert_true(longest(app, &record, HUE_Z, &z_at) > 200);
    assert_true(longest(app, &record, HUE_MEAN, &mean_at) > 200);
    float z = record.items[z_at].width, mean = record.items[mean_at].width;
    record_free(&record);
    float upper = z_at > mean_at ? z : mean, lower = z_at > mean_at ? mean : z;
    assert_true(upper < 0.4f * lower && lower - upper > ui_px(&app->ui, 3));
}

// Compared schedules --------------------------------------------------------------------------

static void expect_words(App *app, const char *const *all, int count) {
    char *text = words(app);
    for (int i = 0; i < count; i++)
        if (!strstr(text, all[i])) fail_msg("\"%s\" is not on screen", all[i]);
    free(text);
}

// Where no cards stand beside it the plot says which schedule is which.
static void compared_curves_have_their_names(void **state) {
    App *app = *state;
    static const char *const names[] = { "DDPM\n", "Cosine\n", "SD 1\n", "Rect. flow\n" };
    run(app, "set compare \"*; cosine; scaled_linear; flow\"");
    run(app, "stage compare_plot(1)");
    run(app, "set presenting 1");
    expect_words(app, names, 4);
    run(app, "set presenting 0");
    run(app, "set panels 0");
    expect_words(app, names, 4);
    app->width = 400, app->height = 860; // names go on in another line
    run(app, "set panels 1");
    expect_words(app, names, 4);
}

// Each has a hue that no quantity has and dashes of its own.
static void compared_curves_have_dashes(void **state) {
    App *app = *state;
    run(app, "set compare \"*; cosine; scaled_linear; flow\"");
    run(app, "stage compare_plot(alpha)");
    DrawRecord record = record_of(app);
    float on[COMPARE_MOST];
    for (int i = 0; i < COMPARE_MOST; i++) {
        size_t at = 0;
        assert_true(longest(app, &record, (Hue)(HUE_FIRST + i), &at) > 20);
        on[i] = record.items[at].off > 0 ? record.items[at].on : INFINITY;
        for (int k = 0; k < i; k++) assert_true(on[i] > 1.5f * on[k] || on[k] > 1.5f * on[i]);
    }
    record_free(&record);
}

// Freehand ------------------------------------------------------------------------------------

static void point(App *app, float x, float y, bool down) {
    UiInput *in = &app->ui.in;
    in->x = x, in->y = y;
    in->pressed = down && !in->down;
    in->released = !down && in->down;
    in->down = down;
    app_layout(app);
}

static Rect place_of(App *app, const char *label) {
    app_layout(app);
    const UiItem *item = ui_find(&app->ui, label);
    if (!item) fail_msg("there is no %s", label);
    return item->rect;
}

// From one corner of the plot of alpha to the other, bent downwards.
static void draw_bow(App *app) {
    Rect plot = place_of(app, "plot signal");
    for (int i = 0; i <= 20; i++) {
        float p = (float)i / 20, by = sqrtf(p);
        point(app, plot.x + 4 + (plot.w - 8) * p, plot.y + plot.h * (0.1f + 0.8f * by), true);
    }
    point(app, app->ui.in.x, app->ui.in.y, false);
}

static void the_curve_is_drawn_freehand(void **state) {
    App *app = *state;
    run(app, "set schedule custom");
    int t = app->settings.t;
    const Knots before = app->settings.schedule.knots;
    size_t steps = app->history.undo.count;
    app->ui.in.shift = true;
    draw_bow(app);
    app->ui.in.shift = false;
    assert_true(fabs(app->model.schedule.alpha[250] - 0.5) < 0.06);
    assert_true(fabs(app->model.schedule.alpha[640] - 0.26) < 0.06);
    assert_int_equal(app->settings.t, t);
    assert_int_equal(app->history.undo.count, steps + 1);
    run(app, "undo");
    assert_memory_equal(&app->settings.schedule.knots, &before, sizeof before);
    draw_bow(app); // without Shift it is t that moves
    assert_memory_equal(&app->settings.schedule.knots, &before, sizeof before);
    assert_int_not_equal(app->settings.t, t);
    run(app, "set freehand 1");
    draw_bow(app);
    assert_memory_not_equal(&app->settings.schedule.knots, &before, sizeof before);
    assert_non_null(ui_find(&app->ui, "freehand"));
}

// Captions ------------------------------------------------------------------------------------

// Every line of `before` is still there.
static void expect_all_of(const char *before, const char *after, const char *what) {
    for (const char *line = before; *line; line = strchr(line, '\n') + 1) {
        char wanted[200];
        snprintf(wanted, sizeof wanted, "%.*s", (int)strcspn(line, "\n"), line);
        if (!strstr(after, wanted)) fail_msg("%s: \"%s\" is gone", what, wanted);
    }
}

// What stands under the pictures: their symbols and words, not their numbers.
static char *names_under(App *app, const char *const *labels, int count) {
    Text names = { 0 };
    DrawRecord record = record_of(app);
    for (int i = 0; i < count; i++) {
        const UiItem *item = ui_find(&app->ui, labels[i]);
        if (!item) continue;
        Rect place = { item->rect.x - 2, item->rect.y + item->rect.h, item->rect.w, 28 };
        for (size_t k = 0; k < record.count; k++) {
            const RecordItem *text = &record.items[k];
            if (text->kind != RECORD_TEXT || !rect_holds(place, text->rect.x, text->rect.y))
                continue;
            char word[120];
            snprintf(word, sizeof word, "%.*s", (int)text->count, record.bytes + text->first);
            bool number = strpbrk(word, ".0123456789") && !strpbrk(word, "xzmn");
            if (!number && strncmp(word, "mean ", 5) != 0) text_append(&names, "%s\n", word);
        }
    }
    record_free(&record);
    return names.data;
}

static void a_pixel_hides_no_name(void **state) {
    App *app = *state;
    static const char *const labels[] = { "picture zprev",  "picture z",     "picture mean",
                                          "picture sample", "picture noise", "picture residual" };
    static const char *const looks[] = { "view forward", "view reverse",
                                         "stage pictures(z mean sample) / pictures(back)" };
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
        run(app, looks[i]);
        run(app, "set pin_x -1");
        app_layout(app);
        char *before = names_under(app, labels, 6);
        run(app, "set pin_x 20");
        run(app, "set pin_y 20");
        char *after = names_under(app, labels, 6);
        expect_all_of(before, after, looks[i]);
        free(before);
        free(after);
    }
}

// Presenter -----------------------------------------------------------------------------------

static bool has_readout(App *app) {
    char *text = words(app);
    bool found = strstr(text, "\n= 50") != NULL; // t in the middle
    free(text);
    return found;
}

static void a_resting_pointer_covers_nothing(void **state) {
    App *app = *state;
    for (int presenting = 0; presenting < 2; presenting++) {
        run(app, presenting ? "set presenting 1" : "stage signal");
        Rect plot = place_of(app, "plot signal");
        point(app, plot.x + plot.w / 2, plot.y + plot.h / 2, false);
        assert_true(has_readout(app));
        app->ui.rests_since -= 2.1; // seconds
        assert_true(has_readout(app) == !presenting);
        point(app, plot.x + plot.w / 2, plot.y + plot.h / 2 + 1, false);
        assert_true(has_readout(app));
    }
}

// Where the first of the words stands, pixels; NAN: it is not there.
static float word_at(App *app, const char *word) {
    DrawRecord record = record_of(app);
    float x = NAN;
    for (size_t i = 0; i < record.count && isnan(x); i++) {
        const RecordItem *text = &record.items[i];
        bool same = text->kind == RECORD_TEXT && text->count == strlen(word) &&
                    memcmp(record.bytes + text->first, word, text->count) == 0;
        if (same) x = text->rect.x;
    }
    record_free(&record);
    return x;
}

static bool is_said(App *app, const char *words_of_it) {
    char *text = words(app);
    bool found = strstr(text, words_of_it) != NULL;
    free(text);
    return found;
}

// Its bar can be compared from step to step.
static void the_means_have_one_axis(void **state) {
    App *app = *state;
    run(app, "stage means");
    run(app, "set t 300");
    float zero = word_at(app, "0");
    assert_true(zero > 0);
    for (int t = 1; t <= 1000; t += 111) {
        char line[32];
        snprintf(line, sizeof line, "set t %d", t);
        run(app, line);
        assert_true(word_at(app, "0") == zero);
    }
}

static void equal_peaks_are_said(void **state) {
    App *app = *state;
    run(app, "stage bayes");
    run(app, "set t 300");
    for (int lecture = 0; lecture < 2; lecture++) {
        run(app, lecture ? "set presenting 1" : "set presenting 0");
        run(app, "set bayes_height density");
        assert_false(is_said(app, "scaled to equal peaks"));
        run(app, "set bayes_height peaks");
        assert_true(is_said(app, "scaled to equal peaks"));
    }
}

// A room has no use for the scale of a picture that looks as it is.
static void an_audience_reads_no_scale(void **state) {
    App *app = *state;
    run(app, "set resolution 400");
    run(app, "stage pictures(x z) / signal");
    assert_true(is_said(app, "shown at"));
    run(app, "set presenting 1");
    assert_false(is_said(app, "shown at"));
}

// Of a plot in a narrow column, too.
static void notes_stay_in_their_frame(void **state) {
    App *app = *state;
    run(app, "set presenting 1");
    run(app, "stage 3* picture_equation(posterior) | 2* coefficients");
    run(app, "set t 1");
    DrawRecord record = record_of(app);
    for (size_t i = 0; i < record.count; i++) {
        const RecordItem *text = &record.items[i];
        if (text->kind == RECORD_TEXT) assert_true(text->rect.x + text->rect.w <= app->ui.width);
    }
    record_free(&record);
}

// Numbers -------------------------------------------------------------------------------------

static const char *as_c_writes(const char *text) {
    for (const char *at = text; (at = strchr(at, 'e')); at++) {
        bool digit = at > text && at[-1] >= '0' && at[-1] <= '9';
        if (digit && (at[1] == '-' || at[1] == '+') && at[2] >= '0' && at[2] <= '9') return at;
    }
    return NULL;
}

// In every view, with values so small and so large that C would write them with an exponent.
static void no_number_is_written_as_c_does(void **state) {
    App *app = *state;
    static const char *const starts[] = {
        "view forward",
        "view reverse",
        "view compare",
        "stage signal | variance | coefficients",
        "stage formula(precisions) / formula(jump) / compare_plot(s)",
    };
    static const char *const changes[] = { "set beta_min 1.5e-5",
                                           "set schedule edm",
                                           "set schedule exp",
                                           "set gain 0.0001",
                                           "set schedule linear",
                                           "set beta_min 1e-12",
                                           "set snr_shift 1e-5",
                                           "set steps 10000",
                                           "set t 1",
                                           "set t 2" };
    for (size_t s = 0; s < sizeof starts / sizeof starts[0]; s++) {
        run(app, starts[s]);
        for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
            run(app, changes[i]);
            char *text = words(app);
            const char *found = as_c_writes(text);
            if (found)
                fail_msg("%s, %s: \"%.30s\"", starts[s], changes[i],
                         found - text > 12 ? found - 12 : text);
            free(text);
        }
        run(app, "reset snr_shift"), run(app, "reset gain"), run(app, "reset steps");
    }
}

static void messages_have_powers_of_ten(void **state) {
    App *app = *state;
    run(app, "set schedule cosine");
    run(app, "fit_knots");
    assert_null(as_c_writes(app->message));
}

// Escape --------------------------------------------------------------------------------------

static void a_script_presses_escape(void **state) {
    App *app = *state;
    run(app, "set presenting 1");
    run(app, "key Escape");
    assert_false(app->settings.look.presenting);
    run(app, "set export_sheet 1");
    run(app, "set help 1");
    run(app, "key escape"); // what lies on top, and that alone
    assert_false(app->settings.look.help);
    assert_true(app->settings.export.sheet);
    run(app, "key escape");
    assert_false(app->settings.export.sheet);
}

static void escape_lets_go_of_a_knot(void **state) {
    App *app = *state;
    run(app, "set schedule custom");
    run(app, "set knot 2");
    run(app, "key escape");
    assert_int_equal(app->settings.knot, -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_APP(z_shows_although_its_mean_lies_on_it),
        WITH_APP(compared_curves_have_their_names),
        WITH_APP(compared_curves_have_dashes),
        WITH_APP(the_curve_is_drawn_freehand),
        WITH_APP(a_pixel_hides_no_name),
        WITH_APP(a_resting_pointer_covers_nothing),
        WITH_APP(the_means_have_one_axis),
        WITH_APP(equal_peaks_are_said),
        WITH_APP(an_audience_reads_no_scale),
        WITH_APP(notes_stay_in_their_frame),
        WITH_APP(no_number_is_written_as_c_does),
        WITH_APP(messages_have_powers_of_ten),
        WITH_APP(a_script_presses_escape),
        WITH_APP(escape_lets_go_of_a_knot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
