// SPDX-License-Identifier: MIT
// Films that ffmpeg packs: a child process reads raw frames from a pipe and writes the file beside
// its name. What it says goes to a file without a name, whose last line tells why it failed.
#define _GNU_SOURCE // environ

#include "base/memory.h"
#include "base/path.h"
#include "base/platform.h"
#include "base/text.h"
#include "io/file.h"
#include "io/film.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORDS = 64 };

typedef struct Ffmpeg {
    const FilmSpec *spec;
    FileOut out;
    FileOut palette; // of a GIF, between its passes
    FILE *said;      // what the child prints
    pid_t child;     // 0: none
    int pipe;        // to it, or -1
} Ffmpeg;

extern char **environ;

// ---- the child

typedef struct Words {
    char *word[WORDS + 1];
    int count;
} Words;

static void add(Words *words, const char *text) {
    CHECK(words->count < WORDS);
    words->word[words->count++] = mem_copy_text(text);
}

static void add_all(Words *words, const char *const *texts) {
    for (; *texts; texts++) add(words, *texts);
}

static void free_words(Words *words) {
    for (int i = 0; i < words->count; i++) free(words->word[i]);
}

// A name that ffmpeg takes for nothing but a file's.
static void add_file(Words *words, const char *path) {
    Text text = { 0 };
    text_append(&text, "file:%s", path);
    add(words, text.data);
    text_free(&text);
}

static bool absent(const FilmSpec *spec, Error *error) {
    return error_set(error,
                     "%s: needs the program ffmpeg, which is not there; .apng, .y4m and "
                     "frames/%%04d.png are written without it",
                     spec->path);
}

// The pipe's other end would stay open in a second child. Writing does not block: see
// wait_for_room.
static bool make_pipe(int ends[2]) {
#ifdef __APPLE__
    if (pipe(ends) != 0) return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
#else
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
#endif
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    return true;
}

static bool start(Ffmpeg *ffmpeg, Words *words, Error *error) {
    int ends[2];
    if (!platform_has_processes()) return absent(ffmpeg->spec, error);
    ffmpeg->said = tmpfile();
    if (!ffmpeg->said || !make_pipe(ends))
        return error_set(error, "%s: %s", ffmpeg->spec->path, strerror(errno));
    fcntl(fileno(ffmpeg->said), F_SETFL, O_APPEND);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, fileno(ffmpeg->said), STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    FileGuard guard;
    file_guard_begin(&guard);
    posix_spawnattr_setsigmask(&attributes, &guard.before);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    int failed =
        posix_spawnp(&ffmpeg->child, words->word[0], &actions, &attributes, words->word, environ);
    if (!failed) file_out_child(ffmpeg->child);
    file_guard_end(&guard);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    ffmpeg->pipe = ends[1];
    if (!failed) return true;
    ffmpeg->child = 0;
    close(ends[1]);
    ffmpeg->pipe = -1;
    if (failed == ENOENT) return absent(ffmpeg->spec, error);
    return error_set(error, "%s: ffmpeg: %s", ffmpeg->spec->path, strerror(failed));
}

// Its last line that says something: "Conversion failed!" does not.
static void last_words(Ffmpeg *ffmpeg, char *out, size_t size) {
    char line[400];
    out[0] = '\0';
    rewind(ffmpeg->said);
    while (fgets(line, sizeof line, ffmpeg->said)) {
        for (size_t n = strlen(line); n && strchr(" \r\n", line[n - 1]); n--) line[n - 1] = '\0';
        if (*line && strcmp(line, "Conversion failed!") != 0) snprintf(out, size, "%s", line);
    }
}

enum {
    LOOKS = 20,         // how often a wait looks whether it is to stop, milliseconds
    PATIENCE = 120,     // seconds in which ffmpeg has to take or to write something
    SAID_MOST = 1 << 20 // bytes of what it says that are kept
};

// Of the environment, so that tests need not wait as long.
static double patience(void) {
    const char *text = getenv("ALPHABAR_FFMPEG_PATIENCE");
    double seconds = text ? strtod(text, NULL) : 0;
    return seconds > 0 ? seconds : PATIENCE;
}

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// It writes at the file's end, wherever that is.
static void forget_old_words(const Ffmpeg *ffmpeg) {
    struct stat info;
    int file = fileno(ffmpeg->said);
    if (fstat(file, &info) == 0 && info.st_size > SAID_MOST && ftruncate(file, 0) != 0)
        (void)0; // then they are kept
}

static bool hangs(const Ffmpeg *ffmpeg, Error *error) {
    return error_set(error, "%s: ffmpeg has done nothing for %.0f seconds", ffmpeg->spec->path,
                     patience());
}

static bool is_stopped(const Ffmpeg *ffmpeg) {
    return ffmpeg->spec->stop && atomic_load(ffmpeg->spec->stop);
}

static bool stopped(const Ffmpeg *ffmpeg, Error *error) {
    return error_set(error, "%s: cancelled", ffmpeg->spec->path);
}

// False where the system does not know how it ended. A stop ends it, and so does doing nothing.
static bool wait_for_end(const Ffmpeg *ffmpeg, int *status, bool *hung) {
    const struct timespec pause = { 0, LOOKS * 1000000L };
    long long written = 0;
    double since = seconds_now();
    for (bool polled = true;;) {
        pid_t ended = waitpid(ffmpeg->child, status, polled ? WNOHANG : 0);
        if (ended > 0) return true;
        if (ended < 0 && errno != EINTR) return false;
        if (ended < 0) continue;
        nanosleep(&pause, NULL);
        forget_old_words(ffmpeg);
        long long changed = path_changed_at(ffmpeg->out.beside);
        if (changed != written) since = seconds_now();
        written = changed;
        *hung = seconds_now() - since > patience();
        if (!*hung && !is_stopped(ffmpeg)) continue;
        kill(ffmpeg->child, SIGKILL);
        polled = false;
    }
}

// Ends its input and waits for it. Whatever went wrong with it is said here, in its own words.
static bool finish(Ffmpeg *ffmpeg, Error *error) {
    if (ffmpeg->pipe >= 0) close(ffmpeg->pipe);
    ffmpeg->pipe = -1;
    int status = 0;
    bool hung = false, known = wait_for_end(ffmpeg, &status, &hung);
    int reason = errno;
    file_out_child(0);
    ffmpeg->child = 0;
    char words[400];
    last_words(ffmpeg, words, sizeof words);
    fclose(ffmpeg->said);
    ffmpeg->said = NULL;
    if (!known)
        return error_set(error, "%s: ffmpeg: whether it succeeded is not known: %s",
                         ffmpeg->spec->path, strerror(reason));
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127 && !*words)
        return absent(ffmpeg->spec, error);
    if (WIFSIGNALED(status) && hung) return hangs(ffmpeg, error);
    if (WIFSIGNALED(status) && is_stopped(ffmpeg)) return stopped(ffmpeg, error);
    if (WIFSIGNALED(status))
        return error_set(error, "%s: ffmpeg was ended by signal %d%s%s", ffmpeg->spec->path,
                         WTERMSIG(status), *words ? ": " : "", words);
    return error_set(error, "%s: ffmpeg: %s", ffmpeg->spec->path,
                     *words ? words : "failed without a word");
}

static void cancel_ffmpeg(void *state) {
    Ffmpeg *ffmpeg = state;
    Error ignored;
    if (ffmpeg->child) {
        kill(ffmpeg->child, SIGKILL);
        finish(ffmpeg, &ignored);
    }
    if (ffmpeg->said) fclose(ffmpeg->said);
    file_out_cancel(&ffmpeg->out);
    file_out_cancel(&ffmpeg->palette);
    free(ffmpeg);
}

// Until ffmpeg has read what is in the pipe. False where it is not to go on.
static bool wait_for_room(const Ffmpeg *ffmpeg, Error *error) {
    struct pollfd pipe = { .fd = ffmpeg->pipe, .events = POLLOUT };
    double since = seconds_now();
    while (!is_stopped(ffmpeg)) {
        if (poll(&pipe, 1, LOOKS) > 0) return true;
        forget_old_words(ffmpeg);
        if (seconds_now() - since > patience()) return hangs(ffmpeg, error);
    }
    return stopped(ffmpeg, error);
}

static bool put_frame(Ffmpeg *ffmpeg, const uint8_t *rgba, Error *error) {
    size_t left = (size_t)ffmpeg->spec->width * (size_t)ffmpeg->spec->height * 4;
    while (left) {
        ssize_t wrote = write(ffmpeg->pipe, rgba, left);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0 && errno == EAGAIN) {
            if (!wait_for_room(ffmpeg, error)) return false;
            continue;
        }
        if (wrote < 0) {
            int reason = errno;
            // It has ended early, and knows why.
            if (!finish(ffmpeg, error)) return false;
            return error_set(error, "%s: ffmpeg: %s", ffmpeg->spec->path, strerror(reason));
        }
        rgba += wrote;
        left -= (size_t)wrote;
    }
    return true;
}

static bool put_ffmpeg(void *state, uint8_t *const frames[], int count, Error *error) {
    for (int i = 0; i < count; i++)
        if (!put_frame(state, frames[i], error)) return false;
    return true;
}

// ---- what it is asked for

static void add_input(Words *words, const FilmSpec *spec) {
    char size[32], rate[32];
    int numerator, denominator;
    film_rate(spec->fps, &numerator, &denominator);
    snprintf(size, sizeof size, "%dx%d", spec->width, spec->height);
    snprintf(rate, sizeof rate, "%d/%d", numerator, denominator);
    add_all(words,
            (const char *const[]){ "ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-y",
                                   "-f", "rawvideo", "-pix_fmt", "rgb0", "-video_size", size,
                                   "-framerate", rate, "-i", "pipe:0", NULL });
}

static void add_output(Words *words, const Ffmpeg *ffmpeg, const char *const *options,
                       const char *muxer, const char *path) {
    add_all(words, options);
    if (ffmpeg->spec->comment && strcmp(muxer, "gif") != 0) {
        Text comment = { 0 };
        text_append(&comment, "comment=%s\n", ffmpeg->spec->comment); // io/comment.c sees its end
        add(words, "-metadata");
        add(words, comment.data);
        text_free(&comment);
    }
    add(words, "-f");
    add(words, muxer);
    add_file(words, path);
}

static bool open_any(void **state, const FilmSpec *spec, Error *error) {
    Ffmpeg *ffmpeg = mem_alloc(1, sizeof *ffmpeg);
    ffmpeg->spec = spec;
    ffmpeg->pipe = -1;
    signal(SIGPIPE, SIG_IGN); // a child that has died is told by write
    signal(SIGCHLD, SIG_DFL); // where it is ignored, as some programs leave it, no status is kept
    *state = ffmpeg;
    if (file_out_open(&ffmpeg->out, spec->path, error)) return true;
    free(ffmpeg);
    return false;
}

// Colours are half as fine as brightness, so both sides are even: an odd one has its last row or
// column twice.
#define EVEN "pad=ceil(iw/2)*2:ceil(ih/2)*2"

static bool open_video(void **state, const FilmSpec *spec, const char *const *options,
                       const char *muxer, Error *error) {
    if (!open_any(state, spec, error)) return false;
    Ffmpeg *ffmpeg = *state;
    Words words = { 0 };
    add_input(&words, spec);
    static const char *const colors[] = { "-vf",
                                          EVEN ",scale=out_color_matrix=bt709:out_range=tv,"
                                               "format=yuv420p",
                                          "-colorspace",
                                          "bt709",
                                          "-color_primaries",
                                          "bt709",
                                          "-color_trc",
                                          "bt709",
                                          NULL };
    add_all(&words, colors);
    add_output(&words, ffmpeg, options, muxer, ffmpeg->out.beside);
    bool good = start(ffmpeg, &words, error);
    free_words(&words);
    if (!good) cancel_ffmpeg(ffmpeg);
    return good;
}

static bool open_mp4(void **state, const FilmSpec *spec, Error *error) {
    static const char *const options[] = { "-c:v", "libx264",   "-preset",    "medium", "-crf",
                                           "18",   "-movflags", "+faststart", NULL };
    return open_video(state, spec, options, "mp4", error);
}

static bool open_webm(void **state, const FilmSpec *spec, Error *error) {
    static const char *const options[] = { "-c:v",    "libvpx-vp9", "-crf", "24",        "-b:v",
                                           "0",       "-deadline",  "good", "-cpu-used", "4",
                                           "-row-mt", "1",          NULL };
    return open_video(state, spec, options, "webm", error);
}

// The number at `at` in EBML's way (RFC 8794): the first byte's leading zeros say how long it is.
static uint64_t ebml_number(const uint8_t *bytes, size_t *at) {
    int more = 0;
    while (more < 7 && !(bytes[*at] & (0x80 >> more))) more++;
    uint64_t value = bytes[(*at)++] & (0x7Fu >> more);
    while (more-- > 0) value = value << 8 | bytes[(*at)++];
    return value;
}

// On a full disk ffmpeg may end as if all were well. So the lengths that stand in the file have to
// come out right.

// The second element of a .webm is the rest of the file.
static bool webm_is_whole(const char *path) {
    uint8_t start[128] = { 0 };
    FILE *stream = fopen(path, "rb");
    if (!stream) return false;
    size_t got = fread(start, 1, sizeof start - 16, stream), at = 4;
    bool good = got > 64 && memcmp(start, "\x1A\x45\xDF\xA3", 4) == 0;
    uint64_t header = good ? ebml_number(start, &at) : 0;
    good = good && header < 64;
    at += good ? (size_t)header : 0;
    good = good && memcmp(start + at, "\x18\x53\x80\x67", 4) == 0;
    at += 4;
    uint64_t rest = good ? ebml_number(start, &at) : 0;
    good = good && fseek(stream, 0, SEEK_END) == 0 && (uint64_t)ftell(stream) == at + rest;
    fclose(stream);
    return good;
}

// ISO/IEC 14496-12: boxes to the end of the file, one of them the index.
static bool mp4_is_whole(const char *path) {
    FILE *stream = fopen(path, "rb");
    uint8_t head[16];
    bool index = false, good = stream && fseek(stream, 0, SEEK_END) == 0;
    uint64_t length = good ? (uint64_t)ftell(stream) : 0, at = 0;
    while (good && at < length) {
        good = fseek(stream, (long)at, SEEK_SET) == 0 && fread(head, 1, 8, stream) == 8;
        uint64_t size = 0;
        for (int i = 0; good && i < 4; i++) size = size << 8 | head[i];
        if (good && size == 1) { // a long one
            good = fread(head + 8, 1, 8, stream) == 8;
            for (int i = 8; i < 16; i++) size = size << 8 | head[i];
        }
        index |= good && memcmp(head + 4, "moov", 4) == 0;
        good = good && size >= 8 && size <= length - at;
        at += size;
    }
    if (stream) fclose(stream);
    return good && index;
}

static bool is_whole(const Ffmpeg *ffmpeg) {
    const char *path = ffmpeg->out.beside;
    return ffmpeg->spec->format == FILM_WEBM ? webm_is_whole(path) : mp4_is_whole(path);
}

static bool close_ffmpeg(void *state, Error *error) {
    Ffmpeg *ffmpeg = state;
    bool good = finish(ffmpeg, error);
    if (good && !is_whole(ffmpeg))
        good =
            error_set(error, "%s: ffmpeg cut it short; the disk may be full", ffmpeg->spec->path);
    good = good && file_out_commit(&ffmpeg->out, error);
    cancel_ffmpeg(ffmpeg);
    return good;
}

// ---- GIF

// First pass: the 256 colours of the whole film.
static bool open_gif(void **state, const FilmSpec *spec, Error *error) {
    if (!open_any(state, spec, error)) return false;
    Ffmpeg *ffmpeg = *state;
    Text name = { 0 };
    Words words = { 0 };
    const char *base = path_base(spec->path); // which may be as long as a name can be
    text_append_bytes(&name, spec->path, (size_t)(base - spec->path));
    text_append(&name, ".alphabar-palette.png");
    bool good = file_out_open(&ffmpeg->palette, name.data, error);
    if (good) {
        static const char *const options[] = {
            "-vf", "palettegen=stats_mode=full", "-frames:v", "1", "-c:v", "png", NULL
        };
        add_input(&words, spec);
        add_all(&words, options);
        add(&words, "-update");
        add(&words, "1");
        add(&words, "-f");
        add(&words, "image2");
        add_file(&words, ffmpeg->palette.beside);
        good = start(ffmpeg, &words, error);
    }
    free_words(&words);
    text_free(&name);
    if (!good) cancel_ffmpeg(ffmpeg);
    return good;
}

static bool second_pass(void *state, int pass, Error *error) {
    (void)pass;
    Ffmpeg *ffmpeg = state;
    if (!finish(ffmpeg, error)) return false;
    Words words = { 0 };
    add_input(&words, ffmpeg->spec);
    add(&words, "-i");
    add_file(&words, ffmpeg->palette.beside);
    static const char *const filter[] = { "-lavfi",
                                          "paletteuse=dither=sierra2_4a:diff_mode=rectangle",
                                          NULL };
    add_all(&words, filter);
    const char *const options[] = { "-loop", ffmpeg->spec->forever ? "0" : "-1", NULL };
    add_output(&words, ffmpeg, options, "gif", ffmpeg->out.beside);
    bool good = start(ffmpeg, &words, error);
    free_words(&words);
    return good;
}

// ffmpeg has no option for it: GIF89a, 24. Comment Extension, before the trailer.
static bool add_gif_comment(Ffmpeg *ffmpeg, Error *error) {
    FILE *stream = fopen(ffmpeg->out.beside, "r+b");
    const char *comment = ffmpeg->spec->comment;
    errno = 0;
    bool good = stream && fseek(stream, -1, SEEK_END) == 0 && fgetc(stream) == 0x3B &&
                fseek(stream, -1, SEEK_END) == 0 && fwrite("\x21\xFE", 1, 2, stream) == 2;
    for (size_t left = strlen(comment); good && left > 0;) {
        size_t part = left < 255 ? left : 255;
        good = fputc((int)part, stream) != EOF && fwrite(comment, 1, part, stream) == part;
        comment += part;
        left -= part;
    }
    good = good && fwrite("\0\x3B", 1, 2, stream) == 2;
    if (stream && fclose(stream) != 0) good = false;
    return good || error_set(error, "%s: %s", ffmpeg->spec->path,
                             errno ? strerror(errno) : "ffmpeg cut it short");
}

static bool close_gif(void *state, Error *error) {
    Ffmpeg *ffmpeg = state;
    bool good = finish(ffmpeg, error);
    if (good && ffmpeg->spec->comment) good = add_gif_comment(ffmpeg, error);
    good = good && file_out_commit(&ffmpeg->out, error);
    cancel_ffmpeg(ffmpeg);
    return good;
}

const FilmWriter film_mp4 = { 1, open_mp4, put_ffmpeg, NULL, close_ffmpeg, cancel_ffmpeg };
const FilmWriter film_webm = { 1, open_webm, put_ffmpeg, NULL, close_ffmpeg, cancel_ffmpeg };
const FilmWriter film_gif = { 2, open_gif, put_ffmpeg, second_pass, close_gif, cancel_ffmpeg };
