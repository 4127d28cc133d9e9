// SPDX-License-Identifier: MIT
// The least that a program with a window can do: SDL2, an OpenGL 3.3 core context of 1920 × 1080,
// one shader, one quad, one frame, and out. start_time.py measures alphabar against it.
#include <SDL.h>
#include <epoxy/gl.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const vertex_source = "#version 330 core\n"
                                         "out vec2 place;\n"
                                         "void main() {\n"
                                         "    place = vec2(gl_VertexID & 1, gl_VertexID >> 1);\n"
                                         "    gl_Position = vec4(2.0 * place - 1.0, 0.0, 1.0);\n"
                                         "}\n";
static const char *const fragment_source = "#version 330 core\n"
                                           "in vec2 place;\n"
                                           "out vec4 color;\n"
                                           "void main() { color = vec4(place, 0.5, 1.0); }\n";

static _Noreturn void fail(const char *what, const char *why) {
    fprintf(stderr, "bare_window: %s: %s\n", what, why);
    exit(1);
}

static void add_shader(GLuint program, GLenum stage, const char *source) {
    GLuint shader = glCreateShader(stage);
    GLint good = 0;
    glShaderSource(shader, 1, &source, NULL);
    glCompileShader(shader);
    glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
    if (!good) fail("shader", "does not compile");
    glAttachShader(program, shader);
}

int main(int argc, char **argv) {
    (void)argc, (void)argv;
    if (SDL_Init(SDL_INIT_VIDEO) != 0) fail("display", SDL_GetError());
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
    SDL_Window *window = SDL_CreateWindow("bare", 0, 0, 1920, 1080, SDL_WINDOW_OPENGL);
    SDL_GLContext context = window ? SDL_GL_CreateContext(window) : NULL;
    if (!context) fail("OpenGL 3.3", SDL_GetError());
    GLuint program = glCreateProgram(), vertices;
    add_shader(program, GL_VERTEX_SHADER, vertex_source);
    add_shader(program, GL_FRAGMENT_SHADER, fragment_source);
    glLinkProgram(program);
    glUseProgram(program);
    glGenVertexArrays(1, &vertices);
    glBindVertexArray(vertices);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
    SDL_GL_SwapWindow(window);
    SDL_GL_DeleteContext(context);
    SDL_DestroyWindow(window);
    SDL_Quit();
    return 0;
}
