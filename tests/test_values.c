// SPDX-License-Identifier: MIT
// A picture of numbers, of any channels and any range: what a .npy gives, which channels are shown,
// and that what is said of all values is said of theirs.
#define FIXTURE_NAME "values"
#include "app_fixture.h"
#include "base/path.h"
#include "core/marginal.h"
#include "io/npy.h"

#define FILE_NAME "values.npy"
enum { WIDE = 6, HIGH = 4, CHANNELS = 5 };

// Of channel c: from -c to c + 1 over the picture.
static float value_at(int c, size_t i) {
    return (float)((2.0 * c + 1) * (double)i / (WIDE * HIGH - 1) - c);
}

static void write_picture(int channels) {
    Picture picture = { 0 };
    NpyOut out;
    Error error;
    assert_true(picture_alloc(&picture, WIDE, HIGH, channels, &error));
    for (int c = 0; c < channels; c++)
        for (size_t i = 0; i < WIDE * HIGH; i++) picture_plane(&picture, c)[i] = value_at(c, i);
    assert_true(npy_open(&out, FILE_NAME, 0, HIGH, WIDE, channels, &error));
    assert_true(npy_append(&out, &picture, &error) && npy_commit(&out, &error));
    picture_free(&picture);
}

// A header and zeros.
static void write_array(const char *type, const char *shape, size_t bytes) {
    Text file = { 0 };
    Error error;
    char header[118];
    snprintf(header, sizeof header, "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type,
             shape);
    text_append_bytes(&file, "\x93NUMPY\x01\x00\x76\x00", 10);
    text_append(&file, "%-117s\n", header);
    for (size_t i = 0; i < bytes; i++) text_append_bytes(&file, "", 1);
    assert_true(file_write(FILE_NAME, file.data, file.length, &error));
    text_free(&file);
}

static void expect_refused(const char *why) {
    Image image = { 0 };
    Error error = { 0 };
    if (image_load(&image, FILE_NAME, &error)) fail_msg("is taken, not refused: %s", why);
    if (!strstr(error.text, why)) fail_msg("\"%s\" does not say \"%s\"", error.text, why);
    assert_null(image.data);
}

static void values_stay_what_they_are(void **state) {
    App *app = *state;
    write_picture(CHANNELS);
    run(app, "open " FILE_NAME);
    const Picture *x = &app->model.x;
    assert_int_equal(x->width, WIDE);
    assert_int_equal(x->height, HIGH);
    assert_int_equal(x->channels, CHANNELS);
    for (int c = 0; c < CHANNELS; c++)
        for (size_t i = 0; i < WIDE * HIGH; i++)
            assert_true(picture_plane(x, c)[i] == value_at(c, i));
    expect_pictures(app);
    expect_consistent(app, "open");
}

static void bytes_are_pixels(void **state) {
    App *app = *state;
    write_array("|u1", "(1, 2, 3, 4)", 24);
    run(app, "open " FILE_NAME);
    assert_int_equal(app->model.x.channels, 4);
    assert_int_equal(app->model.x.width, 3);
    for (size_t i = 0; i < 24; i++) assert_true(app->model.x.values[i] == -1);
}

static void areas_are_averaged(void **state) {
    App *app = *state;
    write_picture(CHANNELS);
    run(app, "open " FILE_NAME);
    run(app, "set resolution 16");
    assert_int_equal(app->model.x.width, WIDE); // never up
    Image image = { 0 };
    Picture picture = { 0 };
    Error error;
    const uint8_t ground[3] = { 0 };
    assert_true(image_load(&image, FILE_NAME, &error));
    assert_true(image_to_picture(&picture, &image, 4, ground, &error));
    assert_int_equal(picture.width, 4);
    assert_int_equal(picture.height, 3);
    for (int c = 0; c < CHANNELS; c++) {
        // The first new pixel has the old ones 0 and half of 1, in the first row and a third of
        // the second.
        double wanted = (2 * (double)value_at(c, 0) + (double)value_at(c, 1)) / 3 * 0.75 +
                        (2 * (double)value_at(c, WIDE) + (double)value_at(c, WIDE + 1)) / 3 * 0.25;
        assert_true(fabs((double)picture_plane(&picture, c)[0] - wanted) < 1e-6);
        double sum = 0;
        for (size_t i = 0; i < 12; i++) sum += (double)picture_plane(&picture, c)[i] / 12;
        assert_true(fabs(sum - 0.5) < 1e-6);
    }
    picture_free(&picture);
    image_free(&image);
}

static uint8_t byte_of(float value) {
    return (uint8_t)fmin(255, fmax(0, floor(((double)value + 1) * 127.5 + 0.5)));
}

static void expect_shown(const App *app, int red, int green, int blue) {
    const int shown[3] = { red, green, blue };
    uint8_t rgba[4 * WIDE * HIGH];
    rgba_of(app, PICTURE_X, rgba);
    for (size_t i = 0; i < WIDE * HIGH; i++)
        for (int c = 0; c < 3; c++)
            assert_int_equal(rgba[4 * i + (size_t)c], byte_of(value_at(shown[c], i)));
}

static void three_channels_are_shown(void **state) {
    App *app = *state;
    Error error = { 0 };
    write_picture(CHANNELS);
    run(app, "open " FILE_NAME);
    expect_shown(app, 0, 1, 2);
    unsigned stamp = app->model.x_stamp;
    run(app, "set shown_channels 4,0,3");
    expect_shown(app, 4, 0, 3);
    assert_true(app->model.x_stamp != stamp);
    assert_false(app_run(app, "set shown_channels 4,0,5", &error));
    assert_non_null(strstr(error.text, "the channels of values.npy are 0 to 4"));
    expect_shown(app, 4, 0, 3);
    run(app, "undo");
    expect_shown(app, 0, 1, 2);
    // Colours are no data: all three are shown, whatever is chosen.
    run(app, "redo");
    run(app, "open " PICTURE_FILE);
    assert_int_equal(app->model.shown[0], 0);
    assert_int_equal(app->model.shown[2], 2);
    write_picture(2);
    run(app, "open " FILE_NAME);
    expect_shown(app, 0, 1, 1);
    write_picture(1);
    run(app, "open " FILE_NAME);
    expect_shown(app, 0, 0, 0);
}

static void shapes_and_numbers_are_checked(void **state) {
    (void)state;
    write_array("<f4", "(24,)", 96);
    expect_refused("a picture is H × W or H × W × C");
    write_array("<f4", "(2, 3, 2, 2)", 96);
    expect_refused("has the shape (2, 3, 2, 2)");
    write_array("<f4", "(1, 1, 2, 3, 4)", 96);
    expect_refused("has the shape (1, 1, 2, 3, 4)");
    write_array("<f4", "(2, 3, 257)", 6168);
    expect_refused("up to 256 channels");
    write_array("<f4", "(0, 3)", 0);
    expect_refused("has the shape (0, 3)");
    write_array("<f4", "(4294967296, 4294967296)", 0);
    expect_refused("out of alphabar's range");
    write_array("<f4", "(2, 3, 4)", 95);
    expect_refused("has 95 bytes of numbers where the shape (2, 3, 4) takes 96");
    write_array("<f4", "(2, 3, 4)", 97);
    expect_refused("has 97 bytes");
    write_array("<i4", "(2, 3, 4)", 96);
    expect_refused("4-byte numbers of kind 'i'");
    Picture picture = { 0 };
    NpyOut out;
    Error error;
    static const float wrong[] = { 2e6f, NAN, -INFINITY };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_true(picture_alloc(&picture, 2, 2, 1, &error));
        for (int j = 0; j < 4; j++) picture.values[j] = wrong[i];
        assert_true(npy_open(&out, FILE_NAME, 0, 2, 2, 1, &error));
        assert_true(npy_append(&out, &picture, &error) && npy_commit(&out, &error));
        expect_refused("alphabar reads numbers up to a million");
    }
    picture_free(&picture);
}

static void what_a_dropped_array_is(void **state) {
    App *app = *state;
    run(app, "view mixture");
    write_array("<f4", "(3, 4, 4)", 192);
    run(app, "open " FILE_NAME);
    assert_string_equal(path_base(app->settings.mixture.dataset), FILE_NAME);
    write_array("<f4", "(3, 4)", 48);
    run(app, "open " FILE_NAME);
    assert_int_equal(app->model.x.height, 3);
    run(app, "undo");
    run(app, "view forward");
    write_array("<f4", "(3, 4, 6)", 288);
    run(app, "open " FILE_NAME);
    assert_int_equal(app->model.x.channels, 6);
    assert_int_equal(app->settings.view, VIEW_FORWARD);
    write_array("<f4", "(3, 4, 6, 2)", 576);
    run(app, "open " FILE_NAME);
    assert_int_equal(app->settings.view, VIEW_MIXTURE);
}

static double mean_of(const Picture *x, bool squares) {
    double sum = 0;
    for (size_t i = 0; i < picture_length(x); i++)
        sum += squares ? (double)x->values[i] * (double)x->values[i] : (double)x->values[i];
    return sum / (double)picture_length(x);
}

// 8.5 classes lie between two values here: their rounding to a class is all that is lost.
static void the_law_of_all_values_is_theirs(void **state) {
    App *app = *state;
    write_picture(CHANNELS);
    run(app, "open " FILE_NAME);
    const Picture *x = &app->model.x;
    const Levels *levels = &app->model.levels;
    double mean = 0, square = 0;
    for (int k = 0; k < 256; k++) {
        double value = k / levels->per_one + levels->first;
        mean += levels->share[k] * value;
        square += levels->share[k] * value * value;
    }
    assert_true(levels->first == -4 && levels->share[0] > 0 && levels->share[255] > 0);
    assert_true(fabs(levels->first + 255 / levels->per_one - 5) < 1e-12);
    assert_true(fabs(mean - mean_of(x, false)) < 0.01);
    assert_true(fabs(square - mean_of(x, true)) < 0.05);

    Humps humps = humps_of_picture(x);
    Gaussian gaussian = humps_moments(&humps);
    double variance = mean_of(x, true) - mean_of(x, false) * mean_of(x, false);
    assert_true(fabs(gaussian.mean - mean_of(x, false)) < 0.02);
    assert_true(fabs(gaussian.variance - variance) < 0.05);

    // KL of q(z_t) at t = T is next to nothing, whatever the range.
    Schedule *schedule = &app->model.schedule;
    assert_true(levels_kl(levels, schedule, schedule->steps) < 1e-3);
    double density[64], mass = 0;
    levels_density(density, -16, 16, 64, levels, schedule, 1);
    for (int bin = 0; bin < 64; bin++) mass += density[bin] / 2;
    assert_true(fabs(mass - 1) < 1e-9);
    for (int bin = 0; bin < 23; bin++) assert_true(density[bin] < 1e-3); // below -4.5
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_APP(values_stay_what_they_are),
        WITH_APP(bytes_are_pixels),
        WITH_APP(areas_are_averaged),
        WITH_APP(three_channels_are_shown),
        cmocka_unit_test(shapes_and_numbers_are_checked),
        WITH_APP(what_a_dropped_array_is),
        WITH_APP(the_law_of_all_values_is_theirs),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    remove(FILE_NAME);
    return failed;
}
