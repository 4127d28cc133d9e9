// SPDX-License-Identifier: MIT
#include "draw/shader.h"

#include "base/embedded.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "draw/gl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void file_name(char *out, size_t size, const char *folder, const char *name,
                      const char *stage) {
    snprintf(out, size, "%s%s%s.%s", folder ? folder : "", folder ? "/" : "", name, stage);
}

// The source from the folder where it has one, else the built-in one.
static char *read_source(const char *folder, const char *name, const char *stage) {
    char path[2048];
    file_name(path, sizeof path, folder, name, stage);
    FILE *file = folder && path_bytes(path) > 0 ? fopen(path, "rb") : NULL; // no FIFO, no device
    if (!file) {
        file_name(path, sizeof path, NULL, name, stage);
        return mem_copy_text((const char *)embedded_find(path)->bytes);
    }
    Text text = { 0 };
    char part[4096];
    for (size_t got; (got = fread(part, 1, sizeof part, file)) > 0;)
        text_append_bytes(&text, part, got);
    fclose(file);
    return text.data ? text.data : mem_copy_text("");
}

static GLuint compile(GLenum type, const char *folder, const char *name, const char *stage,
                      Error *error) {
    const char *head =
        gl_is_desktop() ? "#version 330 core\n" : "#version 300 es\nprecision highp float;\n";
    char *source = read_source(folder, name, stage);
    GLuint shader = glCreateShader(type);
    glShaderSource(shader, 2, (const GLchar *const[]){ head, source }, NULL);
    glCompileShader(shader);
    free(source);
    GLint good;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
    if (good) return shader;
    char log[400] = "";
    glGetShaderInfoLog(shader, sizeof log, NULL, log);
    log[strcspn(log, "\n")] = '\0';
    glDeleteShader(shader);
    error_set(error, "shader %s.%s: %s", name, stage, *log ? log : "does not compile");
    return 0;
}

static long long newest_change(const char *folder, const char *name) {
    long long newest = 0;
    for (int i = 0; folder && i < 2; i++) {
        char path[2048];
        file_name(path, sizeof path, folder, name, i ? "frag" : "vert");
        long long stamp = path_changed_at(path);
        if (stamp > newest) newest = stamp;
    }
    return newest;
}

bool shader_changed(const Shader *shader, const char *folder) {
    return newest_change(folder, shader->name) != shader->stamp;
}

bool shader_build(Shader *shader, const char *folder, Error *error) {
    shader->stamp = newest_change(folder, shader->name);
    GLuint vertex = compile(GL_VERTEX_SHADER, folder, shader->name, "vert", error);
    if (!vertex) return false;
    GLuint fragment = compile(GL_FRAGMENT_SHADER, folder, shader->name, "frag", error);
    GLint good = 0;
    GLuint program = 0;
    if (fragment) {
        program = glCreateProgram();
        glAttachShader(program, vertex);
        glAttachShader(program, fragment);
        glLinkProgram(program);
        glGetProgramiv(program, GL_LINK_STATUS, &good);
        if (!good) {
            char log[400] = "";
            glGetProgramInfoLog(program, sizeof log, NULL, log);
            log[strcspn(log, "\n")] = '\0';
            error_set(error, "shader %s: %s", shader->name, *log ? log : "does not link");
            glDeleteProgram(program);
        }
        glDeleteShader(fragment);
    }
    glDeleteShader(vertex);
    if (!good) return false;
    glDeleteProgram(shader->program);
    shader->program = program;
    shader->target_size = glGetUniformLocation(program, "target_size");
    return true;
}
