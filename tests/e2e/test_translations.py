# SPDX-License-Identifier: MIT
"""The translations: po/ko.po has every sentence of today's sources, none of the words that Korean
courses do not use, and formats that take what the English ones do; and what speaks which language:
the window that of the environment, the terminal English until --language says otherwise."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import harness

ROOT = pathlib.Path(__file__).resolve().parents[2]
KOREAN = ROOT / "po" / "ko.po"

# What a Korean course says is behind each.
NOT_SAID = {
    "그림": "이미지", "학습 그림": "훈련 데이터셋", "잡음(?!비)": "노이즈", "사슬": "체인",
    "거꾸로": "역방향", "무게": "가중치", "저울질": "가중평균", "제곱 완성": "완전제곱식으로 정리하기",
    "가우스 분포": "가우시안 분포, 정규분포", "추측": "예측", "뛰기": "점프",
}

FIELD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d\])? (".*")$')


def unquote(text):
    return re.sub(r'\\(.)', lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), text[1:-1])


def read(path):
    """{(context, singular): (translation, flags)} of a .po file, without its header."""
    found, flags, entry, last = {}, "", {}, None

    def keep():
        if entry.get("msgid"):
            key = entry.get("msgctxt", ""), entry["msgid"]
            found[key] = entry.get("msgstr", ""), flags
    for line in path.read_text(encoding="utf-8").splitlines():
        field = FIELD.match(line)
        if line.startswith("#~"):
            found["obsolete", line] = "", "obsolete"
        elif line.startswith("#,"):
            flags = line
        elif field:
            last = field[1]
            entry[last] = unquote(field[2])
        elif line.startswith('"'):
            entry[last] += unquote(line)
        elif not line:
            keep()
            flags, entry = "", {}
    keep()
    return found


class Catalogue(unittest.TestCase):
    def test_every_sentence_is_there(self):
        if not shutil.which("xgettext"):
            self.skipTest("xgettext (gettext) is missing")
        with tempfile.TemporaryDirectory() as folder:
            fresh = pathlib.Path(folder, "fresh.pot")
            subprocess.run([ROOT / "po" / "extract", fresh], check=True, timeout=60)
            wanted = set(read(fresh))
        korean = read(KOREAN)
        self.assertGreater(len(wanted), 900)
        self.assertEqual(sorted(wanted - set(korean)), [], "not in po/ko.po: ./dev po")
        self.assertEqual(sorted(set(korean) - wanted), [], "in po/ko.po, but nowhere else: ./dev po")

    def test_every_sentence_is_translated(self):
        for key, (text, flags) in read(KOREAN).items():
            with self.subTest(key[1]):
                self.assertNotIn("fuzzy", flags)
                self.assertTrue(text)

    def test_words_of_a_course(self):
        for key, (text, _) in read(KOREAN).items():
            for word, better in NOT_SAID.items():
                with self.subTest(key[1]):
                    self.assertIsNone(re.search(word, text), f"{text}: {word}, better {better}")

    def test_symbols_are_those_of_the_sentence(self):
        """What the notation decides, as <z_t>, stands in the Korean, too."""
        def symbols(text):
            found = re.findall(r"<\(?[a-z0-9]+(?:_[^<>]*)?\)?>", text)
            return {re.sub(r"\d\$", "", symbol) for symbol in found}
        for key, (text, _) in read(KOREAN).items():
            with self.subTest(key[1]):
                self.assertEqual(symbols(key[1]) - symbols(text), set())

    def test_keys_do_what_is_said(self):
        """A key in parentheses is one of the table's; what a key is said to do is its command."""
        table = (ROOT / "src" / "conf" / "command.c").read_text(encoding="utf-8")
        keys = dict(re.findall(r'^    \{ "(\S+)", +"([^"]+)",', table, re.MULTILINE))
        self.assertGreater(len(keys), 50)
        keys["Escape"] = "leaves"  # whatever is open: no row
        key = r"((?:Ctrl\+|Shift\+)*(?:[A-Z]|F\d+|Page ?Up|Page ?Down|Space|Insert|Delete|Escape))"
        said = {"plays": "toggle playing", "turns the direction": "toggle backward",
                "draws again": "new_draw", "draws anew": "new_draw", "takes another": "new_draw",
                "takes path": "toggle coupling", "takes jump": "toggle coupling",
                "writes what": "screenshot", "chooses": "next_knot 1", "removes": "remove_knot",
                "leaves": "leaves"}
        found = 0
        for (_, english), (korean, _) in read(KOREAN).items():
            for text in (english, korean):
                for name in re.findall(rf"(?<![\w>])\({key}\)", text):
                    with self.subTest(text):
                        self.assertIn(name.replace(" ", ""), keys)
            for verb, command in said.items():
                for name in re.findall(rf"(?<![\w+]){key} {verb}", english):
                    with self.subTest(english):
                        self.assertEqual(keys.get(name), command)
                        self.assertIn(name, korean)
                    found += 1
        self.assertGreater(found, 15)

    def test_apostrophes_on_screen_are_typographic(self):
        """Not in what a terminal says first: errors, commands and usage."""
        screen = re.compile(r"^#: .*(src/(panel|core/(health|schedule_family|objective))"
                            r"|src/stage/views|src/conf/(options|preset_rows)|assets/)", re.MULTILINE)
        blocks = [block for block in KOREAN.read_text(encoding="utf-8").split("\n\n")
                  if screen.search(block)]
        self.assertGreater(len(blocks), 500)
        for block in blocks:
            with self.subTest(block):
                self.assertIsNone(re.search(r"[A-Za-z0-9>]'(?=[a-z ]|\"$)", block, re.MULTILINE))

    def test_formats(self):
        if not shutil.which("msgfmt"):
            self.skipTest("msgfmt (gettext) is missing")
        done = subprocess.run(["msgfmt", "--check-format", "-o", os.devnull, KOREAN], text=True,
                              capture_output=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


def run(*words, **environment):
    env = {k: v for k, v in os.environ.items() if not k.startswith("LC_") and k != "LANG"}
    return subprocess.run([harness.program(), *words], text=True, capture_output=True, timeout=60,
                          check=False, env={**env, **environment})


def has_korean(text):
    return re.search("[가-힣]", text) is not None


class Terminal(unittest.TestCase):
    def setUp(self):
        if not has_korean(run("--language", "ko", "--help").stdout):
            self.skipTest("built without Korean (msgfmt was missing)")

    def test_is_english_in_any_country(self):
        for words in (["--help"], ["schedule", "--check"], ["--bogus"], ["schedule", "--t", "x"]):
            done = run(*words, LANG="ko_KR.UTF-8", LC_ALL="ko_KR.UTF-8")
            self.assertFalse(has_korean(done.stdout + done.stderr), words)

    def test_follows_the_option(self):
        self.assertTrue(has_korean(run("schedule", "--check", "--language", "ko").stdout))
        self.assertTrue(has_korean(run("--language=ko", "--bogus").stderr))
        self.assertTrue(has_korean(run("--bogus", "--language", "ko").stderr))
        self.assertFalse(has_korean(run("--bogus", "--language", "en").stderr))
        self.assertFalse(has_korean(run("schedule", "--language", "ko", "--steps", "2").stdout))
        refused = run("--language", "fr")
        self.assertEqual(refused.returncode, 2)
        self.assertFalse(has_korean(refused.stderr))

    def test_numbers_are_those_of_the_c_locale(self):
        plain = run("schedule", "--steps", "5").stdout
        self.assertEqual(run("schedule", "--steps", "5", "--language", "ko").stdout, plain)


class Window(harness.WindowTest):
    def language(self, *words, **environment):
        """The window's, read from what it says when the command line was copied."""
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            before = os.environ.pop(name, None)
            if before is not None:
                self.addCleanup(os.environ.__setitem__, name, before)
        os.environ.update(environment)
        for name in environment:
            self.addCleanup(os.environ.pop, name, None)
        self.start("--size", "1280x720", *words)
        self.window.key("ctrl+c")
        state = self.window.state_when("copied", lambda s: " --size" in s["window"]["message"])
        message = state["window"]["message"]
        return "ko" if has_korean(message) else "en", message

    def test_follows_the_environment(self):
        if not has_korean(run("--language", "ko", "--help").stdout):
            self.skipTest("built without Korean (msgfmt was missing)")
        language, message = self.language(LANG="ko_KR.UTF-8")
        self.assertEqual(language, "ko")
        self.assertIn("--language ko", message)  # what gives this elsewhere

    def test_the_option_is_over_it(self):
        language, message = self.language("--language", "en", LANG="ko_KR.UTF-8")
        self.assertEqual(language, "en")
        self.assertIn("--language en", message)

    def test_is_english_elsewhere(self):
        language, message = self.language(LANG="de_DE.UTF-8", LC_ALL="C")
        self.assertEqual(language, "en")
        self.assertNotIn("--language", message)


if __name__ == "__main__":
    unittest.main()
