// SPDX-License-Identifier: MIT
// Fails one call among the program's own: linked over them with ld's --wrap, so that those of SDL
// and of drivers do not count.
//   ALPHABAR_FAULT=alloc:N   the Nth of malloc, calloc, realloc, aligned_alloc gives NULL
//   ALPHABAR_FAULT=write:N   at the Nth call that writes the disk is full: the stream's file is
//                            /dev/full from then on, other calls fail with ENOSPC
//   ALPHABAR_FAULT=short:N   the Nth write and every one after it takes one byte, the Nth read too,
//                            each interrupted first (EINTR)
//   ALPHABAR_FAULT=beside:N  as alloc, among the calls of threads other than the first
//   ALPHABAR_FAULT=late:1    after SDL_Quit the program rests; an event that one of its threads
//                            still sends then, over memory that is freed, ends it
// Always: exit on a thread other than the first aborts; the first may be drawing as drivers end.
//   ALPHABAR_FAULT_LOG=FILE  lines "alloc A", "write W", … at the end: how many calls there were
#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ALLOC, WRITE, SHORT, BESIDE, LATE, KINDS };
static const char *const kinds[KINDS] = { "alloc", "write", "short", "beside", "late" };
static atomic_long count[KINDS];
static long fault[KINDS]; // 0: none
static char log_path[512];
static pid_t first_thread;

static void write_log(void) {
    char text[128];
    int length = 0;
    for (int i = 0; i < LATE; i++)
        length += snprintf(text + length, sizeof text - (size_t)length, "%s %ld\n", kinds[i],
                           atomic_load(&count[i]));
    int file = open(log_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || write(file, text, (size_t)length) != length) abort();
    close(file);
}

__attribute__((constructor)) static void begin(void) {
    first_thread = gettid();
    const char *which = getenv("ALPHABAR_FAULT"), *path = getenv("ALPHABAR_FAULT_LOG");
    for (int i = 0; which && i < KINDS; i++) {
        size_t length = strlen(kinds[i]);
        if (strncmp(which, kinds[i], length) == 0 && which[length] == ':')
            fault[i] = strtol(which + length + 1, NULL, 10);
    }
    if (!path) return;
    snprintf(log_path, sizeof log_path, "%s", path);
    atexit(write_log);
}

static int is_the_one(int kind) {
    return atomic_fetch_add(&count[kind], 1) + 1 == fault[kind];
}

// Memory -----------------------------------------------------------------------------------------

void *__real_malloc(size_t size);
void *__real_calloc(size_t number, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t number, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);

static void *none(void) {
    errno = ENOMEM;
    return NULL;
}

static int runs_out(void) {
    int beside = gettid() != first_thread && is_the_one(BESIDE);
    return is_the_one(ALLOC) || beside;
}

void *__wrap_malloc(size_t size) {
    return runs_out() ? none() : __real_malloc(size);
}

void *__wrap_calloc(size_t number, size_t size) {
    return runs_out() ? none() : __real_calloc(number, size);
}

void *__wrap_realloc(void *block, size_t size) {
    return runs_out() ? none() : __real_realloc(block, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size) {
    return runs_out() ? none() : __real_aligned_alloc(alignment, size);
}

// Files ------------------------------------------------------------------------------------------

// What is said on standard error is not what is written.
static void fill_disk(FILE *stream) {
    if (stream == stderr || !is_the_one(WRITE)) return;
    int full = open("/dev/full", O_WRONLY), file = fileno(stream);
    if (full < 0) abort();
    if (file >= 0) dup2(full, file);
    close(full);
}

static int disk_is_full(void) {
    if (!is_the_one(WRITE)) return 0;
    errno = ENOSPC;
    return 1;
}

size_t __real_fwrite(const void *from, size_t size, size_t number, FILE *stream);
int __real_fputs(const char *text, FILE *stream);
int __real_fputc(int c, FILE *stream);
int __real_fflush(FILE *stream);
int __real_fclose(FILE *stream);
FILE *__real_fdopen(int file, const char *mode);
int __real_rename(const char *from, const char *to);
int __real_fsync(int file);
int __real_mkdir(const char *path, mode_t mode);
int __real___vfprintf_chk(FILE *stream, int flag, const char *format, va_list list);
ssize_t __real_write(int file, const void *from, size_t size);
ssize_t __real_read(int file, void *to, size_t size);
ssize_t __real_pwrite(int file, const void *from, size_t size, off_t at);
ssize_t __real_pread(int file, void *to, size_t size, off_t at);
size_t __wrap_fwrite(const void *from, size_t size, size_t number, FILE *stream);
int __wrap_fputs(const char *text, FILE *stream);
int __wrap_fputc(int c, FILE *stream);
int __wrap_fflush(FILE *stream);
int __wrap_fclose(FILE *stream);
FILE *__wrap_fdopen(int file, const char *mode);
int __wrap_rename(const char *from, const char *to);
int __wrap_fsync(int file);
int __wrap_mkdir(const char *path, mode_t mode);
int __wrap___fprintf_chk(FILE *stream, int flag, const char *format, ...);
int __wrap___vfprintf_chk(FILE *stream, int flag, const char *format, va_list list);
ssize_t __wrap_write(int file, const void *from, size_t size);
ssize_t __wrap_read(int file, void *to, size_t size);
ssize_t __wrap_pwrite(int file, const void *from, size_t size, off_t at);
ssize_t __wrap_pread(int file, void *to, size_t size, off_t at);

size_t __wrap_fwrite(const void *from, size_t size, size_t number, FILE *stream) {
    fill_disk(stream);
    return __real_fwrite(from, size, number, stream);
}

int __wrap_fputs(const char *text, FILE *stream) {
    fill_disk(stream);
    return __real_fputs(text, stream);
}

int __wrap_fputc(int c, FILE *stream) {
    fill_disk(stream);
    return __real_fputc(c, stream);
}

int __wrap_fflush(FILE *stream) {
    if (stream) fill_disk(stream);
    return __real_fflush(stream);
}

int __wrap_fclose(FILE *stream) {
    fill_disk(stream);
    return __real_fclose(stream);
}

int __wrap___vfprintf_chk(FILE *stream, int flag, const char *format, va_list list) {
    fill_disk(stream);
    return __real___vfprintf_chk(stream, flag, format, list);
}

int __wrap___fprintf_chk(FILE *stream, int flag, const char *format, ...) {
    va_list list;
    fill_disk(stream);
    va_start(list, format);
    int written = __real___vfprintf_chk(stream, flag, format, list);
    va_end(list);
    return written;
}

FILE *__wrap_fdopen(int file, const char *mode) {
    return disk_is_full() ? NULL : __real_fdopen(file, mode);
}

int __wrap_rename(const char *from, const char *to) {
    return disk_is_full() ? -1 : __real_rename(from, to);
}

int __wrap_fsync(int file) {
    return disk_is_full() ? -1 : __real_fsync(file);
}

int __wrap_mkdir(const char *path, mode_t mode) {
    return disk_is_full() ? -1 : __real_mkdir(path, mode);
}

// From the Nth on by single bytes, each after an interruption.
static int comes_in_parts(size_t *size) {
    static _Thread_local int interrupted;
    long now = atomic_fetch_add(&count[SHORT], 1) + 1;
    if (!fault[SHORT] || now < fault[SHORT]) return 0;
    interrupted = !interrupted;
    if (interrupted) {
        errno = EINTR;
        return 1;
    }
    if (*size > 1) *size = 1;
    return 0;
}

ssize_t __wrap_write(int file, const void *from, size_t size) {
    if (disk_is_full() || comes_in_parts(&size)) return -1;
    return __real_write(file, from, size);
}

ssize_t __wrap_pwrite(int file, const void *from, size_t size, off_t at) {
    if (disk_is_full() || comes_in_parts(&size)) return -1;
    return __real_pwrite(file, from, size, at);
}

ssize_t __wrap_read(int file, void *to, size_t size) {
    return comes_in_parts(&size) ? -1 : __real_read(file, to, size);
}

ssize_t __wrap_pread(int file, void *to, size_t size, off_t at) {
    return comes_in_parts(&size) ? -1 : __real_pread(file, to, size, at);
}

static void say_and_abort(const char *text) {
    if (__real_write(STDERR_FILENO, text, strlen(text)) < 0) _exit(98);
    abort();
}

// The end ----------------------------------------------------------------------------------------

_Noreturn void __real_exit(int status);
_Noreturn void __wrap_exit(int status);

void __wrap_exit(int status) {
    if (gettid() != first_thread) say_and_abort("exit on another thread\n");
    __real_exit(status);
}

// Events -----------------------------------------------------------------------------------------

void __real_SDL_Quit(void);
int __real_SDL_PushEvent(void *event);
void __wrap_SDL_Quit(void);
int __wrap_SDL_PushEvent(void *event);
static atomic_int closed;

void __wrap_SDL_Quit(void) {
    __real_SDL_Quit();
    atomic_store(&closed, 1);
    if (fault[LATE]) usleep(200000);
}

int __wrap_SDL_PushEvent(void *event) {
    if (atomic_load(&closed)) say_and_abort("an event after SDL_Quit\n");
    return __real_SDL_PushEvent(event);
}
