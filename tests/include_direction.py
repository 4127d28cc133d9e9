# SPDX-License-Identifier: MIT
"""The folders of src/ form layers. Fails on an #include against their direction, on a header of a
system or library outside the folders that may know it, and on headers that include each other in a
circle.

    include_direction.py [SRC]
"""
import pathlib
import re
import sys

# What each folder may include besides itself. main.c is the folder "".
MAY_INCLUDE = {
    "base": set(),
    "core": {"base"},
    "io": {"core", "base"},
    "conf": {"core", "base"},
    "draw": {"base"},
    "ui": {"draw", "conf", "core", "base"},
    "plot": {"ui", "draw", "conf", "core", "base"},
    "export": {"ui", "draw", "conf", "io", "core", "base"},
    "app": {"export", "plot", "ui", "draw", "conf", "io", "core", "base"},
    "cli": {"export", "app", "ui", "draw", "conf", "io", "core", "base"},
    "": {"cli", "app", "conf", "core", "base"},
}
# What is not where it belongs yet.
ALSO = {"export": {"app/model.h", "app/compare.h"}}

# Who may include a library's headers: folders, or files.
LIBRARIES = (
    (re.compile(r"SDL_ttf\.h|SDL2/.*ttf.*"), {"draw/font.c"}),
    (re.compile(r"SDL.*"), {"app", "draw/font.c"}),
    (re.compile(r"epoxy/.*|GL/.*|GLES\d?/.*"), {"draw", "cli/bench.c"}),
    (re.compile(r"stb_.*|libdeflate\.h|jansson\.h|zlib\.h"), {"io"}),
    # The system: files, processes and terminals.
    (re.compile(r"(sys/.*|fcntl|dirent|poll|pthread|spawn|termios|unistd)(\.h)?"),
     {"base", "io", "app", "cli"}),
    (re.compile(r"(windows|direct|io|X11/.*|Cocoa/.*|emscripten.*|linux/.*)(\.h)?"), set()),
    # Vector instructions are the kernels' own matter.
    (re.compile(r"(.mmintrin|immintrin|x86intrin|arm_neon|cpuid)\.h"), {"core"}),
)

C_LIBRARY = {"assert.h", "ctype.h", "errno.h", "fenv.h", "float.h", "inttypes.h", "limits.h",
             "locale.h", "math.h", "signal.h", "stdalign.h", "stdarg.h", "stdatomic.h",
             "stdbool.h", "stddef.h", "stdint.h", "stdio.h", "stdlib.h", "string.h", "time.h"}

MADE_BY_CMAKE = {"fonts_found.h"}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def folder_of(name):
    return name.split("/")[0] if "/" in name else ""


def check_own(source, name, everything):
    if name in MADE_BY_CMAKE:
        return None
    if name not in everything:
        return f"{name} is not in src/ (write the path from there)"
    here, there = folder_of(source), folder_of(name)
    if here not in MAY_INCLUDE:
        return f"the folder {here} has no place in the order of layers"
    if there != here and there not in MAY_INCLUDE[here] and name not in ALSO.get(here, ()):
        return f"{here or source} may not include {there}"
    return None


def check_library(source, name):
    if name in C_LIBRARY:
        return None
    for pattern, allowed in LIBRARIES:
        if pattern.fullmatch(name):
            if source in allowed or folder_of(source) in allowed:
                return None
            return f"<{name}> is for {', '.join(sorted(allowed)) or 'nobody'}"
    return f"<{name}> is a header that no layer has been given"


def find_circle(includes):
    """A chain of headers that ends where it began, or None."""
    done = set()

    def walk(name, path):
        if name in path:
            return path[path.index(name):] + [name]
        if name in done:
            return None
        for other in includes.get(name, ()):
            circle = walk(other, path + [name])
            if circle:
                return circle
        done.add(name)
        return None
    for name in sorted(includes):
        circle = walk(name, [])
        if circle:
            return circle
    return None


def main():
    default = pathlib.Path(__file__).resolve().parent.parent / "src"
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    texts = {p.relative_to(root).as_posix(): p.read_text(encoding="utf-8")
             for p in sorted(root.rglob("*.[ch]"))}
    if not texts:
        sys.exit(f"{root}: no sources there")
    wrong, includes = [], {}
    for source, text in texts.items():
        own = includes[source] = []
        for found in INCLUDE.finditer(text):
            kind, name = found.groups()
            line = text.count("\n", 0, found.start()) + 1
            if kind == '"':
                own.append(name)
            why = check_own(source, name, texts) if kind == '"' else check_library(source, name)
            if why:
                wrong.append(f"src/{source}:{line}: {why}")
    circle = find_circle(includes)
    if circle:
        wrong.append("a circle: " + " -> ".join(circle))
    print("\n".join(wrong) or f"{len(texts)} files, every #include goes down")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
