// SPDX-License-Identifier: MIT
// Data sets from files that the test writes: right ones, and ones that lie.
#include "base/text.h"
#include "io/dataset.h"
#include "io/file.h"
#include "io/npy.h"
#include "io/png.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

// after what it uses
#include <cmocka.h>

static char folder[64];

static int make_folder(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/alphabar-dataset-XXXXXX");
    return mkdtemp(folder) ? 0 : 1;
}

static int remove_folder(void **state) {
    (void)state;
    char line[128];
    snprintf(line, sizeof line, "rm -r %s", folder);
    return system(line);
}

static const char *in_folder(const char *name) {
    static char path[2][256];
    static int turn;
    turn = !turn;
    snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static void put(const char *name, const void *bytes, size_t length) {
    Error error;
    if (!file_write(in_folder(name), bytes, length, &error)) fail_msg("%s", error.text);
}

static void put_packed(const char *name, const void *bytes, size_t length) {
    gzFile file = gzopen(in_folder(name), "wb9");
    assert_non_null(file);
    assert_int_equal(gzwrite(file, bytes, (unsigned)length), length);
    assert_int_equal(gzclose(file), Z_OK);
}

static Dataset load(const char *name, int side) {
    Dataset set = { 0 };
    Error error;
    if (!dataset_load(&set, in_folder(name), side, 1, NULL, &error)) fail_msg("%s", error.text);
    return set;
}

// The set that was there stays; the one line names the file and says `why`.
static void refuse(const char *name, int side, const char *why) {
    Dataset set = { .width = 77 };
    Error error;
    assert_false(dataset_load(&set, in_folder(name), side, 1, NULL, &error));
    assert_int_equal(error.kind, ERROR_FAILED);
    if (!strstr(error.text, why) || strchr(error.text, '\n') || !strstr(error.text, folder))
        fail_msg("%s: not about \"%s\"", error.text, why);
    assert_int_equal(set.width, 77);
}

// IDX
// ----------------------------------------------------------------------------------------------

typedef struct Idx {
    uint8_t bytes[4096];
    size_t length;
} Idx;

static Idx make_idx(int dimensions, const uint32_t sizes[], size_t values) {
    Idx idx = { { 0, 0, 8, (uint8_t)dimensions }, 4 };
    for (int i = 0; i < dimensions; i++)
        for (int shift = 24; shift >= 0; shift -= 8)
            idx.bytes[idx.length++] = (uint8_t)(sizes[i] >> shift);
    for (size_t i = 0; i < values; i++) idx.bytes[idx.length++] = (uint8_t)(i * 7);
    return idx;
}

static const uint32_t sizes[] = { 10, 4, 5 }; // N, height, width

static void check_idx(const Dataset *set) {
    assert_int_equal(set->count, 10);
    assert_int_equal(set->width, 5);
    assert_int_equal(set->height, 4);
    assert_int_equal(set->channels, 1);
    for (size_t i = 0; i < 200; i++) assert_int_equal(set->bytes[i], (uint8_t)(i * 7));
    int64_t norm = 0;
    for (int j = 0; j < 20; j++) {
        int v = 2 * set->bytes[60 + j] - 255;
        norm += v * v;
    }
    assert_true(set->norms[3] == norm);
}

static void test_idx(void **state) {
    (void)state;
    Idx images = make_idx(3, sizes, 200), labels = make_idx(1, sizes, 10);
    put("train-images-idx3-ubyte", images.bytes, images.length);
    Dataset set = load("train-images-idx3-ubyte", 0);
    check_idx(&set);
    assert_null(set.labels);
    dataset_free(&set);
    // Labels beside it, packed, and the folder of both.
    put_packed("train-labels-idx1-ubyte.gz", labels.bytes, labels.length);
    set = load("", 0);
    check_idx(&set);
    assert_non_null(set.labels);
    assert_int_equal(set.labels[3], 21);
    char number[16];
    assert_string_equal(dataset_label(&set, 3, number), "21");
    dataset_free(&set);
    put_packed("train-images-idx3-ubyte.gz", images.bytes, images.length);
    set = load("train-images-idx3-ubyte.gz", 0);
    check_idx(&set);
    dataset_free(&set);
}

static void test_bad_idx(void **state) {
    (void)state;
    Idx images = make_idx(3, sizes, 200), labels = make_idx(1, sizes, 9);
    put("cut.idx", images.bytes, images.length - 1);
    refuse("cut.idx", 0, "ends too early");
    put("cut.idx", images.bytes, 11);
    refuse("cut.idx", 0, "ends too early");
    put("empty.idx", images.bytes, 0);
    refuse("empty.idx", 0, "ends too early");
    put_packed("more.gz", images.bytes, images.length + 1);
    refuse("more.gz", 0, "more in it than its header says");
    Idx text = { "this is no IDX file", 19 };
    put("text.idx", text.bytes, text.length);
    refuse("text.idx", 0, "is no IDX file");
    images.bytes[2] = 0x0D;
    put("float.idx", images.bytes, images.length);
    refuse("float.idx", 0, "type is 0x0d");
    Idx flat = make_idx(1, sizes, 10);
    put("flat.idx", flat.bytes, flat.length);
    refuse("flat.idx", 0, "has 1 dimensions, not 3");
    images.bytes[2] = 8;
    images.bytes[1] = 1;
    put("magic.idx", images.bytes, images.length);
    refuse("magic.idx", 0, "is no IDX file");
    static const uint32_t tall[] = { 1, 4, 0xFFFFFFFF };
    Idx strip = make_idx(3, tall, 100);
    put("strip.idx", strip.bytes, strip.length);
    refuse("strip.idx", 0, "out of alphabar's range");
    static const uint32_t none[] = { 0, 4, 5 }, wide[] = { 1, 0xFFFFFFFF, 0xFFFFFFFF };
    Idx empty = make_idx(3, none, 0), huge = make_idx(3, wide, 100);
    put("none.idx", empty.bytes, empty.length);
    refuse("none.idx", 0, "holds no pictures");
    put("huge.idx", huge.bytes, huge.length);
    refuse("huge.idx", 0, "out of alphabar's range");
    refuse("missing.idx", 0, "No such file");
    images = make_idx(3, sizes, 200);
    put("a-images-idx3-ubyte", images.bytes, images.length);
    put("a-labels-idx1-ubyte", labels.bytes, labels.length);
    refuse("a-images-idx3-ubyte", 0, "labels");
    // Labels for another number of pictures.
    static const uint32_t nine[] = { 9 };
    labels = make_idx(1, nine, 9);
    put("a-labels-idx1-ubyte", labels.bytes, labels.length);
    refuse("a-images-idx3-ubyte", 0, "has 9 labels for 10 pictures");
}

static long memory(void) { // KiB
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

// A header that claims the world, and a file that unpacks to a thousand times itself.
static void test_lies_cost_no_memory(void **state) {
    (void)state;
    long before = memory();
    static const uint32_t claim[] = { 4000000000u, 28, 28 };
    Idx liar = make_idx(3, claim, 100);
    put("liar.idx", liar.bytes, liar.length);
    refuse("liar.idx", 0, "claims 3136000000000 bytes");
    put_packed("liar.gz", liar.bytes, liar.length);
    refuse("liar.gz", 0, "claims 3136000000000 bytes");
    gzFile bomb = gzopen(in_folder("bomb.gz"), "wb9");
    Idx honest = make_idx(3, sizes, 0);
    static uint8_t zeros[1 << 20];
    gzwrite(bomb, honest.bytes, (unsigned)honest.length);
    for (int i = 0; i < 300; i++) gzwrite(bomb, zeros, sizeof zeros);
    gzclose(bomb);
    refuse("bomb.gz", 0, "more in it than its header says");
    // As large as the file may be, with nothing behind it: room is asked for, none is touched.
    static const uint32_t most[] = { 380000, 28, 28 };
    honest = make_idx(3, most, 0);
    bomb = gzopen(in_folder("hollow.gz"), "wb9");
    gzwrite(bomb, honest.bytes, (unsigned)honest.length);
    for (int i = 0; i < 250; i++) gzwrite(bomb, zeros, i == 249 ? 1000 : sizeof zeros);
    gzclose(bomb);
    FILE *file = fopen(in_folder("hollow.gz"), "ab"); // rubbish behind it makes room
    assert_non_null(file);
    for (int i = 0; i < 1 << 16; i++) fputc(0x55, file);
    fclose(file);
    Dataset set = { 0 };
    Error error;
    assert_false(dataset_load(&set, in_folder("hollow.gz"), 0, 1, NULL, &error));
#if !defined(__SANITIZE_ADDRESS__)
    assert_true(memory() - before < 330 * 1024);
#else
    (void)before;
#endif
}

static void test_damage(void **state) {
    (void)state;
    Idx images = make_idx(3, sizes, 200);
    put_packed("good.gz", images.bytes, images.length);
    uint8_t *bytes;
    size_t length;
    Error error;
    assert_true(file_read(&bytes, &length, in_folder("good.gz"), 1 << 20, &error));
    for (size_t cut = 0; cut < length; cut++) {
        put("cut.gz", bytes, cut);
        Dataset set = { 0 };
        assert_false(dataset_load(&set, in_folder("cut.gz"), 0, 1, NULL, &error));
    }
    bytes[length - 6] ^= 1; // of the check sum
    put("crc.gz", bytes, length);
    refuse("crc.gz", 0, "damaged");
    free(bytes);
}

// CIFAR-10
// -----------------------------------------------------------------------------------------

static void test_cifar(void **state) {
    (void)state;
    enum { RECORD = 3073 };
    static uint8_t records[3 * RECORD];
    for (size_t i = 0; i < sizeof records; i++)
        records[i] = i % RECORD ? (uint8_t)(i * 13) : (uint8_t)(9 - i / RECORD);
    put("data_batch_1.bin", records, sizeof records);
    Dataset set = load("data_batch_1.bin", 0);
    assert_int_equal(set.count, 3);
    assert_true(set.width == 32 && set.height == 32 && set.channels == 3);
    assert_memory_equal(set.bytes + 3072, records + RECORD + 1, 3072);
    char number[16];
    assert_string_equal(dataset_label(&set, 0, number), "truck");
    dataset_free(&set);
    put("cut.bin", records, RECORD + 5);
    refuse("cut.bin", 0, "no multiple of 3073");
    records[RECORD] = 10;
    put("label.bin", records, sizeof records);
    refuse("label.bin", 0, "picture 1 has the label 10");
}

static void put_png(const char *name, int width, int height, const uint8_t *rgb) {
    const PngImage image = { width, height, 3, 3 * (size_t)width, rgb };
    Error error;
    assert_true(png_write(in_folder(name), &image, &error));
}

// Folders that hold a set's own files, and which path is a set.
static void test_folders_of_files(void **state) {
    (void)state;
    enum { RECORD = 3073 };
    static uint8_t records[2 * RECORD];
    assert_int_equal(mkdir(in_folder("cifar"), 0700), 0);
    assert_false(dataset_has_files(in_folder("cifar")));
    for (size_t i = 0; i < sizeof records; i++) records[i] = i % RECORD ? (uint8_t)(i * 7) : 3;
    put("cifar/data_batch_2.bin", records, sizeof records);
    records[0] = 4;
    put("cifar/data_batch_1.bin", records, RECORD);
    assert_true(dataset_has_files(in_folder("cifar")));
    Dataset set = load("cifar", 0);
    char number[16];
    assert_int_equal(set.count, 3);
    assert_string_equal(dataset_label(&set, 0, number), "deer");
    assert_string_equal(dataset_label(&set, 1, number), "cat");
    dataset_free(&set);
    put("cifar/data_batch_3.bin", records, 7);
    refuse("cifar", 0, "data_batch_3.bin: is no CIFAR-10 file");
    put("empty.bin", records, 0);
    refuse("empty.bin", 0, "its 0 bytes are no multiple");
    put_packed("packed.bin", records, RECORD);
    refuse("packed.bin", 0, "is no CIFAR-10 file");
    Idx images = make_idx(3, sizes, 200);
    assert_int_equal(mkdir(in_folder("mnist"), 0700), 0);
    put("mnist/t10k-images-idx3-ubyte", images.bytes, images.length);
    assert_true(dataset_has_files(in_folder("mnist")));
    set = load("mnist", 0);
    check_idx(&set);
    dataset_free(&set);
    put("plain.txt", "no set", 6);
    refuse("plain.txt", 0, "is no data set; alphabar reads IDX files");
    assert_true(dataset_is_path(in_folder("mnist")) && dataset_is_path("there is no/set.gz"));
    assert_true(dataset_is_path("a.bin") && dataset_is_path("a.idx"));
    assert_true(dataset_is_path("the-idx3-file") && !dataset_is_path("picture.png"));
}

// Pictures that lie in the folder itself have no labels; small ones make a small set.
static void test_folder_without_labels(void **state) {
    (void)state;
    static uint8_t rgb[3 * 12 * 12];
    assert_int_equal(mkdir(in_folder("flat"), 0700), 0);
    memset(rgb, 100, sizeof rgb);
    put_png("flat/a.png", 12, 12, rgb);
    put_png("flat/.hidden.png", 4, 4, rgb);
    memset(rgb, 200, sizeof rgb);
    put_png("flat/b.png", 12, 12, rgb);
    Dataset set = load("flat", 0);
    char number[16];
    assert_true(set.count == 2 && set.width == 12 && set.channels == 1 && !set.labels);
    assert_string_equal(dataset_label(&set, 1, number), ""); // none
    dataset_free(&set);
    Error error;
    assert_true(dataset_load(&set, in_folder("flat"), 0, 0.5, NULL, &error));
    assert_true(set.width == 12 && set.count == 2);
    dataset_free(&set);
    assert_int_equal(chmod(in_folder("flat/a.png"), 0), 0);
    if (access(in_folder("flat/a.png"), R_OK) != 0) refuse("flat", 0, "Permission denied");
}

// .npy
// ---------------------------------------------------------------------------------------------

static void put_npy(const char *name, const char *type, const char *shape, const void *body,
                    size_t length) {
    uint8_t bytes[4096] = { 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0 };
    char header[256];
    int size = snprintf(header, sizeof header,
                        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n", type, shape);
    bytes[8] = (uint8_t)size;
    memcpy(bytes + 10, header, (size_t)size);
    memcpy(bytes + 10 + size, body, length);
    put(name, bytes, 10 + (size_t)size + length);
}

static void test_npy(void **state) {
    (void)state;
    uint8_t bytes[2 * 2 * 3 * 3];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)i;
    put_npy("color.npy", "|u1", "(2, 2, 3, 3)", bytes, sizeof bytes);
    Dataset set = load("color.npy", 0);
    assert_true(set.count == 2 && set.height == 2 && set.width == 3 && set.channels == 3);
    // Interleaved in the file, planar here.
    for (size_t i = 0; i < 2; i++)
        for (size_t c = 0; c < 3; c++)
            for (size_t p = 0; p < 6; p++)
                assert_int_equal(set.bytes[i * 18 + c * 6 + p], i * 18 + p * 3 + c);
    dataset_free(&set);
    static const float floats[] = { -1, 1, 0, -0.5f, 0.25f, 1e-9f };
    put_npy("float.npy", "<f4", "(1, 2, 3)", floats, sizeof floats);
    set = load("float.npy", 0);
    static const uint8_t expected[] = { 0, 255, 128, 64, 159, 128 };
    for (int i = 0; i < 6; i++) assert_true(abs(set.bytes[i] - expected[i]) <= 1);
    assert_true(set.bytes[0] == 0 && set.bytes[1] == 255);
    dataset_free(&set);
    // Values stay as they are, and so does what leaves [-1, 1]; it is shown clipped.
    static const float outside[] = { 0.1f, -3.25f, 0, 1.5f, 0, 1e-9f };
    put_npy("outside.npy", "<f4", "(1, 2, 3)", outside, sizeof outside);
    set = load("outside.npy", 0);
    assert_memory_equal(set.values, outside, sizeof outside);
    assert_true(set.bytes[1] == 0 && set.bytes[3] == 255);
    double square = 0;
    for (int i = 0; i < 6; i++) square += (double)outside[i] * (double)outside[i];
    assert_true(fabs(set.squares[0] - square) < 1e-12);
    dataset_free(&set);
    Error error;
    assert_true(dataset_load(&set, in_folder("outside.npy"), 0, 0.5, NULL, &error));
    for (int i = 0; i < 6; i++) assert_true(set.values[i] == outside[i] * 0.5f);
    dataset_free(&set);
    assert_true(dataset_load(&set, in_folder("color.npy"), 0, 2, NULL, &error));
    for (int i = 0; i < 36; i++)
        assert_true(set.values[i] ==
                    (float)(((i / 18 * 18 + i % 6 * 3 + i / 6 % 3) / 127.5 - 1) * 2));
    dataset_free(&set);
    // Five channels, planar here; doubles become floats.
    static const double five[] = { 1, 2, 3, 4, 5, -1, -2, -3, -4, 0.1 };
    put_npy("five.npy", "<f8", "(1, 1, 2, 5)", five, sizeof five);
    set = load("five.npy", 0);
    assert_int_equal(set.channels, 5);
    for (int i = 0; i < 10; i++) assert_true(set.values[i % 5 * 2 + i / 5] == (float)five[i]);
    dataset_free(&set);
    static const float nan[] = { 0, NAN };
    put_npy("nan.npy", "<f4", "(1, 1, 2)", nan, sizeof nan);
    refuse("nan.npy", 0, "the value");
    static const float huge_value[] = { 0, 1e9f };
    put_npy("large.npy", "<f4", "(1, 1, 2)", huge_value, sizeof huge_value);
    refuse("large.npy", 0, "the value 1e+09");
    put_npy("deep.npy", "|u1", "(1, 1, 1, 257)", (uint8_t[257]){ 0 }, 257);
    refuse("deep.npy", 0, "out of alphabar's range");
    put_npy("cut.npy", "|u1", "(3, 2, 3, 3)", bytes, sizeof bytes);
    refuse("cut.npy", 0, "ends too early");
    put_npy("flat.npy", "|u1", "(36,)", bytes, sizeof bytes);
    refuse("flat.npy", 0, "has the shape (36,)");
    put_npy("short.npy", "<i2", "(1, 1, 2)", bytes, 4);
    refuse("short.npy", 0, "uint8 or float");
    put_npy("lie.npy", "|u1", "(99999999999, 2, 3)", bytes, sizeof bytes);
    refuse("lie.npy", 0, "claims");
    put_npy("wrap.npy", "|u1", "(18446744073709551615, 4194304, 4194304)", bytes, sizeof bytes);
    refuse("wrap.npy", 0, "range");
    put_npy("four.npy", "|u1", "(1, 3, 3, 4)", bytes, sizeof bytes);
    set = load("four.npy", 0);
    assert_int_equal(set.channels, 4);
    dataset_free(&set);
}

// Folders
// ------------------------------------------------------------------------------------------

static void test_folder(void **state) {
    (void)state;
    static uint8_t rgb[3 * 32 * 16];
    assert_int_equal(mkdir(in_folder("set"), 0700), 0);
    assert_int_equal(mkdir(in_folder("set/cat"), 0700), 0);
    assert_int_equal(mkdir(in_folder("set/dog"), 0700), 0);
    for (size_t i = 0; i < sizeof rgb; i++) rgb[i] = (uint8_t)(i / 3 % 32 < 16 ? 40 : 200);
    put_png("set/cat/b.png", 32, 16, rgb); // grey: 40 on the left half, 200 on the right
    put_png("set/cat/a.png", 16, 32, rgb);
    put_png("set/dog/c.png", 16, 16, rgb);
    put("set/dog/notes.txt", "no picture", 10);
    Dataset set = load("set", 8);
    assert_true(set.count == 3 && set.width == 8 && set.height == 8 && set.channels == 1);
    char number[16];
    assert_string_equal(dataset_label(&set, 1, number), "cat");
    assert_string_equal(dataset_label(&set, 2, number), "dog");
    // b.png is the second: its middle square.
    for (int y = 0; y < 8; y++)
        for (int x = 0; x < 8; x++) assert_int_equal(set.bytes[64 + 8 * y + x], x < 4 ? 40 : 200);
    dataset_free(&set);
    refuse("set", 0, "b.png: is 32 × 16; the pictures before it are 16 × 32");
    rgb[0] = 255;
    put_png("set/dog/c.png", 16, 16, rgb);
    set = load("set", 8);
    assert_int_equal(set.channels, 3);
    dataset_free(&set);
    put("set/dog/d.png", rgb, 100);
    refuse("set", 8, "d.png");
    assert_int_equal(mkdir(in_folder("nothing"), 0700), 0);
    refuse("nothing", 8, "there are no pictures in this folder");
}

// The rest
// -----------------------------------------------------------------------------------------

static bool stop(void *user, double done) {
    assert_true(done >= 0 && done <= 1);
    return ++*(int *)user < 2;
}

static void test_cancel(void **state) {
    (void)state;
    static uint8_t many[16 + 4000 * 1000];
    static const uint32_t large[] = { 4000, 25, 40 };
    Idx head = make_idx(3, large, 0);
    memcpy(many, head.bytes, head.length);
    put("large.idx", many, sizeof many);
    Dataset set = { 0 };
    Error error;
    int asked = 0;
    const DatasetWatch watch = { stop, &asked };
    assert_false(dataset_load(&set, in_folder("large.idx"), 0, 1, &watch, &error));
    assert_non_null(strstr(error.text, "large.idx: cancelled"));
    assert_int_equal(asked, 2);
}

static void test_built_in(void **state) {
    (void)state;
    Dataset set = { 0 }, again = { 0 };
    Error error;
    assert_true(dataset_load(&set, "", 0, 1, NULL, &error));
    assert_true(dataset_load(&again, DATASET_BUILT_IN, 0, 1, NULL, &error));
    assert_true(set.count >= 1000 && set.label_count == 10);
    assert_memory_equal(set.bytes, again.bytes, set.count * dataset_length(&set));
    // The same on every machine: a sum that was written down.
    uint32_t sum = 0;
    for (size_t i = 0; i < set.count * dataset_length(&set); i++) sum = sum * 31 + set.bytes[i];
    if (sum != 0xb7f063a6) fail_msg("the set has another sum: %08x", sum);
    // No two alike, ink in all, none of it at the edge.
    for (size_t i = 0; i < 200; i++) {
        const uint8_t *picture = dataset_bytes(&set, i);
        int ink = 0, edge = 0;
        for (int p = 0; p < 784; p++) {
            ink += picture[p] > 128;
            edge += picture[p] > 128 && (p < 28 || p >= 756 || p % 28 == 0 || p % 28 == 27);
        }
        assert_true(ink > 20 && ink < 400 && edge == 0);
        for (size_t k = 0; k < i; k++)
            assert_true(memcmp(picture, dataset_bytes(&set, k), 784) != 0);
    }
    dataset_free(&set);
    dataset_free(&again);
}

static void test_fashion_mnist(void **state) {
    (void)state;
    if (!dataset_has_fashion()) {
        print_message("Debian's " DATASET_FASHION_PACKAGE " is not installed\n");
        skip();
    }
    Dataset set = { 0 };
    Error error;
    if (!dataset_load(&set, DATASET_FASHION, 0, 1, NULL, &error)) fail_msg("%s", error.text);
    assert_true(set.count == 60000 && set.width == 28 && set.height == 28);
    char number[16];
    assert_string_equal(dataset_label(&set, 0, number), "ankle boot");
    dataset_free(&set);
}

static void test_values_are_those_of_pictures(void **state) {
    (void)state;
    for (int v = 0; v < 256; v++) assert_true(dataset_value((uint8_t)v) == (float)(v / 127.5 - 1));
    Error error;
    Picture picture = { 0 }, fit = { 0 };
    assert_true(picture_alloc(&picture, 4, 2, 1, &error) && picture_alloc(&fit, 4, 4, 3, &error));
    for (int i = 0; i < 8; i++) picture.values[i] = (float)i;
    dataset_fit(&fit, &picture); // the middle 2 × 2, each pixel four times, in all channels
    for (int c = 0; c < 3; c++)
        for (int y = 0; y < 4; y++)
            for (int x = 0; x < 4; x++)
                assert_true(fabsf(picture_plane(&fit, c)[4 * y + x] -
                                  (float)(4 * (y / 2) + 1 + x / 2)) < 1e-6f);
    picture_free(&picture);
    picture_free(&fit);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)
        IN_FOLDER(test_idx),
        IN_FOLDER(test_bad_idx),
        IN_FOLDER(test_lies_cost_no_memory),
        IN_FOLDER(test_damage),
        IN_FOLDER(test_cifar),
        IN_FOLDER(test_folders_of_files),
        IN_FOLDER(test_folder_without_labels),
        IN_FOLDER(test_npy),
        IN_FOLDER(test_folder),
        IN_FOLDER(test_cancel),
        cmocka_unit_test(test_built_in),
        cmocka_unit_test(test_fashion_mnist),
        cmocka_unit_test(test_values_are_those_of_pictures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
