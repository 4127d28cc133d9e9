// SPDX-License-Identifier: MIT
// What the fuzz targets share. Each is one fuzz_NAME.c with LLVMFuzzerTestOneInput, as libFuzzer
// and OSS-Fuzz call it; run_corpus.c calls it for files that are there.
#ifndef ALPHABAR_TESTS_FUZZ_H
#define ALPHABAR_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// The bytes as a file of that name in a folder of this process: its path, which the next call
// overwrites. "a/b" is a file in a folder of its own.
const char *fuzz_file(const char *name, const uint8_t *data, size_t size);
const char *fuzz_folder(void);

// The bytes up to the first 0 as a string; free().
char *fuzz_text(const uint8_t *data, size_t size);

// What has to hold: else the process ends as by a crash, so that the input is kept.
void fuzz_require(int holds, const char *what);

#endif
