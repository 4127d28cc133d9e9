// SPDX-License-Identifier: MIT
// What there is to say about the model's schedule, and what zero terminal SNR changed of it.
#ifndef ALPHABAR_MODEL_HEALTH_H
#define ALPHABAR_MODEL_HEALTH_H

#include "core/health.h"
#include "model/model.h"

typedef struct ModelHealth {
    HealthFinding findings[HEALTH_MOST];
    int count;
    Schedule before; // the table without zero terminal SNR; steps 0 where that is off
    unsigned stamp;
    const char *language; // that the findings are in
} ModelHealth;

// Borrowed until model_update; never NULL.
const ModelHealth *model_health(const Model *model);

#endif
