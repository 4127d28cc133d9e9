// SPDX-License-Identifier: MIT
// Which language the window is in.
#include "app/app.h"
#include "base/log.h"
#include "base/translate.h"

#include <stdlib.h>
#include <string.h>

// The first that is set decides, as for every program: LC_ALL over LC_MESSAGES over LANG.
Language language_of_environment(void) {
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (!value || !*value) continue;
        bool korean = strncmp(value, "ko", 2) == 0 && strchr("_.@", value[2]); // or its end
        return korean ? LANGUAGE_KOREAN : LANGUAGE_ENGLISH;
    }
    return LANGUAGE_ENGLISH;
}

static Language asked_language(const App *app) {
    int asked = app->settings.look.language;
    return asked == LANGUAGE_AUTO ? app->own_language : (Language)asked;
}

Language app_language(const App *app) {
    Language language = asked_language(app);
    bool shown = language == LANGUAGE_ENGLISH ||
                 (translate_has("ko") && (!app->fonts || fonts_has_hangul(app->fonts)));
    return shown ? language : LANGUAGE_ENGLISH;
}

void app_use_language(const App *app) {
    translate_use(app_language(app) == LANGUAGE_KOREAN ? "ko" : "en");
}

bool app_has_korean(const App *app) {
    return translate_has("ko") && app->fonts && fonts_has_hangul(app->fonts);
}

void app_check_language(const App *app) {
    if (asked_language(app) != LANGUAGE_KOREAN || app_has_korean(app)) return;
    if (!translate_has("ko"))
        log_line("language: this build has no Korean (gettext was missing), so it is English");
    else
        log_line("language: no font has Korean letters, so it is English (Debian: fonts-nanum)");
}

// For what goes elsewhere, where auto is something else.
void app_settle_language(const App *app, Settings *shown) {
    if (shown->look.language == LANGUAGE_AUTO && app_language(app) == LANGUAGE_KOREAN)
        shown->look.language = LANGUAGE_KOREAN;
}
