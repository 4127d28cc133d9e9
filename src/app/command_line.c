// SPDX-License-Identifier: MIT
// The command line that gives what is on screen: `alphabar IMAGE --option value ...` with what
// differs from the defaults, as a POSIX shell takes it. What has no option of its own goes by
// --set NAME=VALUE, a plot's zoom by --run.
#include "conf/command_line.h"

#include "app/app.h"
#include "app/commands.h"
#include "base/clock.h"
#include "base/platform.h"
#include "base/translate.h"
#include "conf/link.h"
#include "conf/shell.h"
#include "io/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void append_range(Text *out, const char *name, const PlotRange *range) {
    Text line = { 0 };
    const double ends[] = { range->x0, range->x1, range->y0, range->y1 };
    text_append(&line, "range %s", name);
    for (int i = 0; i < 4; i++) {
        text_append(&line, " ");
        text_append_real(&line, ends[i]);
    }
    text_append(out, " --run ");
    shell_quote(out, line.data);
    text_free(&line);
}

void app_append_ranges(Text *out, const PlotRange ranges[PLOTS]) {
    for (int i = 0; i < PLOTS; i++)
        if (ranges[i].zoomed) append_range(out, plot_names[i], &ranges[i]);
}

void app_command_line(const App *app, Text *out) {
    text_append(out, "alphabar");
    if (*app->model.picture->path) {
        text_append(out, " ");
        shell_quote(out, app->model.picture->path);
    }
    Settings shown = app->settings;
    app_settle_language(app, &shown);
    command_line_append_settings(out, &shown, true);
    app_append_ranges(out, app->ranges);
}

void app_link(const App *app, Text *out) {
    Text runs = { 0 };
    text_append(&runs, "%s", ""); // text, where nothing is zoomed too
    Settings shown = app->settings;
    app_settle_language(app, &shown);
    app_append_ranges(&runs, app->ranges);
    link_write(out, &shown, runs.data);
    text_free(&runs);
}

void app_show_address(App *app) {
    static const double REST = 0.3; // seconds; browsers refuse an address that changes all the time
    double now = clock_seconds();
    if (!platform_has_address() || app->hidden || app->ui.in.down || app->settings.play.playing ||
        now < app->address_due)
        return;
    app->address_due = now + REST;
    Text link = { 0 };
    text_append(&link, "%s", "");
    app_link(app, &link);
    if (app->address && strcmp(app->address, link.data) != 0) platform_show_address(link.data);
    free(app->address);
    app->address = link.data;
}

static bool copy_to_clipboard(const Text *text, Error *error) {
    if (!SDL_WasInit(SDL_INIT_VIDEO))
        return error_set(error, "copy: there is no clipboard without a window");
    return platform_copy(text->data) || !SDL_SetClipboardText(text->data) ||
           error_set(error, "copy: the clipboard: %s", SDL_GetError());
}

bool run_copy_link(App *app, const Command *command, Error *error) {
    (void)command;
    Text link = { 0 }, text = { 0 };
    char said[sizeof app->message];
    text_append(&link, "#");
    app_link(app, &link);
    if (platform_has_address()) {
        text_append(&text, "%s", link.data); // the page knows what stands before it
    } else {
        text_append(&text, "alphabar --link ");
        shell_quote(&text, link.data);
    }
    snprintf(said, sizeof said, _("copied: %s"), text.data);
    bool good = copy_to_clipboard(&text, error);
    if (good) app_say(app, false, said);
    app->message_is_line = good;
    text_free(&link);
    text_free(&text);
    return good;
}

bool run_copy(App *app, const Command *command, Error *error) {
    const char *path = command->count ? command->arguments[0] : NULL;
    Text text = { 0 };
    app_command_line(app, &text);
    bool good;
    if (path) {
        text_append(&text, "\n");
        good = file_write(path, text.data, text.length, error);
    } else {
        char said[sizeof app->message];
        snprintf(said, sizeof said, _("copied: %s"), text.data);
        good = copy_to_clipboard(&text, error);
        if (good) app_say(app, false, said);
        app->message_is_line = good;
    }
    text_free(&text);
    return good;
}
