// SPDX-License-Identifier: MIT
#include "panel/controls/formula_field.h"

#include "conf/command.h"
#include "conf/option.h"
#include "ui/widgets.h"

#include <stdio.h>
#include <string.h>

static uint32_t typing_id(void) {
    return ui_id("formula typed");
}

static void send_formula(Ui *ui, const char *formula) {
    Text text = { 0 }, quoted = { 0 };
    text_append(&text, "%s", formula);
    while (text.length && strchr(" \t", text.data[text.length - 1]))
        text.data[--text.length] = '\0'; // something is to follow
    command_quote(&quoted, text.data);
    ui_send(ui, "set formula %s", quoted.data);
    text_free(&quoted);
    text_free(&text);
}

// Whether this text makes a schedule, with the T and the modifiers that are set.
static bool is_schedule(const Settings *settings, const char *formula, Error *error) {
    Settings trial = *settings;
    Schedule schedule = { 0 };
    if (!option_set(&trial, option_row(OPT_FORMULA), formula, error))
        return error_prefix(error, "formula");
    ScheduleParams params = settings_schedule(&trial, NULL, 0);
    bool good = schedule_build(&schedule, &params, error);
    schedule_free(&schedule);
    return good;
}

static void try_typed(Scene *scene, FormulaField *field) {
    Ui *ui = scene->ui;
    Error error;
    if (strcmp(field->tried, ui->edit) == 0) return;
    snprintf(field->tried, sizeof field->tried, "%s", ui->edit);
    *field->why = '\0';
    if (is_schedule(scene->settings, ui->edit, &error))
        send_formula(ui, ui->edit);
    else
        snprintf(field->why, sizeof field->why, "%s", error.shown);
    scene->again = true; // what is said below it may have another height
}

static void start(Ui *ui, FormulaField *field, const char *formula) {
    snprintf(field->before, sizeof field->before, "%s", formula);
    ui_type_start(ui, typing_id(), formula);
    snprintf(field->tried, sizeof field->tried, "%s", ui->edit);
    *field->why = '\0';
    ui->edit_fresh = false; // it is gone on with, not replaced
}

void formula_field_draw(Scene *scene, FormulaField *field, Rect rect) {
    Ui *ui = scene->ui;
    const Option *option = option_row(OPT_FORMULA);
    const char *formula = scene->settings->schedule.formula;
    bool typed_into = ui->editing == typing_id(); // help would lie over what is said below
    bool pressed = ui_item(ui, option->name, rect, typed_into ? NULL : option->help);
    if (!typed_into) {
        if (pressed)
            start(ui, field, formula);
        else if (ui_over(ui, rect) && ui->in.right_pressed)
            ui_send(ui, "reset formula");
    }
    UiTyping typing = ui_type(ui, typing_id(), rect);
    bool was_typing = field->typing;
    field->typing = typing == UI_TYPING;
    if (typing != UI_TYPING_NOT && typing != UI_TYPING_LEFT) try_typed(scene, field);
    if (typing == UI_TYPING_LEFT && strcmp(formula, field->before) != 0)
        send_formula(ui, field->before);
    if (was_typing && !field->typing) *field->why = '\0';
    if (field->typing) return;
    ui_field_shown(ui, rect, formula, HUE_INK);
}
