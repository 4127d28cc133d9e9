// SPDX-License-Identifier: MIT
#include "app/app.h"
#include "app/files/files.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

static bool start_video(Error *error) {
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) == 0) return true;
    return error_set(error,
                     "display: %s; `alphabar export` writes pictures without one (alphabar --help)",
                     SDL_GetError());
}

static void ask_for_core(int major, int minor, int profile) {
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, major);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, minor);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, profile);
    SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
    SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
    SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
}

// OpenGL 3.3 core, or OpenGL ES 3.0 where that is all there is.
static bool make_context(App *app, int width, int height, Uint32 flags, Error *error) {
    static const int wanted[2][3] = { { 3, 3, SDL_GL_CONTEXT_PROFILE_CORE },
                                      { 3, 0, SDL_GL_CONTEXT_PROFILE_ES } };
    for (int i = 0; i < 2 && !app->context; i++) {
        ask_for_core(wanted[i][0], wanted[i][1], wanted[i][2]);
        app->window = SDL_CreateWindow("alphabar", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                       width, height, flags | SDL_WINDOW_OPENGL);
        app->context = app->window ? SDL_GL_CreateContext(app->window) : NULL;
        if (app->context || !app->window) continue;
        SDL_DestroyWindow(app->window);
        app->window = NULL;
    }
    return app->context ||
           error_set(error, "display: no OpenGL 3.3 or OpenGL ES 3.0: %s", SDL_GetError());
}

static bool start_drawing(App *app, const char *shader_folder, Error *error) {
    app->fonts = fonts_open(error);
    if (!app->fonts) return false;
    app->ui.fonts = app->fonts;
    app->renderer = renderer_create(shader_folder, error);
    if (!app->renderer) return false;
    app->textures.renderer = app->renderer;
    return true;
}

// SDL quietly takes its off-screen driver when there is no display.
static bool is_seen(void) {
    const char *driver = SDL_GetCurrentVideoDriver(), *asked = SDL_getenv("SDL_VIDEODRIVER");
    bool hidden = driver && (strcmp(driver, "offscreen") == 0 || strcmp(driver, "dummy") == 0);
    return !hidden || (asked && *asked);
}

// Nothing says where a display could be: SDL would try all drivers, and their libraries complain.
static bool none_named(void) {
#ifdef __linux__
    static const char *const names[] = { "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR",
                                         "SDL_VIDEODRIVER" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = SDL_getenv(names[i]);
        if (value && *value) return false;
    }
    return true;
#else
    return false;
#endif
}

static void fit_to_screen(int *width, int *height) {
    SDL_Rect room;
    if (SDL_GetDisplayUsableBounds(0, &room)) return;
    if (*width > room.w) *width = room.w;
    if (*height > room.h) *height = room.h;
}

bool canvas_open_window(App *app, const char *shader_folder, Error *error) {
    bool seen = !none_named();
    if (seen && !start_video(error)) return false;
    if (!seen || !is_seen())
        return error_set(error, "display: there is none; `alphabar export` writes pictures without "
                                "one (alphabar --help)");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    int width = app->settings.look.width, height = app->settings.look.height;
    fit_to_screen(&width, &height);
    Uint32 flags = SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
    if (!make_context(app, width, height, flags, error)) return false;
    SDL_SetWindowMinimumSize(app->window, WINDOW_LEAST, WINDOW_LEAST);
    SDL_GL_SetSwapInterval(1);
    SDL_GL_GetDrawableSize(app->window, &app->width, &app->height);
    app->shaders_watched = shader_folder != NULL;
    return start_drawing(app, shader_folder, error);
}

bool canvas_renew(App *app, Error *error) {
    renderer_free(app->renderer);
    app->renderer = renderer_create(NULL, error);
    app->textures.renderer = app->renderer;
    panel_states_free(&app->states); // with their pictures
    files_free(app);                 // and those of the list of files
    app->dirty = true;
    return app->renderer != NULL;
}

bool canvas_open_hidden(App *app, const char *shader_folder, Error *error) {
    app->hidden = true;
    const char *asked = SDL_getenv("SDL_VIDEODRIVER");
    bool free_choice = !asked || !*asked;
    // Nobody polls events here: Ctrl+C has to end the program by itself.
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    if (free_choice) SDL_setenv("SDL_VIDEODRIVER", "offscreen", 1);
    bool started = SDL_InitSubSystem(SDL_INIT_VIDEO) == 0;
    if (!started && free_choice) {
        // Not every SDL has that driver; a hidden window on the display does as well.
        SDL_setenv("SDL_VIDEODRIVER", "", 1);
        started = SDL_InitSubSystem(SDL_INIT_VIDEO) == 0;
    }
    if (!started) return error_set(error, "display: %s", SDL_GetError());
    if (!make_context(app, 64, 64, SDL_WINDOW_HIDDEN, error)) return false;
    app->width = app->settings.look.width;
    app->height = app->settings.look.height;
    return start_drawing(app, shader_folder, error) &&
           renderer_target(app->renderer, app->width, app->height, error);
}

bool canvas_open_beside(App *app, Error *error) {
    app->width = app->settings.look.width;
    app->height = app->settings.look.height;
    return start_drawing(app, NULL, error) &&
           renderer_target(app->renderer, app->width, app->height, error);
}

void canvas_close(App *app) {
    bool own = app->context != NULL;
    renderer_free(app->renderer);
    fonts_close(app->fonts);
    if (app->context) SDL_GL_DeleteContext(app->context);
    if (app->window) SDL_DestroyWindow(app->window);
    app->renderer = NULL;
    app->fonts = NULL;
    app->context = NULL;
    app->window = NULL;
    if (own) SDL_Quit();
}
