// SPDX-License-Identifier: MIT
#define _XOPEN_SOURCE 700 // realpath

#include "io/file.h"

#include "base/folder.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/platform.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static bool failed(Error *error, const char *path, int number) {
    return error_set(error, "%s: %s", path, number ? strerror(number) : "cannot be written");
}

// A FIFO or a device could keep the program waiting for ever, or be a disk.
static bool check_regular(const struct stat *info, const char *path, Error *error) {
    if (S_ISDIR(info->st_mode)) return error_set(error, "%s: is a folder", path);
    if (!S_ISREG(info->st_mode)) return error_set(error, "%s: is not a regular file", path);
    return true;
}

// Reads to the end of the file; the size that stat gave is only a hint (/proc, a growing log).
static bool read_all(int file, size_t hint, uint8_t **data, size_t *length, const char *path,
                     size_t limit, Error *error) {
    size_t room = hint + 1, used = 0; // one more than there is: the end is seen without growing
    uint8_t *bytes = malloc(room + 1);
    while (bytes) {
        ssize_t got = read(file, bytes + used, room - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            failed(error, path, errno);
            free(bytes);
            return false;
        }
        used += (size_t)got;
        if (got == 0 || used > limit) break;
        if (used < room) continue;
        room *= 2;
        uint8_t *grown = realloc(bytes, room + 1);
        if (!grown) free(bytes);
        bytes = grown;
    }
    if (!bytes) return error_set(error, "%s: there is not enough memory to read it", path);
    if (used > limit) {
        free(bytes);
        return error_set(error, "%s: has more than the %zu bytes that alphabar reads", path, limit);
    }
    bytes[used] = '\0';
    *data = bytes;
    *length = used;
    return true;
}

static int open_regular(struct stat *info, const char *path, Error *error) {
    if (stat(path, info) != 0) return failed(error, path, errno), -1;
    if (!check_regular(info, path, error)) return -1; // before open, which may act on a device
    int file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file < 0) return failed(error, path, errno), -1;
    bool good = fstat(file, info) == 0 || failed(error, path, errno);
    if (good && check_regular(info, path, error)) return file;
    close(file);
    return -1;
}

FILE *file_open_to_read(const char *path, Error *error) {
    struct stat info;
    int file = open_regular(&info, path, error);
    FILE *stream = file >= 0 ? fdopen(file, "rb") : NULL;
    if (stream || file < 0) return stream;
    failed(error, path, errno);
    close(file);
    return NULL;
}

bool file_read(uint8_t **data, size_t *length, const char *path, size_t limit, Error *error) {
    struct stat info;
    int file = open_regular(&info, path, error);
    bool ok = file >= 0;
    if (!ok) return false;
    if ((uintmax_t)info.st_size > limit) {
        ok = error_set(error, "%s: has %jd bytes, more than the %zu that alphabar reads", path,
                       (intmax_t)info.st_size, limit);
    }
    ok = ok && read_all(file, (size_t)info.st_size, data, length, path, limit, error);
    close(file);
    return ok;
}

// What stands at `path` now must be a file that could be written over, or nothing: rename would
// replace a read-only file and even /dev/null without a word.
static bool check_replaceable(const char *path, Error *error) {
    struct stat info;
    if (stat(path, &info) == 0) {
        if (!check_regular(&info, path, error)) return false;
        return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 || failed(error, path, errno);
    }
    if (errno != ENOENT) return failed(error, path, errno);
    size_t length = strlen(path);
    if (length == 0) return error_set(error, "the name of the file to write is empty");
    if (path[length - 1] == '/') return error_set(error, "%s: is a folder's name", path);
    char folder[PATH_MAX];
    if (path_folder(folder, sizeof folder, path) < sizeof folder && !path_exists(folder)) {
        return error_set(error, "%s: the folder %s does not exist", path, folder);
    }
    return true;
}

// What a link names, seen from the link's folder.
static char *read_link(const char *link) {
    char named[PATH_MAX], folder[PATH_MAX], whole[PATH_MAX];
    ssize_t length = readlink(link, named, sizeof named - 1);
    if (length < 0) return NULL;
    named[length] = '\0';
    path_folder(folder, sizeof folder, link);
    path_join(whole, sizeof whole, *named == '/' ? "" : folder, named);
    return mem_copy_text(whole);
}

// Writing through a symbolic link changes the file that it names, or makes it, as it would without
// the rename.
static char *resolve_link(const char *path) {
    enum { LINKS_MOST = 40 };
    struct stat info;
    char *target = mem_copy_text(path);
    for (int i = 0; i < LINKS_MOST && lstat(target, &info) == 0 && S_ISLNK(info.st_mode); i++) {
        char *named = read_link(target);
        if (!named) break;
        free(target);
        target = named;
    }
    return target;
}

// TARGET.tmp-PID; of a long name so much that a file system takes it.
static void name_beside(Text *name, const char *target, int attempt) {
    char ending[64];
    int length = snprintf(ending, sizeof ending, ".tmp-%ld", (long)getpid());
    if (attempt > 0)
        length += snprintf(ending + length, sizeof ending - (size_t)length, "-%d", attempt);
    const char *base = path_base(target);
    size_t kept = strlen(base), most = NAME_MAX - (size_t)length;
    if (kept > most)
        for (kept = most; kept && ((unsigned char)base[kept] & 0xC0) == 0x80;) kept--; // UTF-8
    text_append_bytes(name, target, (size_t)(base - target) + kept);
    text_append(name, "%s", ending);
}

// A name of its own in the same folder. O_EXCL: nobody else's file is written into, and two
// outputs to one path do not share theirs. A private file has no open copy, not for a moment.
static int open_beside(char **beside, const char *target, const struct stat *before) {
    for (int attempt = 0; attempt < 100; attempt++) {
        Text name = { 0 };
        name_beside(&name, target, attempt);
        int file = open(name.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, before ? 0600 : 0666);
        if (file >= 0) {
            *beside = name.data;
            return file;
        }
        text_free(&name);
        if (errno != EEXIST) break;
    }
    return -1;
}

// The names of files that are being written, for the day that the program is ended in the middle.
// A signal handler reads them, on any thread, so they change only under a guard: the thread that
// changes them takes no signal meanwhile, and a handler on another one waits for it. Once a handler
// has begun, or memory has run out, no more files are opened.
enum { OPEN_FILES = 8 };
static char *_Atomic unfinished[OPEN_FILES]; // several threads may write
static atomic_int changing;                  // threads in a guard
static _Thread_local int own_guards;         // of this thread among them
static atomic_bool ending;

static const int ending_signals[] = { SIGINT, SIGTERM, SIGHUP };
enum { ENDING_SIGNALS = sizeof ending_signals / sizeof ending_signals[0] };

void file_guard_begin(FileGuard *guard) {
    sigset_t blocked;
    sigemptyset(&blocked);
    for (int i = 0; i < ENDING_SIGNALS; i++) sigaddset(&blocked, ending_signals[i]);
    pthread_sigmask(SIG_BLOCK, &blocked, &guard->before);
    atomic_fetch_add(&changing, 1);
    own_guards++;
    while (atomic_load(&ending)) { // the program is over in a moment
        atomic_fetch_sub(&changing, 1);
        for (;;) pause();
    }
}

void file_guard_end(const FileGuard *guard) {
    own_guards--;
    atomic_fetch_sub(&changing, 1);
    pthread_sigmask(SIG_SETMASK, &guard->before, NULL);
}

static void remember(char *beside) {
    for (int i = 0; i < OPEN_FILES; i++) {
        char *none = NULL;
        if (atomic_compare_exchange_strong(&unfinished[i], &none, beside)) return;
    }
}

static void forget(char *beside) {
    for (int i = 0; beside && i < OPEN_FILES; i++) {
        char *mine = beside;
        atomic_compare_exchange_strong(&unfinished[i], &mine, NULL);
    }
}

static _Atomic long writing_child;

void file_out_child(long process) {
    atomic_store(&writing_child, process);
}

static void end_child(void) {
    pid_t child = (pid_t)atomic_exchange(&writing_child, 0);
    if (child <= 0) return;
    kill(child, SIGKILL);
    waitpid(child, NULL, 0); // it is gone before its file is
}

static const char *_Atomic made_folder;

bool file_out_make_folder(const char *path, Error *error) {
    FileGuard guard;
    file_guard_begin(&guard);
    bool made = folder_make(path, error);
    if (made) atomic_store(&made_folder, path);
    file_guard_end(&guard);
    return made;
}

void file_out_forget_folder(void) {
    atomic_store(&made_folder, NULL);
}

static void remove_unfinished(void) {
    end_child();
    for (int i = 0; i < OPEN_FILES; i++) {
        const char *name = atomic_load(&unfinished[i]);
        if (name) unlink(name);
    }
    const char *folder = atomic_load(&made_folder);
    if (folder) rmdir(folder); // stays where there is anything in it
}

static void end_by_signal(int number) {
    const struct timespec moment = { 0, 1000000 };
    atomic_store(&ending, true);
    while (atomic_load(&changing) > 0) nanosleep(&moment, NULL);
    remove_unfinished();
    signal(number, SIG_DFL);
    raise(number);
}

// On whichever thread memory runs out, perhaps under guards of its own, as another may at once:
// what is waited for are the guards of those that go on. A disk may take seconds to make a file.
static void end_without_memory(void) {
    const struct timespec moment = { 0, 1000000 };
    static atomic_int of_the_ended;
    atomic_store(&ending, true);
    atomic_fetch_add(&of_the_ended, own_guards);
    for (int i = 0; i < 10000 && atomic_load(&changing) > atomic_load(&of_the_ended); i++)
        nanosleep(&moment, NULL);
    remove_unfinished();
}

void file_out_clean_up_at_end(void) {
    atexit(remove_unfinished);
    mem_clean_up_with(end_without_memory);
    signal(SIGXFSZ, SIG_IGN); // a file that grows beyond its limit is an error of write
    for (int i = 0; i < ENDING_SIGNALS; i++) {
        struct sigaction action = { .sa_handler = end_by_signal };
        struct sigaction before;
        // What was ignored when the program started (nohup) stays so.
        if (sigaction(ending_signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(ending_signals[i], &action, NULL);
    }
}

// The owner first: changing it takes bits off the mode.
static void keep_mode(int file, const struct stat *before) {
    struct stat now;
    if (fstat(file, &now) == 0 && (now.st_uid != before->st_uid || now.st_gid != before->st_gid) &&
        fchown(file, before->st_uid, before->st_gid) != 0)
        (void)0; // then it is the writer's
    fchmod(file, before->st_mode & 07777);
}

// The name is no longer that of an unfinished file; `there`: of a file, which goes.
static void drop_beside(char *beside, bool there) {
    FileGuard guard;
    file_guard_begin(&guard);
    if (there && beside) unlink(beside);
    forget(beside);
    file_guard_end(&guard);
    free(beside);
}

bool file_out_open(FileOut *out, const char *path, Error *error) {
    *out = (FileOut){ 0 };
    if (!check_replaceable(path, error)) return false;
    char *target = resolve_link(path);
    char *beside = NULL;
    struct stat before;
    bool replaces = stat(target, &before) == 0;
    FileGuard guard;
    file_guard_begin(&guard);
    int file = open_beside(&beside, target, replaces ? &before : NULL);
    if (file >= 0) remember(beside);
    file_guard_end(&guard);
    FILE *stream = file >= 0 ? fdopen(file, "wb") : NULL;
    if (!stream) {
        failed(error, path, errno);
        if (file >= 0) close(file);
        drop_beside(beside, file >= 0);
        free(target);
        return false;
    }
    if (replaces) keep_mode(file, &before);
    *out = (FileOut){ .stream = stream,
                      .path = target,
                      .beside = beside,
                      .linked = replaces && before.st_nlink > 1 };
    return true;
}

// The number of a write that failed earlier is gone by now, but the next one fails as it did.
static int reason_of_failed_write(FILE *stream) {
    static const char zeros[65536];
    clearerr(stream);
    errno = 0;
    if (fwrite(zeros, 1, sizeof zeros, stream) == sizeof zeros) fflush(stream);
    return errno;
}

// Bytes at..end of one file into the same place of another.
static bool copy_part(int to, int from, off_t at, off_t end) {
    char block[65536];
    while (at < end) {
        size_t want = end - at < (off_t)sizeof block ? (size_t)(end - at) : sizeof block;
        ssize_t got = pread(from, block, want, at);
        if (got < 0 && errno == EINTR) continue;
        if (got == 0) errno = EIO;
        if (got <= 0) return false;
        for (ssize_t put = 0, some; put < got; put += some) {
            some = pwrite(to, block + put, (size_t)(got - put), at + put);
            if (some < 0 && errno != EINTR) return false;
            if (some < 0) some = 0;
        }
        at += got;
    }
    return true;
}

// What goes beyond the old end is written first: where there is no room for it, cutting it off
// gives back what was there. The rest takes no room.
static bool copy_over(int to, int from, bool *begun) {
    struct stat old, fresh;
    if (fstat(to, &old) != 0 || fstat(from, &fresh) != 0) return false;
    if (!copy_part(to, from, old.st_size, fresh.st_size) || fsync(to) != 0) {
        int reason = errno;
        *begun = ftruncate(to, old.st_size) != 0;
        errno = reason;
        return false;
    }
    *begun = true;
    off_t shared = old.st_size < fresh.st_size ? old.st_size : fresh.st_size;
    return copy_part(to, from, 0, shared) && ftruncate(to, fresh.st_size) == 0;
}

// Puts the finished file into the one with several names. 0, or the number of what went wrong.
static int write_through(FileOut *out, bool *begun) {
    int from = open(out->beside, O_RDONLY | O_CLOEXEC);
    int to = from >= 0 ? open(out->path, O_WRONLY | O_CLOEXEC) : -1;
    forget(out->beside); // ended in the middle, the program leaves the whole of it beside
    bool good = to >= 0 && copy_over(to, from, begun);
    int reason = good ? 0 : errno;
    if (to >= 0 && close(to) != 0 && good) reason = errno;
    if (from >= 0) close(from);
    remember(out->beside);
    return reason;
}

static bool commit_linked(FileOut *out, Error *error) {
    bool begun = false;
    int reason = write_through(out, &begun);
    if (!reason) return true;
    failed(error, out->path, reason);
    if (!begun) return false;
    error_append(error, "; the new file is %s", out->beside);
    drop_beside(out->beside, false);
    out->beside = NULL;
    return false;
}

bool file_out_commit(FileOut *out, Error *error) {
    CHECK(out->stream);
    int reason = 0;
    bool ok = !ferror(out->stream);
    if (!ok) reason = reason_of_failed_write(out->stream);
    if (ok && fflush(out->stream) != 0) {
        ok = false;
        reason = errno;
    }
    if (fclose(out->stream) != 0 && ok) {
        ok = false;
        reason = errno;
    }
    out->stream = NULL;
    if (ok && out->linked) {
        ok = commit_linked(out, error);
        file_out_cancel(out); // the one beside has served
        return ok;
    }
    if (ok && rename(out->beside, out->path) != 0) {
        ok = false;
        reason = errno;
    }
    if (!ok) {
        failed(error, out->path, reason);
    } else {
        drop_beside(out->beside, false);
        out->beside = NULL;
        platform_file_written(out->path);
    }
    file_out_cancel(out);
    return ok;
}

void file_out_cancel(FileOut *out) {
    if (out->stream) fclose(out->stream);
    drop_beside(out->beside, true);
    free(out->path);
    *out = (FileOut){ 0 };
}

bool file_write(const char *path, const void *data, size_t length, Error *error) {
    FileOut out;
    if (!file_out_open(&out, path, error)) return false;
    if (length > 0 && fwrite(data, 1, length, out.stream) != length) {
        failed(error, path, errno);
        file_out_cancel(&out);
        return false;
    }
    return file_out_commit(&out, error);
}
