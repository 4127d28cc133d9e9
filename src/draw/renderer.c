// SPDX-License-Identifier: MIT
#include "draw/renderer.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/path.h"
#include "draw/gl.h"
#include "draw/shader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHADER_FLAT, SHADER_SHAPE, SHADER_TEXT, SHADER_PICTURE, SHADERS };

typedef struct Texture {
    GLuint name; // 0: free
    int width, height;
} Texture;

typedef struct PictureVertex {
    float x, y, u, v;
} PictureVertex;

struct Renderer {
    char *shader_folder;
    Shader shaders[SHADERS];
    GLuint arrays[SHADERS], buffers[SHADERS];
    Texture *textures;
    size_t texture_count, texture_room;
    GLuint atlas;
    int atlas_side;
    unsigned atlas_generation;
    GLuint target, target_color;
};

static void attribute(GLuint index, GLint count, GLenum type, bool normalized, size_t stride,
                      size_t offset) {
    glEnableVertexAttribArray(index);
    glVertexAttribPointer(index, count, type, normalized, (GLsizei)stride, (const void *)offset);
}

static void describe_vertices(Renderer *renderer) {
    glGenVertexArrays(SHADERS, renderer->arrays);
    glGenBuffers(SHADERS, renderer->buffers);
    for (int i = 0; i < SHADERS; i++) {
        glBindVertexArray(renderer->arrays[i]);
        glBindBuffer(GL_ARRAY_BUFFER, renderer->buffers[i]);
        if (i == SHADER_FLAT) {
            attribute(0, 2, GL_FLOAT, false, sizeof(FlatVertex), offsetof(FlatVertex, x));
            attribute(1, 4, GL_UNSIGNED_BYTE, true, sizeof(FlatVertex),
                      offsetof(FlatVertex, color));
        } else if (i == SHADER_SHAPE) {
            attribute(0, 2, GL_FLOAT, false, sizeof(ShapeVertex), offsetof(ShapeVertex, x));
            attribute(1, 4, GL_UNSIGNED_BYTE, true, sizeof(ShapeVertex),
                      offsetof(ShapeVertex, color));
            attribute(2, 2, GL_FLOAT, false, sizeof(ShapeVertex), offsetof(ShapeVertex, place_x));
            attribute(3, 3, GL_FLOAT, false, sizeof(ShapeVertex), offsetof(ShapeVertex, half_x));
        } else if (i == SHADER_TEXT) {
            attribute(0, 2, GL_FLOAT, false, sizeof(TextVertex), offsetof(TextVertex, x));
            attribute(1, 4, GL_UNSIGNED_BYTE, true, sizeof(TextVertex),
                      offsetof(TextVertex, color));
            attribute(2, 2, GL_UNSIGNED_SHORT, false, sizeof(TextVertex), offsetof(TextVertex, u));
        } else {
            attribute(0, 2, GL_FLOAT, false, sizeof(PictureVertex), offsetof(PictureVertex, x));
            attribute(1, 2, GL_FLOAT, false, sizeof(PictureVertex), offsetof(PictureVertex, u));
        }
    }
}

static GLuint new_texture(void) {
    GLuint name;
    glGenTextures(1, &name);
    glBindTexture(GL_TEXTURE_2D, name);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    return name;
}

Renderer *renderer_create(const char *shader_folder, Error *error) {
    static const char *const names[SHADERS] = { "flat", "shape", "text", "picture" };
    if (shader_folder && *shader_folder && !path_is_folder(shader_folder)) {
        error_set(error, "--shaders: %s is no folder", shader_folder);
        return NULL;
    }
    Renderer *renderer = mem_alloc(1, sizeof *renderer);
    if (shader_folder && *shader_folder) renderer->shader_folder = mem_copy_text(shader_folder);
    for (int i = 0; i < SHADERS; i++) {
        Shader *shader = &renderer->shaders[i];
        shader->name = names[i];
        if (shader_build(shader, renderer->shader_folder, error)) continue;
        // A broken override must not keep the window from opening.
        if (renderer->shader_folder) log_error(error);
        long long stamp = shader->stamp;
        if (!renderer->shader_folder || !shader_build(shader, NULL, error)) {
            renderer_free(renderer);
            return NULL;
        }
        shader->stamp = stamp;
    }
    describe_vertices(renderer);
    renderer->atlas = new_texture();
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    return renderer;
}

void renderer_free(Renderer *renderer) {
    if (!renderer) return;
    for (int i = 0; i < SHADERS; i++) glDeleteProgram(renderer->shaders[i].program);
    for (size_t i = 0; i < renderer->texture_count; i++)
        glDeleteTextures(1, &renderer->textures[i].name);
    glDeleteTextures(1, &renderer->atlas);
    glDeleteTextures(1, &renderer->target_color);
    glDeleteFramebuffers(1, &renderer->target);
    glDeleteVertexArrays(SHADERS, renderer->arrays);
    glDeleteBuffers(SHADERS, renderer->buffers);
    free(renderer->textures);
    free(renderer->shader_folder);
    free(renderer);
}

const char *renderer_describe(void) {
    static char text[256];
    snprintf(text, sizeof text, "OpenGL %s, %s", (const char *)glGetString(GL_VERSION),
             (const char *)glGetString(GL_RENDERER));
    return text;
}

bool renderer_reload_shaders(Renderer *renderer) {
    bool changed = false;
    for (int i = 0; i < SHADERS; i++) {
        Error error;
        if (!renderer->shader_folder ||
            !shader_changed(&renderer->shaders[i], renderer->shader_folder))
            continue;
        changed = true;
        if (!shader_build(&renderer->shaders[i], renderer->shader_folder, &error))
            log_error(&error);
    }
    return changed;
}

int renderer_texture(Renderer *renderer) {
    size_t i = 0;
    while (i < renderer->texture_count && renderer->textures[i].name) i++;
    if (i == renderer->texture_count) {
        renderer->textures = mem_grow(renderer->textures, &renderer->texture_room, i + 1,
                                      sizeof *renderer->textures);
        renderer->texture_count++;
    }
    renderer->textures[i] = (Texture){ .name = new_texture() };
    return (int)i;
}

int renderer_max_side(void) {
    GLint side;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &side);
    return side;
}

bool renderer_texture_set(Renderer *renderer, int number, int width, int height,
                          const uint8_t *rgba, Error *error) {
    Texture *texture = &renderer->textures[number];
    if (width > renderer_max_side() || height > renderer_max_side())
        return error_set(error, "picture: %d × %d pixels are more than the graphics driver's %d",
                         width, height, renderer_max_side());
    glBindTexture(GL_TEXTURE_2D, texture->name);
    if (texture->width == width && texture->height == height) {
        glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
    } else {
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
        texture->width = width;
        texture->height = height;
    }
    return true;
}

// OpenGL ES reads no texture but through a target that draws into it.
uint8_t *renderer_texture_get(Renderer *renderer, int number, int *width, int *height) {
    const Texture *texture = &renderer->textures[number];
    *width = texture->width, *height = texture->height;
    if (!texture->width) return NULL;
    uint8_t *rgba = mem_alloc((size_t)texture->width * (size_t)texture->height, 4);
    GLuint target;
    glGenFramebuffers(1, &target);
    glBindFramebuffer(GL_FRAMEBUFFER, target);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture->name, 0);
    glReadPixels(0, 0, texture->width, texture->height, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
    glBindFramebuffer(GL_FRAMEBUFFER, renderer->target);
    glDeleteFramebuffers(1, &target);
    return rgba;
}

static void upload_atlas(Renderer *renderer, Fonts *fonts) {
    const Atlas *atlas = fonts_atlas(fonts);
    if (renderer->atlas_generation == atlas->generation) return;
    glBindTexture(GL_TEXTURE_2D, renderer->atlas);
    if (renderer->atlas_side != atlas->side) {
        glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, atlas->side, atlas->side, 0, GL_RED, GL_UNSIGNED_BYTE,
                     atlas->bytes);
    } else if (atlas->dirty_to > atlas->dirty_from) {
        glTexSubImage2D(GL_TEXTURE_2D, 0, 0, atlas->dirty_from, atlas->side,
                        atlas->dirty_to - atlas->dirty_from, GL_RED, GL_UNSIGNED_BYTE,
                        atlas->bytes + (size_t)atlas->dirty_from * (size_t)atlas->side);
    }
    renderer->atlas_side = atlas->side;
    renderer->atlas_generation = atlas->generation;
    fonts_atlas_cleaned(fonts);
}

static void use(Renderer *renderer, int shader, int width, int height) {
    glUseProgram(renderer->shaders[shader].program);
    glUniform2f(renderer->shaders[shader].target_size, (float)width, (float)height);
    glBindVertexArray(renderer->arrays[shader]);
    glBindBuffer(GL_ARRAY_BUFFER, renderer->buffers[shader]);
}

static void draw_triangles(const void *vertices, size_t count, size_t size) {
    glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)(count * size), vertices, GL_STREAM_DRAW);
    glDrawArrays(GL_TRIANGLES, 0, (GLsizei)count);
}

static void draw_pictures(Renderer *renderer, const DrawLayer *layer) {
    for (size_t i = 0; i < layer->picture_count; i++) {
        const PictureQuad *quad = &layer->pictures[i];
        const Texture *texture = &renderer->textures[quad->texture];
        if (!texture->width) continue;
        Rect to = quad->to, from = quad->from;
        float x1 = to.x + to.w, y1 = to.y + to.h, u1 = from.x + from.w, v1 = from.y + from.h;
        const PictureVertex corners[6] = {
            { to.x, to.y, from.x, from.y }, { x1, to.y, u1, from.y }, { x1, y1, u1, v1 },
            { to.x, to.y, from.x, from.y }, { x1, y1, u1, v1 },       { to.x, y1, from.x, v1 },
        };
        glBindTexture(GL_TEXTURE_2D, texture->name);
        draw_triangles(corners, 6, sizeof corners[0]);
    }
}

void renderer_draw(Renderer *renderer, const DrawList *list, Fonts *fonts, int width, int height,
                   Color ground) {
    upload_atlas(renderer, fonts);
    glBindFramebuffer(GL_FRAMEBUFFER, renderer->target);
    glViewport(0, 0, width, height);
    glDisable(GL_BLEND);
    float alpha = (float)ground.a / 255, scale = alpha / 255;
    glClearColor((float)ground.r * scale, (float)ground.g * scale, (float)ground.b * scale, alpha);
    glClear(GL_COLOR_BUFFER_BIT);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glActiveTexture(GL_TEXTURE0);
    for (int i = 0; i < LAYERS; i++) {
        const DrawLayer *layer = &list->layers[i];
        if (layer->flat_count) {
            use(renderer, SHADER_FLAT, width, height);
            draw_triangles(layer->flats, layer->flat_count, sizeof *layer->flats);
        }
        if (layer->shape_count) {
            glEnable(GL_BLEND);
            use(renderer, SHADER_SHAPE, width, height);
            draw_triangles(layer->shapes, layer->shape_count, sizeof *layer->shapes);
            glDisable(GL_BLEND);
        }
        if (layer->picture_count) {
            use(renderer, SHADER_PICTURE, width, height);
            draw_pictures(renderer, layer);
        }
        if (layer->text_count) {
            glEnable(GL_BLEND);
            use(renderer, SHADER_TEXT, width, height);
            glBindTexture(GL_TEXTURE_2D, renderer->atlas);
            draw_triangles(layer->text, layer->text_count, sizeof *layer->text);
            glDisable(GL_BLEND);
        }
    }
}

bool renderer_target(Renderer *renderer, int width, int height, Error *error) {
    if (width > renderer_max_side() || height > renderer_max_side())
        return error_set(error, "--size: %d × %d is more than the graphics driver's %d", width,
                         height, renderer_max_side());
    glDeleteTextures(1, &renderer->target_color);
    glDeleteFramebuffers(1, &renderer->target);
    renderer->target_color = new_texture();
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
    glGenFramebuffers(1, &renderer->target);
    glBindFramebuffer(GL_FRAMEBUFFER, renderer->target);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D,
                           renderer->target_color, 0);
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE)
        return error_set(error, "--size: the graphics driver refuses a %d × %d target", width,
                         height);
    return true;
}

void renderer_finish(void) {
    glFinish();
}

void renderer_read(Renderer *renderer, int width, int height, uint8_t *rgba) {
    glBindFramebuffer(GL_FRAMEBUFFER, renderer->target);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
    size_t stride = (size_t)width * 4;
    uint8_t *row = mem_alloc(stride, 1);
    for (int y = 0; y < height / 2; y++) {
        uint8_t *top = rgba + (size_t)y * stride,
                *bottom = rgba + (size_t)(height - 1 - y) * stride;
        memcpy(row, top, stride);
        memcpy(top, bottom, stride);
        memcpy(bottom, row, stride);
    }
    free(row);
}
