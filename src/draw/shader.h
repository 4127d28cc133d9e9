// SPDX-License-Identifier: MIT
// One OpenGL program from a NAME.vert and a NAME.frag.
#ifndef ALPHABAR_DRAW_SHADER_H
#define ALPHABAR_DRAW_SHADER_H

#include "base/error.h"

typedef struct Shader {
    const char *name;
    unsigned program;
    int target_size; // uniform location
    long long stamp; // newest change of its files, where they are files
} Shader;

// folder may be NULL: then the built-in sources are used. On failure `shader` stays as it was.
bool shader_build(Shader *shader, const char *folder, Error *error);
bool shader_changed(const Shader *shader, const char *folder);

#endif
