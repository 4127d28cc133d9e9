// SPDX-License-Identifier: MIT
// Sessions and command lines: both give back all of the state, the pictures to the byte, and a file
// that is none changes nothing.
#define FIXTURE_NAME "test_session"
#include "app/session.h"
#include "base/log.h"
#include "base/path.h"
#include "io/session.h"
#include "random_commands.h"

#include <sys/stat.h>
#include <unistd.h>

#define SESSION_FILE FIXTURE_NAME ".json"

static Text heard;

static void hear(void *user, const char *text) {
    (void)user;
    text_append(&heard, "%s\n", text);
}

// Settings and where the plots are zoomed, as text.
static char *describe(const App *app) {
    Text out = { 0 };
    put_settings(&out, &app->settings);
    text_append(&out, "\n%s", app->model.picture->path);
    for (int i = 0; i < PLOTS; i++) {
        const PlotRange *range = &app->ranges[i];
        if (range->zoomed)
            text_append(&out, "\n%d %.17g %.17g %.17g %.17g", i, range->x0, range->x1, range->y0,
                        range->y1);
    }
    return out.data;
}

static void expect_same_pictures(const App *a, const App *b) {
    size_t bytes = 4 * picture_plane_length(&a->model.x);
    assert_int_equal(bytes, 4 * picture_plane_length(&b->model.x));
    uint8_t *first = malloc(bytes), *second = malloc(bytes);
    for (int i = 0; i < PICTURE_KINDS; i++) {
        rgba_of(a, (PictureKind)i, first);
        rgba_of(b, (PictureKind)i, second);
        assert_memory_equal(first, second, bytes);
    }
    free(first);
    free(second);
}

static void run_random(App *app, uint64_t *chance, int count) {
    for (int i = 0; i < count;) {
        Text line = { 0 };
        Error error = { 0 };
        put_command(&line, chance);
        i += app_run(app, line.data, &error);
        text_free(&line);
    }
}

// An application started with the words of a command line, `alphabar` first.
static App *start(int argc, char **argv) {
    static Arguments arguments;
    Error error = { 0 };
    App *app = calloc(1, sizeof *app);
    if (!arguments_parse(&arguments, argc, argv, &error)) fail_msg("%s", error.text);
    if (!app_create(app, &arguments, &error)) fail_msg("%s", error.text);
    return app;
}

static void sessions_give_all_back(void **state) {
    App *app = *state;
    uint64_t chance = 11;
    for (int round = 0; round < 12; round++) {
        run_random(app, &chance, 40);
        run(app, "save " SESSION_FILE);
        App *other = create();
        run(other, "set seed 4");
        run(other, "open " SESSION_FILE);
        expect_consistent(other, "open");
        char *before = describe(app), *after = describe(other);
        assert_string_equal(before, after);
        expect_same_pictures(app, other);
        run(other, "undo"); // one step
        assert_true(other->settings.noise.seed == 4);
        assert_string_equal(other->model.name, "built-in");
        free(before);
        free(after);
        app_free(other);
        free(other);
    }
    remove(SESSION_FILE);
}

// Cuts a line as a shell does: only what app_command_line writes.
static int split(char *line, char *words[], int most) {
    int count = 0;
    char *from = line, *to = line;
    while (*from) {
        assert_true(count < most);
        words[count++] = to;
        bool quoted = false;
        for (; *from && (quoted || *from != ' '); from++) {
            if (*from == '\'')
                quoted = !quoted;
            else if (!quoted && *from == '\\')
                *to++ = *++from;
            else
                *to++ = *from;
        }
        if (*from) from++;
        *to++ = '\0';
    }
    return count;
}

static void expect_same_range(const PlotRange *a, const PlotRange *b) {
    assert_int_equal(a->zoomed, b->zoomed);
    if (!a->zoomed) return;
    assert_true(a->x0 == b->x0 && a->x1 == b->x1 && a->y0 == b->y0 && a->y1 == b->y1);
}

static void command_lines_give_the_same_pictures(void **state) {
    App *app = *state;
    uint64_t chance = 5;
    for (int round = 0; round < 12; round++) {
        run_random(app, &chance, 40);
        run(app, "pause"); // a film is no picture
        run(app, "set live 0");
        run(app, "set fullscreen 0");
        run(app, "reset threads");
        // Nor is how it is shown, and what would be exported.
        static const OptionId others[] = { OPT_HELP, OPT_PRESENTING, OPT_SPOTLIGHT, OPT_FREEHAND };
        for (int i = 0; i < 4; i++) option_reset(&app->settings, option_row(others[i]));
        for (int i = OPT_EXPORT_SHEET; i <= OPT_EXPORT_PATH; i++)
            option_reset(&app->settings, option_row((OptionId)i));
        Text line = { 0 };
        char *words[256];
        app_command_line(app, &line);
        App *other = start(split(line.data, words, 256), words);
        // How a file is named and knots that no schedule reads show nowhere.
        Settings same = other->settings;
        memcpy(same.betas, app->settings.betas, sizeof same.betas);
        char whole[SETTINGS_PATH];
        path_whole(whole, sizeof whole, app->settings.mixture.dataset);
        assert_string_equal(same.mixture.dataset, whole);
        memcpy(same.mixture.dataset, app->settings.mixture.dataset, sizeof same.mixture.dataset);
        if (same.schedule.family != SCHEDULE_CUSTOM)
            same.schedule.knots = app->settings.schedule.knots;
        expect_same_settings(&app->settings, &same);
        assert_string_equal(app->model.name, other->model.name);
        for (int i = 0; i < PLOTS; i++) expect_same_range(&app->ranges[i], &other->ranges[i]);
        expect_same_pictures(app, other);
        app_free(other);
        free(other);
        text_free(&line);
    }
}

static void defaults_are_not_named(void **state) {
    (void)state;
    char *argv[] = { (char *)"alphabar" };
    App *app = start(1, argv);
    Text line = { 0 };
    app_command_line(app, &line);
    assert_string_equal(line.data, "alphabar");
    run(app, "set steps 500"); // t follows
    run(app, "set zoom 2");
    run(app, "set beta_max 0.03");
    text_clear(&line);
    app_command_line(app, &line);
    assert_string_equal(line.data, "alphabar --steps 500 --beta-max 0.03 --set zoom=2");
    text_free(&line);
    app_free(app);
    free(app);
}

static void expect_written(const char *path, const char *content) {
    Error error = { 0 };
    if (!file_write(path, content, strlen(content), &error)) fail_msg("%s", error.text);
}

// What lies beside a session is named from there: the folder can be moved, and a file of the same
// name elsewhere is another one.
static void files_are_found_from_the_session(void **state) {
    App *app = *state;
    mkdir(FIXTURE_NAME "_a", 0777);
    expect_written(FIXTURE_NAME "_a/list.csv", "0.1\n0.2\n");
    run(app, "open " FIXTURE_NAME "_a/list.csv");
    run(app, "save " FIXTURE_NAME "_a/s.json");
    assert_int_equal(rename(FIXTURE_NAME "_a", FIXTURE_NAME "_b"), 0);
    run(app, "set schedule linear");
    run(app, "open " FIXTURE_NAME "_b/s.json");
    assert_int_equal(app->settings.schedule.steps, 2);
    remove(FIXTURE_NAME "_b/list.csv");
    expect_written("list.csv", "0.3\n");
    Error error = { 0 };
    assert_false(app_run(app, "open " FIXTURE_NAME "_b/s.json", &error));
    assert_non_null(strstr(error.text, FIXTURE_NAME "_b/list.csv"));
    assert_int_equal(app->settings.schedule.steps, 2);
    remove("list.csv");
    remove(FIXTURE_NAME "_b/s.json");
    rmdir(FIXTURE_NAME "_b");
}

// A data set is a file like others, but for what is the name of one.
static void a_data_set_is_found_from_the_session(void **state) {
    App *app = *state;
    char whole[SETTINGS_PATH + 32];
    Text line = { 0 };
    mkdir(FIXTURE_NAME "_a", 0777);
    expect_written(FIXTURE_NAME "_a/set.npy", "");
    run(app, "set dataset " FIXTURE_NAME "_a/set.npy");
    path_whole(whole, sizeof whole, FIXTURE_NAME "_a/set.npy");
    app_command_line(app, &line);
    assert_non_null(strstr(line.data, "--dataset /"));
    assert_non_null(strstr(line.data, whole));
    run(app, "save " FIXTURE_NAME "_a/s.json");
    assert_int_equal(rename(FIXTURE_NAME "_a", FIXTURE_NAME "_b"), 0);
    run(app, "open " FIXTURE_NAME "_b/s.json");
    assert_string_equal(app->settings.mixture.dataset, FIXTURE_NAME "_b/set.npy");
    run(app, "set dataset fashion-mnist");
    text_clear(&line);
    app_command_line(app, &line);
    assert_non_null(strstr(line.data, "--dataset fashion-mnist"));
    run(app, "save " FIXTURE_NAME "_b/s.json");
    run(app, "reset dataset");
    run(app, "open " FIXTURE_NAME "_b/s.json");
    assert_string_equal(app->settings.mixture.dataset, "fashion-mnist");
    // A file that is called so is one still.
    run(app, "set dataset " FIXTURE_NAME "_b/fashion-mnist");
    run(app, "save " FIXTURE_NAME "_b/s.json");
    run(app, "open " FIXTURE_NAME "_b/s.json");
    assert_non_null(strstr(app->settings.mixture.dataset, FIXTURE_NAME "_b/fashion-mnist"));
    text_free(&line);
    remove(FIXTURE_NAME "_b/set.npy");
    remove(FIXTURE_NAME "_b/s.json");
    rmdir(FIXTURE_NAME "_b");
}

// What is in no session ------------------------------------------------------------------------

static void expect_refusal(App *app, const char *content, const char *says) {
    Error error = { 0 };
    char *before = describe(app);
    assert_true(file_write(SESSION_FILE, content, strlen(content), &error));
    if (session_open(app, SESSION_FILE, &error)) fail_msg("taken: %.60s", content);
    if (!strstr(error.text, says)) fail_msg("\"%s\" lacks \"%s\"", error.text, says);
    assert_non_null(strstr(error.text, SESSION_FILE ": "));
    assert_null(strchr(error.text, '\n'));
    assert_int_equal(error.kind, ERROR_FAILED);
    char *after = describe(app);
    assert_string_equal(before, after);
    expect_consistent(app, content);
    free(before);
    free(after);
}

#define HEAD "{\"alphabar\": \"session\", "

static void what_is_no_session_changes_nothing(void **state) {
    App *app = *state;
    run(app, "open " BETAS_FILE);
    run(app, "set seed 3");
    static const char *const cases[][2] = {
        { "", "no JSON" },
        { "\x01\x02\xff", "no JSON" },
        { "{", "line 1: no JSON" },
        { "[1, 2]", "no session" },
        { "{\"alphabar\": 1}", "no session" },
        { HEAD "\"settings\": 3}", "no object" },
        { HEAD "\"settings\": {\"seed\": []}}", "seed" },
        { HEAD "\"settings\": {\"seed\": -1}}", "seed: takes a whole number" },
        { HEAD "\"settings\": {\"theme\": \"blue\"}}", "theme: takes one of" },
        { HEAD "\"settings\": {\"steps\": 50, \"t\": 51}}", "T = 50" },
        { HEAD "\"settings\": {\"steps\": 1, \"t\": 1, \"zero_snr\": true}}", "zero_snr" },
        { HEAD "\"settings\": {\"schedule\": \"file\"}}", "none was opened" },
        { HEAD "\"settings\": {\"betas\": \"no.csv\"}}", "no.csv" },
        { HEAD "\"picture\": \"no such.png\"}", "no such.png" },
        { HEAD "\"picture\": 1}", "picture" },
        { HEAD "\"place\": \"x\"}", "place" },
        { HEAD "\"plots\": {\"signal\": [1, 2, 3]}}", "signal" },
        { HEAD "\"plots\": {\"signal\": [2, 1, 3, 4]}}", "x0 < x1" },
        { HEAD "\"settings\": {}, \"settings\": {}}", "no JSON" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_refusal(app, cases[i][0], cases[i][1]);
    Text deep = { 0 }, huge = { 0 };
    for (int i = 0; i < 100000; i++) text_append_bytes(&deep, "[", 1);
    expect_refusal(app, deep.data, "no JSON");
    for (int i = 0; i < 200000; i++) text_append_bytes(&huge, "       ", 7);
    expect_refusal(app, huge.data, "bytes");
    text_free(&deep);
    text_free(&huge);
    remove(SESSION_FILE);
}

static void what_is_not_known_is_passed_over(void **state) {
    App *app = *state;
    static const char content[] =
        HEAD "\"version\": 9, \"new\\u001b\": [], \"settings\": "
             "{\"seed\": 12, \"glow\": 3}, \"plots\": {\"x\": [0,1,0,1]}}";
    Error error = { 0 };
    assert_true(file_write(SESSION_FILE, content, strlen(content), &error));
    run(app, "set t 300");
    log_listen(hear, NULL);
    run(app, "open " SESSION_FILE);
    log_listen(NULL, NULL);
    assert_true(app->settings.noise.seed == 12);
    assert_int_equal(app->settings.t, 240); // what is not named is at its default
    assert_string_equal(heard.data,
                        SESSION_FILE ": passed over what is not known here: new?, glow, x\n");
    text_free(&heard);
    remove(SESSION_FILE);
}

static void saving_fails_whole(void **state) {
    App *app = *state;
    Error error = { 0 };
    assert_false(app_run(app, "save no/such/folder.json", &error));
    assert_int_equal(error.kind, ERROR_FAILED);
    assert_false(app_run(app, "save picture.png", &error));
    assert_int_equal(error.kind, ERROR_USAGE);
    assert_string_equal(app->session_path, "");
    static const char *const names[] = { "\xE9.ppm", "\uFFFD.ppm" }; // no UTF-8; a name like others
    for (int i = 0; i < 2; i++) {
        Session session = { .place = 0.5 };
        session_set_picture(&session, names[i]);
        assert_true(session_write(&session, SESSION_FILE, &error) == (i == 1));
        assert_true(path_exists(SESSION_FILE) == (i == 1));
        session_free(&session);
    }
    assert_non_null(strstr(error.text, "UTF-8"));
    remove(SESSION_FILE);
}

static void a_session_of_any_name_is_saved_again(void **state) {
    static const char name[] = FIXTURE_NAME ".session";
    Error error = { 0 };
    run(*state, "save " SESSION_FILE);
    assert_int_equal(rename(SESSION_FILE, name), 0);
    char *words[] = { "alphabar", "--session", FIXTURE_NAME ".session" };
    App *app = start(3, words);
    run(app, "set t 77");
    if (!app_run(app, "save", &error)) fail_msg("%s", error.text);
    SavedState saved;
    assert_true(session_load(&saved, name, false, &error));
    assert_int_equal(saved.settings.t, 77);
    app_free(app);
    free(app);
    remove(name);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_APP(sessions_give_all_back),
        WITH_APP(command_lines_give_the_same_pictures),
        WITH_APP(defaults_are_not_named),
        WITH_APP(files_are_found_from_the_session),
        WITH_APP(a_data_set_is_found_from_the_session),
        WITH_APP(what_is_no_session_changes_nothing),
        WITH_APP(what_is_not_known_is_passed_over),
        WITH_APP(saving_fails_whole),
        WITH_APP(a_session_of_any_name_is_saved_again),
    };
    return cmocka_run_group_tests(tests, write_betas, remove_betas);
}
