// SPDX-License-Identifier: MIT
// OpenGL 3.3 or OpenGL ES 3.0, whichever there is; a browser has the latter, as WebGL 2.
#ifndef ALPHABAR_DRAW_GL_H
#define ALPHABAR_DRAW_GL_H

#include <stdbool.h>

#ifdef __EMSCRIPTEN__
#include <GLES3/gl3.h>

static inline bool gl_is_desktop(void) {
    return false;
}
#else
#include <epoxy/gl.h>

static inline bool gl_is_desktop(void) {
    return epoxy_is_desktop_gl();
}
#endif

#endif
