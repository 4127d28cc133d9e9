// SPDX-License-Identifier: MIT
// CIFAR-10's .bin.
#include "fuzz.h"
#include "io/dataset.h"

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    // Records are long: what is short is taken as often as one needs.
    static uint8_t record[3 * 3073];
    size_t length = size;
    if (size > 1 && data[0] & 1)
        for (length = 0; length < 3073 * (1 + (size_t)(data[0] >> 1) % 3); length++)
            record[length] = data[1 + length % (size - 1)];
    Dataset set = { 0 };
    Error error;
    const char *path = fuzz_file("data_batch_1.bin", length == size ? data : record, length);
    if (dataset_load(&set, path, 0, 1, NULL, &error)) {
        fuzz_require(set.count == length / 3073, "a picture a record");
        dataset_free(&set);
    }
    return 0;
}
