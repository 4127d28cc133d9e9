// SPDX-License-Identifier: MIT
// Pictures of every kind: io/image.h.
#include "fuzz.h"
#include "io/image.h"
#include "io/image/limit.h"

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    image_limit_memory((size_t)64 << 20);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const uint8_t ground[3] = { 10, 20, 30 };
    Image image = { 0 };
    Picture picture = { 0 };
    Error error;
    if (!image_load_memory(&image, data, size, "it", &error)) {
        fuzz_require(!image.data, "a refused picture is none");
        return 0;
    }
    fuzz_require(image.width > 0 && image.height > 0 && image.channels > 0, "it has a size");
    if (image_to_picture(&picture, &image, 24, ground, &error))
        for (size_t i = 0; image.bits != IMAGE_VALUES && i < picture_length(&picture); i++)
            fuzz_require(picture.values[i] >= -1 && picture.values[i] <= 1, "-1..1");
    picture_free(&picture);
    image_free(&image);
    return 0;
}
