// SPDX-License-Identifier: MIT
// What `open` and a drop do with a file: a session, a configuration of a scheduler, a data set, a
// list of betas, or else a picture.
#include "app/app.h"
#include "app/commands.h"
#include "app/files/opening.h"
#include "app/schedule_source.h"
#include "app/session.h"
#include "base/path.h"
#include "io/dataset.h"
#include "io/image/values.h"
#include "io/scheduler/words.h"
#include "io/session.h"
#include "model/source.h"

static bool is_list_of_betas(const char *path) {
    return path_ends_in(path, ".csv") || path_ends_in(path, ".txt") || path_ends_in(path, ".json");
}

typedef enum ArrayUse { ARRAY_LIST, ARRAY_PICTURE, ARRAY_SET } ArrayUse;

// A .npy of one dimension is a list of betas, of two a picture. One of three is a picture of
// channels or a set of grey pictures: the Mixture view takes it as a set. Of four it is a set, but
// outside of that view a single picture.
static bool array_use(const App *app, const char *path, ArrayUse *use, Error *error) {
    NpyArray array;
    if (!values_read_header(&array, path, error)) return false;
    bool mixture = app->settings.view == VIEW_MIXTURE;
    int n = array.dimensions;
    *use = n <= 1                                     ? ARRAY_LIST
           : n == 2                                   ? ARRAY_PICTURE
           : mixture || (n > 3 && array.sizes[0] > 1) ? ARRAY_SET
                                                      : ARRAY_PICTURE;
    return true;
}

static bool open_betas(App *app, const char *path, Error *error) {
    Settings next = app->settings;
    if (!option_set(&next, option_row(OPT_BETAS), path, error)) return error_prefix(error, "open");
    if (!model_open_betas(&app->model, path, &next, error)) return false;
    next.schedule.family = SCHEDULE_FILE;
    next.schedule.steps = app->model.beta_count;
    app_follow_steps(app, &next);
    return app_apply_settings(app, &next, error);
}

static void say_config(App *app, const char *path, const SchedulerConfig *config) {
    Text words = { 0 }, plain = { 0 };
    scheduler_words_brief(&words, config);
    text_append(&plain, "%s: ", path_base(path));
    notation_plain(&plain, settings_notation(&app->settings), words.data);
    app_say(app, false, plain.data);
    text_free(&words);
    text_free(&plain);
}

// A drop and `open` replace the whole schedule. trained_betas are a list like any other.
static bool open_config(App *app, const char *path, Error *error) {
    Settings next = app->settings;
    SchedulerConfig config;
    const Option *option = option_row(OPT_SCHEDULER_CONFIG);
    if (!option_set(&next, option, path, error)) return error_prefix(error, "open");
    if (!schedule_source_config(&next, NULL, &config, error)) return false;
    if (next.schedule.family == SCHEDULE_FILE) {
        if (!model_open_betas(&app->model, next.betas, &next, error)) return false;
        next.schedule.steps = app->model.beta_count;
    }
    app_follow_steps(app, &next);
    if (!app_apply_settings(app, &next, error)) {
        error->kind = ERROR_FAILED;
        return error_prefix(error, "%s", path);
    }
    model_remember_config(&app->model, &config, path, &app->settings);
    say_config(app, path, &config);
    return true;
}

// It is read when the Mixture view asks for it, beside the window.
static bool open_dataset(App *app, const char *path, Error *error) {
    Settings next = app->settings;
    if (!option_set(&next, option_row(OPT_DATASET), path, error))
        return error_prefix(error, "open");
    if (!path_exists(path)) return error_set(error, "%s: there is no such file", path);
    if (path_is_folder(path) && !dataset_has_files(path) && !dataset_probe_folder(path, error))
        return false;
    settings_show_view(&next, VIEW_MIXTURE);
    next.mixture.example = 0;
    next.mixture.label = -1;
    return app_apply_settings(app, &next, error);
}

// What was opened, whole.
static bool show_picture(App *app, bool opened, Error *error) {
    Settings next = app->settings;
    if (!opened) return false;
    next.picture.pin_x = next.picture.pin_y = -1;
    next.picture.zoom = 1;
    next.picture.zoom_x = next.picture.zoom_y = 0.5;
    return app_apply_settings(app, &next, error);
}

bool run_open(App *app, const Command *command, Error *error) {
    const char *path = command->arguments[0];
    if (!*path) return show_picture(app, opening_show(app, path, error), error);
    if (path_ends_in(path, ".json") && session_is(path)) return session_open(app, path, error);
    if (path_ends_in(path, ".json") && scheduler_config_is_one(path))
        return open_config(app, path, error);
    if (dataset_is_path(path)) return open_dataset(app, path, error);
    ArrayUse use = ARRAY_PICTURE;
    bool array = path_ends_in(path, ".npy");
    if (array && !array_use(app, path, &use, error)) return false;
    if (array && use == ARRAY_SET) return open_dataset(app, path, error);
    if (is_list_of_betas(path) || (array && use == ARRAY_LIST)) return open_betas(app, path, error);
    return opening_begin(app, path, path) ||
           show_picture(app, opening_show(app, path, error), error);
}
