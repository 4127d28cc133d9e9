// SPDX-License-Identifier: MIT
// The list of files without its window: the order of names, what is listed, what is found by
// typing, and what is remembered from one start to the next.
#define _XOPEN_SOURCE 700

#include "app/files/listing.h"
#include "app/files/places.h"
#include "app/files/state.h"
#include "app/files/words.h"
#include "base/folder.h"
#include "base/path.h"
#include "io/file.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// after what it uses
#include <cmocka.h>

// Every test runs in an empty folder of its own, which is the current one, the home folder, and
// where states are.
static char folder[64];

static int enter(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/alphabar-files-XXXXXX");
    if (!mkdtemp(folder) || chdir(folder)) return -1;
    setenv("HOME", folder, 1);
    setenv("XDG_STATE_HOME", folder, 1);
    setenv("XDG_CONFIG_HOME", folder, 1);
    return 0;
}

static int leave(void **state) {
    (void)state;
    char line[192];
    snprintf(line, sizeof line, "chmod -R u+w %s && rm -r %s", folder, folder);
    return chdir("/") == 0 && system(line) == 0 ? 0 : -1;
}

static void put(const char *path, const char *text) {
    Error error = { 0 };
    if (!file_write(path, text, strlen(text), &error)) fail_msg("%s", error.text);
}

static void make(const char *path) {
    Error error = { 0 };
    if (!folder_make(path, &error)) fail_msg("%s", error.text);
}

// Names -------------------------------------------------------------------------------------------

static void test_order_of_names(void **state) {
    static const char *const names[] = { "",
                                         "9",
                                         "10",
                                         "a",
                                         "A1.png",
                                         "a2.png",
                                         "a10.png",
                                         "b",
                                         "img2.png",
                                         "img02b.png",
                                         "img2c",
                                         "img10.png",
                                         "img99999999999999999999998",
                                         "img99999999999999999999999",
                                         "z",
                                         "등대 2",
                                         "등대 10" };
    enum { NAMES = sizeof names / sizeof names[0] };
    (void)state;
    for (int i = 0; i < NAMES; i++)
        for (int j = 0; j < NAMES; j++) {
            int order = listing_compare(names[i], names[j]);
            if ((order > 0) - (order < 0) != (i > j) - (i < j))
                fail_msg("\"%s\" and \"%s\": %d", names[i], names[j], order);
        }
    // Names that a person takes for one have an order all the same, the same both ways.
    assert_true(listing_compare("a01", "a1") * listing_compare("a1", "a01") < 0);
    assert_true(listing_compare("B", "b") * listing_compare("b", "B") < 0);
}

static void test_what_is_found(void **state) {
    (void)state;
    assert_true(listing_matches("Lighthouse.png", ""));
    assert_true(listing_matches("Lighthouse.png", "HOUSE"));
    assert_true(listing_matches("Lighthouse.png", "lighthouse.png"));
    assert_true(listing_matches("등대 사진.png", "사진"));
    assert_true(listing_matches("aab", "ab"));
    assert_true(listing_matches("", ""));
    assert_false(listing_matches("Lighthouse.png", "lighthouse.png2"));
    assert_false(listing_matches("등대.png", "사진"));
    assert_false(listing_matches("", "a"));
}

static void test_kinds(void **state) {
    (void)state;
    assert_int_equal(listing_kind("a.PNG"), FILE_PICTURE);
    assert_int_equal(listing_kind("a.b.jpeg"), FILE_PICTURE);
    assert_int_equal(listing_kind("a.pgm"), FILE_PICTURE);
    assert_int_equal(listing_kind("betas.csv"), FILE_OTHER);
    assert_int_equal(listing_kind("session.json"), FILE_OTHER);
    assert_int_equal(listing_kind("train-images-idx3-ubyte.gz"), FILE_OTHER);
    assert_int_equal(listing_kind("backup.tar.gz"), FILE_NOTHING);
    assert_int_equal(listing_kind("png"), FILE_NOTHING);
    assert_int_equal(listing_kind("notes.txt"), FILE_NOTHING);
}

// Cut in its middle, between characters, as little as there must be.
static void test_names_that_are_too_wide(void **state) {
    static const char *const names[] = { "a.png", "a name that is rather long (copy 2).png",
                                         "아주 긴 이름을 가진 그림 파일입니다.png", "",
                                         "\xff\xfe\xfd broken UTF-8 \xe1\x84.png" };
    (void)state;
    Settings settings;
    DrawList list = { 0 };
    Error error = { 0 };
    settings_reset(&settings);
    Ui ui = { .list = &list, .settings = &settings, .scale = 1, .fonts = fonts_open(&error) };
    assert_non_null(ui.fonts);
    const RichStyle style = { FACE_TEXT, 13, HUE_INK, .plain = true };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        float whole = rich_width(&ui, style, names[i]), before = -1;
        for (float room = 0; room < 400; room += 7) {
            char out[300];
            words_fit(&ui, style, room, names[i], out, sizeof out);
            float wide = rich_width(&ui, style, out);
            if (room >= whole) assert_string_equal(out, names[i]);
            if (room < whole) assert_non_null(strstr(out, "…"));
            if (room > 30) assert_true(wide <= room);
            assert_true(wide >= before);
            before = wide;
        }
    }
    char out[300];
    words_fit(&ui, style, 120, names[1], out, sizeof out);
    assert_memory_equal(out, "a name", 6);
    assert_string_equal(out + strlen(out) - 4, ".png");
    draw_free(&list);
    fonts_close(ui.fonts);
}

static void test_sizes(void **state) {
    static const struct {
        long long bytes;
        const char *words;
    } sizes[] = { { 0, "0 B" },          { 999, "999 B" },      { 1000, "1 kB" },
                  { 1450000, "1.4 MB" }, { 45000000, "45 MB" }, { 2500000000LL, "2.5 GB" } };
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char out[32];
        words_bytes(out, sizeof out, sizes[i].bytes);
        assert_string_equal(out, sizes[i].words);
    }
}

// Folders -----------------------------------------------------------------------------------------

static void test_listing(void **state) {
    static const char *const wanted[] = { "built-in picture", "B",        "z9",        "z10",
                                          "a\nb.png",         "img2.png", "img10.png", "link.png",
                                          "table.csv" };
    (void)state;
    Listing listing;
    Error error = { 0 };
    make("z10"), make("z9"), make("B"), make(".git");
    put("img10.png", ""), put("img2.png", ""), put("table.csv", ""), put("notes.txt", "");
    put(".hidden.png", ""), put("a\nb.png", "");
    assert_int_equal(symlink("img2.png", "link.png"), 0);
    assert_int_equal(symlink("nowhere.png", "dead.png"), 0);
    assert_int_equal(mkfifo("pipe.png", 0600), 0);
    if (!listing_read(&listing, folder, &error)) fail_msg("%s", error.text);
    assert_int_equal(listing.count, sizeof wanted / sizeof wanted[0]);
    for (size_t i = 0; i < listing.count; i++) {
        assert_string_equal(listing.files[i].name, wanted[i]);
        if (i > 0) assert_true(path_exists(listing.files[i].path));
    }
    assert_int_equal(listing.files[0].kind, FILE_BUILT_IN);
    assert_int_equal(listing.files[1].kind, FILE_FOLDER);
    assert_int_equal(listing.files[7].kind, FILE_PICTURE);
    assert_false(listing.more);
    listing_free(&listing);
    if (!listing_read(&listing, "/", &error)) fail_msg("%s", error.text);
    for (size_t i = 1; i < listing.count; i++) // "/tmp", not "//tmp"
        assert_true(listing.files[i].path[0] == '/' && listing.files[i].path[1] != '/');
    listing_free(&listing);
}

static void test_folder_that_cannot_be_read(void **state) {
    (void)state;
    Listing listing;
    Error error = { 0 };
    assert_false(listing_read(&listing, "nowhere", &error));
    assert_string_equal(error.text, "nowhere: No such file or directory");
    assert_int_equal(listing.count, 0);
    put("file", "");
    assert_false(listing_read(&listing, "file", &error));
    assert_string_equal(error.text, "file: Not a directory");
    FolderList list;
    make("three"), put("three/a", ""), put("three/b", ""), put("three/c", "");
    assert_true(folder_list(&list, "three", 2, &error));
    assert_int_equal(list.count, 2);
    assert_true(list.more);
    folder_list_free(&list);
}

static void expect_place(const Places *places, int index, const char *label, const char *path) {
    char whole[PATH_MAX];
    path_whole(whole, sizeof whole, path);
    assert_true(index < places->count);
    assert_string_equal(places->list[index].label, label);
    assert_string_equal(places->list[index].path, whole);
}

static void test_places(void **state) {
    (void)state;
    Places places = { 0 };
    char picture[PATH_MAX];
    unsetenv("USER");
    make("holiday"), make("Bilder");
    snprintf(picture, sizeof picture, "%s/holiday/a.png", folder);
    places_find(&places, picture);
    assert_int_equal(places.count, 3);
    assert_null(places.list[0].path);
    expect_place(&places, 1, "Home", folder);
    expect_place(&places, 2, "holiday", "holiday");
    assert_string_equal(places_first(&places), folder);
    put("user-dirs.dirs", "# a comment\nXDG_PICTURES_DIR=\"$HOME/Bilder/\"\n");
    places_find(&places, "");
    assert_int_equal(places.count, 3); // the current folder is the home folder
    expect_place(&places, 2, "Pictures", "Bilder");
    assert_string_equal(places_first(&places), places.list[2].path);
    put("user-dirs.dirs", "XDG_PICTURES_DIR=\"$HOME/\"\n"); // there is none
    places_find(&places, "");
    assert_int_equal(places.count, 2);
    places_free(&places);
}

// What is remembered ------------------------------------------------------------------------------

static void expect_recent(const char *const *paths, int count) {
    Recent recent;
    recent_read(&recent);
    assert_int_equal(recent.count, count);
    for (int i = 0; i < count; i++) assert_string_equal(recent.paths[i], paths[i]);
    recent_free(&recent);
}

static void test_recent_files(void **state) {
    static const char *const odd[] = {
        "/a b/\"c\" \\n\\.png", "/line\nbreak\n.png", "/등대.png", "/\\",
        "/ends in \\",          "/\xff\xfe.png"
    };
    enum { ODD = sizeof odd / sizeof odd[0] };
    (void)state;
    expect_recent(NULL, 0);
    for (int i = ODD - 1; i >= 0; i--) assert_true(recent_add(odd[i]));
    expect_recent(odd, ODD);
    const char *moved[ODD] = { odd[3], odd[0], odd[1], odd[2], odd[4], odd[5] };
    assert_true(recent_add(odd[3])); // each once
    expect_recent(moved, ODD);
    for (int i = 0; i < 30; i++) {
        char path[32];
        snprintf(path, sizeof path, "/%d.png", i);
        assert_true(recent_add(path));
    }
    Recent recent;
    recent_read(&recent);
    assert_int_equal(recent.count, RECENT_MOST);
    assert_string_equal(recent.paths[0], "/29.png");
    assert_string_equal(recent.paths[RECENT_MOST - 1], "/18.png");
    recent_free(&recent);
}

static void test_recent_files_from_here(void **state) {
    (void)state;
    char whole[PATH_MAX];
    assert_true(recent_add("photo.png"));
    path_whole(whole, sizeof whole, "photo.png");
    const char *const paths[] = { whole };
    expect_recent(paths, 1);
    // What is not there any more is not listed; the rest keeps its order.
    put("a.png", ""), put("odd.ending", "");
    path_whole(whole, sizeof whole, "odd.ending");
    Listing listing;
    char *const listed[] = { (char *)"a.png", (char *)"photo.png", whole };
    listing_of(&listing, listed, 3);
    assert_int_equal(listing.count, 3);
    assert_string_equal(listing.files[1].name, "a.png");
    assert_string_equal(listing.files[2].name, "odd.ending");
    assert_int_equal(listing.files[2].kind, FILE_OTHER);
    listing_free(&listing);
}

static void test_a_file_that_is_no_list(void **state) {
    (void)state;
    make("alphabar");
    put("alphabar/recent", "not whole\n\n\\\n/good.png\n/last");
    static const char *const paths[] = { "/good.png", "/last" };
    expect_recent(paths, 2);
}

static void test_where_states_are(void **state) {
    (void)state;
    setenv("XDG_STATE_HOME", "relative", 1); // to be passed over
    assert_true(recent_add("/a.png"));
    assert_true(path_exists(".local/state/alphabar/recent"));
    assert_false(path_exists("relative"));
    setenv("XDG_STATE_HOME", folder, 1);
    assert_true(state_first_time("seen"));
    assert_true(path_exists("alphabar/seen"));
    assert_false(state_first_time("seen"));
    assert_true(state_first_time("another"));
}

static void test_where_nothing_can_be_remembered(void **state) {
    (void)state;
    put("file", "");
    char below[PATH_MAX];
    snprintf(below, sizeof below, "%s/file", folder);
    setenv("XDG_STATE_HOME", below, 1);
    assert_false(recent_add("/a.png"));
    assert_false(state_first_time("seen"));
    expect_recent(NULL, 0);
    unsetenv("XDG_STATE_HOME"), unsetenv("HOME");
    assert_false(recent_add("/a.png"));
    assert_false(state_first_time("seen"));
    expect_recent(NULL, 0);
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_of_names),
        cmocka_unit_test(test_what_is_found),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_names_that_are_too_wide),
        cmocka_unit_test(test_sizes),
        IN_A_FOLDER(test_listing),
        IN_A_FOLDER(test_folder_that_cannot_be_read),
        IN_A_FOLDER(test_places),
        IN_A_FOLDER(test_recent_files),
        IN_A_FOLDER(test_recent_files_from_here),
        IN_A_FOLDER(test_a_file_that_is_no_list),
        IN_A_FOLDER(test_where_states_are),
        IN_A_FOLDER(test_where_nothing_can_be_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
