// SPDX-License-Identifier: MIT
#include "app/app.h"

#include "base/clock.h"
#include "base/parallel.h"

#include <stdio.h>
#include <string.h>

static const double MESSAGE_SECONDS = 7;

void app_say(App *app, bool is_error, const char *text) {
    app->message_is_error = is_error;
    app->message_is_line = false;
    snprintf(app->message, sizeof app->message, "%s", text);
    app->message_until = clock_seconds() + MESSAGE_SECONDS;
    app->dirty = true;
}

Moment app_moment(const App *app) {
    Moment moment = { .picture = opened_hold(app->model.picture),
                      .list = opened_hold(app->model.list) };
    memcpy(&moment.settings, &app->settings, sizeof moment.settings);
    memcpy(moment.ranges, app->ranges, sizeof moment.ranges);
    return moment;
}

// Settings ----------------------------------------------------------------------------------------

// t keeps its place in the chain when T changes, also over several changes: from 420 of 1000 to 4
// of 10 and back. What others see of the place, u, is always that of the t that is shown.
void app_follow_steps(App *app, Settings *next) {
    const Settings *was = &app->settings;
    if (next->schedule.steps == was->schedule.steps) return;
    if (settings_t_at(app->place, was->schedule.steps) != was->t) app->place = was->u;
    next->t = settings_t_at(app->place, next->schedule.steps);
    next->u = (double)next->t / next->schedule.steps;
}

void app_follow_schedule(App *app, Settings *next) {
    if (next->schedule.family == SCHEDULE_FILE && app->model.betas)
        next->schedule.steps = app->model.beta_count;
    if (next->knot >= next->schedule.knots.count) next->knot = -1;
    app_follow_steps(app, next);
}

// A zoom belongs to the axis it was made on, and to the T.
static void drop_ranges(App *app, const Settings *next) {
    const Settings *was = &app->settings;
    bool same_level =
        next->plots.signal != SIGNAL_LOG_SNR || next->look.notation == was->look.notation;
    if (next->plots.signal != was->plots.signal || !same_level)
        app->ranges[PLOT_SIGNAL].zoomed = false;
    if (next->plots.variance_scale != was->plots.variance_scale)
        app->ranges[PLOT_VARIANCE].zoomed = false;
    if (next->plots.coefficient_scale != was->plots.coefficient_scale)
        app->ranges[PLOT_COEFFICIENTS].zoomed = false;
    for (int i = 0; i < PLOT_OVER_NO_T; i++)
        if (app->ranges[i].x1 > next->schedule.steps) app->ranges[i].zoomed = false;
    if (next->objective.loss != was->objective.loss ||
        next->objective.density != was->objective.density)
        for (int i = PLOT_WEIGHTS; i <= PLOT_WEIGHTS_PRODUCT; i++) app->ranges[i].zoomed = false;
    for (int i = 0; i < COMPARE_PLOTS; i++)
        if (next->compare.x != was->compare.x || next->look.notation != was->look.notation ||
            next->compare.plot[i] != was->compare.plot[i] ||
            next->compare.scale[i] != was->compare.scale[i])
            app->ranges[PLOT_COMPARE + i].zoomed = false;
}

bool app_apply_settings(App *app, const Settings *next, Error *error) {
    Error ignored;
    const Settings *was = &app->settings;
    if (!model_update(&app->model, next, error)) {
        CHECK(model_update(&app->model, was, &ignored));
        return false;
    }
    drop_ranges(app, next);
    parallel_set_threads(next->threads);
    if (next->play.playing && !was->play.playing) {
        app->played = next->u;
        app->last_frame_at = clock_seconds();
    }
    app->size_asked |= next->look.width != was->look.width || next->look.height != was->look.height;
    app->settings = *next;
    app->dirty = true;
    return true;
}

bool app_restore(App *app, const Moment *moment, Error *error) {
    model_reopen(&app->model, moment->picture, moment->list);
    if (!app_apply_settings(app, &moment->settings, error)) return false;
    memcpy(app->ranges, moment->ranges, sizeof app->ranges);
    app->played = app->settings.u;
    app->last_frame_at = clock_seconds();
    return true;
}

// Commands ----------------------------------------------------------------------------------------

bool app_run(App *app, const char *line, Error *error) {
    return app->run(app, line, SENT_BY_SCRIPT, error);
}

bool app_run_by_hand(App *app, const char *line, Error *error) {
    // What was said before is of something else now; what this one says stays.
    double said = app->message_until;
    bool good = app->run(app, line, SENT_BY_HAND, error);
    if (good && app->message_until == said) app->message_until = 0;
    return good;
}

bool app_run_quietly(App *app, const char *line, Error *error) {
    return app->run(app, line, SENT_QUIETLY, error);
}
