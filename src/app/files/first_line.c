// SPDX-License-Identifier: MIT
// What one has to know to find the rest, said once.
#include "app/files/files.h"
#include "app/files/state.h"
#include "base/clock.h"
#include "base/translate.h"

static const double SECONDS = 12;

void first_line_say(App *app) {
    if (!app->window || app->hidden || app->script || app->lesson) return;
    if (app->settings.look.presenting || !state_first_time("seen")) return;
    app_say(app, false,
            _("F2 is a lesson, F5 shows this large for a lecture, the wheel over the line of t "
              "walks through the chain; ? lists all keys."));
    app->message_until = clock_seconds() + SECONDS;
    app->first_line = true;
}

void first_line_dismiss(App *app) {
    if (!app->first_line) return;
    app->first_line = false;
    app->message_until = 0;
    app->dirty = true;
}
