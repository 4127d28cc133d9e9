// SPDX-License-Identifier: MIT
#include "model/health.h"

#include "base/translate.h"

static void free_health(void *data) {
    ModelHealth *health = data;
    schedule_free(&health->before);
}

const ModelHealth *model_health(const Model *model) {
    ModelHealth *health = derived_part(model->derived, DERIVED_HEALTH, sizeof *health, free_health);
    const char *language = translate_language();
    if (health->stamp == model->schedule_stamp && health->language == language) return health;
    health->stamp = model->schedule_stamp;
    health->language = language;
    ScheduleParams params = settings_schedule(&model->made, model->betas, model->beta_count);
    health->count = health_of(health->findings, model_table(model), &params);
    schedule_free(&health->before);
    if (!params.zero_snr) return health;
    Error error;
    params.zero_snr = false;
    if (!schedule_build(&health->before, &params, &error)) health->before = (Schedule){ 0 };
    return health;
}
