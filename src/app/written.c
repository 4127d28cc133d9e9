// SPDX-License-Identifier: MIT
// What a command writes while the window goes on: the schedule, a picture of the window. Without a
// name it is that of the day and the second.
#include "app/app.h"
#include "app/commands.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/translate.h"
#include "conf/command_line.h"
#include "io/png.h"
#include "io/schedule_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

bool run_export_schedule(App *app, const Command *command, Error *error) {
    char name[64], said[128];
    time_t now = time(NULL);
    struct tm day;
    localtime_r(&now, &day);
    strftime(name, sizeof name, "alphabar-%Y%m%d-%H%M%S-scheduler_config.json", &day);
    const char *path = command->count ? command->arguments[0] : name;
    ScheduleFormat format = SCHEDULE_CSV;
    if (!schedule_format_of(&format, path))
        return error_usage(error,
                           "export_schedule: %s: takes .csv, .npy, .json or a name that "
                           "ends in scheduler_config.json",
                           path);
    if (!schedule_write(path, model_table(&app->model), format,
                        (Notation)app->settings.look.notation, error))
        return false;
    snprintf(said, sizeof said, _("written: %.100s"), path);
    if (!command->count) app_say(app, false, said);
    return true;
}

bool run_screenshot(App *app, const Command *command, Error *error) {
    char name[64];
    time_t now = time(NULL);
    struct tm day;
    localtime_r(&now, &day);
    strftime(name, sizeof name, "alphabar-%Y%m%d-%H%M%S.png", &day);
    const char *path = command->count ? command->arguments[0] : name;
    if (!path_ends_in(path, ".png"))
        return error_usage(error, "screenshot: %s: takes a name that ends in .png", path);
    if (!app_screenshot(app, path, error)) return false;
    if (!command->count) {
        char text[128];
        snprintf(text, sizeof text, _("written: %s"), name);
        app_say(app, false, text);
    }
    return true;
}

// The command line that gives the picture again, as exports carry it.
static void append_comment(const App *app, const char *path, Text *out) {
    const char *image = app->model.picture->path;
    Arguments arguments = { .action = ACTION_EXPORT,
                            .settings = app->settings,
                            .image = *image ? image : NULL,
                            .out = path,
                            .what = WHAT_WINDOW,
                            .size_given = true };
    arguments.settings.export.transparent = false;
    arguments.settings.look.width = app->width, arguments.settings.look.height = app->height;
    command_line_write(out, &arguments);
    app_append_ranges(out, app->ranges);
}

bool app_screenshot(App *app, const char *path, Error *error) {
    size_t bytes = (size_t)app->width * (size_t)app->height * 4;
    uint8_t *rgba = malloc(bytes);
    if (!rgba)
        return error_set(error, "%s: there is not enough memory for %d × %d pixels", path,
                         app->width, app->height);
    app_draw(app);
    renderer_read(app->renderer, app->width, app->height, rgba);
    Text comment = { 0 };
    append_comment(app, path, &comment);
    const PngImage image = {
        app->width, app->height, 4, (size_t)app->width * 4, rgba, comment.data
    };
    bool good = png_write(path, &image, error);
    text_free(&comment);
    free(rgba);
    return good;
}

// By hand it is written with the next frame; a script says by itself when frames are drawn.
bool run_dump(App *app, const Command *command, Error *error) {
    if (!app->window || app->sender != SENT_BY_HAND)
        return dump_write(app, command->arguments[0], error);
    free(app->state_path);
    app->state_path = mem_copy_text(command->arguments[0]);
    return true;
}
