// SPDX-License-Identifier: MIT
// The command line that gives what is on screen: `alphabar IMAGE --option value ...` with what
// differs from the defaults, as a POSIX shell takes it. What has no option of its own goes by
// --set NAME=VALUE, a plot's zoom by --run.
#include "app/app.h"
#include "base/path.h"
#include "conf/compare.h"
#include "io/file.h"

#include <stdio.h>
#include <string.h>

static void append_quoted(Text *out, const char *word) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_./:,%+=@-";
    if (*word && !word[strspn(word, plain)]) {
        text_append(out, "%s", word);
        return;
    }
    text_append(out, "'");
    for (; *word; word++) {
        if (*word == '\'')
            text_append(out, "'\\''");
        else
            text_append_bytes(out, word, 1);
    }
    text_append(out, "'");
}

// What is no part of what is shown, or follows from the rest.
static bool is_left_out(const Settings *settings, const Option *option) {
    bool from_file = settings->schedule == SCHEDULE_FILE;
    bool brought = option->id == OPT_SCHEDULE || option->id == OPT_STEPS; // by --betas
    if (from_file && brought) return true;
    switch (option->id) {
    case OPT_THREADS:
    case OPT_PLAYING:
    case OPT_LIVE:
    case OPT_FULLSCREEN: return true;
    case OPT_BETAS: return !from_file && !compare_uses_file(settings);
    // Of itself the command line puts no schedule beside its twin.
    case OPT_COMPARE: return option_is_default(settings, option) && !compare_has_twins(settings);
    case OPT_KNOTS: return settings->schedule != SCHEDULE_CUSTOM;
    case OPT_T: return settings->t == settings_t_at(settings_default_u(), settings->steps);
    default: return option_is_default(settings, option);
    }
}

static void append_option(Text *out, const Settings *settings, const Option *option) {
    Text value = { 0 }, word = { 0 };
    char whole[SETTINGS_PATH];
    option_format(&value, settings, option);
    const char *text = value.data ? value.data : "";
    if (option_is_file(option) && *text) {
        path_whole(whole, sizeof whole, text);
        text = whole;
    }
    if (option->group == GROUP_STATE)
        text_append(&word, "%s=%s", option->name, text);
    else
        text_append(&word, "%s", text);
    if (option->group == GROUP_STATE) {
        text_append(out, " --set ");
    } else {
        text_append(out, " --");
        for (const char *c = option->name; *c; c++) text_append(out, "%c", *c == '_' ? '-' : *c);
        text_append(out, " ");
    }
    append_quoted(out, word.data ? word.data : "");
    text_free(&value);
    text_free(&word);
}

static void append_range(Text *out, const char *name, const PlotRange *range) {
    Text line = { 0 };
    const double ends[] = { range->x0, range->x1, range->y0, range->y1 };
    text_append(&line, "range %s", name);
    for (int i = 0; i < 4; i++) {
        text_append(&line, " ");
        text_append_real(&line, ends[i]);
    }
    text_append(out, " --run ");
    append_quoted(out, line.data);
    text_free(&line);
}

void app_command_line(const App *app, Text *out) {
    text_append(out, "alphabar");
    if (*app->model.picture->path) {
        text_append(out, " ");
        append_quoted(out, app->model.picture->path);
    }
    for (int i = 0; i < OPTIONS; i++) {
        const Option *option = option_row((OptionId)i);
        if (!is_left_out(&app->settings, option)) append_option(out, &app->settings, option);
    }
    for (int i = 0; i < PLOTS; i++)
        if (app->ranges[i].zoomed) append_range(out, plot_names[i], &app->ranges[i]);
}

static bool put_on_clipboard(const Text *text, Error *error) {
    if (!SDL_WasInit(SDL_INIT_VIDEO))
        return error_set(error, "copy: there is no clipboard without a window");
    return !SDL_SetClipboardText(text->data) ||
           error_set(error, "copy: the clipboard: %s", SDL_GetError());
}

bool app_copy_command_line(App *app, const char *path, Error *error) {
    Text text = { 0 };
    app_command_line(app, &text);
    bool good;
    if (path) {
        text_append(&text, "\n");
        good = file_write(path, text.data, text.length, error);
    } else {
        char said[sizeof app->message];
        snprintf(said, sizeof said, "copied: %s", text.data);
        good = put_on_clipboard(&text, error);
        if (good) app_say(app, false, said);
    }
    text_free(&text);
    return good;
}
