# SPDX-License-Identifier: MIT
"""No text of the sources, lessons and translations spells out a symbol that the notation decides
(core/notation.h): it is "<alpha_t>", never the letter. Names that others gave to their own
quantities stand below.

    spelled_symbols.py ROOT
"""
import pathlib
import re
import sys

SYMBOLS = re.compile(r"[αβγεμσξ]|\bz_[t0-9{]|\bx_[t0-9{]|\b[mn]_t\b|\\bar|\\tilde")
NAME = re.compile(r"<\(?[a-z0-9]+(_[^<>]*)?\)?>")
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')

# What tells the notations apart, and formulas that differ from one to the other.
TABLES = {"core/notation.c", "core/notation.h", "core/markup.c", "panel/formula_text.c",
          "ui/rich.h", "ui/rich.c"}
# Karras' sigma, Song's rate beta(u), the mu of flow's shift and of Laplace's law, the names of the
# notations' own symbols in their help.
OTHERS = ["$σ$ at $t", "σ^{1/ρ}", "$β$ at $u", "β(u) where", "e^μ", "centre $μ$",
          "Noise levels σ", "noise levels σ", "1/(1 + σ²)", "1/(1 + $σ^2$)", "SDE with β(u)",
          "bishop: $z_t$"]
FILES = {"app/bar.c": ["$z_t$", "$α_t$", "cumulative. Ho", "Karras et al.", "$γ_t"],
         "cli/bench.c": ["z_t and m_t"], "conf/arguments.c": ["E[x | z_t]"],
         "conf/extra.c": ["npy (β)"],
         "io/scheduler/words.c": ["exp(μ)"]}  # the mu of diffusers


def spelled(root):
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix not in {".c", ".h", ".inc"} or name in TABLES:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.lstrip().startswith(("//", "#include")):
                continue
            for text in STRING.findall(line.split(" // ")[0]):
                known = OTHERS + FILES.get(name, [])
                if SYMBOLS.search(NAME.sub("", text)) and not any(part in text for part in known):
                    yield f"{name}:{number}: {text}"


def spelled_in_lessons(root):
    for path in sorted(root.rglob("*.lesson")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.match("say|title", line) and SYMBOLS.search(NAME.sub("", line)):
                yield f"{path.name}:{number}: {line}"


def sentences(path):
    """Pairs of a po file: English, translation."""
    told, key = {}, None
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        words = re.match(r'(msgid|msgid_plural|msgstr|msgctxt)(?:\[\d\])? "(.*)"$', line)
        if words:
            key = words[1]
            told[key] = told.get(key, "") + words[2]
        elif line.startswith('"') and key:
            told[key] += line[1:-1]
        else:
            if told.get("msgid"):
                yield told["msgid"] + told.get("msgid_plural", ""), told.get("msgstr", "")
            told, key = {}, None


def spelled_in_translations(root):
    """What the English sentence has its translation may have; "betas" may be a letter there."""
    for path in sorted(root.glob("*.po")):
        for english, translation in sentences(path):
            found = set(SYMBOLS.findall(NAME.sub("", translation)))
            known = set(SYMBOLS.findall(NAME.sub("", english)))
            if "beta" in english:
                known.add("β")
            if found - known:
                yield f"{path.name}: {translation}"


if __name__ == "__main__":
    ROOT = pathlib.Path(sys.argv[1])
    found = [*spelled(ROOT / "src"), *spelled_in_lessons(ROOT / "assets"),
             *spelled_in_translations(ROOT / "po")]
    print("\n".join(found))
    sys.exit(bool(found))
