// SPDX-License-Identifier: MIT
// frames.py builds it: the seconds that stb_image_write takes for frames of raw RGB, each the same
// size, read from a file.
//
//     stb_frames FRAMES.rgb WIDTH HEIGHT OUT.png
#define _POSIX_C_SOURCE 200809L
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(int argc, char **argv) {
    if (argc != 5) return 2;
    int width = atoi(argv[2]), height = atoi(argv[3]), frames = 0;
    size_t length = 3 * (size_t)width * (size_t)height;
    unsigned char *rgb = malloc(length);
    FILE *in = fopen(argv[1], "rb");
    if (!rgb || !in) return 1;
    double spent = 0;
    while (fread(rgb, 1, length, in) == length) {
        double from = seconds();
        if (!stbi_write_png(argv[4], width, height, 3, rgb, 3 * width)) return 1;
        spent += seconds() - from;
        frames++;
    }
    fclose(in);
    free(rgb);
    printf("%d %.6f\n", frames, spent);
    return frames ? 0 : 1;
}
