// SPDX-License-Identifier: MIT
#include "app/window.h"

#include "app/app.h"
#include "app/export.h"
#include "app/files/files.h"
#include "app/files/opening.h"
#include "app/lesson/lesson.h"
#include "app/save_sheet.h"
#include "app/script.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/platform.h"
#include "conf/knots.h"
#include "model/measure.h"
#include "ui/keys.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void hear_log(void *user, const char *text) {
    app_say(user, true, text);
}

static bool run_line(App *app, const char *line) {
    Error error;
    bool good = app_run_by_hand(app, line, &error);
    if (!good) log_error(&error);
    return good;
}

static void run_quietly(App *app, const char *line) {
    Error error;
    if (!app_run_quietly(app, line, &error)) log_error(&error);
}

static float pixels_per_point(const App *app) {
    int width, height;
    SDL_GetWindowSize(app->window, &width, &height);
    return width > 0 ? (float)app->width / (float)width : 1;
}

// "Ctrl+Shift+Left"
static void key_name(char *out, size_t size, SDL_Keysym key) {
    snprintf(out, size, "%s%s%s", key.mod & (KMOD_CTRL | KMOD_GUI) ? "Ctrl+" : "",
             key.mod & KMOD_SHIFT ? "Shift+" : "", SDL_GetKeyName(key.sym));
}

static UiKey ui_key(SDL_Keycode key) {
    switch (key) {
    case SDLK_TAB: return UI_KEY_TAB;
    case SDLK_RETURN:
    case SDLK_KP_ENTER: return UI_KEY_RETURN;
    case SDLK_SPACE: return UI_KEY_SPACE;
    case SDLK_ESCAPE: return UI_KEY_ESCAPE;
    case SDLK_LEFT: return UI_KEY_LEFT;
    case SDLK_RIGHT: return UI_KEY_RIGHT;
    case SDLK_UP: return UI_KEY_UP;
    case SDLK_DOWN: return UI_KEY_DOWN;
    case SDLK_HOME: return UI_KEY_HOME;
    case SDLK_END: return UI_KEY_END;
    default: return UI_KEY_OTHER;
    }
}

// Each is a pass of its own, so that the next key finds what it has changed.
static bool key_on_control(App *app, SDL_Keysym key) {
    bool shift = (key.mod & KMOD_SHIFT) != 0, ctrl = (key.mod & (KMOD_CTRL | KMOD_GUI)) != 0;
    if (key.mod & KMOD_ALT || !keys_take(&app->ui, ui_key(key.sym), shift, ctrl)) return false;
    app_layout(app);
    return true;
}

// Arrows move the chosen knot of a drawn schedule.
static bool key_on_knot(App *app, SDL_Keysym key) {
    bool here = app->settings.view == VIEW_FORWARD && knots_are_shown(&app->settings);
    if (app->settings.knot < 0 || !here) return false;
    double across = key.sym == SDLK_LEFT ? -1 : key.sym == SDLK_RIGHT ? 1 : 0;
    double up = key.sym == SDLK_DOWN ? -1 : key.sym == SDLK_UP ? 1 : 0;
    if (across == 0 && up == 0) return false;
    double by = (key.mod & KMOD_SHIFT ? 10 : 1) * (key.mod & KMOD_CTRL ? 0.1 : 1);
    char line[96];
    snprintf(line, sizeof line, "nudge_knot %.9g %.9g", across * by, up * by);
    run_line(app, line);
    return true;
}

// Keys whose name is one typed character, as '?' or '+', come as text: layouts differ in where they
// are.
static bool comes_as_text(SDL_Keysym key) {
    return key.sym > ' ' && key.sym < 127 && !(key.sym >= 'a' && key.sym <= 'z') &&
           !(key.mod & (KMOD_CTRL | KMOD_GUI | KMOD_ALT));
}

// What is typed is sent by Return, and by Tab, which goes on to the next control.
static void key_in_field(App *app, SDL_Keysym key) {
    UiInput *in = &app->ui.in;
    bool tab = key.sym == SDLK_TAB && !app->save_asked;
    in->escape |= key.sym == SDLK_ESCAPE;
    in->enter |= key.sym == SDLK_RETURN || key.sym == SDLK_KP_ENTER || tab;
    in->backspace |= key.sym == SDLK_BACKSPACE;
    in->forward_delete |= key.sym == SDLK_DELETE;
    in->caret = key.sym == SDLK_LEFT    ? UI_CARET_LEFT
                : key.sym == SDLK_RIGHT ? UI_CARET_RIGHT
                : key.sym == SDLK_HOME  ? UI_CARET_FIRST
                : key.sym == SDLK_END   ? UI_CARET_LAST
                                        : UI_CARET_STAYS;
    app_layout(app);
    if (tab) key_on_control(app, key);
}

static void key_down(App *app, SDL_Keysym key) {
    first_line_dismiss(app);
    if (files_take_key(app, key)) return;
    if (app->ui.editing && !(key.mod & (KMOD_CTRL | KMOD_GUI))) {
        key_in_field(app, key);
        return;
    }
    if (key.sym == SDLK_ESCAPE && !(key.mod & KMOD_ALT)) {
        app_press_escape(app);
        return;
    }
    if (key_on_control(app, key)) return;
    if (key_on_knot(app, key) || comes_as_text(key)) return;
    char name[64];
    Error error;
    key_name(name, sizeof name, key);
    const KeyRow *row = key_find(name);
    bool asks = row && strcmp(row->command, "save") == 0 && save_sheet_ask(app);
    if (!asks && !app_key(app, name, &error)) log_error(&error);
}

static void text_typed(App *app, const char *text) {
    UiInput *in = &app->ui.in;
    if (files_take_text(app, text)) return;
    if (app->ui.editing) {
        if (app->ui.edit_fresh && strcmp(text, " ") == 0) return; // which opened the field
        size_t used = strlen(in->text);
        snprintf(in->text + used, sizeof in->text - used, "%s", text);
        return;
    }
    Error error;
    bool letter = (text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z');
    if (!letter && text[0] != ' ' && text[1] == '\0' && !app_key(app, text, &error))
        log_error(&error);
}

static void button_down(App *app, const SDL_MouseButtonEvent *event) {
    UiInput *in = &app->ui.in;
    first_line_dismiss(app);
    if (event->button == SDL_BUTTON_LEFT) {
        in->down = in->pressed = true;
        in->double_pressed = event->clicks == 2;
    } else if (event->button == SDL_BUTTON_RIGHT) {
        in->right_pressed = true;
    }
}

static void button_up(App *app, const SDL_MouseButtonEvent *event) {
    UiInput *in = &app->ui.in;
    if (event->button == SDL_BUTTON_LEFT) {
        in->released = true;
        in->down = false;
    }
}

static void dropped(App *app, char *path) {
    Text line = { 0 };
    text_append(&line, "open ");
    command_quote(&line, path);
    if (run_line(app, line.data) && !opening_of(app, path)) files_remember(app, path);
    text_free(&line);
    SDL_free(path);
}

static void window_changed(App *app, const SDL_WindowEvent *event) {
    if (event->event == SDL_WINDOWEVENT_LEAVE && !app->ui.in.down)
        app->ui.in.x = app->ui.in.y = -1e6f;
    SDL_GL_GetDrawableSize(app->window, &app->width, &app->height);
    char line[48];
    snprintf(line, sizeof line, "set size %dx%d", app->width, app->height);
    app->density = pixels_per_point(app);
    bool changed =
        app->width != app->settings.look.width || app->height != app->settings.look.height;
    if (changed && app->width >= WINDOW_LEAST && app->height >= WINDOW_LEAST) {
        run_quietly(app, line);
        history_follow_size(&app->history, app->settings.look.width, app->settings.look.height);
    }
    app->size_asked = false;
    app->dirty = true;
}

static void point_at(App *app, int x, int y) {
    float scale = pixels_per_point(app);
    app->ui.in.x = ((float)x + 0.5f) * scale;
    app->ui.in.y = ((float)y + 0.5f) * scale;
}

static void renew(App *app) {
    Error error;
    if (canvas_renew(app, &error)) return;
    log_error(&error);
    app->quit = true; // there is nothing to draw with
}

// Those of the event's own time: what SDL says of now may be ahead of the events that are waiting.
static void follow_modifiers(UiInput *in, const SDL_Event *event) {
    bool key = event->type == SDL_KEYDOWN || event->type == SDL_KEYUP;
    if (!key && event->type != SDL_WINDOWEVENT) return;
    int mod = key ? (int)event->key.keysym.mod : (int)SDL_GetModState();
    in->shift = (mod & KMOD_SHIFT) != 0;
    in->ctrl = (mod & KMOD_CTRL) != 0;
}

// Presses and releases are one pass each, so that a fast click is not lost within one frame.
static void dispatch_event(App *app, const SDL_Event *event) {
    UiInput *in = &app->ui.in;
    if (event->type >= SDL_USEREVENT) { // of a thread; what an export's asks for is served later
        app->dirty |= event->user.code == APP_EVENT_REDRAW;
        return;
    }
    if (event->type != SDL_MOUSEWHEEL && in->wheel != 0) app_layout(app); // it was turned before
    follow_modifiers(in, event);
    app->dirty = true;
    switch (event->type) {
    case SDL_QUIT: app->quit = true; break;
    case SDL_MOUSEMOTION: point_at(app, event->motion.x, event->motion.y); break;
    case SDL_MOUSEBUTTONDOWN:
        point_at(app, event->button.x, event->button.y);
        button_down(app, &event->button);
        app_layout(app);
        break;
    case SDL_MOUSEBUTTONUP:
        point_at(app, event->button.x, event->button.y);
        app_layout(app); // where it was let go still belongs to the drag
        button_up(app, &event->button);
        app_layout(app);
        break;
    case SDL_MOUSEWHEEL: in->wheel += event->wheel.preciseY; break;
    case SDL_KEYDOWN: key_down(app, event->key.keysym); break;
    case SDL_TEXTINPUT:
        text_typed(app, event->text.text);
        if (app->ui.editing) app_layout(app);
        break;
    case SDL_RENDER_DEVICE_RESET: renew(app); break;
    case SDL_DROPFILE: dropped(app, event->drop.file); break;
    case SDL_WINDOWEVENT: window_changed(app, &event->window); break;
    default: break;
    }
}

// Moves t with the clock; the chain takes eight seconds at speed 1.
static void advance_playing(App *app) {
    double now = clock_seconds();
    double passed = fmin(now - app->last_frame_at, 0.25);
    app->last_frame_at = now;
    if (!app->settings.play.playing) return;
    bool backward = app->settings.play.backward, loop = app->settings.play.loop;
    app->played += (backward ? -passed : passed) * app->settings.play.speed / 8;
    if ((backward ? app->played <= 0 : app->played >= 1) && loop) app->played -= floor(app->played);
    int steps = app->settings.schedule.steps;
    int t = (int)fmin(steps, fmax(1, ceil(app->played * steps)));
    double place = app->played;
    char line[48];
    snprintf(line, sizeof line, "set t %d", t);
    if (t != app->settings.t) {
        run_quietly(app, line);
        app->history.ticked = true;
    }
    app->played = place;
    if (backward ? place <= 0 : place >= 1) run_quietly(app, "pause");
    app->dirty = true;
}

static void apply_fullscreen(App *app) {
    bool full = (SDL_GetWindowFlags(app->window) & SDL_WINDOW_FULLSCREEN_DESKTOP) != 0;
    bool wanted = app->settings.look.fullscreen || app->settings.look.presenting;
    if (app->full_asked == wanted) return;
    app->full_asked = wanted;
    if (full == wanted) return;
    SDL_SetWindowFullscreen(app->window, wanted ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
    SDL_GL_GetDrawableSize(app->window, &app->width, &app->height);
    app->dirty = true;
}

// It is hidden before an audience while it rests.
static void apply_cursor(const App *app) {
    int wanted = app->ui.rests ? SDL_DISABLE : SDL_ENABLE;
    if (SDL_ShowCursor(SDL_QUERY) != wanted) SDL_ShowCursor(wanted);
}

static void apply_size(App *app) {
    if (!app->size_asked) return;
    app->size_asked = false;
    float scale = pixels_per_point(app);
    SDL_SetWindowSize(app->window, (int)((float)app->settings.look.width / scale),
                      (int)((float)app->settings.look.height / scale));
    SDL_GL_GetDrawableSize(app->window, &app->width, &app->height);
    app->dirty = true;
}

// Sleeps until something happens or a pass asked to be woken; then takes all events there are.
static void wait_for_events(App *app) {
    SDL_Event event;
    bool busy = app->dirty || app->settings.play.playing || app->settings.noise.live ||
                app->settings.mixture.sampling || app->mixture_works || script_is_running(app) ||
                lesson_is_gliding(app) || app_export_needs_poll(app) ||
                !model_is_measured(&app->model);
    int timeout = busy ? 0 : -1;
    if (!busy && app->ui.wake_at > 0)
        timeout = (int)fmax(1, ceil(1000 * (app->ui.wake_at - clock_seconds())));
    if (!busy && app->shaders_watched) timeout = timeout < 0 || timeout > 250 ? 250 : timeout;
    timeout = platform_rest(timeout);
    bool any = timeout < 0 ? SDL_WaitEvent(&event) : SDL_WaitEventTimeout(&event, timeout);
    if (!any && !busy && !app->shaders_watched) app->dirty = true; // woken for a tooltip
    if (!any && app->ui.wake_at > 0 && clock_seconds() >= app->ui.wake_at) app->dirty = true;
    for (; any; any = SDL_PollEvent(&event)) dispatch_event(app, &event);
}

bool window_start(App *app, const Arguments *arguments, Error *error) {
    app->own_language = language_of_environment();
    if (!app_create(app, arguments, error)) return false;
    if (arguments->script) app->script = script_read(arguments->script, error);
    if (arguments->script && !app->script) return false;
    if (!canvas_open_window(app, arguments->shaders, error)) return false;
    if (arguments->lesson && !lesson_start(app, arguments->lesson, error)) return false;
    log_listen(hear_log, app);
    app->density = pixels_per_point(app);
    app_check_language(app);
    if (arguments->image) files_remember(app, arguments->image);
    app_use_language(app);
    first_line_say(app);
    SDL_StartTextInput();
    SDL_EventState(SDL_DROPFILE, SDL_ENABLE);
    return true;
}

// Counts on over all values of a large picture, and shows the numbers when it is done.
static void measure_beside(App *app) {
    enum { PARTS = 4 }; // some milliseconds of them
    if (model_is_measured(&app->model)) return;
    model_measure(&app->model, PARTS);
    app->dirty = model_is_measured(&app->model);
}

// What Ctrl+Shift+D asked for: the state that the screen shows, so after a frame that leaves
// nothing to be drawn, or after two where something moves all the time.
static void write_state(App *app) {
    Error error;
    if (!app->state_path || (app->dirty && app->state_waits++ == 0)) return;
    SDL_PumpEvents(); // which sends the display what waits for it: the frame
    if (!dump_write(app, app->state_path, &error)) log_error(&error);
    free(app->state_path);
    app->state_path = NULL;
    app->state_waits = 0;
}

bool window_frame(App *app, Error *error) {
    wait_for_events(app);
    if (app->shaders_watched && renderer_reload_shaders(app->renderer)) app->dirty = true;
    app_export_poll(app);
    opening_follow(app);
    advance_playing(app);
    app_play_mixture(app);
    app_show_address(app);
    if (app->settings.noise.live) {
        run_quietly(app, "new_noise");
        app->history.ticked = true;
    }
    if (!lesson_continue(app, error)) log_error(error);
    if (app->script && !script_continue(app, error)) return false;
    apply_fullscreen(app);
    apply_size(app);
    if (!app->dirty) measure_beside(app);
    if (!app->dirty && !script_is_running(app)) return true;
    app->dirty = false;
    app_draw(app);
    apply_cursor(app);
    SDL_GL_SwapWindow(app->window);
    write_state(app);
    return true;
}

void window_end(App *app) {
    log_listen(NULL, NULL);
    app_free(app);
}

typedef struct Run {
    App app;
    bool good;
    Error error;
} Run;

static bool turn(void *user) {
    Run *run = user;
    if (run->good && !run->app.quit) run->good = window_frame(&run->app, &run->error);
    return run->good && !run->app.quit;
}

int window_run(const Arguments *arguments) {
    Run *run = mem_alloc(1, sizeof *run); // it may outlive this call: see platform_loop
    run->good = window_start(&run->app, arguments, &run->error);
    if (run->good) platform_loop(turn, run);
    if (!run->good) log_error(&run->error);
    int status = run->good ? 0 : (int)run->error.kind;
    window_end(&run->app);
    free(run);
    return status;
}
