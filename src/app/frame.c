// SPDX-License-Identifier: MIT
// One frame: passes of the views until the commands they send have settled, then the draw list goes
// to OpenGL.
#include "app/app.h"
#include "base/clock.h"
#include "base/log.h"
#include "ui/tooltip.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What a control sent has there the name that stands beside it: "T: takes ...", not "steps: ...".
static void say_refused(App *app, const char *line, const char *why) {
    char name[64] = "";
    size_t colon = strcspn(why, ":");
    bool sets = sscanf(line, "set %63s", name) == 1 || sscanf(line, "reset %63s", name) == 1;
    const Option *option = sets ? option_find(name) : NULL;
    Text text = { 0 };
    if (option && option->label && strlen(name) == colon && strncmp(name, why, colon) == 0) {
        notation_plain(&text, (Notation)app->settings.look.notation, option->label);
        why += colon;
    }
    text_append(&text, "%s", why);
    app_say(app, true, text.data);
    text_free(&text);
}

// Runs what the last pass sent. Returns whether there was anything.
static bool run_queue(App *app) {
    if (!app->queue.length) return false;
    Text queue = app->queue;
    app->queue = (Text){ 0 };
    Error error;
    app->hand_press = app->queue_press;
    for (char *line = queue.data; line && *line;) {
        char *end = strchr(line, '\n');
        *end = '\0';
        if (!app_run_by_hand(app, line, &error)) say_refused(app, line, error.text);
        line = end + 1;
    }
    app->hand_press = 0;
    text_free(&queue);
    return true;
}

// One that says a whole command line shows its beginning.
static void message_text(App *app, RichStyle style, float most, char *out, size_t size) {
    snprintf(out, size, "%s", app->message);
    size_t length = strlen(out);
    if (!app->message_is_line) return;
    while (length > 0 && rich_width(&app->ui, style, out) > most) {
        do length--;
        while (length > 0 && ((unsigned char)app->message[length] & 0xC0) == 0x80);
        snprintf(out, size, "%.*s…", (int)length, app->message);
    }
}

static void draw_message(App *app) {
    Ui *ui = &app->ui;
    if (!*app->message || ui->now > app->message_until) return;
    RichStyle style = { FACE_TEXT, 14, HUE_INK, .plain = true };
    float pad = ui_px(ui, 14), line = ui_px(ui, 21);
    char text[sizeof app->message + 4];
    message_text(app, style, ui->width * 0.6f, text, sizeof text);
    RichLines lines = rich_wrap(ui, style, ui->width * 0.6f, text);
    Rect box = { 0, 0, lines.width + 2 * pad, line * (float)lines.count + pad };
    // At the foot, where no title and no picture is.
    box.x = roundf((ui->width - box.w) / 2);
    box.y = ui->height - box.h - ui_px(ui, 10);
    ui->list->layer = LAYER_TOOLTIP;
    draw_rect(ui->list, rect_inset(box, -1), ui_px(ui, 7),
              ui_color(ui, app->message_is_error ? HUE_BETA : HUE_FAINT));
    draw_rect(ui->list, box, ui_px(ui, 6), ui_color(ui, HUE_PANEL));
    for (int i = 0; i < lines.count; i++)
        rich_draw(ui, style, box.x + pad, box.y + pad / 2 + line * ((float)i + 0.74f),
                  lines.line[i]);
    ui->list->layer = LAYER_BASE;
    if (ui->wake_at == 0 || ui->wake_at > app->message_until)
        ui->wake_at = app->message_until + 0.01;
}

static void pass(App *app) {
    Ui *ui = &app->ui;
    ui->width = (float)app->width;
    ui->height = (float)app->height;
    ui->scale = app->figure != WHAT_WINDOW
                    ? figure_scale(app)
                    : style_scale(app->width, app->height, app->settings.look.ui_scale);
    ui->now = clock_seconds();
    ui_begin(ui);
    view_draw(app);
    draw_message(app);
    tooltip_draw(ui);
    ui_end(ui);
}

void app_layout(App *app) {
    enum { MOST_PASSES = 6 };
    for (int i = 0; i < MOST_PASSES; i++) {
        unsigned overflows = fonts_atlas(app->fonts)->overflows;
        pass(app);
        bool again = run_queue(app);
        // Glyphs moved under what was drawn before.
        again |= overflows != fonts_atlas(app->fonts)->overflows;
        if (!again) break;
    }
}

void app_draw(App *app) {
    app_layout(app);
    renderer_draw(app->renderer, &app->list, app->fonts, app->width, app->height,
                  style_color(app->settings.look.theme, HUE_GROUND));
    app->frames++;
}
