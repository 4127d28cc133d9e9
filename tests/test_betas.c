// SPDX-License-Identifier: MIT
// Lists of beta from CSV, JSON and .npy, good and bad, and the tables that are written.
#define _XOPEN_SOURCE 700

#include "base/text.h"
#include "io/betas.h"
#include "io/file.h"

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// after what it uses
#include <cmocka.h>

// Every test runs in a folder of its own, with the files it writes there.
static char folder[64];

static int enter(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/alphabar-betas-XXXXXX");
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state) {
    (void)state;
    static const char *const names[] = { "a.csv", "a.txt", "a.json", "a.npy", "a.CSV", "a.dat" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) unlink(names[i]);
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void put_bytes(const char *path, const void *data, size_t length) {
    Error error = { 0 };
    if (!file_write(path, data, length, &error)) fail_msg("%s", error.text);
}

static void put(const char *path, const char *text) {
    put_bytes(path, text, strlen(text));
}

static void assert_list(const char *path, int count, const double *wanted) {
    double *betas = NULL;
    int steps = 0;
    Error error = { 0 };
    if (!betas_read(&betas, &steps, path, &error)) fail_msg("%s", error.text);
    assert_int_equal(steps, count);
    assert_memory_equal(betas, wanted, (size_t)count * sizeof *wanted);
    free(betas);
}

static Error read_error(const char *path) {
    double *betas = NULL;
    int steps = -1;
    Error error = { 0 };
    if (betas_read(&betas, &steps, path, &error)) fail_msg("%s was read", path);
    assert_null(betas);
    assert_int_equal(steps, -1);
    assert_int_equal(error.kind, ERROR_FAILED);
    return error;
}

static void assert_error(const char *path, const char *text, const char *message) {
    put(path, text);
    assert_string_equal(read_error(path).text, message);
}

static void assert_error_has(const char *path, const char *part) {
    Error error = read_error(path);
    if (strncmp(error.text, path, strlen(path)) != 0 || !strstr(error.text, part))
        fail_msg("\"%s\" does not name %s and say \"%s\"", error.text, path, part);
}

// Three values, in all the ways a file may have them.
static const double three[] = { 1e-4, 0.25, 0.5 };

// CSV ----------------------------------------------------------------------------------------

static void test_csv(void **state) {
    (void)state;
    static const char *const texts[] = {
        "1e-4\n0.25\n.5\n",
        "1e-4\n0.25\n.5",
        "1e-4\r\n0.25\r\n.5\r\n",
        "\xEF\xBB\xBF"
        "1e-4\n0.25\n.5",
        "# three values\n\n  1e-4 # the first\n\t0.25\t\n\n#0.7\n+0.5\n\n",
        "beta\n1e-4\n0.25\n0.5\n",
        "\xEF\xBB\xBF"
        "Beta\n1e-4\n0.25\n0.5\n",
        "t,beta,alpha\n1,1e-4,nan\n2, 0.25 ,x\n3,0.5,\n",
        "# of a table\n\n\"t\",\"beta\"\r\n1,\"1e-4\"\r\n\r\n2,0.25\r\n3,0.5",
        ",beta\n0,0.0001\n1,0.25\n2,0.5\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put("a.csv", texts[i]);
        assert_list("a.csv", 3, three);
    }
    put("a.txt", texts[0]);
    assert_list("a.txt", 3, three);
    put("a.CSV", texts[0]);
    assert_list("a.CSV", 3, three);
}

// Whether a value is in (0, 1) is schedule_build's to say.
static void test_csv_any_number(void **state) {
    (void)state;
    const double wanted[] = { -1, 0, 1.5, 1e300 };
    put("a.csv", "-1\n0\n1.5\n1e300\n");
    assert_list("a.csv", 4, wanted);
}

static void test_csv_errors(void **state) {
    (void)state;
    const char *empty = "a.csv: the list of betas is empty";
    assert_error("a.csv", "", empty);
    assert_error("a.csv", "\n# nothing\n\n", empty);
    assert_error("a.csv", "t,beta\n", empty);
    assert_error("a.csv", "0.1\nnan\n", "a.csv: line 2: 'nan' is not a number");
    assert_error("a.csv", "nan\n", "a.csv: line 1: 'nan' is not a number");
    assert_error("a.csv", "0.1\n\n# x\n inf \n", "a.csv: line 4: 'inf' is not a number");
    assert_error("a.csv", "0.1\n1e999\n", "a.csv: line 2: '1e999' is not a number");
    assert_error("a.csv", "0.1 0.2\n", "a.csv: line 1: '0.1 0.2' is not a number");
    assert_error("a.csv", "0.1\n0.2x\n", "a.csv: line 2: '0.2x' is not a number");
    assert_error("a.csv", "0.1\nbeta\n", "a.csv: line 2: 'beta' is not a number");
    assert_error("a.csv", "t,beta\n1,0.1\n2,NaN\n", "a.csv: line 3: beta 'NaN' is not a number");
    assert_error("a.csv", "t,beta\n1,\n", "a.csv: line 2: beta '' is not a number");
    assert_error("a.csv", "t,beta\n1,0.1\n2\n", "a.csv: line 3: nothing in the column beta");
    assert_error("a.csv", "t,alpha\n1,0.9\n",
                 "a.csv: line 1: several values, and no header names the column beta");
    assert_error("a.csv", "0.1,0.2\n",
                 "a.csv: line 1: several values, and no header names the column beta");
    assert_error("a.csv", "hello \x1b[31m w\xC3\xB6rld, this line is a good deal too long to show",
                 "a.csv: line 1: several values, and no header names the column beta");
    assert_error("a.csv", "hello \x1b[31m w\xC3\xB6rld; this line is a good deal too long to show",
                 "a.csv: line 1: 'hello ?[31m w??rld; this line is a good ...' is not a number");
    put_bytes("a.csv", "0.1\n0.2\0\n", 9);
    assert_string_equal(read_error("a.csv").text, "a.csv: not a text file");
}

static void put_many(const char *path, const char *before, const char *each, int count,
                     const char *after) {
    Text text = { 0 };
    text_append(&text, "%s", before);
    for (int i = 0; i < count; i++) text_append(&text, "%s", each);
    text_append(&text, "%s", after);
    put_bytes(path, text.data, text.length);
    text_free(&text);
}

static void test_length_limit(void **state) {
    (void)state;
    double *betas;
    int steps;
    Error error;
    put_many("a.csv", "", "0.01\n", 10000, "");
    put_many("a.json", "[", "0.01,", 9999, "0.01]");
    assert_true(betas_read(&betas, &steps, "a.csv", &error));
    assert_int_equal(steps, 10000);
    free(betas);
    assert_true(betas_read(&betas, &steps, "a.json", &error));
    assert_int_equal(steps, 10000);
    assert_true(betas[9999] == 0.01);
    free(betas);
    put_many("a.csv", "", "0.01\n", 10001, "");
    assert_string_equal(read_error("a.csv").text, "a.csv: more than 10000 betas");
    put_many("a.json", "[", "0.01,", 10000, "0.01]");
    assert_string_equal(read_error("a.json").text, "a.json: more than 10000 betas");
}

// JSON ---------------------------------------------------------------------------------------

static void test_json(void **state) {
    (void)state;
    static const char *const texts[] = {
        "[1e-4, 0.25, 0.5]",
        "{ \"betas\": [1e-4, 0.25, 0.5] }",
        "{ \"_class_name\": \"DDPMScheduler\", \"trained_betas\": [0.0001, 0.25, 0.5] }",
        "{ \"betas\": null, \"trained_betas\": [0.0001, 0.25, 0.5], \"beta\": 3 }",
        "{ \"t\": [1, 2, 3], \"beta\": [0.0001, 0.25, 0.5] }",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put("a.json", texts[i]);
        assert_list("a.json", 3, three);
    }
    const double integer[] = { 0.5, 1 };
    put("a.json", "[0.5, 1]");
    assert_list("a.json", 2, integer);
}

static void test_json_errors(void **state) {
    (void)state;
    const char *no_list = "a.json: no list, neither as such nor named betas or trained_betas";
    assert_error("a.json", "[]", "a.json: the list of betas is empty");
    assert_error("a.json", "{\"trained_betas\": null}", no_list);
    assert_error("a.json", "{\"betas\": 0.1}", no_list);
    assert_error("a.json", "[0.1, \"x\"]", "a.json: value 2, \"x\", is not a number");
    assert_error("a.json", "[0.1, 0.2, null]", "a.json: value 3, null, is not a number");
    assert_error("a.json", "[[0.1, 0.2]]", "a.json: value 1, [0.1,0.2], is not a number");
    static const char *const broken[] = { "",        "[0.1,\n",           "[0.1,\nNaN]", "[1e999]",
                                          "[0.1] x", "{\"betas\": [0.1}", "\xFF\xFE[",   "3" };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        put("a.json", broken[i]);
        assert_error_has("a.json", ": ");
    }
    put("a.json", "[0.1,\nNaN]");
    assert_error_has("a.json", "line 2");
    put_bytes("a.json", "[0.1]\0", 6);
    assert_error_has("a.json", "line 1");
    put_many("a.json", "", "[", 1000000, "");
    assert_error_has("a.json", "depth");
    put_many("a.json", "", "{\"betas\":", 1000000, "");
    assert_error_has("a.json", "depth");
}

// NPY and files ------------------------------------------------------------------------------

static void put_npy(const char *type, const char *shape, const void *data, size_t bytes) {
    char file[400];
    int header = snprintf(file, sizeof file,
                          "\x93NUMPY%c%c%c%c{'descr': '%s', 'fortran_order': False, 'shape': %s, }",
                          1, 'x', 'x', 'x', type, shape);
    memset(file + header, ' ', (size_t)(127 - header));
    file[127] = '\n';
    memcpy(file + 6, "\1\0\x76\0", 4);
    memcpy(file + 128, data, bytes);
    put_bytes("a.npy", file, 128 + bytes);
}

static void test_npy(void **state) {
    (void)state;
    const double bad[] = { 0.1, 0.2, NAN };
    put_npy("<f8", "(3,)", three, sizeof three);
    assert_list("a.npy", 3, three);
    put_npy("<f8", "(3,)", bad, sizeof bad);
    assert_string_equal(read_error("a.npy").text, "a.npy: value 3, nan, is not finite");
    put_npy("<f8", "(0,)", three, 0);
    assert_error_has("a.npy", "");
    put_npy("<f8", "(3, 1)", three, sizeof three);
    assert_error_has("a.npy", "");
    put_npy("<f8", "(3,)", three, 20);
    assert_error_has("a.npy", "");
    assert_error_has((put("a.npy", "0.1\n"), "a.npy"), "");
}

static void test_files(void **state) {
    (void)state;
    assert_error_has("missing.csv", "");
    assert_error_has("missing.json", "");
    assert_error_has("missing.npy", "");
    assert_error("a.dat", "0.1\n", "a.dat: a list of betas is a .csv, .txt, .json or .npy file");
}

// Out ----------------------------------------------------------------------------------------

// The table as text; free() it.
static char *written(bool (*write)(FILE *, const Schedule *, Notation), const Schedule *schedule,
                     Notation notation) {
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    assert_true(write(stream, schedule, notation));
    fclose(stream);
    return text;
}

static Schedule build(const double *betas, int count) {
    Schedule schedule = { 0 };
    Error error = { 0 };
    ScheduleParams params = {
        .family = SCHEDULE_FILE, .steps = count, .betas = betas, .snr_shift = NAN
    };
    if (!schedule_build(&schedule, &params, &error)) fail_msg("%s", error.text);
    return schedule;
}

static void test_write_exact(void **state) {
    (void)state;
    const double betas[] = { 0.5, 1 };
    Schedule schedule = build(betas, 2);
    char *csv = written(betas_write_csv, &schedule, NOTATION_BISHOP),
         *json = written(betas_write_json, &schedule, NOTATION_BISHOP);
    assert_string_equal(csv, "t,beta,alpha,sigma2,coef_x,coef_z,log_snr\n"
                             "1,0.5,0.5,0,1,0,0\n"
                             "2,1,0,0.5,0.70710678118654757,0,-inf\n");
    assert_string_equal(json, "{\n  \"t\": [1, 2],\n  \"beta\": [0.5, 1],\n"
                              "  \"alpha\": [0.5, 0],\n  \"sigma2\": [0, 0.5],\n"
                              "  \"coef_x\": [1, 0.70710678118654757],\n  \"coef_z\": [0, 0],\n"
                              "  \"log_snr\": [0, null]\n}\n");
    free(csv);
    free(json);
    schedule_free(&schedule);
}

// What is written is read back to the last bit, by this program and as JSON in general.
static void test_write_and_read(void **state) {
    (void)state;
    double betas[50];
    for (int t = 0; t < 50; t++) betas[t] = pow(1e-9, 1.0 / (t + 1)) / 1.01;
    betas[49] = 1;
    Schedule schedule = build(betas, 50);
    char *csv = written(betas_write_csv, &schedule, NOTATION_BISHOP),
         *json = written(betas_write_json, &schedule, NOTATION_BISHOP);
    put("a.csv", csv);
    put("a.json", json);
    assert_list("a.csv", 50, betas);
    assert_list("a.json", 50, betas);
    json_t *root = json_loads(json, 0, NULL), *alpha = json_object_get(root, "alpha");
    assert_int_equal(json_object_size(root), 7);
    assert_int_equal(json_array_size(alpha), 50);
    for (size_t t = 1; t <= 50; t++)
        assert_true(json_number_value(json_array_get(alpha, t - 1)) == schedule.alpha[t]);
    json_decref(root);
    free(csv);
    free(json);
    schedule_free(&schedule);
}

// Other names, and the last column as the notation has it.
static void test_write_in_notations(void **state) {
    (void)state;
    static const char *const wanted[NOTATIONS] = {
        "t,beta,alpha,sigma2,coef_x,coef_z,log_snr\n"
        "1,0.5,0.5,0,1,0,0\n2,1,0,0.5,0.70710678118654757,0,-inf\n",
        "t,beta,alpha_bar,beta_tilde,coef_x0,coef_xt,log_snr\n"
        "1,0.5,0.5,0,1,0,0\n2,1,0,0.5,0.70710678118654757,0,-inf\n",
        "t,beta,s2,sigma_tilde2,coef_y,coef_x,sigma\n"
        "1,0.5,0.5,0,1,0,1\n2,1,0,0.5,0.70710678118654757,0,inf\n",
        "t,beta,alpha2,sigma_q2,coef_x,coef_z,gamma\n"
        "1,0.5,0.5,0,1,0,0\n2,1,0,0.5,0.70710678118654757,0,inf\n",
    };
    const double betas[] = { 0.5, 1 };
    Schedule schedule = build(betas, 2);
    for (int i = 0; i < NOTATIONS; i++) {
        char *csv = written(betas_write_csv, &schedule, (Notation)i);
        assert_string_equal(csv, wanted[i]);
        char *json = written(betas_write_json, &schedule, (Notation)i);
        assert_non_null(strstr(json, notation_columns((Notation)i)[1]));
        assert_null(strstr(json, "inf"));
        put("a.csv", csv);
        assert_list("a.csv", 2, betas); // every table is a list of betas
        free(csv);
        free(json);
    }
    schedule_free(&schedule);
}

static void test_write_to_full_disk(void **state) {
    (void)state;
    const double betas[] = { 0.5 };
    FILE *full = fopen("/dev/full", "w");
    if (!full) skip();
    setvbuf(full, NULL, _IONBF, 0);
    Schedule schedule = build(betas, 1);
    assert_false(betas_write_csv(full, &schedule, NOTATION_BISHOP));
    assert_false(betas_write_json(full, &schedule, NOTATION_BISHOP));
    schedule_free(&schedule);
    fclose(full);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_csv),
        TEST(test_csv_any_number),
        TEST(test_csv_errors),
        TEST(test_length_limit),
        TEST(test_json),
        TEST(test_json_errors),
        TEST(test_npy),
        TEST(test_files),
        TEST(test_write_exact),
        TEST(test_write_and_read),
        TEST(test_write_in_notations),
        TEST(test_write_to_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
