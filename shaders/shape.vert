// Shapes: boxes with rounded corners. Positions are pixels of the target, y down; `place` counts
// from the box's centre along its own sides.
layout(location = 0) in vec2 position;
layout(location = 1) in vec4 color;
layout(location = 2) in vec2 place;
layout(location = 3) in vec3 box; // half its size, and the corners' radius
uniform vec2 target_size;
out vec4 shade;
out vec2 at;
flat out vec3 shape;

void main() {
    gl_Position = vec4(position.x / target_size.x * 2.0 - 1.0, 1.0 - position.y / target_size.y * 2.0,
                       0.0, 1.0);
    shade = color;
    at = place;
    shape = box;
}
