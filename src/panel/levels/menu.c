// SPDX-License-Identifier: MIT
#include "panel/levels/menu.h"

#include "base/translate.h"
#include "conf/levels.h"
#include "panel/levels/parts.h"
#include "ui/menu.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool levels_menu_opener(const Scene *scene, Rect rect, OptionId id, const char *label,
                        const char *tooltip) {
    Ui *ui = scene->ui;
    const Option *option = option_row(id);
    uint32_t list = ui_id(label);
    if (ui_item(ui, label, rect, tooltip))
        ui->opened = ui->opened == list ? 0 : list;
    else if (ui_over(ui, rect) && ui->in.right_pressed)
        ui_send(ui, "reset %s", option->name);
    return ui_over(ui, rect) || ui->opened == list;
}

// Columns ----------------------------------------------------------------------------------------

enum { COLUMNS = 12, LINES = 20, STEPS = 8 };
static const int steps_offered[STEPS] = { 4, 8, 10, 20, 28, 50, 100, 250 };

// Where each method stands: programs below each other as long as one has room for all its own, and
// a long one on as many columns as it needs.
typedef struct Layout {
    int columns, shown, lines; // shown: so many have room
    float widths[COLUMNS];
    unsigned char column[1 + LEVELS_METHODS], line[1 + LEVELS_METHODS];
    float row, pad, width;
} Layout;

static int peer_length(const char *name) {
    return (int)strcspn(name, ".");
}

static bool begins_peer(int index) {
    if (index <= 1) return true;
    const char *name = levels_name(index), *before = levels_name(index - 1);
    int length = peer_length(name);
    return length != peer_length(before) || strncmp(name, before, (size_t)length) != 0;
}

static int peer_size(int index) {
    int count = 1;
    while (levels_name(index + count) && !begins_peer(index + count)) count++;
    return count;
}

static const char *short_name(int index) {
    const char *name = levels_name(index), *point = strchr(name, '.');
    return point ? point + 1 : name;
}

static const RichStyle style = { FACE_TEXT, 12.5f, HUE_INK, .plain = true };

// Row 0 is "off" and stands by itself.
static Layout lay_out(const Scene *scene) {
    Ui *ui = scene->ui;
    Layout layout = { .row = ui_px(ui, 22), .pad = ui_px(ui, 8) };
    float most = ui->width - ui_px(ui, 24) - 2 * layout.pad;
    int column = 0, line = 0;
    for (int i = 1; levels_name(i); i++) {
        int needed = begins_peer(i) ? peer_size(i) + 1 : 1;
        bool turns = needed <= LINES ? line + needed > LINES : line + 2 > LINES;
        if (turns) column++, line = 0;
        CHECK(column < COLUMNS);
        if (begins_peer(i) || turns) line++; // the program's name
        layout.column[i] = (unsigned char)column;
        layout.line[i] = (unsigned char)line++;
        float wide = rich_width(ui, style, short_name(i)) + 2 * layout.pad;
        layout.widths[column] = fmaxf(layout.widths[column], wide);
        if (line > layout.lines) layout.lines = line;
    }
    layout.columns = column + 1;
    while (layout.shown < layout.columns && layout.width + layout.widths[layout.shown] <= most)
        layout.width += layout.widths[layout.shown++];
    return layout;
}

// The list ---------------------------------------------------------------------------------------

static void method_row(const Scene *scene, const Option *option, int index, Rect line) {
    Ui *ui = scene->ui;
    char label[64];
    bool chosen = (int)option_number(scene->settings, option) == index;
    const char *source = index ? levels_method_info((LevelsMethod)(index - 1))->source : NULL;
    snprintf(label, sizeof label, "%s %s", option->name, levels_name(index));
    uint32_t list = ui->opened;
    if (menu_row(ui, index, label, line, source)) {
        ui_send(ui, "set %s %s", option->name, levels_name(index));
        if (index == 1 + LEVELS_OWN_PARTS) ui->opened = list; // its parts are chosen there
    }
    RichStyle now = style;
    if (chosen) now.face = FACE_BOLD;
    rich_draw(ui, now, line.x + ui_px(ui, 8), line.y + line.h / 2 + ui_px(ui, 4.5f),
              index ? short_name(index) : _("off"));
}

// How many steps, beside `off`: the list stays open.
static void head_rows(const Scene *scene, const Option *option, uint32_t list, Rect line) {
    Ui *ui = scene->ui;
    int steps = scene->settings->mixture.sample_steps;
    line.w = ui_px(ui, 56);
    method_row(scene, option, 0, line);
    float x = line.x + line.w + ui_px(ui, 24), baseline = line.y + line.h / 2 + ui_px(ui, 4.5f);
    x += rich_draw(ui, (RichStyle){ FACE_BOLD, 11.5f, HUE_MUTED }, x, baseline, _("STEPS"));
    line.w = ui_px(ui, 40);
    for (int i = 0; i < STEPS; i++) {
        char label[32], text[16];
        line.x = x + ui_px(ui, 8) + (float)i * line.w;
        snprintf(label, sizeof label, "sample_steps %d", steps_offered[i]);
        snprintf(text, sizeof text, "%d", steps_offered[i]);
        if (menu_row(ui, 1 + LEVELS_METHODS + i, label, line, NULL)) {
            ui_send(ui, "set sample_steps %d", steps_offered[i]);
            ui->opened = list;
        }
        Face face = steps == steps_offered[i] ? FACE_BOLD : FACE_TEXT;
        rich_draw_centred(ui, (RichStyle){ face, 12.5f, HUE_INK }, line.x + line.w / 2, baseline,
                          text);
    }
}

static int count_choices(const LevelsPart *parts, int count) {
    int choices = 0;
    for (int i = 0; i < count; i++)
        for (int k = 0; option_choice(option_row(parts[i].id), k); k++) choices++;
    return choices;
}

// What own.parts is composed of, a line a part; the list stays open.
static void part_rows(const Scene *scene, const LevelsPart *part, int first, uint32_t list,
                      Rect line) {
    Ui *ui = scene->ui;
    const Option *option = option_row(part->id);
    int chosen = (int)option_number(scene->settings, option);
    float x = line.x + ui_px(ui, 8), baseline = line.y + line.h / 2 + ui_px(ui, 4.5f);
    rich_draw(ui, (RichStyle){ FACE_TEXT, 12.5f, HUE_MUTED }, x, baseline, _(option->label));
    x += ui_px(ui, 56);
    for (int i = 0; option_choice(option, i); i++) {
        char label[64];
        const char *title = _(part->choices.title(i));
        RichStyle name = { i == chosen ? FACE_BOLD : FACE_TEXT, 12.5f, HUE_INK };
        float wide = rich_width(ui, name, title) + ui_px(ui, 16);
        if (x + wide > line.x + line.w) return; // the panel has them all
        snprintf(label, sizeof label, "%s %s", option->name, option_choice(option, i));
        if (menu_row(ui, first + i, label, (Rect){ x, line.y, wide, line.h },
                     part->choices.help(i))) {
            ui_send(ui, "set %s %s", option->name, option_choice(option, i));
            ui->opened = list;
        }
        rich_draw(ui, name, x + ui_px(ui, 8), baseline, title);
        x += wide;
    }
}

// The program's name, on the line above its first method and at the top of each further column.
static void draw_peer(Ui *ui, Rect line, const char *name) {
    char head[32];
    snprintf(head, sizeof head, "%.*s", peer_length(name), name);
    rich_draw(ui, (RichStyle){ FACE_BOLD, 11.5f, HUE_MUTED, .plain = true }, line.x + ui_px(ui, 8),
              line.y - line.h / 2 + ui_px(ui, 5), head);
}

void levels_menu_popup(const Scene *scene, Rect anchor, OptionId id, const char *label) {
    Ui *ui = scene->ui;
    const Option *option = option_row(id);
    if (ui->opened != ui_id(label)) {
        menu_begin(ui, ui_id(label), -1, 1);
        return;
    }
    Layout layout = lay_out(scene);
    int chosen = (int)option_number(scene->settings, option);
    LevelsPart parts[LEVELS_PARTS];
    const LevelsParts own = levels_parts(scene->settings);
    int part_count = chosen == 1 + LEVELS_OWN_PARTS ? levels_parts_read(parts, &own) : 0;
    int rows = 1 + LEVELS_METHODS + STEPS;
    if (!menu_begin(ui, ui_id(label), chosen, rows + count_choices(parts, part_count))) return;
    float high = layout.row * (float)(layout.lines + 1 + part_count) + 2 * layout.pad +
                 ui_px(ui, part_count ? 12 : 6);
    float wide = layout.width + 2 * layout.pad, margin = ui_px(ui, 8);
    Rect list = { fmaxf(margin, fminf(anchor.x, ui->width - wide - margin)), 0, wide, high };
    list.y = anchor.y + anchor.h + ui_px(ui, 3);
    if (list.y + high > ui->height - margin) list.y = fmaxf(margin, anchor.y - high - margin);
    menu_draw_ground(ui, list);
    Rect line = { list.x + layout.pad, list.y + layout.pad, wide - 2 * layout.pad, layout.row };
    head_rows(scene, option, ui_id(label), line);
    float x[COLUMNS] = { line.x }, top = line.y + layout.row + ui_px(ui, 6);
    for (int c = 1; c < layout.columns; c++) x[c] = x[c - 1] + layout.widths[c - 1];
    for (int i = 1; i <= LEVELS_METHODS; i++) {
        int column = layout.column[i];
        if (column >= layout.shown) continue;
        Rect place = { x[column], top + layout.row * (float)layout.line[i], layout.widths[column],
                       layout.row };
        if (begins_peer(i) || layout.line[i] == 1) draw_peer(ui, place, levels_name(i));
        method_row(scene, option, i, place);
    }
    line.y = list.y + high - layout.pad - layout.row * (float)part_count;
    for (int i = 0; i < part_count; i++, line.y += layout.row)
        part_rows(scene, &parts[i], rows + count_choices(parts, i), ui_id(label), line);
    menu_end(ui);
}
