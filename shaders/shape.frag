in vec4 shade;
in vec2 at;
flat in vec3 shape;
out vec4 result;

// How far outside of the box, in pixels; a pixel's width about the edge is the soft part.
void main() {
    vec2 beyond = abs(at) - shape.xy + shape.z;
    float outside = length(max(beyond, 0.0)) + min(max(beyond.x, beyond.y), 0.0) - shape.z;
    result = vec4(shade.rgb, shade.a * clamp(0.5 - outside, 0.0, 1.0));
}
