// SPDX-License-Identifier: MIT
// A column of numbers at the cursor for each schedule.
#include "base/number.h"
#include "base/translate.h"
#include "model/compare.h"
#include "panel/compare/legend.h"
#include "panel/compare/words.h"
#include "panel/rows.h"
#include "plot/axis.h"
#include "ui/widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float LINE = 21, HEAD = 46;

static const Quantity rows[] = { QUANTITY_BETA,    QUANTITY_ALPHA,  QUANTITY_SQRT_ALPHA,
                                 QUANTITY_LOG_SNR, QUANTITY_SIGMA2, QUANTITY_SIGMA2_BETA,
                                 QUANTITY_COEF_X,  QUANTITY_COEF_Z, QUANTITY_KL,
                                 QUANTITY_S };
enum { ROWS = sizeof rows / sizeof rows[0] };

static float height(const Scene *scene, const PanelChoice *choice, float width, float room) {
    (void)choice, (void)width, (void)room;
    return ui_px(scene->ui, HEAD + LINE * (ROWS + 2));
}

typedef struct Columns {
    float x, first, width; // where the words stand, where the first column begins
} Columns;

static Columns lay_out(const Scene *scene, Rect rect) {
    const Ui *ui = scene->ui;
    float words = ui_px(ui, rect.w / ui->scale < 400 ? 78 : 92), room = rect.w - words;
    float width = fminf(room / (float)scene->settings->compare.list.count, ui_px(ui, 150));
    return (Columns){ rect.x, rect.x + words, width };
}

static void cut_to(Ui *ui, RichStyle style, char *text, size_t size, float room) {
    size_t length = strlen(text);
    while (rich_width(ui, style, text) > room && length > 1) {
        do length--;
        while (length > 1 && ((text[length] & 0xC0) == 0x80 || text[length - 1] == ' '));
        snprintf(text + length, size - length, "…");
    }
}

// A title on at most two lines, broken at a blank; the lower one is cut where it is too long.
static void draw_title(Ui *ui, RichStyle style, float right, float baseline, float room,
                       char *title, size_t size) {
    char *second = NULL;
    float best = rich_width(ui, style, title);
    for (char *at = best > room ? strchr(title, ' ') : NULL; at; at = strchr(at + 1, ' ')) {
        *at = '\0';
        float width = fmaxf(rich_width(ui, style, title), rich_width(ui, style, at + 1));
        *at = ' ';
        if (width < best) best = width, second = at;
    }
    if (second) {
        *second++ = '\0';
        cut_to(ui, style, second, size - (size_t)(second - title), room);
        rich_draw_right(ui, style, right, baseline, second);
        cut_to(ui, style, title, size, room); // which may run into the second
        rich_draw_right(ui, style, right, baseline - ui_px(ui, 15), title);
    } else {
        cut_to(ui, style, title, size, room);
        rich_draw_right(ui, style, right, baseline, title);
    }
}

static void draw_head(const Scene *scene, Rect rect, Columns columns) {
    Ui *ui = scene->ui;
    char text[120];
    float baseline = rect.y + ui_px(ui, HEAD - 16), hair = fmaxf(1, ui_px(ui, 1));
    snprintf(text, sizeof text, _("at $t/T$ = %s"), NUMBER(scene->settings->u, 3));
    rich_draw(ui, (RichStyle){ FACE_BOLD, 12.5f, HUE_INK }, columns.x, baseline, text);
    for (int i = 0; i < scene->settings->compare.list.count; i++) {
        float left = columns.first + columns.width * (float)i, right = left + columns.width;
        bool focus = i == scene->settings->compare.list.focus;
        compare_brief_title(scene->model, i, text, sizeof text);
        RichStyle style = { focus ? FACE_BOLD : FACE_TEXT, 12, HUE_INK };
        draw_title(ui, style, right, baseline, columns.width - ui_px(ui, 8), text, sizeof text);
        float thick = fmaxf(2, ui_px(ui, 2.5f)), y = baseline + ui_px(ui, 8);
        compare_swatch(scene, i, (Point){ left + ui_px(ui, 8) + thick / 2, y },
                       (Point){ right - thick / 2, y }, thick);
    }
    draw_flat(ui->list,
              (Rect){ columns.x, baseline + ui_px(ui, 8), columns.first - columns.x, hair },
              ui_color(ui, HUE_LINE));
}

// One line of the table, as text.
typedef struct Line {
    const char *symbol, *help;
    char values[COMPARE_MOST][48];
} Line;

// The size at which every number fits its column: the same for all of them.
static float common_size(Ui *ui, const Line *lines, int count, int schedules, float room) {
    RichStyle style = { FACE_TEXT, 13, HUE_INK };
    for (int i = 0; i < count; i++)
        for (int k = 0; k < schedules; k++)
            while (style.size > 8.5f && rich_width(ui, style, lines[i].values[k]) > room)
                style.size -= 0.5f;
    return style.size;
}

static void draw_row(const Scene *scene, const Line *line, Columns columns, float y, float size) {
    Ui *ui = scene->ui;
    RichStyle style = { FACE_TEXT, size, HUE_INK }, word = { FACE_TEXT, 13, HUE_MUTED };
    float baseline = y + ui_px(ui, 15), right = columns.first;
    rich_draw(ui, word, columns.x, baseline, line->symbol);
    for (int i = 0; i < scene->settings->compare.list.count; i++) {
        right += columns.width;
        rich_draw_right(ui, style, right, baseline, line->values[i]);
    }
    ui_tooltip(ui, ui_id(line->help), (Rect){ columns.x, y, right - columns.x, ui_px(ui, LINE) },
               line->help);
}

// t of each and its T, where there is room for that in all of them.
static void write_steps(const Scene *scene, Line *line, float room) {
    bool wide = true;
    *line = (Line){ "$t$", N_("The step at the same t/T of each, and its T."), { "" } };
    for (int i = 0; i < scene->settings->compare.list.count; i++) {
        int t = compare_t(scene->model, i), steps = compare_table(scene->model, i)->steps;
        snprintf(line->values[i], sizeof line->values[i], "%d [f:/ %d]", t, steps);
        RichStyle style = { FACE_TEXT, 13, HUE_INK };
        wide = wide && rich_width(scene->ui, style, line->values[i]) <= room;
    }
    for (int i = 0; i < scene->settings->compare.list.count && !wide; i++)
        snprintf(line->values[i], sizeof line->values[i], "%d", compare_t(scene->model, i));
}

static void write_equal_noise(const Scene *scene, Line *line) {
    *line = (Line){ _("equal noise"),
                    N_("The step of each schedule whose log SNR is nearest to that of the one in "
                       "focus."),
                    { "" } };
    for (int i = 0; i < scene->settings->compare.list.count; i++) {
        int t = compare_t_of_equal_noise(scene->model, i);
        snprintf(line->values[i], sizeof line->values[i], t ? "$t$ = %d" : "–", t);
    }
}

// Three digits do where four have no room, and two of what is small.
static void write_brief(char *out, size_t size, double value) {
    double large = fabs(value);
    if (large >= 1e-4 && large < 1000)
        axis_fixed(out, size, value,
                   (int)fmin(5, fmax(0, (large < 0.01 ? 1 : 2) - floor(log10(large)))));
    else
        axis_number(out, size, value);
}

static void write_columns(const Scene *scene, Line *lines, void (*write)(char *, size_t, double)) {
    for (int k = 0; k < ROWS; k++) {
        lines[k] = (Line){ compare_symbol(rows[k]), compare_help(rows[k]), { "" } };
        for (int i = 0; i < scene->settings->compare.list.count; i++) {
            const double *column = compare_column(scene->model, i, rows[k]);
            write(lines[k].values[i], sizeof lines[k].values[i],
                  column[compare_t(scene->model, i)]);
        }
    }
}

static void draw(Scene *scene, void *state, const PanelChoice *choice, Rect rect) {
    (void)state, (void)choice;
    Ui *ui = scene->ui;
    Columns columns = lay_out(scene, rect);
    Line lines[ROWS + 2];
    int count = scene->settings->compare.list.count;
    draw_head(scene, rect, columns);
    float room = columns.width - ui_px(ui, 11);
    write_steps(scene, &lines[0], room);
    write_columns(scene, lines + 1, axis_number);
    write_equal_noise(scene, &lines[ROWS + 1]);
    float size = common_size(ui, lines, ROWS + 2, count, room);
    if (size < 12) {
        write_columns(scene, lines + 1, write_brief);
        size = common_size(ui, lines, ROWS + 2, count, room);
    }
    for (int k = 0; k < ROWS + 2; k++)
        draw_row(scene, &lines[k], columns, rect.y + ui_px(ui, HEAD + LINE * (float)k), size);
}

const Panel panel_compare_table = {
    .name = "compare_table",
    .title = N_("Numbers side by side"),
    .help =
        N_("What every quantity of the compared schedules is at the same $t/T$, and at which step "
           "they have equal noise."),
    .natural = { 420, 310 },
    .least = { 230, 298 },
    .height = height,
    .draw = draw,
    .of_compared = true,
};
