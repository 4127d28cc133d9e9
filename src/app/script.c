// SPDX-License-Identifier: MIT
#include "app/script.h"

#include "app/commands.h"
#include "app/files/files.h"
#include "base/memory.h"
#include "conf/knots.h"
#include "io/file.h"
#include "ui/keys.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Script {
    char *path;
    char *text; // lines end in '\0'
    char **lines;
    size_t count, room, next;
    int waiting; // frames
};

static bool read_all(FILE *stream, uint8_t **data) {
    Text text = { 0 };
    char part[4096];
    for (size_t got; (got = fread(part, 1, sizeof part, stream)) > 0;)
        text_append_bytes(&text, part, got);
    *data = (uint8_t *)(text.data ? text.data : mem_copy_text(""));
    return true;
}

static bool check_lines(const Script *script, Error *error) {
    for (size_t i = 0; i < script->count; i++) {
        Command command;
        if (!command_parse(&command, script->lines[i], error))
            return error_prefix(error, "%s:%zu", script->path, i + 1);
        command_free(&command);
    }
    return true;
}

Script *script_read(const char *path, Error *error) {
    uint8_t *data;
    size_t length;
    if (strcmp(path, "-") == 0)
        read_all(stdin, &data);
    else if (!file_read(&data, &length, path, 1 << 20, error))
        return NULL;
    Script *script = mem_alloc(1, sizeof *script);
    script->path = mem_copy_text(path);
    script->text = (char *)data;
    for (char *at = script->text; at;) {
        char *end = strchr(at, '\n');
        if (end) *end++ = '\0';
        script->lines = mem_grow(script->lines, &script->room, script->count + 1, sizeof(char *));
        script->lines[script->count++] = at;
        at = end;
    }
    if (check_lines(script, error)) return script;
    script_free(script);
    return NULL;
}

void script_free(Script *script) {
    if (!script) return;
    free(script->path);
    free(script->text);
    free(script->lines);
    free(script);
}

bool script_is_running(const App *app) {
    return app->script && (app->script->waiting > 0 || app->script->next < app->script->count);
}

bool script_continue(App *app, Error *error) {
    Script *script = app->script;
    if (!script) return true;
    if (script->waiting > 0) script->waiting--;
    while (!app->quit && script->waiting == 0 && script->next < script->count) {
        size_t line = script->next++;
        if (!app_run(app, script->lines[line], error)) {
            script->next = script->count;
            return error_prefix(error, "%s:%zu", script->path, line + 1);
        }
    }
    return true;
}

// One pass with the pointer there and the button so.
static void point(App *app, float x, float y, bool down) {
    UiInput *in = &app->ui.in;
    in->x = x, in->y = y;
    in->pressed = down && !in->down;
    in->released = !down && in->down;
    in->down = down;
    app_layout(app);
}

static bool find_item(App *app, const char *label, UiItem *item, Error *error) {
    app_layout(app);
    const UiItem *found = ui_find(&app->ui, label);
    if (!found) return error_set(error, "%s: the window shows nothing of that name", label);
    *item = *found;
    return true;
}

static bool click(App *app, const char *label, Error *error) {
    UiItem item = { 0 };
    if (!find_item(app, label, &item, error)) return false;
    float x = item.rect.x + item.rect.w / 2, y = item.rect.y + item.rect.h / 2;
    point(app, x, y, false);
    point(app, x, y, true);
    point(app, x, y, false);
    return true;
}

static double place_on(const UiItem *item, double value) {
    return item->option ? option_place(item->option, value)
                        : (value - item->from) / (item->to - item->from);
}

static bool drag(App *app, const char *label, const char *value, Error *error) {
    UiItem item = { 0 };
    double to;
    if (!find_item(app, label, &item, error)) return false;
    if (!item.option && item.from >= item.to)
        return error_set(error, "drag: %s is no slider", label);
    if (!read_real(value, &to))
        return error_usage(error, "drag: takes a number, not \"%s\"", value);
    double target = place_on(&item, to);
    double from =
        item.option ? place_on(&item, option_number(&app->settings, item.option)) : target;
    float y = item.track.y + item.track.h / 2;
    enum { STOPS = 4 };
    for (int i = 0; i <= STOPS; i++) {
        double place = from + (target - from) * i / STOPS;
        point(app, item.track.x + (float)place * item.track.w, y, true);
    }
    point(app, app->ui.in.x, app->ui.in.y, false);
    return true;
}

void app_press_escape(App *app) {
    Ui *ui = &app->ui;
    bool here = app->settings.view == VIEW_FORWARD && knots_are_shown(&app->settings);
    bool taken = !ui->editing && keys_take(ui, UI_KEY_ESCAPE, false, false);
    if (!taken && !ui->editing && here && app->settings.knot >= 0 && !app->settings.look.help)
        ui_send(ui, "set knot -1");
    else if (!taken)
        ui->in.escape = true;
    app_layout(app);
}

bool app_key(App *app, const char *key, Error *error) {
    const KeyRow *row = key_find(key);
    return !row || app_run_by_hand(app, row->command, error);
}

bool run_wait(App *app, const Command *command, Error *error) {
    long long frames;
    const char *count = command->arguments[0];
    if (!read_int(count, &frames) || frames < 0 || frames > 1000000)
        return error_usage(error, "wait: takes a whole number of frames, not \"%s\"", count);
    if (app->script) app->script->waiting = (int)frames;
    return app->dirty = true;
}

bool run_click(App *app, const Command *command, Error *error) {
    return click(app, command->arguments[0], error);
}

bool run_drag(App *app, const Command *command, Error *error) {
    return drag(app, command->arguments[0], command->arguments[1], error);
}

bool run_key(App *app, const Command *command, Error *error) {
    const char *key = command->arguments[0];
    if (files_take_named_key(app, key)) return true;
    if (text_equal_ignoring_case(key, "escape")) {
        app_press_escape(app);
        return true;
    }
    if (!key_find(key)) return error_usage(error, "key: \"%s\" does nothing", key);
    return app_key(app, key, error);
}
