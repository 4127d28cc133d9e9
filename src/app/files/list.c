// SPDX-License-Identifier: MIT
#include "app/files/list.h"

#include "app/commands.h"
#include "app/files/opening.h"
#include "app/files/state.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/platform.h"
#include "base/thread.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE = 40, PATH_ROOM = 8192 }; // how long the window waits for a folder, milliseconds

static void wake(void) {
    SDL_Event event = { .user = { .type = SDL_USEREVENT, .code = APP_EVENT_REDRAW } };
    SDL_PushEvent(&event);
}

// Reading -----------------------------------------------------------------------------------------

// A folder that is read beside the window: one on a sleeping disk or a slow net takes its time.
struct FolderReading {
    atomic_int holders; // the thread and the window; the last one frees it
    atomic_bool done;
    Mutex *lock; // of `left`: nobody is woken who has gone
    bool left;
    char *folder; // NULL: the recent files
    Listing listing;
    bool good;
    Error error;
};

static void reading_drop(FolderReading *reading) {
    if (!reading || atomic_fetch_sub(&reading->holders, 1) > 1) return;
    listing_free(&reading->listing);
    mutex_free(reading->lock);
    free(reading->folder);
    free(reading);
}

static void read_folder(FolderReading *reading) {
    if (reading->folder) {
        reading->good = listing_read(&reading->listing, reading->folder, &reading->error);
    } else {
        Recent recent;
        recent_read(&recent);
        listing_of(&reading->listing, recent.paths, recent.count);
        recent_free(&recent);
        reading->good = true;
    }
    atomic_store(&reading->done, true);
}

static void read_beside(void *user) {
    FolderReading *reading = user;
    read_folder(reading);
    mutex_lock(reading->lock);
    if (!reading->left) wake();
    mutex_unlock(reading->lock);
    reading_drop(reading);
}

static void leave_reading(Files *files) {
    if (!files->reading) return;
    mutex_lock(files->reading->lock);
    files->reading->left = true;
    mutex_unlock(files->reading->lock);
    reading_drop(files->reading);
    files->reading = NULL;
}

// Most folders are there at once, and keys that were typed ahead find them; a script waits.
static void start_reading(App *app, const char *folder) {
    Files *files = app->files;
    FolderReading *reading = mem_alloc(1, sizeof *reading);
    reading->folder = folder ? mem_copy_text(folder) : NULL;
    reading->lock = mutex_create();
    atomic_init(&reading->holders, 2);
    Thread *thread = app->script ? NULL : thread_start(read_beside, reading);
    files->reading = reading;
    if (!thread) {
        atomic_store(&reading->holders, 1);
        read_folder(reading);
        return;
    }
    thread_detach(thread);
    for (int i = 0; i < PATIENCE && !atomic_load(&reading->done); i++) SDL_Delay(1);
}

static void replace_text(char **text, const char *with) {
    char *copy = with ? mem_copy_text(with) : NULL;
    free(*text);
    *text = copy;
}

void list_follow(App *app) {
    Files *files = app->files;
    FolderReading *reading = files->reading;
    if (!reading || !atomic_load(&reading->done)) return;
    files->listing = reading->listing;
    reading->listing = (Listing){ 0 };
    if (!reading->good) snprintf(files->why, sizeof files->why, "%s", reading->error.shown);
    leave_reading(files);
    list_show(files, "");
    for (size_t i = 0; files->wanted && i < files->shown_count; i++) {
        const ListedFile *file = list_file(files, (int)i);
        const char *name = files->folder ? file->name : file->path;
        if (strcmp(name, files->wanted) == 0) list_choose(files, (int)i);
    }
    replace_text(&files->wanted, NULL);
}

void list_go(App *app, const char *folder, const char *name) {
    Files *files = app->files;
    char *to = folder ? mem_copy_text(folder) : NULL;
    leave_reading(files);
    listing_free(&files->listing);
    replace_text(&files->wanted, name);
    free(files->folder);
    files->folder = to;
    files->why[0] = '\0';
    list_show(files, "");
    start_reading(app, to);
    list_follow(app);
    app->dirty = true;
}

void list_go_up(App *app) {
    char above[PATH_ROOM], name[PATH_ROOM];
    const char *folder = app->files->folder;
    if (!folder || strcmp(folder, "/") == 0) return;
    snprintf(name, sizeof name, "%s", path_base(folder));
    path_folder(above, sizeof above, folder);
    list_go(app, above, name);
}

// What is shown -----------------------------------------------------------------------------------

static void show(Files *files, size_t index) {
    files->shown =
        mem_grow(files->shown, &files->shown_room, files->shown_count + 1, sizeof *files->shown);
    files->shown[files->shown_count++] = index;
}

// Who types looks for a file: the built-in picture comes after those that match.
void list_show(Files *files, const char *filter) {
    const Listing *listing = &files->listing;
    if (filter != files->filter) snprintf(files->filter, sizeof files->filter, "%s", filter);
    files->shown_count = 0;
    size_t built_in = 0, first = *files->filter ? 1 : 0;
    for (size_t i = first; i < listing->count; i++)
        if (listing_matches(listing->files[i].name, files->filter)) show(files, i);
    if (first && listing->count && listing_matches(listing->files[0].name, files->filter))
        show(files, built_in);
    files->top = 0;
    files->clicked = -1;
    files->chosen = files->shown_count ? 0 : -1;
}

const ListedFile *list_file(const Files *files, int index) {
    if (index < 0 || (size_t)index >= files->shown_count) return NULL;
    return &files->listing.files[files->shown[index]];
}

int list_row_count(const Files *files) {
    int columns = files->columns > 0 ? files->columns : 1;
    return ((int)files->shown_count + columns - 1) / columns;
}

void list_scroll(Files *files, int rows) {
    int most = list_row_count(files) - files->rows;
    files->top += rows;
    if (files->top > most) files->top = most;
    if (files->top < 0) files->top = 0;
}

void list_choose(Files *files, int index) {
    int last = (int)files->shown_count - 1;
    files->chosen = index > last ? last : index < 0 && last >= 0 ? 0 : index;
    files->clicked = -1;
    files->reveals = true;
}

void list_lay_out(Files *files, int columns, int rows) {
    files->reveals |= columns != files->columns || rows != files->rows;
    files->columns = columns, files->rows = rows;
    int row = files->chosen / columns;
    if (files->reveals && files->chosen >= 0) {
        if (row < files->top) files->top = row;
        if (row >= files->top + rows) files->top = row - rows + 1;
    }
    files->reveals = false;
    list_scroll(files, 0);
}

// Opening -----------------------------------------------------------------------------------------

// The shown picture's folder; the recent files where it is the built-in one; the first place.
void list_begin(App *app) {
    Files *files = app->files;
    const char *picture = app->model.picture->path;
    char folder[PATH_ROOM];
    places_find(&files->places, picture);
    if (*picture) {
        path_folder(folder, sizeof folder, picture);
        list_go(app, folder, path_base(picture));
        return;
    }
    list_go(app, NULL, NULL);
    if (!files->reading && files->listing.count < 2)
        list_go(app, places_first(&files->places), NULL);
}

void list_end(App *app) {
    Files *files = app->files;
    leave_reading(files);
    listing_free(&files->listing);
    replace_text(&files->folder, NULL);
    replace_text(&files->wanted, NULL);
    files->shown_count = 0;
    files->open = false;
    files->waits = 0;
    app->dirty = true;
}

void files_remember(const App *app, const char *path) {
    if (app->window && !app->hidden && !app->script) recent_add(path);
}

// Commands ----------------------------------------------------------------------------------------

static Files *files_of(App *app) {
    if (!app->files) {
        app->files = mem_alloc(1, sizeof *app->files);
        app->files->chosen = app->files->clicked = -1;
        app->files->thumbnails = thumbnails_create(!app->script, wake);
    }
    return app->files;
}

bool run_files(App *app, const Command *command, Error *error) {
    if (!command->count && platform_pick_files()) return true;
    Files *files = files_of(app);
    char whole[PATH_ROOM];
    if (!command->count && files->open) {
        list_end(app);
        return true;
    }
    if (command->count && !path_is_folder(command->arguments[0]))
        return error_set(error, "files: %s: is no folder", command->arguments[0]);
    if (!app_run_quietly(app, "set help 0", error)) return false;
    app->ui.opened = app->ui.editing = 0;
    app->save_asked = false;
    if (!files->open) thumbnails_forget(files->thumbnails);
    files->open = true;
    list_begin(app);
    if (command->count) {
        path_whole(whole, sizeof whole, command->arguments[0]);
        list_go(app, whole, NULL);
    }
    return true;
}

// Undo takes a picture back that was opened, and not that the sheet was open then.
static bool open_file(App *app, const ListedFile *file, Error *error) {
    Files *files = app->files;
    Text line = { 0 };
    text_append(&line, "open ");
    command_quote(&line, file->kind == FILE_BUILT_IN ? "" : file->path);
    bool good = app_run_by_hand(app, line.data, error);
    text_free(&line);
    files->waits = good && file->kind != FILE_BUILT_IN ? opening_of(app, file->path) : 0;
    files->why[0] = '\0';
    if (good && !files->waits && file->kind != FILE_BUILT_IN) files_remember(app, file->path);
    return good;
}

// The path goes before WHY in errors; who has just chosen the file needs only its name.
static void explain(Files *files, const char *path, const Error *error) {
    size_t length = strlen(path);
    const char *text = error->shown;
    bool names = strncmp(text, path, length) == 0;
    snprintf(files->why, sizeof files->why, "%s%s", names ? path_base(path) : "",
             names ? text + length : text);
}

bool run_files_open(App *app, const Command *command, Error *error) {
    (void)command;
    Files *files = app->files;
    const ListedFile *file = files && files->open ? list_file(files, files->chosen) : NULL;
    Error why;
    if (!file) return error_set(error, "files_open: nothing is chosen");
    if (file->kind == FILE_FOLDER)
        list_go(app, file->path, NULL);
    else if (!open_file(app, file, &why))
        explain(files, file->path, &why);
    else if (!files->waits)
        list_end(app);
    app->dirty = true;
    return true;
}

void files_opened(App *app, const char *path, unsigned number, const Error *why) {
    Files *files = app->files;
    bool waits = files && files->waits == number;
    if (!why) files_remember(app, path);
    if (waits) files->waits = 0;
    if (waits && why)
        explain(files, path, why);
    else if (waits)
        list_end(app);
    else if (why)
        log_error(why);
}

void files_free(App *app) {
    Files *files = app->files;
    if (!files) return;
    list_end(app);
    free(files->shown);
    places_free(&files->places);
    thumbnails_free(files->thumbnails);
    free(files);
    app->files = NULL;
}
