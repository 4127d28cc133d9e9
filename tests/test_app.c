// SPDX-License-Identifier: MIT
// The application without its window: what commands do to the settings and to what they stand for.
#define FIXTURE_NAME "test_app"
#include "app_fixture.h"
#include "model/levels.h"
#include "model/reverse.h"

// Fails, says why, and leaves all as it was.
static void expect_refusal(App *app, const char *line, const char *says) {
    Settings before = app->settings;
    PlotRange ranges[PLOTS];
    memcpy(ranges, app->ranges, sizeof ranges);
    unsigned source = app->model.source_stamp;
    Error error = { 0 };
    if (app_run(app, line, &error)) fail_msg("%s is taken", line);
    if (!strstr(error.text, says)) fail_msg("%s: \"%s\" lacks \"%s\"", line, error.text, says);
    assert_true(error.kind != ERROR_NONE);
    assert_memory_equal(&app->settings, &before, sizeof before);
    assert_memory_equal(ranges, app->ranges, sizeof ranges);
    assert_int_equal(app->model.source_stamp, source);
    expect_consistent(app, line);
}

// One by one ----------------------------------------------------------------------------------

static void expect_mixes(App *app) {
    static const char *const lines[] = {
        "set t 1",    "set t 1000",  "set schedule cosine", "set t 500",   "set zero_snr 1",
        "set t 1000", "set seed 99", "set schedule flow",   "set steps 7", "set resolution 1"
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        run(app, lines[i]);
        expect_pictures(app);
        expect_consistent(app, lines[i]);
    }
}

static void z_is_a_mix_of_x_and_n(void **state) {
    App *app = *state;
    assert_int_equal(app->settings.noise.coupling, COUPLING_PATH); // without being asked
    expect_mixes(app);
}

static void so_it_is_in_jump_coupling(void **state) {
    App *app = *state;
    run(app, "set coupling jump");
    expect_mixes(app);
}

// The model's planes, however it came by them, are those of the path at t and t - 1.
static void expect_path(App *app, const char *after) {
    const Model *model = &app->model;
    const NoiseSpec spec = { app->settings.noise.seed, COUPLING_PATH };
    Picture fresh = { 0 };
    Error error;
    assert_true(picture_alloc(&fresh, model->x.width, model->x.height, model->x.channels, &error));
    size_t bytes = picture_length(&fresh) * sizeof(float);
    noise_fill(&fresh, &spec, &model->schedule, app->settings.t);
    if (memcmp(fresh.values, model->n.values, bytes) != 0) fail_msg("%s: n_t is another", after);
    if (app->settings.t > 1) {
        noise_fill(&fresh, &spec, &model->schedule, app->settings.t - 1);
        if (memcmp(fresh.values, model->n_prev.values, bytes) != 0)
            fail_msg("%s: n_{t-1} is another", after);
    } else {
        assert_null(model->n_prev.values);
    }
    picture_free(&fresh);
}

static void the_path_is_followed(void **state) {
    App *app = *state;
    static const char *const lines[] = {
        "set resolution 40",
        "set coupling path",
        "step 1",
        "step 1",
        "step -1",
        "step -10000",
        "step 1",
        "step 1",
        "set t 900",
        "step 10000",
        "set steps 300",
        "step 1",
        "set beta_max 0.05",
        "step 1",
        "set seed 8",
        "step -1",
        "set zero_snr 1",
        "step 10000",
        "step -1",
        "set schedule flow",
        "set resolution 41",
        "step 1",
        "set steps 1",
        "set steps 2",
        "step 1",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        run(app, lines[i]);
        if (i > 0) expect_path(app, lines[i]);
        expect_consistent(app, lines[i]);
    }
    run(app, "set coupling jump");
    assert_null(app->model.n_prev.values);
    expect_pictures(app);
}

static void a_file_that_is_not_there_changes_nothing(void **state) {
    App *app = *state;
    run(app, "set t 77");
    Picture before = { 0 };
    Error error;
    assert_true(picture_alloc(&before, app->model.x.width, app->model.x.height,
                              app->model.x.channels, &error));
    values_of(app, PICTURE_Z, &before);
    static const char *const lines[] = { "open no such file.png", "open no such list.csv",
                                         "open " SOURCE_DIR "/nothing",
                                         "open " SOURCE_DIR "/CMakeLists.txt",
                                         "open " SOURCE_DIR "/tests/chance.h" };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        expect_refusal(app, lines[i], i ? "" : "no such file.png: ");
        assert_string_equal(app->model.name, "built-in");
        Picture after = { 0 };
        assert_true(picture_alloc(&after, before.width, before.height, before.channels, &error));
        values_of(app, PICTURE_Z, &after);
        assert_memory_equal(after.values, before.values, picture_length(&before) * sizeof(float));
        picture_free(&after);
    }
    picture_free(&before);
    run(app, "pin 3 4");
    run(app, "zoom 4 0.3 0.3");
    run(app, "open " PICTURE_FILE);
    assert_string_equal(app->model.name, "scene.png");
    assert_int_equal(app->settings.picture.pin_x, -1); // they were the old picture's
    assert_true(app->settings.picture.zoom == 1);
    assert_int_equal(app->settings.t, 77);
}

static void t_keeps_its_place_when_steps_change(void **state) {
    App *app = *state;
    run(app, "set t 250");
    static const int steps[] = { 100, 10, 3, 1, 7, 10000, 1000 },
                     t[] = { 25, 3, 1, 1, 2, 2500, 250 };
    for (int i = 0; i < 7; i++) {
        char line[32];
        snprintf(line, sizeof line, "set steps %d", steps[i]);
        run(app, line);
        assert_int_equal(app->settings.t, t[i]);                 // and back again, through T = 1
        assert_true(app->settings.u == (double)t[i] / steps[i]); // what is compared stands there
    }
    run(app, "set steps 10");
    run(app, "set t 3");
    run(app, "set steps 1000");
    assert_int_equal(app->settings.t, 300);
    run(app, "set t 250");
    run(app, "set resolution 0"); // the file's own stands at the right end
    run(app, "add resolution 1");
    assert_int_equal(app->settings.resolution, 0);
    run(app, "add resolution -1");
    assert_in_range(app->settings.resolution, 900, 1023);
    run(app, "reset resolution");
    run(app, "reset t");
    assert_int_equal(app->settings.t, 240);
    run(app, "set steps 50");
    run(app, "step 100");
    assert_int_equal(app->settings.t, 50);
    run(app, "step -1000");
    assert_int_equal(app->settings.t, 1);
    expect_refusal(app, "set t 51", "T = 50");
    expect_refusal(app, "set t 0", "t: takes");
    expect_refusal(app, "step x", "step: takes");
}

static void lists_of_betas_are_a_schedule(void **state) {
    App *app = *state;
    expect_refusal(app, "set schedule file", "betas");
    expect_refusal(app, "set betas " BETAS_FILE, "open");
    expect_refusal(app, "reset betas", "open");
    run(app, "set t 500");
    run(app, "open " BETAS_FILE);
    assert_int_equal(app->settings.schedule.family, SCHEDULE_FILE);
    assert_int_equal(app->settings.schedule.steps, 20);
    assert_int_equal(app->settings.t, 10);
    assert_true(app->model.schedule.beta[3] == 0.012);
    expect_consistent(app, "open");
    expect_refusal(app, "set steps 30", "T = 20");
    expect_refusal(app, "add steps 5", "T = 20");
    expect_refusal(app, "reset steps", "T = 20");
    run(app, "set schedule cosine");
    run(app, "set steps 100");
    run(app, "set schedule file"); // now it is there
    assert_int_equal(app->settings.schedule.steps, 20);
    assert_int_equal(app->settings.t, 10);
    expect_pictures(app);
}

static void a_schedule_that_cannot_be_is_refused(void **state) {
    App *app = *state;
    run(app, "set steps 1");
    expect_refusal(app, "set zero_snr 1", "zero_snr");
    run(app, "set steps 2");
    expect_refusal(app, "set scale_with_t 1", "beta_2 = 10"); // 0.02 times 1000/2
    run(app, "set zero_snr 1");
    expect_refusal(app, "set steps 1", "zero_snr");
    expect_pictures(app);
}

static void plots_are_zoomed_and_fitted(void **state) {
    App *app = *state;
    run(app, "range signal 100 300 0 0.5");
    assert_true(app->ranges[PLOT_SIGNAL].zoomed && app->ranges[PLOT_SIGNAL].x1 == 300);
    run(app, "range signal -5 99999 0 1"); // wholly out is fitted
    assert_false(app->ranges[PLOT_SIGNAL].zoomed);
    run(app, "range signal 100 300 0 0.5");
    run(app, "range signal 100 102 0 0.5"); // too near: as it was
    assert_true(app->ranges[PLOT_SIGNAL].x1 == 300);
    expect_refusal(app, "range signal 300 100 0 1", "X0 < X1");
    expect_refusal(app, "range signal 100 300 1 1", "Y0 < Y1");
    expect_refusal(app, "range other 100 300 0 1", "other");
    expect_refusal(app, "range signal 1 nan 0 1", "nan");
    expect_refusal(app, "range effective 1 100 0 5", "Y0 above 0 on a logarithmic axis");
    run(app, "fit signal");
    assert_false(app->ranges[PLOT_SIGNAL].zoomed);
    // Another axis is not zoomed as the last one was; a logarithm has no 0.
    run(app, "set variance_scale linear");
    run(app, "range variance 100 300 0 0.01");
    run(app, "toggle variance_scale");
    assert_false(app->ranges[PLOT_VARIANCE].zoomed);
    expect_refusal(app, "range variance 100 300 0 0.01", "above 0");
    run(app, "range variance 100 300 1e-4 0.01");
    run(app, "range signal 100 300 0 0.5");
    run(app, "set signal log_alpha");
    assert_false(app->ranges[PLOT_SIGNAL].zoomed);
    expect_refusal(app, "range signal 100 300 0 1", "above 0");
    run(app, "range signal 100 300 1e-9 1");
    run(app, "set signal log_snr");
    assert_false(app->ranges[PLOT_SIGNAL].zoomed);
    assert_true(app->ranges[PLOT_VARIANCE].zoomed);
}

static void pixels_and_pictures_are_bounded(void **state) {
    App *app = *state;
    run(app, "pin 47 0");
    expect_refusal(app, "pin 48 0", "48 × 48");
    expect_refusal(app, "pin 0 -1", "48 × 48");
    run(app, "unpin");
    assert_true(app->settings.picture.pin_x == -1 && app->settings.picture.pin_y == -1);
    run(app, "zoom 4 0 1");
    assert_true(app->settings.picture.zoom_x == 0.125 && app->settings.picture.zoom_y == 0.875);
    expect_refusal(app, "zoom 0.5 0.5 0.5", "1 to 128");
    expect_refusal(app, "zoom 2 x 0.5", "numbers");
}

static void small_commands_do_what_they_say(void **state) {
    App *app = *state;
    run(app, "set seed 18446744073709551615");
    run(app, "new_noise");
    assert_true(app->settings.noise.seed == 0);
    run(app, "new_draw");
    assert_int_equal(app->settings.noise.draw, 1);
    run(app, "play");
    assert_true(app->settings.play.playing);
    run(app, "pause");
    assert_false(app->settings.play.playing);
    run(app, "set t 1000");
    run(app, "toggle playing"); // from the end it starts again
    assert_int_equal(app->settings.t, 1);
    run(app, "toggle theme");
    assert_int_equal(app->settings.look.theme, THEME_LIGHT);
    run(app, "toggle theme");
    assert_int_equal(app->settings.look.theme, THEME_DARK);
    expect_refusal(app, "toggle seed", "no switch");
    expect_refusal(app, "add theme 1", "no number");
    expect_refusal(app, "add t x", "takes a number");
    expect_refusal(app, "set nothing 1", "nothing");
    expect_refusal(app, "set theme blue", "theme: takes one of dark, light");
    double before = app->settings.play.speed;
    run(app, "add speed 17");
    assert_true(app->settings.play.speed > before);
    run(app, "add speed -1000");
    assert_true(app->settings.play.speed == option_row(OPT_SPEED)->min);
    run(app, "quit");
    assert_true(app->quit);
}

// The Reverse view's state: what one setting means for another, and a drawn p(x) that is none.
static void reverse_settings(void **state) {
    App *app = *state;
    run(app, "view reverse");
    run(app, "set held_z 1.25");
    assert_true(app->settings.reverse.hold_z && app->settings.reverse.held_z == 1.25);
    run(app, "set hold_z 0");
    expect_refusal(app, "set drawn_prior 00", "128 hexadecimal digits");
    char text[DRAWN_TEXT], line[DRAWN_TEXT + 32];
    double cells[DRAWN_CELLS], again[DRAWN_CELLS];
    for (int i = 0; i < DRAWN_CELLS; i++) cells[i] = 4 * i;
    prior_write(text, cells);
    snprintf(line, sizeof line, "set drawn_prior %s", text);
    run(app, line);
    assert_int_equal(app->settings.reverse.prior, PRIOR_DRAWN);
    assert_true(prior_read(again, app->settings.reverse.drawn_prior));
    assert_memory_equal(cells, again, sizeof cells);
    text[77] = 'g';
    snprintf(line, sizeof line, "set drawn_prior %s", text);
    expect_refusal(app, line, "hexadecimal");
    run(app, "set prior picture");
    run(app, "reset drawn_prior");
    assert_int_equal(app->settings.reverse.prior, PRIOR_PICTURE);
    run(app, "set backward 1");
    run(app, "set t 1");
    run(app, "play"); // from T
    assert_int_equal(app->settings.t, 1000);
    run(app, "pause");
    run(app, "range coefficients 100 200 1e-4 1");
    assert_true(app->ranges[PLOT_COEFFICIENTS].zoomed);
    expect_refusal(app, "range coefficients 100 200 0 1", "above 0");
    run(app, "set coefficient_scale linear");
    assert_false(app->ranges[PLOT_COEFFICIENTS].zoomed);
}

static void stages_are_settings(void **state) {
    App *app = *state;
    Text line = { 0 };
    run(app, "view reverse");
    run(app, "stage x | z / signal");
    assert_string_equal(app->settings.stage, "x | z / signal");
    assert_int_equal(app->settings.view, VIEW_REVERSE);
    app_command_line(app, &line);
    assert_string_equal(line.data, "alphabar --resolution 48 --view reverse "
                                   "--stage 'x | z / signal'");
    run(app, "stage \"\"");
    assert_string_equal(app->settings.stage, "");
    run(app, "undo");
    assert_string_equal(app->settings.stage, "x | z / signal");
    run(app, "view compare");
    assert_string_equal(app->settings.stage, "");
    run(app, "undo");
    assert_string_equal(app->settings.stage, "x | z / signal");
    assert_int_equal(app->settings.view, VIEW_REVERSE);
    run(app, "stage view");
    assert_string_equal(app->settings.stage, "");
    run(app, "set stage signal");
    run(app, "preset figure3"); // which is for the Compare view
    assert_string_equal(app->settings.stage, "");
    run(app, "stage signal");
    run(app, "toggle view");
    assert_string_equal(app->settings.stage, "");
    expect_refusal(app, "stage", "TEXT");
    assert_true(command_row(COMMAND_STAGE)->in_lesson);
    text_free(&line);
}

// What was said goes with the next thing that succeeds, by hand; what that one says stays.
static void messages_go_with_the_next_success(void **state) {
    App *app = *state;
    Error error = { 0 };
    app_say(app, true, "no");
    assert_false(app_run_by_hand(app, "set t 99999", &error));
    assert_true(app->message_until > 0);
    assert_true(app_run_quietly(app, "set t 3", &error));
    assert_true(app->message_until > 0);
    assert_true(app_run_by_hand(app, "set t 4", &error));
    assert_true(app->message_until == 0);
    assert_true(app_run_by_hand(app, "fit_knots", &error)); // how near they are
    assert_true(app->message_until > 0);
    assert_true(app_run_by_hand(app, "undo", &error));
    assert_true(app->message_until == 0);
}

// What an opened scheduler_config.json says of sampling is there for the asking, and what is copied
// then stands for it without the file.
static void levels_of_an_opened_config(void **state) {
    App *app = *state;
    static const char config[] = "{\"_class_name\": \"EulerDiscreteScheduler\", "
                                 "\"use_karras_sigmas\": true, \"timestep_spacing\": \"leading\", "
                                 "\"steps_offset\": 1}";
    Error error = { 0 };
    Text line = { 0 };
    assert_false(app_run(app, "set levels own.config", &error));
    assert_non_null(strstr(error.text, "own.config needs a scheduler_config.json"));
    assert_int_equal(app->settings.levels.method, 0);
    assert_true(file_write("scheduler_config.json", config, sizeof config - 1, &error));
    run(app, "open scheduler_config.json");
    assert_int_equal(remove("scheduler_config.json"), 0);
    run(app, "set sample_steps 20");
    run(app, "set levels own.config");
    assert_true(model_levels(&app->model)->on);
    assert_string_equal(option_choice(option_row(OPT_LEVELS), app->settings.levels.method),
                        "diffusers.euler_karras_leading1");
    app_command_line(app, &line);
    assert_null(strstr(line.data, "own.config"));
    assert_non_null(strstr(line.data, "--levels diffusers.euler_karras_leading1"));
    run(app, "set schedule cosine"); // no longer the file's
    assert_false(app_run(app, "set levels own.config", &error));
    text_free(&line);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_APP(z_is_a_mix_of_x_and_n),
        WITH_APP(messages_go_with_the_next_success),
        WITH_APP(so_it_is_in_jump_coupling),
        WITH_APP(the_path_is_followed),
        WITH_APP(a_file_that_is_not_there_changes_nothing),
        WITH_APP(t_keeps_its_place_when_steps_change),
        WITH_APP(lists_of_betas_are_a_schedule),
        WITH_APP(a_schedule_that_cannot_be_is_refused),
        WITH_APP(plots_are_zoomed_and_fitted),
        WITH_APP(pixels_and_pictures_are_bounded),
        WITH_APP(small_commands_do_what_they_say),
        WITH_APP(reverse_settings),
        WITH_APP(stages_are_settings),
        WITH_APP(levels_of_an_opened_config),
    };
    return cmocka_run_group_tests(tests, write_betas, remove_betas);
}
