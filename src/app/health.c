// SPDX-License-Identifier: MIT
// The schedule's health for the panel and the plots, made again when the table is.
#include "app/app.h"

void app_follow_health(App *app) {
    const Model *model = &app->model;
    if (app->health_stamp == model->schedule_stamp) return;
    app->health_stamp = model->schedule_stamp;
    ScheduleParams params = settings_schedule(&model->made, model->betas, model->beta_count);
    app->finding_count = health_of(app->findings, &model->schedule, &params);
    schedule_free(&app->before);
    if (!params.zero_snr) return;
    // What zero terminal SNR changed.
    Error error;
    params.zero_snr = false;
    if (!schedule_build(&app->before, &params, &error)) app->before = (Schedule){ 0 };
}
