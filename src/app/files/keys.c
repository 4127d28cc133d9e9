// SPDX-License-Identifier: MIT
// The keys of the sheet: arrows move, Return opens, Backspace goes up, what is typed filters,
// Escape closes.
#include "ui/keys.h"

#include "app/files/list.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

bool files_are_shown(const App *app) {
    return app->files && app->files->open && app->window && !app->hidden &&
           !app->settings.look.help && !app->save_asked;
}

static void run(App *app, const char *line) {
    Error error;
    if (!app_run_by_hand(app, line, &error)) app_say(app, true, error.shown);
}

// The last character typed; where there is none, the folder.
static void take_back(App *app) {
    Files *files = app->files;
    char filter[sizeof files->filter];
    size_t length = strlen(files->filter);
    if (!length) {
        list_go_up(app);
        return;
    }
    do length--;
    while (length && (files->filter[length] & 0xC0) == 0x80);
    snprintf(filter, sizeof filter, "%.*s", (int)length, files->filter);
    list_show(files, filter);
}

static void move(Files *files, int tiles) {
    if (files->shown_count) list_choose(files, files->chosen + tiles);
}

// Tab walks through the places and the folders of the path, whose keys are Return and Space; any
// other key is for the tiles again.
static bool key_on_control(App *app, SDL_Keycode key, bool shift) {
    UiKey of = key == SDLK_TAB      ? UI_KEY_TAB
               : key == SDLK_RETURN ? UI_KEY_RETURN
               : key == SDLK_SPACE  ? UI_KEY_SPACE
               : key == SDLK_ESCAPE ? UI_KEY_ESCAPE
                                    : UI_KEY_OTHER;
    if (of == UI_KEY_OTHER || !keys_take(&app->ui, of, shift, false)) return false;
    app_layout(app);
    return true;
}

static void press(App *app, SDL_Keycode key) {
    Files *files = app->files;
    int columns = files->columns, rows = files->rows > 1 ? files->rows - 1 : 1;
    switch (key) {
    case SDLK_LEFT: move(files, -1); break;
    case SDLK_RIGHT: move(files, 1); break;
    case SDLK_UP:
        if (files->chosen >= columns) move(files, -columns);
        break;
    case SDLK_DOWN:
        if (files->chosen + columns < (int)files->shown_count ||
            files->chosen / columns < list_row_count(files) - 1)
            move(files, columns);
        break;
    case SDLK_PAGEUP: move(files, -columns * rows); break;
    case SDLK_PAGEDOWN: move(files, columns * rows); break;
    case SDLK_HOME: list_choose(files, 0); break;
    case SDLK_END: list_choose(files, (int)files->shown_count - 1); break;
    case SDLK_BACKSPACE: take_back(app); break;
    case SDLK_ESCAPE: run(app, "files"); break;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
        if (files->chosen >= 0) run(app, "files_open");
        break;
    default: break;
    }
}

bool files_take_key(App *app, SDL_Keysym key) {
    bool ctrl = (key.mod & (KMOD_CTRL | KMOD_GUI)) != 0;
    if (!files_are_shown(app) || ctrl || (key.sym >= SDLK_F1 && key.sym <= SDLK_F12)) return false;
    app->dirty = true;
    if (key_on_control(app, key.sym, (key.mod & KMOD_SHIFT) != 0)) return true;
    // Where the tiles lie is known once they were drawn.
    if (app->files->columns < 1) app_layout(app);
    if (key.sym < SDLK_LCTRL || key.sym > SDLK_RGUI) app->ui.focus = 0;
    press(app, key.sym);
    return true;
}

bool files_take_text(App *app, const char *text) {
    Files *files = files_are_shown(app) ? app->files : NULL;
    char filter[sizeof files->filter];
    if (!files) return false;
    size_t used = strlen(files->filter), length = strlen(text);
    bool space = app->ui.focus_by_tab && app->ui.focus && strcmp(text, " ") == 0; // it pressed
    bool control = (unsigned char)text[0] < ' ';
    if (space || control || used + length >= sizeof filter) return true;
    memcpy(filter, files->filter, used);
    memcpy(filter + used, text, length + 1);
    list_show(files, filter);
    return app->dirty = true;
}

bool files_take_named_key(App *app, const char *name) {
    SDL_Keysym key = { .sym = SDL_GetKeyFromName(name) };
    if (name[0] && !name[1]) return files_take_text(app, name);
    return key.sym != SDLK_UNKNOWN && files_take_key(app, key);
}
