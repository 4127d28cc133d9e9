// SPDX-License-Identifier: MIT
// Films out: what stands in the files, by reading them chunk by chunk, and that a film that is
// given up leaves nothing.
#define _XOPEN_SOURCE 700 // mkdtemp

#include "base/memory.h"
#include "base/path.h"
#include "io/comment.h"
#include "io/file.h"
#include "io/film.h"
#include "io/image.h"
#include "io/png.h"

#include <errno.h>
#include <libdeflate.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

// after what it uses
#include <cmocka.h>

enum { WIDTH = 21, HEIGHT = 13, FRAMES = 5, BYTES = WIDTH * HEIGHT * 4 };

static const char comment[] = "alphabar export film.apng 'two words.png' --t 3";

static char path[96];

static void name(const char *ending) {
    snprintf(path, sizeof path, "/tmp/alphabar-film-%ld%s", (long)getpid(), ending);
}

// Frame i: a gradient, and a square that wanders. The fourth byte is not to be believed.
static void paint(uint8_t *rgba, int frame) {
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            uint8_t *p = rgba + 4 * (y * WIDTH + x);
            bool in = x >= 2 * frame && x < 2 * frame + 4 && y >= frame && y < frame + 3;
            p[0] = (uint8_t)(in ? 250 : 9 * x), p[1] = (uint8_t)(in ? 10 : 17 * y);
            p[2] = (uint8_t)(in ? 200 : 5 * (x + y)), p[3] = (uint8_t)(rand() & 255);
        }
}

static void name_frame(void *user, int frame, Text *to, Text *words) {
    (void)user;
    text_append(to, "%s.%d", path, frame);
    text_append(words, "%s %d", comment, frame);
}

static FilmSpec spec_of(FilmFormat format) {
    return (FilmSpec){ .format = format,
                       .path = path,
                       .width = WIDTH,
                       .height = HEIGHT,
                       .fps = 29.97,
                       .frames = FRAMES,
                       .forever = true,
                       .comment = comment,
                       .name = name_frame };
}

// All frames, in batches of 2, 2 and 1.
static void put_all(Film *film, Error *error) {
    for (int first = 0; first < FRAMES; first += 2) {
        uint8_t buffers[2][BYTES], *frames[2] = { buffers[0], buffers[1] };
        int count = FRAMES - first < 2 ? FRAMES - first : 2;
        for (int i = 0; i < count; i++) paint(buffers[i], first + i);
        if (!film_put(film, frames, count, error)) fail_msg("%s", error->text);
    }
}

static void write_film(const FilmSpec *spec) {
    Error error = { 0 };
    Film *film = film_open(spec, &error);
    if (!film) fail_msg("%s", error.text);
    assert_int_equal(film_passes(film), 1);
    put_all(film, &error);
    if (spec->format != FILM_PNGS) assert_false(path_exists(path)); // not before it is whole
    if (!film_close(film, &error)) fail_msg("%s", error.text);
}

static void read_bytes(uint8_t **bytes, size_t *length) {
    Error error = { 0 };
    if (!file_read(bytes, length, path, 1 << 24, &error)) fail_msg("%s", error.text);
}

static uint32_t be32(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

// ---- rates

static void rates_are_fractions(void **state) {
    (void)state;
    static const struct {
        double fps;
        int numerator, denominator;
    } cases[] = { { 25, 25, 1 },           { 30, 30, 1 },          { 29.97, 30000, 1001 },
                  { 23.976, 24000, 1001 }, { 59.94, 60000, 1001 }, { 12.5, 12500, 1000 },
                  { 0.5, 500, 1000 },      { 240, 240, 1 } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int numerator, denominator;
        film_rate(cases[i].fps, &numerator, &denominator);
        assert_int_equal(numerator, cases[i].numerator);
        assert_int_equal(denominator, cases[i].denominator);
    }
}

// ---- animated PNG

// Rows of one filter byte and RGB, as filters 0, 1 and 2 have them, into the canvas.
static void unpack(uint8_t canvas[HEIGHT][WIDTH][3], const uint8_t *packed, size_t length, int x0,
                   int y0, int w, int h) {
    size_t row = (size_t)w * 3 + 1;
    uint8_t *rows = mem_alloc(row * (size_t)h, 1);
    struct libdeflate_decompressor *unpacker = libdeflate_alloc_decompressor();
    assert_int_equal(
        libdeflate_zlib_decompress(unpacker, packed, length, rows, row * (size_t)h, NULL), 0);
    libdeflate_free_decompressor(unpacker);
    for (int y = 0; y < h; y++) {
        uint8_t *line = rows + row * (size_t)y;
        assert_true(line[0] <= 2);
        for (size_t i = 1; i < row; i++) {
            uint8_t left = i > 3 ? line[i - 3] : 0, above = y ? (line - row)[i] : 0;
            line[i] = (uint8_t)(line[i] + (line[0] == 1 ? left : line[0] == 2 ? above : 0));
        }
        memcpy(canvas[y0 + y][x0], line + 1, row - 1);
    }
    free(rows);
}

static void expect_frame(uint8_t canvas[HEIGHT][WIDTH][3], int frame) {
    uint8_t wanted[BYTES];
    paint(wanted, frame);
    for (int i = 0; i < WIDTH * HEIGHT; i++)
        assert_memory_equal(canvas[i / WIDTH][i % WIDTH], wanted + 4 * i, 3);
}

static void apng_has_every_frame(void **state) {
    (void)state;
    name(".apng");
    const FilmSpec spec = spec_of(FILM_APNG);
    write_film(&spec);
    uint8_t *bytes, canvas[HEIGHT][WIDTH][3];
    size_t length;
    read_bytes(&bytes, &length);
    assert_memory_equal(bytes, "\x89PNG\r\n\x1a\n", 8);
    uint32_t sequence = 0;
    int frames = 0, area[4] = { 0 };
    bool any_small = false;
    size_t at = 8;
    while (at < length) {
        const uint8_t *data = bytes + at + 8, *type = bytes + at + 4;
        uint32_t size = be32(bytes + at);
        assert_int_equal(be32(data + size), libdeflate_crc32(0, type, size + 4));
        if (memcmp(type, "acTL", 4) == 0) {
            assert_int_equal(be32(data), FRAMES);
            assert_int_equal(be32(data + 4), 0); // for ever
        } else if (memcmp(type, "fcTL", 4) == 0) {
            assert_int_equal(be32(data), sequence++);
            for (int i = 0; i < 4; i++) area[i] = (int)be32(data + 4 + 4 * i); // w, h, x, y
            assert_true(area[2] + area[0] <= WIDTH && area[3] + area[1] <= HEIGHT);
            assert_int_equal(data[20] << 8 | data[21], 1001);
            assert_int_equal(data[22] << 8 | data[23], 30000);
            any_small |= area[0] < WIDTH / 2;
        } else if (memcmp(type, "IDAT", 4) == 0 || memcmp(type, "fdAT", 4) == 0) {
            size_t skip = type[0] == 'f' ? 4 : 0;
            if (skip) assert_int_equal(be32(data), sequence++);
            unpack(canvas, data + skip, size - skip, area[2], area[3], area[0], area[1]);
            expect_frame(canvas, frames++);
        }
        at += size + 12;
    }
    assert_int_equal(frames, FRAMES);
    assert_true(any_small); // what did not change is not written again
    free(bytes);
    // A program without animation shows the first frame.
    Image image = { 0 };
    Error error = { 0 };
    assert_true(image_load(&image, path, &error));
    assert_true(image.width == WIDTH && image.height == HEIGHT);
    image_free(&image);
    assert_true(png_is_whole(path));
    unlink(path);
}

static void frames_that_are_equal_take_a_pixel(void **state) {
    (void)state;
    name(".apng");
    FilmSpec spec = spec_of(FILM_APNG);
    spec.frames = 2;
    uint8_t frame[2][BYTES], *frames[2] = { frame[0], frame[1] };
    paint(frame[0], 1);
    paint(frame[1], 1);
    Error error = { 0 };
    Film *film = film_open(&spec, &error);
    assert_true(film_put(film, frames, 2, &error) && film_close(film, &error));
    uint8_t *bytes;
    size_t length, controls = 0;
    read_bytes(&bytes, &length);
    for (size_t at = 8; at < length; at += be32(bytes + at) + 12)
        if (memcmp(bytes + at + 4, "fcTL", 4) == 0 && controls++ == 1)
            assert_true(be32(bytes + at + 12) == 1 && be32(bytes + at + 16) == 1);
    assert_int_equal(controls, 2);
    free(bytes);
    unlink(path);
}

// ---- y4m

// ITU-R BT.601 in double.
static int in_double(const uint8_t *rgb, int plane) {
    double r = rgb[0] / 255.0, g = rgb[1] / 255.0, b = rgb[2] / 255.0;
    double y = 0.299 * r + 0.587 * g + 0.114 * b;
    double value = plane == 0   ? 16 + 219 * y
                   : plane == 1 ? 128 + 224 * (b - y) / 1.772
                                : 128 + 224 * (r - y) / 1.402;
    return (int)(value + 0.5);
}

static void y4m_is_what_it_says(void **state) {
    (void)state;
    name(".y4m");
    const FilmSpec spec = spec_of(FILM_Y4M);
    write_film(&spec);
    uint8_t *bytes, wanted[BYTES];
    size_t length, pixels = WIDTH * HEIGHT;
    read_bytes(&bytes, &length);
    static const char header[] = "YUV4MPEG2 W21 H13 F30000:1001 Ip A1:1 C444\n";
    size_t start = sizeof header - 1;
    assert_memory_equal(bytes, header, start);
    assert_int_equal(length, start + FRAMES * (6 + 3 * pixels));
    for (int frame = 0; frame < FRAMES; frame++) {
        const uint8_t *at = bytes + start + (size_t)frame * (6 + 3 * pixels);
        assert_memory_equal(at, "FRAME\n", 6);
        paint(wanted, frame);
        for (size_t i = 0; i < pixels; i++)
            for (size_t plane = 0; plane < 3; plane++) {
                int got = at[6 + plane * pixels + i], want = in_double(wanted + 4 * i, (int)plane);
                assert_in_range(got - want + 1, 0, 2); // the last place may round either way
            }
    }
    free(bytes);
    unlink(path);
}

// ---- numbered files and comments

static void sequence_has_its_names_and_comments(void **state) {
    (void)state;
    name("");
    const FilmSpec spec = spec_of(FILM_PNGS);
    write_film(&spec);
    for (int frame = 0; frame < FRAMES; frame++) {
        Text file = { 0 }, words = { 0 }, found = { 0 };
        Error error = { 0 };
        name_frame(NULL, frame, &file, &words);
        assert_true(png_is_whole(file.data));
        if (!comment_read(&found, file.data, "alphabar export ", &error))
            fail_msg("%s", error.text);
        assert_string_equal(found.data, words.data);
        Image image = { 0 };
        assert_true(image_load(&image, file.data, &error));
        uint8_t wanted[BYTES];
        paint(wanted, frame);
        for (int i = 0; i < WIDTH * HEIGHT; i++)
            assert_memory_equal((uint8_t *)image.data + 3 * i, wanted + 4 * i, 3);
        image_free(&image);
        unlink(file.data);
        text_free(&file);
        text_free(&words);
        text_free(&found);
    }
}

static void comments_in_any_script_come_back(void **state) {
    (void)state;
    static const char *const texts[] = { "alphabar export a.png", "alphabar export 'größe ᾱ.png'",
                                         "alphabar export 등대.png --t 240",
                                         "alphabar export '\xE9\xFF ᾱ.png'" }; // no UTF-8
    static const char mended[] = "alphabar export '\uFFFD\uFFFD ᾱ.png'";
    static const uint8_t pixel[3] = { 1, 2, 3 };
    name(".png");
    for (size_t i = 0; i < 4; i++) {
        const PngImage image = { 1, 1, 3, 3, pixel, texts[i] };
        Error error = { 0 };
        Text found = { 0 };
        assert_true(png_write(path, &image, &error));
        if (!comment_read(&found, path, "alphabar export ", &error)) fail_msg("%s", error.text);
        assert_string_equal(found.data, i < 3 ? texts[i] : mended);
        text_free(&found);
    }
    unlink(path);
}

// The comment of a long file stands where no block of the reader begins.
static void comments_are_found_anywhere(void **state) {
    (void)state;
    name(".webm");
    enum { LENGTH = 700000 };
    uint8_t *bytes = mem_alloc(LENGTH, 1);
    const char text[] = "alphabar export film.webm --t 7\n";
    static const size_t places[] = { 0, 1, 262144 - 10, 278528 - 3, 278592, 524288, LENGTH - 40 };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        memset(bytes, 'a', LENGTH);
        memcpy(bytes + places[i], text, sizeof text - 1);
        Error error = { 0 };
        Text found = { 0 };
        assert_true(file_write(path, bytes, LENGTH, &error));
        if (!comment_read(&found, path, "alphabar export ", &error))
            fail_msg("at %zu: %s", places[i], error.text);
        assert_int_equal(found.length, sizeof text - 2);
        assert_memory_equal(found.data, text, found.length);
        text_free(&found);
    }
    memset(bytes, 'a', LENGTH);
    Error error = { 0 };
    Text found = { 0 };
    assert_true(file_write(path, bytes, LENGTH, &error));
    assert_false(comment_read(&found, path, "alphabar export ", &error));
    assert_non_null(strstr(error.text, "no command line"));
    free(bytes);
    unlink(path);
}

static void cut_files_are_not_whole(void **state) {
    (void)state;
    name(".png");
    uint8_t frame[BYTES], *bytes;
    paint(frame, 0);
    const PngImage image = { WIDTH, HEIGHT, 4, WIDTH * 4, frame, comment };
    Error error = { 0 };
    assert_true(png_write(path, &image, &error));
    assert_true(png_is_whole(path));
    size_t length;
    read_bytes(&bytes, &length);
    for (size_t part = 0; part < length; part++) {
        assert_true(file_write(path, bytes, part, &error));
        if (png_is_whole(path)) fail_msg("%zu of %zu bytes are no whole file", part, length);
    }
    free(bytes);
    unlink(path);
    assert_false(png_is_whole(path));
}

static void cancelled_films_leave_nothing(void **state) {
    (void)state;
    static const FilmFormat formats[] = { FILM_APNG, FILM_Y4M };
    for (size_t i = 0; i < 2; i++) {
        name(film_ending(formats[i]));
        Error error = { 0 };
        assert_true(file_write(path, "before", 6, &error));
        const FilmSpec spec = spec_of(formats[i]);
        Film *film = film_open(&spec, &error);
        uint8_t frame[BYTES], *frames[1] = { frame };
        paint(frame, 0);
        assert_true(film_put(film, frames, 1, &error));
        film_cancel(film);
        uint8_t *bytes;
        size_t length;
        read_bytes(&bytes, &length);
        assert_int_equal(length, 6);
        free(bytes);
        unlink(path);
        char beside[160];
        snprintf(beside, sizeof beside, "%s.tmp-%ld", path, (long)getpid());
        assert_false(path_exists(beside));
    }
    film_cancel(NULL);
}

// A rate that 16 bits have no room for takes the nearest that they have.
static void apng_keeps_its_rate(void **state) {
    (void)state;
    static const double rates[] = { 119.88, 239.76, 200.5, 66.667 };
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        name(".apng");
        FilmSpec spec = spec_of(FILM_APNG);
        spec.fps = rates[i];
        write_film(&spec);
        uint8_t *bytes;
        size_t length, at = 8;
        read_bytes(&bytes, &length);
        while (memcmp(bytes + at + 4, "fcTL", 4) != 0) at += be32(bytes + at) + 12;
        const uint8_t *data = bytes + at + 8;
        double rate = (double)(data[22] << 8 | data[23]) / (data[20] << 8 | data[21]);
        int numerator, denominator;
        film_rate(rates[i], &numerator, &denominator);
        assert_true(fabs(rate - (double)numerator / denominator) < 2e-5);
        free(bytes);
        unlink(path);
    }
}

// An ffmpeg of the test's own, which the search path finds first.
typedef struct Fake {
    char folder[32], program[64], *before;
} Fake;

static Fake put_ffmpeg(const char *script) {
    Fake fake = { .folder = "/tmp/test_film_XXXXXX", .before = strdup(getenv("PATH")) };
    Text search = { 0 };
    Error error = { 0 };
    assert_non_null(mkdtemp(fake.folder));
    snprintf(fake.program, sizeof fake.program, "%s/ffmpeg", fake.folder);
    assert_true(file_write(fake.program, script, strlen(script), &error));
    assert_int_equal(chmod(fake.program, 0755), 0);
    text_append(&search, "%s:%s", fake.folder, fake.before);
    setenv("PATH", search.data, 1);
    text_free(&search);
    return fake;
}

static void remove_ffmpeg(Fake *fake) {
    setenv("PATH", fake->before, 1);
    free(fake->before);
    unlink(fake->program);
    rmdir(fake->folder);
}

static bool lost; // children, for waitpid
pid_t __real_waitpid(pid_t child, int *status, int options);
pid_t __wrap_waitpid(pid_t child, int *status, int options);

pid_t __wrap_waitpid(pid_t child, int *status, int options) {
    pid_t ended = __real_waitpid(child, status, options);
    if (!lost) return ended;
    *status = 0;
    errno = ECHILD;
    return -1;
}

static void expect_failure(const char *why) {
    Error error = { 0 };
    name(".gif");
    FilmSpec spec = spec_of(FILM_GIF);
    spec.frames = 1;
    Film *film = film_open(&spec, &error);
    if (!film) fail_msg("%s", error.text);
    uint8_t frame[BYTES], *frames[1] = { frame };
    paint(frame, 0);
    assert_false(film_put(film, frames, 1, &error)); // which ends the first pass
    film_cancel(film);
    if (!strstr(error.text, why)) fail_msg("%s", error.text);
    assert_false(path_exists(path));
}

// Nobody keeps the status of children where SIGCHLD is ignored.
static void a_lost_status_is_no_success(void **state) {
    (void)state;
    Fake fake = put_ffmpeg("#!/bin/sh\ncat >/dev/null\nexit 3\n");
    signal(SIGCHLD, SIG_IGN);
    expect_failure("failed without a word");
    lost = true;
    expect_failure("whether it succeeded is not known");
    lost = false;
    remove_ffmpeg(&fake);
}

// An ffmpeg that neither reads nor ends, as it may while it packs: a film that is to stop does.
static void stopped_films_do_not_wait(void **state) {
    (void)state;
    Fake fake = put_ffmpeg("#!/bin/sh\nexec sleep 600\n");
    Error error = { 0 };
    atomic_bool stop = true;
    static const FilmFormat formats[] = { FILM_MP4, FILM_WEBM, FILM_GIF };
    for (int i = 0; i < 6; i++) {
        name(film_ending(formats[i / 2]));
        FilmSpec spec = spec_of(formats[i / 2]);
        spec.stop = &stop;
        spec.frames = i % 2 ? 1 : 100000;
        Film *film = film_open(&spec, &error);
        if (!film) fail_msg("%s", error.text);
        uint8_t frame[BYTES], *frames[1] = { frame };
        paint(frame, 0);
        bool good = true; // the pipe takes few frames, a GIF's first pass ends after one
        for (int n = 0; good && n < spec.frames; n++) good = film_put(film, frames, 1, &error);
        if (good)
            assert_false(film_close(film, &error));
        else
            film_cancel(film);
        assert_non_null(strstr(error.text, "cancelled"));
        assert_false(path_exists(path));
    }
    remove_ffmpeg(&fake);
}

// The same when nobody stops it, before all frames are taken and after; in the end it is left
// alone.
static void hanging_programs_are_ended(void **state) {
    (void)state;
    static const char *const scripts[] = { "#!/bin/sh\nexec sleep 600\n",
                                           "#!/bin/sh\ncat >/dev/null\nexec sleep 600\n" };
    setenv("ALPHABAR_FFMPEG_PATIENCE", "0.3", 1);
    for (int i = 0; i < 2; i++) {
        Fake fake = put_ffmpeg(scripts[i]);
        Error error = { 0 };
        name(".mp4");
        FilmSpec spec = spec_of(FILM_MP4);
        spec.frames = i ? 3 : 100000;
        Film *film = film_open(&spec, &error);
        if (!film) fail_msg("%s", error.text);
        uint8_t frame[BYTES], *frames[1] = { frame };
        paint(frame, 0);
        bool good = true;
        for (int n = 0; good && n < spec.frames; n++) good = film_put(film, frames, 1, &error);
        assert_int_equal(good, i == 1);
        if (good)
            assert_false(film_close(film, &error));
        else
            film_cancel(film);
        assert_non_null(strstr(error.text, "ffmpeg has done nothing for 0 seconds"));
        assert_false(path_exists(path));
        remove_ffmpeg(&fake);
    }
    unsetenv("ALPHABAR_FFMPEG_PATIENCE");
}

// Ten megabytes of messages, of which the last counts.
static void messages_are_not_kept_without_limit(void **state) {
    (void)state;
    Fake fake = put_ffmpeg("#!/bin/sh\ncat >/dev/null\nyes 'a long complaint' | head -c 10000000 "
                           ">&2\nsleep 0.2\necho >&2\necho the reason >&2\nexit 1\n");
    expect_failure("ffmpeg: the reason");
    remove_ffmpeg(&fake);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_fractions),
        cmocka_unit_test(apng_has_every_frame),
        cmocka_unit_test(apng_keeps_its_rate),
        cmocka_unit_test(stopped_films_do_not_wait),
        cmocka_unit_test(hanging_programs_are_ended),
        cmocka_unit_test(messages_are_not_kept_without_limit),
        cmocka_unit_test(a_lost_status_is_no_success),
        cmocka_unit_test(frames_that_are_equal_take_a_pixel),
        cmocka_unit_test(y4m_is_what_it_says),
        cmocka_unit_test(sequence_has_its_names_and_comments),
        cmocka_unit_test(comments_in_any_script_come_back),
        cmocka_unit_test(comments_are_found_anywhere),
        cmocka_unit_test(cut_files_are_not_whole),
        cmocka_unit_test(cancelled_films_leave_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
