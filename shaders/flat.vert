// Opaque rectangles: a colour at every corner. Positions are pixels of the target, y down.
layout(location = 0) in vec2 position;
layout(location = 1) in vec4 color;
uniform vec2 target_size;
out vec4 shade;

void main() {
    gl_Position = vec4(position.x / target_size.x * 2.0 - 1.0, 1.0 - position.y / target_size.y * 2.0,
                       0.0, 1.0);
    shade = color;
}
