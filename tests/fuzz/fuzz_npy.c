// SPDX-License-Identifier: MIT
// .npy as a list, a picture and a data set: io/npy.h, io/image/values.h, io/dataset.h.
#include "fuzz.h"
#include "io/dataset.h"
#include "io/image.h"
#include "io/npy.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    return 0;
}

// What is written of a list gives it back.
static void write_again(const double *values, size_t count) {
    char *bytes = NULL;
    size_t length = 0, again_count = 0;
    double *again = NULL;
    Error error;
    FILE *stream = open_memstream(&bytes, &length);
    fuzz_require(npy_print_doubles(stream, values, count), "a list is written");
    fclose(stream);
    const char *path = fuzz_file("again.npy", (uint8_t *)bytes, length);
    fuzz_require(npy_read_doubles(&again, &again_count, path, &error), "what is written is read");
    fuzz_require(again_count == count && memcmp(again, values, count * sizeof *again) == 0,
                 "it is the same");
    free(again);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *path = fuzz_file("it.npy", data, size);
    double *values = NULL;
    size_t count = 0;
    Error error;
    if (npy_read_doubles(&values, &count, path, &error)) write_again(values, count);
    free(values);
    Image image = { 0 };
    if (image_load_memory(&image, data, size, "it", &error)) image_free(&image);
    Dataset set = { 0 };
    path = fuzz_file("it.npy", data, size);
    if (dataset_load(&set, path, 0, 1, NULL, &error)) {
        fuzz_require(set.count > 0 && set.width > 0 && set.height > 0, "a set has pictures");
        dataset_free(&set);
    }
    return 0;
}
