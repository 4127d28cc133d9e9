// SPDX-License-Identifier: MIT
#include "app/save_sheet.h"

#include "app/script.h"
#include "app/session.h"
#include "base/path.h"
#include "base/translate.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const field_label = "session name";

bool save_sheet_ask(App *app) {
    if (!app->window || app->hidden || script_is_running(app) || *app->session_path) return false;
    if (app->save_asked) return true;
    char name[sizeof app->ui.edit];
    session_new_name(name, sizeof name);
    app->save_asked = true;
    app->save_why[0] = '\0';
    app->ui.opened = 0;
    ui_type_start(&app->ui, ui_id(field_label), name);
    app->dirty = true;
    return true;
}

// The typed name as a file's: blanks about it are nobody's intention, and an ending may be missing.
static void file_name(char *out, size_t size, const char *typed) {
    const char *from = typed + strspn(typed, " \t");
    size_t length = strlen(from);
    while (length && strchr(" \t", from[length - 1])) length--;
    bool ends = length >= 5 && strncmp(from + length - 5, ".json", 5) == 0;
    snprintf(out, size, "%.*s%s", (int)length, from, length && !ends ? ".json" : "");
}

static void save_typed(App *app) {
    Ui *ui = &app->ui;
    char name[sizeof ui->edit + 8];
    file_name(name, sizeof name, ui->edit);
    app->save_why[0] = '\0';
    if (!*name)
        snprintf(app->save_why, sizeof app->save_why, "%s", _("It takes a name."));
    else if (path_exists(name))
        snprintf(app->save_why, sizeof app->save_why, "%s",
                 _("There is a file of that name already; it is left as it is."));
    if (!*app->save_why) {
        Text quoted = { 0 };
        command_quote(&quoted, name);
        ui_send(ui, "save %s", quoted.data);
        text_free(&quoted);
    }
    // It goes on until the session has its name: the file may be refused.
    ui_type_start(ui, ui_id(field_label), ui->edit);
}

// "into /home/me", shortened at its beginning.
static void draw_folder(Ui *ui, float x, float baseline, float room) {
    char name[sizeof ui->edit + 8], whole[SETTINGS_PATH], folder[SETTINGS_PATH],
        text[SETTINGS_PATH];
    file_name(name, sizeof name, ui->edit);
    path_whole(whole, sizeof whole, *name ? name : "a");
    path_folder(folder, sizeof folder, whole);
    RichStyle style = { FACE_TEXT, 13, HUE_MUTED, .plain = true };
    const char *shown = folder;
    snprintf(text, sizeof text, _("into %.500s"), shown);
    while (*shown && rich_width(ui, style, text) > room) {
        utf8_next(&shown);
        snprintf(text, sizeof text, _("into …%.500s"), shown);
    }
    rich_draw(ui, style, x, baseline, text);
}

static void draw_card(Ui *ui, Rect card) {
    draw_rect(ui->list, (Rect){ 0, 0, ui->width, ui->height }, 0, (Color){ 0, 0, 0, 110 });
    draw_rect(ui->list, rect_inset(card, -fmaxf(1, ui_px(ui, 1))), ui_px(ui, 10), ui_edge(ui));
    draw_rect(ui->list, card, ui_px(ui, 9), ui_color(ui, HUE_PANEL));
}

void save_sheet_draw(App *app) {
    Ui *ui = &app->ui;
    if (!app->save_asked) return;
    float pad = ui_px(ui, 22), w = fminf(ui_px(ui, 460), ui->width - ui_px(ui, 24));
    Rect card = { roundf((ui->width - w) / 2), roundf(ui->height * 0.3f), w, ui_px(ui, 158) };
    ui->blocked = false;
    ui_stops_begin(ui);
    ui->list->layer = LAYER_POPUP;
    draw_card(ui, card);
    float x = card.x + pad, room = card.w - 2 * pad;
    rich_draw(ui, (RichStyle){ FACE_BOLD, 16, HUE_INK }, x, card.y + ui_px(ui, 34),
              _("Save the session as"));
    Rect field = { x, card.y + ui_px(ui, 50), room - ui_px(ui, 90), ui_px(ui, 30) };
    Rect button = { x + room - ui_px(ui, 80), field.y, ui_px(ui, 80), field.h };
    ui_area(ui, field_label, field, NULL);
    bool pressed = ui_button(ui, button, "session save", N_("save"), NULL);
    UiTyping typing = ui_type(ui, ui_id(field_label), field);
    if (typing == UI_TYPED || pressed)
        save_typed(app);
    else if (typing != UI_TYPING || *app->session_path) // saved, or left
        app->save_asked = false;
    draw_folder(ui, x, card.y + ui_px(ui, 102), room);
    RichStyle word = { FACE_TEXT, 13, *app->save_why ? HUE_BETA : HUE_MUTED };
    rich_draw(ui, word, x, card.y + ui_px(ui, 128),
              *app->save_why ? app->save_why : _("Return saves, Escape leaves."));
    ui->list->layer = LAYER_BASE;
    if (!app->save_asked) ui->editing = 0;
    ui->in.pressed = false; // it is for nothing below
}
