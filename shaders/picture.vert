// Pictures: a quad with a part of its texture, 0..1.
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 place;
uniform vec2 target_size;
out vec2 at;

void main() {
    gl_Position = vec4(position.x / target_size.x * 2.0 - 1.0, 1.0 - position.y / target_size.y * 2.0,
                       0.0, 1.0);
    at = place;
}
