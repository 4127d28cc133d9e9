// SPDX-License-Identifier: MIT
// MNIST's two files: the first two bytes say how many of the rest are the labels'.
#include "fuzz.h"
#include "io/dataset.h"

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    size_t labels = (size_t)data[0] << 8 | data[1];
    data += 2, size -= 2;
    if (labels > size) labels = size;
    fuzz_file("idx/train-labels-idx1-ubyte", data, labels);
    const char *path = fuzz_file("idx/train-images-idx3-ubyte", data + labels, size - labels);
    Dataset set = { 0 };
    Error error;
    if (!dataset_load(&set, path, 0, 1, NULL, &error)) return 0;
    for (size_t i = 0; set.labels && i < set.count; i++)
        fuzz_require(set.labels[i] == DATASET_NO_LABEL || set.labels[i] < set.label_count,
                     "a label has a name");
    dataset_free(&set);
    return 0;
}
