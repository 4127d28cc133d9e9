// SPDX-License-Identifier: MIT
#include "app/files/opening.h"

#include "app/files/files.h"
#include "app/files/words.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/translate.h"
#include "model/picture_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double PATIENCE = 0.15; // seconds until it is worth a word

struct Opening {
    PictureReader *reader;
    char *path, *picture;        // of the command, and what it shows; NULL: nothing is being opened
    unsigned number;             // of the wish
    unsigned press;              // of the mouse, that it was sent by
    double asked_at, changed_at; // seconds: it, and the last step of undo then
    // While the command runs once more:
    bool there, good;
    ReadyPicture ready;
    Error error;
};

static void wake(void) {
    SDL_Event event = { .user = { .type = SDL_USEREVENT, .code = APP_EVENT_REDRAW } };
    SDL_PushEvent(&event);
}

static bool is_under_way(const App *app) {
    return app->opening && app->opening->path && !app->opening->there;
}

static void forget(Opening *opening) {
    free(opening->path);
    free(opening->picture);
    opening->path = opening->picture = NULL;
}

static void leave(App *app) {
    if (!is_under_way(app)) return;
    picture_reader_leave(app->opening->reader);
    forget(app->opening);
    app->dirty = true;
}

bool opening_may_begin(const App *app) {
    bool again = app->opening && app->opening->there;
    return app->window && !app->hidden && app->sender == SENT_BY_HAND && !again && !app->script;
}

bool opening_begin(App *app, const char *path, const char *picture) {
    if (!opening_may_begin(app)) return false;
    if (!app->opening) app->opening = mem_alloc(1, sizeof *app->opening);
    Opening *opening = app->opening;
    if (!opening->reader) opening->reader = picture_reader_create(wake);
    if (!opening->reader) return false;
    leave(app);
    opening->path = mem_copy_text(path);
    opening->picture = mem_copy_text(picture);
    opening->number++;
    opening->press = app->hand_press;
    opening->asked_at = clock_seconds();
    opening->changed_at = app->history.changed_at;
    picture_reader_ask(opening->reader, picture, app->settings.resolution,
                       app->settings.look.theme);
    return app->dirty = true;
}

bool opening_show(App *app, const char *picture, Error *error) {
    Opening *opening = app->opening;
    if (!opening || !opening->there || strcmp(opening->picture, picture) != 0) {
        leave(app);
        return *picture ? model_open(&app->model, picture, error)
                        : model_open_built_in(&app->model, error);
    }
    if (!opening->good) {
        *error = opening->error;
        return false;
    }
    model_open_ready(&app->model, &opening->ready);
    return true;
}

void opening_follow(App *app) {
    Opening *opening = app->opening;
    if (!is_under_way(app) ||
        !picture_reader_pop(opening->reader, &opening->ready, &opening->good, &opening->error))
        return;
    Error error;
    Text line = { 0 };
    text_append(&line, "open ");
    command_quote(&line, opening->path);
    opening->there = true;
    app->hand_press = opening->press;
    bool good = app_run_by_hand(app, line.data, &error);
    app->hand_press = 0;
    opening->there = false;
    ready_picture_free(&opening->ready);
    text_free(&line);
    files_opened(app, opening->path, opening->number, good ? NULL : &error);
    forget(opening);
    app->dirty = true;
}

bool opening_withdraw(App *app) {
    if (!is_under_way(app) || app->opening->changed_at != app->history.changed_at) return false;
    leave(app);
    return true;
}

void opening_free(App *app) {
    if (!app->opening) return;
    picture_reader_free(app->opening->reader);
    forget(app->opening);
    free(app->opening);
    app->opening = NULL;
}

unsigned opening_of(const App *app, const char *path) {
    bool same = is_under_way(app) && strcmp(app->opening->path, path) == 0;
    return same ? app->opening->number : 0;
}

const char *opening_name(const App *app) {
    return is_under_way(app) ? path_base(app->opening->path) : "";
}

bool opening_words(App *app, RichStyle style, float room, char *out, size_t size, double *done) {
    Ui *ui = &app->ui;
    char fitting[256];
    if (!is_under_way(app)) return false;
    double shows_at = app->opening->asked_at + PATIENCE;
    if (ui->now < shows_at) {
        if (ui->wake_at == 0 || ui->wake_at > shows_at) ui->wake_at = shows_at;
        return false;
    }
    room -= rich_width(ui, style, _("opening %s …"));
    words_fit(ui, style, room, opening_name(app), fitting, sizeof fitting);
    snprintf(out, size, _("opening %s …"), fitting);
    *done = picture_reader_done(app->opening->reader);
    return true;
}
