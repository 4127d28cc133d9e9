// SPDX-License-Identifier: MIT
#include "panel/rows.h"

#include "base/translate.h"
#include "core/notation.h"

#include <string.h>

#define PANEL(NAME) &panel_##NAME,
const Panel *const panels[] = {
#include "panel/rows.inc"
    NULL
};
#undef PANEL

const Panel *panel_find(const char *name) {
    for (int i = 0; panels[i]; i++)
        if (strcmp(panels[i]->name, name) == 0) return panels[i];
    return NULL;
}

void panel_help(Text *out) {
    for (int i = 0; panels[i]; i++) {
        Text left = { 0 }, help = { 0 };
        text_append(&left, "%s", panels[i]->name);
        notation_plain(&help, (NotationStyle){ 0 }, _(panels[i]->help));
        if (panel_has_choices(panels[i])) {
            text_append(&left, "(...)");
            text_append(&help, "%s", _(" In parentheses: "));
            panel_append_choices(&help, panels[i]);
            text_append(&help, ".");
        }
        text_append_row(out, left.data, help.data);
        text_free(&left);
        text_free(&help);
    }
}
