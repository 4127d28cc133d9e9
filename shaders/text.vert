// Glyphs: a quad of the atlas each; texel counts from its top left.
layout(location = 0) in vec2 position;
layout(location = 1) in vec4 color;
layout(location = 2) in vec2 texel;
uniform vec2 target_size;
out vec4 shade;
out vec2 at;

void main() {
    gl_Position = vec4(position.x / target_size.x * 2.0 - 1.0, 1.0 - position.y / target_size.y * 2.0,
                       0.0, 1.0);
    shade = color;
    at = texel;
}
