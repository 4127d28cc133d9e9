// SPDX-License-Identifier: MIT
// The window in Korean, read from what it draws at 1280×720: no English is left, no words run into
// others, out of their panel or out of the window, and lines break as Korean does.
#include "app_run.h"
#include "base/memory.h"
#include "base/translate.h"
#include "conf/preset.h"
#include "draw/record.h"
#include "panel/rows.h"
#include "ui/rich.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// after what it uses
#include <cmocka.h>

static int failures;

#define REPORT(...) (failures++, print_error(__VA_ARGS__))

static int set_up(void **state) {
    if (chdir("/") != 0) fail(); // the folder that is written to is named
    App *app = app_drawing("--size 1280x720 --resolution 128 --language ko");
    app->patient = true;
    failures = 0;
    app_layout(app);
    *state = app;
    return 0;
}

#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, set_up, app_end)

// English -----------------------------------------------------------------------------------------

// Names of people, models, files, keys and functions; what a Korean text has in Latin letters, too.
static const char *const latin[] = {
    "alphabar",   "ComfyUI",     "AUTOMATIC1111",
    "English",    "log",         "exp",
    "SNR",        "DDPM",        "DDIM",
    "RMS",        "EDM",         "VDM",
    "VP",         "SDE",         "JSD",
    "Bishop",     "Ho",          "et",
    "al",         "Scaled",      "linear",
    "Stable",     "Diffusion",   "Laplace",
    "diffusers",  "Simple",      "diffusion",
    "Rectified",  "flow",        "Karras",
    "ancestral",  "Improved",    "Latent",
    "Rect",       "nat",         "PNG",
    "SVG",        "APNG",        "GIF",
    "MP4",        "WebM",        "Fashion",
    "MNIST",      "Shift",       "Ctrl",
    "Space",      "Left",        "Right",
    "Home",       "End",         "Up",
    "Down",       "Delete",      "Insert",
    "Page",       "PageUp",      "PageDown",
    "Escape",     "Return",      "Tab",
    "json",       "scheduler",   "config",
    "state",      "png",         "svg",
    "apng",       "gif",         "mp4",
    "webm",       "npy",         "csv",
    "CSV",        "JSON",        "Nichol",
    "Dhariwal",   "arXiv",       "Figure",
    "Rombach",    "Song",        "Lin",
    "Liu",        "Esser",       "Hoogeboom",
    "Xu",         "Jabri",       "Fleet",
    "Chen",       "Hang",        "Kingma",
    "Sohl",       "Dickstein",   "GeoDiff",
    "jsd",        "quad",        "sigmoid",
    "squaredcos", "cap",         "alpha",
    "transform",  "type",        "variance",
    "preserving", "Variational", "Models",
    "PCHIP",      "trained",     "betas",
    "export",     "schedule",    "FILE",
    "session",    "dataset",     "PATH",
    "IDX",        "CIFAR",       "bin",
    "ffmpeg",     "pingpong",    "jump",
    "path",       "bishop",      "edm",
    "vdm",        "improved",    "Algorithm",
    "simple",     "float32",     "float64",
    "expm1",      "zero",        "snr",
    "set",        "back",        "step",
    "draws",      "differences", "walk",
    "Abbeel",     "Jain",        "Li",
    "Yang",       "rescale",     "start",
    "end",        "CelebA",      "FFHQ",
    "Heek",       "Salimans",    "Aittala",
    "Aila",       "Laine",       "Gong",
    "Lipman",     "inference",   "yaml",
    "scaled",     "with",        "scale",
    "rectified",  "custom",      "file",
    "ddim",       "uint8",       "gz",
    "Debian",     "fashion",     "mnist",
    "prior",      "noise",       "min",
    "max",        "px",          "KL",
    "KS",         "kB",          "MB",
    "GB",         "ddpm",        "kernel",
    "mixture",    "Gaussians",   "line",
    "bar",        "LDM",         "window",
    "lin",        "cosine",      "steps",
    "shift",      "sqrt",        "beta",
    "sigma2",     "coef",        "over",
    "Hugging",    "Face",        "likelihood",
    "NCSN",       "Gz",          "ln",
};

static bool is_latin(const char *word, size_t length) {
    if (length < 3 || (word[0] == 'F' && word[1] >= '1' && word[1] <= '9')) return true; // F12
    for (size_t i = 0; i < sizeof latin / sizeof latin[0]; i++)
        if (strlen(latin[i]) == length && strncmp(latin[i], word, length) == 0) return true;
    return false;
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void expect_no_english(const char *text, const char *where) {
    for (const char *at = text; *at;) {
        size_t length = 0;
        while (is_letter(at[length]) || (length && at[length] >= '0' && at[length] <= '9'))
            length++;
        char before = at > text ? at[-1] : ' '; // "1920x1080", "/home"
        bool word = before != '/' && !(before >= '0' && before <= '9');
        if (length && word && !is_latin(at, length))
            REPORT("%s: \"%.*s\" in \"%s\" is English\n", where, (int)length, at, text);
        at += length ? length : 1;
    }
}

static bool has_hangul(const char *text) {
    for (uint32_t code; (code = utf8_next(&text));)
        if (code >= 0xAC00 && code <= 0xD7A3) return true;
    return false;
}

// Places ------------------------------------------------------------------------------------------

typedef struct Words {
    char *text;
    Rect rect;
    Layer layer;
} Words;

typedef struct Screen {
    Words *list;
    size_t count;
} Screen;

static Screen read_screen(App *app) {
    DrawRecord record = { 0 };
    Screen screen = { 0 };
    app->list.record = &record;
    app_layout(app);
    // Passes follow one another; the last one alone is on screen.
    record_clear(&record);
    app_layout(app);
    app->list.record = NULL;
    screen.list = mem_alloc(record.count + 1, sizeof *screen.list);
    for (size_t i = 0; i < record.count; i++) {
        const RecordItem *item = &record.items[i];
        if (item->kind != RECORD_TEXT || !item->count) continue;
        Text text = { 0 };
        text_append_bytes(&text, record.bytes + item->first, item->count);
        float size = (float)item->style.size;
        screen.list[screen.count++] =
            (Words){ text.data,
                     { item->rect.x, item->rect.y - 0.72f * size, item->rect.w, 0.78f * size },
                     item->layer };
    }
    record_free(&record);
    return screen;
}

static void free_screen(Screen *screen) {
    for (size_t i = 0; i < screen->count; i++) free(screen->list[i].text);
    free(screen->list);
}

static bool overlap(Rect a, Rect b) {
    float across = fminf(a.x + a.w, b.x + b.w) - fmaxf(a.x, b.x);
    float down = fminf(a.y + a.h, b.y + b.h) - fmaxf(a.y, b.y);
    return across > 1.5f && down > 1.5f;
}

// The panel that words begin in; NULL: none.
static const StageNode *panel_of(const App *app, Rect rect) {
    for (int i = 0; i < app->stage.count; i++) {
        const StageNode *node = &app->stage.nodes[i];
        if (node->kind == STAGE_LEAF && !node->left_out &&
            rect_holds(node->rect, rect.x + 1, rect.y + rect.h / 2))
            return node;
    }
    return NULL;
}

static void expect_room(App *app, const Screen *screen, const char *where) {
    for (size_t i = 0; i < screen->count; i++) {
        const Words *words = &screen->list[i];
        Rect at = words->rect;
        if (at.x < 0 || at.x + at.w > (float)app->width + 0.5f || at.y < 0 ||
            at.y + at.h > (float)app->height)
            REPORT("%s: \"%s\" leaves the window\n", where, words->text);
        if (!has_hangul(words->text)) continue;
        const StageNode *panel = words->layer == LAYER_BASE ? panel_of(app, at) : NULL;
        if (panel && at.x + at.w > panel->rect.x + panel->rect.w + 1.5f)
            REPORT("%s: \"%s\" leaves the panel %s by %.0f\n", where, words->text, panel->text,
                   (double)(at.x + at.w - panel->rect.x - panel->rect.w));
        for (size_t k = 0; k < screen->count; k++)
            if (k != i && screen->list[k].layer == words->layer &&
                (k > i || !has_hangul(screen->list[k].text)) && overlap(at, screen->list[k].rect))
                REPORT("%s: \"%s\" runs into \"%s\"\n", where, words->text, screen->list[k].text);
    }
}

// All words one after the other without their blanks: where a line breaks is another question.
static void append_without_blanks(Text *out, const char *text) {
    for (; *text; text++)
        if (*text != ' ') text_append_bytes(out, text, 1);
}

static bool is_on(const Screen *screen, const char *text) {
    Text all = { 0 }, wanted = { 0 };
    for (size_t i = 0; i < screen->count; i++) append_without_blanks(&all, screen->list[i].text);
    append_without_blanks(&wanted, text);
    bool found = strstr(all.data, wanted.data) != NULL;
    text_free(&all);
    text_free(&wanted);
    return found;
}

// Words that step aside where they have no room do so in Korean no sooner than in English.
static void expect_all_of_english(App *app, const Screen *korean, const char *where) {
    run(app, "set language en");
    Screen english = read_screen(app);
    run(app, "set language ko");
    app_layout(app);
    for (size_t i = 0; i < english.count; i++) {
        const char *text = english.list[i].text, *wanted = translate(text);
        bool format = strchr(wanted, '%') != NULL,
             two = strcmp(text, "draw") == 0 || strcmp(text, "Home") == 0; // meanings
        if (wanted != text && !format && !two && !is_on(korean, wanted))
            REPORT("%s: \"%s\", \"%s\", has no room\n", where, text, wanted);
    }
    free_screen(&english);
}

static void expect_korean(App *app, const char *where) {
    Screen screen = read_screen(app);
    expect_all_of_english(app, &screen, where);
    for (size_t i = 0; i < screen.count; i++) expect_no_english(screen.list[i].text, where);
    expect_room(app, &screen, where);
    free_screen(&screen);
}

// Lines parted by ';' are run one after the other.
static void show(App *app, const char *lines) {
    char copy[400], *rest = NULL;
    snprintf(copy, sizeof copy, "%s", lines);
    for (char *line = strtok_r(copy, ";", &rest); line; line = strtok_r(NULL, ";", &rest))
        run(app, line);
    expect_korean(app, lines);
}

// Tooltips ----------------------------------------------------------------------------------------

// Of everything that has one now. As long as the longest they fit the lines there are.
static void expect_tooltips(App *app, const char *where) {
    app_layout(app);
    size_t count = app->ui.item_count;
    Rect *rects = mem_alloc(count + 1, sizeof *rects);
    for (size_t i = 0; i < count; i++) rects[i] = app->ui.items[i].rect;
    for (size_t i = 0; i < count; i++) {
        app->ui.in.x = rects[i].x + rects[i].w / 2, app->ui.in.y = rects[i].y + rects[i].h / 2;
        app_layout(app);
        app->ui.hovered_since = -1e9;
        app_layout(app);
        const char *text = app->ui.tooltip;
        if (!*text) continue;
        RichLines lines =
            rich_wrap(&app->ui, (RichStyle){ FACE_TEXT, 13, HUE_INK }, ui_px(&app->ui, 320), text);
        int most = (int)(sizeof lines.line / sizeof lines.line[0]);
        if (lines.count == most) REPORT("%s: the tooltip \"%s\" has no room\n", where, text);
        for (int k = 0; k < lines.count; k++) expect_no_english(lines.line[k], where);
    }
    free(rects);
    app->ui.in.x = app->ui.in.y = -1e6f;
    app_layout(app);
}

// All that there is -------------------------------------------------------------------------------

static void need_korean(const App *app) {
    if (app_has_korean(app)) return;
    print_message("no Korean here (gettext or fonts-nanum is missing)\n");
    skip();
}

static void expect_none(void) {
    if (failures) fail_msg("%d are wrong", failures);
}

static void forward_is_korean(void **state) {
    App *app = *state;
    need_korean(app);
    show(app, "view forward");
    expect_tooltips(app, "forward");
    show(app, "set t 1");
    show(app, "set t 1000");
    show(app, "set t 240;set signal log_alpha");
    show(app, "set signal log_snr;set follow all");
    show(app, "set coupling jump;set notation edm");
    show(app, "set notation bishop;set coupling path;set zero_snr 1");
    show(app, "set zero_snr 0;set steps 50");
    show(app, "set steps 1000;set beta_min 0.3;set beta_max 0.4");
    show(app, "reset beta_min;reset beta_max;set panels 0");
    run(app, "set panels 1");
    for (int i = 0; i < SCHEDULE_FILE; i++) {
        char line[80];
        snprintf(line, sizeof line, "set schedule %s",
                 schedule_family_info((ScheduleFamily)i)->name);
        show(app, line);
    }
    expect_none();
}

static void reverse_is_korean(void **state) {
    static const char *const rows[] = { "step", "draws", "differences", "walk" };
    static const char *const steps[] = { "1", "2", "240", "1000" };
    App *app = *state;
    need_korean(app);
    run(app, "view reverse");
    for (int row = 0; row < 4; row++)
        for (int k = 0; k < 4; k++) {
            char line[200];
            snprintf(line, sizeof line, "set reverse_row %s;set t %s;set reverse_lower bayes",
                     rows[row], steps[k]);
            show(app, line);
            snprintf(line, sizeof line,
                     "set reverse_row %s;set t %s;set reverse_lower without_x;set life_clock %s",
                     rows[row], steps[k], k % 2 ? "s" : "t");
            show(app, line);
        }
    expect_tooltips(app, "reverse, without x");
    show(app, "set t 240;set reverse_row step;set reverse_lower bayes;set held_z 0.5");
    expect_tooltips(app, "reverse");
    show(app, "set coupling jump");
    show(app, "set zero_snr 1;set t 1000");
    expect_none();
}

static void compare_is_korean(void **state) {
    App *app = *state;
    need_korean(app);
    show(app, "view compare");
    expect_tooltips(app, "compare");
    for (const Preset *preset = presets; preset->name; preset++) {
        char line[80];
        snprintf(line, sizeof line, "preset %s", preset->name);
        show(app, line);
    }
    run(app, "set compare \"*; cosine zero_snr=1; scaled_linear snr_shift=0.5; flow shift=3\"");
    expect_korean(app, "four schedules");
    show(app, "set compare_plot kl;set compare_x log_snr;set notation edm");
    expect_none();
}

static void mixture_is_korean(void **state) {
    App *app = *state;
    need_korean(app);
    show(app, "view mixture");
    expect_tooltips(app, "mixture");
    show(app, "set t 600;set sampler ddim");
    show(app, "set t 1000;set bandwidth 0.2;set sample_step 50");
    show(app, "set count 40");
    show(app, "set browsing 1");
    expect_tooltips(app, "browse");
    expect_none();
}

static void sheets_are_korean(void **state) {
    App *app = *state;
    need_korean(app);
    show(app, "set help 1");
    show(app, "set help 0;set export_sheet 1;set export_format png");
    expect_tooltips(app, "export of a picture");
    show(app, "set export_what x;set export_own_size 0");
    show(app, "set export_format gif");
    expect_tooltips(app, "export of a film");
    show(app, "set export_format mp4;set export_loop pingpong");
    show(app, "set export_sheet 0;set presenting 1");
    show(app, "view reverse");
    show(app, "view mixture");
    show(app, "view compare");
    expect_none();
}

// Each panel as it is on a slide and in a lecture.
static void panels_are_korean(void **state) {
    App *app = *state;
    need_korean(app);
    for (int i = 0; panels[i]; i++) {
        char line[120];
        snprintf(line, sizeof line, "set presenting 0;stage %s", panels[i]->name);
        show(app, line);
        snprintf(line, sizeof line, "set presenting 1;stage %s", panels[i]->name);
        show(app, line);
    }
    expect_none();
}

static void lesson_is_korean(void **state) {
    App *app = *state;
    need_korean(app);
    run(app, "lesson forward");
    for (int presenting = 0; presenting < 2; presenting++) {
        run(app, presenting ? "set presenting 1" : "set presenting 0");
        for (int stop = 1; stop <= 15; stop++) {
            char line[40];
            snprintf(line, sizeof line, "lesson_stop %d", stop);
            show(app, line);
        }
    }
    expect_none();
}

// Lines -------------------------------------------------------------------------------------------

// Whether the text is one word: no blank outside of mathematics and of "q(a | b)".
static bool is_one_word(const char *text) {
    bool math = false;
    int depth = 0;
    for (; *text; text++) {
        math ^= *text == '$';
        if (*text == '(') depth++;
        if (*text == ')') depth--;
        if (*text == ' ' && !math && depth == 0) return false;
    }
    return true;
}

static void last_lines_are_no_single_words(void **state) {
    App *app = *state;
    need_korean(app);
    static const char *const texts[] = {
        "어떤 이미지에서 시작하든 <z_t>의 평균은 0에, 분산은 1에 가까워집니다.",
        ("스텝이 작으면 $t = 0$ 근처를 빼고는 다시 가우시안에 가깝습니다. 그래서 $T$를 크게 "
         "잡습니다."),
        "신호 대 잡음비(SNR) 값은 스텝마다 작아집니다.",
    };
    RichStyle style = { FACE_TEXT, 13, HUE_INK };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        for (float width = 240; width < 700; width += 7) {
            RichLines lines = rich_wrap(&app->ui, style, width, texts[i]);
            if (lines.count > 1 && is_one_word(lines.line[lines.count - 1]))
                REPORT("%.0f: \"%s\" stands alone\n", (double)width, lines.line[lines.count - 1]);
            Text all = { 0 };
            for (int k = 0; k < lines.count; k++)
                text_append(&all, "%s%s", k ? " " : "", lines.line[k]);
            RichLines whole = rich_wrap(&app->ui, style, 1e6f, texts[i]);
            assert_string_equal(all.data, whole.line[0]); // and nothing is lost
            text_free(&all);
        }
    expect_none();
}

// The catalogue -----------------------------------------------------------------------------------

static void what_is_not_there_stays_english(void **state) {
    (void)state;
    assert_true(translate_use("en"));
    assert_string_equal(translate("new noise"), "new noise");
    assert_string_equal(translate_plural("%d a", "%d as", 1), "%d a");
    assert_string_equal(translate_plural("%d a", "%d as", 2), "%d as");
    assert_false(translate_use("xx"));
    if (!translate_use("ko")) skip();
    assert_string_equal(translate_language(), "ko");
    assert_string_equal(translate("new noise"), "새 노이즈");
    assert_string_equal(translate("no such sentence"), "no such sentence");
    assert_string_equal(translate(""), ""); // no header
    assert_string_not_equal(translate_in_context("schedule\004draw", "draw"), translate("draw"));
    Error error;
    error_usage(&error, "%s: there is no such option", "x");
    assert_string_equal(error.text, "x: there is no such option"); // the terminal's
    assert_string_equal(error_line(&error), error.text);
    assert_string_not_equal(error.shown, error.text);
    error_prefix(&error, "--run");
    assert_string_equal(error.text, "--run: x: there is no such option");
    translate_use(NULL);
}

static void the_environment_decides(void **state) {
    (void)state;
    setenv("LC_ALL", "", 1);
    setenv("LC_MESSAGES", "", 1);
    setenv("LANG", "ko_KR.UTF-8", 1);
    assert_int_equal(language_of_environment(), LANGUAGE_KOREAN);
    setenv("LC_MESSAGES", "C", 1);
    assert_int_equal(language_of_environment(), LANGUAGE_ENGLISH);
    setenv("LC_ALL", "ko", 1);
    assert_int_equal(language_of_environment(), LANGUAGE_KOREAN);
    setenv("LC_ALL", "kok_IN", 1); // Konkani
    assert_int_equal(language_of_environment(), LANGUAGE_ENGLISH);
    setenv("LC_ALL", "C", 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_there_stays_english),
        cmocka_unit_test(the_environment_decides),
        WITH_APP(forward_is_korean),
        WITH_APP(reverse_is_korean),
        WITH_APP(compare_is_korean),
        WITH_APP(mixture_is_korean),
        WITH_APP(sheets_are_korean),
        WITH_APP(panels_are_korean),
        WITH_APP(lesson_is_korean),
        WITH_APP(last_lines_are_no_single_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
