// SPDX-License-Identifier: MIT
#include "app/session.h"

#include "app/commands.h"
#include "app/files/opening.h"
#include "base/log.h"
#include "base/path.h"
#include "base/translate.h"
#include "io/session.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Names of files -------------------------------------------------------------------------------

// As a session in `folder` names it: from there where the file lies below it.
static void name_from(char *out, size_t size, const char *folder, const char *path) {
    char whole_folder[SETTINGS_PATH], whole[SETTINGS_PATH];
    path_whole(whole_folder, sizeof whole_folder, folder);
    path_whole(whole, sizeof whole, path);
    size_t length = strlen(whole_folder);
    while (length > 1 && whole_folder[length - 1] == '.' && whole_folder[length - 2] == '/')
        length -= 2; // "/home/me/."
    bool below = strncmp(whole, whole_folder, length) == 0 && whole[length] == '/';
    snprintf(out, size, "%s", below ? whole + length + 1 : whole);
}

// Where a session in `folder` finds it.
static void find_from(char *out, size_t size, const char *folder, const char *name) {
    if (path_is_whole(name) || strcmp(folder, ".") == 0)
        snprintf(out, size, "%s", name);
    else
        path_join(out, size, folder, name);
}

// Out ------------------------------------------------------------------------------------------

static bool is_number(const Option *option, const char *value) {
    double number;
    switch (option->type) {
    case OPTION_BOOL:
    case OPTION_INT: return true;
    case OPTION_REAL: return read_real(value, &number);                    // or "default"
    case OPTION_SEED: return read_real(value, &number) && number < 0x1p53; // what JSON keeps
    default: return false;
    }
}

static void append_option(Session *session, const Settings *settings, const Option *option,
                          const char *folder) {
    Text value = { 0 };
    char name[SETTINGS_PATH];
    option_format(&value, settings, option);
    const char *text = value.data ? value.data : "";
    if (option_is_path(option, text)) {
        name_from(name, sizeof name, folder, text);
        if (!option_is_path(option, name)) path_whole(name, sizeof name, text);
        text = name;
    }
    bool number = is_number(option, text);
    if (option->type == OPTION_BOOL) text = *text == '1' ? "true" : "false";
    session_set(session, option->name, text, number);
    text_free(&value);
}

static bool write_session(const App *app, const char *path, Error *error) {
    Session session = { .place = app->settings.u };
    char folder[SETTINGS_PATH], picture[SETTINGS_PATH];
    path_folder(folder, sizeof folder, path);
    const Opened *opened = app->model.picture;
    if (*opened->path) {
        name_from(picture, sizeof picture, folder, opened->path);
        session_set_picture(&session, picture);
    }
    for (int i = 0; i < OPTIONS; i++)
        append_option(&session, &app->settings, option_row((OptionId)i), folder);
    for (int i = 0; i < PLOTS; i++) {
        const PlotRange *range = &app->ranges[i];
        if (range->zoomed)
            session_set_range(&session, plot_names[i], range->x0, range->x1, range->y0, range->y1);
    }
    bool good = session_write(&session, path, error);
    session_free(&session);
    return good;
}

void session_new_name(char *out, size_t size) {
    snprintf(out, size, "alphabar-session.json");
    for (int i = 2; path_exists(out) && i < 10000; i++)
        snprintf(out, size, "alphabar-session-%d.json", i);
}

bool run_save(App *app, const Command *command, Error *error) {
    const char *path = command->count ? command->arguments[0] : NULL;
    char name[SETTINGS_PATH], text[SETTINGS_PATH + 16];
    // A session that was opened may be called otherwise.
    if (path && !path_ends_in(path, ".json"))
        return error_usage(error, "save: %s: takes a name that ends in .json", path);
    if (path)
        snprintf(name, sizeof name, "%s", path);
    else if (*app->session_path)
        snprintf(name, sizeof name, "%s", app->session_path);
    else
        session_new_name(name, sizeof name);
    if (!write_session(app, name, error)) return false;
    snprintf(app->session_path, sizeof app->session_path, "%s", name);
    path_whole(name, sizeof name, app->session_path);
    snprintf(text, sizeof text, _("saved: %s"), name);
    app_say(app, false, text);
    return true;
}

// In -------------------------------------------------------------------------------------------

static bool read_option(SavedState *state, Session *session, const SessionValue *value,
                        const char *path, const char *folder, Error *error) {
    const Option *option = option_find(value->name);
    if (!option) {
        session_pass_over(session, value->name);
        return true;
    }
    char found[SETTINGS_PATH];
    const char *text = value->value;
    if (option_is_path(option, text)) {
        find_from(found, sizeof found, folder, text);
        text = found;
    }
    if (option_set(&state->settings, option, text, error)) return true;
    error->kind = ERROR_FAILED;
    return error_prefix(error, "%s: %s", path, option->name);
}

static bool read_range(SavedState *state, Session *session, const SessionRange *range,
                       const char *path, Error *error) {
    bool good = range->x0 < range->x1 && range->y0 < range->y1;
    for (int i = 0; i < PLOTS; i++) {
        if (strcmp(plot_names[i], range->name) != 0) continue;
        if (!good)
            return error_set(error, "%s: plots: %s: needs x0 < x1 and y0 < y1", path, range->name);
        state->ranges[i] = (PlotRange){ true, range->x0, range->x1, range->y0, range->y1 };
        return true;
    }
    session_pass_over(session, range->name);
    return true;
}

static bool read_state(SavedState *state, Session *session, const char *path, Error *error) {
    char folder[SETTINGS_PATH];
    path_folder(folder, sizeof folder, path);
    memset(state, 0, sizeof *state);
    settings_reset(&state->settings);
    for (size_t i = 0; i < session->value_count; i++)
        if (!read_option(state, session, &session->values[i], path, folder, error)) return false;
    for (size_t i = 0; i < session->range_count; i++)
        if (!read_range(state, session, &session->ranges[i], path, error)) return false;
    if (session->picture)
        find_from(state->picture, sizeof state->picture, folder, session->picture);
    Settings *settings = &state->settings;
    if (!settings_size_is_modest(settings))
        return error_set(error, "%s: size: %d × %d pixels are more than alphabar takes from a file",
                         path, settings->look.width, settings->look.height);
    bool follows_file = settings->schedule.family == SCHEDULE_FILE; // whose length is not known yet
    if (settings->t > settings->schedule.steps && !follows_file)
        return error_set(error, "%s: t: %d is beyond the last step, T = %d", path, settings->t,
                         settings->schedule.steps);
    // In a list whose length has changed t keeps its place; where someone changed t alone, t
    // counts.
    bool fits = session->place > 0 && session->place <= 1 &&
                settings_t_at(session->place, settings->schedule.steps) == settings->t;
    settings->u = fits ? session->place : (double)settings->t / settings->schedule.steps;
    return true;
}

static void tell_unknown(const Session *session, const char *path) {
    size_t count = session->unknown_count;
    if (count <= SESSION_TOLD)
        log_line("%s: passed over what is not known here: %s", path, session->unknown.data);
    else
        log_line("%s: passed over what is not known here: %s and %zu more", path,
                 session->unknown.data, count - SESSION_TOLD);
}

bool session_load(SavedState *state, const char *path, bool aloud, Error *error) {
    Session session;
    if (!session_read(&session, path, error)) return false;
    bool good = read_state(state, &session, path, error);
    if (good && aloud && session.unknown_count) tell_unknown(&session, path);
    session_free(&session);
    return good;
}

void session_set_ranges(App *app, const PlotRange ranges[PLOTS]) {
    for (int i = 0; i < PLOTS; i++) {
        if (!ranges[i].zoomed) continue;
        // A zoom that the axis of today cannot have is none.
        char line[160];
        Error ignored;
        snprintf(line, sizeof line, "range %s %.17g %.17g %.17g %.17g", plot_names[i], ranges[i].x0,
                 ranges[i].x1, ranges[i].y0, ranges[i].y1);
        app_run_quietly(app, line, &ignored);
    }
}

static bool open_files(App *app, SavedState *state, Error *error) {
    Model *model = &app->model;
    Settings *settings = &state->settings;
    if (!opening_show(app, state->picture, error)) return false;
    if (!*settings->betas) {
        model_reopen(model, model->picture, NULL);
        return true;
    }
    if (!model_open_betas(model, settings->betas, settings, error)) return false;
    if (settings->schedule.family != SCHEDULE_FILE) return true;
    settings->schedule.steps = model->beta_count;
    settings->t = settings_t_at(settings->u, settings->schedule.steps);
    return true;
}

// It has a picture, which is read beside the window first.
static bool waits_for_picture(App *app, const char *path) {
    SavedState state;
    Error told_later;
    return opening_may_begin(app) && session_load(&state, path, false, &told_later) &&
           *state.picture && opening_begin(app, path, state.picture);
}

bool session_open(App *app, const char *path, Error *error) {
    SavedState state;
    if (waits_for_picture(app, path)) return true;
    if (!session_load(&state, path, true, error)) return false;
    Moment moment = { .settings = state.settings };
    bool good = open_files(app, &state, error);
    if (good) {
        state.settings.u = (double)state.settings.t / state.settings.schedule.steps;
        moment.settings = state.settings;
        moment.picture = app->model.picture, moment.list = app->model.list;
        good = app_restore(app, &moment, error);
    } else {
        model_drop_opened(&app->model);
    }
    if (!good) {
        error->kind = ERROR_FAILED; // it is the file that is wrong
        return error_prefix(error, "%s", path);
    }
    session_set_ranges(app, state.ranges);
    snprintf(app->session_path, sizeof app->session_path, "%s", path);
    return true;
}
