// SPDX-License-Identifier: MIT
// An application from its beginning to its end.
#include "app/app.h"
#include "app/commands.h"
#include "app/export.h"
#include "app/files/files.h"
#include "app/files/opening.h"
#include "app/lesson/lesson.h"
#include "app/schedule_source.h"
#include "app/script.h"
#include "app/session.h"
#include "model/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void send(void *user, const char *line) {
    App *app = user;
    const Ui *ui = &app->ui;
    app->queue_press = ui->in.down || ui->in.released ? ui->presses : 0;
    text_append(&app->queue, "%s\n", line);
}

static void connect_ui(App *app) {
    app->ui.list = &app->list;
    app->ui.settings = &app->settings;
    app->ui.send = send;
    app->ui.user = app;
    app->ui.in.x = app->ui.in.y = -1e6f;
    app->scene.settings = &app->settings; // for what is asked before the first frame
    app->scene.model = &app->model;
    app->dirty = true;
}

// Its settings are in the arguments; what is left is where the plots were zoomed.
static bool load_session(App *app, const Arguments *arguments, Error *error) {
    SavedState state;
    if (!arguments->session) return true;
    if (!session_load(&state, arguments->session, false, error)) return false;
    session_set_ranges(app, state.ranges);
    snprintf(app->session_path, sizeof app->session_path, "%s", arguments->session);
    return true;
}

static bool run_arguments(App *app, const Arguments *arguments, Error *error) {
    for (int i = 0; i < arguments->run_count; i++)
        if (!app_run_quietly(app, arguments->run[i], error)) return error_prefix(error, "--run");
    return true;
}

bool app_create(App *app, const Arguments *arguments, Error *error) {
    app->settings = arguments->settings;
    app->run = commands_run;
    Settings *settings = &app->settings;
    Model *model = &app->model;
    bool opened = arguments->image ? model_open(model, arguments->image, error)
                                   : model_open_built_in(model, error);
    if (!opened) return false;
    if (*settings->scheduler_config) {
        const char *path = arguments->settings.scheduler_config;
        SchedulerConfig config;
        if (!schedule_source_config(settings, arguments->given, &config, error)) return false;
        schedule_source_warn(&config, path);
        model_remember_config(model, &config, path, settings);
        if (!arguments->t_given) settings->t = settings_t_at(settings->u, settings->schedule.steps);
    }
    if (*settings->betas) {
        if (!model_open_betas(model, settings->betas, settings, error)) return false;
        bool used =
            settings->schedule.family == SCHEDULE_FILE; // a session may hold one that is not
        if (used) settings->schedule.steps = model->beta_count;
        if (used && !arguments->t_given)
            settings->t = settings_t_at(settings->u, settings->schedule.steps);
    }
    if (settings->t > settings->schedule.steps)
        return error_usage(error, "--t: %d is beyond the last step, T = %d", settings->t,
                           settings->schedule.steps);
    settings->u = (double)settings->t / settings->schedule.steps;
    if (!model_update(model, settings, error)) return false;
    connect_ui(app);
    return load_session(app, arguments, error) && run_arguments(app, arguments, error);
}

bool app_copy(App *to, const App *from, Error *error) {
    to->run = from->run;
    model_reopen(&to->model, from->model.picture, from->model.list);
    to->model.config = from->model.config;
    memcpy(to->ranges, from->ranges, sizeof to->ranges);
    if (!model_update(&to->model, &to->settings, error)) return false;
    connect_ui(to);
    return true;
}

void app_free(App *app) {
    // Threads first: they wake the window with events, which SDL has none of once it is closed.
    app_export_free(app);
    files_free(app);
    opening_free(app);
    mixture_free(app->mixture);
    canvas_close(app);
    free(app->state_path);
    free(app->address);
    script_free(app->script);
    lesson_free(app->lesson);
    history_free(&app->history);
    model_free(&app->model);
    ui_free(&app->ui);
    draw_free(&app->list);
    text_free(&app->queue);
    textures_free(&app->textures);
    panel_states_free(&app->states);
}
