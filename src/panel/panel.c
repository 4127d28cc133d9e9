// SPDX-License-Identifier: MIT
#include "panel/panel.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool panel_has_choices(const Panel *panel) {
    return panel->choices || panel->name_choice;
}

const char *panel_choice(const Panel *panel, int index) {
    if (panel->name_choice) return panel->name_choice(index);
    return panel->choices ? panel->choices[index] : NULL;
}

void panel_append_choices(Text *out, const Panel *panel) {
    for (int i = 0; panel_choice(panel, i); i++)
        text_append(out, "%s%s", i ? ", " : "", panel_choice(panel, i));
}

static bool refuse_choice(const Panel *panel, const char *word, Error *error) {
    if (!panel_has_choices(panel))
        return error_usage(error, "%s: has no choice, so \"%s\" is none", panel->name, word);
    Text all = { 0 };
    panel_append_choices(&all, panel);
    error_usage(error, "%s: takes %s, not \"%s\"", panel->name, all.data, word);
    text_free(&all);
    return false;
}

static bool add_choice(const Panel *panel, const char *word, PanelChoice *choice, Error *error) {
    int most = panel->most_choices ? panel->most_choices : 1;
    for (int i = 0; panel_choice(panel, i); i++) {
        if (strcmp(panel_choice(panel, i), word) != 0) continue;
        if (choice->count == most)
            return error_usage(error, "%s: takes %d at most in its parentheses", panel->name, most);
        choice->at[choice->count++] = (unsigned char)i;
        return true;
    }
    return refuse_choice(panel, word, error);
}

bool panel_choose(const Panel *panel, const char *words, PanelChoice *choice, Error *error) {
    char *copy = mem_copy_text(words), *rest = NULL;
    bool good = true;
    *choice = (PanelChoice){ 0 };
    for (char *word = strtok_r(copy, " \t", &rest); good && word;
         word = strtok_r(NULL, " \t", &rest))
        good = add_choice(panel, word, choice, error);
    free(copy);
    return good;
}

// States -----------------------------------------------------------------------------------------

typedef struct PanelState {
    const Panel *panel;
    char *text;
    void *data;
} PanelState;

void *panel_state(PanelStates *states, const Panel *panel, const char *text) {
    for (size_t i = 0; i < states->count; i++)
        if (states->items[i].panel == panel && strcmp(states->items[i].text, text) == 0)
            return states->items[i].data;
    states->items =
        mem_grow(states->items, &states->room, states->count + 1, sizeof *states->items);
    PanelState *state = &states->items[states->count++];
    *state = (PanelState){ panel, mem_copy_text(text), NULL };
    if (panel->state_size) state->data = mem_alloc(1, panel->state_size);
    return state->data;
}

void panel_states_free(PanelStates *states) {
    for (size_t i = 0; i < states->count; i++) {
        PanelState *state = &states->items[i];
        if (state->data && state->panel->free_state) state->panel->free_state(state->data);
        free(state->data);
        free(state->text);
    }
    free(states->items);
    *states = (PanelStates){ 0 };
}
