// SPDX-License-Identifier: MIT
#define _XOPEN_SOURCE 700

#include "base/path.h"
#include "io/file.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

// after what it uses
#include <cmocka.h>

// Every test runs in an empty folder of its own, which is the current one.
static char folder[64];

static int enter(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/alphabar-file-XXXXXX");
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int count_files(void) {
    DIR *listing = opendir(".");
    int count = 0;
    for (struct dirent *entry; (entry = readdir(listing));) count += entry->d_name[0] != '.';
    closedir(listing);
    return count;
}

static int leave(void **state) {
    (void)state;
    DIR *listing = opendir(".");
    for (struct dirent *entry; (entry = readdir(listing));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        chmod(entry->d_name, 0700);
        if (unlink(entry->d_name) != 0) rmdir(entry->d_name);
    }
    closedir(listing);
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void put(const char *path, const char *text) {
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    fputs(text, stream);
    fclose(stream);
}

static void assert_holds(const char *path, const char *text) {
    Error error = { 0 };
    uint8_t *data = NULL;
    size_t length = 0;
    assert_true(file_read(&data, &length, path, 1 << 20, &error));
    assert_int_equal(length, strlen(text));
    assert_string_equal((char *)data, text);
    free(data);
}

static void assert_refused(const char *path, size_t limit, const char *message) {
    Error error = { 0 };
    uint8_t *data = NULL;
    size_t length = 7;
    assert_false(file_read(&data, &length, path, limit, &error));
    assert_int_equal(error.kind, ERROR_FAILED);
    assert_string_equal(error.text, message);
    assert_null(data);
    assert_int_equal(length, 7);
}

static void assert_not_opened(const char *path, const char *message) {
    Error error = { 0 };
    FileOut out;
    assert_false(file_out_open(&out, path, &error));
    assert_string_equal(error.text, message);
    file_out_cancel(&out); // allowed on what was never opened
}

// Root may read and write everything, so the tests of permissions run as nobody.
static bool become_nobody(void) {
    if (geteuid() != 0) return true;
    return chmod(".", 0777) == 0 && seteuid(65534) == 0;
}

static void become_oneself(void) {
    if (getuid() == 0) assert_int_equal(seteuid(0), 0);
}

static void test_read(void **state) {
    (void)state;
    put("a", "hello\n");
    put("empty", "");
    assert_holds("a", "hello\n");
    assert_holds("empty", "");
    uint8_t *data = NULL;
    size_t length = 0;
    Error error = { 0 };
    assert_true(file_read(&data, &length, "a", 6, &error)); // the limit itself is allowed
    assert_int_equal(data[length], 0);
    free(data);
}

static void test_read_unsized(void **state) {
    (void)state;
    if (!path_exists("/proc/self/maps")) skip(); // a file that claims to have 0 bytes
    uint8_t *data = NULL;
    size_t length = 0;
    Error error = { 0 };
    assert_true(file_read(&data, &length, "/proc/self/maps", 1 << 24, &error));
    assert_true(length > 0);
    assert_int_equal(strlen((char *)data), length);
    free(data);
    assert_refused("/proc/self/maps", 9,
                   "/proc/self/maps: has more than the 9 bytes that alphabar "
                   "reads");
}

static void test_read_refuses(void **state) {
    (void)state;
    assert_refused("missing", 10, "missing: No such file or directory");
    assert_refused(".", 10, ".: is a folder");
    put("a", "hello\n");
    assert_refused("a", 5, "a: has 6 bytes, more than the 5 that alphabar reads");
    assert_refused("a/b", 10, "a/b: Not a directory");
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_refused("fifo", 10, "fifo: is not a regular file"); // and does not wait for a writer
    assert_refused("/dev/zero", 10, "/dev/zero: is not a regular file");
}

static void test_read_without_permission(void **state) {
    (void)state;
    put("secret", "x");
    chmod("secret", 0);
    if (!become_nobody()) skip();
    assert_refused("secret", 10, "secret: Permission denied");
    become_oneself();
}

static void test_write(void **state) {
    (void)state;
    Error error = { 0 };
    mode_t mask = umask(027);
    assert_true(file_write("new", "abc", 3, &error));
    umask(mask);
    assert_holds("new", "abc");
    struct stat info;
    assert_int_equal(stat("new", &info), 0);
    assert_int_equal(info.st_mode & 0777, 0640);
    assert_true(file_write("new", "defg", 4, &error));
    assert_holds("new", "defg");
    assert_true(file_write("nothing", NULL, 0, &error));
    assert_holds("nothing", "");
    assert_int_equal(count_files(), 2);
}

static void test_appears_only_on_commit(void **state) {
    (void)state;
    Error error = { 0 };
    FileOut out;
    put("a", "old");
    assert_true(file_out_open(&out, "a", &error));
    fputs("new", out.stream);
    fflush(out.stream);
    assert_holds("a", "old");
    assert_int_equal(count_files(), 2);
    assert_true(file_out_commit(&out, &error));
    assert_holds("a", "new");
    assert_int_equal(count_files(), 1);
    file_out_cancel(&out);
    assert_holds("a", "new");
}

static void test_cancel(void **state) {
    (void)state;
    Error error = { 0 };
    FileOut out;
    put("a", "old");
    assert_true(file_out_open(&out, "a", &error));
    fputs("new", out.stream);
    file_out_cancel(&out);
    file_out_cancel(&out);
    assert_holds("a", "old");
    assert_true(file_out_open(&out, "b", &error));
    file_out_cancel(&out);
    assert_int_equal(count_files(), 1);
}

static void test_two_to_one_path(void **state) {
    (void)state;
    Error error = { 0 };
    FileOut first, second;
    assert_true(file_out_open(&first, "a", &error));
    assert_true(file_out_open(&second, "a", &error));
    fputs("first", first.stream);
    fputs("second", second.stream);
    assert_true(file_out_commit(&first, &error));
    assert_holds("a", "first");
    assert_true(file_out_commit(&second, &error));
    assert_holds("a", "second");
    assert_int_equal(count_files(), 1);
}

static void test_through_link(void **state) {
    (void)state;
    Error error = { 0 };
    put("real", "old");
    assert_int_equal(symlink("real", "link"), 0);
    assert_true(file_write("link", "new", 3, &error));
    assert_holds("real", "new");
    struct stat info;
    assert_int_equal(lstat("link", &info), 0);
    assert_true(S_ISLNK(info.st_mode));
}

// A link to what is not there yet is written through all the same, by way of others and folders.
static void test_through_dangling_links(void **state) {
    (void)state;
    Error error = { 0 };
    assert_int_equal(mkdir("there", 0700), 0);
    assert_int_equal(symlink("there/second", "first"), 0);
    assert_int_equal(symlink("../real", "there/second"), 0);
    assert_true(file_write("first", "new", 3, &error));
    assert_holds("real", "new");
    struct stat info;
    assert_int_equal(lstat("first", &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    unlink("there/second");
    assert_int_equal(symlink("gone/real", "there/second"), 0);
    assert_false(file_write("first", "new", 3, &error));
    assert_int_equal(lstat("first", &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(symlink("circle", "circle"), 0);
    assert_false(file_write("circle", "new", 3, &error));
    unlink("there/second");
}

static void test_what_is_no_file_is_not_opened(void **state) {
    (void)state;
    Error error = { 0 };
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_null(file_open_to_read("pipe", &error));
    assert_string_equal(error.text, "pipe: is not a regular file");
    assert_null(file_open_to_read("/dev/zero", &error));
    assert_null(file_open_to_read("missing", &error));
    put("a", "b");
    FILE *stream = file_open_to_read("a", &error);
    assert_non_null(stream);
    assert_int_equal(fgetc(stream), 'b');
    fclose(stream);
}

static mode_t mode_of(const char *path) {
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return info.st_mode & 07777;
}

static void test_keeps_the_mode(void **state) {
    (void)state;
    Error error = { 0 };
    FileOut out;
    put("private", "old");
    chmod("private", 0600);
    put("shared", "old");
    chmod("shared", 0664);
    assert_true(file_out_open(&out, "private", &error));
    assert_int_equal(mode_of(out.beside), 0600); // never open to others, not even unfinished
    fputs("new", out.stream);
    assert_true(file_out_commit(&out, &error));
    assert_int_equal(mode_of("private"), 0600);
    assert_holds("private", "new");
    assert_true(file_write("shared", "new", 3, &error));
    assert_int_equal(mode_of("shared"), 0664);
    mode_t usual = umask(022);
    assert_true(file_write("fresh", "new", 3, &error));
    umask(usual);
    assert_int_equal(mode_of("fresh"), 0644);
    assert_int_equal(count_files(), 3);
}

static void test_hard_links_stay(void **state) {
    (void)state;
    Error error = { 0 };
    put("one", "old and longer");
    assert_int_equal(link("one", "two"), 0);
    assert_true(file_write("one", "new", 3, &error));
    assert_holds("one", "new");
    assert_holds("two", "new");
    assert_true(file_write("two", "longer than that", 16, &error));
    assert_holds("one", "longer than that");
    struct stat a, b;
    assert_true(stat("one", &a) == 0 && stat("two", &b) == 0 && a.st_ino == b.st_ino);
    assert_int_equal(count_files(), 2);
    FileOut out;
    assert_true(file_out_open(&out, "one", &error));
    fputs("half", out.stream);
    file_out_cancel(&out);
    assert_holds("two", "longer than that");
}

// The disk is full when the finished file is copied into the one with two names.
static void test_hard_link_on_a_full_disk(void **state) {
    (void)state;
    static char block[60000];
    memset(block, 'x', sizeof block);
    struct rlimit before, small;
    getrlimit(RLIMIT_FSIZE, &before);
    small = (struct rlimit){ .rlim_cur = 50000, .rlim_max = before.rlim_max };
    put("one", "old");
    assert_int_equal(link("one", "two"), 0);
    Error error = { 0 };
    FileOut out;
    assert_true(file_out_open(&out, "one", &error));
    assert_int_equal(fwrite(block, 1, sizeof block, out.stream), sizeof block);
    fflush(out.stream);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    bool good = file_out_commit(&out, &error);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_DFL);
    assert_false(good);
    assert_holds("one", "old");
    assert_holds("two", "old");
    assert_int_equal(count_files(), 2);
}

static void test_long_names(void **state) {
    (void)state;
    Error error = { 0 };
    char name[NAME_MAX + 1];
    memset(name, 'n', NAME_MAX);
    name[NAME_MAX] = '\0';
    assert_true(file_write(name, "whole", 5, &error));
    assert_holds(name, "whole");
    for (int i = 0; i + 1 < NAME_MAX; i += 2) memcpy(name + i, "\xC3\xA9", 2); // é
    assert_true(file_write(name, "whole", 5, &error));
    assert_holds(name, "whole");
    assert_int_equal(count_files(), 2);
}

static void test_open_refuses(void **state) {
    (void)state;
    put("file", "x");
    assert_int_equal(mkdir("sub", 0777), 0);
    assert_not_opened("sub", "sub: is a folder");
    assert_not_opened("sub/", "sub/: is a folder");
    assert_not_opened("new/", "new/: is a folder's name");
    assert_not_opened("no/file", "no/file: the folder no does not exist");
    assert_not_opened("file/x", "file/x: Not a directory");
    assert_not_opened("/dev/null", "/dev/null: is not a regular file");
    assert_not_opened("", "the name of the file to write is empty");
}

static void test_open_without_permission(void **state) {
    (void)state;
    put("guarded", "old");
    chmod("guarded", 0444);
    assert_int_equal(mkdir("closed", 0555), 0);
    if (!become_nobody()) skip();
    assert_not_opened("guarded", "guarded: Permission denied");
    assert_not_opened("closed/new", "closed/new: Permission denied");
    become_oneself();
    assert_holds("guarded", "old");
}

// A limit on the size of files stands in for a full disk: writes fail in the same places.
static void test_disk_full(void **state) {
    (void)state;
    static char block[100000];
    memset(block, 'x', sizeof block);
    struct rlimit before, small = { 0 };
    getrlimit(RLIMIT_FSIZE, &before);
    small = (struct rlimit){ .rlim_cur = 50000, .rlim_max = before.rlim_max };
    put("a", "old");
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);

    char expected[100];
    snprintf(expected, sizeof expected, "a: %s", strerror(EFBIG));
    Error error = { 0 };
    bool whole = file_write("a", block, sizeof block, &error);
    Error at_flush = { 0 }, later = { 0 };
    FileOut out;
    bool opened = file_out_open(&out, "a", &at_flush);
    for (int i = 0; i < 51000; i++) fputc('x', out.stream); // noticed by the last flush
    bool flushed = file_out_commit(&out, &at_flush);
    opened = opened && file_out_open(&out, "a", &later);
    for (int i = 0; i < 200000; i++) fputc('x', out.stream); // long before the commit
    errno = 0;
    bool committed = file_out_commit(&out, &later);

    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_DFL);
    assert_false(whole);
    assert_string_equal(error.text, expected);
    assert_true(opened);
    assert_false(flushed);
    assert_string_equal(at_flush.text, expected);
    assert_false(committed);
    assert_string_equal(later.text, expected);
    assert_holds("a", "old");
    assert_int_equal(count_files(), 1);
}

static void test_folder_gone(void **state) {
    (void)state;
    Error error = { 0 };
    FileOut out;
    assert_int_equal(mkdir("sub", 0777), 0);
    assert_true(file_out_open(&out, "sub/a", &error));
    assert_int_equal(unlink(out.beside), 0);
    assert_int_equal(rmdir("sub"), 0);
    assert_false(file_out_commit(&out, &error));
    assert_string_equal(error.text, "sub/a: No such file or directory");
}

int main(void) {
#define ROW(test) cmocka_unit_test_setup_teardown(test, enter, leave)
    const struct CMUnitTest tests[] = {
        ROW(test_read),
        ROW(test_read_unsized),
        ROW(test_read_refuses),
        ROW(test_read_without_permission),
        ROW(test_write),
        ROW(test_appears_only_on_commit),
        ROW(test_cancel),
        ROW(test_two_to_one_path),
        ROW(test_through_link),
        ROW(test_through_dangling_links),
        ROW(test_what_is_no_file_is_not_opened),
        ROW(test_keeps_the_mode),
        ROW(test_hard_links_stay),
        ROW(test_hard_link_on_a_full_disk),
        ROW(test_long_names),
        ROW(test_open_refuses),
        ROW(test_open_without_permission),
        ROW(test_disk_full),
        ROW(test_folder_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
