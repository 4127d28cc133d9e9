// SPDX-License-Identifier: MIT
// What the export sheet's settings stand for: the file's name and folder, and the invocation.
#include "app/export.h"
#include "base/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const endings[SHEET_FORMATS] = { ".png", ".svg",  ".apng", ".gif",
                                                    ".mp4", ".webm", ".png" };

bool export_sheet_is_film(int format) {
    return format >= SHEET_APNG;
}

bool export_sheet_keeps_alpha(int format) {
    return format <= SHEET_APNG || format == SHEET_FRAMES;
}

// A picture has its pixels, a figure its shape; what fills a window takes any.
bool export_has_own_size(What what) {
    return what != WHAT_WINDOW && what != WHAT_PLOTS && what != WHAT_STAGE;
}

// The name without one of the endings that alphabar writes.
static void append_stem(Text *out, const char *name) {
    size_t length = strlen(name);
    for (int i = 0; i < SHEET_FORMATS; i++)
        if (path_ends_in(name, endings[i])) length = strlen(name) - strlen(endings[i]);
    text_append_bytes(out, name, length);
}

static void append_number(Text *out, const char *stem, bool frames, int number,
                          const char *ending) {
    if (number)
        text_append(out, "%s-%d", stem, number + 1);
    else
        text_append(out, "%s", stem);
    if (frames)
        text_append(out, "/%%04d%s", ending);
    else
        text_append(out, "%s", ending);
}

// "~/slides" from the root, as the shell has it.
static void expand_home(char *out, size_t size, const char *folder) {
    const char *home = folder[0] == '~' && (!folder[1] || folder[1] == '/') ? getenv("HOME") : NULL;
    snprintf(out, size, "%s%s", home ? home : "", home ? folder + 1 : folder);
}

void export_sheet_folder(const App *app, char *out, size_t size) {
    char whole[SETTINGS_PATH];
    Text path = { 0 };
    export_sheet_name(app, &path);
    path_whole(whole, sizeof whole, path.data);
    path_folder(out, size, whole);
    bool of_frames = app->settings.export.format == SHEET_FRAMES && !*app->settings.export.path;
    if (of_frames) path_folder(out, size, strcpy(whole, out)); // theirs is a part of the name
    text_free(&path);
}

// In the sheet's folder, if there is one and the name has none from the root.
static void put_in_folder(const App *app, Text *path) {
    char folder[SETTINGS_PATH], whole[2 * SETTINGS_PATH];
    if (!*app->settings.export.folder || path_is_whole(path->data)) return;
    expand_home(folder, sizeof folder, app->settings.export.folder);
    path_join(whole, sizeof whole, folder, path->data);
    text_clear(path);
    text_append(path, "%s", whole);
}

// A name that nothing has: "photo-z.mp4", or "photo-z-2.mp4" where that is there.
static void make_name(const App *app, Text *path) {
    const Settings *settings = &app->settings;
    bool frames = settings->export.format == SHEET_FRAMES;
    Text stem = { 0 };
    const char *file = app->model.picture->path;
    const char *image = *file ? path_base(file) : "alphabar";
    const char *dot = path_ending(image);
    text_append(&stem, "%.*s-%s", (int)(dot - image), image, what_names[settings->export.what]);
    for (char *c = stem.data; *c; c++)
        if (*c == '%') *c = '_'; // a number's place in a sequence
    for (int number = 0; number < 1000; number++) {
        text_clear(path);
        append_number(path, stem.data, frames, number, endings[settings->export.format]);
        put_in_folder(app, path);
        char folder[SETTINGS_PATH];
        path_folder(folder, sizeof folder, path->data);
        if (!path_exists(frames ? folder : path->data)) break;
    }
    text_free(&stem);
}

void export_sheet_name(const App *app, Text *path) {
    const Settings *settings = &app->settings;
    if (!*settings->export.path) {
        make_name(app, path);
        return;
    }
    Text stem = { 0 };
    append_stem(&stem, settings->export.path);
    bool frames = settings->export.format == SHEET_FRAMES;
    bool numbered = strchr(stem.data, '%') != NULL;
    append_number(path, stem.data, frames && !numbered, 0, endings[settings->export.format]);
    put_in_folder(app, path);
    text_free(&stem);
}

void export_sheet_arguments(const App *app, Arguments *arguments, Text *path) {
    const Settings *settings = &app->settings;
    bool film = export_sheet_is_film(settings->export.format);
    bool marked = settings->export.format == SHEET_APNG || settings->export.format == SHEET_GIF;
    export_sheet_name(app, path);
    *arguments = (Arguments){ .action = ACTION_EXPORT,
                              .settings = *settings,
                              .t_given = true,
                              .image = *app->model.picture->path ? app->model.picture->path : NULL,
                              .out = path->data,
                              .what = (What)settings->export.what,
                              .what_name = what_names[settings->export.what],
                              .film = film,
                              .fps = settings->export.fps,
                              .fps_given = true };
    Settings *shown = &arguments->settings;
    app_settle_language(app, shown);
    shown->play.playing = shown->look.help = shown->export.sheet = shown->look.presenting = false;
    if (settings->export.theme) shown->look.theme = settings->export.theme - 1;
    shown->export.transparent &= export_sheet_keeps_alpha(settings->export.format);
    shown->look.width = settings->export.width, shown->look.height = settings->export.height;
    arguments->size_given = !export_has_own_size(arguments->what) || !settings->export.own_size;
    if (!film) return;
    arguments->duration = settings->export.seconds;
    arguments->ease = (Ease)settings->export.ease;
    arguments->loop = (FilmLoop)settings->export.loop;
    arguments->loop_given = marked || arguments->loop == FILM_PINGPONG;
    int first = export_first_t(arguments->what);
    int from = settings->export.from ? settings->export.from : first;
    int to = settings->export.to ? settings->export.to : settings->schedule.steps;
    if (to > settings->schedule.steps) to = settings->schedule.steps;
    if (from > to) from = to;
    if (from == first && to == settings->schedule.steps) return;
    arguments->frames_from = from, arguments->frames_to = to, arguments->frames_step = 1;
}
