// SPDX-License-Identifier: MIT
// What the export sheet says that a file will weigh, and what it weighs.
#define _DEFAULT_SOURCE // usleep
#include "app/export.h"
#include "app_run.h"
#include "base/clock.h"
#include "base/folder.h"
#include "conf/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// after what it uses
#include <cmocka.h>

static const double PATIENCE = 200; // seconds

static char folder[256];

static int set_up(void **state) {
    Error error = { 0 };
    Text line = { 0 };
    if (!folder_make_temporary(folder, sizeof folder, &error)) fail_msg("%s", error.text);
    App *app = app_drawing("--size 640x400 --resolution 64");
    text_append(&line, "set export_folder ");
    command_quote(&line, folder);
    run(app, line.data);
    text_free(&line);
    run(app, "set export_size 320x256");
    run(app, "set export_own_size 0");
    run(app, "set export_seconds 1");
    *state = app;
    return 0;
}

static int tear_down(void **state) {
    app_export_free(*state);
    app_free(*state);
    free(*state);
    folder_drop(folder);
    return 0;
}

// While threads and programs work.
static void rest(void) {
    const struct timespec moment = { 0, 10000000 };
    nanosleep(&moment, NULL);
}

static double estimate(App *app) {
    run(app, "set export_sheet 1");
    for (double start = clock_seconds(); clock_seconds() - start < PATIENCE;) {
        app->dirty = false;
        app_draw(app);
        if (!app->dirty) usleep(20000); // it works beside
        ExportEstimate found = export_preview_estimate(app);
        if (found.known) return found.bytes;
        rest();
    }
    return 0;
}

static double written(App *app, ExportStatus *status) {
    run(app, "export");
    *status = export_job_status(app->export_job);
    for (double start = clock_seconds(); status->running && clock_seconds() - start < PATIENCE;) {
        if (!app_export_needs_poll(app)) usleep(1000);
        app_export_poll(app);
        rest();
        *status = export_job_status(app->export_job);
    }
    if (status->running || status->failed) fail_msg("%s", status->error.text);
    return (double)status->bytes;
}

static void remove_written(const ExportStatus *status) {
    char sequence[SETTINGS_PATH];
    const char *percent = strchr(status->path, '%');
    if (!percent) {
        assert_int_equal(remove(status->path), 0);
        return;
    }
    for (int i = 0; i < 200; i++) {
        snprintf(sequence, sizeof sequence, "%.*s%04d.png", (int)(percent - status->path),
                 status->path, i);
        remove(sequence);
    }
    snprintf(sequence, sizeof sequence, "%.*s", (int)(percent - status->path), status->path);
    folder_drop(sequence);
}

static void expect_weight(App *app, const char *what, const char *format) {
    char line[64];
    ExportStatus status;
    snprintf(line, sizeof line, "set export_format %s", format);
    run(app, line);
    snprintf(line, sizeof line, "set export_what %s", what);
    run(app, line);
    double said = estimate(app), is = written(app, &status);
    remove_written(&status);
    print_message("%s as %s: %.0f kB said, %.0f kB written\n", what, format, said / 1e3, is / 1e3);
    if (!(said < 2 * is && is < 2 * said))
        fail_msg("%s as %s: %.0f said, %.0f written", what, format, said, is);
}

static bool has_ffmpeg(void) {
    return system("ffmpeg -version > /dev/null 2>&1") == 0;
}

static void expect_weights(App *app, const char *what, bool films) {
    static const char *const own[] = { "png", "apng", "frames" };
    static const char *const by_ffmpeg[] = { "gif", "mp4", "webm" };
    for (int i = 0; i < 3; i++) expect_weight(app, what, own[i]);
    bool video = films && has_ffmpeg();
    for (int i = 0; i < 3 && video; i++) expect_weight(app, what, by_ffmpeg[i]);
}

static void a_strip_stands_still(void **state) {
    expect_weights(*state, "strip", false);
}

static void the_window_changes_in_parts(void **state) {
    run(*state, "view forward");
    expect_weights(*state, "window", true);
    expect_weight(*state, "window", "svg");
}

static void plots_hardly_change(void **state) {
    expect_weights(*state, "plots", false);
    expect_weight(*state, "plots", "svg");
}

static void pictures_are_noise(void **state) {
    expect_weight(*state, "z", "apng");
    if (has_ffmpeg()) expect_weight(*state, "z", "mp4");
}

#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_APP(a_strip_stands_still),
        WITH_APP(the_window_changes_in_parts),
        WITH_APP(plots_hardly_change),
        WITH_APP(pictures_are_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
