// SPDX-License-Identifier: MIT
// What web/page.js calls of the program.
#include <SDL.h>
#include <emscripten.h>

// A file that was dropped on the page or chosen there, and lies in the page's own file system now.
EMSCRIPTEN_KEEPALIVE void page_open_file(const char *path);

// The browser has taken what was on the card, and given a new one.
EMSCRIPTEN_KEEPALIVE void page_draw_anew(void);

void page_open_file(const char *path) {
    SDL_Event event = { .drop = { .type = SDL_DROPFILE, .file = SDL_strdup(path) } };
    SDL_PushEvent(&event);
}

void page_draw_anew(void) {
    SDL_Event event = { .type = SDL_RENDER_DEVICE_RESET };
    SDL_PushEvent(&event);
}
