in vec4 shade;
in vec2 at;
uniform sampler2D atlas;
out vec4 result;

void main() {
    float coverage = texelFetch(atlas, ivec2(at), 0).r;
    result = vec4(shade.rgb, shade.a * coverage);
}
