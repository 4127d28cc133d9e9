# SPDX-License-Identifier: MIT
"""The folders of src/ are the rooms of a house, one above the other. Fails on an #include against
their direction, on a header of a system or library outside the folders that may know it, on files
of a folder that include each other in a circle (NAME.c and NAME.h count as one), and on a folder in
which too many sources lie flat.

    include_direction.py [SRC]
"""
import pathlib
import re
import sys

# What each folder may include besides itself, its sub-folders counting as itself. main.c is "".
CELLAR = {"base", "core", "io", "conf"}
PANEL = CELLAR | {"model", "plot", "ui", "draw"}
STAGE = PANEL | {"panel"}
EXPORT = STAGE | {"stage"}
APP = EXPORT | {"export"}
CLI = APP | {"app"}
MAY_INCLUDE = {
    "base": set(),
    "core": {"base"},
    "io": {"core", "base"},
    "conf": {"core", "base"},
    "draw": CELLAR,
    "ui": CELLAR | {"draw"},
    "plot": CELLAR | {"ui", "draw"},
    "model": CELLAR,
    "panel": PANEL,
    "stage": STAGE,
    "export": EXPORT,
    "app": APP,
    "cli": CLI,
    "": CLI | {"cli"},
}

# Who may include a library's headers: folders, or files.
LIBRARIES = (
    (re.compile(r"SDL_ttf\.h|SDL2/.*ttf.*"), {"draw/font.c"}),
    (re.compile(r"SDL.*"), {"app", "draw/font.c"}),
    (re.compile(r"epoxy/.*|GL/.*|GLES\d?/.*"), {"draw", "cli/bench.c"}),
    (re.compile(r"jansson\.h"), {"io", "app/dump.c"}),
    (re.compile(r"stb_.*|libdeflate\.h|zlib\.h|png\.h|jpeglib\.h|jerror\.h|setjmp\.h"), {"io"}),
    # The system: files, processes and terminals.
    (re.compile(r"pthread(\.h)?"), {"base/thread_posix.c"}),
    (re.compile(r"(sys/.*|fcntl|dirent|poll|spawn|termios|unistd)(\.h)?"),
     {"base", "io", "app", "export", "cli"}),
    (re.compile(r"emscripten\.h"), {"base/platform_web.c"}),
    (re.compile(r"(windows|direct|io|X11/.*|Cocoa/.*|linux/.*)(\.h)?"), set()),
    # Vector instructions are the kernels' own matter.
    (re.compile(r"(.mmintrin|immintrin|x86intrin|arm_neon|cpuid)\.h"), {"core"}),
)

# Folders in which circles are still to be undone.
EXPECTED_CIRCLES = set()

MOST_SOURCES = 30  # .c files that lie flat in one folder
# Folders that are still to be parted.
EXPECTED_FULL = set()

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
    if there != here and there not in MAY_INCLUDE[here]:
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


def node_of(name):
    """NAME.c and NAME.h are one."""
    return name[:-2] if name.endswith((".c", ".h")) else name


def joined(includes):
    """What each node includes of its own folder."""
    graph = {}
    for source, names in includes.items():
        own = graph.setdefault(node_of(source), set())
        own.update(node_of(n) for n in names
                   if n in includes and folder_of(n) == folder_of(source))
    for node, others in graph.items():
        others.discard(node)
    return graph


def find_knots(graph):
    """The strongly connected parts of more than one node (Tarjan 1972), each sorted."""
    index, low, stack, knots = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(graph[node]):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            if len(stack) - at > 1:
                knots.append(sorted(stack[at:]))
            del stack[at:]
    for node in sorted(graph):
        if node not in index:
            visit(node)
    return sorted(knots)


def circle_through(graph, node, knot):
    """The shortest way from `node` through files of its knot back to itself."""
    paths, seen = [[node]], set()
    while paths:
        path = paths.pop(0)
        for other in sorted(graph[path[-1]] & set(knot)):
            if other == node:
                return path + [node]
            if other not in seen:
                seen.add(other)
                paths.append(path + [other])
    return []


def check_circles(includes):
    wrong, found = [], set()
    graph = joined(includes)
    for knot in find_knots(graph):
        folder = folder_of(knot[0])
        found.add(folder)
        line = (f"{folder or 'src'}: a circle of {len(knot)} files: {', '.join(knot)}; for one, "
                + " -> ".join(circle_through(graph, knot[0], knot)))
        if folder in EXPECTED_CIRCLES:
            print("known: " + line)
        else:
            wrong.append(line)
    wrong += [f"{folder} has no circle any more: take it out of EXPECTED_CIRCLES"
              for folder in sorted(EXPECTED_CIRCLES - found)]
    return wrong


def check_room(texts):
    counts = {}
    for source in texts:
        if source.endswith(".c"):
            folder = str(pathlib.PurePosixPath(source).parent)
            counts[folder] = counts.get(folder, 0) + 1
    full = {folder for folder, count in counts.items() if count > MOST_SOURCES}
    return [f"src/{folder}: {counts[folder]} sources lie flat; {MOST_SOURCES} may"
            for folder in sorted(full - EXPECTED_FULL)]


def main():
    default = pathlib.Path(__file__).resolve().parent.parent / "src"
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    texts = {p.relative_to(root).as_posix(): p.read_text(encoding="utf-8")
             for p in sorted(root.rglob("*")) if p.suffix in (".c", ".h", ".inc")}
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
    wrong += check_circles(includes) + check_room(texts)
    print("\n".join(wrong) or f"{len(texts)} files, every #include goes down")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
