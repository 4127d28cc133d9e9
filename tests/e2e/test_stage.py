# SPDX-License-Identifier: MIT
"""Stages in the real window: panels in an order of one's own, and the four views in windows of any
shape and with type of any size. What has no room is in a menu, and nothing lies over another."""
import os
import re
import shlex
import subprocess
import unittest

from harness import PATIENCE, WindowTest, program
from test_window import overlaps

TEXT = "3* pictures(x z mean) / [2* bayes | histogram]:2 | 2* signal / variance / strip"
NAMES = ["pictures", "bayes", "histogram", "signal", "variance", "strip"]
CORNER = (2, 2)  # where nothing is
VIEWS = {"forward": "1", "reverse": "2", "mixture": "3", "compare": "4"}
USAGE = 2


def names(state):
    return [panel["name"] for panel in state["panels"]]


def without_frames(state):
    """All that must be the same in another window."""
    window = {name: state["window"][name] for name in ("width", "height")}
    return {**state, "window": window}


class StageTest(WindowTest):
    def check_panels(self, state, what=None):
        """They lie between the bar and the timeline, apart, and say how small they may be."""
        width, height = state["window"]["width"], state["window"]["height"]
        items = state.items_by_label()
        foot = items["play"]["rect"][1] if "play" in items else height
        self.assertTrue(state["panels"], what)
        for panel in state["panels"]:
            x, y, w, h = panel["rect"]
            self.assertTrue(x >= 0 and y >= 0 and w > 0 and h > 0 and x + w <= width + 0.5 and
                            y + h <= min(height, foot) + 0.5, (what, panel))
            self.assertTrue(min(panel["least"]) > 0 and panel["type"] > 0, (what, panel))
            for item in state["items"]:  # what begins in it ends in it
                left, top, wide, high = item["rect"]
                if x <= left < x + w and y <= top < y + h:
                    self.assertTrue(left + wide <= x + w + 2 and top + high <= y + h + 2,
                                    (what, panel, item))
        over = overlaps({"items": state["panels"]})
        self.assertEqual([(a["text"], b["text"]) for a, b in over], [], what)
        over = overlaps(state)
        self.assertEqual([(a["label"], b["label"]) for a, b in over], [], what)

    def show(self, view):
        """The view by its key, once all of it is there."""
        def ready(state):
            mixture = state.get("mixture")
            return state.view == view and (view != "mixture" or (
                mixture and mixture["t"] == state.t and
                mixture["frames"] == mixture["frames_wanted"]))
        self.window.key(VIEWS[view])
        return self.window.state_when(view, ready)

    def script(self, text):
        path = os.path.join(self.display.folder, "stage.script")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text + "\nwait 2\n")
        return path

    def started(self, text, condition):
        """A window whose script has run."""
        self.start(*self.arguments, "--script", self.script(text))
        return self.window.state_when(text, condition)


class Text(StageTest):
    def test_command_line(self):
        self.start(*self.arguments, "--stage", TEXT)
        state = self.window.state()
        self.assertEqual((state["stage"], state.stage), (TEXT, TEXT))
        self.assertEqual((names(state), state["left_out"]), (NAMES, []))
        self.assertEqual(state["panels"][0]["text"], "pictures(x z mean)")
        self.check_panels(state)
        for label in ("picture x", "picture mean", "plot signal", "bayes z", "histogram of z"):
            self.assertIn(label, state.items_by_label())
        self.assertNotIn("picture noise", state.items_by_label())
        # Its parts do what they do in their views.
        self.window.click(self.window.place("plot variance", 0.6))
        self.assertAlmostEqual(self.window.state().t, 600, delta=20)
        self.window.drag(self.window.place("bayes z", 0.5), self.window.place("bayes z", 0.7))
        self.assertEqual(self.window.state().hold_z, 1)

    def test_what_the_stage_has_stands_once(self):
        self.start(*self.arguments, "--stage", "controls | signal / histogram")
        state = self.window.state()
        self.check_panels(state)
        labels = [item["label"] for item in state["items"]]
        for label in ("beta_max", "schedule", "histogram of z"):
            self.assertEqual(labels.count(label), 1, label)
        self.window.drag(self.window.place("beta_max", 0.5, of="track"),
                         self.window.place("beta_max", 0.8, of="track"))
        self.assertGreater(self.window.state().beta_max, 0.03)

    def test_help_lists_the_panels(self):
        text = subprocess.run([program(), "--help"], check=True, stdout=subprocess.PIPE, text=True,
                              timeout=PATIENCE).stdout
        part = text.split("\nPanels of a --stage\n")[1].split("\n\n")[1]  # after how to write one
        listed = re.findall(r"^  (\w+)", part, re.M)
        self.assertTrue(set(NAMES) < set(listed) and len(listed) > 20, listed)
        for name in listed:
            path = os.path.join(self.window.folder, "a.png")
            subprocess.run([program(), "export", path, "--stage", name, "--size", "500x400",
                            "--resolution", "32"], check=True, timeout=PATIENCE)
            os.remove(path)
        self.assertIn("pictures(...)", part)
        self.assertRegex(part, r"In\s+parentheses:\s+x,\s+zprev,\s+z,")

    def test_what_is_no_stage(self):
        for text, word in (("signal | nothing", '"nothing"'), ("signal |", "ends"),
                           ("pictures(y)", '"y"')):
            for words in (["--stage", text], ["export", "a.png", "--stage", text]):
                done = subprocess.run([program(), *words], cwd=self.window.folder, check=False,
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                      env=self.display.environment(), timeout=PATIENCE)
                self.assertEqual((done.returncode, done.stdout), (USAGE, ""), words)
                self.assertRegex(done.stderr,
                                 rf"\Aalphabar: --stage: (?!stage)[^\n]*{word}[^\n]*\n\Z")
        self.assertEqual(os.listdir(self.window.folder), [])

    def test_what_is_no_stage_in_the_window(self):
        lesson = os.path.join(self.display.folder, "stages.lesson")
        with open(lesson, "w", encoding="utf-8") as file:
            file.write("stage signal | strip\nsay One.\npause\n"
                       "stage signal | nothing\nsay Two.\npause\n")
        self.start(*self.arguments, "--lesson", lesson)
        before = self.window.state()
        self.assertEqual((before["stage"], names(before)),
                         ("signal | strip", ["signal", "strip"]))
        self.window.key("Next")
        state = self.window.state_when("why", lambda s: "nothing" in s["window"]["message"])
        self.assertEqual(state["settings"], before["settings"])
        self.assertEqual(state["panels"], before["panels"])
        self.expected_words = ['there is no panel "nothing"']

    def test_command_and_undo(self):
        view = self.window.state()
        state = self.started(f"stage {TEXT}", lambda s: s.stage == TEXT)
        self.assertEqual((state["stage"], names(state)), (TEXT, NAMES))
        self.check_panels(state)
        self.window.key("ctrl+z")
        undone = self.window.state()
        self.assertEqual((undone.stage, undone["stage"]), ("", view["stage"]))
        self.assertEqual(undone["panels"], view["panels"])
        self.window.key("ctrl+y")
        self.assertEqual(self.window.state()["panels"], state["panels"])
        self.window.key("2")  # a view by its key
        state = self.window.state()
        self.assertEqual((state.stage, state.view), ("", "reverse"))
        self.window.key("ctrl+z")
        self.assertEqual(self.window.state()["stage"], TEXT)
        self.window.click(self.window.place("tab forward"))  # and the view it had before
        state = self.window.state()
        self.assertEqual((state.stage, state["stage"]), ("", view["stage"]))
        self.assertEqual(state["panels"], view["panels"])

    def test_view_leaves_it(self):
        view = self.window.state()
        for way_back in ("view forward", "stage view", 'stage ""', "reset stage"):
            state = self.started(f"stage {TEXT}\nwait 1\n{way_back}\nset t 3", lambda s: s.t == 3)
            self.assertEqual((state.stage, state["stage"]), ("", view["stage"]), way_back)
            self.assertEqual(state["panels"], view["panels"], way_back)

    def test_session(self):
        path = os.path.join(self.display.folder, "stage.json")
        state = self.started(f"stage {TEXT}\nset t 333\nsave {path}",
                             lambda s: os.path.exists(path))
        self.start("--session", path)
        self.assertEqual(without_frames(self.window.state()), without_frames(state))
        os.remove(path)

    def test_copied_command_line(self):
        path = os.path.join(self.display.folder, "line")
        state = self.started(f"stage {TEXT}\nset t 333\ncopy {path}",
                             lambda s: os.path.exists(path))
        with open(path, encoding="utf-8") as file:
            words = shlex.split(file.read())
        os.remove(path)
        self.assertEqual(words[words.index("--stage") + 1], TEXT)
        self.start(*words[1:])
        self.assertEqual(without_frames(self.window.state()), without_frames(state))

    def test_panels_beside_the_middle_are_hidden(self):
        for view in VIEWS:
            before = self.show(view)
            if view == "mixture":  # whose notes follow its work
                before = self.window.state_when("the whole run", lambda s: (
                    s["mixture"]["frames"] == s["mixture"]["frames_wanted"] > 1))
            self.window.key("h")
            state = self.window.state()
            self.check_panels(state, view)
            left = names(state)
            self.assertEqual(left, names(before)[:len(left)], view)
            self.assertLess(len(left), len(before["panels"]), view)
            self.assertGreater(state["panels"][0]["rect"][2], 1.5 * before["panels"][0]["rect"][2])
            self.assertNotIn("beta_max", state.items_by_label())
            self.window.key("h")
            self.assertEqual(self.window.state()["panels"], before["panels"], view)


    def test_presenter(self):
        for view in VIEWS:
            beside = self.show(view)
            self.window.key("F5")
            state = self.window.state_when("the presenter", lambda s: s.presenting == 1)
            self.check_panels(state, view)
            self.assertEqual(state["left_out"], [], view)
            shown = {panel["text"]: panel for panel in state["panels"]}
            first = beside["panels"][0]
            self.assertEqual(state["panels"][0]["name"], first["name"], view)
            self.assertGreater(state["panels"][0]["type"], 1.1 * first["type"], view)
            self.assertTrue(len(shown) <= len(beside["panels"]), view)
            self.window.key("Escape")
            state = self.window.state_when("the window", lambda s: s.presenting == 0)
            self.assertEqual(names(state), names(beside), view)


class Shapes(StageTest):
    screen = (1600, 1400)
    portrait = ((1000, 1400), (400, 860))

    def test_portrait(self):
        for size in self.portrait:
            self.window.resize(*size)
            for view in VIEWS:
                state = self.show(view)
                self.check_panels(state, (size, view))
                # What stood beside each other is stacked, and fills the room.
                last = state["panels"][-1]["rect"]
                foot = state.items_by_label()["play"]["rect"][1]
                self.assertGreater(last[1] + last[3], 0.9 * foot, (size, view))
                if state["left_out"]:
                    self.assertIn("more", state.items_by_label(), (size, view))

    def test_small_window_has_a_menu_to_the_rest(self):
        self.window.resize(640, 480)
        for view in VIEWS:
            state = self.show(view)
            self.check_panels(state, view)
            self.assertTrue(state["left_out"], view)
            for text in state["left_out"]:
                self.window.click(self.window.place("more"))
                self.window.click(self.window.place(f"menu {text}"))
                shown = self.window.state()
                self.assertEqual((shown["stage"], [p["text"] for p in shown["panels"]]),
                                 (text, [text]))
                self.check_panels(shown, (view, text))
                self.window.click(self.window.place("more"))
                self.window.click(self.window.place("menu back"))
                self.window.move(CORNER)
                back = self.window.state()
                self.assertEqual((back.view, back["panels"]), (view, state["panels"]))

    def test_narrow_window_has_a_menu_to_the_controls(self):
        self.window.resize(400, 860)
        self.assertNotIn("beta_max", self.window.state().items_by_label())
        self.window.click(self.window.place("more"))
        items = self.window.state().items_by_label()
        for word in ("save session", "copy command", "export"):
            self.assertIn(word, items)
        self.window.click(self.window.place("menu controls"))
        self.assertIn("beta_max", self.window.state().items_by_label())

    def test_smallest_window_with_large_type(self):
        self.window.resize(320, 320)
        self.window.key(*["plus"] * 4)
        for view in VIEWS:
            self.check_panels(self.show(view), view)
        self.window.click(self.window.place("views"))
        self.window.click(self.window.place("tab reverse"))
        self.assertEqual(self.window.state().view, "reverse")

    def test_choices_keep_to_their_panel(self):
        self.start("--size", "1280x720", "--view", "reverse", "--set", "reverse_lower=without_x")
        for size in ((1280, 720), (1000, 1400), (500, 1000)):
            self.window.resize(*size)
            for presses in (0, 4):
                self.window.key("0", *["plus"] * presses)
                self.check_panels(self.window.state(), (size, presses))

    def test_views_have_a_menu_where_tabs_have_no_room(self):
        self.window.resize(400, 860)
        self.assertNotIn("tab reverse", self.window.state().items_by_label())
        for view in ("reverse", "compare", "forward"):
            self.window.click(self.window.place("views"))
            self.window.click(self.window.place(f"tab {view}"))
            self.assertEqual(self.window.state().view, view)
        self.window.click(self.window.place("views"))
        self.window.key("Down", "Down", "Return")
        self.assertNotEqual(self.window.state().view, "forward")


class Type(StageTest):
    def test_enlarged(self):
        smallest = min(panel["type"] for panel in self.window.state()["panels"])
        for presses in (3, 6):
            self.start(*self.arguments)
            self.window.key(*["plus"] * presses)
            for view in VIEWS:
                state = self.show(view)
                self.check_panels(state, (presses, view))
                if view == "forward":
                    larger = min(panel["type"] for panel in state["panels"])
                    self.assertGreater(larger, smallest * 1.08 ** presses)
            self.window.click(self.window.place("more"))
            state = self.window.state()
            self.assertIn("save session", state.items_by_label())
            self.window.key("Escape")


if __name__ == "__main__":
    unittest.main()
