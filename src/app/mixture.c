// SPDX-License-Identifier: MIT
// The mixture's work beside the window: a data set is read, weighed and run backwards over.
#include "app/app.h"
#include "base/clock.h"
#include "base/log.h"
#include "stage/views.h"

#include <math.h>
#include <stdio.h>

static const double RUN_SECONDS = 7; // what a whole run takes to play
static const double SLICE = 0.008;   // of a turn of the loop, where there is no thread

static void wake(void) {
    SDL_Event event = { .user = { .type = SDL_USEREVENT, .code = APP_EVENT_REDRAW } };
    SDL_PushEvent(&event);
}

void app_open_mixture(App *app) {
    if (!app->mixture) app->mixture = mixture_create(!app->hidden, app->hidden ? NULL : wake);
}

bool app_needs_mixture(const App *app) {
    return figure_needs_mixture(app->figure, &app->settings);
}

bool app_follow_mixture(App *app, Error *error) {
    app_open_mixture(app);
    mixture_follow(app->mixture, &app->settings, &app->model);
    if (app->hidden) mixture_finish(app->mixture);
    return !mixture_pop_error(app->mixture, error);
}

void app_play_mixture(App *app) {
    app->mixture_works = mixture_work(app->mixture, SLICE);
    const MixtureSettings *settings = &app->settings.mixture;
    double now = clock_seconds(), passed = fmin(now - app->sampled_at, 0.25);
    app->sampled_at = now;
    if (!settings->sampling || !app->mixture || !stage_needs_mixture(&app->stage)) return;
    const MixtureState *state = mixture_lock(app->mixture);
    int steps = state->run.steps, made = state->run.frames - 1;
    mixture_unlock(app->mixture);
    if (steps < 1) return;
    if ((int)app->sampled != settings->sample_step) app->sampled = settings->sample_step;
    app->sampled = fmin(app->sampled + passed * steps / RUN_SECONDS, fmax(made, 0) + 0.999);
    char line[48];
    Error error;
    app->dirty = true;
    if ((int)app->sampled != settings->sample_step) {
        snprintf(line, sizeof line, "set sample_step %d", (int)app->sampled);
        app_run_quietly(app, line, &error);
    }
    if (settings->sample_step >= steps) app_run_quietly(app, "set sampling 0", &error);
}
