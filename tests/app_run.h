// SPDX-License-Identifier: MIT
// An application without its window: made from the words of a command line, told commands, ended.
#ifndef ALPHABAR_TESTS_APP_RUN_H
#define ALPHABAR_TESTS_APP_RUN_H

#include "app/app.h"
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// after what it uses
#include <cmocka.h>

// "--size 640x400 --view compare", with blanks between the words and in none of them.
static inline App *app_of(const char *line) {
    enum { WORDS_MOST = 16 };
    char *words = mem_copy_text(line), *argv[WORDS_MOST] = { (char *)"alphabar" }, *rest = NULL;
    int count = 1;
    for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        assert_true(count < WORDS_MOST);
        argv[count++] = word;
    }
    Arguments arguments;
    Error error = { 0 };
    App *app = mem_alloc(1, sizeof *app);
    if (!arguments_parse(&arguments, count, argv, &error) || !app_create(app, &arguments, &error))
        fail_msg("%s", error.text);
    free(words);
    return app;
}

// The same with a canvas that draws, though nobody sees it, and the pointer away from it.
static inline App *app_drawing(const char *line) {
    App *app = app_of(line);
    Error error = { 0 };
    if (!canvas_open_hidden(app, NULL, &error)) fail_msg("%s", error.text);
    app->ui.in.x = app->ui.in.y = -1e6f;
    app_layout(app);
    return app;
}

static inline int app_end(void **state) {
    app_free(*state);
    free(*state);
    return 0;
}

static inline void values_of(const App *app, PictureKind kind, Picture *out) {
    Error error = { 0 };
    if (!model_values(&app->model, kind, out, &error)) fail_msg("%s", error.text);
}

static inline void rgba_of(const App *app, PictureKind kind, uint8_t *rgba) {
    Error error = { 0 };
    if (!model_rgba(&app->model, kind, rgba, &error)) fail_msg("%s", error.text);
}

static inline void run(App *app, const char *line) {
    Error error = { 0 };
    if (!app_run(app, line, &error)) fail_msg("%s: %s", line, error.text);
}

#endif
